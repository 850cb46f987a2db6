"""Tables as .xlsx, written row by row: real numbers and days, no formula ever, memory that does not grow with rows.

`openpyxl` keeps styled workbooks in memory, or takes ten times as long to stream plain ones; what lists need is small.
"""

from chungtay.core.workbook.answer import ASKED, MEDIA_TYPE, wants_workbook, workbook_answer
from chungtay.core.workbook.package import SheetPart, stream_workbook
from chungtay.core.workbook.table import Cell, Column, Kind, TableSheet, notes_sheet

__all__ = [
    "ASKED",
    "MEDIA_TYPE",
    "Cell",
    "Column",
    "Kind",
    "SheetPart",
    "TableSheet",
    "notes_sheet",
    "stream_workbook",
    "wants_workbook",
    "workbook_answer",
]
