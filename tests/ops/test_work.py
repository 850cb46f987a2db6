from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from ops.locks import WORKER_LOCK
from ops.work import hold_lock, take_up_orphans


@pytest.fixture
def empty_queue(db: None) -> None:
    """No job of another test: one that commits may have left some."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def _defer(word: str, *, attempts: int, status: str, queueing_lock: str | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, attempts, status, queueing_lock)"
            " VALUES ('default', %s, 0, '{}', %s, %s, %s) RETURNING id",
            [word, attempts, status, queueing_lock],
        )
        (number,) = cursor.fetchone()
    return int(number)


@pytest.mark.usefixtures("empty_queue")
def test_take_up_orphans_queues_again_and_gives_up_after_the_third_try() -> None:
    first = _defer("first", attempts=0, status="doing")
    third = _defer("third", attempts=2, status="doing")
    waiting = _defer("waiting", attempts=0, status="todo")
    done = _defer("done", attempts=1, status="succeeded")

    counts = take_up_orphans()

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text, attempts FROM procrastinate_jobs ORDER BY id")
        rows = cursor.fetchall()
    assert counts == (1, 1)
    assert rows == [(first, "todo", 1), (third, "failed", 3), (waiting, "todo", 0), (done, "succeeded", 1)]


@pytest.mark.usefixtures("empty_queue")
def test_orphans_of_which_only_one_may_wait_leave_one_waiting() -> None:
    _defer("orphan", attempts=0, status="doing", queueing_lock="one with its like waiting")
    like = _defer("like", attempts=0, status="todo", queueing_lock="one with its like waiting")
    first = _defer("first", attempts=0, status="doing", queueing_lock="two at once")
    _defer("second", attempts=0, status="doing", queueing_lock="two at once")

    counts = take_up_orphans()

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text, attempts FROM procrastinate_jobs ORDER BY id")
        rows = cursor.fetchall()
    assert counts == (1, 0)
    assert rows == [(like, "todo", 0), (first, "todo", 1)]


@pytest.mark.django_db
def test_hold_lock_keeps_a_second_worker_waiting() -> None:
    held = hold_lock()
    parameters = connection.get_connection_params()
    address = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters}

    with psycopg.connect(**address) as other:
        (while_held,) = other.execute("SELECT pg_try_advisory_lock(%s)", [WORKER_LOCK]).fetchone() or (None,)
        held.close()
        (afterwards,) = other.execute("SELECT pg_advisory_lock(%s) IS NOT NULL", [WORKER_LOCK]).fetchone() or (None,)

    assert (while_held, afterwards) == (False, True)
