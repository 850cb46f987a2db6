"""A table as plain lines: heads and cells, text that a spreadsheet cannot take for a formula, numbers exact."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from django.utils.translation import gettext as _

from chungtay.analytics.layout import Head, Table, TableCell

# A cell of text that begins so would be run by a spreadsheet.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if text.startswith(_RUN) else text


def head_text(head: Head) -> str:
    """The words of a head, with the unit of counting of a measure."""
    unit = head.measure.unit if head.measure else ""
    return plain(f"{head.label} ({unit})" if unit else head.label)


def columns_of(table: Table) -> list[tuple[str, bool]]:
    """The heads of the columns in one line; true for the whole of a ratio, which has a column of its own."""
    found = []
    for column, nested in product(table.columns, table.nested):
        words = " – ".join(head_text(head) for head in ((column, nested) if table.has_two_lines else (column,)))
        found.append((words, False))
        measure = nested.measure or column.measure
        if measure is not None and measure.of is not None:
            found.append((_("%(column)s: out of") % {"column": words}, True))
    return found


def values_of(table: Table, cells: Iterator[TableCell]) -> Iterator[tuple[TableCell, Decimal | None]]:
    """Each cell of a row with its number, and the whole of a ratio after its part; None where there is none."""
    for (column, nested), cell in zip(product(table.columns, table.nested), cells, strict=True):
        yield cell, number_of(cell.number, cell.scale)
        measure = nested.measure or column.measure
        if measure is not None and measure.of is not None:
            yield cell, number_of(cell.of, cell.scale)


def number_of(number: int | None, scale: int) -> Decimal | None:
    """An integer of a scale as the exact decimal it stands for."""
    return None if number is None else Decimal(number).scaleb(-scale)
