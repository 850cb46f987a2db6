"""Tables that people upload: the first sheet of an .xlsx, or a .csv, as lines of cells; never more than is wanted."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook

from narrative.files.package import DAMAGE

FILE_LIMIT = 2 * 1024 * 1024
UNPACKED_LIMIT = 32 * 1024 * 1024
XLSX_HEAD = b"PK"

Cell = object
Line = tuple[int, Sequence[Cell]]


class NotATable(Exception):
    """The file is neither an .xlsx nor a .csv in UTF-8."""


class TableTooLarge(Exception):
    """The file, or what it unpacks to, is more than a list needs."""


def read_table(content: bytes, *, row_limit: int) -> list[Line]:
    """The lines that hold something, each with its number as a spreadsheet counts it; at most one beyond `row_limit`.

    Cells are as the file has them: text, numbers, dates. Raises `NotATable` and `TableTooLarge`.
    """
    if not is_small(content):
        raise TableTooLarge
    if content.startswith(XLSX_HEAD):
        return read_sheet_lines(content, row_limit=row_limit)
    return _filled(_text(content))[: row_limit + 2]


def read_sheet_lines(workbook: bytes, *, row_limit: int) -> list[Line]:
    """The same of a spreadsheet alone, whose size was looked at (`is_small`). Raises `NotATable`."""
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0)
        return _filled(sheet.to_python(nrows=row_limit + 2))
    except (CalamineError, IndexError, ValueError) as problem:
        raise NotATable from problem


def words_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, dates as dd/mm/yyyy."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).strip()


def is_small(workbook: bytes) -> bool:
    """Whether the file and what it unpacks to stay in bounds; sizes are counted, what the file claims is not believed.

    A file that is no package is small: reading it says what is wrong with it.
    """
    if len(workbook) > FILE_LIMIT:
        return False
    try:
        package = ZipFile(BytesIO(workbook))
    except DAMAGE:
        return True
    left = UNPACKED_LIMIT
    for info in package.infolist():
        left -= _unpacked_length(package, info, limit=left + 1)
        if left < 0:
            return False
    return True


def _unpacked_length(package: ZipFile, info: ZipInfo, *, limit: int) -> int:
    """How many bytes a member unpacks to, counted up to `limit`; a damaged one up to where it is damaged."""
    unpacked = 0
    try:
        with package.open(info) as member:
            while unpacked < limit and (chunk := member.read(1 << 16)):
                unpacked += len(chunk)
    except DAMAGE:
        return unpacked
    return unpacked


def _filled(table: Sequence[Sequence[Cell]]) -> list[Line]:
    return [(number, line) for number, line in enumerate(table, start=1) if any(str(cell).strip() for cell in line)]


def _text(content: bytes) -> list[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        separator = max(",;\t", key=head.count)
        return [list(row) for row in csv.reader(StringIO(text), delimiter=separator)]
    except (UnicodeDecodeError, csv.Error) as problem:
        raise NotATable from problem
