"""Accepted reports as the plain values that the rules of quality look at, and which of them wait to be looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet

from chungtay.analytics.quality import EDITION
from chungtay.analytics.quality.facts import Catalogue, Place, Report, Window, catalogue_of
from chungtay.organisations.models import Organisation
from chungtay.reporting.codes import Covers, Grain, IndicatorKind, Qualifier
from chungtay.reporting.models import ReportingPeriod, Submission
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.territory.queries import composed_successions

MONEY = "đồng"
_IN_A_YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1}
_COLUMNS = (
    "task_id",
    "task__organisation_id",
    "task__unit_id",
    "task__line",
    "task__form_version__form_id",
    "task__period_id",
    "accepted_version_id",
    "accepted_version__form_version__cells",
    "accepted_version__values",
    "accepted_version__qualifiers",
    "accepted_version__joint",
)
# One office's reports on one form and grain.
SeriesKey = tuple[int, int, Grain]


def quality_catalogue() -> Catalogue:
    """The cells of the catalogue as the rules ask about them. One query."""
    return catalogue_of(
        [
            Place(
                number=cell.number,
                indicator=cell.indicator.code,
                kind=IndicatorKind(cell.indicator.kind),
                part=cell.part,
                is_shared_work=cell.indicator.is_shared_work,
                is_money=MONEY in cell.indicator.unit_vi,
            )
            for cell in catalogue_cells().cells
        ]
    )


def waiting() -> QuerySet[Submission]:
    """Submissions whose accepted version was not looked at under the present rules, or was taken back since."""
    looked_at = Q(task__quality_look__isnull=False)
    up_to_date = Q(task__quality_look__version=F("accepted_version"), task__quality_look__edition=EDITION)
    changed = Q(accepted_version__isnull=False) & ~(looked_at & up_to_date)
    taken_back = Q(accepted_version__isnull=True) & looked_at
    return Submission.objects.filter(changed | taken_back, task__is_claim=False)


def offices_waiting(size: int) -> list[int]:
    """The first offices with such a submission."""
    offices = waiting().order_by("task__organisation_id").values_list("task__organisation_id", flat=True)
    return list(offices.distinct()[:size])


@dataclass(frozen=True)
class Windows:
    """All reporting periods, by key and by place in the calendar."""

    all: tuple[Window, ...]

    @cached_property
    def by_key(self) -> Mapping[int, Window]:
        """Windows by the key of their period."""
        return {window.key: window for window in self.all}

    @cached_property
    def _by_place(self) -> Mapping[tuple[int, Grain, int, int], Window]:
        return {(each.set_id, each.grain, each.year, each.index): each for each in self.all}

    def year_before(self, window: Window) -> Window | None:
        """The same period of the year before."""
        return self._by_place.get((window.set_id, window.grain, window.year - 1, window.index))

    def right_before(self, window: Window) -> Window | None:
        """The period that ends the day before."""
        number = window.year * _IN_A_YEAR[window.grain] + window.index - 2
        year, index = divmod(number, _IN_A_YEAR[window.grain])
        return self._by_place.get((window.set_id, window.grain, year, index + 1))


def windows() -> Windows:
    """Every reporting period. One query."""
    rows = ReportingPeriod.objects.values_list("pk", "indicator_set_id", "grain", "year", "index", "window")
    return Windows(
        tuple(
            Window(key, set_id, Grain(grain), year, index, days.lower, days.upper - timedelta(days=1))
            for key, set_id, grain, year, index, days in rows
        )
    )


def series_of(offices: Collection[int], known: Windows) -> dict[SeriesKey, list[Report]]:
    """All accepted reports on own work of these offices, by office, form and grain, the earliest first. One query."""
    found: dict[SeriesKey, list[Report]] = defaultdict(list)
    for row in _accepted().filter(task__organisation__in=offices).values_list(*_COLUMNS):
        report = _report(row, known)
        found[report.organisation_id, row[4], report.window.grain].append(report)
    for reports in found.values():
        reports.sort(key=lambda report: report.window.last_day)
    return found


def reports_of(units: Collection[int], windows_asked: Iterable[Window], known: Windows) -> list[Report]:
    """Every accepted report on own work of these units for these windows, whatever the line. One query."""
    rows = _accepted().filter(task__unit__in=units, task__period__in=[window.key for window in windows_asked])
    return [_report(row, known) for row in rows.order_by("task_id").values_list(*_COLUMNS)]


@dataclass(frozen=True)
class Origins:
    """Of which units each successor was made, whole: a unit that got a part of another one is not in it."""

    by_successor: Mapping[int, frozenset[int]]


def origins_between(earlier: Window, later: Window) -> Origins:
    """The predecessors of every unit of the later window's map on the earlier one's, where all went over whole."""
    found: dict[int, set[int]] = defaultdict(set)
    torn: set[int] = set()
    for share in composed_successions(earlier.last_day, later.last_day):
        if share.from_unit_id == share.to_unit_id:
            continue
        if share.fraction == 1 and share.is_exact:
            found[share.to_unit_id].add(share.from_unit_id)
        else:
            torn.add(share.to_unit_id)
    return Origins({unit: frozenset(parts) for unit, parts in found.items() if unit not in torn})


def first_days(offices: Collection[int]) -> dict[int, Any]:
    """The first day of the unit of each office; None where it always stood. One query."""
    rows = Organisation.objects.filter(pk__in=offices).values_list("pk", "unit__validity")
    return {office: validity.lower for office, validity in rows}


def _accepted() -> QuerySet[Submission]:
    return Submission.objects.filter(
        accepted_version__isnull=False, accepted_version__covers=Covers.OWN, task__is_claim=False
    )


def _report(row: tuple[Any, ...], known: Windows) -> Report:
    task, office, unit, line, _form, period, version, cells, values, qualifiers, joint = row
    return Report(
        task_id=task,
        version_id=version,
        organisation_id=office,
        unit_id=unit,
        line=line,
        window=known.by_key[period],
        cells=tuple(cells),
        values=_given(cells, values),
        inexact=frozenset(cell for cell, each in zip(cells, bytes(qualifiers), strict=True) if each != Qualifier.EQ),
        joint=_given(cells, joint),
    )


def _given(cells: list[int], values: list[int | None] | None) -> dict[int, int]:
    pairs = zip(cells, values, strict=True) if values else ()
    return {cell: value for cell, value in pairs if value is not None}
