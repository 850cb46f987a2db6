"""Excel workbooks: every sheet row by row, hidden ones too; and all that is only scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from narrative.files.docx import read_other_part
from narrative.files.package import Package, all_text
from narrative.files.source import NotThisKind, SourceBuilder, TooLarge
from narrative.numbers import format_number

MAIN = "xl/workbook.xml"
MAX_CELLS = 200_000
_MAX_COLUMNS = 512
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DATE_FORMATS = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 57})
_DATE_CODE = re.compile(r"[dy]", re.IGNORECASE)
_DAY_ZERO = date(1899, 12, 30)
_DAY_ZERO_1904 = date(1904, 1, 1)
_LAST_SERIAL = 2_958_465
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that holds something: its place (1 is row 1, 1 is column A), and what it shows, as text."""

    row: int
    column: int
    text: str
    is_number: bool = False

    @property
    def letters(self) -> str:
        """The letters of its column."""
        return column_letters(self.column)


@dataclass(frozen=True, slots=True)
class GridSheet:
    """A sheet as its cells, in the order of rows; `is_hidden` says that no tab shows it."""

    title: str
    is_hidden: bool
    cells: tuple[GridCell, ...]


def read_grid(content: bytes) -> list[GridSheet]:
    """Every sheet of an .xlsx, under the same bounds as `read_file`. Raises a subclass of Unreadable.

    Numbers stand as Vietnamese offices write them, dates as dd/mm/yyyy; of a formula its last result is read.
    """
    package = Package(content)
    if MAIN not in package.names:
        raise NotThisKind(expected=".xlsx", found="another kind of package")
    return list(_Workbook(package).grids())


def column_letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_xlsx(package: Package, source: SourceBuilder) -> None:
    """Add every cell of an .xlsx to `source`, then what is only scanned. Raises NotThisKind, Corrupt, TooLarge."""
    if MAIN not in package.names:
        raise NotThisKind(expected=".xlsx", found="another kind of package")
    book = _Workbook(package)
    for title, part in book.sheets():
        book.read_sheet(title, part, source)
    _read_rest(package, source, book)


class _Workbook:
    """A workbook's strings and styles, and its sheets in the order of their tabs."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = package.xml(MAIN)
        self._cells = 0
        self.strings = self._shared_strings()
        self._formats = self._number_formats()
        self._hidden = {
            it.get("name", "") for it in self._root.iter("sheet") if it.get("state", "visible") != "visible"
        }
        properties = self._root.find("workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        self._day_zero = _DAY_ZERO_1904 if is_1904 else _DAY_ZERO

    def sheets(self) -> list[tuple[str, str]]:
        """(title, part name) of each sheet."""
        names = "xl/_rels/workbook.xml.rels"
        targets: dict[str, str] = {}
        if names in self._package.names:
            for relation in self._package.xml(names):
                target = relation.get("Target", "")
                targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found = []
        for sheet in self._root.iter("sheet"):
            part = targets.get(sheet.get("id", ""), "")
            if part in self._package.names and _SHEET.fullmatch(part):
                found.append((sheet.get("name", ""), part))
        return found

    def grids(self) -> Iterator[GridSheet]:
        """Each sheet as its cells."""
        for title, part in self.sheets():
            yield GridSheet(title, title in self._hidden, tuple(self._grid(self._package.xml(part))))

    def _grid(self, root: Element) -> Iterator[GridCell]:
        for number, row in enumerate(root.iter("row"), start=1):
            written = row.get("r", "")
            line = int(written) if written.isdecimal() else number
            for place, cell in enumerate((it for it in row if it.tag == "c"), start=1):
                self._count_cell()
                column = _column(cell.get("r", "")) + 1 if cell.get("r") else place
                kind, text = cell.get("t", "n"), self._shown(cell)
                if kind == "b":
                    # Not to be taken for the number that it is stored as.
                    text = "TRUE" if text == "1" else "FALSE"
                if text.strip():
                    yield GridCell(line, column, text.strip(), is_number=kind == "n")

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise TooLarge(what="cells", limit=MAX_CELLS)

    def read_sheet(self, title: str, part: str, source: SourceBuilder) -> None:
        """Add the rows of one sheet, then its page headers, prompts and formulas to be scanned."""
        root = self._package.xml(part)
        for row in root.iter("row"):
            cells: list[tuple[str, str]] = []
            for cell in row:
                if cell.tag != "c":
                    continue
                self._count_cell()
                reference = cell.get("r", "")
                column = _column(reference)
                while len(cells) < min(column, _MAX_COLUMNS):
                    cells.append(("", ""))
                cells.append((self._shown(cell), f"sheet {title}, {reference}"))
            while cells and not cells[-1][0]:
                cells.pop()
            source.add_row(cells)
        source.add(all_text(root, but=frozenset({"v", "t"})), f"sheet {title}, header or formula", hidden=True)
        prompts = [value for it in root.iter("dataValidation") for value in it.attrib.values() if len(value) > 3]
        source.add("\n".join(prompts), f"sheet {title}, prompt", hidden=True)

    def _shown(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(it.text or "" for it in cell.iter("t"))
        value = cell.find("v")
        written = (value.text or "") if value is not None else ""
        if kind == "s":
            index = int(written) if written.isdigit() else -1
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind in {"str", "b", "e", "d"} or not written:
            return written
        return self._number(written, cell.get("s", "0"))

    def _number(self, written: str, style: str) -> str:
        """A number as its cell shows it: a date, a share in percent, or a Vietnamese number."""
        try:
            value = Decimal(written)
        except InvalidOperation:
            return written
        if not value.is_finite() or abs(value.adjusted()) > 30:
            return written
        shown = self._formats.get(int(style) if style.isdigit() else 0, "")
        if shown == "date" and 0 < value <= _LAST_SERIAL - 1462:
            return (self._day_zero + timedelta(days=int(value))).strftime("%d/%m/%Y")
        if shown == "percent":
            return f"{format_number(round(value * 100, 6))}%"
        return format_number(round(value, 6))

    def _shared_strings(self) -> list[str]:
        name = "xl/sharedStrings.xml"
        if name not in self._package.names:
            return []
        items = self._package.xml(name).iter("si")
        return ["".join(_visible_text(item)) for item in items]

    def _number_formats(self) -> dict[int, str]:
        """Style number -> "date", "percent" or nothing."""
        name = "xl/styles.xml"
        if name not in self._package.names:
            return {}
        root = self._package.xml(name)
        codes = {it.get("numFmtId", ""): it.get("formatCode", "") for it in root.iter("numFmt")}
        formats: dict[int, str] = {}
        styles = root.find("cellXfs")
        for index, style in enumerate(styles if styles is not None else []):
            identifier = style.get("numFmtId", "0")
            code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", codes.get(identifier, ""))
            number = int(identifier) if identifier.isdigit() else 0
            if number in {9, 10} or "%" in code:
                formats[index] = "percent"
            elif number in _DATE_FORMATS or _DATE_CODE.search(code):
                formats[index] = "date"
        return formats


def _visible_text(item: Element) -> list[str]:
    """The text of a shared string without its phonetic guide."""
    pieces = [it.text or "" for it in item if it.tag == "t"]
    for run in item:
        if run.tag == "r":
            pieces += [it.text or "" for it in run if it.tag == "t"]
    return pieces


def _column(reference: str) -> int:
    """0 for column A; a cell without a reference stands where it comes."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return 0
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _read_rest(package: Package, source: SourceBuilder, book: _Workbook) -> None:
    """Comments, drawings, properties, names, and strings that no cell shows any more."""
    shown = source.seen()
    for text in book.strings:
        if " ".join(text.replace("|", "/").split()) not in shown:
            source.add(text, "deleted text", hidden=True)
    names = [f"{it.get('name', '')} {it.text or ''}" for it in package.xml(MAIN).iter("definedName")]
    source.add("\n".join(names), "metadata", hidden=True)
    for name in package.names:
        lower = name.lower()
        if name == MAIN or _SHEET.fullmatch(name) or lower.endswith(("styles.xml", "theme1.xml", "sharedstrings.xml")):
            continue
        if "[content_types]" in lower or lower.endswith("calcchain.xml"):
            continue
        if "comments" in lower and lower.endswith(".xml"):
            source.add(all_text(package.xml(name)), "comment", hidden=True)
        else:
            read_other_part(package, source, name)
