"""What the rules look at: accepted reports as plain values, and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from chungtay.analytics.quality.codes import WarningKind
from chungtay.reporting.codes import Grain, IndicatorKind

# A number of a finding as it is kept: a fraction that is no integer stands as "7/2".
Number = int | str


@dataclass(frozen=True)
class Window:
    """A reporting period: its key, its days (the last one included), and where it stands in the calendar."""

    key: int
    set_id: int
    grain: Grain
    year: int
    index: int
    first_day: date
    last_day: date

    def follows(self, other: Window) -> bool:
        """Whether it begins the day after `other` ends."""
        return (self.first_day - other.last_day).days == 1


@dataclass(frozen=True)
class Place:
    """What a cell holds, as far as the rules ask."""

    number: int
    indicator: str
    kind: IndicatorKind
    part: str
    is_shared_work: bool = False
    is_money: bool = False

    @property
    def is_total(self) -> bool:
        """The one figure of an indicator that is neither a part nor a category."""
        return self.part == "total"


@dataclass(frozen=True)
class Report:
    """What one office stated for one period, and what stands accepted. Integers of each indicator's scale.

    `values` holds what was given, `inexact` the cells written as more, nearly, about. A cell of `cells` without a
    value was left blank: that is not zero.
    """

    task_id: int
    version_id: int
    organisation_id: int
    unit_id: int
    line: str
    window: Window
    cells: tuple[int, ...]
    values: Mapping[int, int]
    inexact: frozenset[int] = frozenset()
    joint: Mapping[int, int] = field(default_factory=dict)

    def exact(self, cell: int | None) -> int | None:
        """The figure of `cell` where it was given exactly; None otherwise, and for no cell."""
        return None if cell is None or cell in self.inexact else self.values.get(cell)


@dataclass(frozen=True)
class Oddity:
    """One odd figure: which rule, which cell, which numbers.

    `stands_on` holds the figures that are judged, without what they are held against: an answer holds while it stays.
    """

    kind: WarningKind
    code: str
    cell: int
    numbers: Mapping[str, Number | list[int]]
    stands_on: str


@dataclass(frozen=True)
class Catalogue:
    """The cells of the catalogue, by number and by the code of their indicator."""

    places: Mapping[int, Place]
    totals: Mapping[str, int]
    categories: Mapping[int, tuple[int, ...]]
    ratios: tuple[tuple[int, int], ...]

    def total(self, indicator: str) -> int | None:
        """The number of an indicator's total; None where the catalogue has none."""
        return self.totals.get(indicator)


def catalogue_of(places: list[Place]) -> Catalogue:
    """The catalogue of these cells: categories under their totals, numerators beside their denominators."""
    totals = {place.indicator: place.number for place in places if place.is_total}
    categories: dict[int, list[int]] = {}
    parts: dict[str, dict[str, int]] = {}
    for place in places:
        if place.part == "category" and place.indicator in totals:
            categories.setdefault(totals[place.indicator], []).append(place.number)
        elif not place.is_total:
            parts.setdefault(place.indicator, {})[place.part] = place.number
    ratios = tuple((found["numerator"], found["denominator"]) for found in parts.values() if len(found) == 2)
    return Catalogue(
        {place.number: place for place in places},
        totals,
        {total: tuple(found) for total, found in categories.items()},
        ratios,
    )


def kept(value: Fraction | int) -> Number:
    """A number as it is kept."""
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


def read(number: Number) -> Fraction:
    """A kept number as an exact fraction."""
    return Fraction(number)


def are_apart(one: int, other: int, factor: int, smallest: int) -> bool:
    """Whether the higher of two figures reaches `smallest` and is more than `factor` times the lower."""
    low, high = sorted((one, other))
    return high >= smallest and high > factor * low
