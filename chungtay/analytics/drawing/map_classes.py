"""Classes of values for a map: at most five, cut by an exact rule, so that equal figures give equal maps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST = 5


@dataclass(frozen=True)
class Classes:
    """Classes by their highest values, in rising order; `counts` says how many of the values fell into each."""

    bounds: tuple[Fraction, ...]
    lowest: Fraction
    counts: tuple[int, ...]

    def place(self, value: Fraction) -> int:
        """The class of one of the values: the first whose highest value is not below it."""
        return bisect_left(self.bounds, value)


def quantiles(values: Sequence[Fraction], most: int = MOST) -> Classes:
    """Classes with as many values each as can be: class k of n ends at the value of rank ⌈k·count/n⌉.

    Equal values stay together, so there may be fewer classes. No class for no values.
    """
    ranked = sorted(values)
    ends = [ranked[-(-len(ranked) * number // most) - 1] for number in range(1, most + 1)] if ranked else []
    return _classes(tuple(dict.fromkeys(ends)), ranked)


def equal_steps(values: Sequence[Fraction], most: int = MOST) -> Classes:
    """Classes of the same width from the lowest value to the highest; one class where all values are the same."""
    ranked = sorted(values)
    if not ranked or ranked[0] == ranked[-1]:
        return _classes(tuple(ranked[-1:]), ranked)
    width = (ranked[-1] - ranked[0]) / most
    return _classes(tuple(ranked[0] + width * number for number in range(1, most + 1)), ranked)


def _classes(bounds: tuple[Fraction, ...], ranked: Sequence[Fraction]) -> Classes:
    places = [bisect_left(bounds, value) for value in ranked]
    counts = tuple(places.count(place) for place in range(len(bounds)))
    return Classes(bounds, ranked[0] if ranked else Fraction(0), counts)
