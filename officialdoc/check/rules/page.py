"""The page: paper, margins, page numbers. Source: Annex I, part I, section I."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from officialdoc.check.anatomy import Anatomy
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, Breach, rule
from officialdoc.check.seen import Line, SectionSeen

POINTS_A_MM = Fraction(720, 254)
SLACK = Fraction(1, 2)  # mm: Word rounds to twips, people type 2 cm for 20 mm
A4 = (210, 297)
LONG_TEXT = 2500  # letters from which a section surely has a second page
PAPER = f"{DECREE}, Mục I, khoản 1"
MARGINS = f"{DECREE}, Mục I, khoản 3"
NUMBERS = f"{DECREE}, Mục I, khoản 7"


def _mm(points: Fraction) -> Fraction:
    return points / POINTS_A_MM


def _said(length: Fraction) -> str:
    return f"{float(length):.1f}".removesuffix(".0").replace(".", ",") + " mm"


def _name(section: SectionSeen) -> str:
    return f"phần trang {section.number + 1}"


@rule(
    "page-size",
    source=PAPER,
    wanted="Khổ giấy A4 (210 mm x 297 mm)",
    mend="Vào Bố trí > Kích cỡ (Layout > Size), chọn A4.",
)
def page_size(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for section in anatomy.seen.sections:
        sides = sorted((_mm(section.width), _mm(section.height)))
        if any(abs(side - wanted) > 1 for side, wanted in zip(sides, A4, strict=True)):
            yield Breach(_name(section), f"{_said(sides[0])} x {_said(sides[1])}")


@rule(
    "page-orientation",
    source=f"{DECREE}, Mục I, khoản 2",
    wanted="Phần chính của văn bản trình bày theo chiều dài của khổ A4; bảng rộng thì tách thành phụ lục nằm ngang",
    mend="Vào Bố trí > Hướng (Layout > Orientation), chọn Dọc (Portrait) cho phần chính.",
)
def page_orientation(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    annexes = {annex.label.section for annex in anatomy.annexes}
    for section in anatomy.seen.sections[: min(annexes, default=None)]:
        if section.landscape:
            yield Breach(_name(section), "trang nằm ngang")


def _margin(key: str, side: str, name: str, low: int, high: int) -> None:
    @rule(
        key,
        source=MARGINS,
        wanted=f"Lề {name} từ {low} mm đến {high} mm",
        mend=f"Vào Bố trí > Lề (Layout > Margins), đặt lề {name} trong khoảng {low}-{high} mm.",
    )
    def margin(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
        for section in anatomy.seen.sections:
            length = _mm(getattr(section, side))
            if not low - SLACK <= length <= high + SLACK:
                yield Breach(_name(section), f"lề {name} {_said(length)}")


_margin("margin-top", "top", "trên", 20, 25)
_margin("margin-bottom", "bottom", "dưới", 20, 25)
_margin("margin-left", "left", "trái", 30, 35)
_margin("margin-right", "right", "phải", 15, 20)


def page_number_lines(lines: tuple[Line, ...]) -> list[Line]:
    """Lines that hold a page number field."""
    return [line for line in lines if any(field.upper().startswith("PAGE") for field in line.fields)]


@rule(
    "page-number-present",
    source=NUMBERS,
    wanted="Văn bản có từ hai trang trở lên phải đánh số trang",
    mend="Chèn số trang ở đầu trang, canh giữa (Chèn > Số trang > Đầu trang).",
)
def page_number_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for section in anatomy.seen.sections:
        letters = sum(len(line.text) for line in anatomy.seen.lines if line.section == section.number)
        if letters >= LONG_TEXT and not page_number_lines(section.header + section.footer):
            yield Breach(_name(section), "không có số trang")


@rule(
    "page-number-place",
    source=NUMBERS,
    wanted="Số trang canh giữa trong phần lề trên",
    mend="Bỏ số trang ở chân trang hoặc bên cạnh; chèn lại ở đầu trang và canh giữa.",
)
def page_number_place(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for section in anatomy.seen.sections:
        if page_number_lines(section.footer + section.first_footer):
            yield Breach(_name(section), "số trang ở chân trang")
        for line in page_number_lines(section.header):
            if line.align != "center":
                yield Breach(_name(section), "số trang không canh giữa")


@rule(
    "page-number-format",
    source=NUMBERS,
    wanted="Số trang bằng chữ số Ả Rập",
    mend="Mở Định dạng số trang (Format Page Numbers), chọn kiểu 1, 2, 3.",
)
def page_number_format(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for section in anatomy.seen.sections:
        fields = [field for line in page_number_lines(section.header) for field in line.fields]
        odd = any("ROMAN" in field.upper() or "ALPHABETIC" in field.upper() for field in fields)
        if odd or section.number_format != "decimal":
            yield Breach(_name(section), "số trang không phải chữ số Ả Rập")


@rule(
    "page-number-first-hidden",
    source=NUMBERS,
    wanted="Không hiển thị số trang ở trang thứ nhất",
    mend="Bật Trang đầu khác (Different First Page) và xóa số trang ở trang đầu.",
)
def page_number_first_hidden(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for section in anatomy.seen.sections[:1]:
        shown = section.first_header if section.own_first_page else section.header
        if page_number_lines(shown):
            yield Breach("trang 1", "trang đầu có số trang")


@rule(
    "page-number-start",
    source=NUMBERS,
    wanted="Số trang bắt đầu từ số 1",
    mend="Mở Định dạng số trang (Format Page Numbers), đặt Bắt đầu từ 1.",
)
def page_number_start(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for section in anatomy.seen.sections[:1]:
        if section.starts_at != 1:
            yield Breach(_name(section), f"bắt đầu từ {section.starts_at}")
