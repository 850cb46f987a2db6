"""A figure for each place as the shade of its area: darker is more; patterns say how sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chungtay.analytics.drawing.map_classes import Classes
from chungtay.analytics.drawing.map_frame import Frame
from chungtay.analytics.drawing.map_marks import PATTERNED, SHADES, SUNKEN, Mark, State, linked, sign
from chungtay.analytics.drawing.svg import PAPER, SOFT, element


def shade(place: int, count: int) -> str:
    """The shade of a class: with few classes, those that are far apart."""
    return SHADES[2] if count == 1 else SHADES[place * (len(SHADES) - 1) // (count - 1)]


def areas(key: str, marks: Sequence[Mark], classes: Classes, frame: Frame) -> Iterator[str]:
    """The places that have an outline; one without is a spot or a sign at its centre point."""
    for mark in marks:
        if mark.rings:
            yield linked(mark, *area(key, mark.state, path_of(mark.rings, frame), fill_of(mark, classes)))
        else:
            x, y = frame.place(mark.latitude, mark.longitude)
            spot = element("circle", cx=x, cy=y, r=50, fill=fill_of(mark, classes), stroke=SOFT, stroke_width=10)
            yield linked(mark, sign(mark.state, x, y) if mark.value is None else spot)


def area(key: str, state: State, path: str, fill: str) -> Iterator[str]:
    """An area in its shade, with the pattern of what is not sure over it."""
    yield element("path", d=path, fill=fill, fill_rule="evenodd", stroke=SOFT, stroke_width=5, stroke_linejoin="round")
    pattern = State.CLOSED if state is State.SMALL else state
    if pattern in PATTERNED:
        yield element("path", d=path, fill=f"url(#{key}-{pattern})", fill_rule="evenodd")


def fill_of(mark: Mark, classes: Classes) -> str:
    """The shade of a value; paper where none was given, the ground where it is not shown."""
    if mark.value is not None:
        return shade(classes.place(mark.value), len(classes.bounds))
    return PAPER if mark.state is State.MISSING else SUNKEN


def path_of(rings: Sequence[Sequence[int]], frame: Frame) -> str:
    """An outline in tenths: each ring from its first point by steps, as short as can be."""
    return "".join(_ring(ring, frame) for ring in rings)


def _ring(ring: Sequence[int], frame: Frame) -> str:
    (across, along), (down, low) = frame.across, frame.down
    west, north, left, top = frame.west, frame.north, frame.left, frame.top
    xs = [left + (10 * longitude - west) * across // along for longitude in ring[::2]]
    ys = [top + (north - 10 * latitude) * down // low for latitude in ring[1::2]]
    steps = [
        f"{x - before_x} {y - before_y}"
        for x, y, before_x, before_y in zip(xs[1:], ys[1:], xs, ys, strict=False)
        if x != before_x or y != before_y
    ]
    return f"M{xs[0]} {ys[0]}l{' '.join(steps)}z".replace(" -", "-") if steps else ""
