"""`./ct run`: everything a machine needs on first use, then the site and its worker under one supervisor."""

from __future__ import annotations

import argparse
import http.client
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ops.database import Database, database_lock, outside_url, reachable, supervisor_lock
from ops.locks import Lock, locked
from ops.places import Places, write_private
from ops.postgres import Cluster, embedded_cluster, find_binaries
from ops.processes import wait_until
from ops.product import ask_django, django_command, product_environment
from ops.speech import Refusal, _, note, say, step
from ops.supervisor import MARK, Service, Supervisor, clear_leftovers
from ops.upgrade import bring_up_to_date
from ops.venv import Kind, environment_of, interpreter, remove_old_environments

FIRST_PORT = 8000
PORTS_TRIED = 100
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SITE_SECONDS = 60
SHARED_SERVER_SECONDS = 120
HEALTH_PATH = "/"
# Left to itself the C library keeps, for good, what large uploads once took.
GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "262144"}


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    host: str
    port: int | None
    empty: bool

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK


def run_command(options: argparse.Namespace, places: Places) -> int:
    """Run until told to stop; a second one says where the first one is. Returns the exit status."""
    lock = supervisor_lock(places)
    if not lock.try_take():
        say(_("Already running at %(address)s") % {"address": _known_address(places)})
        return 0
    wish = Wish(options.host, options.port, options.empty)
    clear_leftovers(places.short_hash)
    with ExitStack() as stack:
        stack.callback(_address_file(places).unlink, missing_ok=True)
        _write_address(places, _("(still starting)"))
        port = _choose_port(wish)
        python = interpreter(Kind.RUNTIME, places)
        supervisor = Supervisor(_cluster(places))
        stack.callback(supervisor.stop)
        supervisor.listen()
        database = _start_database(supervisor, places, python, stack)
        fresh = bring_up_to_date(database, places)
        if fresh and wish.is_loopback and not wish.empty:
            _demo_wish(places).touch()
        if fresh and not wish.is_loopback:
            # Demo people are for this machine alone: whoever opens the site to others starts for real.
            wish = replace(wish, empty=True)
        _serve(supervisor, database, places, wish, port)
    note(_("Everything has stopped."))
    return 0


def _cluster(places: Places) -> Cluster | None:
    return None if outside_url() else embedded_cluster(places, environment_of(Kind.RUNTIME, places))


def _start_database(supervisor: Supervisor, places: Places, python: Path, stack: ExitStack) -> Database:
    cluster = supervisor.cluster
    if cluster is None:
        binaries = find_binaries(environment_of(Kind.RUNTIME, places))
        return reachable(Database(outside_url() or "", python, binaries))
    using = _wait_for_other_commands(cluster, places)
    stack.callback(using.release)
    with locked(places.run / "start.lock"), step(_("Starting PostgreSQL")):
        cluster.prepare()
        cluster.start()
    return Database(cluster.url(), python, cluster.binaries)


def _wait_for_other_commands(cluster: Cluster, places: Places) -> Lock:
    """The server must be our child: a command that has started it is let finish first."""
    using = database_lock(places)
    if cluster.is_up():
        note(_("Another command is using the database; waiting for it."))
        if not wait_until(lambda: not cluster.is_up(), seconds=SHARED_SERVER_SECONDS, every=0.5):
            raise Refusal(_("The database is still in use by another command; try again when it has finished."))
    using.take(shared=True)
    return using


def _serve(supervisor: Supervisor, database: Database, places: Places, wish: Wish, port: int) -> None:
    if not wish.is_loopback and database.is_demo():
        raise Refusal(_("A database with demo people is shown on this machine only: run it without --host."))
    services = site_services(database, places, wish, port)
    with step(_("Starting the site")):
        for service in services:
            service.start()
            supervisor.services.append(service)
        if not wait_until(lambda: supervisor.is_stopping or _site_answers(wish.host, port), seconds=SITE_SECONDS):
            raise Refusal(_("The site did not answer; see %(log)s.") % {"log": places.logs / "site.log"})
    if supervisor.is_stopping:
        return
    address = f"http://{_for_link(wish.host)}:{port}/"
    _write_address(places, address)
    remove_old_environments(Kind.RUNTIME, places)
    say(_("Chung Tay runs at %(address)s (Ctrl-C stops it)") % {"address": address})
    _welcome(supervisor, database, places, wish, address)
    supervisor.watch()


def site_services(database: Database, places: Places, wish: Wish, port: int) -> list[Service]:
    """The site and the worker, as the supervisor keeps them."""
    environment = product_environment(places, database.url) | {MARK: places.short_hash} | GIVE_BACK
    environment.setdefault("CHUNGTAY_HOSTS", ",".join(_names_of(wish.host)))
    server = [str(database.python), "-P", "-m", "granian", "ops.serve:application", "--interface", "rsgi", "--no-ws"]
    server += ["--host", wish.host, "--port", str(port), "--workers", "2"]
    server += ["--respawn-failed-workers", "--workers-kill-timeout", "5"]
    worker = [str(database.python), "-P", "-m", "ops.work"]
    return [
        Service(_("The site"), server, environment, places.logs / "site.log", places.tree),
        Service(_("The worker"), worker, environment, places.logs / "worker.log", places.tree),
    ]


def _welcome(supervisor: Supervisor, database: Database, places: Places, wish: Wish, address: str) -> None:
    """Say how to get in: the link for the first administrator, or the demo people, built behind the page."""
    if wish.empty:
        _print_of(database, places, "first_administrator_link", "--site", address)
    elif _demo_wish(places).exists():
        note(_("Building the demo province behind the page; it is complete when this says so."))
        supervisor.services.append(_demo_builder(database, places))
    elif database.is_demo():
        _print_of(database, places, "demo_accounts")


def _demo_builder(database: Database, places: Places) -> Service:
    def done() -> None:
        _demo_wish(places).unlink(missing_ok=True)
        say(_("The demo province is ready."))
        _print_of(database, places, "demo_accounts")

    command = django_command(database.python, "build_demo", "--stage", "today")
    environment = product_environment(places, database.url) | {MARK: places.short_hash}
    return Service(_("The demo builder"), command, environment, None, places.tree, once=True, when_done=done)


def _print_of(database: Database, places: Places, *arguments: str) -> None:
    done = ask_django(database.python, places, database.url, *arguments)
    say(done.stdout.rstrip() if done.returncode == 0 else done.stderr.rstrip())


def _choose_port(wish: Wish) -> int:
    """The port that was asked for, else the first free one from 8000 on. Raises Refusal when it is taken."""
    wanted: Sequence[int] = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if wish.port is None else [wish.port]
    for port in wanted:
        if _is_free(wish.host, port):
            return port
    if wish.port is None:
        raise Refusal(_("No free port was found; name one with --port."))
    raise Refusal(_("Port %(port)s is taken or not allowed; choose another with --port.") % {"port": wish.port})


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def _site_answers(host: str, port: int) -> bool:
    """Any answer below 500 will do: which page it is, is the site's business."""
    connection = http.client.HTTPConnection(_for_connecting(host), port, timeout=10)
    try:
        connection.request("GET", HEALTH_PATH)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _names_of(host: str) -> list[str]:
    names = [*LOOPBACK[:2], "[::1]"]
    if host not in LOOPBACK:
        names += [host, socket.gethostname()]
        names += {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return names


def _for_link(host: str) -> str:
    return f"[{host}]" if ":" in host else (socket.gethostname() if host == "0.0.0.0" else host)


def _for_connecting(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _demo_wish(places: Places) -> Path:
    """Stands while the demo province is still to be built: a start that was cut short goes on with it."""
    return places.run / "demo-wanted"


def _address_file(places: Places) -> Path:
    return places.run / "address"


def _write_address(places: Places, address: str) -> None:
    write_private(_address_file(places), address)


def _known_address(places: Places) -> str:
    path = _address_file(places)
    return path.read_text(encoding="utf-8") if path.exists() else _("(still starting)")


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """The options of `./ct run`."""
    parser.add_argument("--port", type=int, metavar="N", help=_("port; default: the first free one from 8000 on"))
    parser.add_argument(
        "--host", default=LOOPBACK[0], metavar="H", help=_("address to listen on; default: this machine only")
    )
    parser.add_argument(
        "--empty", action="store_true", help=_("no demo; prints a link to create the first administrator")
    )
