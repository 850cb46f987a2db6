"""The database a command works on: the one DATABASE_URL names, or the embedded one, started if need be.

A command that finds the server stopped starts it and stops it again; one that finds it running leaves it so.
Two commands may share a server that one of them started: it stops when the last one has let go.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.locks import Lock, locked
from ops.places import Places
from ops.postgres import Binaries, Cluster, DatabaseError, embedded_cluster, find_binaries, psql
from ops.processes import wait_until
from ops.speech import Refusal, _
from ops.venv import Kind, environment_of, interpreter

SUPERVISOR_SECONDS = 30


@dataclass(frozen=True)
class Database:
    """An open door to the database: its address, the environment's Python, and PostgreSQL's client programs."""

    url: str
    python: Path
    binaries: Binaries

    def sql(self, statements: str) -> str:
        """Run `statements` as in `ops.postgres.psql`."""
        return psql(self.binaries, self.url, statements)

    def is_empty(self) -> bool:
        """No table of ours, nor anybody else's, stands in the public schema."""
        return self.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").strip() == "0"

    def is_demo(self) -> bool:
        """Is this database marked as a demo? An empty one is not."""
        if self.sql("SELECT to_regclass('public.core_installation') IS NULL").strip() == "t":
            return False
        return self.sql("SELECT count(*) FROM core_installation WHERE is_demo").strip() != "0"


def outside_url() -> str | None:
    """The address in DATABASE_URL: then nothing is started, and nothing is stopped."""
    return os.environ.get("DATABASE_URL") or None


def database_lock(places: Places) -> Lock:
    """The lock that everybody who uses the embedded server shares while using it."""
    return Lock(places.run / "database.lock")


def supervisor_lock(places: Places) -> Lock:
    """The lock that the supervisor of this installation holds while it lives."""
    return Lock(places.run / "supervisor.lock")


def supervisor_is_alive(places: Places) -> bool:
    """Does a `./ct run` of this installation live?"""
    lock = supervisor_lock(places)
    taken = lock.try_take()
    lock.release()
    return not taken


@contextmanager
def open_database(places: Places) -> Iterator[Database]:
    """The database for the length of the block; the embedded server is left as it was found.

    Raises Refusal when there are no data yet, or the server does not come up.
    """
    python = interpreter(Kind.RUNTIME, places)
    environment = environment_of(Kind.RUNTIME, places)
    url = outside_url()
    if url is not None:
        yield reachable(Database(url, python, find_binaries(environment)))
        return
    cluster = embedded_cluster(places, environment)
    lock = database_lock(places)
    lock.take(shared=True)
    started = False
    try:
        with locked(places.run / "start.lock"):
            if not cluster.is_up():
                started = _start(cluster, places)
        yield Database(cluster.url(), python, cluster.binaries)
    finally:
        lock.release()
        if started:
            _stop_when_alone(cluster, places)


def reachable(database: Database) -> Database:
    """`database`, proven to answer. Raises Refusal with the server's words otherwise."""
    try:
        database.sql("SELECT 1")
    except DatabaseError as problem:
        raise Refusal(
            _("The database that DATABASE_URL names does not answer: %(problem)s") % {"problem": problem}
        ) from problem
    return database


def _start(cluster: Cluster, places: Places) -> bool:
    """Start the server, unless a supervisor is about to: then wait for that one. Says whether it is ours."""
    if supervisor_is_alive(places) and wait_until(cluster.is_up, seconds=SUPERVISOR_SECONDS):
        return False
    cluster.prepare()
    cluster.start()
    return True


def _stop_when_alone(cluster: Cluster, places: Places) -> None:
    """Stop our server once nobody else uses it; another may have ended it meanwhile."""
    lock = database_lock(places)
    try:
        while not lock.try_take() and cluster.is_running():
            wait_until(lambda: False, seconds=0.2)
        cluster.stop()
    finally:
        lock.release()
