"""A table as a sheet: heads that stay in sight, columns of one kind each, rows asked for one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto

from chungtay.core.workbook.styles import MOST_DIGITS, Style
from chungtay.core.workbook.xml import day_cell, moment_cell, number_cell, text_cell
from narrative.files.xlsx import column_letters

Cell = str | int | Decimal | date | datetime | None
_ROWS_A_PIECE = 200
_WIDTHS = {"text": 28, "number": 14, "day": 12, "moment": 18}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Kind(Enum):
    """What the cells of a column are."""

    TEXT = auto()
    NUMBER = auto()
    DAY = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class Column:
    """A column: its head, what its cells are, the decimals of its numbers, and its width in letters (0: by kind)."""

    head: str
    kind: Kind = Kind.TEXT
    scale: int = 0
    width: int = 0

    @property
    def shown_width(self) -> int:
        """The width in letters."""
        return self.width or _WIDTHS[self.kind.name.lower()]

    @property
    def style(self) -> int:
        """The look of its numbers."""
        return Style.NUMBER + min(self.scale, MOST_DIGITS)


@dataclass(frozen=True)
class TableSheet:
    """A table. None is an empty cell, never a zero; text in a column of numbers stays text ("dưới 5")."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    is_hidden: bool = False
    head_rows: int = 1

    def xml(self) -> Iterator[str]:
        """The sheet in pieces. The rows are walked once."""
        writers = [_writer(column, column_letters(place)) for place, column in enumerate(self.columns, start=1)]
        yield _opening(self.columns)
        piece: list[str] = []
        last = 1
        for last, row in enumerate(self.rows, start=2):
            number = str(last)
            cells = [write(number, cell) for write, cell in zip(writers, row, strict=True) if cell is not None]
            piece.append(f'<row r="{number}">{"".join(cells)}</row>')
            if len(piece) == _ROWS_A_PIECE:
                yield "".join(piece)
                piece.clear()
        yield "".join(piece)
        yield _closing(column_letters(len(self.columns)), last)


def notes_sheet(title: str, lines: Iterable[tuple[str, str]]) -> TableSheet:
    """What the figures of a workbook are, as pairs of words: which question, which day, from which page."""
    rows = list(lines)
    first, *others = rows or [("", "")]
    return TableSheet(title, (Column(first[0], width=30), Column(first[1], width=90)), others)


def _writer(column: Column, place: str) -> Callable[[str, Cell], str]:
    """What makes a cell of this column; the kinds are told apart once a column, not once a cell."""
    style = column.style
    plain_head, plain_tail = f'<c r="{place}', f'" s="{style}"><v>'

    def write_number(number: str, cell: Cell) -> str:
        # Most cells of large tables: written here, without another call.
        if type(cell) is int and -(10**15) < cell < 10**15:
            return f"{plain_head}{number}{plain_tail}{cell}</v></c>"
        return write_any(number, cell)

    def write_any(number: str, cell: Cell) -> str:
        reference = place + number
        if isinstance(cell, str):
            return text_cell(reference, cell)
        if isinstance(cell, datetime):
            return moment_cell(reference, cell)
        if isinstance(cell, date):
            return day_cell(reference, cell)
        return "" if cell is None else number_cell(reference, cell, style)

    return write_number if column.kind is Kind.NUMBER else write_any


def _opening(columns: Sequence[Column]) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.shown_width}" customWidth="1"/>'
        for place, column in enumerate(columns, start=1)
    )
    heads = "".join(
        text_cell(f"{column_letters(place)}1", column.head, Style.HEAD) for place, column in enumerate(columns, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" '
        'activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{widths}</cols><sheetData><row r="1">{heads}</row>'
    )


def _closing(last_column: str, last_row: int) -> str:
    return (
        f'</sheetData><autoFilter ref="A1:{last_column}{last_row}"/>'
        '<pageMargins left="0.6" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )
