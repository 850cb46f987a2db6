"""Ratios: both parts are totalled first, each by its own kind, and divided last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, EstimateMark, IndicatorKind, Qualifier
from chungtay.reporting.figures.adding import weaker
from chungtay.reporting.figures.reading import Total, totals
from chungtay.reporting.models import Cell


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient with its two totals; `value` is 1 for 100 %. Exact only where both parts are."""

    value: Fraction
    qualifier: Qualifier
    mark: EstimateMark
    numerator: Total
    denominator: Total


def quotient(numerator: Total | None, denominator: Total | None) -> Ratio | None:
    """`numerator` in `denominator`; None where a part is missing or the denominator is 0.

    Bounds of a quotient follow from neither part alone, so anything but two exact parts is *khoảng*.
    Source: docs/rules/figures.md#kinds
    """
    if numerator is None or denominator is None or not denominator.value:
        return None
    is_exact = numerator.qualifier == denominator.qualifier == Qualifier.EQ
    return Ratio(
        value=numerator.value / denominator.value,
        qualifier=Qualifier.EQ if is_exact else Qualifier.APPROX,
        mark=weaker(numerator.mark, denominator.mark),
        numerator=numerator,
        denominator=denominator,
    )


def ratios(
    units: Iterable[int],
    periods: Iterable[int],
    indicators: Iterable[int],
    *,
    line: str = Line.ALL,
    map_day: date | None = None,
) -> dict[tuple[int, int, int], Ratio]:
    """Ratios by (unit, period, indicator), under the same rules as `totals`; absent where `quotient` gives none."""
    cells: dict[int, dict[str, int]] = {}
    for cell in Cell.objects.filter(indicator__in=set(indicators), indicator__kind=IndicatorKind.RATIO):
        cells.setdefault(cell.indicator_id, {})[cell.part] = cell.number
    parts = totals(
        units,
        periods,
        (number for by_part in cells.values() for number in by_part.values()),
        line=line,
        map_day=map_day,
    )
    places = {(unit, period) for unit, period, _ in parts}
    found = {
        (unit, period, indicator): quotient(
            parts.get((unit, period, by_part[CellPart.NUMERATOR])),
            parts.get((unit, period, by_part[CellPart.DENOMINATOR])),
        )
        for unit, period in places
        for indicator, by_part in cells.items()
    }
    return {place: ratio for place, ratio in found.items() if ratio is not None}
