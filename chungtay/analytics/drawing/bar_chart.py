"""Values side by side as bars, each with its words and its number, and a mark where a target stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from chungtay.analytics.drawing.axis import place_on
from chungtay.analytics.drawing.svg import INK, PAPER, SERIES, drawing, element, words

WIDTH, LEFT, RIGHT, ROW = 760, 230, 130, 26
LONGEST = 30


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its value (None is no bar) and the number as it is written beside it."""

    label: str
    value: Fraction | None
    number: str
    is_sure: bool = True
    target: Fraction | None = None


def height_of(bars: Sequence[Bar]) -> int:
    """How high the drawing of these bars is."""
    return ROW * len(bars) + 16


def bar_chart(key: str, title: str, description: str, bars: Sequence[Bar]) -> SafeString:
    """The drawing, in the order of `bars`. A bar whose value is a bound or an estimate has a hollow end."""
    known = [value for bar in bars for value in (bar.value, bar.target) if value is not None]
    highest = max(known, default=Fraction(0))
    inside = [piece for place, bar in enumerate(bars) for piece in _bar(bar, 8 + place * ROW, highest)]
    return drawing(key, title, description, WIDTH, height_of(bars), inside)


def _bar(bar: Bar, top: int, highest: Fraction) -> Iterator[str]:
    colour = SERIES[0][0]
    room = WIDTH - LEFT - RIGHT
    yield words(LEFT - 10, top + 17, _short(bar.label), anchor="end")
    length = place_on(bar.value, highest, room) if bar.value else 0
    if bar.value:
        yield element("rect", x=LEFT, y=top + 4, width=max(length, 2), height=16, rx=2, fill=colour)
        if not bar.is_sure and length > 10:
            yield element(
                "rect", x=LEFT + length - 8, y=top + 5, width=7, height=14, fill=PAPER, stroke=colour, stroke_width=1
            )
    if bar.target is not None:
        x = LEFT + place_on(bar.target, highest, room)
        yield element("line", x1=x, x2=x, y1=top + 1, y2=top + 23, stroke=SERIES[1][0], stroke_width=3)
        length = max(length, x - LEFT)
    yield words(LEFT + length + 8, top + 17, bar.number, colour=INK)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
