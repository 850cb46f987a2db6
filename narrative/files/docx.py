"""Word documents: body, tables, text boxes, notes; and all that is only scanned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from narrative.files.encoding import legacy_font
from narrative.files.package import Package, all_text
from narrative.files.source import Corrupt, LegacyEncoding, NotThisKind, Picture, SourceBuilder

MAIN = "word/document.xml"
_DELETED = frozenset({"del", "moveFrom"})
_NOTES = {"word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"}
_SKIPPED_ENDINGS = (
    "styles.xml",
    "theme1.xml",
    "fontTable.xml",
    "webSettings.xml",
    "numbering.xml",
    "[Content_Types].xml",
)
_LEGACY_SHARE = 0.3


@dataclass(slots=True)
class _Words:
    """The text of a paragraph or cell: what is shown, and what was deleted or hidden in it."""

    shown: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    legacy: int = 0
    letters: int = 0


def read_docx(package: Package, source: SourceBuilder) -> None:
    """Add everything in a .docx to `source`. Raises NotThisKind, Corrupt, LegacyEncoding or Picture."""
    if MAIN not in package.names:
        raise NotThisKind(expected=".docx", found="another kind of package")
    root = package.xml(MAIN)
    body = root.find("body")
    if body is None:
        raise Corrupt
    reader = _BodyReader(source)
    reader.read(body)
    for name, place in _NOTES.items():
        if name in package.names:
            reader.read_note(package.xml(name), place)
    if reader.letters and reader.legacy / reader.letters > _LEGACY_SHARE:
        raise LegacyEncoding(encoding=reader.legacy_name)
    _read_rest(package, source, reader)
    source.add(_descriptions(root), "alternative text", hidden=True)
    if not source.has_body():
        pictures = any(name.startswith("word/media/") for name in package.names)
        if pictures:
            raise Picture


class _BodyReader:
    """Walks the body in order, numbering paragraphs and tables as a person would count them."""

    def __init__(self, source: SourceBuilder) -> None:
        self._source = source
        self._paragraphs = 0
        self._tables = 0
        self.legacy = 0
        self.letters = 0
        self.legacy_name = "TCVN3"

    def read(self, container: Element) -> None:
        """Add the paragraphs and tables of a body or content control, in order."""
        for element in container:
            if element.tag == "p":
                self._paragraphs += 1
                self._add_words(self._words(element), f"paragraph {self._paragraphs}")
            elif element.tag == "tbl":
                self._read_table(element)
            elif element.tag in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}:
                self.read(element)
            elif element.tag in _DELETED:
                self._source.add(all_text(element), "deleted text", hidden=True)

    def read_note(self, root: Element, place: str) -> None:
        """Add the notes of a part; they are read for figures like the body."""
        for note in root:
            for paragraph in note.iter("p"):
                self._add_words(self._words(paragraph), place)

    def read_hidden(self, root: Element, place: str) -> None:
        """Add the paragraphs of a header, footer or comment, to be scanned only."""
        for paragraph in root.iter("p"):
            words = self._words(paragraph)
            text = "".join(words.shown + words.deleted + words.hidden)
            self._source.add(text, place, hidden=True)

    def _add_words(self, words: _Words, place: str) -> None:
        self._source.add("".join(words.shown), place)
        self._add_unshown(words)

    def _add_unshown(self, words: _Words) -> None:
        self._source.add("".join(words.deleted), "deleted text", hidden=True)
        self._source.add("".join(words.hidden), "hidden text", hidden=True)
        for box in words.boxes:
            for paragraph in box.iter("p"):
                self._add_words(self._words(paragraph), "text box")

    def _read_table(self, table: Element) -> None:
        self._tables += 1
        for row_number, row in enumerate(_rows(table), 1):
            cells: list[tuple[str, str]] = []
            deleted_row = row.find("trPr/del") is not None
            for cell in _cells(row):
                place = f"table {self._tables}, row {row_number}, column {len(cells) + 1}"
                words = self._cell_words(cell)
                cells.append(("".join(words.shown), place))
                cells += [("", "")] * (_span(cell) - 1)
                self._add_unshown(words)
            if deleted_row:
                self._source.add(" ".join(text for text, _ in cells), "deleted text", hidden=True)
            else:
                self._source.add_row(cells)

    def _cell_words(self, cell: Element) -> _Words:
        """The words of a cell; a table inside it is flattened into it."""
        words = _Words()
        for paragraph in cell.iter("p"):
            self._collect(paragraph, words)
            words.shown.append(" ")
        return words

    def _words(self, paragraph: Element) -> _Words:
        words = _Words()
        self._collect(paragraph, words)
        return words

    def _collect(self, paragraph: Element, words: _Words) -> None:
        stack: list[tuple[Element, bool, bool]] = [(child, False, False) for child in reversed(paragraph)]
        while stack:
            element, deleted, hidden = stack.pop()
            tag = element.tag
            if tag == "txbxContent":
                words.boxes.append(element)
                continue
            if tag == "p":
                continue
            if tag == "Fallback":
                words.hidden.append(" " + all_text(element))
                continue
            if tag == "r":
                hidden = hidden or element.find("rPr/vanish") is not None
                self._count_font(element)
            deleted = deleted or tag in _DELETED
            piece = _piece(element)
            if piece:
                (words.deleted if deleted or tag == "delText" else words.hidden if hidden else words.shown).append(
                    piece
                )
            elif tag in {"instrText", "delInstrText"}:
                words.hidden.append(" " + (element.text or ""))
            stack.extend((child, deleted, hidden) for child in reversed(element))

    def _count_font(self, run: Element) -> None:
        fonts = run.find("rPr/rFonts")
        length = sum(len(it.text or "") for it in run.iter("t"))
        self.letters += length
        name = legacy_font(list(fonts.attrib.values())) if fonts is not None else ""
        if name:
            self.legacy += length
            self.legacy_name = name


def _piece(element: Element) -> str:
    if element.tag in {"t", "delText"}:
        return element.text or ""
    return {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}.get(element.tag, "")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == "tc":
            yield child
        elif child.tag in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(child)


def _span(cell: Element) -> int:
    span = cell.find("tcPr/gridSpan")
    value = span.get("val", "1") if span is not None else "1"
    return min(int(value), 64) if value.isdigit() and int(value) else 1


def _descriptions(root: Element) -> str:
    """Alternative texts and titles of pictures and shapes."""
    found = [it.get(key, "") for it in root.iter() for key in ("descr", "title", "alt") if it.get(key)]
    return "\n".join(found)


def _read_rest(package: Package, source: SourceBuilder, reader: _BodyReader) -> None:
    """Headers, footers, comments, properties and every other part with text: scanned, not read for figures."""
    for name in package.names:
        base = name.rpartition("/")[2]
        if name == MAIN or name in _NOTES or base.endswith(_SKIPPED_ENDINGS):
            continue
        if base.startswith("header") and base.endswith(".xml"):
            reader.read_hidden(package.xml(name), "header")
        elif base.startswith("footer") and base.endswith(".xml"):
            reader.read_hidden(package.xml(name), "footer")
        elif base.startswith("comments") and base.endswith(".xml"):
            reader.read_hidden(package.xml(name), "comment")
        else:
            read_other_part(package, source, name)


def read_other_part(package: Package, source: SourceBuilder, name: str) -> None:
    """Scan any other part of a package: properties, custom XML, drawings, links; note what cannot be looked into."""
    lower = name.lower()
    if lower.endswith(".rels"):
        targets = [it.get("Target", "") for it in package.xml(name).iter() if it.get("TargetMode") == "External"]
        source.add("\n".join(targets), "link", hidden=True)
    elif lower.endswith((".xml", ".vml")):
        root = package.xml(name)
        is_properties = lower.startswith(("docprops/", "customxml/"))
        source.add(all_text(root), "metadata" if is_properties else "other part", hidden=True)
        if is_properties:
            values = [
                value for it in root.iter() for value in it.attrib.values() if not value.startswith(("http", "{"))
            ]
            source.add(" ".join(values), "metadata", hidden=True)
    elif "/media/" in lower or lower.startswith("docprops/thumbnail"):
        source.add_unread("picture")
    elif not lower.endswith("/"):
        source.add_unread("embedded object")
