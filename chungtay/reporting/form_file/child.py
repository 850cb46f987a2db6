"""Reading the form as .xlsx in a bounded child: what stands in its cells, or why it may not be read.

`python -m chungtay.reporting.form_file.child` is the child, kept in bounds by `core.bounded`. It knows no form: it says
which cells hold what, and looks for what must not be kept. It imports nothing but `narrative`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chungtay.core.bounded import NotRead, answer_parent, ask_child
from chungtay.reporting.form_file.places import (
    CODE,
    ENTRY_COLUMNS,
    FIRST_LINE,
    LAST_COLUMN,
    MARKS_TITLE,
    MAX_LINES,
    STATED_COLUMN,
)

# A sentence typed into a cell is no figure; what is longer than this is told as that.
LONGEST_CELL = 200
MOST_STRAY = 50


@dataclass(frozen=True)
class GridRow:
    """A line of the form: its number, the words in column A, and what was typed, by column."""

    number: int
    code: str
    typed: Mapping[int, str]


@dataclass(frozen=True)
class FormGrid:
    """What a file holds: its marks, its rows, what is stated above them by line, and cells outside the form."""

    marks: Mapping[str, str]
    title: str
    stated: Mapping[int, str]
    rows: tuple[GridRow, ...]
    stray: tuple[str, ...]


class StampInFile(Exception):
    """The file carries a secrecy stamp. Nothing else about it is known to the parent."""


class PersonsInFile(Exception):
    """Columns hold matter about persons: (sheet, letters, head, kind) of each, nothing of their cells."""

    def __init__(self, columns: list[tuple[str, str, str, str]]) -> None:
        super().__init__()
        self.columns = columns


def read_in_child(name: str, content: bytes) -> FormGrid:
    """What stands in the file. Raises `StampInFile`, `PersonsInFile`, `NotRead` or `NoSeat`."""
    return _understood(ask_child("chungtay.reporting.form_file.child", {"name": name}, content))


def read_here(name: str, content: bytes) -> FormGrid:
    """The same in this process, without limits: for files of our own making."""
    return _understood(_read({"name": name}, content))


def _understood(answer: dict[str, Any]) -> FormGrid:
    match answer["outcome"]:
        case "secret":
            raise StampInFile
        case "persons":
            raise PersonsInFile([tuple(column) for column in answer["columns"]])
        case "unreadable":
            raise NotRead(answer["code"], answer["params"])
    return FormGrid(
        marks=answer["marks"],
        title=answer["title"],
        stated={int(line): text for line, text in answer["stated"].items()},
        rows=tuple(
            GridRow(number, code, {int(column): text for column, text in typed.items()})
            for number, code, typed in answer["rows"]
        ),
        stray=tuple(answer["stray"]),
    )


def _read(head: dict[str, Any], content: bytes) -> dict[str, Any]:
    from narrative.files import Unreadable, read_file
    from narrative.files.xlsx import read_grid
    from narrative.forbidden import find_secrecy_stamp

    name = Path(head["name"].replace("\\", "/")).name
    if find_secrecy_stamp(Path(name).stem.replace("_", " ")):
        return {"outcome": "secret"}
    try:
        source = read_file(name, content)
        if find_secrecy_stamp(source.head_text):
            return {"outcome": "secret"}
        sheets = read_grid(content)
    except Unreadable as refused:
        return _unreadable(refused.code, {key: str(value) for key, value in refused.params.items()})
    marks = next((sheet for sheet in sheets if sheet.title == MARKS_TITLE), None)
    seen = [sheet for sheet in sheets if sheet is not marks]
    told = _pairs(marks)
    named = [sheet for sheet in seen if sheet.title == told.get("sheet")]
    form = next((sheet for sheet in (*named, *seen) if not sheet.is_hidden), None)
    if form is None:
        return _unreadable("empty_file", {})
    columns = _personal(source, seen, form)
    if columns:
        return {"outcome": "persons", "columns": columns}
    return _told(form, told)


def _unreadable(code: str, params: dict[str, str]) -> dict[str, Any]:
    return {"outcome": "unreadable", "code": code, "params": params}


def _personal(source: Any, sheets: list[Any], form: Any) -> list[tuple[str, str, str, str]]:
    """The columns about persons; what stands elsewhere in the file (a comment, a property) is named by its place."""
    from narrative.columns import column_of_place, personal_columns
    from narrative.forbidden import scan

    ours = {(form.title, column) for column in range(CODE, LAST_COLUMN + 1)}
    found = {
        (one.sheet, one.letters): (one.sheet, one.letters, one.head, one.kind)
        for one in personal_columns(sheets, of_figures=ours)
    }
    for passage in scan(source.text):
        place = source.place_at(passage.start)
        sheet, letters = column_of_place(place) or ("", place)
        if sheet != MARKS_TITLE:
            found.setdefault((sheet, letters), ("" if scan(sheet) else sheet, letters, "", passage.kind))
    return list(found.values())


def _pairs(marks: Any) -> dict[str, str]:
    """The hidden sheet: names in column A, what they are in column B."""
    names = {cell.row: cell.text for cell in marks.cells if cell.column == 1} if marks else {}
    values = {cell.row: cell.text for cell in marks.cells if cell.column == 2} if marks else {}
    return {name: values.get(row, "") for row, name in names.items()}


def _told(form: Any, marks: dict[str, str]) -> dict[str, Any]:
    from narrative.files.xlsx import column_letters

    rows: dict[int, tuple[str, dict[int, str]]] = {}
    stated: dict[int, str] = {}
    stray: list[str] = []
    for cell in form.cells:
        text = cell.text if len(cell.text) <= LONGEST_CELL else f"{cell.text[:LONGEST_CELL]}…"
        if cell.column > LAST_COLUMN:
            stray.append(f"{column_letters(cell.column)}{cell.row}")
        elif cell.row < FIRST_LINE:
            if cell.column == STATED_COLUMN:
                stated[cell.row] = text
        elif cell.column == CODE or cell.column in ENTRY_COLUMNS:
            _code, typed = rows.setdefault(cell.row, ("", {}))
            if cell.column == CODE:
                rows[cell.row] = (text, typed)
            else:
                typed[cell.column] = text
    if len(rows) > MAX_LINES:
        return _unreadable("too_large", {"what": "rows", "limit": str(MAX_LINES)})
    told = [[number, code, typed] for number, (code, typed) in sorted(rows.items())]
    return {
        "outcome": "read",
        "marks": marks,
        "title": form.title,
        "stated": stated,
        "rows": told,
        "stray": stray[:MOST_STRAY],
    }


if __name__ == "__main__":
    sys.exit(answer_parent(_read))
