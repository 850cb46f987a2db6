"""Columns of a sheet that are about persons: by their heads, by what stands in them, by what stands beside it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from narrative.files.xlsx import GridCell, GridSheet, column_letters
from narrative.forbidden import scan

# Heads that ask for what must not be kept about a person.
PERSONAL_HEADS = (
    "cccd",
    "cmnd",
    "can cuoc",
    "chung minh",
    "so dinh danh",
    "ho chieu",
    "dien thoai",
    "sdt",
    "so dt",
    "di dong",
    "zalo",
    "email",
    "thu dien tu",
    "ngay sinh",
    "nam sinh",
    "gioi tinh",
    "que quan",
    "dia chi",
    "noi o",
    "thuong tru",
    "dan toc",
    "ton giao",
    "so hieu",
    "mat khau",
)
# In a table of figures a column of names is a list of persons too.
NAME_HEADS = ("ho ten", "ho va ten", "ho, ten", "ten nguoi", "chu ho")
_HEAD_LENGTH = 40
_HEAD_LINES = 12
_SHEET_PLACE = re.compile(r"sheet (?P<sheet>.*), (?P<letters>[A-Z]{1,3})\d+")


@dataclass(frozen=True, slots=True, order=True)
class PersonalColumn:
    """A column with matter about persons: the sheet, its letters, its head where that can be said, and of what kind."""

    sheet: str
    letters: str
    head: str
    kind: str


def personal_columns(sheets: Iterable[GridSheet], *, of_figures: Collection[tuple[str, int]]) -> list[PersonalColumn]:
    """The columns of `sheets` that hold names, telephone or identity numbers, or whose heads ask for them.

    `of_figures` are the (title, column) that are known to hold words and figures of a form: their heads are ours, and a
    large number in them is a figure; words typed there are looked at like any others.
    """
    return sorted({column for sheet in sheets for column in _columns_of(sheet, of_figures)})


def column_of_place(place: str) -> tuple[str, str] | None:
    """The sheet and the letters of a place that `read_file` names; None for a place that is no cell."""
    match = _SHEET_PLACE.fullmatch(place)
    return (match["sheet"], match["letters"]) if match else None


def _columns_of(sheet: GridSheet, of_figures: Collection[tuple[str, int]]) -> Iterator[PersonalColumn]:
    cells: dict[int, list[GridCell]] = defaultdict(list)
    for cell in sheet.cells:
        cells[cell.column].append(cell)
    for column, found in cells.items():
        is_known = (sheet.title, column) in of_figures
        # What is no known head is not repeated: without one, the first cell of a column may be a name.
        kind_of_head, head = ("", "") if is_known else _kind_by_head(found)
        kind = _kind_by_content(found, is_known=is_known) or kind_of_head
        if kind:
            yield PersonalColumn(_clean(sheet.title), column_letters(column), head, kind)


def _kind_by_head(cells: list[GridCell]) -> tuple[str, str]:
    """The kind that a head asks for, and the head; "" and "" for a column without such a head."""
    for cell in cells[:_HEAD_LINES]:
        words = _plain(cell.text)
        if not cell.is_number and len(words) <= _HEAD_LENGTH:
            if any(head in words for head in NAME_HEADS):
                return "person_list", _clean(cell.text)
            if any(head in words for head in PERSONAL_HEADS):
                return "person", _clean(cell.text)
    return "", ""


def _kind_by_content(cells: list[GridCell], *, is_known: bool) -> str:
    words = [cell.text for cell in cells if not cell.is_number]
    for passage in scan("\n".join(words)):
        return passage.kind
    numbers = [] if is_known else [re.sub(r"\D", "", cell.text) for cell in cells if cell.is_number]
    # A spreadsheet takes the zero from the head of a telephone or identity number.
    for passage in scan("\n".join(f"0{digits}" for digits in numbers if len(digits) in (9, 11))):
        return passage.kind
    return ""


def _plain(words: str) -> str:
    """`words` without marks: heads are often typed without them."""
    decomposed = unicodedata.normalize("NFD", " ".join(words.casefold().split()))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")


def _clean(words: str) -> str:
    return "" if scan(words) else words
