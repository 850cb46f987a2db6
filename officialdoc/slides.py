"""Slides of figures for a conference: landscape pages from the same compiler, faces and signs as the documents.

One page shows all figures, then each has a page of its own, readable from the back of a hall. Equal decks give equal
bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import typst

from officialdoc.pdf import FONT, fonts, quoted

_ACCENT = "#9c1c1f"
_SOFT = "#444444"


@dataclass(frozen=True, slots=True)
class Slide:
    """One figure as shown; all texts as printed. `code` opens it; `source` says what it stands on."""

    label: str
    value: str
    unit: str
    comparison: str
    code: str
    source: str


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a year. `page_line` stands at the foot of each page, such as that figures are not frozen."""

    agencies: tuple[str, ...]
    title: str
    slides: tuple[Slide, ...]
    page_line: str = ""


def render_slides(deck: Deck) -> bytes:
    """`deck` as a PDF, A4 on its side, fonts embedded."""
    return typst.compile(slides_source(deck).encode(), font_paths=fonts(), format="pdf")


def slides_source(deck: Deck) -> str:
    """The Typst source of `deck`; every text stands in it as a quoted string, never as markup."""
    pages = [_overview(deck), *(_page(slide) for slide in deck.slides)]
    return "\n".join([_settings(deck), "\n#pagebreak()\n".join(pages)])


def _settings(deck: Deck) -> str:
    agencies = " - ".join(deck.agencies).upper()
    foot = f'text(style: "italic", {quoted(deck.page_line)})' if deck.page_line else "none"
    return f"""
#set document(title: {quoted(deck.title)}, author: (), date: none)
#set page(
  paper: "a4", flipped: true, margin: (top: 28mm, bottom: 22mm, left: 22mm, right: 22mm),
  header: {{
    text(size: 13pt, weight: "bold", {quoted(agencies)})
    v(-4pt)
    line(length: 100%, stroke: 1.5pt + rgb("{_ACCENT}"))
  }},
  footer: {{ set text(size: 12pt); {foot}; h(1fr); context counter(page).display() }},
)
#set text(font: "{FONT}", size: 18pt, lang: "vi", fallback: false, hyphenate: false)
#set par(leading: 0.6em, spacing: 0.8em, justify: false)
"""


def _overview(deck: Deck) -> str:
    cells = ",\n  ".join(_cell(slide) for slide in deck.slides)
    return (
        f'#align(center, text(size: 26pt, weight: "bold", {quoted(deck.title)}))\n#v(6mm)\n'
        f"#grid(columns: (1fr, 1fr, 1fr), column-gutter: 10mm, row-gutter: 18mm,\n  {cells}\n)"
    )


def _cell(slide: Slide) -> str:
    return _block(
        _text(slide.value, size=34, bold=True, colour=_ACCENT),
        _text(slide.unit, size=15),
        _text(slide.label, size=16, bold=True),
        _text(slide.comparison, size=13),
        _text(slide.code, size=11, colour=_SOFT),
    )


def _page(slide: Slide) -> str:
    lines = _block(
        _text(slide.label, size=34, bold=True),
        _text(slide.value, size=96, bold=True, colour=_ACCENT),
        _text(slide.unit, size=28),
        _text(slide.comparison, size=24),
        spacing=10,
    )
    source = _block(_text(slide.source, size=15, colour=_SOFT), _text(slide.code, size=13, colour=_SOFT))
    return f"#align(center + horizon, {lines})\n#place(bottom + center, {source})"


def _text(words: str, *, size: int, bold: bool = False, colour: str = "#000000") -> str:
    weight = "bold" if bold else "regular"
    return f'text(size: {size}pt, weight: "{weight}", fill: rgb("{colour}"), {quoted(words)})'


def _block(*pieces: str, spacing: int = 4) -> str:
    """Pieces one under the other, `spacing` mm apart; an empty text leaves no line."""
    return f"stack(spacing: {spacing}mm, {', '.join(_without_empty(pieces))})"


def _without_empty(pieces: Iterable[str]) -> Iterable[str]:
    return (piece for piece in pieces if not piece.endswith(', "")'))
