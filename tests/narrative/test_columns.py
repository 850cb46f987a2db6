"""Columns about persons: found by their heads, by what stands in them, and told without a word of it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from narrative.columns import PersonalColumn, column_of_place, personal_columns
from narrative.files.xlsx import GridCell, column_letters, read_grid


def grid(*rows: tuple[object, ...], title: str = "Phiếu", hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    if hidden:
        book.create_sheet("Trống")
        book.active.sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def found(*rows: tuple[object, ...], of_figures: tuple[int, ...] = ()) -> list[PersonalColumn]:
    return personal_columns(read_grid(grid(*rows)), of_figures={("Phiếu", column) for column in of_figures})


def test_a_grid_holds_what_its_cells_show() -> None:
    sheet = read_grid(grid(("Số buổi", None, 1234.5), (None, True)))[0]

    assert sheet.cells == (
        GridCell(1, 1, "Số buổi"), GridCell(1, 3, "1.234,5", is_number=True), GridCell(2, 2, "TRUE"),
    )  # fmt: skip
    assert sheet.cells[1].letters == "C"


def test_a_hidden_sheet_is_told_apart() -> None:
    assert [sheet.is_hidden for sheet in read_grid(grid(("a",), hidden=True))] == [True, False]


@pytest.mark.parametrize("head", ["Họ và tên", "HO TEN", "Số CCCD", "SĐT", "Số điện thoại", "Năm sinh", "Địa chỉ"])
def test_a_head_tells_a_column_about_persons(head: str) -> None:
    assert [(one.letters, one.head) for one in found(("Thôn", head), ("Thôn 1", None))] == [("B", head)]


@pytest.mark.parametrize("head", ["Thôn", "Số buổi", "Lượt người", "Ghi chú", "Mô hình"])
def test_other_heads_are_left_alone(head: str) -> None:
    assert found(("TT", head), (1, 20), (2, 35)) == []


def test_names_below_no_head_are_found_and_not_repeated() -> None:
    rows = (("Lê Thị Chào",), ("Phạm Văn Ca",), ("Đỗ Thị Khuyên",))

    assert found(*rows) == [PersonalColumn("Phiếu", "A", "", "person_list")]


@pytest.mark.parametrize("number", [987123456, 38091234567])
def test_a_telephone_or_identity_number_that_lost_its_zero_is_found(number: int) -> None:
    assert [one.letters for one in found(("a", number))] == ["B"]


def test_a_large_figure_where_figures_are_expected_is_a_figure() -> None:
    assert found(("Kinh phí", 987123456), of_figures=(1, 2)) == []


def test_a_number_typed_as_words_among_figures_is_found() -> None:
    assert [one.kind for one in found(("Số", "0987 123 456"), of_figures=(1, 2))] == ["phone"]


def test_places_of_cells_are_told_from_others() -> None:
    assert column_of_place("sheet Phiếu, AB12") == ("Phiếu", "AB")
    assert column_of_place("comment") is None


def test_letters_of_columns() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
