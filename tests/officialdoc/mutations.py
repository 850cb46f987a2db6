"""For each rule of layout, one change to a good document that breaks this rule and no other.

A mutation names a sample, changes the opened .docx in place, and returns words that must stand in the finding's place.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from officialdoc import render_docx
from officialdoc.check.rules.looks import COMPONENTS
from tests.officialdoc import samples

Change = Callable[[WordDocument], str]

# Component of the checker -> style that our writer gives it, and a sample that has it.
STYLES = {
    "nation": ("Quốc hiệu", "joint_report"),
    "motto": ("Tiêu ngữ", "joint_report"),
    "agency": ("Cơ quan ban hành", "guidance"),
    "number": ("Số ký hiệu", "joint_report"),
    "date": ("Địa danh ngày tháng", "joint_report"),
    "type-name": ("Tên loại văn bản", "joint_report"),
    "subject": ("Trích yếu", "joint_report"),
    "about": ("Trích yếu công văn", "letter"),
    "basis": ("Căn cứ", "front_plan"),
    "body": ("Thân văn bản", "joint_report"),
    "part-number": ("Phần - số thứ tự", "joint_report"),
    "part-title": ("Heading 1", "joint_report"),
    "section": ("Heading 2", "joint_report"),
    "item": ("Heading 3", "joint_report"),
    "point": ("Heading 4", "joint_report"),
    "address": ("Kính gửi", "letter"),
    "recipients-word": ("Nơi nhận", "joint_report"),
    "recipient": ("Danh sách nơi nhận", "joint_report"),
    "signature": ("Chức vụ người ký", "joint_report"),
    "signer": ("Họ tên người ký", "letter"),
    "annex-label": ("Phụ lục - số thứ tự", "joint_report"),
    "annex-title": ("Phụ lục - tên", "joint_report"),
    "annex-enclosed": ("Phụ lục - kèm theo", "joint_report"),
}


@dataclass(frozen=True)
class Mutation:
    """A change to a sample."""

    sample: str
    change: Change

    def apply(self) -> tuple[bytes, str, str]:
        """The broken file, the profile to check it under, and words of the place."""
        content, profile = rendered(self.sample)
        word = docx.Document(io.BytesIO(content))
        place = self.change(word)
        saved = io.BytesIO()
        word.save(saved)
        return saved.getvalue(), profile, place


@cache
def rendered(sample: str) -> tuple[bytes, str]:
    """A sample's .docx and profile; drawn once, for a hundred mutations."""
    document = samples.SAMPLES[sample]()
    return render_docx(document), document.profile


def lines(word: WordDocument) -> list[Paragraph]:
    """All paragraphs of the body in reading order, those in tables included."""
    return [Paragraph(element, word._body) for element in word.element.body.iter(qn("w:p"))]


def styled(word: WordDocument, style: str) -> list[Paragraph]:
    """Paragraphs of a style that show text."""
    key = word.styles[style].style_id
    return [line for line in lines(word) if line._p.style == key and line.text.strip()]


def starting(word: WordDocument, words: str) -> Paragraph:
    """The first paragraph that starts with `words`."""
    return next(line for line in lines(word) if line.text.startswith(words))


def rule_after(line: Paragraph) -> Paragraph:
    """The rule under a line: the first following paragraph with a border."""
    element = line._p
    while element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is None:
        element = element.getnext()
    return Paragraph(element, line._parent)


def drop(line: Paragraph) -> None:
    line._p.getparent().remove(line._p)


def rewrite(line: Paragraph, text: str) -> None:
    """Put `text` into the first run of a line and empty the others."""
    for run in line.runs[1:]:
        run.text = ""
    line.runs[0].text = text


def excerpt(line: Paragraph) -> str:
    return " ".join(line.text.split())[:20]


# Looks: generated from the checker's own table, so that a new entry there is tested here.


def resized(style: str, size: float) -> Change:
    def change(word: WordDocument) -> str:
        line = styled(word, style)[0]
        for run in line.runs:
            run.font.size = Pt(size)
        return excerpt(line)

    return change


def reweighed(style: str, *, bold: bool) -> Change:
    def change(word: WordDocument) -> str:
        line = styled(word, style)[0]
        for run in line.runs:
            run.bold = bold
        return excerpt(line)

    return change


def slanted(style: str, *, italic: bool) -> Change:
    def change(word: WordDocument) -> str:
        line = styled(word, style)[0]
        for run in line.runs:
            run.italic = italic
        return excerpt(line)

    return change


def recased(style: str, *, upper: bool) -> Change:
    def change(word: WordDocument) -> str:
        line = styled(word, style)[-1] if style == "Chức vụ người ký" else styled(word, style)[0]
        rewrite(line, line.text.upper() if upper else line.text.capitalize())
        return excerpt(line)

    return change


def uncentred(style: str) -> Change:
    def change(word: WordDocument) -> str:
        line = styled(word, style)[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return excerpt(line)

    return change


def agency_recased(word: WordDocument) -> str:
    """One letter only, so that the line keeps its width and the rule under it its share."""
    line = styled(word, "Cơ quan ban hành")[0]
    rewrite(line, line.text[:-1] + line.text[-1].lower())
    return excerpt(line)[:12]


def section_recased(word: WordDocument) -> str:
    line = styled(word, "Heading 2")[0]
    rewrite(line, "I. Đặc điểm tình hình")
    return "I. Đặc điểm"


def look_mutations() -> dict[str, Mutation]:
    found: dict[str, Mutation] = {}
    for wanted in COMPONENTS:
        if wanted.key == "page-number":
            continue
        style, sample = STYLES[wanted.key]
        if wanted.sizes is not None:
            found[f"{wanted.key}-size"] = Mutation(sample, resized(style, wanted.sizes[1] + 1))
        if wanted.bold is not None:
            found[f"{wanted.key}-weight"] = Mutation(sample, reweighed(style, bold=not wanted.bold))
        if wanted.italic is not None:
            found[f"{wanted.key}-slant"] = Mutation(sample, slanted(style, italic=not wanted.italic))
        if wanted.upper is not None:
            found[f"{wanted.key}-case"] = Mutation(sample, recased(style, upper=not wanted.upper))
        if wanted.centred:
            found[f"{wanted.key}-centred"] = Mutation(sample, uncentred(style))
    return found


def motto_resized(word: WordDocument) -> str:
    """The rule under the motto is drawn as long as the smaller letters ask, so that only their size is wrong."""
    line = styled(word, "Tiêu ngữ")[0]
    for run in line.runs:
        run.font.size = Pt(12)
    form = rule_after(line).paragraph_format
    room = Mm(95)
    form.left_indent = form.right_indent = Emu(int((room - (room - 2 * form.left_indent) * 12 / 13) / 2))
    return "Độc lập"


def page_number_resized(word: WordDocument) -> str:
    for run in word.sections[0].header.paragraphs[0].runs:
        run.font.size = Pt(10)
    return "đầu trang"


def page_number_bold(word: WordDocument) -> str:
    for run in word.sections[0].header.paragraphs[0].runs:
        run.bold = True
    return "đầu trang"


def page_number_italic(word: WordDocument) -> str:
    for run in word.sections[0].header.paragraphs[0].runs:
        run.italic = True
    return "đầu trang"


# Page


def page_size(word: WordDocument) -> str:
    word.sections[2].page_width, word.sections[2].page_height = Mm(216), Mm(279)
    return "phần trang 3"


def page_orientation(word: WordDocument) -> str:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    form = rule_after(styled(word, "Trích yếu")[0]).paragraph_format  # keeps its length on the wider page
    form.left_indent = form.right_indent = Emu(form.left_indent + Mm(87) // 2)
    return "phần trang 1"


def margin(side: str, millimetres: int) -> Change:
    def change(word: WordDocument) -> str:
        setattr(word.sections[0], f"{side}_margin", Mm(millimetres))
        return "phần trang 1"

    return change


def right_margin(word: WordDocument) -> str:
    word.sections[0].right_margin = Mm(25)
    line = rule_after(styled(word, "Trích yếu")[0])
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(48)
    return "phần trang 1"


def left_margin(word: WordDocument) -> str:
    word.sections[0].left_margin = Mm(20)
    return "phần trang 1"


def page_number_absent(word: WordDocument) -> str:
    body = starting(word, "Toàn tỉnh có 27")
    body.add_run(" Các đơn vị đã triển khai đồng bộ, có hiệu quả." * 60)
    line = word.sections[0].header.paragraphs[0]
    for run in line.runs:
        run._r.getparent().remove(run._r)
    return "phần trang 1"


def page_number_in_footer(word: WordDocument) -> str:
    field = deepcopy(word.sections[0].header.paragraphs[0]._p)
    word.sections[0].footer.paragraphs[0]._p.addnext(field)
    return "phần trang 1"


def page_number_roman(word: WordDocument) -> str:
    word.sections[0]._sectPr.find(qn("w:pgNumType")).set(qn("w:fmt"), "lowerRoman")
    return "phần trang 1"


def page_number_shown_first(word: WordDocument) -> str:
    word.sections[0].different_first_page_header_footer = False
    return "trang 1"


def page_number_from_three(word: WordDocument) -> str:
    word.sections[0]._sectPr.find(qn("w:pgNumType")).set(qn("w:start"), "3")
    return "phần trang 1"


# Head


def changed(style: str, text: str, *, place: str | None = None) -> Change:
    """The first line of a style says `text` instead."""

    def change(word: WordDocument) -> str:
        rewrite(styled(word, style)[0], text)
        return place or text[:20]

    return change


def nation_moved(word: WordDocument) -> str:
    """Columns swapped: Quốc hiệu at the left."""
    for row in word.tables[0].rows:
        left, right = row._tr.findall(qn("w:tc"))
        right.addnext(left)
    grid = word.tables[0]._tbl.tblGrid
    grid.append(grid.findall(qn("w:gridCol"))[0])
    return "CỘNG HÒA"


def without_rule(style: str) -> Change:
    def change(word: WordDocument) -> str:
        lines_of_style = styled(word, style)
        drop(rule_after(lines_of_style[-1]))
        return excerpt(lines_of_style[-1])

    return change


def motto_underlined(word: WordDocument) -> str:
    line = styled(word, "Tiêu ngữ")[0]
    drop(rule_after(line))
    line.runs[0].underline = True
    return "Độc lập"


def long_rule(style: str) -> Change:
    def change(word: WordDocument) -> str:
        lines_of_style = styled(word, style)
        form = rule_after(lines_of_style[-1]).paragraph_format
        form.left_indent = form.right_indent = Mm(2)
        return excerpt(lines_of_style[-1])

    return change


def without_agencies(word: WordDocument) -> str:
    for line in [*styled(word, "Cơ quan chủ quản"), *styled(word, "Cơ quan ban hành")]:
        rewrite(line, "")
    return "đầu trang 1"


def agency_light(word: WordDocument) -> str:
    line = styled(word, "Cơ quan ban hành")[-1]
    line.runs[0].bold = False
    return excerpt(line)


def parent_bold(word: WordDocument) -> str:
    line = styled(word, "Cơ quan chủ quản")[0]
    line.runs[0].bold = True
    return excerpt(line)


def number_absent(word: WordDocument) -> str:
    rewrite(styled(word, "Số ký hiệu")[0], "")
    return "đầu trang 1"


def date_lower(word: WordDocument) -> str:
    """The date goes to a row of its own."""
    table = word.tables[0]
    row = deepcopy(table.rows[1]._tr)
    table.rows[1]._tr.addnext(row)
    rewrite(styled(word, "Địa danh ngày tháng")[0], "")
    rewrite(styled(word, "Số ký hiệu")[1], "")
    return "Thanh Hóa, ngày"


# Title, bases, addressees


def without_type_name(word: WordDocument) -> str:
    drop(styled(word, "Tên loại văn bản")[0])
    return "sau phần đầu trang 1"


def letter_titled(word: WordDocument) -> str:
    title = deepcopy(styled(word, "Kính gửi")[0]._p)
    styled(word, "Kính gửi")[0]._p.addprevious(title)
    line = styled(word, "Kính gửi")[0]
    line.style = word.styles["Tên loại văn bản"]
    rewrite(line, "CÔNG VĂN")
    return "CÔNG VĂN"


def without_subject(word: WordDocument) -> str:
    line = styled(word, "Trích yếu")[0]
    drop(rule_after(line))
    drop(line)
    return "HƯỚNG DẪN"


def basis_unended(word: WordDocument) -> str:
    line = styled(word, "Căn cứ")[0]
    rewrite(line, line.text.rstrip(";"))
    return "Căn cứ Luật Mặt trận"


def bases_together(word: WordDocument) -> str:
    first, second = styled(word, "Căn cứ")
    rewrite(first, f"{first.text} {second.text}")
    drop(second)
    return "Căn cứ Luật Mặt trận"


def address_list_unended(word: WordDocument) -> str:
    line = styled(word, "Kính gửi")[1]
    rewrite(line, line.text.replace(";", ","))
    return "- Bộ Công an"


def plan_addressed(word: WordDocument) -> str:
    """A guidance with "Kính gửi"; the recipients say "Như trên", as they then must."""
    body = styled(word, "Heading 2")[0]
    line = body.insert_paragraph_before("Kính gửi: Công an các xã, phường.", style="Kính gửi")
    first = styled(word, "Danh sách nơi nhận")[0]
    first.insert_paragraph_before("- Như trên;", style="Danh sách nơi nhận")
    return excerpt(line)


def letter_unaddressed(word: WordDocument) -> str:
    drop(styled(word, "Kính gửi")[0])
    drop(starting(word, "- Như trên"))
    return "trước nội dung"


# Body


def body_left(word: WordDocument) -> str:
    line = starting(word, "Thực hiện Chương trình")
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return excerpt(line)


def body_flush(word: WordDocument) -> str:
    line = starting(word, "Toàn tỉnh có 27")
    line.paragraph_format.first_line_indent = Mm(0)
    return excerpt(line)


def body_tight(word: WordDocument) -> str:
    line = starting(word, "- Tại xã Đông Thanh")
    line.paragraph_format.space_after = Pt(0)
    return "- Tại phường Hạc"


def body_wide(word: WordDocument) -> str:
    line = starting(word, "Toàn tỉnh có 27")
    line.paragraph_format.line_spacing = 2.0
    return excerpt(line)


def item_light(word: WordDocument) -> str:
    line = starting(word, "1. Tuyên truyền")
    line.runs[0].bold = False
    return excerpt(line)


def renumbered(old: str, new: str) -> Change:
    """The first heading that starts with `old` starts with `new` instead."""

    def change(word: WordDocument) -> str:
        line = starting(word, old)
        rewrite(line, line.text.replace(old, new, 1))
        return excerpt(line)

    return change


def unended(word: WordDocument) -> str:
    line = starting(word, "Đề nghị các cấp ủy")
    rewrite(line, line.text.removesuffix("./.") + ".")
    return excerpt(line)


# Foot


def without_signatures(word: WordDocument) -> str:
    for line in styled(word, "Chức vụ người ký"):
        rewrite(line, "")
    return "cuối văn bản"


def retitled(old: str, new: str) -> Change:
    def change(word: WordDocument) -> str:
        line = next(line for line in styled(word, "Chức vụ người ký") if line.text == old)
        rewrite(line, new)
        return new

    return change


def police_on_behalf(word: WordDocument) -> str:
    line = styled(word, "Chức vụ người ký")[0]
    line.insert_paragraph_before("TM. BAN GIÁM ĐỐC", style="Chức vụ người ký")
    return "TM. BAN GIÁM ĐỐC"


def front_alone(word: WordDocument) -> str:
    """A vice chair "KT. CHỦ TỊCH", as if the Front were run by one head."""
    rewrite(styled(word, "Chức vụ người ký")[0], "KT. CHỦ TỊCH")
    return "PHÓ CHỦ TỊCH"


def without_kt(word: WordDocument) -> str:
    drop(styled(word, "Chức vụ người ký")[0])
    return "PHÓ GIÁM ĐỐC"


def without_recipients(word: WordDocument) -> str:
    for line in [*styled(word, "Nơi nhận"), *styled(word, "Danh sách nơi nhận")]:
        rewrite(line, "")
    return "cuối văn bản"


def recipient_unended(word: WordDocument) -> str:
    line = starting(word, "- UBND tỉnh")
    rewrite(line, "- UBND tỉnh")
    return "- UBND tỉnh"


# Annexes


def annex_label_upper(word: WordDocument) -> str:
    rewrite(styled(word, "Phụ lục - số thứ tự")[0], "PHỤ LỤC I")
    return "PHỤ LỤC I"


def annex_untitled(word: WordDocument) -> str:
    drop(styled(word, "Phụ lục - tên")[0])
    return "Phụ lục I"


def annex_alone(word: WordDocument) -> str:
    drop(styled(word, "Phụ lục - kèm theo")[0])
    return "Phụ lục I"


def annex_counted_on(word: WordDocument) -> str:
    numbering = word.sections[1]._sectPr.find(qn("w:pgNumType"))
    del numbering.attrib[qn("w:start")]
    return "Phụ lục I"


def annex_unmentioned(word: WordDocument) -> str:
    line = starting(word, "Toàn tỉnh có 76")
    rewrite(line, "Toàn tỉnh có 76 loại mô hình.")
    return "Phụ lục II"


def annex_upright(word: WordDocument) -> str:
    section = word.sections[1]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width
    return "bảng 3 của Phụ lục I"


# Tables: the third of the joint report is the wide one


def head_unrepeated(word: WordDocument) -> str:
    for mark in list(word.tables[2]._tbl.iter(qn("w:tblHeader"))):
        mark.getparent().remove(mark)
    for row in word.tables[2].rows[1:2]:  # as it would be with one head row
        row._tr.getparent().remove(row._tr)
    for cell in word.tables[2].rows[0]._tr.iter(qn("w:vMerge")):
        cell.set(qn("w:val"), "restart")
    return "bảng 3"


def row_split(word: WordDocument) -> str:
    mark = word.tables[2].rows[5]._tr.find(f".//{qn('w:cantSplit')}")
    mark.getparent().remove(mark)
    return "bảng 3, hàng 6"


def head_light(word: WordDocument) -> str:
    word.tables[3].rows[0].cells[1].paragraphs[0].runs[0].bold = False
    return "Xã, phường"


def head_left(word: WordDocument) -> str:
    word.tables[3].rows[0].cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    return "Xã, phường"


def figure_left(word: WordDocument) -> str:
    word.tables[3].rows[2].cells[2].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    return "bảng 4, hàng 3, cột 3"


def figure_english(word: WordDocument) -> str:
    rewrite(word.tables[3].rows[2].cells[2].paragraphs[0], "1,234")
    return "bảng 4, hàng 3, cột 3"


def total_light(word: WordDocument) -> str:
    for cell in word.tables[3].rows[-1].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = False
    return "bảng 4, hàng 7"


# Text


def other_font(word: WordDocument) -> str:
    line = starting(word, "Toàn tỉnh có 27")
    fonts = line.runs[0]._r.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), ".VnTime")
    return excerpt(line)


def other_colour(word: WordDocument) -> str:
    line = starting(word, "Toàn tỉnh có 27")
    line.runs[0].font.color.rgb = RGBColor(0, 0, 0xC0)
    return excerpt(line)


def decomposed(word: WordDocument) -> str:
    line = starting(word, "Toàn tỉnh có 27")
    rewrite(line, unicodedata.normalize("NFD", line.text))
    return "đoạn 8"


def cited_small(word: WordDocument) -> str:
    line = starting(word, "Toàn tỉnh có 27")
    rewrite(line, "Thực hiện khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP.")
    return "Thực hiện khoản 2"


def theme_font(word: WordDocument) -> str:
    """Not part of the table: a paragraph whose font comes from the theme."""
    line = starting(word, "Toàn tỉnh có 27")
    fonts = OxmlElement("w:rFonts")
    for kind in ("asciiTheme", "hAnsiTheme"):
        fonts.set(qn(f"w:{kind}"), "minorHAnsi")
    line.runs[0]._r.get_or_add_rPr().insert(0, fonts)
    return excerpt(line)


MUTATIONS: dict[str, Mutation] = {
    **look_mutations(),
    "motto-size": Mutation("joint_report", motto_resized),
    "agency-case": Mutation("guidance", agency_recased),
    "section-case": Mutation("joint_report", section_recased),
    "page-number-size": Mutation("joint_report", page_number_resized),
    "page-number-weight": Mutation("joint_report", page_number_bold),
    "page-number-slant": Mutation("joint_report", page_number_italic),
    "page-size": Mutation("joint_report", page_size),
    "page-orientation": Mutation("guidance", page_orientation),
    "margin-top": Mutation("joint_report", margin("top", 10)),
    "margin-bottom": Mutation("joint_report", margin("bottom", 10)),
    "margin-left": Mutation("letter", left_margin),
    "margin-right": Mutation("joint_report", right_margin),
    "page-number-present": Mutation("joint_report", page_number_absent),
    "page-number-place": Mutation("joint_report", page_number_in_footer),
    "page-number-format": Mutation("joint_report", page_number_roman),
    "page-number-first-hidden": Mutation("joint_report", page_number_shown_first),
    "page-number-start": Mutation("joint_report", page_number_from_three),
    "nation-text": Mutation("joint_report", changed("Quốc hiệu", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    "nation-place": Mutation("joint_report", nation_moved),
    "motto-text": Mutation("joint_report", changed("Tiêu ngữ", "Độc lập -Tự do - Hạnh phúc")),
    "motto-rule": Mutation("joint_report", motto_underlined),
    "motto-rule-length": Mutation("joint_report", long_rule("Tiêu ngữ")),
    "agency-present": Mutation("guidance", without_agencies),
    "agency-weight": Mutation("guidance", agency_light),
    "parent-weight": Mutation("guidance", parent_bold),
    "agency-rule": Mutation("guidance", without_rule("Cơ quan ban hành")),
    "agency-rule-length": Mutation("guidance", long_rule("Cơ quan ban hành")),
    "number-form": Mutation("joint_report", number_absent),
    "number-spaces": Mutation("two_block_report", changed("Số ký hiệu", "Số: 07 /BC-CAT-MTTQ")),
    "number-padded": Mutation("two_block_report", changed("Số ký hiệu", "Số: 7/BC-CAT-MTTQ")),
    "symbol-case": Mutation("joint_report", changed("Số ký hiệu", "Số:      /BC-CAT-Mttq", place="Mttq")),
    "symbol-type": Mutation("programme", changed("Số ký hiệu", "Số:      /CTR-CAT-MTTQ", place="CTR")),
    "symbol-agrees": Mutation("joint_report", changed("Số ký hiệu", "Số:      /KH-CAT-MTTQ", place="KH-CAT")),
    "symbol-agency": Mutation("guidance", changed("Số ký hiệu", "Số:      /HD-UBND", place="HD-UBND")),
    "date-form": Mutation(
        "joint_report", changed("Địa danh ngày tháng", "Thanh Hóa, ngày 05/12/2021 (tháng 12 năm 2021)")
    ),
    "date-padded": Mutation("joint_report", changed("Địa danh ngày tháng", "Thanh Hóa, ngày 5 tháng 12 năm 2021")),
    "date-row": Mutation("joint_report", date_lower),
    "type-name-present": Mutation("joint_report", without_type_name),
    "letter-without-title": Mutation("letter", letter_titled),
    "subject-present": Mutation("guidance", without_subject),
    "subject-rule": Mutation("joint_report", without_rule("Trích yếu")),
    "subject-rule-length": Mutation("joint_report", long_rule("Trích yếu")),
    "about-form": Mutation("letter", changed("Trích yếu công văn", "Về việc báo cáo số liệu phong trào")),
    "basis-end": Mutation("front_plan", basis_unended),
    "basis-apart": Mutation("front_plan", bases_together),
    "address-form": Mutation("letter", changed("Kính gửi", "Kính gửi Công an tỉnh Thanh Hóa.")),
    "address-list": Mutation("report_sent_up", address_list_unended),
    "address-kind": Mutation("guidance", plan_addressed),
    "address-present": Mutation("letter", letter_unaddressed),
    "body-justified": Mutation("joint_report", body_left),
    "body-first-line": Mutation("joint_report", body_flush),
    "body-gap": Mutation("joint_report", body_tight),
    "body-line-spacing": Mutation("joint_report", body_wide),
    "item-weight": Mutation("joint_report", item_light),
    "part-numeral": Mutation("joint_report", renumbered("Phần I", "Phần thứ nhất")),
    "part-order": Mutation("joint_report", renumbered("Phần II", "Phần III")),
    "section-order": Mutation("joint_report", renumbered("II. KẾT", "III. KẾT")),
    "item-order": Mutation("joint_report", renumbered("2. Xây dựng", "3. Xây dựng")),
    "point-order": Mutation("front_plan", renumbered("đ) ", "e) ")),
    "end-mark": Mutation("joint_report", unended),
    "signature-present": Mutation("guidance", without_signatures),
    "signature-prefix": Mutation("report_sent_up", retitled("KT. GIÁM ĐỐC", "KT GIÁM ĐỐC")),
    "signature-on-behalf": Mutation("guidance", police_on_behalf),
    "signature-collective": Mutation("front_plan", front_alone),
    "signature-deputy": Mutation("report_sent_up", without_kt),
    "signer-title": Mutation("letter", changed("Họ tên người ký", "TS. Lê Văn Mẫu")),
    "recipients-present": Mutation("joint_report", without_recipients),
    "recipients-word-form": Mutation("joint_report", changed("Nơi nhận", "Nơi nhận")),
    "recipients-form": Mutation("joint_report", recipient_unended),
    "recipients-filed": Mutation("joint_report", renumbered("- Lưu: VT, PV05.", "- Lưu hồ sơ;")),
    "recipients-as-above": Mutation("letter", renumbered("- Như trên", "- Chủ tịch UBND xã")),
    "annex-label-form": Mutation("joint_report", annex_label_upper),
    "annex-title-present": Mutation("joint_report", annex_untitled),
    "annex-enclosed-form": Mutation("joint_report", annex_alone),
    "annex-pages": Mutation("joint_report", annex_counted_on),
    "annex-mentioned": Mutation("joint_report", annex_unmentioned),
    "annex-landscape": Mutation("joint_report", annex_upright),
    "table-head-repeat": Mutation("joint_report", head_unrepeated),
    "table-row-whole": Mutation("joint_report", row_split),
    "table-head-weight": Mutation("joint_report", head_light),
    "table-head-centred": Mutation("joint_report", head_left),
    "table-number-align": Mutation("joint_report", figure_left),
    "table-number-form": Mutation("joint_report", figure_english),
    "table-total-weight": Mutation("joint_report", total_light),
    "font-name": Mutation("joint_report", other_font),
    "font-colour": Mutation("joint_report", other_colour),
    "citation-case": Mutation("joint_report", cited_small),
    "text-composed": Mutation("joint_report", decomposed),
}
