"""Which days of a report are still free: days of one lineage of units never overlap.

After a merger the successor reports for the window less the days that an accepted predecessor's part covers; and no
predecessor's part is accepted any more once the successor's report covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, F

from chungtay.core.prepared import Prepared, given
from chungtay.reporting.errors import NoDaysLeft
from chungtay.reporting.models import ReportTask, SubmissionVersion
from chungtay.territory.models import UnitSuccession

Kin = Mapping[int, frozenset[int]]


def kin_of(unit_ids: Iterable[int], *, since: date, until: date) -> Kin:
    """For each unit, its predecessors and successors through events inside the days `since` to `until`.

    Siblings are no kin: two predecessors of one unit report for the same days, each for its own area.
    """
    forward: dict[int, set[int]] = {}
    backward: dict[int, set[int]] = {}
    for row in _SUCCESSIONS.rows(since=since, until=until):
        forward.setdefault(row.from_unit_id, set()).add(row.to_unit_id)
        backward.setdefault(row.to_unit_id, set()).add(row.from_unit_id)
    return {unit: frozenset(_reach(unit, forward) | _reach(unit, backward)) for unit in unit_ids}


_SUCCESSIONS = Prepared(
    lambda: UnitSuccession.objects.filter(
        event__voided_at__isnull=True,
        event__effective_on__gt=given("since", DateField()),
        event__effective_on__lt=given("until", DateField()),
    )
)


def _reach(unit: int, steps: Mapping[int, set[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = [unit]
    while waiting:
        for found in steps.get(waiting.pop(), set()) - reached:
            reached.add(found)
            waiting.append(found)
    return reached


def accepted_by_kin(task: ReportTask, kin: frozenset[int]) -> list[SubmissionVersion]:
    """The accepted versions of the kin's reports of the same form and line whose days meet those of `task`."""
    if not kin:
        return []
    return list(
        SubmissionVersion.objects.filter(
            submission__task__unit_id__in=kin,
            submission__task__line=task.line,
            submission__task__form_version__form_id=task.form_version.form_id,
            submission__task__period__grain=task.period.grain,
            submission__task__is_claim=task.is_claim,
            submission__accepted_version_id=F("id"),
            days__overlap=task.days,
        )
        .select_related("submission__task__organisation")
        .order_by("id")
    )


def days_left(task: ReportTask, kin: frozenset[int]) -> DateRange:
    """The days of `task` that no accepted report of its kin covers yet; `NoDaysLeft` when they cover all of them."""
    accepted = accepted_by_kin(task, kin)
    days = free_days(task.days, [version.days for version in accepted])
    if days.lower >= days.upper:
        raise NoDaysLeft(office=accepted[0].submission.task.organisation.name)
    return days


def free_days(days: DateRange, taken: Iterable[DateRange]) -> DateRange:
    """`days` less what is `taken` at their start or end; days taken from the middle leave them as they are."""
    lower, upper = days.lower, days.upper
    for span in sorted(taken, key=lambda span: span.lower or date.min):
        if (span.lower or date.min) <= lower < (span.upper or date.max):
            lower = min(span.upper or upper, upper)
        elif lower < (span.lower or date.min) < upper <= (span.upper or date.max):
            upper = span.lower
    return DateRange(lower, upper)


def overlap(one: DateRange, other: DateRange) -> tuple[date, date] | None:
    """First and last day that two spans share, None when they share none."""
    lower = max(one.lower or date.min, other.lower or date.min)
    upper = min(one.upper or date.max, other.upper or date.max)
    return (lower, upper - timedelta(days=1)) if lower < upper else None
