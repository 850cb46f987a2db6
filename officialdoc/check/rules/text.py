"""Letters everywhere: font, colour, encoding. Source: Annex I, part I, section I, 4."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from officialdoc.check.anatomy import Anatomy
from officialdoc.check.folding import folded
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, Breach, rule
from officialdoc.check.seen import Line

FONT = "times new roman"
SOURCE = f"{DECREE}, Mục I, khoản 4"
BLACK = {"auto", "000000"}
# "khoản 2 Điều 5 Nghị định ..."; a number alone is none ("khoản 20 triệu đồng", "điểm 9"): a document must be named.
CITATION = re.compile(
    r"(?<!\w)(điều|khoản|điểm) (\d+|[a-zđ])(?=[ ,])[^.;]{0,40}?"
    r"(Luật|Bộ luật|Nghị định|Thông tư|Nghị quyết|Quyết định|Hiến pháp)"
)
STAMPS = {"hoa toc", "thuong khan", "khan"}  # printed in red, section III, 2


def _all_lines(anatomy: Anatomy) -> Iterator[Line]:
    yield from anatomy.seen.lines
    for section in anatomy.seen.sections:
        yield from (*section.header, *section.first_header, *section.footer, *section.first_footer)


@rule(
    "font-name",
    source=SOURCE,
    wanted="Phông chữ Times New Roman, bộ mã Unicode, cho toàn văn bản",
    mend="Chọn toàn văn bản (Ctrl+A) và đặt phông Times New Roman; phông .Vn, VNI thì chuyển mã sang Unicode trước.",
)
def font_name(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in _all_lines(anatomy):
        fonts = {font for piece in line.words for font in piece.letters.fonts}
        wrong = sorted(font for font in fonts if font.lower() != FONT)
        if wrong:
            yield Breach(line.place, "phông " + ", ".join(wrong))


@rule(
    "font-colour",
    source=SOURCE,
    wanted="Chữ màu đen",
    mend="Chọn chữ và đặt màu đen (Tự động).",
)
def font_colour(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in _all_lines(anatomy):
        wrong = sorted({piece.letters.colour for piece in line.words} - BLACK)
        if wrong and folded(line.text) not in STAMPS:
            yield Breach(line.place, "màu #" + ", #".join(wrong))


@rule(
    "text-composed",
    source="TCVN 6909:2001",
    wanted="Chữ Việt Unicode dựng sẵn (mỗi chữ có dấu là một ký tự)",
    mend="Chuyển văn bản từ Unicode tổ hợp sang Unicode dựng sẵn rồi dán lại.",
)
def text_composed(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in _all_lines(anatomy):
        if not unicodedata.is_normalized("NFC", line.raw):
            yield Breach(line.place, "Unicode tổ hợp")


@rule(
    "citation-case",
    source="Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục V",
    wanted="Viện dẫn văn bản cụ thể thì viết hoa chữ đầu: Điểm a Khoản 2 Điều 5 Nghị định ...",
    mend="Viết hoa “Điều”, “Khoản”, “Điểm” khi viện dẫn một văn bản cụ thể.",
)
def citation_case(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in anatomy.body_lines:
        found = CITATION.search(line.text)
        if found:
            yield Breach(line.place, f"{found[1]} {found[2]}")
