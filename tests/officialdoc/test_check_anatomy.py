from __future__ import annotations

import pytest

from officialdoc import render_docx
from officialdoc.check.anatomy import dissect, is_title
from officialdoc.check.reading import read
from tests.officialdoc.samples import SAMPLES, conclusion_notice, front_plan, joint_report, letter


def test_dissect_finds_every_component_of_the_joint_report() -> None:
    anatomy = dissect(read(render_docx(joint_report())))

    assert anatomy.number is not None
    assert anatomy.date is not None
    assert (anatomy.number.text, anatomy.date.text) == (
        "Số: /BC-CAT-MTTQ",
        "Thanh Hóa, ngày tháng 12 năm 2021",
    )
    assert anatomy.agencies[0].text == "CÔNG AN TỈNH THANH HÓA -"
    assert [len(line.text) > 40 for line in anatomy.subject] == [True]
    assert [heading.number for heading in anatomy.headings if heading.kind == "section"] == ["I", "II", "I", "II"]
    assert [heading.number for heading in anatomy.headings if heading.kind == "point"] == ["a", "b"]
    assert [[line.text for line in signature.lines] for signature in anatomy.signatures] == [
        ["TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"],
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    ]
    assert [line.text for line in anatomy.recipients][-1] == "- Lưu: VT, PV05."
    assert [annex.title[0].text for annex in anatomy.annexes] == [
        "TỔNG HỢP KẾT QUẢ NĂM 2021",
        "CHẾ ĐỘ BÁO CÁO CỦA CÁC ĐƠN VỊ",
    ]
    assert [table.columns for table in anatomy.data_tables] == [9, 4]


def test_dissect_knows_a_letter_by_its_subject_under_the_number() -> None:
    anatomy = dissect(read(render_docx(letter())))

    assert anatomy.is_letter
    assert anatomy.type_name is None
    assert [line.text for line in anatomy.addressees] == ["Kính gửi: Công an tỉnh Thanh Hóa."]
    assert [signature.name.text for signature in anatomy.signatures if signature.name] == ["Lê Văn Mẫu"]


def test_dissect_tells_bases_from_the_sentence_that_follows() -> None:
    anatomy = dissect(read(render_docx(front_plan())))

    assert [line.text.split(" ngày")[0] for line in anatomy.bases] == [
        "Căn cứ Luật Mặt trận Tổ quốc Việt Nam",
        "Căn cứ Chương trình phối hợp số 01/CTrPH-CAT-MTTQT",
    ]


def test_dissect_leaves_a_last_sentence_that_begins_like_a_title_in_the_body() -> None:
    anatomy = dissect(read(render_docx(conclusion_notice())))

    assert anatomy.body_lines[-1].text == "Chủ trì vận động các tổ chức thành viên tham gia./."


@pytest.mark.parametrize("sample", SAMPLES)
def test_dissect_finds_head_and_foot_of_every_shape(sample: str) -> None:
    anatomy = dissect(read(render_docx(SAMPLES[sample]())))

    found = (anatomy.nation, anatomy.motto, anatomy.number, anatomy.date, anatomy.recipients_word)
    assert [component is None for component in found] == [False] * 5
    assert len(anatomy.signatures) == len(SAMPLES[sample]().signatures)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("TM. ỦY BAN NHÂN DÂN", True),
        ("KT CHÁNH VĂN PHÒNG", True),
        ("Phó Giám đốc", True),
        ("TỔ TRƯỞNG", True),
        ("Nguyễn Văn Mẫu", False),
        ("Tổ chức thực hiện", False),
    ],
)
def test_is_title_knows_prefixes_heads_and_deputies(text: str, title: bool) -> None:
    assert is_title(text) is title
