"""The worker: takes up what a killed predecessor left half-done, then works through the queue.

There is one worker to a database. It holds a lock in the database for as long as it lives, so whatever stands as
being done when it starts is done by nobody. A job that has ended its worker three times is not tried again.
"""

from __future__ import annotations

import sys

import django
import psycopg
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from ops.locks import WORKER_LOCK

MOST_TRIES = 3
ADDRESS = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")


def hold_lock() -> psycopg.Connection[tuple[object, ...]]:
    """Wait until no other worker lives; the lock is held as long as the connection that is returned."""
    parameters = connection.get_connection_params()
    held = psycopg.connect(**{name: parameters[name] for name in ADDRESS if name in parameters}, autocommit=True)
    held.execute("SELECT pg_advisory_lock(%s)", [WORKER_LOCK])
    return held


def take_up_orphans() -> tuple[int, int]:
    """Queue again what nobody does any more; returns how many jobs, and how many were given up.

    Of some jobs only one may wait: an orphan whose like is waiting already goes, for that one does its work.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, attempts FROM procrastinate_jobs WHERE status = 'doing' ORDER BY id")
        orphans = cursor.fetchall()
    queued = given_up = 0
    for number, attempts in orphans:
        if attempts + 1 >= MOST_TRIES:
            _finish(number, forget=False)
            given_up += 1
        elif _queue_again(number):
            queued += 1
        else:
            _finish(number, forget=True)
    return queued, given_up


def _queue_again(number: int) -> bool:
    """Let the job wait for its turn again; says False when its like is waiting already."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_retry_job_v1(%s, now(), NULL, NULL, NULL)", [number])
    except IntegrityError:
        return False
    return True


def _finish(number: int, *, forget: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', %s)", [number, forget])


def main() -> None:
    """Work until told to stop."""
    django.setup()
    held = hold_lock()
    queued, given_up = take_up_orphans()
    print(f"jobs taken up again: {queued}; given up after {MOST_TRIES} tries: {given_up}", file=sys.stderr)
    connection.close()
    try:
        call_command("procrastinate", "worker")
    finally:
        held.close()


if __name__ == "__main__":
    main()
