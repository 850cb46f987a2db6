"""Paragraph styles of the .docx, so that Word's own panes (styles, navigation) show what each line is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from officialdoc import layout
from officialdoc.layout import LOOKS, Look, Role

FONT = "Times New Roman"
BLACK = RGBColor(0, 0, 0)
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
STYLE_NAMES = {
    Role.PART_NUMBER: "Phần - số thứ tự",
    Role.PART_TITLE: "Heading 1",
    Role.SECTION: "Heading 2",
    Role.ITEM_TITLE: "Heading 3",
    Role.POINT_TITLE: "Heading 4",
    Role.BODY: "Thân văn bản",
    Role.BASIS: "Căn cứ",
    Role.NOTE: "Ghi chú để trống",
    Role.CAPTION: "Tên bảng",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Look of a line outside the body: nothing of it is justified or indented."""

    name: str
    size: int
    bold: bool = False
    italic: bool = False
    align: str = "centre"
    after: int = 0


NATION = Frame("Quốc hiệu", layout.NATION_SIZE, bold=True)
MOTTO = Frame("Tiêu ngữ", layout.MOTTO_SIZE, bold=True)
PARENT = Frame("Cơ quan chủ quản", layout.AGENCY_SIZE)
AGENCY = Frame("Cơ quan ban hành", layout.AGENCY_SIZE, bold=True)
NUMBER = Frame("Số ký hiệu", layout.NUMBER_SIZE)
DATE = Frame("Địa danh ngày tháng", layout.DATE_SIZE, italic=True)
ABOUT = Frame("Trích yếu công văn", layout.ABOUT_SIZE)
TYPE_NAME = Frame("Tên loại văn bản", layout.BODY_SIZE, bold=True)
SUBJECT = Frame("Trích yếu", layout.BODY_SIZE, bold=True)
ADDRESSEE = Frame("Kính gửi", layout.BODY_SIZE, align="centre", after=layout.AFTER_PARAGRAPH)
TITLE = Frame("Chức vụ người ký", layout.BODY_SIZE, bold=True)
NAME = Frame("Họ tên người ký", layout.BODY_SIZE, bold=True)
RECIPIENTS_WORD = Frame("Nơi nhận", layout.RECIPIENTS_WORD_SIZE, bold=True, italic=True, align="left")
RECIPIENT = Frame("Danh sách nơi nhận", layout.RECIPIENT_SIZE, align="left")
ANNEX_LABEL = Frame("Phụ lục - số thứ tự", layout.BODY_SIZE, bold=True)
ANNEX_TITLE = Frame("Phụ lục - tên", layout.BODY_SIZE, bold=True)
ENCLOSED = Frame("Phụ lục - kèm theo", layout.BODY_SIZE, italic=True)
RULE = Frame("Đường kẻ", 2)
CELL = Frame("Ô bảng", 12, align="left")
PAGE_NUMBER = Frame("Số trang", layout.PAGE_NUMBER_SIZE)
PAGE_LINE = Frame("Chân trang", layout.PAGE_LINE_SIZE, italic=True)
FRAMES = (
    NATION,
    MOTTO,
    PARENT,
    AGENCY,
    NUMBER,
    DATE,
    ABOUT,
    TYPE_NAME,
    SUBJECT,
    ADDRESSEE,
    TITLE,
    NAME,
    RECIPIENTS_WORD,
    RECIPIENT,
    ANNEX_LABEL,
    ANNEX_TITLE,
    ENCLOSED,
    RULE,
    CELL,
    PAGE_NUMBER,
    PAGE_LINE,
)


def set_up_styles(word: WordDocument, *, line_spacing: Fraction) -> None:
    """Replace the template's styles by ours: one font everywhere, black, Vietnamese."""
    _only_needed_styles(word)
    _defaults(word)
    normal = word.styles["Normal"]
    _letters(normal, size=layout.BODY_SIZE, bold=False, italic=False)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    for role, look in LOOKS.items():
        _body_style(word, STYLE_NAMES[role], look, line_spacing)
    for frame in FRAMES:
        _frame_style(word, frame)


def _only_needed_styles(word: WordDocument) -> None:
    kept = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer", *STYLE_NAMES.values()}
    for style in list(word.styles):
        if style.name not in kept:
            style.element.getparent().remove(style.element)


def _defaults(word: WordDocument) -> None:
    """Document defaults name the font and the language; the theme's fonts would win over them, so they go."""
    defaults = word.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(run):
        run.remove(child)
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), str(2 * layout.BODY_SIZE))
    language = OxmlElement("w:lang")
    for kind in ("val", "eastAsia"):
        language.set(qn(f"w:{kind}"), "vi-VN")
    run.extend((fonts, size, language))
    paragraph = defaults.find(qn("w:pPrDefault"))
    for child in list(paragraph):
        paragraph.remove(child)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    if any(style.name == name for style in word.styles):
        old = word.styles[name]
        old.element.getparent().remove(old.element)
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("Heading"))
    style.element.set(qn("w:styleId"), _plain_id(name))
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    return style


def _plain_id(name: str) -> str:
    """An id of plain letters for a style: some programs drop all others, and with them the link to the style."""
    decomposed = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in decomposed if letter.isascii())
    return "".join(letter for letter in bare.title() if letter.isalnum())


def _body_style(word: WordDocument, name: str, look: Look, line_spacing: Fraction) -> None:
    style = _style(word, name)
    _letters(style, size=look.size, bold=look.bold, italic=look.italic)
    form = style.paragraph_format
    form.alignment = ALIGNMENTS[look.align]
    form.first_line_indent = Mm(float(layout.FIRST_LINE)) if look.first_line else Mm(0)
    form.space_before, form.space_after = Pt(0), Pt(look.after)
    form.line_spacing = float(line_spacing)
    form.keep_with_next = look.keep_with_next
    form.widow_control = True
    if look.level is not None:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(look.level))
        style.element.get_or_add_pPr().append(outline)


def _frame_style(word: WordDocument, frame: Frame) -> None:
    style = _style(word, frame.name)
    _letters(style, size=frame.size, bold=frame.bold, italic=frame.italic)
    style.paragraph_format.alignment = ALIGNMENTS[frame.align]
    style.paragraph_format.space_after = Pt(frame.after)


def _letters(style: ParagraphStyle, *, size: int, bold: bool, italic: bool) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = BLACK
    for kind in ("w:eastAsia", "w:cs"):
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn(kind), FONT)
