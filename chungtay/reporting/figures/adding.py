"""How figures add up: qualifiers, counts, quotients, and the one rounding of a table. Pure.

Source: docs/rules/figures.md
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from math import floor

from chungtay.reporting.codes import EstimateMark, Qualifier, TotalReason

_LOWER_BOUNDS = {Qualifier.GT, Qualifier.AT_LEAST}
_UPPER_BOUNDS = {Qualifier.LT, Qualifier.AT_MOST}
_WARNING_ORDER = (EstimateMark.EXACT, EstimateMark.SHARED, EstimateMark.NOT_SPLIT, EstimateMark.DEFAULT_TARGET)
_AROUND = {Qualifier.APPROX, Qualifier.RANGE}


def combine(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """The qualifier of a sum of figures so qualified; nothing to add is exact.

    Bounds to one side keep that side, the weaker word winning (*ít nhất* over *hơn*, *tối đa* over *gần*); bounds to
    both sides, and anything stated as about or as a range, give *khoảng*. Neither order nor grouping matters.
    Source: docs/rules/figures.md#qualifiers
    """
    found = set(qualifiers)
    lower, upper = found & _LOWER_BOUNDS, found & _UPPER_BOUNDS
    if found & _AROUND or (lower and upper):
        return Qualifier.APPROX
    if lower:
        return Qualifier.AT_LEAST if Qualifier.AT_LEAST in lower else Qualifier.GT
    if upper:
        return Qualifier.AT_MOST if Qualifier.AT_MOST in upper else Qualifier.LT
    return Qualifier.EQ


@dataclass(frozen=True, slots=True)
class Counts:
    """How many submissions stand behind a sum, and how they stated the figure.

    `given` gave it at all; `up_to` stated it as at most, `at_most` may count work that another body leads; `width` is
    the sum of the widths of ranges, in the indicator's scale.
    """

    given: int = 0
    gt: int = 0
    lt: int = 0
    approx: int = 0
    at_least: int = 0
    up_to: int = 0
    estimates: int = 0
    at_most: int = 0
    width: int = 0

    def __add__(self, other: Counts) -> Counts:
        """The counts of both; the two must not share a submission."""
        return Counts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def qualify(counts: Counts, *, missing: int = 0) -> tuple[Qualifier, tuple[str, ...]]:
    """The qualifier of a total and the codes of its reasons, when `missing` of those who owe a report gave none."""
    found = [
        (counts.gt, Qualifier.GT, TotalReason.STATED_MORE),
        (counts.lt, Qualifier.LT, TotalReason.STATED_NEARLY),
        (counts.approx, Qualifier.APPROX, TotalReason.STATED_ABOUT),
        (counts.at_least, Qualifier.AT_LEAST, TotalReason.STATED_AT_LEAST),
        (counts.up_to, Qualifier.AT_MOST, TotalReason.STATED_AT_MOST),
        (missing, Qualifier.AT_LEAST, TotalReason.MISSING),
        (counts.at_most, Qualifier.AT_MOST, TotalReason.LED_ELSEWHERE_UNKNOWN),
    ]
    there = [(qualifier, reason) for count, qualifier, reason in found if count > 0]
    return combine(qualifier for qualifier, _ in there), tuple(reason.value for _, reason in there)


def weaker(*marks: EstimateMark) -> EstimateMark:
    """The mark that warns of most: a total is no more exact than any of its parts."""
    return max(marks, key=_WARNING_ORDER.index, default=EstimateMark.EXACT)


def round_shown(values: Sequence[Fraction], total: Fraction) -> list[int]:
    """`values` as whole numbers that add up to `total` rounded to the nearest whole (halves up).

    Largest remainder: each value is rounded down, and what is then missing goes one by one to the largest remainders,
    the earlier first where they tie. Only for display: nothing that is stored or added further is ever rounded.
    Raises ValueError when the values do not add up to the total.
    Source: docs/rules/figures.md#rounding
    """
    if sum(values, Fraction(0)) != total:
        raise ValueError("the values do not add up to the total")
    shown = [floor(value) for value in values]
    missing = floor(total + Fraction(1, 2)) - sum(shown)
    by_remainder = sorted(range(len(values)), key=lambda place: (shown[place] - values[place], place))
    for place in by_remainder[:missing]:
        shown[place] += 1
    return shown
