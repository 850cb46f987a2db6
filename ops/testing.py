"""`./ct test`: the suite in the development environment, on a temporary PostgreSQL of its own."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from types import FrameType

from ops.locks import Lock
from ops.places import Places, make_passable, make_private
from ops.postgres import Cluster, choose_runner, find_binaries
from ops.processes import tied
from ops.product import product_environment
from ops.speech import Refusal, _, note, step
from ops.venv import Kind, environment_of, interpreter

JOURNEY_PACKAGES = {
    # program or file that must be there: Debian's package that brings it
    "chromium": "chromium",
    "soffice": "libreoffice-writer-nogui",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf": "fonts-liberation2",
}
SETTLING_SECONDS = 60
TEAR_DOWN_SECONDS = 60
MOST_AT_ONCE = 4  # each has a database of its own, and holds up to a gigabyte with the browser beside it
HELP = """\
./ct test [--full] [--slow] [pytest arguments]

  (nothing)  all tests but those in a browser and those marked slow
  --slow     also what is marked slow
  --full     also the journeys in a browser; installs Debian's Chromium and what the journeys need when run as
             root, else lists what is missing and exits with status 3; a skipped journey is a failure
Everything else goes to pytest as it is. The whole suite runs in as many processes as there are cores, at most four;
`-n 0` keeps it in one."""


def test_command(arguments: list[str], places: Places) -> int:
    """Run the suite and return pytest's exit status; its closing line is the last that is printed."""
    if {"-h", "--help"} & set(arguments):
        print(HELP)
        return 0
    signal.signal(signal.SIGTERM, _leave)
    full = "--full" in arguments
    slow = "--slow" in arguments
    rest = [argument for argument in arguments if argument not in ("--full", "--slow")]
    if full:
        install_journey_packages()
    python = interpreter(Kind.DEVELOPMENT, places)
    with temporary_database(environment_of(Kind.DEVELOPMENT, places), places) as (scratch, url):
        environment = product_environment(places, url) | {"CHUNGTAY_VAR": str(scratch)}
        subprocess.run([str(python), "-m", "ops.prepare", "--messages"], env=environment, check=True)
        cores = len(os.sched_getaffinity(0))
        command = [str(python), "-m", "pytest", *selection(full=full, slow=slow), *spread(rest, cores), *rest]
        # Killed ourselves, we leave it the way of Ctrl-C, so that it ends what it has started.
        with subprocess.Popen(tied(command, death=signal.SIGINT), env=environment, cwd=places.tree) as child:
            try:
                return child.wait()
            except (SystemExit, KeyboardInterrupt):
                # What the tests have started is theirs to end: let them tear down.
                child.send_signal(signal.SIGINT)
                child.wait(TEAR_DOWN_SECONDS)
                raise


def check_command(options: argparse.Namespace, places: Places) -> int:
    """`./ct check`: hand over to `ops.check`, which needs the development environment."""
    python = interpreter(Kind.DEVELOPMENT, places)
    words = [*(["--fix"] if options.fix else []), *options.names]
    return subprocess.run([str(python), "-m", "ops.check", *words], cwd=places.tree).returncode


def lock_command(_options: argparse.Namespace, places: Places) -> int:
    """`./ct lock`: resolve pyproject.toml into the lock files, with hashes and without a host. Needs uv."""
    uv = shutil.which("uv")
    if uv is None:
        raise Refusal(_("The program uv is needed to resolve dependencies; install it and try again."), status=3)
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    options += ["--quiet"]
    for kind in Kind:
        extra = [] if kind is Kind.RUNTIME else ["--extra", kind.value]
        target = f"requirements/{kind.value}.lock"
        command = [uv, "pip", "compile", "pyproject.toml", *extra, *options, "-o", target]
        status = subprocess.run(command, cwd=places.tree).returncode
        if status != 0:
            return status
    return 0


def selection(*, full: bool, slow: bool) -> list[str]:
    """What pytest is told to leave out, and the plugin that a full run needs."""
    left_out = [] if slow else ["not slow"]
    left_out += [] if full else ["not browser"]
    chosen = ["-m", " and ".join(left_out)] if left_out else []
    return [*chosen, "-p", "ops.journeys"] if full else chosen


def spread(arguments: list[str], cores: int) -> list[str]:
    """What pytest is told about processes: a whole suite takes each core, file by file; chosen tests stay in one."""
    if arguments or cores < 2:
        return []
    return ["-n", str(min(cores, MOST_AT_ONCE)), "--dist", "loadfile"]


@contextmanager
def temporary_database(environment: Path, places: Places, *, durable: bool = False) -> Iterator[tuple[Path, str]]:
    """A private folder and the address of a PostgreSQL, fast and forgetful unless `durable`; gone after the block."""
    runner = choose_runner()
    prefix = f"chungtay-test-{places.short_hash}-"
    root = Path(gettempdir()) if runner.owner is None else places.system_folder
    if runner.owner is not None:
        make_passable(places.system_folder.parent)
        make_passable(places.system_folder)
    _sweep(root, prefix)
    home = Path(mkdtemp(prefix=prefix, dir=root))
    alive = Lock(home / "alive.lock")
    alive.take()
    cluster = Cluster(home, home / "keys", home / "postgres.log", find_binaries(environment), runner, durable=durable)
    scratch = home / "var"
    try:
        with step(_("Starting a temporary PostgreSQL")):
            cluster.prepare()
            cluster.start()
        # The site's server looks for the folder of static files at its start, and warns when there is none.
        make_private(scratch / "static")
        yield scratch, cluster.url()
    finally:
        cluster.stop()
        shutil.rmtree(cluster.socket, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
        alive.release()


def _sweep(root: Path, prefix: str) -> None:
    """Remove what test runs left that were killed: nobody holds their lock any more."""
    for home in root.glob(f"{prefix}*"):
        try:
            lock = Lock(home / "alive.lock")
        except OSError:  # another user's, or just being removed
            continue
        # A run that has just begun may not have taken its lock yet.
        old = time.time() - home.stat().st_mtime > SETTLING_SECONDS
        if lock.try_take() and old:
            shutil.rmtree(home, ignore_errors=True)
        lock.release()


def missing_packages() -> list[str]:
    """Debian's packages whose programs and files the journeys need and do not find."""
    return [
        package
        for needed, package in JOURNEY_PACKAGES.items()
        if not (Path(needed).exists() if needed.startswith("/") else shutil.which(needed))
    ]


def install_journey_packages() -> None:
    """Install what the journeys need, when we are root and it is missing.

    Raises Refusal with status 3 and the list when we are not root, or apt fails.
    """
    missing = missing_packages()
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0:
        raise Refusal(
            _("The journeys need what is not on this machine. Run (as root): %(line)s") % {"line": line},
            status=3,
        )
    note(_("Installing what the journeys need: %(packages)s") % {"packages": ", ".join(missing)})
    environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    # A list of somebody else's that cannot be fetched is no reason to give up: the installation will tell.
    subprocess.run(["apt-get", "update", "-q"], env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    done = subprocess.run(line.split(), env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        sys.stderr.write(done.stderr[-2000:])
        raise Refusal(_("The packages could not be installed; run as root: %(line)s") % {"line": line}, status=3)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
