"""Write deltas, fold them into totals, rebuild the totals.

`delta_pending` is a queue, not a log: the folder deletes what it adds, in one transaction, so that neither a killed
folder nor writers who commit out of order can lose or double a figure. History is the table of versions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from chungtay.reporting.models import (
    DeltaPending,
    KeyPending,
    OwedPending,
    ReportingPeriod,
    ReportTask,
    SubmissionVersion,
)
from chungtay.reporting.totals import statements
from chungtay.reporting.totals.stocks import rebuild_spans, write_spans

FOLD_TASK = "chungtay.reporting.tasks.fold_totals"
FOLD_BATCH = 4000
# The work is the database's: one year for each of its processors, as far as this machine tells.
REBUILD_JOBS = min(4, os.cpu_count() or 1)


def write_delta(*, old: SubmissionVersion | None, new: SubmissionVersion | None, task: ReportTask) -> None:
    """Queue the difference between the version that was accepted for `task` and the one that now is.

    `old` is None on a first acceptance, `new` on a reopening. Claims, figures on the levels below and figures of a
    coarser grain write nothing. Must run inside the transaction that changes `accepted_version`, under the lock of
    the row of `task`: two acceptances would otherwise both take the same version out.
    """
    if task.is_claim:
        return
    write_deltas(removed=[old.pk] if old else [], added=[new.pk] if new else [])


def write_deltas(*, removed: Iterable[int] = (), added: Iterable[int] = ()) -> None:
    """Queue many differences at once: ids of versions that leave the totals, and of those that enter.

    The same rules and the same duties as `write_delta`, in five statements whatever the number of versions. Stocks are
    not queued: how long each value stands is settled here (`stocks`).
    """
    leaving, entering = list(removed), list(added)
    if not leaving and not entering:
        return
    changes = {
        "versions": [*leaving, *entering],
        "signs": [-1] * len(leaving) + [1] * len(entering),
    }
    with connection.cursor() as cursor:
        cursor.execute(statements.QUEUE_DELTAS, changes)
        cursor.execute(statements.QUEUE_KEYS, changes)
    write_spans(removed=leaving, added=entering)
    # Readers add what is pending themselves: a fold that could not be asked for is not an error.
    transaction.on_commit(_ask_for_fold, robust=True)


def fold(*, limit: int = FOLD_BATCH) -> int:
    """Move at most `limit` rows of each queue into the totals; returns how many rows were moved.

    Returns 0 when another folder is at work: one is enough, and two would wait for the row of the same province.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [statements.FOLDER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(statements.MAKE_DRAINED)
        cursor.execute(statements.DRAIN_DELTAS, {"limit": limit})
        moved = cursor.rowcount
        for drain in (statements.DRAIN_KEYS, statements.DRAIN_OWED):
            cursor.execute(drain, {"limit": limit})
            moved += cursor.rowcount
        _add_drained(cursor)
        cursor.execute(statements.DROP_DRAINED)
    return moved


def fold_everything(*, limit: int = FOLD_BATCH) -> int:
    """Fold until nothing is pending or another folder took over; returns how many rows were moved."""
    moved = 0
    while batch := fold(limit=limit):
        moved += batch
    return moved


def pending_count() -> int:
    """Rows that wait in all queues; readers already count them."""
    return sum(queue.objects.count() for queue in (DeltaPending, KeyPending, OwedPending))


def rebuild(*, jobs: int = REBUILD_JOBS) -> None:
    """Make the totals again from the accepted versions, `jobs` years at a time: readers keep reading meanwhile.

    Needed after the base grain of a past period, the kind of an indicator or a past event of the ledger was
    corrected. Each reporting year is one transaction, because its rows stand on its own months alone. Acceptances go on
    meanwhile: a year's rebuild sees one snapshot, in which a version is accepted exactly when its delta is committed,
    and clears only the deltas of that snapshot. Must not run inside another transaction.
    """
    with _only_folder(), ThreadPoolExecutor(jobs) as pool:
        for done in [pool.submit(_rebuild_year, *year) for year in _years()]:
            done.result()
    rebuild_spans()


def _years() -> list[tuple[int, int]]:
    """Reporting years, set by set: a year's row stands on the months of the same year, so each can be made alone."""
    return list(ReportingPeriod.objects.order_by().values_list("indicator_set_id", "year").distinct())


def _rebuild_year(indicator_set: int, year: int) -> None:
    """One year, on the connection of this thread, which is closed afterwards."""
    which = {"indicator_set": indicator_set, "year": year}
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for table in statements.MADE_BY_YEAR:
                cursor.execute(statements.FORGET_YEAR.format(table=table), which)
            cursor.execute(statements.MAKE_DRAINED)
            cursor.execute(statements.GATHER_DELTAS, which)
            cursor.execute(statements.GATHER_KEYS, which)
            cursor.execute(statements.GATHER_OWED, which)
            _add_drained(cursor)
            cursor.execute(statements.DROP_DRAINED)
    finally:
        connection.close()


def _add_drained(cursor: CursorWrapper) -> None:
    cursor.execute(statements.MEASURE_DRAINED)
    width, *occurs = cursor.fetchone()
    if width:
        rare = tuple(name for name, there in zip(statements.RARE_COUNTS, occurs, strict=True) if there)
        cursor.execute(statements.fold_deltas(width, rare))
    cursor.execute(statements.FOLD_KEYS)
    cursor.execute(statements.REMEMBER_PATTERNS)
    cursor.execute(statements.FOLD_OWED)
    cursor.execute(statements.FOLD_COMPLETED)
    cursor.execute(statements.FORGET_PATTERNS)


@contextmanager
def _only_folder() -> Iterator[None]:
    """Hold the folder's lock over a whole transaction, taken before its snapshot.

    A lock of the transaction itself would come too late: waiting for it already fixes what the transaction sees.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [statements.FOLDER_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [statements.FOLDER_LOCK])


def _ask_for_fold() -> None:
    # By name: the task calls this module.
    with suppress(AlreadyEnqueued):
        app.configure_task(FOLD_TASK, queueing_lock=FOLD_TASK).defer()
