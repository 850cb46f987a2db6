"""Tables of data. The decree is silent on them; this is the practice of offices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officialdoc.check.anatomy import Anatomy
from officialdoc.check.folding import folded
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import PRACTICE, Breach, rule
from officialdoc.check.seen import Cell, Line, TableRow, TableSeen

LONG_TABLE = 8  # rows from which a table may well cross a page
NUMERIC = re.compile(r"^[+\-–−]?\d[\d.,]*%?$")
YEAR = re.compile(r"^(19|20)\d\d$")
BADLY_GROUPED = re.compile(r"^[+\-–−]?(\d{4,}(?:[.,]\d+)?|\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d{1,2}|\d+\.\d{4,})%?$")
ORDINAL_HEADS = {"stt", "tt", "so tt", "so thu tu"}
TOTALS = {"tong", "tong cong", "tong so", "cong", "toan tinh"}


def head_rows(table: TableSeen) -> tuple[TableRow, ...]:
    """Rows of the head: those marked as repeated at the start, else the first one."""
    count = 0
    while count < len(table.rows) and table.rows[count].repeated:
        count += 1
    return table.rows[: max(count, 1)]


def _named(table: TableSeen) -> str:
    return f"bảng {table.number}"


def _lines(rows: tuple[TableRow, ...]) -> Iterator[Line]:
    for row in rows:
        for cell in row.cells:
            yield from (line for line in cell.lines if not line.is_blank)


@rule(
    "table-head-repeat",
    source=PRACTICE,
    wanted="Hàng tiêu đề của bảng dài lặp lại ở đầu mỗi trang",
    mend="Chọn hàng tiêu đề, vào Thuộc tính bảng > Hàng, đánh dấu Lặp lại làm hàng tiêu đề (Repeat as header row).",
)
def table_head_repeat(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for table in anatomy.data_tables:
        if len(table.rows) >= LONG_TABLE and not table.rows[0].repeated:
            yield Breach(_named(table), "hàng tiêu đề không lặp lại")


@rule(
    "table-row-whole",
    source=PRACTICE,
    wanted="Hàng của bảng không bị ngắt qua hai trang",
    mend="Chọn cả bảng, vào Thuộc tính bảng > Hàng, bỏ đánh dấu Cho phép ngắt hàng qua trang (Allow row to break).",
)
def table_row_whole(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for table in anatomy.data_tables:
        split = [place for place, row in enumerate(table.rows, start=1) if not row.whole]
        if split:
            yield Breach(f"{_named(table)}, hàng {split[0]}", f"{len(split)} hàng có thể bị ngắt qua trang")


@rule(
    "table-head-weight",
    source=PRACTICE,
    wanted="Tiêu đề cột của bảng in đậm",
    mend="Chọn hàng tiêu đề và bật chữ đậm (Ctrl+B).",
)
def table_head_weight(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for table in anatomy.data_tables:
        for line in _lines(head_rows(table)):
            if any(not piece.letters.bold for piece in line.words):
                yield Breach(line.place, "tiêu đề cột không đậm")


@rule(
    "table-head-centred",
    source=PRACTICE,
    wanted="Tiêu đề cột của bảng canh giữa",
    mend="Chọn hàng tiêu đề và canh giữa (Ctrl+E).",
)
def table_head_centred(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for table in anatomy.data_tables:
        for line in _lines(head_rows(table)):
            if line.align != "center":
                yield Breach(line.place, "tiêu đề cột không canh giữa")


def _ordinal_columns(table: TableSeen) -> set[int]:
    return {cell.column for row in head_rows(table) for cell in row.cells if folded(cell.text) in ORDINAL_HEADS}


def _figures(table: TableSeen) -> Iterator[tuple[int, Cell]]:
    """Cells that hold one number, ordinals and years left out, with their row from 1."""
    head, ordinals = len(head_rows(table)), _ordinal_columns(table)
    for place, row in enumerate(table.rows[head:], start=head + 1):
        for cell in row.cells:
            text = _figure_text(cell)
            if cell.column not in ordinals and NUMERIC.match(text) and not YEAR.match(text):
                yield place, cell


def _figure_text(cell: Cell) -> str:
    """The text of a cell without raised marks such as figure codes."""
    return "".join(piece.text for line in cell.lines for piece in line.words).replace("\u00a0", "").strip()


@rule(
    "table-number-align",
    source=PRACTICE,
    wanted="Số liệu trong bảng canh phải",
    mend="Chọn cột số liệu và canh phải (Ctrl+R).",
)
def table_number_align(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for table in anatomy.data_tables:
        columns: set[int] = set()
        for place, cell in _figures(table):
            shown = [line for line in cell.lines if not line.is_blank]
            if any(line.align != "right" for line in shown) and cell.column not in columns:
                columns.add(cell.column)
                yield Breach(f"{_named(table)}, hàng {place}, cột {cell.column + 1}", f"“{cell.text}” không canh phải")


@rule(
    "table-number-form",
    source=PRACTICE,
    wanted="Số viết theo lối Việt Nam: dấu chấm giữa hàng nghìn, dấu phẩy trước phần thập phân (1.234,5)",
    mend="Viết lại số, ví dụ 1.234,5 thay cho 1,234.5.",
)
def table_number_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for table in anatomy.data_tables:
        for place, cell in _figures(table):
            if BADLY_GROUPED.match(_figure_text(cell)):
                yield Breach(f"{_named(table)}, hàng {place}, cột {cell.column + 1}", f"“{cell.text}”")


@rule(
    "table-total-weight",
    source=PRACTICE,
    wanted="Hàng tổng của bảng in đậm",
    mend="Chọn hàng tổng và bật chữ đậm (Ctrl+B).",
)
def table_total_weight(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for table in anatomy.data_tables:
        for place, row in enumerate(table.rows, start=1):
            is_total = place > len(head_rows(table)) and any(folded(cell.text) in TOTALS for cell in row.cells)
            if is_total and any(not piece.letters.bold for line in _lines((row,)) for piece in line.words):
                yield Breach(f"{_named(table)}, hàng {place}", "hàng tổng không đậm")
