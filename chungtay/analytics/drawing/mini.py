"""A line as small as a stamp, for walls of units on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from chungtay.analytics.drawing.axis import place_on
from chungtay.analytics.drawing.svg import GRID, SERIES, element

WIDTH, HEIGHT, MARGIN = 180, 56, 6


def mini_line(key: str, description: str, values: Sequence[Fraction | None], highest: Fraction) -> SafeString:
    """The drawing: the floor is zero, the ceiling `highest`; a missing value breaks the line."""
    floor = HEIGHT - MARGIN
    colour = SERIES[0][0]
    inside = [element("title", escape(description), id=key)]
    inside.append(element("line", x1=MARGIN, x2=WIDTH - MARGIN, y1=floor, y2=floor, stroke=GRID))
    places = [
        (
            MARGIN + (2 * at + 1) * (WIDTH - 2 * MARGIN) // (2 * len(values)),
            floor - place_on(value, highest, floor - MARGIN),
        )
        if value is not None
        else None
        for at, value in enumerate(values)
    ]
    for here, following in pairwise(places):
        if here and following:
            points = f"{here[0]},{here[1]} {following[0]},{following[1]}"
            inside.append(element("polyline", points=points, fill="none", stroke=colour, stroke_width=2))
    inside += [element("circle", cx=place[0], cy=place[1], r=2.5, fill=colour) for place in places if place]
    drawn = element("svg", "".join(inside), viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_labelledby=key)
    return mark_safe(drawn)  # every piece was escaped
