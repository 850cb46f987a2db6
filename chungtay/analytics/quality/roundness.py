"""Too many round numbers in one report: things that are counted seldom end in a zero.

Of figures that were counted, about one in ten ends in 0. How likely it is that so many do by chance is reckoned
exactly. Source: docs/rules/quality.md#round-numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb

from chungtay.analytics.quality.codes import WarningKind
from chungtay.analytics.quality.facts import Catalogue, Oddity, Report
from chungtay.reporting.codes import IndicatorKind

SMALLEST_COUNTED = 20
FEWEST_FIGURES = 6
# Rarer than once in ten thousand reports of an office that counts.
CHANCE_LIMIT = Fraction(1, 10_000)
TENTH = Fraction(1, 10)


def round_numbers(report: Report, catalogue: Catalogue) -> Iterator[Oddity]:
    """One warning for a report in which round numbers heap up; it opens at the largest of them.

    Counted are flows in their own right from 20 on, stated exactly; money is not: it is given in round sums.
    """
    counted = {
        cell: value
        for cell in report.cells
        if (value := report.exact(cell)) is not None and value >= SMALLEST_COUNTED and _is_count(catalogue, cell)
    }
    ending = {cell: value for cell, value in counted.items() if value % 10 == 0}
    if len(counted) >= FEWEST_FIGURES and chance_of(len(ending), len(counted)) < CHANCE_LIMIT:
        cell = max(ending, key=lambda each: (ending[each], -each))
        numbers = {"round": len(ending), "count": len(counted)}
        stands_on = ":".join(str(value) for _cell, value in sorted(ending.items()))
        yield Oddity(WarningKind.ROUND, "round", cell, numbers, stands_on[:200])


def chance_of(at_least: int, count: int) -> Fraction:
    """How likely it is that `at_least` of `count` figures or more end in 0, when one in ten does."""
    return sum(
        (comb(count, hit) * TENTH**hit * (1 - TENTH) ** (count - hit) for hit in range(at_least, count + 1)),
        Fraction(0),
    )


def _is_count(catalogue: Catalogue, cell: int) -> bool:
    place = catalogue.places[cell]
    return place.kind == IndicatorKind.FLOW and place.is_total and not place.is_money
