"""Small hands of the .docx writer: paragraphs, runs, rules, tables, fields."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from officialdoc import layout
from officialdoc.model import Run
from officialdoc.word.styles import RULE, Frame

EMU_A_MM = 36_000
TWIPS_A_POINT = 20


def millimetres(value: Fraction | int) -> Length:
    """`value` mm as a length of the file format, exact to a ten-thousandth of a millimetre."""
    return Emu(round(value * EMU_A_MM))


def framed(holder: WordDocument | WordCell, frame: Frame, text: str) -> WordParagraph:
    """A new paragraph with the look of `frame`."""
    line = holder.add_paragraph(style=frame.name)
    line.add_run(text)
    return line


def add_runs(line: WordParagraph, runs: Iterable[Run], *, with_codes: bool) -> None:
    """Add `runs`; with codes, each figure is followed by its code in small raised letters."""
    for run in runs:
        piece = line.add_run(run.text)
        piece.bold, piece.italic = run.bold or None, run.italic or None  # None: as the style says
        if with_codes and run.figure_code:
            code = line.add_run(f" [{run.figure_code}]")
            code.font.superscript, code.font.size = True, Pt(layout.CODE_SIZE + 2)
            code.bold = code.italic = False


def rule(holder: WordDocument | WordCell, *, length: Fraction, width: Fraction) -> WordParagraph:
    """A solid rule of `length` points, centred in a holder `width` points wide.

    It is the upper border of an empty paragraph indented on both sides: Word has no line that follows a text, drawn
    shapes move when the text above grows, and underlining is not what the decree asks for.
    """
    line = holder.add_paragraph(style=RULE.name)
    side = Pt(0) if length >= width else Emu(round((width - length) / 2 * 12_700))
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = side
    line.paragraph_format.space_before, line.paragraph_format.line_spacing = Pt(2), Pt(2)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (
        ("val", "single"),
        ("sz", str(int(layout.RULE_THICKNESS * 8))),
        ("space", "1"),
        ("color", "000000"),
    ):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )
    return line


def frame_table(word: WordDocument, widths: Iterable[Fraction | int], *, rows: int = 1) -> WordTable:
    """A table without borders and cell margins, columns of `widths` mm: it only places things side by side."""
    lengths = [millimetres(width) for width in widths]
    table: WordTable = word.add_table(rows=rows, cols=len(lengths))
    _fix_widths(table, lengths)
    _no_cell_margins(table)
    for each in table.rows:
        for cell in each.cells:
            cell._tc.remove(cell.paragraphs[0]._p)
    return table


def _fix_widths(table: WordTable, lengths: list[Length]) -> None:
    """Set the columns of `table` for good: neither Word nor LibreOffice may choose other widths."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
        for cell in column.cells:
            cell.width = length
    total = table._tbl.tblPr.find(qn("w:tblW"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(round(sum(length.pt for length in lengths) * TWIPS_A_POINT)))


def _no_cell_margins(table: WordTable) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def whole_row(row: WordRow) -> None:
    """A page never breaks inside `row`."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def page_field(line: WordParagraph) -> None:
    """The number of the page, as a field."""
    _field_mark(line, "begin")
    code = OxmlElement("w:instrText")
    code.text = "PAGE"
    line.add_run()._r.append(code)
    _field_mark(line, "separate")
    line.add_run("1")
    _field_mark(line, "end")


def _field_mark(line: WordParagraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    line.add_run()._r.append(mark)
