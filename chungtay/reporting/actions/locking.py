"""The lock under which a report changes: the row of its task, and of the tasks of its lineage when days may meet."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import BigIntegerField, QuerySet

from chungtay.core.prepared import Prepared, any_given
from chungtay.reporting.lineage_days import Kin, kin_of
from chungtay.reporting.models import ReportTask, Submission

TASK_PARTS = ("period__indicator_set", "organisation", "receiver", "form_version__form")
SUBMISSION_PARTS = ("submitted_by__organisation", "decided_by__organisation", "current_version", "accepted_version")


# Any number that no other advisory lock uses.
DAYS_OFF_LOCK = 0x7E22171


def hold_days_off(*, to_change: bool = False) -> None:
    """Keep the table of days off as it is until this transaction ends; `to_change` waits for all who hold it so.

    Taken before the lock of a report, so that a deadline is never set by a table that changes meanwhile.
    """
    lock = "pg_advisory_xact_lock" if to_change else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [DAYS_OFF_LOCK])


def lock_task(task: ReportTask) -> ReportTask:
    """The task as it is now; whoever wants it next waits until this transaction ends."""
    return _locked(ReportTask.objects.filter(pk=task.pk)).get()


def lock_lineage(tasks: Iterable[ReportTask]) -> tuple[dict[int, ReportTask], Kin]:
    """`tasks` locked together with those of their kin, in one order, so that two acceptances never wait in a circle.

    Returns the asked tasks by key and the kin of their units.
    """
    wanted = list(tasks)
    kin = kin_of(
        {task.unit_id for task in wanted},
        since=min(task.days.lower for task in wanted),
        until=max(task.days.upper for task in wanted),
    )
    keys = {task.pk for task in wanted}
    related = {unit for units in kin.values() for unit in units}
    if related:
        keys |= set(
            ReportTask.objects.filter(
                unit_id__in=related,
                period__in={task.period_id for task in wanted},
                line__in={task.line for task in wanted},
            ).values_list("pk", flat=True)
        )
    locked = {task.pk: task for task in _LOCKED.rows(tasks=list(keys))}
    return {task.pk: locked[task.pk] for task in wanted}, kin


def _locked(tasks: QuerySet[ReportTask]) -> QuerySet[ReportTask]:
    return tasks.select_for_update(of=("self",)).select_related(*TASK_PARTS).order_by("pk")


_LOCKED = Prepared(lambda: _locked(ReportTask.objects.filter(pk__in=any_given("tasks", BigIntegerField()))))


def submission_of(task: ReportTask) -> Submission | None:
    """The submission of a locked task as it is now, with the people and versions that rules ask about."""
    return Submission.objects.filter(task=task).select_related(*SUBMISSION_PARTS).first()
