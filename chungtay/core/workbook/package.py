"""The package around the sheets: a zip that is handed on while it is written, one sheet after the other."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import Protocol

from chungtay.core.workbook.styles import styles_xml
from chungtay.core.workbook.xml import attribute

# Enough for the even text of rows; a higher level takes twice as long and saves a tenth.
_LEVEL = 3
_WRITTEN_AT = (2000, 1, 1, 0, 0, 0)
_TITLE_LENGTH = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class SheetPart(Protocol):
    """One sheet: its title on the tab, whether anybody sees it, and its XML in pieces."""

    @property
    def title(self) -> str: ...

    @property
    def is_hidden(self) -> bool: ...

    @property
    def head_rows(self) -> int:
        """How many rows at the top are printed again on each page; 0 for none."""

    def xml(self) -> Iterator[str]: ...


class _Sink:
    """Where the zip is written: it cannot go back, so what was written can be handed on at once."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        return

    def taken(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def stream_workbook(sheets: Sequence[SheetPart]) -> Iterator[bytes]:
    """The bytes of an .xlsx with `sheets`, in pieces; a row is asked for when its turn comes.

    The same sheets give the same bytes: nothing says when or by whom it was written.
    """
    titles = titles_of([sheet.title for sheet in sheets])
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:  # type: ignore[call-overload]  # it writes and flushes
        for name, part in _frame(sheets, titles):
            package.writestr(_info(name), part)
        for number, sheet in enumerate(sheets, start=1):
            with package.open(_info(f"xl/worksheets/sheet{number}.xml"), "w") as member:
                for piece in sheet.xml():
                    member.write(piece.encode())
                    if done := sink.taken():
                        yield done
    yield sink.taken()


def titles_of(wanted: Sequence[str]) -> list[str]:
    """Titles a spreadsheet takes: without the signs it forbids, at most 31 letters, each once whatever its case."""
    taken: list[str] = []
    for title in wanted:
        plain = " ".join(title.translate(_NOT_IN_TITLES).split())[:_TITLE_LENGTH].strip() or "Sheet"
        number, found = 1, plain
        while found.casefold() in {one.casefold() for one in taken}:
            number += 1
            found = f"{plain[: _TITLE_LENGTH - len(str(number)) - 1]} {number}"
        taken.append(found)
    return taken


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _WRITTEN_AT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _frame(sheets: Sequence[SheetPart], titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every part but the sheets themselves."""
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{overrides}</Types>',
    )
    yield (
        "_rels/.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    targets = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{targets}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    )
    yield "xl/styles.xml", styles_xml()
    yield "xl/workbook.xml", _workbook(sheets, titles)


def _workbook(sheets: Sequence[SheetPart], titles: Sequence[str]) -> str:
    listed = "".join(
        f'<sheet name="{attribute(title)}" sheetId="{number}"{_state(sheet)} r:id="rId{number}"/>'
        for number, (sheet, title) in enumerate(zip(sheets, titles, strict=True), start=1)
    )
    repeated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{attribute(chr(39) + title + chr(39))}!$1:${sheet.head_rows}</definedName>"
        for place, (sheet, title) in enumerate(zip(sheets, titles, strict=True))
        if sheet.head_rows
    )
    names = f"<definedNames>{repeated}</definedNames>" if repeated else ""
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets>{names}</workbook>'


def _state(sheet: SheetPart) -> str:
    # "veryHidden" is not offered in the menu that shows hidden sheets: nobody deletes it by accident.
    return ' state="veryHidden"' if sheet.is_hidden else ""
