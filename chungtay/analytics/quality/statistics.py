"""How far a figure lies from the figures before it: exact fractions, so that a threshold is met or not, never nearly.

Modified score: 0.6745 · (x − median) / MAD, where MAD is the median of the distances from the median. Score:
(x − mean) / s, where s² is the sample variance. Source: B. Iglewicz and D. C. Hoaglin, How to Detect and Handle
Outliers, ASQC 1993, for 0.6745 and the limit 3.5; docs/rules/quality.md#outliers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import isqrt

MODIFIED_FACTOR = Fraction(6_745, 10_000)
MODIFIED_LIMIT = Fraction(7, 2)
SCORE_LIMIT = Fraction(3)
# A figure against a history that never moved: more than this many times apart.
CONSTANT_FACTOR = 2


class Measure(Enum):
    """By which measure a history is judged."""

    MODIFIED = "modified"
    SCORE = "score"
    CONSTANT = "constant"


@dataclass(frozen=True)
class Spread:
    """Where figures lie and how widely: all exact."""

    count: int
    lowest: int
    highest: int
    median: Fraction
    deviation: Fraction
    mean: Fraction
    variance: Fraction

    @property
    def measure(self) -> Measure:
        """The modified score; where more than half of the history is one figure, the score; where all is, neither."""
        if self.deviation:
            return Measure.MODIFIED
        return Measure.SCORE if self.variance else Measure.CONSTANT


def median_of(values: Sequence[Fraction | int]) -> Fraction:
    """The middle value, or the mean of the two middle ones. Raises ValueError for no values."""
    if not values:
        raise ValueError("no values have no median")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle]) / 2


def spread_of(values: Sequence[int]) -> Spread:
    """The spread of at least two values."""
    median = median_of(values)
    mean = Fraction(sum(values), len(values))
    return Spread(
        count=len(values),
        lowest=min(values),
        highest=max(values),
        median=median,
        deviation=median_of([abs(value - median) for value in values]),
        mean=mean,
        variance=sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1),
    )


def modified_score(value: int, spread: Spread) -> Fraction:
    """The modified score of `value`. Raises ZeroDivisionError where more than half of the history is one figure."""
    return MODIFIED_FACTOR * (value - spread.median) / spread.deviation


def score_squared(value: int, spread: Spread) -> Fraction:
    """The square of the score of `value`: exact, where its root seldom is. Raises ZeroDivisionError for no variance."""
    return (value - spread.mean) ** 2 / spread.variance


def lies_outside(value: int, spread: Spread) -> bool:
    """Whether `value` lies further out than its history allows."""
    if spread.measure is Measure.MODIFIED:
        return abs(modified_score(value, spread)) > MODIFIED_LIMIT
    if spread.measure is Measure.SCORE:
        return score_squared(value, spread) > SCORE_LIMIT**2
    low, high = sorted((Fraction(value), spread.median))
    return high > CONSTANT_FACTOR * low


def root(square: Fraction, digits: int = 2) -> Fraction:
    """The root of `square`, cut after `digits` decimals: to be shown, never to be compared."""
    whole = 10**digits
    return Fraction(isqrt(square.numerator * whole * whole // square.denominator), whole)


def score_shown(value: int, spread: Spread) -> Fraction | None:
    """The distance by the measure of the history, without its sign; None where the history never moved."""
    if spread.measure is Measure.MODIFIED:
        return abs(modified_score(value, spread))
    return root(score_squared(value, spread)) if spread.measure is Measure.SCORE else None
