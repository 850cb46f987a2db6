"""The worker: takes up what a killed predecessor left half-done, then works through the queue.

There is one worker to a database. It holds a lock in the database for as long as it lives, so whatever stands as
being done when it starts is done by nobody. A job that has ended its worker three times is not tried again.
"""

from __future__ import annotations

import sys

import django
import psycopg
from django.core.management import call_command
from django.db import connection

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
    """Queue again what nobody does any more; returns how many jobs, and how many were given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, attempts FROM procrastinate_jobs WHERE status = 'doing' ORDER BY id")
        orphans = cursor.fetchall()
        for number, attempts in orphans:
            if attempts + 1 >= MOST_TRIES:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [number])
            else:
                cursor.execute("SELECT procrastinate_retry_job_v1(%s, now(), NULL, NULL, NULL)", [number])
    given_up = sum(attempts + 1 >= MOST_TRIES for _number, attempts in orphans)
    return len(orphans) - given_up, given_up


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
