"""Forms as .xlsx for tests: a form of any length without a database, and filling one in as an officer would."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import openpyxl

from chungtay.core.workbook import stream_workbook
from chungtay.reporting.codes import CellPart, IndicatorKind, Section
from chungtay.reporting.contents import Contents
from chungtay.reporting.form_file.places import FIRST_LINE
from chungtay.reporting.form_file.writing import form_workbook
from chungtay.reporting.layout import FormLayout, LayoutRow, layout_of
from chungtay.reporting.models import Cell, Indicator, ReportTask
from chungtay.reporting.queries.incoming import types_to_choose


def long_layout(rows: int) -> FormLayout:
    """A form of `rows` flows in one section, every fifth of shared work; nothing of it is stored."""
    made = []
    for number in range(1, rows + 1):
        indicator = Indicator(
            pk=number, code=f"LONG_{number}", kind=IndicatorKind.FLOW, label_vi=f"Nội dung thứ {number}",
            label_en=f"Matter {number}", unit_vi="buổi", unit_en="sessions", section=Section.OUTREACH,
            is_shared_work=number % 5 == 0, position=number,
        )  # fmt: skip
        cell = Cell(number=number, indicator=indicator, part=CellPart.TOTAL)
        made.append(LayoutRow(cell, indicator, number - 1))
    return FormLayout(1, tuple(row.number for row in made), tuple(made))


def line_of(layout: FormLayout, cell: int) -> int:
    """The line of the sheet on which a cell of the form stands: below the heading of its section."""
    line = FIRST_LINE
    for section in layout.sections:
        for row in section.rows:
            line += 1
            if row.number == cell:
                return line
        line += 1
    raise KeyError(cell)


def given_out(task: ReportTask, contents: Contents | None = None, layout: FormLayout | None = None) -> bytes:
    """The file that the site gives out for `task`."""
    shown = layout or layout_of(task.form_version)
    sheets = form_workbook(task, shown, contents or Contents(), model_types=types_to_choose())
    return b"".join(stream_workbook(sheets))


def filled_in(file: bytes, cells: Mapping[str, Any], *, sheet: int = 0) -> bytes:
    """`file` with what an officer typed, by the addresses of cells, as a spreadsheet program saves it."""
    book = openpyxl.load_workbook(BytesIO(file))
    for address, typed in cells.items():
        book.worksheets[sheet][address] = typed
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
