"""Units and the ledger as they are taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chungtay.core.workbook import Cell, Column, Kind, TableSheet

# What stands beside a row is asked of the database for so many rows at once.
_CHUNK = 500


def units_table(versions: QuerySet[Any], with_parents: Callable[[list[Any]], Any]) -> TableSheet:
    """One unit a row, with what it stands below; `with_parents` brings that for some units at once."""
    columns = (
        Column(_("Unit"), width=34),
        Column(_("Code"), width=10),
        Column(_("Kind"), width=18),
        Column(_("Below"), width=34),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for some in _in_chunks(versions):
            for version, parent in with_parents(some):
                above = parent.heading if parent else None
                yield version.heading, version.code, str(version.get_kind_display()), above

    return TableSheet(_("Administrative units"), columns, rows())


def ledger_table(events: QuerySet[Any], lines_of: Callable[[list[Any]], Any]) -> TableSheet:
    """One event a row: its day and basis, the units before and after it, and how many more than are named."""
    columns = (
        Column(_("Since"), Kind.DAY),
        Column(_("Day known"), width=12),
        Column(_("Event"), width=22),
        Column(_("Units before"), width=50),
        Column(_("Units after"), width=50),
        Column(_("Units not named"), Kind.NUMBER),
        Column(_("Legal basis"), width=50),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for some in _in_chunks(events):
            for line in lines_of(some):
                event = line.event
                yield (
                    event.effective_on,
                    None if event.date_is_known else _("not known"),
                    str(event.get_kind_display()),
                    ", ".join(version.heading for version in line.before),
                    ", ".join(version.heading for version in line.after),
                    line.unnamed_count or None,
                    event.legal_basis,
                )

    return TableSheet(_("Ledger of changes"), columns, rows())


def _in_chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    found = rows.iterator(chunk_size=_CHUNK)
    while some := list(islice(found, _CHUNK)):
        yield some
