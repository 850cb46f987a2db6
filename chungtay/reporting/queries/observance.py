"""How an office keeps the reporting regime in a year (điểm chấp hành chế độ báo cáo): working matter of its own line.

Source: docs/rules/deadlines.md#observance
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.codes import Timeliness
from chungtay.reporting.models import ObservanceRule, ReportTask
from chungtay.reporting.queries.submissions import tasks_for
from chungtay.reporting.rules import timeliness

# What counts: a report that is still owed and not due yet says nothing.
COUNTED = (Timeliness.ON_TIME, Timeliness.LATE, Timeliness.OVERDUE)


@dataclass(frozen=True)
class Observance:
    """The reports of one office in a year by how they stand, and the points they earn under the rule."""

    organisation: Organisation
    counts: Mapping[Timeliness, int]
    rule: ObservanceRule | None

    @property
    def counted(self) -> int:
        """How many reports count: sent, or overdue."""
        return sum(self.counts.get(state, 0) for state in COUNTED)

    @property
    def points(self) -> Fraction | None:
        """Exact points of the rule's full ones; None where nothing counts yet, or no rule holds."""
        if self.rule is None or not self.counted:
            return None
        percent = 100 * self.counts.get(Timeliness.ON_TIME, 0)
        percent += self.rule.late_percent * self.counts.get(Timeliness.LATE, 0)
        return Fraction(self.rule.full_points * percent, 100 * self.counted)


def rule_on(day: date) -> ObservanceRule | None:
    """The rule in force on `day`."""
    return ObservanceRule.objects.filter(validity__contains=day).first()


def years_scored(hat: Membership, on: date) -> list[int]:
    """The years in which the hat sees reports, the latest first."""
    years = tasks_for(hat, on).filter(is_claim=False).order_by("-period__year").values_list("period__year", flat=True)
    return list(years.distinct()[:10])


def offices_scored(hat: Membership, year: int, on: date) -> QuerySet[Organisation]:
    """The offices whose reports of a year the hat sees: its own, those below it in its line; for an auditor all."""
    owed = tasks_for(hat, on).filter(organisation=OuterRef("pk"), period__year=year, is_claim=False)
    return Organisation.objects.filter(Exists(owed))


def observances(hat: Membership, offices: Sequence[Organisation], year: int, on: date) -> list[Observance]:
    """The observance of these offices, as far as the hat sees their reports. Two queries whatever their number."""
    tasks = tasks_for(hat, on).filter(organisation__in=offices, period__year=year, is_claim=False)
    counts = _counts(tasks, on)
    rule = rule_on(min(on, date(year, 12, 31)))
    return [Observance(office, counts.get(office.pk, Counter()), rule) for office in offices]


def _counts(tasks: QuerySet[ReportTask], on: date) -> dict[int, Counter[Timeliness]]:
    columns = ("organisation_id", "due_on", "submission__status", "submission__submitted_at")
    found: dict[int, Counter[Timeliness]] = {}
    rows: Iterable[tuple[int, date, str | None, object]] = tasks.values_list(*columns)
    for office, due_on, status, sent_at in rows:
        found.setdefault(office, Counter())[timeliness(due_on, status, sent_at, on)] += 1  # type: ignore[arg-type]  # a moment or None
    return found
