"""What a reader brings back for one place: an exact sum, its counts, and how exactly it stands on the map shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from chungtay.reporting.codes import EstimateMark
from chungtay.reporting.figures.adding import Counts, weaker
from chungtay.reporting.figures.maps import Splitting, Way

# (unit, period, cell)
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """An exact sum of one place; `as_of` and `fresh` are those of stock alone."""

    value: Fraction
    counts: Counts
    mark: EstimateMark = EstimateMark.EXACT
    as_of: date | None = None
    fresh: int | None = None

    def __add__(self, other: Sum) -> Sum:
        """Both together; they must not share a submission."""
        return Sum(
            self.value + other.value,
            self.counts + other.counts,
            weaker(self.mark, other.mark),
            max(filter(None, (self.as_of, other.as_of)), default=None),
            None if self.fresh is None or other.fresh is None else self.fresh + other.fresh,
        )


def mark_of_flow(splitting: Splitting) -> EstimateMark:
    """How a flow stands where it arrives through a split."""
    return {
        Splitting.NONE: EstimateMark.EXACT,
        Splitting.BY_SHARES: EstimateMark.SHARED,
        Splitting.DEFAULT_TARGET: EstimateMark.DEFAULT_TARGET,
    }[splitting]


def mark_of_whole(splitting: Splitting) -> EstimateMark:
    """How a figure that is never divided stands where it arrives through a split."""
    return EstimateMark.EXACT if splitting is Splitting.NONE else EstimateMark.NOT_SPLIT


def arrived_by(
    way: Way, value: int, counts: Sequence[int], mark_of: Callable[[Splitting], EstimateMark], **stock: Any
) -> Sum:
    """What arrives by one way. Without a share nothing does, but the mark: a part of it might have."""
    share, splitting = way
    if not share:
        return Sum(Fraction(0), Counts(), mark_of(splitting), fresh=0 if stock else None)
    return Sum(value * share, Counts(*counts), mark_of(splitting), **stock)
