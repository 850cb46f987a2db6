"""The PDF writer: a document as source for the Typst compiler, and its bytes.

Only the fonts of this package are used (`ignore_system_fonts`, no fallback), so the same document gives the same bytes
on every machine. The measures are those of the .docx writer (`officialdoc.layout`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

import typst

from officialdoc import layout, wording
from officialdoc.formats import official_date
from officialdoc.layout import LOOKS, AgencyBlock, Line, Placed
from officialdoc.measure import FONT_FOLDER, face, text_width
from officialdoc.model import Align, Annex, Document, PageBreak, Rendering, Row, RowKind, Run, Signature, Table

FONT = "Tinos"
SINGLE_LINE = Fraction(115, 100)  # height of a single line of Times New Roman in Word, in em
ASCENDER, DESCENDER = Fraction(1825, 2048), Fraction(443, 2048)  # of Tinos and Times New Roman, in em
LETTER_BOX = ASCENDER + DESCENDER
# Signs that offices type and Tinos does not draw; the .docx keeps them.
SUBSTITUTES = {"≥": ">=", "≤": "<=", "→": "->", "\u2011": "-", "\u00ad": "", "\u200b": "", "\ufeff": ""}
MISSING = "?"
ALIGNMENTS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


def render_pdf(document: Document) -> bytes:
    """`document` as a PDF in the official layout, fonts embedded. Equal documents give equal bytes.

    A sign that the font cannot draw becomes a near one ("≥" is ">="), else "?".
    """
    return typst.compile(typst_source(document).encode(), font_paths=fonts(), format="pdf")


@cache
def fonts() -> typst.Fonts:
    """Our own faces and nothing else: no system font, none of the compiler's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])


def typst_source(document: Document) -> str:
    """The Typst source of `document`. Every text of the document stands in it as a quoted string, never as markup."""
    pieces = [
        _settings(document),
        _head(document),
        _title(document),
        _addressees(document),
        *_blocks(document, layout.body_lines(document), layout.TEXT_WIDTH, sticky_end=True),
        _foot(document),
    ]
    for place, annex in enumerate(layout.annexes_of(document)):
        pieces.extend(_annex(document, annex, place))
    sources = layout.sources_of(document)
    if sources is not None:
        pieces.extend(_annex(document, sources, None))
    return "\n".join(pieces)


def quoted(text: str) -> str:
    """`text` as a Typst string; spaces that follow each other are made hard, or they would melt into one."""
    known = "".join(_drawable(character) for character in layout.clean(text))
    return json.dumps(known.replace("  ", "\u00a0\u00a0"), ensure_ascii=False)


def _drawable(character: str) -> str:
    if face(bold=False, italic=False).has(character):
        return character
    return SUBSTITUTES.get(character, MISSING)


def _pt(length: Fraction | int) -> str:
    return f"{float(length):.3f}pt"


def _settings(document: Document) -> str:
    title = quoted(f"{document.type_name or 'Công văn'}: {document.subject}")
    foot = layout.foot_line(document)
    footer = (
        f'align(center, text(size: {layout.PAGE_LINE_SIZE}pt, style: "italic", {quoted(foot)}))' if foot else "none"
    )
    leading = SINGLE_LINE * layout.line_spacing(document) - LETTER_BOX
    return f"""
#set document(title: {title}, author: (), date: none)
#set page(
  paper: "a4",
  margin: (top: {layout.TOP}mm, bottom: {layout.BOTTOM}mm, left: {layout.LEFT}mm, right: {layout.RIGHT}mm),
  header-ascent: 30%, footer-descent: 30%,
  header: context {{
    let n = counter(page).get().first()
    if n > 1 {{ align(center, text(size: {layout.PAGE_NUMBER_SIZE}pt, str(n))) }}
  }},
  footer: {footer},
)
#set text(
  font: "{FONT}", size: {layout.BODY_SIZE}pt, lang: "vi", fill: black, fallback: false, hyphenate: false,
  top-edge: {float(ASCENDER)}em, bottom-edge: -{float(DESCENDER)}em,
)
#set table.cell(breakable: false)
#let single = {float(SINGLE_LINE - LETTER_BOX):.4f}em
#let body-leading = {float(leading):.4f}em
#set par(leading: single, spacing: single, justify: false)
#let framed(size, body, weight: "regular", style: "normal", to: center) = block(
  width: 100%, above: single, below: single, align(to, text(size: size, weight: weight, style: style, body)),
)
#let rule(length) = block(width: 100%, above: 3pt, below: 3pt, align(center, line(length: length, stroke: 0.75pt)))
#let prose(body, indent: {float(layout.FIRST_LINE)}mm, to: left, justified: true, after: 6pt, sticky: false) = block(
  width: 100%, above: body-leading, below: body-leading + after, sticky: sticky,
  {{
    set par(leading: body-leading, justify: justified, first-line-indent: (amount: indent, all: true))
    set align(to)
    par(body)
  }},
)
"""


def _framed(text: str, size: int, *, bold: bool = False, italic: bool = False, to: str = "center") -> str:
    weight, style = "bold" if bold else "regular", "italic" if italic else "normal"
    return f'framed({size}pt, {quoted(text)}, weight: "{weight}", style: "{style}", to: {to})'


def _stack(*pieces: str) -> str:
    """Pieces of code one under the other, as one content value."""
    return "{ " + "; ".join(pieces) + " }"


def _head(document: Document) -> str:
    left = _stack(*(piece for n, block in enumerate(layout.agency_blocks(document)) for piece in _agency(block, n)))
    motto = text_width(wording.MOTTO, size=layout.MOTTO_SIZE, bold=True)
    right = _stack(
        _framed(wording.NATION, layout.NATION_SIZE, bold=True),
        _framed(wording.MOTTO, layout.MOTTO_SIZE, bold=True),
        f"rule({_pt(motto)})",
    )
    date = official_date(document.issued_on, layout.clean(document.place), expected_on=document.expected_on)
    number = [_framed(layout.number_line(document), layout.NUMBER_SIZE)]
    if document.type_name is None:
        number += ["v(6pt, weak: true)", _framed(f"{wording.ABOUT} {document.subject}", layout.ABOUT_SIZE)]
    return (
        f"#grid(columns: ({layout.HEAD_LEFT}mm, {layout.HEAD_RIGHT}mm), row-gutter: 6pt,\n"
        f"  {left},\n  {right},\n  {_stack(*number)},\n  {_stack(_framed(date, layout.DATE_SIZE, italic=True))},\n)"
    )


def _agency(block: AgencyBlock, place: int) -> Iterable[str]:
    if place:
        yield "v(6pt, weak: true)"
    for parent in block.parents:
        yield _framed(parent, layout.AGENCY_SIZE)
    for name in block.names:
        yield _framed(name, layout.AGENCY_SIZE, bold=True)
    yield f"rule({_pt(block.rule)})"


def _title(document: Document) -> str:
    if document.type_name is None:
        return "#v(20pt)"
    return (
        "#v(18pt, weak: true)\n"
        f"#{_framed(document.type_name.upper(), layout.BODY_SIZE, bold=True)}\n"
        f"#{_framed(document.subject, layout.BODY_SIZE, bold=True)}\n"
        f"#rule({_pt(layout.subject_rule(document))})\n#v(14pt)"
    )


def _addressees(document: Document) -> str:
    lines = layout.addressee_lines(document)
    if len(lines) <= 1:
        return "\n".join(f"#{_framed(line, layout.BODY_SIZE)}\n#v(6pt)" for line in lines)
    return "\n".join(
        f"#pad(left: {25 if place == 0 else 45}mm, {_framed(line, layout.BODY_SIZE, to='left')})\n#v(6pt, weak: true)"
        for place, line in enumerate(lines)
    )


def _blocks(document: Document, placed: tuple[Placed, ...], width: int, *, sticky_end: bool = False) -> Iterable[str]:
    """Code for each block; with `sticky_end` the last line stays on the page of what follows it."""
    with_codes = document.rendering is Rendering.LOOKUP
    for place, block in enumerate(placed, start=1):
        if isinstance(block, Line):
            yield _line(block, with_codes=with_codes, sticky=sticky_end and place == len(placed))
        elif isinstance(block, PageBreak):
            yield "#pagebreak(weak: true)"
        else:
            yield _table(block, width=width, with_codes=with_codes)


def _line(line: Line, *, with_codes: bool, sticky: bool = False) -> str:
    look = LOOKS[line.role]
    body = _runs(line.runs, with_codes=with_codes, bold=look.bold, italic=look.italic)
    indent = f"{float(layout.FIRST_LINE)}mm" if look.first_line else "0mm"
    to = "center" if look.align == "centre" else "left"
    justified = "true" if look.align == "justify" else "false"
    kept = "true" if sticky or look.keep_with_next else "false"
    return f"#prose({body}, indent: {indent}, to: {to}, justified: {justified}, after: {look.after}pt, sticky: {kept})"


def _runs(runs: tuple[Run, ...], *, with_codes: bool, bold: bool = False, italic: bool = False) -> str:
    pieces = []
    for run in runs:
        weight = "bold" if bold or run.bold else "regular"
        style = "italic" if italic or run.italic else "normal"
        pieces.append(f'text(weight: "{weight}", style: "{style}", {quoted(run.text)})')
        if with_codes and run.figure_code:
            code = quoted(f" [{run.figure_code}]")
            pieces.append(f"box(super(typographic: false, size: {layout.CODE_SIZE}pt, {code}))")
    return "{ " + "; ".join(pieces) + " }" if pieces else "[]"


def _table(table: Table, *, width: int, with_codes: bool) -> str:
    widths = ", ".join(_pt(length) for length in layout.column_widths(table, width))
    aligns = ", ".join(f"{ALIGNMENTS[column.align]} + horizon" for column in table.columns)
    head = [
        f"table.cell(rowspan: {cell.rows}, colspan: {cell.columns}, align: center + horizon, "
        f'text(weight: "bold", {quoted(cell.title)}))'
        for row in layout.head_rows(table)
        for cell in row
    ]
    cells = [cell for row in table.rows for cell in _row(row, len(table.columns), with_codes=with_codes)]
    body = ",\n  ".join(cells)
    return (
        f"#block(above: 6pt, below: 14pt, text(size: {layout.table_size(table)}pt, table(\n"
        f"  columns: ({widths},), align: ({aligns},), stroke: 0.5pt + black, inset: (x: 3pt, y: 2.5pt),\n"
        f"  table.header({', '.join(head)}),\n  {body}\n)))"
    )


def _row(row: Row, columns: int, *, with_codes: bool) -> Iterable[str]:
    if row.kind is RowKind.GROUP:
        yield f"table.cell(colspan: {columns}, align: left + horizon, {_runs(row.cells[0], with_codes=with_codes)})"
        return
    for cell in row.cells:
        yield _runs(cell, with_codes=with_codes)


def _foot(document: Document) -> str:
    """One signature stands level with the recipients; several stand side by side above them."""
    recipients = _stack(
        _framed(wording.RECIPIENTS_WORD, layout.RECIPIENTS_WORD_SIZE, bold=True, italic=True, to="left"),
        *(_framed(line, layout.RECIPIENT_SIZE, to="left") for line in layout.recipient_lines(document)),
    )
    signatures = [_signature(signature) for signature in document.signatures]
    if len(signatures) == 1:
        left, right = layout.HEAD_RIGHT - 10, layout.HEAD_LEFT + 10
        grid = f"grid(columns: ({left}mm, {right}mm), {recipients}, {signatures[0]})"
        return f"#block(above: 14pt, breakable: false, {grid})"
    columns = ", ".join(["1fr"] * layout.SIGNATURES_A_ROW)
    grid = f"grid(columns: ({columns}), row-gutter: 14pt, {', '.join(signatures)})"
    return (
        f"#block(above: 14pt, below: 14pt, breakable: false, sticky: true, {grid})\n"
        f"#block(breakable: false, width: 100%, {recipients})"
    )


def _signature(signature: Signature) -> str:
    lines = [_framed(text.upper(), layout.BODY_SIZE, bold=True) for text in signature.lines]
    name = _framed(signature.name or " ", layout.BODY_SIZE, bold=True)
    return _stack(*lines, f"v({layout.SIGNING_SPACE}pt)", name)


def _annex(document: Document, annex: Annex, place: int | None) -> Iterable[str]:
    """An annex from page 1. Without a `place` it is the sheet of sources: a title and no label."""
    yield "#counter(page).update(0)"  # still on the page before: a header reads the counter before its own page does
    yield "#pagebreak(weak: true)"
    yield f"#set page(flipped: {'true' if annex.lies_on_its_side else 'false'})"
    if place is not None:
        yield f"#{_framed(layout.annex_label(document, place), layout.BODY_SIZE, bold=True)}"
    yield f"#{_framed(annex.title.upper(), layout.BODY_SIZE, bold=True)}"
    if place is not None:
        yield f"#{_framed(layout.enclosed_line(document), layout.BODY_SIZE, italic=True)}"
    yield "#v(8pt)"
    yield from _blocks(document, layout.annex_lines(annex), layout.annex_width(annex))
