"""A PostgreSQL of their own for the tests of ops: these start, kill and refill it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from ops.database import Database
from ops.postgres import Cluster, choose_runner, find_binaries


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running, durable server; a test that kills it starts it again."""
    # Not below pytest's own folder: nobody may pass through that one, and the server may be nobody's.
    top = Path(mkdtemp(prefix="chungtay-ops-"))
    top.chmod(0o711)
    home = top / "home"
    home.mkdir()
    made = Cluster(home, top / "keys", top / "postgres.log", find_binaries(Path(sys.prefix)), choose_runner())
    try:
        made.prepare()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.socket, ignore_errors=True)
        shutil.rmtree(top)


@pytest.fixture
def database(cluster: Cluster) -> Iterator[Database]:
    """The application's door to that server, with nothing in it before and after."""
    opened = Database(cluster.url(), Path(sys.executable), cluster.binaries)
    yield opened
    opened.sql("DROP OWNED BY CURRENT_USER CASCADE")
