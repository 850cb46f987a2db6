"""A table as .xlsx: real numbers, the signs as notes, and a second sheet that says what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from chungtay.analytics.codes import Axis
from chungtay.analytics.files.lines import columns_of, head_text, number_of, plain, values_of
from chungtay.analytics.layout import Table, TableCell
from chungtay.analytics.queries.claims import ClaimBeside
from chungtay.reporting.phrases import day_words, moment_words

BOLD = Font(bold=True)


def workbook_of(table: Table, claims: Sequence[ClaimBeside], *, address: str, made_at: datetime) -> bytes:
    """The table on the first sheet, the question on the second, claims on a third where there are any."""
    book = openpyxl.Workbook()
    _write_table(book.active, table)
    _write_question(book.create_sheet(_("Question")), table, address, made_at)
    if claims:
        _write_claims(book.create_sheet(_("Claims")), claims)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_table(sheet: Worksheet, table: Table) -> None:
    sheet.title = _("Figures")[:31]
    sheet.append([_("Row"), *(words for words, _is_whole in columns_of(table))])
    for cell in sheet[1]:
        cell.font, cell.alignment = BOLD, Alignment(wrap_text=True, vertical="bottom")
    for line, row in enumerate(table.rows, start=2):
        sheet.cell(line, 1, head_text(row.head)).font = Font(bold=row.head.is_whole)
        for column, (cell, number) in enumerate(values_of(table, iter(row.cells)), start=2):
            _write_cell(sheet, line, column, cell, number)
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 34
    for column in range(2, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 14
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _write_cell(sheet: Worksheet, line: int, column: int, cell: TableCell, number: object) -> None:
    if number is not None:
        written = sheet.cell(line, column, number)
        written.number_format = "#,##0" + (f".{'0' * cell.scale}" if cell.scale else "")
    elif cell.state in ("closed", "small"):
        written = sheet.cell(line, column, plain(cell.text))
    else:
        return
    notes = [cell.title, _("%(coverage)s reported") % {"coverage": cell.coverage} if cell.coverage else ""]
    if cell.title:
        written.comment = Comment("\n".join(note for note in notes if note), "Chung Tay", width=320, height=110)


def _write_question(sheet: Worksheet, table: Table, address: str, made_at: datetime) -> None:
    question = table.figures.question
    lines: list[tuple[str, str]] = [
        (_("Units"), "; ".join(unit.heading for unit in question.units)),
        (_("Which units stand in the rows"), str(question.depth.label)),
        (_("Periods"), "; ".join(slot.words for slot in question.slots)),
        (_("Indicators"), "; ".join(f"{measure.label} ({measure.code})" for measure in question.measures)),
        (_("Line"), str(question.line.label)),
        (_("Map of the day"), day_words(question.map_day)),
        (_("Rows"), str(Axis(question.asked.rows).label)),
        (_("Columns"), str(Axis(question.asked.columns).label)),
        (_("Taken away"), moment_words(made_at)),
        (_("Address of the page"), address),
        *((sign, str(words)) for sign, words in table.signs),
        *((_("Why it is not simply exact"), reason) for reason in table.reasons),
    ]
    for label, words in lines:
        sheet.append([plain(label), plain(words)])
        sheet.cell(sheet.max_row, 1).font = BOLD
        sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90


def _write_claims(sheet: Worksheet, claims: Sequence[ClaimBeside]) -> None:
    sheet.append([_("Unit"), _("Period"), _("Indicator"), _("Claimed"), _("Computed"), _("Difference")])
    for cell in sheet[1]:
        cell.font = BOLD
    for claim in claims:
        scale = claim.measure.indicator.scale
        numbers = [None if value is None else round(value) for value in (claim.value, claim.computed, claim.difference)]
        words = [plain(claim.unit), plain(claim.slot.words), plain(claim.measure.label)]
        sheet.append([*words, *(number_of(number, scale) for number in numbers)])
    for letter, width in zip("ABCDEF", (28, 20, 44, 14, 14, 14), strict=True):
        sheet.column_dimensions[letter].width = width
