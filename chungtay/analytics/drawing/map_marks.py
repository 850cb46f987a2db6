"""What a map draws: each place with its figure, and how sure that figure is. Shapes speak, not colours alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.html import escape

from chungtay.analytics.drawing.svg import INK, PAPER, SOFT, element

INDIGO, SUNKEN, LINE = "#27417d", "#f7f2e7", "#857869"
# From --indigo-soft to --indigo-deep of the tokens: one hue that only darkens, so that every eye and printer sees it.
SHADES = ("#eaeef8", "#b9c4e0", "#8092c2", "#4f669f", "#1a2d59")


class State(StrEnum):
    """How sure the figure of a place is, or why there is none."""

    SURE = "sure"
    ESTIMATE = "estimate"
    BOUND = "bound"
    ZERO = "zero"
    MISSING = "missing"
    CLOSED = "closed"
    SMALL = "small"


PATTERNED = (State.ESTIMATE, State.BOUND, State.CLOSED)
HAS_VALUE = (State.SURE, State.ESTIMATE, State.BOUND)


@dataclass(frozen=True)
class Mark:
    """A place on a map, in millionths of a degree; rings of its outline are flat: longitude, latitude, longitude…

    `words` name place and figure, `href` opens the figure.
    """

    name: str
    words: str
    latitude: int
    longitude: int
    state: State
    value: Fraction | None = None
    href: str = ""
    rings: Sequence[Sequence[int]] = ()


@dataclass(frozen=True)
class Key:
    """One line of a legend: a sample in tenths around (300, 0), its words, and how high the line is."""

    sample: str
    words: str
    height: int = 26


def linked(mark: Mark, *pieces: str) -> str:
    """The shapes of a place, leading to its figure; its words are read aloud and shown under the pointer."""
    told = escape(mark.words)
    inside = f"<title>{told}</title>{''.join(pieces)}"
    return f'<a href="{escape(mark.href)}" aria-label="{told}">{inside}</a>' if mark.href else f"<g>{inside}</g>"


def patterns(key: str) -> str:
    """The fillings for estimates, bounds and places without a figure; their ids begin with `key`."""
    hatch = element("path", d="M-10 10L10 -10M0 80L80 0M70 90L90 70", stroke=PAPER, stroke_width=26)
    hatch += element("path", d="M-10 10L10 -10M0 80L80 0M70 90L90 70", stroke=INK, stroke_width=10)
    dots = element("circle", cx=55, cy=55, r=17, fill=PAPER) + element("circle", cx=55, cy=55, r=10, fill=INK)
    crosses = element("path", d="M40 40L80 80M80 40L40 80", stroke=SOFT, stroke_width=8)
    drawn = {State.ESTIMATE: (80, hatch), State.BOUND: (110, dots), State.CLOSED: (120, crosses)}
    return element(
        "defs",
        "".join(
            element("pattern", inside, id=f"{key}-{state}", width=size, height=size, patternUnits="userSpaceOnUse")
            for state, (size, inside) in drawn.items()
        ),
    )


def sign(state: State, x: int, y: int) -> str:
    """The small sign of a place whose figure has no size, in tenths: none given, zero, closed, small."""
    if state is State.ZERO:
        return element("rect", x=x - 22, y=y - 22, width=44, height=44, fill=INK, stroke=PAPER, stroke_width=8)
    if state is State.MISSING:
        return element("circle", cx=x, cy=y, r=34, fill=PAPER, stroke=SOFT, stroke_width=13, stroke_dasharray="20 14")
    if state is State.CLOSED:
        strokes = f"M{x - 26} {y - 26}L{x + 26} {y + 26}M{x + 26} {y - 26}L{x - 26} {y + 26}"
        return element("path", d=strokes, stroke=SOFT, stroke_width=13)
    return element("rect", x=x - 30, y=y - 30, width=60, height=60, fill=PAPER, stroke=SOFT, stroke_width=13)


def box(key: str, state: State, fill: str) -> str:
    """The sample of a shade in a legend, with the pattern of its state."""
    shape = "M120-80h360v160h-360z"
    over = element("path", d=shape, fill=f"url(#{key}-{state})") if state in PATTERNED else ""
    return element("path", d=shape, fill=fill, stroke=SOFT, stroke_width=8) + over


def ground(paths: Iterable[str]) -> str:
    """The outlines of places below circles."""
    path = "".join(paths)
    return element("path", d=path, fill=SUNKEN, stroke=LINE, stroke_width=5) if path else ""
