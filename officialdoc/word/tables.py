"""Tables of figures in the .docx: head repeated on each page, no row split, numbers at the right.

Written as XML at once: an annex has a row for each of 559 communes, and cell by cell that took four seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from officialdoc import layout
from officialdoc.layout import HeadCell
from officialdoc.model import Align, Row, RowKind, Run, Table
from officialdoc.word import styles

JUSTIFICATIONS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
TWIPS_A_POINT = 20
CELL_PADDING = {"top": 30, "left": 60, "bottom": 30, "right": 60}  # twips
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def add_table(word: WordDocument, table: Table, *, width: int, with_codes: bool) -> None:
    """Add `table` over `width` mm, and a small gap after it."""
    drawn = parse_xml(_Drawing(word, table, width=width, with_codes=with_codes).xml())
    word.element.body.insert_element_before(drawn, "w:sectPr")
    word.add_paragraph(style=styles.RULE.name).paragraph_format.space_before = Pt(layout.AFTER_PARAGRAPH)


class _Drawing:
    """One table on its way to XML."""

    def __init__(self, word: WordDocument, table: Table, *, width: int, with_codes: bool) -> None:
        self.table = table
        self.widths = [round(length * TWIPS_A_POINT) for length in layout.column_widths(table, width)]
        self.style = word.styles[styles.CELL.name].style_id
        self.half_points = 2 * layout.table_size(table)
        self.with_codes = with_codes

    def xml(self) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        padding = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in CELL_PADDING.items())
        rows = "".join((*self._head(), *(self._row(row) for row in self.table.rows)))
        return (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{padding}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _head(self) -> Iterator[str]:
        """The head's rows; a cell that covers two rows is continued in the second by an empty merged cell."""
        covered: list[tuple[int, int]] = []
        for row in layout.head_rows(self.table):
            cells, place = list(row), 0
            drawn: list[str] = []
            below: list[tuple[int, int]] = []
            while place < len(self.widths):
                if covered and covered[0][0] == place:
                    _start, span = covered.pop(0)
                    drawn.append(self._cell((), Align.CENTRE, place, span, merge="<w:vMerge/>"))
                else:
                    cell = cells.pop(0)
                    span = cell.columns
                    below += [(place, span)] if cell.rows > 1 else []
                    drawn.append(self._head_cell(cell, place))
                place += span
            covered = below
            yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(drawn)}</w:tr>"

    def _head_cell(self, cell: HeadCell, place: int) -> str:
        merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        return self._cell((Run(cell.title, bold=True),), Align.CENTRE, place, cell.columns, merge=merge)

    def _row(self, row: Row) -> str:
        if row.kind is RowKind.GROUP:
            cells = self._cell(row.cells[0], Align.LEFT, 0, len(self.widths))
        else:
            pairs = zip(row.cells, self.table.columns, strict=True)
            cells = "".join(self._cell(runs, column.align, n, 1) for n, (runs, column) in enumerate(pairs))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def _cell(self, runs: Iterable[Run], align: Align, place: int, span: int, *, merge: str = "") -> str:
        width = sum(self.widths[place : place + span])
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merge}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{escape(self.style)}"/><w:jc w:val="{JUSTIFICATIONS[align]}"/></w:pPr>'
            f"{''.join(piece for run in runs for piece in self._run(run))}</w:p></w:tc>"
        )

    def _run(self, run: Run) -> Iterator[str]:
        weight = ("<w:b/>" if run.bold else "") + ("<w:i/>" if run.italic else "")
        size = f'<w:sz w:val="{self.half_points}"/><w:szCs w:val="{self.half_points}"/>'
        yield f'<w:r><w:rPr>{weight}{size}</w:rPr><w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'
        if self.with_codes and run.figure_code:
            small = f'<w:sz w:val="{2 * layout.CODE_SIZE}"/><w:vertAlign w:val="superscript"/>'
            code = escape(f" [{run.figure_code}]")
            yield f'<w:r><w:rPr>{small}</w:rPr><w:t xml:space="preserve">{code}</w:t></w:r>'
