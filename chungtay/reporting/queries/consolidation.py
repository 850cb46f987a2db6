"""The consolidated figures of a unit's year: frozen as they were, or live as they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chungtay.core.errors import NotFound
from chungtay.organisations.codes import Line, OrganisationKind
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import scope_of, units_below
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import CellPart, Certainty, Covers, EstimateMark, Grain, Qualifier
from chungtay.reporting.figures import Claim, claims, totals
from chungtay.reporting.figures.frame import current_stamp
from chungtay.reporting.models import (
    Cell,
    Consolidation,
    FrozenFigure,
    LineageRow,
    ReportingPeriod,
    ReportTask,
    Submission,
    SubmissionVersion,
)
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit

LINES = tuple(line for line in Line if line is not Line.STATE)


@dataclass(frozen=True)
class Completeness:
    """How many of how many units have every due task accepted."""

    complete: int
    expected: int

    @property
    def is_complete(self) -> bool:
        """Nobody is missing."""
        return self.complete >= self.expected


@dataclass(frozen=True)
class ConsolidatedFigure:
    """One figure of a consolidated year: exact, qualified, with the code that opens it."""

    address: FigureAddress
    value: Fraction
    qualifier: Qualifier
    reported: int
    expected: int
    reasons: tuple[str, ...] = ()
    mark: EstimateMark = EstimateMark.EXACT

    @property
    def code(self) -> str:
        """The printed code of this figure."""
        return self.address.code


@dataclass(frozen=True)
class ConsolidatedYear:
    """All figures of one unit and year, by cell and line; `consolidation` is None when nobody opened one.

    `told` is how many had reported when the year was frozen; of a live year that is asked when somebody looks.
    """

    unit: AdministrativeUnit
    year: int
    period: ReportingPeriod
    map_day: date
    consolidation: Consolidation | None
    figures: Mapping[tuple[int, Line], ConsolidatedFigure]
    lines: Collection[Line] = ()
    told: Mapping[Line, Completeness] | None = None
    is_from_freeze: bool = False
    """Whether these figures are the frozen ones, and not computed now for another map or beside them."""

    @cached_property
    def completeness(self) -> Mapping[Line, Completeness]:
        """How many units of how many have reported in full, line by line."""
        if self.told is not None:
            return self.told
        return {line: completeness(self.unit.pk, self.period, line) for line in self.lines}

    @property
    def is_frozen(self) -> bool:
        """Whether both sides froze the year, on whatever map these figures are shown."""
        return self.consolidation is not None and self.consolidation.frozen_at is not None

    def figure(self, cell: int, line: Line = Line.ALL) -> ConsolidatedFigure | None:
        """The figure of a cell, None where nobody reported it: that is not zero."""
        return self.figures.get((cell, line))


@dataclass(frozen=True)
class CatalogueCells:
    """The cells of the catalogue, found by indicator."""

    cells: tuple[Cell, ...]

    @cached_property
    def by_indicator(self) -> dict[str, list[Cell]]:
        """Cells of each indicator in their order, by indicator code."""
        grouped: dict[str, list[Cell]] = {}
        for cell in self.cells:
            grouped.setdefault(cell.indicator.code, []).append(cell)
        return grouped

    @cached_property
    def set_of(self) -> dict[int, int]:
        """The key of the indicator set of each cell."""
        return {cell.number: cell.indicator.indicator_set_id for cell in self.cells}

    def number(self, indicator_code: str, part: str = CellPart.TOTAL, category: str = "") -> int:
        """The number of a cell; KeyError when the catalogue has none."""
        for cell in self.by_indicator[indicator_code]:
            if cell.part == part and cell.category == category:
                return cell.number
        raise KeyError(f"{indicator_code} {part} {category}")


def catalogue_cells() -> CatalogueCells:
    """All cells with their indicators, in the order of the report. Shared by all who ask: read only."""
    stamp = current_stamp()
    return _read_cells() if stamp is None else _cells_of(stamp)


# The present catalogue, and the one before while its last pages are made.
@lru_cache(maxsize=2)
def _cells_of(stamp: int) -> CatalogueCells:
    return _read_cells()


def _read_cells() -> CatalogueCells:
    return CatalogueCells(
        tuple(Cell.objects.select_related("indicator__indicator_set").order_by("indicator__position", "number"))
    )


def periods_of_year(year: int) -> dict[int, ReportingPeriod]:
    """The year's own period of each indicator set, by the key of the set."""
    return {period.indicator_set_id: period for period in ReportingPeriod.objects.filter(year=year, grain=Grain.YEAR)}


def year_period(year: int) -> ReportingPeriod | None:
    """The programme's own period of a year."""
    return ReportingPeriod.objects.filter(indicator_set__code="programme", grain=Grain.YEAR, year=year).first()


def last_day(period: ReportingPeriod) -> date:
    """The last day of a period's window: the day whose map its totals are stored on."""
    return period.window.upper - timedelta(days=1)


def consolidation_in_force(unit_id: int, period: ReportingPeriod) -> Consolidation | None:
    """The consolidation that was not replaced, frozen or not."""
    return consolidations_in_force(unit_id, [period]).get(period.pk)


def consolidations_in_force(unit_id: int, periods: Iterable[ReportingPeriod]) -> dict[int, Consolidation]:
    """The same for many periods, by their keys; one query."""
    found = Consolidation.objects.filter(unit=unit_id, period__in=list(periods), replaced_by__isnull=True)
    offices = ("police_frozen_by__organisation", "front_frozen_by__organisation")
    return {each.period_id: each for each in found.select_related("unit", "period", *offices)}


def consolidated_year(
    unit: AdministrativeUnit,
    year: int,
    *,
    map_day: date | None = None,
    live: bool = False,
    lines: Collection[Line] = LINES,
) -> ConsolidatedYear:
    """The frozen figures of a unit's year, or the live ones when it is not frozen, `live`, or shown on another map.

    Live figures are computed for `lines` alone; frozen ones come whole.
    """
    period = year_period(year)
    if period is None:
        raise ReportingPeriod.DoesNotExist(f"no programme year {year}")
    day = map_day or last_day(period)
    consolidation = consolidation_in_force(unit.pk, period)
    if consolidation and consolidation.frozen_at and not live and day == consolidation.map_day:
        return frozen_year(consolidation)
    return live_year(unit, period, day, consolidation, lines=lines)


def frozen_year(consolidation: Consolidation, *, lines: Collection[Line] = LINES) -> ConsolidatedYear:
    """The figures of a consolidation exactly as they were frozen, those of `lines`."""
    rows = FrozenFigure.objects.filter(consolidation=consolidation, line__in=list(lines)).select_related(
        "cell__indicator"
    )
    period_of = periods_of_year(consolidation.period.year)
    figures = {
        (row.cell_id, Line(row.line)): ConsolidatedFigure(
            address=FigureAddress(
                consolidation.unit_id,
                period_of[row.cell.indicator.indicator_set_id].pk,
                Line(row.line),
                row.cell_id,
                consolidation.pk,
            ),
            value=Fraction(row.value, row.denominator),
            qualifier=Qualifier(row.qualifier),
            reported=row.reported_count,
            expected=row.expected_count,
            reasons=tuple(row.reasons),
        )
        for row in rows
    }
    told = {line: Completeness(row.reported, row.expected) for (_, line), row in figures.items()}
    return ConsolidatedYear(
        unit=consolidation.unit,
        year=consolidation.period.year,
        period=consolidation.period,
        map_day=consolidation.map_day,
        consolidation=consolidation,
        figures=figures,
        told=told,
        is_from_freeze=True,
    )


def live_year(
    unit: AdministrativeUnit,
    period: ReportingPeriod,
    map_day: date,
    consolidation: Consolidation | None,
    *,
    lines: Collection[Line] = LINES,
) -> ConsolidatedYear:
    """The figures of a unit's year as they stand now, each of `lines` on its own."""
    period_of = periods_of_year(period.year)
    # Each set has its own calendar, so a cell has figures in the year of its own set alone.
    year_of = {cell.number: period_of[cell.indicator.indicator_set_id].pk for cell in catalogue_cells().cells}
    figures: dict[tuple[int, Line], ConsolidatedFigure] = {}
    other_map = map_day if map_day != last_day(period) else None
    for line in lines:
        found = totals([unit.pk], sorted(set(year_of.values())), list(year_of), line=line, map_day=other_map)
        for (_unit, period_id, number), total in found.items():
            if year_of[number] != period_id:
                continue
            figures[number, line] = ConsolidatedFigure(
                address=FigureAddress(unit.pk, period_id, line, number),
                value=total.value,
                qualifier=total.qualifier,
                reported=total.reported,
                expected=total.expected,
                reasons=total.reasons,
                mark=total.mark,
            )
    return ConsolidatedYear(unit, period.year, period, map_day, consolidation, figures, lines)


def tasks_below(unit_id: int, period: ReportingPeriod, line: Line) -> QuerySet[ReportTask]:
    """Tasks of a line in the unit and below it on the period's last day, its months included; claims left out."""
    inside = units_below(unit_id, last_day(period))
    tasks = ReportTask.objects.filter(
        Q(period=period) | Q(period__parent=period), Q(unit=unit_id) | Q(unit__in=inside), is_claim=False
    )
    return tasks if line is Line.ALL else tasks.filter(line=line)


def completeness(unit_id: int, period: ReportingPeriod, line: Line) -> Completeness:
    """How many units, of those that owe the line a report for the period, have every task of it accepted."""
    accepted = Submission.objects.filter(task=OuterRef("pk"), accepted_version__isnull=False)
    by_unit = (
        tasks_below(unit_id, period, line)
        .annotate(is_accepted=Exists(accepted))
        .values("unit")
        .annotate(owed=Count("id"), done=Count("id", filter=Q(is_accepted=True)))
        .values_list("owed", "done")
    )
    rows = list(by_unit)
    return Completeness(sum(owed == done for owed, done in rows), len(rows))


def lineage_versions(unit_id: int, year: int) -> QuerySet[SubmissionVersion]:
    """The accepted versions that stand in the figures of a unit's year."""
    return SubmissionVersion.objects.filter(pk__in=_own_work(unit_id, year).values("accepted_version")).order_by("pk")


def _own_work(unit_id: int, year: int) -> QuerySet[Submission]:
    """The reports of a year, of a unit and below it, whose accepted version states own work."""
    inside = [*units_below(unit_id, last_day(_programme(year))).values_list("unit_id", flat=True), unit_id]
    return Submission.objects.filter(
        task__unit__in=inside, task__period__year=year, task__is_claim=False, accepted_version__covers=Covers.OWN
    )


def frozen_lineage(consolidation: Consolidation) -> QuerySet[SubmissionVersion]:
    """The versions that a frozen consolidation stands on."""
    return SubmissionVersion.objects.filter(
        pk__in=LineageRow.objects.filter(consolidation=consolidation).values("version")
    ).order_by("pk")


def estimates_in(unit_id: int, year: int) -> int:
    """How many accepted versions of the year are still estimates (*ước*)."""
    return _own_work(unit_id, year).filter(accepted_version__certainty=Certainty.ESTIMATE).count()


def claims_of(unit: AdministrativeUnit, year: int, cells: Iterable[int], *, line: Line = Line.ALL) -> list[Claim]:
    """Figures that an office stated about the whole of this unit: shown beside the computed totals, never added."""
    period_of = periods_of_year(year)
    return claims([unit.pk], [period.pk for period in period_of.values()], list(cells), line=line)


def units_to_consolidate(hat: Membership, on: date) -> list[int]:
    """The unit in which a hat may consolidate: its own, when it belongs to police or Front above the commune."""
    organisation = hat.organisation
    is_partner = organisation.kind in (OrganisationKind.POLICE, OrganisationKind.FRONT)
    return [organisation.unit_id] if is_partner and organisation.level <= Level.DISTRICT else []


def unit_consolidated_by(hat: Membership) -> AdministrativeUnit:
    """The unit whose consolidation a hat may look at: its own above the commune, when the hat sees data at all."""
    scope = scope_of(hat, date.max)
    is_partner = hat.organisation.kind in (OrganisationKind.POLICE, OrganisationKind.FRONT)
    if scope.sees_nothing or not is_partner or hat.organisation.level > Level.DISTRICT:
        raise NotFound()
    return AdministrativeUnit.objects.get(pk=hat.organisation.unit_id)


def years_with_figures(unit_id: int) -> QuerySet[ReportingPeriod]:
    """The programme years in which the unit or one below it owes reports, the latest first."""
    owed = ReportTask.objects.filter(period__year=OuterRef("year"), unit__ancestors__ancestor=unit_id)
    return ReportingPeriod.objects.filter(Exists(owed), indicator_set__code="programme", grain=Grain.YEAR).order_by(
        "-year"
    )


def _programme(year: int) -> ReportingPeriod:
    period = year_period(year)
    if period is None:
        raise ReportingPeriod.DoesNotExist(f"no programme year {year}")
    return period
