from __future__ import annotations

import io

import pytest

from ops.database import Database
from ops.postgres import DatabaseError
from ops.session import Session


def test_ask_gives_rows_of_texts_and_keeps_the_session(database: Database) -> None:
    with Session(database.binaries, database.url) as session:
        session.ask("CREATE TEMP TABLE held (word text)")
        session.ask("INSERT INTO held VALUES ('xã Đông Thanh'), ('a;b')")

        rows = session.ask("SELECT word, length(word) FROM held ORDER BY 2")

    assert rows == [["a;b", "3"], ["xã Đông Thanh", "13"]]


def test_ask_raises_the_words_of_the_server(database: Database) -> None:
    with pytest.raises(DatabaseError, match="nowhere"), Session(database.binaries, database.url) as session:
        session.ask("SELECT * FROM nowhere")


def test_leaving_without_commit_takes_everything_back(database: Database) -> None:
    with Session(database.binaries, database.url) as session:
        session.ask("BEGIN; CREATE TABLE unfinished (n int)")

    assert database.sql("SELECT to_regclass('unfinished') IS NULL") == "t\n"


def test_feed_leaves_out_the_setting_that_older_servers_do_not_know(database: Database) -> None:
    script = b"SET transaction_timeout = 0;\nSET row_security = off;\nSELECT 'SET transaction_timeout = 0;';\n"
    with Session(database.binaries, database.url) as session:
        session.ask("SET transaction_timeout = '7s'")

        session.feed(io.BytesIO(script))

        assert session.ask("SHOW transaction_timeout") == [["7s"]]
        assert session.ask("SHOW row_security") == [["off"]]
