"""A plan as an office would type it: Word's own defaults, drawn lines, tabs, numbering by Word, no style of ours."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

CENTRE, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
NEW_SHAPE = (
    '<w:r {w} {wp} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml">'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="{emu}" cy="0"/></wp:anchor>'
    '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:line from="10pt,1pt" to="400pt,1pt"/></w:pict></mc:Fallback>'
    "</mc:AlternateContent></w:r>"
)
OLD_SHAPE = (
    '<w:r {w} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:line from="20pt,2pt" to="{end}pt,2pt"/></w:pict></w:r>'
)


def plan() -> bytes:
    """The file's bytes."""
    word = docx.Document()
    _set_up(word)
    _head(word)
    _line(word, "KẾ HOẠCH", bold=True)
    subject = _line(word, "Tổ chức Ngày hội toàn dân bảo vệ an ninh Tổ quốc", bold=True)
    _draw_old(subject, points=120)
    _line(word, "")
    _text(
        word,
        "\tCăn cứ Kế hoạch số 15/KH-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh về phong trào toàn dân "
        "bảo vệ an ninh Tổ quốc, Ủy ban nhân dân xã ban hành Kế hoạch như sau:",
        indent=False,
    )
    _text(word, "I. MỤC ĐÍCH, YÊU CẦU", bold=True)
    _text(word, "1. Mục đích", bold=True)
    _text(word, "Phát huy vai trò của Nhân dân trong phong trào toàn dân bảo vệ an ninh Tổ quốc.")
    _text(word, "2. Yêu cầu", bold=True)
    _text(word, "Tổ chức trang trọng, tiết kiệm; có ý kiến của các ông, bà trưởng thôn trước ngày 15 tháng 7 năm 2026.")
    _text(word, "II. TỔ CHỨC THỰC HIỆN", bold=True)
    _text(word, "Giám đốc các đơn vị sự nghiệp, trưởng các thôn căn cứ Kế hoạch này tổ chức thực hiện./.")
    _foot(word)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def _set_up(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Cm(2)
    section.left_margin = Cm(3)
    font = word.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(14)
    word.styles["Normal"].paragraph_format.space_after = Pt(0)
    word.styles["Normal"].paragraph_format.line_spacing = 1.0


def _head(word: WordDocument) -> None:
    table = word.add_table(rows=2, cols=2)
    left, right = table.rows[0].cells
    _cell(left, "ỦY BAN NHÂN DÂN", size=13, bold=True)
    agency = _cell(left, "XÃ ĐÔNG THANH", size=13, bold=True)
    _draw_new(agency, millimetres=20)
    _cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    motto = _cell(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _draw_new(motto, millimetres=56)
    number, date = table.rows[1].cells
    _cell(number, "Số: ..../KH-UBND", size=13)
    _cell(date, "Đông Thanh, ngày ... tháng 6 năm 2026", size=13, italic=True)
    for column, width in zip(table.columns, (Cm(6.5), Cm(9.5)), strict=True):
        for cell in column.cells:
            cell.width = width
        column.width = width


def _foot(word: WordDocument) -> None:
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _cell(left, "Nơi nhận:", size=12, bold=True, italic=True, align=LEFT)
    for text in ("- UBND tỉnh (để báo cáo);", "- Các thôn;", "- Lưu: VT."):
        _cell(left, text, size=11, align=LEFT)
    for text in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "", "", "Lê Văn Mẫu"):
        _cell(right, text, size=14, bold=True)


def _cell(
    cell: _Cell, text: str, *, size: int, bold: bool = False, italic: bool = False, align: WD_ALIGN_PARAGRAPH = CENTRE
) -> Paragraph:
    first = cell.paragraphs[0]
    line = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
    line.alignment = align
    run = line.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return line


def _line(word: WordDocument, text: str, *, bold: bool = False) -> Paragraph:
    line = word.add_paragraph()
    line.alignment = CENTRE
    line.add_run(text).bold = bold
    return line


def _text(word: WordDocument, text: str, *, bold: bool = False, indent: bool = True) -> None:
    line = word.add_paragraph()
    line.alignment = JUSTIFY
    line.paragraph_format.first_line_indent = Cm(1) if indent else None
    line.paragraph_format.space_before = Pt(6)
    line.paragraph_format.line_spacing = Pt(18)
    line.add_run(text).bold = bold


def _draw_new(line: Paragraph, *, millimetres: int) -> None:
    """A line drawn by a present-day Word, with the older form beside it for older programs."""
    line._p.append(parse_xml(NEW_SHAPE.format(w=nsdecls("w"), wp=nsdecls("wp"), emu=millimetres * 36_000)))


def _draw_old(line: Paragraph, *, points: int) -> None:
    line._p.append(parse_xml(OLD_SHAPE.format(w=nsdecls("w"), end=20 + points)))
