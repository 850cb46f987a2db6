"""A map as one sheet: its heading, the places, some of their names, a bar of kilometres and the legend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from chungtay.analytics.drawing.map_frame import WIDTH, Frame, scale_bar
from chungtay.analytics.drawing.map_marks import Key, patterns
from chungtay.analytics.drawing.svg import INK, LETTERS, PAPER, SOFT, element, words

HEAD, KEY_LEFT, KEY_WORDS = 62, 24, 104
NAMES_LIMIT, LETTER, NAME_HEIGHT = 24, 7, 15

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """What stands on a map beside its places. `keys` are lines of the legend: each a sample with its words."""

    title: str
    context: str
    description: str
    scale_words: str
    keys: Sequence[Key]


def height_of(sheet: Sheet, frame: Frame) -> int:
    """How high the whole drawing is."""
    return HEAD + frame.height + sum(entry.height for entry in sheet.keys) + 20


def map_sheet(key: str, sheet: Sheet, frame: Frame, places: Iterable[str], names: Iterable[str]) -> SafeString:
    """The drawing. It is a group and no image, since each of its places can be opened."""
    named = element("title", escape(sheet.title), id=f"{key}-title")
    named += element("desc", escape(sheet.description), id=f"{key}-desc")
    height = height_of(sheet, frame)
    head = words(KEY_LEFT, 28, sheet.title, bold=True) + words(KEY_LEFT, 48, sheet.context, colour=SOFT)
    drawn = element("g", "".join(places), transform=f"translate(0 {HEAD}) scale(.1)")
    told = element("g", "".join(names) + _bar(sheet, frame), transform=f"translate(0 {HEAD})", font_size=11)
    paper = element("rect", width=WIDTH, height=height, fill=PAPER)
    return mark_safe(  # every piece was escaped
        element(
            "svg",
            "".join([named, patterns(key), paper, head, drawn, told, *_legend(sheet, frame)]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {WIDTH} {height}",
            role="group",
            aria_labelledby=f"{key}-title",
            aria_describedby=f"{key}-desc",
            font_family=LETTERS,
            font_size=13,
        )
    )


def names_of(places: Iterable[tuple[str, int, int]]) -> Iterator[str]:
    """Names around places in tenths, in their order, as many as fit without covering each other; at most 24."""
    taken: list[Box] = []
    for name, across, down in places:
        x, y = across // 10, down // 10
        half = LETTER * len(name) // 2
        box = (x - half, y - NAME_HEIGHT // 2, x + half, y + NAME_HEIGHT // 2)
        if box[0] >= 0 and box[2] <= WIDTH and not any(_meets(box, other) for other in taken):
            taken.append(box)
            # A pale twin below keeps the letters legible on every ground.
            for colours in ({"stroke": PAPER, "stroke_width": 3, "stroke_linejoin": "round"}, {"fill": INK}):
                yield element("text", escape(name), x=x, y=y + 4, text_anchor="middle", aria_hidden="true", **colours)
        if len(taken) == NAMES_LIMIT:
            return


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bar(sheet: Sheet, frame: Frame) -> str:
    """The bar of kilometres in the lower left corner."""
    _kilometres, length = scale_bar(frame)
    y = frame.height - 12
    drawn = f"M{KEY_LEFT} {y - 5}v5h{length}v-5"
    return element("path", d=drawn, fill="none", stroke=SOFT, stroke_width=1.5) + words(
        KEY_LEFT + length + 8, y, sheet.scale_words, colour=SOFT
    )


def _legend(sheet: Sheet, frame: Frame) -> Iterator[str]:
    top = HEAD + frame.height
    for entry in sheet.keys:
        middle = top + entry.height // 2
        yield element("g", entry.sample, transform=f"translate({KEY_LEFT} {middle}) scale(.1)")
        yield words(KEY_WORDS, middle + 5, entry.words)
        top += entry.height
