"""Values over time as lines: gaps stay gaps, bounds and estimates are hollow points, the scale begins at zero."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from chungtay.analytics.drawing.axis import place_on, ticks
from chungtay.analytics.drawing.svg import GRID, SERIES, SOFT, drawing, element, point, words

WIDTH, LEFT, RIGHT, TOP, ROOM, FOOT = 760, 84, 28, 16, 220, 30
LEGEND_LINE = 24


@dataclass(frozen=True)
class Point:
    """One value of a line, None where nothing is known; `is_sure` when it is neither a bound nor an estimate."""

    value: Fraction | None
    is_sure: bool = True


@dataclass(frozen=True)
class Line:
    """A line with its words for the legend."""

    label: str
    points: Sequence[Point]


def height_of(lines: Sequence[Line]) -> int:
    """How high the drawing of these lines is; a single line needs no legend."""
    return TOP + ROOM + FOOT + (LEGEND_LINE * len(lines) + 8 if len(lines) > 1 else 0)


def line_chart(
    key: str,
    title: str,
    description: str,
    heads: Sequence[str],
    lines: Sequence[Line],
    number: Callable[[Fraction], str],
) -> SafeString:
    """The drawing; `heads` are the words below the scale of time, `number` writes a value of the scale."""
    known = [each.value for line in lines for each in line.points if each.value is not None]
    scale = ticks(max(known, default=Fraction(0)))
    inside = [*_grid(scale, number), *_heads(heads)]
    for place, line in enumerate(lines):
        inside += _line(line, place, len(heads), scale[-1])
        inside += _legend(line, place) if len(lines) > 1 else ()
    return drawing(key, title, description, WIDTH, height_of(lines), inside)


def _grid(scale: Sequence[Fraction], number: Callable[[Fraction], str]) -> Iterator[str]:
    for value in scale:
        y = _down(value, scale[-1])
        yield element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=GRID if value else SOFT)
        yield words(LEFT - 10, y + 4, number(value), anchor="end", colour=SOFT)


def _heads(heads: Sequence[str]) -> Iterator[str]:
    shown_each = -(-len(heads) // 12)
    for place, head in enumerate(heads):
        if place % shown_each == 0:
            yield words(_across(place, len(heads)), TOP + ROOM + 20, head, anchor="middle", colour=SOFT)


def _line(line: Line, place: int, count: int, highest: Fraction) -> Iterator[str]:
    colour, dash, _shape = SERIES[place % len(SERIES)]
    for run in _runs(line.points):
        path = " ".join(f"{_across(at, count)},{_down(value, highest)}" for at, value in run)
        yield element(
            "polyline", points=path, fill="none", stroke=colour, stroke_width=2.5, stroke_dasharray=dash or None
        )
    for at, each in enumerate(line.points):
        if each.value is not None:
            yield point(_across(at, count), _down(each.value, highest), place, is_sure=each.is_sure)


def _legend(line: Line, place: int) -> Iterator[str]:
    colour, dash, _shape = SERIES[place % len(SERIES)]
    y = TOP + ROOM + FOOT + LEGEND_LINE * place + 14
    yield element(
        "line", x1=LEFT, x2=LEFT + 36, y1=y, y2=y, stroke=colour, stroke_width=2.5, stroke_dasharray=dash or None
    )
    yield point(LEFT + 18, y, place, is_sure=True)
    yield words(LEFT + 46, y + 4, line.label)


def _runs(points: Sequence[Point]) -> Iterator[list[tuple[int, Fraction]]]:
    """Neighbouring values that are known: a line never crosses a gap."""
    run: list[tuple[int, Fraction]] = []
    for at, each in enumerate(points):
        if each.value is not None:
            run.append((at, each.value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _across(place: int, count: int) -> int:
    room = WIDTH - LEFT - RIGHT
    return LEFT + ((2 * place + 1) * room // (2 * count) if count else 0)


def _down(value: Fraction, highest: Fraction) -> int:
    return TOP + ROOM - place_on(value, highest, ROOM)
