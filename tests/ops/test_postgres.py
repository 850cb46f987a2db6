from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

from ops.database import Database
from ops.postgres import Cluster, DatabaseError, client_address, psql
from ops.processes import processes_in, wait_until
from ops.speech import Refusal


def test_start_recovers_what_was_committed_before_a_kill(cluster: Cluster, database: Database) -> None:
    database.sql("CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 20000)")
    assert cluster.child is not None
    os.kill(cluster.child.pid, signal.SIGKILL)

    cluster.start()

    assert database.sql("SELECT count(*), sum(n) FROM kept") == "20000\x1f200010000\n"
    assert [number for number in processes_in(cluster.data) if number == cluster.child.pid] == [cluster.child.pid]


def test_start_ends_a_server_that_has_lost_its_supervisor(cluster: Cluster, database: Database) -> None:
    orphan = cluster.child
    assert orphan is not None
    cluster.child = None

    cluster.start()

    assert orphan.wait(timeout=5) == 0
    assert database.sql("SELECT 1") == "1\n"


def test_stop_leaves_no_process(cluster: Cluster) -> None:
    cluster.stop()

    assert wait_until(lambda: not processes_in(cluster.data), seconds=5)
    assert not cluster.is_up()
    cluster.start()


def test_application_role_is_no_superuser_and_may_install_what_it_needs(database: Database) -> None:
    needed = "CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist; CREATE EXTENSION ltree"

    database.sql(needed)

    assert database.sql("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == "f\x1ff\n"


def test_nobody_enters_without_the_password(cluster: Cluster) -> None:
    url = cluster.url().replace(":" + (cluster.keys / "chungtay").read_text() + "@", ":wrong@")

    with pytest.raises(DatabaseError, match="password authentication failed"):
        psql(cluster.binaries, url, "SELECT 1")


@pytest.mark.parametrize("role", ["keeper", "chungtay"])
def test_data_whose_passwords_are_lost_are_refused_and_left_alone(cluster: Cluster, role: str) -> None:
    elsewhere = (cluster.keys / role).rename(cluster.keys / "elsewhere")

    try:
        with pytest.raises(Refusal) as refused:
            cluster.prepare()
        was_made_anew = (cluster.keys / role).exists()
    finally:
        elsewhere.rename(cluster.keys / role)

    assert str(cluster.data) in refused.value.sentence
    assert not was_made_anew


def test_folders_and_keys_are_private(cluster: Cluster) -> None:
    paths = [cluster.data, cluster.socket, cluster.keys, cluster.keys / "keeper", cluster.keys / "chungtay"]

    assert [oct(stat.S_IMODE(path.stat().st_mode)) for path in paths] == ["0o700"] * 3 + ["0o600"] * 2


def test_a_failing_statement_leaves_nothing_that_was_typed_in_the_log(cluster: Cluster, database: Database) -> None:
    with pytest.raises(DatabaseError):
        database.sql("CREATE TABLE once (word text UNIQUE); INSERT INTO once VALUES ('chimsao77'), ('chimsao77')")

    assert "chimsao77" not in cluster.log.read_text()


def test_vietnamese_letters_change_case(database: Database) -> None:
    assert database.sql("SELECT lower('ĐƯỜNG ẤP ỦY')") == "đường ấp ủy\n"


def test_socket_of_a_long_or_accented_home_is_short(tmp_path: Path, cluster: Cluster) -> None:
    homes = [tmp_path / ("d" * 120), tmp_path / "thư mục"]

    sockets = [Cluster(home, home / "keys", home / "log", cluster.binaries, cluster.runner).socket for home in homes]

    assert [len(os.fsencode(socket)) <= 85 and str(socket).isascii() for socket in sockets] == [True, True]
    assert sockets[0] != sockets[1]


@pytest.mark.parametrize(
    ("url", "address", "password"),
    [
        ("postgresql://me:p%40%3Ass@h:5/d", "postgresql://me@h:5/d", "p@:ss"),
        ("postgresql://me:pw@/d?host=%2Frun", "postgresql://me@/d?host=%2Frun", "pw"),
        ("postgresql://me@h/d", "postgresql://me@h/d", None),
    ],
)
def test_client_address_keeps_the_password_off_the_command_line(url: str, address: str, password: str | None) -> None:
    shown, environment = client_address(url)

    assert (shown, environment.get("PGPASSWORD")) == (address, password)
