"""Annexes. Source: Annex I, part I, section III, 1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officialdoc import wording
from officialdoc.check.anatomy import Anatomy, AnnexSeen
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, PRACTICE, Breach, rule
from officialdoc.check.seen import TableSeen
from officialdoc.model import LANDSCAPE_FROM_COLUMNS
from officialdoc.numbering import from_roman, roman

SOURCE = f"{DECREE}, Mục III, khoản 1"
LABEL = re.compile(rf"^{wording.ANNEX_WORD}(?: (?P<number>\S+))?$")
NUMERAL = r"[IVXLC]+"
JOINT = r"(?:\s*[,;-]|\s*–|\s+và|\s+đến)\s*(?:phụ lục )?(?:số )?"
MENTION = re.compile(rf"phụ lục(?: số)? (?P<list>{NUMERAL}(?:{JOINT}{NUMERAL}\b)*)", re.IGNORECASE)
ALL_MENTIONED = "các phụ lục kèm theo"
SPAN = re.compile(rf"({NUMERAL})\s*(?:-|–|đến)\s*(?:phụ lục )?({NUMERAL})\b", re.IGNORECASE)


@rule(
    "annex-label-form",
    source=SOURCE,
    wanted="“Phụ lục I” bằng chữ in thường; từ hai phụ lục trở lên thì đánh số La Mã liên tục",
    mend="Gõ lại “Phụ lục I”, “Phụ lục II” ... theo thứ tự.",
)
def annex_label_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for place, annex in enumerate(anatomy.annexes, start=1):
        found = LABEL.match(annex.label.text)
        number = found["number"] if found else None
        if found is None or (number is None and len(anatomy.annexes) > 1):
            yield Breach(annex.label.place, annex.label.text)
        elif number is not None and from_roman(number) != place:
            yield Breach(annex.label.place, f"{annex.label.text} thay vì {wording.ANNEX_WORD} {roman(place)}")


@rule(
    "annex-title-present",
    source=SOURCE,
    wanted="Mỗi phụ lục có tên, canh giữa, dưới số thứ tự",
    mend="Ghi tên phụ lục bằng chữ in hoa, đậm, dưới dòng “Phụ lục”.",
)
def annex_title_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for annex in anatomy.annexes:
        if not annex.title:
            yield Breach(annex.label.place, "không có tên phụ lục")


@rule(
    "annex-enclosed-form",
    source=SOURCE,
    wanted="Dưới tên phụ lục có dòng “(Kèm theo ... số .../... ngày ... của ...)”",
    mend="Thêm dòng “(Kèm theo Báo cáo số      /BC-... ngày      tháng      năm      của ...)”.",
)
def annex_enclosed_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for annex in anatomy.annexes:
        if annex.enclosed is None:
            yield Breach(annex.label.place, "không có dòng kèm theo")
            continue
        text = annex.enclosed.text
        if not (text.startswith(f"({wording.ENCLOSED_WORD} ") and text.endswith(")")):
            yield Breach(annex.enclosed.place, text)


@rule(
    "annex-pages",
    source=SOURCE,
    wanted="Mỗi phụ lục bắt đầu ở trang mới và đánh số trang riêng từ 1",
    mend="Chèn ngắt phần (Section Break, Next Page) trước phụ lục; mở Định dạng số trang, chọn Bắt đầu từ 1.",
)
def annex_pages(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    before = 0
    for annex in anatomy.annexes:
        section = anatomy.seen.sections[annex.label.section]
        if section.number == before or section.starts_at != 1:
            yield Breach(annex.label.place, "số trang nối tiếp phần trước")
        before = section.number


@rule(
    "annex-mentioned",
    source=SOURCE,
    wanted="Văn bản có phụ lục thì nội dung phải có chỉ dẫn về phụ lục đó",
    mend="Thêm chỉ dẫn trong nội dung, ví dụ “(Phụ lục II)”.",
)
def annex_mentioned(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    text = " ".join(line.text for line in anatomy.body_lines)
    mentioned = mentioned_annexes(text)
    if ALL_MENTIONED in text.lower():
        return
    for annex in anatomy.annexes:
        number = _number(annex)
        known = wording.ANNEX_WORD.lower() in text.lower() if number is None else number in mentioned
        if not known:
            yield Breach(annex.label.place, "nội dung không nhắc tới phụ lục này")


def mentioned_annexes(text: str) -> set[int]:
    """Numbers of the annexes that `text` points to: "Phụ lục I, II và IV", "các Phụ lục I đến VIII"."""
    found: set[int] = set()
    for mention in MENTION.finditer(text):
        listed = mention["list"]
        found |= {number for part in re.findall(NUMERAL, listed) if (number := from_roman(part)) is not None}
        for first, last in SPAN.findall(listed):
            start, end = from_roman(first.upper()), from_roman(last.upper())
            if start is not None and end is not None:
                found |= set(range(start, end + 1))
    return found


def _number(annex: AnnexSeen) -> int | None:
    found = LABEL.match(annex.label.text)
    return from_roman(found["number"]) if found and found["number"] else None


@rule(
    "annex-landscape",
    source=PRACTICE,
    wanted="Bảng nhiều hơn 8 cột đặt trong phụ lục có trang nằm ngang",
    mend="Đặt trang của phụ lục nằm ngang (Layout > Orientation > Landscape).",
)
def annex_landscape(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for annex in anatomy.annexes:
        for block in annex.blocks:
            wide = isinstance(block, TableSeen) and block.columns >= LANDSCAPE_FROM_COLUMNS
            if isinstance(block, TableSeen) and wide and not anatomy.seen.sections[block.section].landscape:
                yield Breach(f"bảng {block.number} của {annex.label.text}", f"{block.columns} cột trên trang dọc")
