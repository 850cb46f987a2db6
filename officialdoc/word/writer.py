"""From a document to a .docx: page, head, body, foot, annexes. Source: Nghị định 30/2020/NĐ-CP, Annex I."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from officialdoc import layout, wording
from officialdoc.formats import official_date
from officialdoc.layout import AgencyBlock, Line, Placed
from officialdoc.measure import text_width
from officialdoc.model import Annex, Document, PageBreak, Rendering, Signature
from officialdoc.word import styles
from officialdoc.word.drawing import add_runs, frame_table, framed, page_field, rule, whole_row
from officialdoc.word.package import empty_package, package_bytes, set_properties
from officialdoc.word.styles import STYLE_NAMES
from officialdoc.word.tables import add_table


def render_docx(document: Document) -> bytes:
    """`document` as a .docx in the official layout. Equal documents give equal bytes.

    Names no author and no moment in the file's properties. Texts are written in NFC.
    """
    word = docx.Document(io.BytesIO(_template(layout.line_spacing(document))))
    set_properties(word, title=layout.clean(document.type_name or "Công văn"), subject=layout.clean(document.subject))
    _set_page(word.sections[0], landscape=False)
    _page_marks(word.sections[0], document)
    _head(word, document)
    _title(word, document)
    _addressees(word, document)
    _lines(word, document, layout.body_lines(document), layout.TEXT_WIDTH)
    _foot(word, document)
    for place, annex in enumerate(layout.annexes_of(document)):
        _annex(word, document, annex, place)
    sources = layout.sources_of(document)
    if sources is not None:
        _annex(word, document, sources, None)
    return package_bytes(word)


@cache
def _template(line_spacing: Fraction) -> bytes:
    """An empty file with our styles. Made once for each line spacing: the styles take longer than the text."""
    word = empty_package()
    styles.set_up_styles(word, line_spacing=line_spacing)
    return package_bytes(word)


def _set_page(section: Section, *, landscape: bool) -> None:
    short, long = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = section.footer_distance = Mm(layout.TOP / 2)
    section.different_first_page_header_footer = True
    _count_pages_from_one(section)


def _count_pages_from_one(section: Section) -> None:
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(
        numbering, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:docGrid"
    )


def _page_marks(section: Section, document: Document) -> None:
    """The page number at the top, hidden on the first page; the foot line on all pages. Annexes inherit both."""
    page_field(_only_line(section.header, styles.PAGE_NUMBER))
    _only_line(section.first_page_header, styles.PAGE_NUMBER)
    text = layout.foot_line(document)
    for footer in (section.footer, section.first_page_footer):
        _only_line(footer, styles.PAGE_LINE).add_run(text or "")


def _only_line(holder: _Header | _Footer, frame: styles.Frame) -> WordParagraph:
    holder.is_linked_to_previous = False
    line: WordParagraph = holder.paragraphs[0]
    line.style = frame.name
    return line


def _head(word: WordDocument, document: Document) -> None:
    table = frame_table(word, (layout.HEAD_LEFT, layout.HEAD_RIGHT), rows=2)
    (left, right), (number, date) = ((row.cells[0], row.cells[1]) for row in table.rows)
    for place, block in enumerate(layout.agency_blocks(document)):
        _agency_block(left, block, first=place == 0)
    framed(right, styles.NATION, wording.NATION)
    framed(right, styles.MOTTO, wording.MOTTO)
    motto = text_width(wording.MOTTO, size=layout.MOTTO_SIZE, bold=True)
    rule(right, length=motto, width=layout.HEAD_RIGHT * layout.POINTS_A_MM)
    framed(number, styles.NUMBER, layout.number_line(document)).paragraph_format.space_before = Pt(6)
    if document.type_name is None:
        about = framed(number, styles.ABOUT, f"{wording.ABOUT} {layout.clean(document.subject)}")
        about.paragraph_format.space_before = Pt(6)
    text = official_date(document.issued_on, layout.clean(document.place), expected_on=document.expected_on)
    framed(date, styles.DATE, text).paragraph_format.space_before = Pt(6)


def _agency_block(cell: WordCell, block: AgencyBlock, *, first: bool) -> None:
    for place, parent in enumerate(block.parents):
        line = framed(cell, styles.PARENT, parent)
        line.paragraph_format.space_before = Pt(0 if first or place else 6)
    for place, name in enumerate(block.names):
        line = framed(cell, styles.AGENCY, name)
        line.paragraph_format.space_before = Pt(0 if first or place or block.parents else 6)
    rule(cell, length=block.rule, width=layout.HEAD_LEFT * layout.POINTS_A_MM)


def _title(word: WordDocument, document: Document) -> None:
    if document.type_name is None:
        word.add_paragraph(style=styles.SUBJECT.name).paragraph_format.space_after = Pt(4)
        return
    title = framed(word, styles.TYPE_NAME, layout.clean(document.type_name).upper())
    title.paragraph_format.space_before = Pt(18)
    framed(word, styles.SUBJECT, layout.clean(document.subject))
    line = rule(word, length=layout.subject_rule(document), width=layout.TEXT_WIDTH * layout.POINTS_A_MM)
    line.paragraph_format.space_after = Pt(14)


def _addressees(word: WordDocument, document: Document) -> None:
    lines = layout.addressee_lines(document)
    for place, text in enumerate(lines):
        line = framed(word, styles.ADDRESSEE, text)
        if len(lines) > 1:
            line.alignment = styles.ALIGNMENTS["left"]
            line.paragraph_format.left_indent = Mm(25 if place == 0 else 45)


def _lines(word: WordDocument, document: Document, lines: tuple[Placed, ...], width: int) -> None:
    with_codes = document.rendering is Rendering.LOOKUP
    for block in lines:
        if isinstance(block, Line):
            line = word.add_paragraph(style=STYLE_NAMES[block.role])
            add_runs(line, block.runs, with_codes=with_codes)
        elif isinstance(block, PageBreak):
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            add_table(word, block, width=width, with_codes=with_codes)


def _foot(word: WordDocument, document: Document) -> None:
    """One signature stands level with the recipients; several stand side by side above them."""
    signatures = document.signatures
    for line in word.paragraphs[-1:]:  # a signature never stands alone on a page
        line.paragraph_format.keep_with_next = True
    word.add_paragraph(style=styles.RECIPIENT.name).paragraph_format.keep_with_next = True
    if len(signatures) == 1:
        table = frame_table(word, (layout.HEAD_RIGHT - 10, layout.HEAD_LEFT + 10))
        whole_row(table.rows[0])
        _recipients(table.rows[0].cells[0], document)
        _signature(table.rows[0].cells[1], signatures[0])
        word.add_paragraph(style=styles.RULE.name)  # Word wants a paragraph after the last table
        return
    for start in range(0, len(signatures), layout.SIGNATURES_A_ROW):
        pair = signatures[start : start + layout.SIGNATURES_A_ROW]
        half = Fraction(layout.TEXT_WIDTH, layout.SIGNATURES_A_ROW)
        table = frame_table(word, [half] * layout.SIGNATURES_A_ROW)
        whole_row(table.rows[0])
        for cell, signature in zip(table.rows[0].cells, pair, strict=False):
            _signature(cell, signature)
        for cell in table.rows[0].cells[len(pair) :]:
            cell.add_paragraph(style=styles.NAME.name)
        below = word.add_paragraph(style=styles.RECIPIENT.name)
        # The recipients stay on the page of the signatures.
        for line in (*(line for cell in table.rows[0].cells for line in cell.paragraphs), below):
            line.paragraph_format.keep_with_next = True
    _recipients(word, document)


def _recipients(holder: WordDocument | WordCell, document: Document) -> None:
    framed(holder, styles.RECIPIENTS_WORD, wording.RECIPIENTS_WORD).paragraph_format.keep_with_next = True
    *others, last = layout.recipient_lines(document)
    for text in others:
        framed(holder, styles.RECIPIENT, text).paragraph_format.keep_with_next = True
    framed(holder, styles.RECIPIENT, last)


def _signature(cell: WordCell, signature: Signature) -> None:
    for text in signature.lines:
        framed(cell, styles.TITLE, layout.clean(text).upper())
    name = framed(cell, styles.NAME, layout.clean(signature.name or ""))
    name.paragraph_format.space_before = Pt(layout.SIGNING_SPACE)


def _annex(word: WordDocument, document: Document, annex: Annex, place: int | None) -> None:
    """An annex in a section of its own. Without a `place` it is the sheet of sources: a title and no label."""
    section = _new_section(word)
    _set_page(section, landscape=annex.lies_on_its_side)
    if place is not None:
        framed(word, styles.ANNEX_LABEL, layout.annex_label(document, place))
    last = framed(word, styles.ANNEX_TITLE, layout.clean(annex.title).upper())
    if place is not None:
        last = framed(word, styles.ENCLOSED, layout.enclosed_line(document))
    last.paragraph_format.space_after = Pt(10)
    _lines(word, document, layout.annex_lines(annex), layout.annex_width(annex))


def _new_section(word: WordDocument) -> Section:
    """Begin a section; its end mark moves into the blank line before it, or that line alone could fill a page."""
    section: Section = word.add_section(WD_SECTION.NEW_PAGE)
    holder = word.element.body.findall(qn("w:p"))[-1]
    before = holder.getprevious()
    if before is not None and before.tag == qn("w:p") and not before.findall(qn("w:r")):
        before.get_or_add_pPr().append(holder.pPr.find(qn("w:sectPr")))
        holder.getparent().remove(holder)
    return section
