"""The annexes of the annual report as sheets of a workbook: the printed tables with real numbers in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from chungtay.core.workbook import Cell, Column, Kind, TableSheet
from officialdoc import Align, Document, Row, RowKind, Table
from officialdoc import Column as PrintedColumn

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")


def annex_sheets(document: Document) -> list[TableSheet]:
    """A sheet for each table of the annexes, named "Phụ lục I" and so on, in their order."""
    return [
        _sheet(f"Phụ lục {_ROMAN[place]}" + (f" ({number})" if number > 1 else ""), table)
        for place, annex in enumerate(document.annexes)
        for number, table in enumerate((block for block in annex.blocks if isinstance(block, Table)), start=1)
    ]


def _sheet(title: str, table: Table) -> TableSheet:
    rows = list(_rows(table))
    columns = [_column(each, [row[place] for row in rows]) for place, each in enumerate(table.columns)]
    return TableSheet(title, columns, rows)


def _column(printed: PrintedColumn, cells: Sequence[Cell]) -> Column:
    head = f"{printed.group}: {printed.title}" if printed.group else printed.title
    if printed.align is not Align.RIGHT:
        return Column(head, width=max(8, printed.width))
    decimals = max((-int(each.as_tuple().exponent) for each in cells if isinstance(each, Decimal)), default=0)
    return Column(head, Kind.NUMBER, scale=decimals)


def _rows(table: Table) -> Iterator[list[Cell]]:
    for row in table.rows:
        words = _words(row)
        if row.kind is RowKind.GROUP:
            yield [words[0], *([None] * (len(table.columns) - 1))]
        else:
            yield [
                _number(each) if column.align is Align.RIGHT else each or None
                for each, column in zip(words, table.columns, strict=True)
            ]


def _words(row: Row) -> list[str]:
    return ["".join(run.text for run in cell).strip() for cell in row.cells]


def _number(words: str) -> Cell:
    """A printed number as a number; "-" (nobody reported) and whatever is no number stay words."""
    found = _NUMBER.fullmatch(words)
    if found is None:
        return words or None
    plain = words.replace(".", "")
    return Decimal(plain.replace(",", ".")) if found[1] else int(plain)
