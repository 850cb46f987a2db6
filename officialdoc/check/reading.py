"""From the bytes of a .docx to what the checker sees (`Seen`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from officialdoc.check.labels import Labels
from officialdoc.check.package import MC, WP, Package, R, V, w
from officialdoc.check.seen import Address, Block, Cell, Letters, Line, Piece, SectionSeen, Seen, TableRow, TableSeen
from officialdoc.check.styles import TWIPS, Styles, attribute, number_in, switched_on

EMU_A_POINT = 12_700
THIN = Fraction(12)  # points: a drawn shape no higher than this is a rule, not a picture
DEFAULT_CELL_MARGIN = "108"
TRANSPARENT = {"hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "moveTo"}
VML_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,6})?)(pt|in|cm|mm|px)?")
VML_UNITS = {
    "pt": Fraction(1),
    "in": Fraction(72),
    "cm": Fraction(7200, 254),
    "mm": Fraction(720, 254),
    "px": Fraction(3, 4),
}
LINES_A_UNIT = 240
DEEPEST_LEVEL = 8  # of nine in a list
SINGLE_LINE = Fraction(115, 100)  # height of a single line of Times New Roman, in em


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a paragraph is read: its section, the room it has, its table if any."""

    section: int
    room: Fraction
    place: str
    table_style: str | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class _Form:
    """How paragraphs of one kind are set. `listed` is the list and the depth in it."""

    align: str
    left: Fraction
    right: Fraction
    first: Fraction
    before: Fraction
    after: Fraction
    line: Fraction
    fixed: bool
    borders: frozenset[str]
    new_page: bool
    listed: tuple[str | None, int]

    def spacing(self, size: Fraction) -> Fraction | None:
        """Line spacing in lines; a fixed height is measured against a single line of letters of `size`."""
        if not self.fixed:
            return self.line / LINES_A_UNIT
        return self.line * TWIPS / (size * SINGLE_LINE) if size else None


def read(content: bytes) -> Seen:
    """Read a .docx. Raises Unreadable with a Vietnamese sentence when that cannot be done."""
    return _Reader(Package(content)).seen()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package)
        self.labels = Labels(package)
        self.tables = 0
        self.paragraphs = 0
        self.forms: dict[tuple[bytes, str | None], _Form] = {}
        self.letters: dict[tuple[bytes, str | None, str | None], Letters] = {}

    def seen(self) -> Seen:
        body = self.package.main.find(w("body"))
        ends = [*body.iterfind(f"{w('p')}/{w('pPr')}/{w('sectPr')}"), *body.iterfind(w("sectPr"))]
        sections: list[SectionSeen] = []
        for element in ends:
            sections.append(self._section(element, len(sections), sections[-1] if sections else None))
        blocks: list[Block] = []
        current = 0
        for element in _flattened(body):
            blocks.append(self._block(element, min(current, len(sections) - 1), sections))
            if element.find(f"{w('pPr')}/{w('sectPr')}") is not None:
                current += 1
        return Seen(tuple(blocks), tuple(sections))

    def _block(self, element: etree._Element, section: int, sections: list[SectionSeen]) -> Block:
        room = sections[section].width - sections[section].left - sections[section].right if sections else Fraction(0)
        if element.tag == w("tbl"):
            return self._table(element, section, room)
        self.paragraphs += 1
        return self._line(element, _Spot(section, room, f"đoạn {self.paragraphs}"))

    # Paragraphs

    def _line(self, element: etree._Element, spot: _Spot) -> Line:
        own = element.find(w("pPr"))
        form = self._form(own, spot.table_style)
        pieces = tuple(self._pieces(element, own, spot.table_style))
        own_text = "".join(piece.text for piece in pieces)
        label = self.labels.next(*form.listed) if own_text.strip() else ""
        raw = f"{label} {own_text}" if label else own_text
        text = " ".join(raw.split())
        largest = max((piece.letters.size for piece in pieces), default=Fraction(0))
        return Line(
            raw=raw,
            text=text,
            words=tuple(piece for piece in pieces if piece.text.strip() and not piece.letters.raised),
            align=form.align,
            left=form.left,
            right=form.right,
            first=form.first,
            before=form.before,
            after=form.after,
            spacing=form.spacing(largest),
            borders=form.borders,
            drawn=tuple(_drawn(element)),
            label=label,
            place=_placed(spot.place, text),
            room=spot.room,
            section=spot.section,
            fields=tuple(_fields(element)),
            new_page=form.new_page or _has_page_break(element),
            address=spot.address,
        )

    def _form(self, own: etree._Element | None, table_style: str | None) -> _Form:
        """The form of paragraphs with these properties; a long table has thousands alike, so each is resolved once."""
        key = (b"" if own is None else etree.tostring(own), table_style)
        if key not in self.forms:
            layers = self.styles.paragraph_layers(own, table_style)
            listed = _list_of(layers, own)
            level = self.labels.level(*listed)
            layers += [] if level is None else level.findall(w("pPr"))
            layers += [] if own is None else [own]
            self.forms[key] = _form_of(layers, listed)
        return self.forms[key]

    def _pieces(
        self, element: etree._Element, paragraph: etree._Element | None, table_style: str | None
    ) -> Iterator[Piece]:
        style = self.styles.style_of(paragraph)
        for run in _runs(element):
            properties = run.find(w("rPr"))
            if properties is not None and switched_on([properties], "vanish"):
                continue
            text = "".join(_texts(run))
            if not text:
                continue
            key = (b"" if properties is None else etree.tostring(properties), style, table_style)
            if key not in self.letters:
                self.letters[key] = self.styles.letters(style, properties, table_style)
            letters = self.letters[key]
            yield Piece(text.upper() if letters.upper else text, letters)

    # Tables

    def _table(self, element: etree._Element, section: int, room: Fraction) -> TableSeen:
        self.tables += 1
        number = self.tables
        properties = element.find(w("tblPr"))
        style = attribute([properties], "tblStyle", "val") if properties is not None else None
        layers = [*self.styles.table_layers(style), *([] if properties is None else [properties])]
        grid = [_twips(column.get(w("w"))) for column in element.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        margins = _cell_margins(layers)
        rows = [
            self._row(row, number=number, place=place, grid=grid, margins=margins, style=style, section=section)
            for place, row in enumerate(element.iterfind(w("tr")))
        ]
        return TableSeen(tuple(rows), number, _is_bordered(layers, element), section)

    def _row(
        self,
        element: etree._Element,
        *,
        number: int,
        place: int,
        grid: list[Fraction],
        margins: Fraction,
        style: str | None,
        section: int,
    ) -> TableRow:
        cells: list[Cell] = []
        elements = element.findall(w("tc")) or element.findall(f".//{w('tc')}")
        column = 0
        for order, cell in enumerate(elements):
            properties = cell.find(w("tcPr"))
            layers = [] if properties is None else [properties]
            span = max(1, int(number_in(attribute(layers, "gridSpan", "val"), 1)))
            width = sum(grid[column : column + span], Fraction(0)) or _twips(attribute(layers, "tcW", "w"))
            address = Address(number - 1, place, order, len(elements) - 1)
            spot = _Spot(section, width - margins, f"bảng {number}, hàng {place + 1}, cột {order + 1}", style, address)
            lines = tuple(self._line(line, spot) for line in cell.iterfind(w("p")))
            merge = None if properties is None else properties.find(w("vMerge"))
            continued = merge is not None and merge.get(w("val"), "continue") == "continue"
            cells.append(Cell(lines, column, span, continued))
            column += span
        own = element.find(w("trPr"))
        settings = [] if own is None else [own]
        return TableRow(tuple(cells), switched_on(settings, "tblHeader"), switched_on(settings, "cantSplit"))

    # Sections

    def _section(self, element: etree._Element, number: int, before: SectionSeen | None) -> SectionSeen:
        size, margins, pages = (
            [found] if (found := element.find(w(n))) is not None else [] for n in ("pgSz", "pgMar", "pgNumType")
        )
        start = pages[0].get(w("start")) if pages else None
        room = Fraction(0)

        def marks(kind: str, name: str, inherited: tuple[Line, ...]) -> tuple[Line, ...]:
            for reference in element.iterfind(w(f"{kind}Reference")):
                if reference.get(w("type"), "default") == name:
                    return self._marks(str(reference.get(f"{{{R}}}id")), number, room)
            return inherited

        return SectionSeen(
            number=number,
            width=_of(size, "w"),
            height=_of(size, "h"),
            top=abs(_of(margins, "top")),
            bottom=abs(_of(margins, "bottom")),
            left=_of(margins, "left"),
            right=_of(margins, "right"),
            own_first_page=switched_on([element], "titlePg"),
            starts_at=int(number_in(start, 1)) if start is not None else (1 if before is None else None),
            number_format=str(pages[0].get(w("fmt"), "decimal")) if pages else "decimal",
            header=marks("header", "default", before.header if before else ()),
            first_header=marks("header", "first", before.first_header if before else ()),
            footer=marks("footer", "default", before.footer if before else ()),
            first_footer=marks("footer", "first", before.first_footer if before else ()),
        )

    def _marks(self, relation: str, section: int, room: Fraction) -> tuple[Line, ...]:
        root = self.package.part(self.package.targets.get(relation, ""))
        if root is None:
            return ()
        where = "đầu trang" if root.tag == w("hdr") else "chân trang"
        return tuple(self._line(line, _Spot(section, room, where)) for line in root.iter(w("p")))


def _flattened(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of the body, those inside content controls included."""
    for element in body:
        if element.tag in {w("p"), w("tbl")}:
            yield element
        elif element.tag == w("sdt") and element.find(w("sdtContent")) is not None:
            yield from _flattened(element.find(w("sdtContent")))


def _runs(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == w("r"):
            yield child
        elif isinstance(child.tag, str) and etree.QName(child).localname in TRANSPARENT:
            yield from _runs(child)


def _texts(run: etree._Element) -> Iterator[str]:
    for child in run:
        match etree.QName(child).localname if isinstance(child.tag, str) else "":
            case "t":
                yield child.text or ""
            case "tab":
                yield "\t"
            case "br" | "cr":
                yield " "
            case "noBreakHyphen":
                yield "-"


def _fields(element: etree._Element) -> Iterator[str]:
    """Instructions of the fields in a paragraph ("PAGE", "PAGE \\* ROMAN"), wherever they stand."""
    for code in element.iter(w("instrText")):
        if (code.text or "").strip():
            yield " ".join(str(code.text).split())
    for field in element.iter(w("fldSimple")):
        yield " ".join(str(field.get(w("instr"), "")).split())


def _has_page_break(element: etree._Element) -> bool:
    return any(mark.get(w("type")) == "page" for mark in element.iter(w("br")))


def _drawn(element: etree._Element) -> Iterator[Fraction]:
    """Lengths of shapes that are lines. Of two versions of one shape only the newer is looked at."""
    for extent in element.iter(f"{{{WP}}}extent"):
        if not _is_fallback(extent) and number_in(extent.get("cy"), 0) / EMU_A_POINT <= THIN:
            yield number_in(extent.get("cx"), 0) / EMU_A_POINT
    for line in element.iter(f"{{{V}}}line"):
        if not _is_fallback(line):
            ends = [_vml_length(line.get(name, "0,0").split(",")[0]) for name in ("from", "to")]
            yield abs(ends[1] - ends[0])
    for shape in element.iter(f"{{{V}}}shape"):
        look = dict(pair.split(":", 1) for pair in shape.get("style", "").split(";") if ":" in pair)
        if not _is_fallback(shape) and _vml_length(look.get("height", "1000pt")) <= THIN:
            yield _vml_length(look.get("width", "0"))


def _is_fallback(shape: etree._Element) -> bool:
    return next(shape.iterancestors(f"{{{MC}}}Fallback"), None) is not None


def _vml_length(text: str) -> Fraction:
    found = VML_LENGTH.match(text.strip())
    return Fraction(found[1]) * VML_UNITS[found[2] or "pt"] if found else Fraction(0)


def _list_of(layers: list[etree._Element], own: etree._Element | None) -> tuple[str | None, int]:
    for layer in [*([own] if own is not None else []), *reversed(layers)]:
        found = layer.find(w("numPr"))
        if found is not None:
            depth = int(number_in(attribute([found], "ilvl", "val"), 0))
            return attribute([found], "numId", "val"), max(0, min(depth, DEEPEST_LEVEL))
    return None, 0


def _alignment(value: str | None) -> str:
    names = {"both": "justify", "distribute": "justify", "start": "left", "end": "right"}
    return names.get(value or "left", value or "left")


def _twips(value: str | None) -> Fraction:
    if not value:
        return Fraction(0)
    found = VML_LENGTH.fullmatch(value)
    if found is None:
        return Fraction(0)
    return Fraction(found[1]) * (VML_UNITS[found[2]] if found[2] else TWIPS)


def _of(elements: list[etree._Element], name: str) -> Fraction:
    return _twips(elements[0].get(w(name))) if elements else Fraction(0)


def _gap(layers: list[etree._Element], name: str) -> Fraction:
    """Space before or after; Word's "automatic" space counts as 14 points, which is what it shows."""
    automatic = attribute(layers, "spacing", f"{name}Autospacing")
    if automatic in {"1", "true", "on"}:
        return Fraction(14)
    return _twips(attribute(layers, "spacing", name))


def _form_of(layers: list[etree._Element], listed: tuple[str | None, int]) -> _Form:
    return _Form(
        align=_alignment(attribute(layers, "jc", "val")),
        left=_twips(attribute(layers, "ind", "left") or attribute(layers, "ind", "start")),
        right=_twips(attribute(layers, "ind", "right") or attribute(layers, "ind", "end")),
        first=_first_line(layers),
        before=_gap(layers, "before"),
        after=_gap(layers, "after"),
        line=number_in(attribute(layers, "spacing", "line"), LINES_A_UNIT),
        fixed=attribute(layers, "spacing", "lineRule") in {"exact", "atLeast"},
        borders=_borders(layers),
        new_page=switched_on(layers, "pageBreakBefore"),
        listed=listed,
    )


def _first_line(layers: list[etree._Element]) -> Fraction:
    """Indent of the first line. The nearest layer that sets one decides; there a hanging one wins, even of zero."""
    for layer in reversed(layers):
        hanging, first = (attribute([layer], "ind", name) for name in ("hanging", "firstLine"))
        if hanging is not None:
            return -_twips(hanging)
        if first is not None:
            return _twips(first)
    return Fraction(0)


def _borders(layers: list[etree._Element]) -> frozenset[str]:
    return frozenset(side for side in ("top", "bottom") if _has_line([_found(layers, "pBdr")], side))


def _found(layers: Iterable[etree._Element], name: str) -> etree._Element | None:
    for layer in reversed(list(layers)):
        found = layer.find(w(name))
        if found is not None:
            return found
    return None


def _has_line(holders: Iterable[etree._Element | None], side: str) -> bool:
    for holder in holders:
        found = None if holder is None else holder.find(w(side))
        if found is not None and found.get(w("val"), "nil") not in {"nil", "none"}:
            return True
    return False


def _is_bordered(layers: list[etree._Element], element: etree._Element) -> bool:
    cells = element.findall(f"{w('tr')}/{w('tc')}/{w('tcPr')}/{w('tcBorders')}")
    return _has_line([_found(layers, "tblBorders")], "insideV") or (
        bool(cells) and all(_has_line([cell], "bottom") or _has_line([cell], "top") for cell in cells)
    )


def _cell_margins(layers: list[etree._Element]) -> Fraction:
    """Left and right margin of a table's cells together."""
    margins = _found(layers, "tblCellMar")
    held = [] if margins is None else [margins]
    left = attribute(held, "left", "w") or attribute(held, "start", "w") or DEFAULT_CELL_MARGIN
    right = attribute(held, "right", "w") or attribute(held, "end", "w") or DEFAULT_CELL_MARGIN
    return _twips(left) + _twips(right)


def _placed(place: str, text: str) -> str:
    """The place with the first words that stand there, so that a person finds it."""
    if not text:
        return place
    return f"{place}: “{text if len(text) <= 60 else text[:57] + '...'}”"
