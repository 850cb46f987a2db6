"""Tables as .xlsx: numbers stay numbers, nothing runs, empty is not zero; read back by another program's reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import RequestFactory
from openpyxl.cell import Cell as ReadCell

from chungtay.core.workbook import (
    Column,
    Kind,
    TableSheet,
    notes_sheet,
    stream_workbook,
    wants_workbook,
    workbook_answer,
)
from chungtay.core.workbook.package import titles_of
from narrative.files.xlsx import column_letters

COLUMNS = (
    Column("Đơn vị"),
    Column("Số buổi", Kind.NUMBER),
    Column("Tỷ lệ", Kind.NUMBER, scale=2),
    Column("Ngày", Kind.DAY),
    Column("Lúc", Kind.MOMENT),
)


def written(*rows: tuple[object, ...], columns: tuple[Column, ...] = COLUMNS) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(b"".join(stream_workbook([TableSheet("Số liệu", columns, rows)]))))


def line(*cells: object) -> list[ReadCell]:
    sheet = written(cells).active
    assert sheet is not None
    return list(sheet[2])


def test_numbers_days_and_moments_are_what_they_are() -> None:
    moment = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)

    cells = line("Đông Thanh", 1234, Decimal("12.50"), date(2026, 11, 20), moment)

    assert [cell.value for cell in cells] == [
        "Đông Thanh", 1234, 12.5, datetime(2026, 11, 20), datetime(2026, 11, 21, 1, 30),
    ]  # fmt: skip
    assert [cell.number_format for cell in cells[1:]] == ["#,##0", "#,##0.00", "dd/mm/yyyy", "hh:mm dd/mm/yyyy"]


def test_nothing_is_an_empty_cell_and_zero_is_zero() -> None:
    assert [cell.value for cell in line("Đông Thanh", None, 0, None, None)] == ["Đông Thanh", None, 0, None, None]


@pytest.mark.parametrize("words", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_text_that_looks_like_a_formula_stays_text(words: str) -> None:
    cell = line(words, None, None, None, None)[0]

    assert cell.data_type != "f"
    assert cell.value == words
    assert cell.quotePrefix is True


def test_words_in_a_column_of_numbers_stay_words() -> None:
    assert line("Đông Thanh", "dưới 5", None, None, None)[1].value == "dưới 5"


def test_a_number_that_a_spreadsheet_would_round_stands_as_text() -> None:
    assert [cell.value for cell in line("a", 10**15 - 1, Decimal(10**15), None, None)][1:3] == [10**15 - 1, str(10**15)]


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    assert line('a\x00<b>&"\x0b', None, None, None, None)[0].value == 'a<b>&"'


def test_text_beyond_what_a_cell_holds_is_cut_off() -> None:
    assert line("x" * 40_000, None, None, None, None)[0].value == "x" * 32_766 + "…"


def test_heads_stay_in_sight_and_are_printed_on_each_page() -> None:
    sheet = written(("Đông Thanh", 1, None, None, None)).active
    assert sheet is not None

    assert [cell.value for cell in sheet[1]] == ["Đơn vị", "Số buổi", "Tỷ lệ", "Ngày", "Lúc"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("B2", "$1:$1", "A1:E2")


def test_a_table_without_rows_has_its_heads() -> None:
    sheet = written().active
    assert sheet is not None

    assert (sheet.max_row, sheet.auto_filter.ref) == (1, "A1:E1")


def test_rows_are_asked_for_while_the_file_is_written() -> None:
    asked: list[int] = []

    def rows() -> Iterator[tuple[int]]:
        for number in range(5_000):
            asked.append(number)
            yield (number,)

    pieces = stream_workbook([TableSheet("Số", (Column("Số", Kind.NUMBER),), rows())])
    next(piece for piece in pieces if asked)

    assert 0 < len(asked) < 5_000


def test_several_sheets_stand_side_by_side_and_one_can_be_hidden() -> None:
    sheets = [
        TableSheet("Số liệu", (Column("Số", Kind.NUMBER),), [(1,)]),
        notes_sheet("Ghi chú", [("Kỳ", "tháng 11"), ("Ngày", "20/11/2026")]),
        TableSheet("_phieu", (Column("a"),), [("b",)], is_hidden=True, head_rows=0),
    ]

    book = openpyxl.load_workbook(BytesIO(b"".join(stream_workbook(sheets))))

    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("Số liệu", "visible"), ("Ghi chú", "visible"), ("_phieu", "veryHidden"),
    ]  # fmt: skip
    assert list(book["Ghi chú"].values) == [("Kỳ", "tháng 11"), ("Ngày", "20/11/2026")]


def test_the_same_table_gives_the_same_bytes() -> None:
    def make() -> bytes:
        return b"".join(stream_workbook([TableSheet("a", (Column("b"),), [("c",)])]))

    assert make() == make()


def test_titles_are_made_such_as_a_spreadsheet_takes() -> None:
    assert titles_of(["Quý I/2026: [tổng]", "A" * 40, "a" * 40, "", "'x'"]) == [
        "Quý I 2026 tổng", "A" * 31, "a" * 29 + " 2", "Sheet", "x",
    ]  # fmt: skip


def test_letters_of_columns() -> None:
    assert [column_letters(column) for column in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_the_answer_is_a_download_with_a_plain_name() -> None:
    answer = workbook_answer("Số liệu: Đông Thanh", [TableSheet("a", (Column("b"),), [])], on=date(2026, 11, 20))

    assert answer["Content-Disposition"] == 'attachment; filename="so-lieu-dong-thanh-20261120.xlsx"'
    assert b"".join(answer)[:2] == b"PK"


@pytest.mark.parametrize(("query", "wanted"), [("tai=xlsx", True), ("tai=pdf", False), ("", False)])
def test_the_address_says_whether_a_workbook_is_wanted(query: str, wanted: bool) -> None:
    assert wants_workbook(RequestFactory().get(f"/?{query}")) is wanted
