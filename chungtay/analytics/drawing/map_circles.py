"""A figure for each place as a circle at its centre point: the area says how much, the filling how sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import isqrt

from chungtay.analytics.drawing.map_frame import WIDTH, Frame
from chungtay.analytics.drawing.map_marks import HAS_VALUE, INDIGO, SHADES, Mark, State, linked, sign
from chungtay.analytics.drawing.svg import PAPER, attributes

SMALLEST, LEAST, LARGEST = 18, 80, 400
# The circles together cover a seventh of the drawing; 355/113 is pi.
_COVERED = Fraction(113, 355 * 7)


def largest_radius(values: Sequence[Fraction], height: int) -> int:
    """The radius of the highest of `values` in tenths: smaller where there are many, lest they hide others."""
    if not any(values):
        return LEAST
    whole = sum(values, Fraction(0)) / max(values)
    return min(LARGEST, max(LEAST, isqrt(int(100 * WIDTH * height * _COVERED / whole))))


def radius(value: Fraction, highest: Fraction, largest: int) -> int:
    """The radius of a value in tenths, so that areas are as values; a value above zero is never too small to see."""
    part, of = value.numerator * highest.denominator, value.denominator * highest.numerator
    return max(SMALLEST, isqrt(part * largest * largest // of))


def circles(key: str, marks: Sequence[Mark], frame: Frame, highest: Fraction, largest: int) -> Iterator[str]:
    """The circles in the order of `marks`, then the signs of places without a size, which lie on top.

    Marks come with the largest first, so that none covers a smaller one.
    """
    signs = []
    for mark in marks:
        x, y = frame.place(mark.latitude, mark.longitude)
        if mark.state not in HAS_VALUE:
            signs.append(linked(mark, sign(mark.state, x, y)))
        elif mark.value:
            yield linked(mark, circle(key, mark.state, x, y, radius(mark.value, highest, largest)))
    yield from signs


def circle(key: str, state: State, x: int, y: int, size: int) -> str:
    """A filled circle for what is sure, a hatched one for an estimate, a ring for a bound."""
    return "".join(f'<circle cx="{x}" cy="{y}" r="{max(size - less, 9)}"{look}/>' for less, look in _looks(key, state))


@cache
def _looks(key: str, state: State) -> tuple[tuple[int, str], ...]:
    """How a circle is painted, layer by layer: how much smaller, and its attributes. A map has hundreds of them."""
    if state is State.SURE:
        return ((0, attributes(fill=INDIGO, fill_opacity=".78", stroke=PAPER, stroke_width=8)),)
    if state is State.ESTIMATE:
        hatch = attributes(fill=f"url(#{key}-{state})", stroke=INDIGO, stroke_width=12)
        return ((0, attributes(fill=SHADES[2])), (0, hatch))
    return ((9, attributes(fill=PAPER, fill_opacity=".45", stroke=INDIGO, stroke_width=18)),)


def samples(highest: Fraction, *, whole: bool) -> list[Fraction]:
    """Up to three round values for the legend: near the highest, a quarter and a twentieth of it."""
    wanted = [_round_below(highest / part) for part in (1, 4, 20)]
    return list(dict.fromkeys(value for value in wanted if value > 0 and (not whole or value.denominator == 1)))


def _round_below(value: Fraction) -> Fraction:
    """The highest of 1, 2 or 5 times a power of ten that is not above `value`; 0 for 0."""
    if value <= 0:
        return Fraction(0)
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return max(power * step for step in (1, 2, 5) if power * step <= value)
