"""What accepting by rule would do: which waiting reports of a period have no warning, which have, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from chungtay.organisations.models import Membership
from chungtay.reporting.layout import layouts_of
from chungtay.reporting.models import ReportingPeriod, ReportTask
from chungtay.reporting.plausibility import Warning
from chungtay.reporting.queries.submissions import (
    FIGURES_OF_LISTS,
    LIST_PARTS,
    clean_by_period,
    tasks_awaiting_decision,
    tasks_for,
)
from chungtay.reporting.sheets import ShownWarning, shown_warning

CLEAN = Q(submission__current_version__warnings=[])
SENDER = ("submission__submitted_by__user",)


@dataclass(frozen=True)
class WaitingCounts:
    """How many reports of a period wait, and how many of them have no warning."""

    all: int
    clean: int

    @property
    def warned(self) -> int:
        """How many have a warning."""
        return self.all - self.clean


@dataclass(frozen=True)
class WarnedReport:
    """A report that the rule leaves, and why."""

    task: ReportTask
    warnings: tuple[ShownWarning, ...]


def period_to_accept(hat: Membership, period_id: int | None) -> ReportingPeriod | None:
    """The period asked for; without one, the latest in which a report without warnings waits, None where none does."""
    if period_id is not None:
        return ReportingPeriod.objects.select_related("indicator_set").filter(pk=period_id).first()
    return next((period for period, _count in clean_by_period(hat)), None)


def waiting_counts(hat: Membership, period: ReportingPeriod) -> WaitingCounts:
    """Counted in one query; nothing waits for a hat that does not decide."""
    waiting = tasks_awaiting_decision(hat).filter(period=period)
    counts = waiting.order_by().aggregate(all=Count("pk"), clean=Count("pk", filter=CLEAN))
    return WaitingCounts(**counts)


def clean_tasks(hat: Membership, period: ReportingPeriod) -> QuerySet[ReportTask]:
    """The waiting reports of `period` without a warning, with who sent them."""
    return tasks_awaiting_decision(hat).filter(CLEAN, period=period).select_related(*SENDER)


def reports_of(hat: Membership, task_ids: Iterable[int], on: date) -> dict[int, ReportTask]:
    """Those of these reports that the hat sees, by their keys, in the order of their offices' names."""
    tasks = tasks_for(hat, on).filter(pk__in=list(task_ids)).select_related(*LIST_PARTS).defer(*FIGURES_OF_LISTS)
    return {task.pk: task for task in tasks.order_by("organisation__sort_key", "pk")}


def warned_reports(hat: Membership, period: ReportingPeriod, *, most: int) -> Sequence[WarnedReport]:
    """The first reports of `period` that the rule leaves for a warning, by the names of their offices. Two queries."""
    tasks = (
        tasks_awaiting_decision(hat)
        .filter(~CLEAN, period=period)
        .select_related("submission__current_version__form_version")
        .order_by("organisation__sort_key", "pk")[:most]
    )
    rows = list(tasks)
    versions = [task.submission.current_version for task in rows]
    layouts = layouts_of(version.form_version for version in versions)
    return [
        WarnedReport(
            task,
            tuple(
                shown_warning(Warning.from_json(kept), layouts[version.form_version_id], version.warnings_answered)
                for kept in version.warnings
            ),
        )
        for task, version in zip(rows, versions, strict=True)
    ]
