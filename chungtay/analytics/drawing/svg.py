"""Elements of a drawing: escaped, with plain attributes, so that one drawing stands on a page and in a file alike.

Colours are those of web/static/web/tokens.css: a file has no stylesheet, and a page allows no style of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

PAPER, INK, SOFT, GRID = "#ffffff", "#221b16", "#5d5248", "#e1d8c8"
# Told apart by colour, by dash and by the shape of their points: a printer has no colours.
SERIES = (
    ("#27417d", "", "circle"),
    ("#a01822", "7 4", "square"),
    ("#0d6350", "2 4", "diamond"),
    ("#8a5300", "10 3 2 3", "circle"),
    ("#5d5248", "4 2", "square"),
    ("#7b1019", "1 3", "diamond"),
)
LETTERS = "Be Vietnam Pro, Arial, sans-serif"


def element(name: str, inside: str = "", **given: object) -> str:
    """One element; underscores in names of attributes stand for hyphens, None leaves an attribute out."""
    written = attributes(**given)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def attributes(**given: object) -> str:
    """Attributes as they stand in an element, named as in `element`."""
    return "".join(
        f' {key.rstrip("_").replace("_", "-")}="{value if isinstance(value, int) else escape(value)}"'
        for key, value in given.items()
        if value is not None
    )


def words(x: int, y: int, text: str, *, anchor: str = "start", colour: str = INK, bold: bool = False) -> str:
    """A line of text whose foot stands at `y`."""
    weight = "700" if bold else None
    return element("text", escape(text), x=x, y=y, text_anchor=anchor, fill=colour, font_weight=weight)


def point(x: int, y: int, place: int, *, is_sure: bool) -> str:
    """The mark of a value in the shape of its series; hollow where the value is a bound or an estimate."""
    colour, _dash, shape = SERIES[place % len(SERIES)]
    fill = colour if is_sure else PAPER
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=4, fill=fill, stroke=colour, stroke_width=2)
    turned = f"rotate(45 {x} {y})" if shape == "diamond" else None
    return element(
        "rect", x=x - 4, y=y - 4, width=8, height=8, fill=fill, stroke=colour, stroke_width=2, transform=turned
    )


def drawing(key: str, title: str, description: str, width: int, height: int, inside: Iterable[str]) -> SafeString:
    """A whole drawing with its title and description; `key` makes its ids unique on a page."""
    named = element("title", escape(title), id=f"{key}-title") + element("desc", escape(description), id=f"{key}-desc")
    sheet = element("rect", width=width, height=height, fill=PAPER)
    return mark_safe(  # every piece was escaped
        element(
            "svg",
            named + sheet + "".join(inside),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width} {height}",
            role="img",
            aria_labelledby=f"{key}-title {key}-desc",
            font_family=LETTERS,
            font_size=13,
        )
    )


def stacked(drawings: Iterable[tuple[str, int]], *, width: int) -> SafeString:
    """Several drawings below each other in one: each with its height."""
    inside, below = "", 0
    for drawn, height in drawings:
        inside += drawn.replace("<svg ", f'<svg y="{below}" width="{width}" height="{height}" ', 1)
        below += height
    return mark_safe(  # drawings made above
        element(
            "svg",
            inside,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width} {max(below, 1)}",
            width=width,
            height=max(below, 1),
        )
    )
