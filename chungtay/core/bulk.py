"""Storing many rows at once. Django's `bulk_update` writes a case for each row, which takes seconds for thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def write_many(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Store these fields of `rows`, all of one model, in one statement; nothing for no rows.

    Triggers and constraints of the database see each row as after any other update.
    """
    if not rows:
        return
    meta = rows[0]._meta
    columns: list[Any] = [meta.pk, *(meta.get_field(name) for name in fields)]
    key = columns[0]
    arrays = ", ".join(f"%s::{column.rel_db_type(connection) if column.is_relation else column.db_type(connection)}[]"
                       for column in columns)  # fmt: skip
    names = ", ".join(f'"{column.column}"' for column in columns)
    written = ", ".join(f'"{column.column}" = given."{column.column}"' for column in columns[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" kept SET {written} FROM unnest({arrays}) AS given({names}) '
            f'WHERE kept."{key.column}" = given."{key.column}"',
            [[_value(row, column) for row in rows] for column in columns],
        )


def _value(row: Model, column: Any) -> Any:
    """What is stored of `row`; a related row that was saved after it was named here has its key by now."""
    if column.is_relation and column.is_cached(row):
        related = getattr(row, column.name)
        return related.pk if related is not None else None
    return getattr(row, column.attname)
