"""What units say in their own words: found by theme, carried word for word, put together."""

from __future__ import annotations

import pytest

from chungtay.reporting.papers.assessment import NO_PASSAGE, assessment, said
from chungtay.reporting.papers.passages import Passage, Theme, Told, passages_of, put_together
from officialdoc import Block, Heading, Paragraph

HEAD = "BÁO CÁO\nKết quả năm 2021\nI. KẾT QUẢ THỰC HIỆN\nĐã tổ chức 40 buổi tuyên truyền với 900 lượt người dự.\n"
LIMIT = "Nội dung sinh hoạt ở một số nơi còn đơn điệu, người dự chưa đều."


def _told(text: str, unit: str = "xã Đông Thanh", version: int = 1) -> Told:
    return Told(unit, version, HEAD + text)


def _found(text: str) -> list[tuple[Theme, str]]:
    return [(each.theme, each.text) for each in passages_of(_told(text))]


def _printed(blocks: list[Block]) -> list[str]:
    return [
        each.title if isinstance(each, Heading) else "".join(run.text for run in each.runs)
        for each in blocks
        if isinstance(each, Heading | Paragraph)
    ]


@pytest.mark.parametrize(
    ("heading", "theme"),
    [
        ("1. Ưu điểm", Theme.STRENGTHS),
        ("a) Mặt làm được", Theme.STRENGTHS),
        ("2. Tồn tại, hạn chế và nguyên nhân", Theme.LIMITS),
        ("II. KHÓ KHĂN, VƯỚNG MẮC", Theme.LIMITS),
        ("3. Nguyên nhân", Theme.CAUSES),
        ("4. Bài học kinh nghiệm", Theme.LESSONS),
        ("III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2022", Theme.TASKS),
        ("IV. ĐỀ XUẤT, KIẾN NGHỊ", Theme.PROPOSALS),
    ],
)
def test_a_heading_names_the_theme(heading: str, theme: Theme) -> None:
    assert _found(f"{heading}\n- {LIMIT}\n") == [(theme, LIMIT)]


def test_the_theme_ends_at_the_next_heading_of_its_level_and_at_the_end_of_the_body() -> None:
    text = (
        f"II. HẠN CHẾ\n1. Về tuyên truyền\n{LIMIT}\nIII. SỐ LIỆU KHÁC\nCác tổ tự quản hoạt động đều ở khắp các thôn.\n"
        "IV. KIẾN NGHỊ\nĐề nghị cấp trên thống nhất biểu mẫu giữa hai ngành.\nNơi nhận:\n"
        "- Như trên và các đơn vị có liên quan để phối hợp thực hiện;\n"
    )

    assert _found(text) == [
        (Theme.LIMITS, LIMIT),
        (Theme.PROPOSALS, "Đề nghị cấp trên thống nhất biểu mẫu giữa hai ngành."),
    ]


def test_a_paragraph_that_names_its_theme_itself_goes_there() -> None:
    cause = "Nguyên nhân khách quan là địa bàn rộng, dân cư đi làm ăn xa nhiều."

    assert _found(f"II. TỒN TẠI, HẠN CHẾ\n{LIMIT}\n{cause}\n") == [(Theme.LIMITS, LIMIT), (Theme.CAUSES, cause)]


@pytest.mark.parametrize(
    "left_out",
    [
        "Còn 03 thôn chưa tổ chức được buổi tuyên truyền nào trong năm qua.",
        "Còn để xảy ra vụ trộm cắp tài sản ở khu chợ vào dịp cuối năm.",
        "Cán bộ Nguyễn Văn An chưa dành thời gian thỏa đáng cho phong trào.",
        "Đề nghị liên hệ số điện thoại 0912 345 678 để được hướng dẫn thêm.",
        "Phần này ⟦lược bỏ: vụ việc, vụ án, 40 ký tự⟧ còn có nơi chưa làm tốt.",
        "Công an xã trân trọng báo cáo Công an huyện để theo dõi, chỉ đạo.",
        "Còn ít.",
        "Thôn 1\t| chưa tổ chức\t| do mưa bão kéo dài trong nhiều tuần",
    ],
)
def test_figures_forbidden_matter_courtesy_and_tables_are_left_out(left_out: str) -> None:
    assert _found(f"II. HẠN CHẾ\n{left_out}\n{LIMIT}\n") == [(Theme.LIMITS, LIMIT)]


def test_numbers_of_documents_and_years_are_no_figures() -> None:
    task = "Tiếp tục thực hiện Chỉ thị số 09-CT/TW và kế hoạch năm 2022 của hai ngành."

    assert _found(f"III. NHIỆM VỤ\n- {task}\n") == [(Theme.TASKS, task)]


def test_places_and_names_of_honour_are_no_persons() -> None:
    task = "Tiếp tục học tập tư tưởng Hồ Chí Minh, nhân rộng cách làm của xã Hà Long."

    assert _found(f"III. NHIỆM VỤ\n- {task}\n") == [(Theme.TASKS, task)]


def test_what_several_units_say_alike_stands_once_and_what_most_say_first() -> None:
    alike = LIMIT.replace("ở một số nơi", "ở một vài nơi")
    other = "Một vài mô hình duy trì chưa thường xuyên sau khi ra mắt."
    reports = [
        _told(f"II. HẠN CHẾ\n{other}\n{LIMIT}\n", "xã Đông Thanh", 1),
        _told(f"II. HẠN CHẾ\n{alike}\n", "phường Hạc Thành", 2),
        _told(f"II. BÀI HỌC\n{alike}\n", "xã Tân Lập", 3),
    ]

    assert put_together(reports) == [
        Passage(Theme.LIMITS, LIMIT, ("xã Đông Thanh", "phường Hạc Thành", "xã Tân Lập"), (1, 2, 3)),
        Passage(Theme.LIMITS, other, ("xã Đông Thanh",), (1,)),
    ]


def test_a_printed_passage_names_four_units_and_counts_the_others() -> None:
    units = tuple(f"xã {letter}" for letter in "ABCDEF")

    printed = _printed(said([Passage(Theme.LIMITS, LIMIT, units, (1,))], Theme.LIMITS))

    assert printed == [f"- {LIMIT.rstrip('.')} (xã A, xã B, xã C, xã D và 02 đơn vị khác)."]


def test_where_no_unit_speaks_of_a_theme_one_sentence_says_so() -> None:
    printed = _printed(assessment([]))

    assert printed == [
        *("Ưu điểm", NO_PASSAGE, "Tồn tại, hạn chế", NO_PASSAGE),
        *("Nguyên nhân", NO_PASSAGE, "Bài học kinh nghiệm", NO_PASSAGE),
    ]
