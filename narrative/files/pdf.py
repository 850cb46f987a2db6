"""PDF files: the text of each page with its tables, and notes, properties and attachments to be scanned."""

from __future__ import annotations

import ctypes
import re
from html import unescape

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from narrative.files.layout import Box, Piece, Row, lay_out
from narrative.files.source import Corrupt, Encrypted, ScannedPdf, ScrambledPdf, SourceBuilder, TooLarge

MAX_PAGES = 500
_WORD = re.compile(r"[^\W\d_]+")
_MOST_BOXES = 5_000
_LEAST_LETTERS = 12
_LONE_SHARE = 0.35
_LEAST_WORDS = 20
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_PACKET_WORDS = re.compile(
    r"<(dc:title|dc:creator|dc:description|dc:subject|pdf:Keywords)\b[^>]*>(.*?)</\1>|\bpdf:Keywords=\"([^\"]*)\"",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_pdf(content: bytes, source: SourceBuilder) -> None:
    """Add the text of a PDF to `source`. Raises Encrypted, Corrupt, TooLarge, ScannedPdf or ScrambledPdf."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted from error
        raise Corrupt from error
    try:
        _read_document(document, source, packets=_packets(content))
    except pdfium.PdfiumError as error:
        raise Corrupt from error
    finally:
        document.close()


def _packets(content: bytes) -> str:
    """The words of XMP packets: title, author, description and keywords stand there beside the properties."""
    packets = b"\n".join(_PACKET.findall(content)).decode(errors="replace")
    words = (words or attribute for _name, words, attribute in _PACKET_WORDS.findall(packets))
    return "\n".join(unescape(_TAG.sub(" ", each)) for each in words)


def _read_document(document: pdfium.PdfDocument, source: SourceBuilder, *, packets: str) -> None:
    if len(document) > MAX_PAGES:
        raise TooLarge(what="pages", limit=MAX_PAGES)
    letters = pictures = 0
    words: list[str] = []
    for index in range(len(document)):
        page = document[index]
        rows = lay_out(_pieces(page), _boxes(page))
        text = "\n".join(" ".join(row.cells) for row in rows)
        letters += sum(map(str.isalpha, text))
        words += _WORD.findall(text)
        pictures += any(True for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=2))
        for number, row in enumerate(rows, 1):
            _add_row(source, row, index + 1, number)
        source.add("\n".join(_annotations(page)), "comment", hidden=True)
        page.close()
    source.add("\n".join((*document.get_metadata_dict().values(), packets)), "metadata", hidden=True)
    source.add("\n".join(item.get_title() for item in document.get_toc()), "metadata", hidden=True)
    holds_files = document.count_attachments() > 0
    if letters < _LEAST_LETTERS:
        if pictures:
            raise ScannedPdf(source.build().text, holds_files=holds_files)
    elif _is_scrambled(words):
        raise ScrambledPdf
    if pictures:
        source.add_unread("picture")
    if holds_files:
        source.add_unread("embedded object")


def _add_row(source: SourceBuilder, row: Row, page: int, number: int) -> None:
    if len(row.cells) == 1:
        source.add(row.cells[0], f"page {page}")
        return
    source.add_row((cell, f"page {page}, line {number}, column {at}") for at, cell in enumerate(row.cells, 1))


def _pieces(page: pdfium.PdfPage) -> list[Piece]:
    textpage = page.get_textpage()
    pieces = []
    for index in range(textpage.count_rects()):
        left, bottom, right, top = textpage.get_rect(index)
        text: str = textpage.get_text_bounded(left, bottom, right, top)
        text = _CONTROL.sub("", text.replace("\ufffe", "-").replace("\r\n", " ").replace("\n", " "))
        pieces.append(Piece(left, bottom, right, top, text))
    textpage.close()
    return pieces


def _boxes(page: pdfium.PdfPage) -> list[Box]:
    """The bounds of what is drawn; past `_MOST_BOXES` it is a drawing and no table."""
    boxes: list[Box] = []
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=3):
        boxes.append(Box(*item.get_bounds()))
        if len(boxes) > _MOST_BOXES:
            return []
    return boxes


def _is_scrambled(words: list[str]) -> bool:
    """Vietnamese has few words of one letter; a page cut into glyphs has little else."""
    if len(words) < _LEAST_WORDS:
        return False
    lone = sum(1 for word in words if len(word) == 1)
    return lone / len(words) > _LONE_SHARE


def _annotations(page: pdfium.PdfPage) -> list[str]:
    """The words of notes, free texts and form fields of a page."""
    found = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        found += [_annotation_value(annotation, key) for key in (b"Contents", b"T", b"V", b"RC", b"Subj")]
        raw.FPDFPage_CloseAnnot(annotation)
    return [words for words in found if words]


def _annotation_value(annotation: object, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", errors="replace")
