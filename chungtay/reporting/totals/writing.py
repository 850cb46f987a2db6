"""Write deltas, and fold them into totals.

`delta_pending` is a queue, not a log: the folder deletes what it adds, in one transaction, so that neither a killed
folder nor writers who commit out of order can lose or double a figure. History is the table of versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from chungtay.reporting.models import (
    DeltaPending,
    KeyPending,
    OwedPending,
    ReportTask,
    SubmissionVersion,
)
from chungtay.reporting.totals import statements
from chungtay.reporting.totals.stocks import write_spans

FOLD_TASK = "chungtay.reporting.tasks.fold_totals"
FOLD_BATCH = 4000


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

    The same rules and the same duties as `write_delta`, in six statements whatever the number of versions. Stocks are
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
        cursor.execute(statements.LAYOUTS_OF_CHANGES, changes)
        if layouts := [statements.BlockLayout(*row) for row in cursor.fetchall()]:
            cursor.execute(statements.queue_deltas(layouts), changes)
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


def _add_drained(cursor: CursorWrapper) -> None:
    width, rare = measure(cursor, "drained")
    if width:
        cursor.execute(statements.fold_deltas(width, rare))
    cursor.execute(statements.FOLD_KEYS)
    cursor.execute(statements.REMEMBER_PATTERNS)
    cursor.execute(statements.FOLD_OWED)
    cursor.execute(statements.FOLD_COMPLETED)
    cursor.execute(statements.FORGET_PATTERNS)


def measure(cursor: CursorWrapper, table: str) -> tuple[int, tuple[str, ...]]:
    """How many places the widest row of a temporary table has, 0 without any row, and which rare counts occur."""
    cursor.execute(statements.MEASURE.format(table))
    width, *occurs = cursor.fetchone()
    return width or 0, tuple(name for name, there in zip(statements.RARE_COUNTS, occurs, strict=True) if there)


def _ask_for_fold() -> None:
    # By name: the task calls this module.
    with suppress(AlreadyEnqueued):
        app.configure_task(FOLD_TASK, queueing_lock=FOLD_TASK).defer()
