"""The figures of the units below in a consolidated year: what its annexes print, frozen with it or live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction

from chungtay.core.copying import copy_rows
from chungtay.organisations.codes import Line
from chungtay.organisations.queries import units_below
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import IndicatorKind, Qualifier
from chungtay.reporting.figures import names_given, totals
from chungtay.reporting.figures.reading import kind_of
from chungtay.reporting.models import Consolidation, FrozenName, FrozenPart
from chungtay.reporting.queries.consolidation import (
    ConsolidatedFigure,
    ConsolidatedYear,
    catalogue_cells,
    last_day,
    periods_of_year,
)

Parts = Mapping[tuple[int, int], ConsolidatedFigure]


def figures_below(year: ConsolidatedYear, units: Collection[int], cells: Collection[int]) -> Parts:
    """Figures of all lines together by unit and cell: as frozen where the year's are, else as they stand now."""
    return _frozen_parts(year, units, cells) if year.is_from_freeze else _live_parts(year, units, cells)


def names_below(year: ConsolidatedYear, cell: int) -> dict[str, int]:
    """The names that a distinct cell counts, each with how many units gave it: frozen where the year's figures are."""
    if year.is_from_freeze:
        found = FrozenName.objects.filter(consolidation=year.consolidation, cell=cell)
        return dict(found.values_list("key", "unit_count"))
    return names_given(year.unit.pk, _periods(year.year, [cell])[cell], cell)


def keep_parts(consolidation: Consolidation, live: ConsolidatedYear) -> None:
    """Store what `figures_below` and `names_below` say of every unit below, for the freeze that is made now."""
    catalogue = catalogue_cells().cells
    below = set(units_below(live.unit.pk, live.map_day).values_list("unit_id", flat=True))
    by_unit: dict[int, list[ConsolidatedFigure]] = defaultdict(list)
    for (unit, _cell), figure in _live_parts(live, below, [cell.number for cell in catalogue]).items():
        by_unit[unit].append(figure)
    copy_rows([_part(consolidation, unit, figures) for unit, figures in by_unit.items()])
    named = [cell.number for cell in catalogue if kind_of(cell) == IndicatorKind.DISTINCT]
    copy_rows(
        [
            FrozenName(consolidation=consolidation, cell_id=cell, key=key, unit_count=count)
            for cell in named
            for key, count in names_below(live, cell).items()
        ]
    )


def frozen_part(consolidation: Consolidation, unit_id: int, cell: int) -> ConsolidatedFigure | None:
    """The figure of one unit below as it stands in a freeze; None where it was not reported."""
    row = FrozenPart.objects.filter(consolidation=consolidation, unit=unit_id).first()
    if row is None or cell not in row.cells:
        return None
    period = _periods(consolidation.period.year, [cell])[cell]
    return _figure(row, row.cells.index(cell), FigureAddress(unit_id, period, Line.ALL, cell, consolidation.pk))


def _live_parts(year: ConsolidatedYear, units: Collection[int], cells: Collection[int]) -> Parts:
    by_period: dict[int, list[int]] = defaultdict(list)
    for cell, period in _periods(year.year, cells).items():
        by_period[period].append(cell)
    other_map = year.map_day if year.map_day != last_day(year.period) else None
    return {
        (unit, cell): ConsolidatedFigure(
            address=FigureAddress(unit, period, Line.ALL, cell),
            value=Fraction(total.value),
            qualifier=total.qualifier,
            reported=total.reported,
            expected=total.expected,
            mark=total.mark,
        )
        # Each set has its own calendar, so its cells are asked for in its own year alone.
        for period, numbers in by_period.items()
        for (unit, _period, cell), total in totals(units, [period], numbers, line=Line.ALL, map_day=other_map).items()
    }


def _frozen_parts(year: ConsolidatedYear, units: Collection[int], cells: Collection[int]) -> Parts:
    consolidation = year.consolidation
    if consolidation is None:
        return {}
    periods = _periods(year.year, cells)
    return {
        (row.unit_id, cell): _figure(
            row, place, FigureAddress(row.unit_id, periods[cell], Line.ALL, cell, consolidation.pk)
        )
        for row in FrozenPart.objects.filter(consolidation=consolidation, unit__in=units)
        for place, cell in enumerate(row.cells)
        if cell in periods
    }


def _figure(row: FrozenPart, place: int, address: FigureAddress) -> ConsolidatedFigure:
    return ConsolidatedFigure(
        address=address,
        value=Fraction(row.values[place], row.denominators[place]),
        qualifier=Qualifier(row.qualifiers[place]),
        reported=row.reported_counts[place],
        expected=row.expected_counts[place],
    )


def _part(consolidation: Consolidation, unit_id: int, figures: list[ConsolidatedFigure]) -> FrozenPart:
    return FrozenPart(
        consolidation=consolidation,
        unit_id=unit_id,
        cells=[figure.address.cell for figure in figures],
        values=[figure.value.numerator for figure in figures],
        denominators=[figure.value.denominator for figure in figures],
        qualifiers=[int(figure.qualifier) for figure in figures],
        reported_counts=[figure.reported for figure in figures],
        expected_counts=[figure.expected for figure in figures],
    )


def _periods(year: int, cells: Collection[int]) -> dict[int, int]:
    """The key of the year of each cell, in the calendar of its own set."""
    period_of, set_of = periods_of_year(year), catalogue_cells().set_of
    return {cell: period_of[set_of[cell]].pk for cell in cells}
