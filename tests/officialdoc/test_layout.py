from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from officialdoc import (
    Align,
    Basis,
    Block,
    Column,
    Heading,
    Issuer,
    Note,
    Part,
    Profile,
    Rendering,
    Run,
    Table,
    basis,
    clause,
    figure,
    paragraph,
    row,
)
from officialdoc.layout import (
    CELL_PADDING,
    POINTS_A_MM,
    AgencyBlock,
    HeadCell,
    Line,
    addressee_lines,
    agency_blocks,
    annex_label,
    annexes_of,
    body_lines,
    clean,
    column_widths,
    enclosed_line,
    foot_line,
    head_rows,
    number_line,
    recipient_lines,
    sources_of,
)
from officialdoc.measure import text_width
from tests.officialdoc.samples import (
    conclusion_notice,
    joint_report,
    letter,
    lookup_report,
    programme,
    report_sent_up,
    spoken_report,
    totals_table,
    two_block_report,
)


def said(*blocks: Block) -> list[str]:
    lines = body_lines(replace(joint_report(), blocks=blocks))
    return ["".join(run.text for run in line.runs) for line in lines if isinstance(line, Line)]


def test_body_lines_number_every_level_anew_under_the_one_above() -> None:
    assert said(
        Part("Một"),
        Heading(1, "Tình hình"),
        Heading(2, "Đầu"),
        Heading(3, "Nhỏ"),
        clause("Câu.", level=3),
        Heading(2, "Sau"),
        Heading(3, "Nhỏ"),
        Part("Hai"),
        Heading(1, "Nhiệm vụ"),
        clause("Câu một."),
        clause("Câu hai."),
    ) == [
        "Phần I",
        "MỘT",
        "I. TÌNH HÌNH",
        "1. Đầu",
        "a) Nhỏ",
        "b) Câu.",
        "2. Sau",
        "a) Nhỏ",
        "Phần II",
        "HAI",
        "I. NHIỆM VỤ",
        "1. Câu một.",
        "2. Câu hai./.",
    ]


def test_body_lines_end_bases_with_semicolons_and_the_last_with_a_full_stop() -> None:
    bases: tuple[Basis, ...] = (basis("Căn cứ một;"), basis("Căn cứ hai"))

    assert said(*bases, paragraph("Nội dung.")) == ["Căn cứ một;", "Căn cứ hai.", "Nội dung./."]


@pytest.mark.parametrize("last", ["Hết", "Hết.", "Hết./.", "Hết ./."])
def test_body_lines_set_the_end_mark_once(last: str) -> None:
    assert said(paragraph(last)) == ["Hết./."]


def test_body_lines_put_the_end_mark_on_its_own_line_after_a_note() -> None:
    assert said(paragraph("Câu."), Note("để trống")) == ["Câu.", "[để trống]", "./."]


def test_body_lines_keep_the_code_of_a_figure_that_ends_the_text() -> None:
    lines = body_lines(replace(joint_report(), blocks=(paragraph(("Có ", figure("76", "SL-AAAAA"))),)))

    runs = (Run("Có "), Run("76", figure_code="SL-AAAAA"), Run("./."))
    assert lines == (Line(lines[0].role, runs),)  # type: ignore[union-attr]  # a line


def test_clean_composes_letters_and_keeps_to_one_line() -> None:
    assert clean("ho\u0323p\tvà\nle\u0302\u0301") == "họp và lế"


def test_number_line_is_blank_before_the_symbol_until_it_is_given() -> None:
    assert number_line(joint_report()) == "Số:      /BC-CAT-MTTQ"
    assert number_line(two_block_report()) == "Số: 07/BC-CAT-MTTQ"


def test_agency_blocks_join_issuers_in_one_block_or_keep_two() -> None:
    one = agency_blocks(joint_report())
    two = agency_blocks(two_block_report())

    assert [(block.parents, " ".join(block.names)) for block in one] == [
        ((), "CÔNG AN TỈNH THANH HÓA - BAN THƯỜNG TRỰC ỦY BAN MTTQ VIỆT NAM TỈNH THANH HÓA")
    ]
    assert [(block.parents, block.names[0]) for block in two] == [
        (("BỘ CÔNG AN",), "CÔNG AN TỈNH THANH HÓA"),
        ((), "BAN THƯỜNG TRỰC"),
    ]


def test_agency_blocks_never_break_viet_nam_apart() -> None:
    document = replace(joint_report(), issuers=(Issuer("Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Thanh Hóa"),))
    (block,) = agency_blocks(document)

    assert isinstance(block, AgencyBlock)
    assert [line for line in block.names if line.endswith(("VIỆT", "ỦY"))] == []


def test_addressee_lines_of_one_and_of_several() -> None:
    assert addressee_lines(letter()) == ("Kính gửi: Công an tỉnh Thanh Hóa.",)
    assert addressee_lines(report_sent_up()) == (
        "Kính gửi:",
        "- Bộ Công an (qua V05);",
        "- Ủy ban nhân dân tỉnh.",
    )
    assert addressee_lines(joint_report()) == ()


def test_recipient_lines_begin_with_as_above_only_where_there_are_addressees() -> None:
    assert recipient_lines(letter()) == ("- Như trên;", "- Ban Chỉ đạo 138 xã;", "- Lưu: VT, VX.")
    assert recipient_lines(conclusion_notice()) == ("- Thành viên Ban Chỉ đạo;", "- Lưu: VT, NC.")


def test_annexes_are_lettered_only_where_there_are_several_and_left_out_when_read_aloud() -> None:
    assert [annex_label(joint_report(), n) for n in range(2)] == ["Phụ lục I", "Phụ lục II"]
    assert annex_label(programme(), 0) == "Phụ lục"
    assert annexes_of(spoken_report()) == ()


def test_enclosed_line_leaves_number_and_date_open_even_when_they_are_known() -> None:
    assert enclosed_line(two_block_report()) == (
        "(Kèm theo Báo cáo số      /BC-CAT-MTTQ ngày      tháng      năm      của Công an tỉnh Thanh Hóa và "
        "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Thanh Hóa)"
    )


def test_sources_stand_in_the_look_up_copy_only() -> None:
    sheet = sources_of(lookup_report())

    assert sheet is not None
    assert sheet.title == "Nguồn gốc số liệu"
    assert sources_of(replace(lookup_report(), rendering=Rendering.CLEAN)) is None


def test_foot_line_says_what_copy_it_is_and_that_figures_are_open() -> None:
    assert foot_line(lookup_report()) == "Bản tra cứu · Số hiện tại, chưa chốt"
    assert foot_line(joint_report()) is None


def test_head_rows_put_grouped_columns_under_one_head() -> None:
    upper, lower = head_rows(totals_table())

    assert upper[5] == HeadCell("Tăng, giảm", rows=1, columns=2)
    assert upper[0] == HeadCell("STT", rows=2, columns=1)
    assert [cell.title for cell in lower] == ["Số", "%"]


def test_rules_are_two_fifths_of_the_widest_line() -> None:
    (block,) = agency_blocks(conclusion_notice())

    assert block.rule > 0
    assert Fraction(1, 3) < Fraction(2, 5) < Fraction(1, 2)


def test_column_widths_never_break_a_word_where_there_is_room() -> None:
    table = Table((Column("STT", 1, Align.CENTRE), Column("Nội dung", 99)), (row("559", "Buổi tuyên truyền"),))

    narrow, wide = column_widths(table, 165)

    assert narrow == text_width("STT", size=12, bold=True) + CELL_PADDING
    assert narrow + wide == 165 * POINTS_A_MM


def test_column_widths_follow_the_weights_where_every_word_fits() -> None:
    table = Table((Column("a", 1), Column("b", 3)), ())

    assert column_widths(table, 100) == (25 * POINTS_A_MM, 75 * POINTS_A_MM)


def test_column_widths_follow_the_weights_where_no_widths_would_do() -> None:
    table = Table((Column("Chữrấtdàikhôngcókhoảngtrống" * 9, 1), Column("b", 1)), ())

    assert column_widths(table, 100) == (50 * POINTS_A_MM, 50 * POINTS_A_MM)


def test_parts_of_a_front_document_are_ordinals() -> None:
    blocks = (Part("Kết quả"), paragraph("Đã làm."), Part("Nhiệm vụ"), paragraph("Sẽ làm."))
    document = replace(joint_report(), profile=Profile.FRONT, blocks=blocks)

    numbers = [
        line.runs[0].text for line in body_lines(document) if isinstance(line, Line) and line.role == "part-number"
    ]

    assert numbers == ["Phần thứ nhất", "Phần thứ hai"]
