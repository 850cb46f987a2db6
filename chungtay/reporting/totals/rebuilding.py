"""Make all totals again from the accepted versions, while readers read the old ones and offices go on accepting."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from chungtay.reporting.models import ReportingPeriod
from chungtay.reporting.totals import statements, year_statements
from chungtay.reporting.totals.stocks import rebuild_spans
from chungtay.reporting.totals.writing import measure

# The work is the database's: one year for each of its processors, as far as this machine tells.
JOBS = min(4, os.cpu_count() or 1)


def rebuild(*, jobs: int = JOBS) -> None:
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
            for statement in year_statements.FORGOTTEN:
                cursor.execute(statement, which)
            _make(cursor, which)
            for statement in year_statements.TAKE_OVER:
                cursor.execute(statement, which)
    finally:
        connection.close()


def _make(cursor: CursorWrapper, which: dict[str, int]) -> None:
    """Fill the temporary tables with all that the year's totals should be."""
    # The planner cannot tell how many units stand on a day, takes them for few, and would sort all that is grouped.
    cursor.execute("SET LOCAL enable_sort = off")
    # What a year adds should stay in memory, as for the other work of keeping tables in order.
    for setting in ("work_mem", "temp_buffers"):
        cursor.execute("SELECT set_config(%s, current_setting('maintenance_work_mem'), true)", [setting])
    cursor.execute(statements.MAKE_DRAINED_KEYS)
    cursor.execute(year_statements.MAKE_MADE)
    cursor.execute(year_statements.STANDING)
    cursor.execute(year_statements.COUNT_OWED, which)
    cursor.execute(year_statements.COUNT_COMPLETED)
    cursor.execute(year_statements.MAKE_ELIGIBLE, which)
    cursor.execute(year_statements.LAYOUTS_OF_ELIGIBLE)
    if layouts := [statements.BlockLayout(*row) for row in cursor.fetchall()]:
        cursor.execute(year_statements.gather_deltas(layouts))
    width, rare = measure(cursor, "made_totals")
    if width:
        for statement in year_statements.add_up(width, rare):
            cursor.execute(statement)
    cursor.execute(year_statements.GATHER_KEYS)
    cursor.execute(statements.FOLD_KEYS)
    cursor.execute("SET LOCAL enable_sort = on")


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
