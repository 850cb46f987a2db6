"""Rows of a statement as the readers want them: server-side parameters, binary numbers, no model objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection
from psycopg.pq import Format


class _Prepared(psycopg.Cursor[Any]):
    """The few statements of the readers are long: planning one takes longer than looking up what it asks for.

    How a connection prepares is said in `core.prepared`.
    """

    def execute(self, query: Any, params: Any = None, **_options: Any) -> _Prepared:
        """Execute as a prepared statement of the connection."""
        return super().execute(query, params, prepare=True)


def rows_of(statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of `statement`; placeholders are named. Counted and logged like any other statement of Django.

    A list among `parameters` holds numbers, days, truths or plain words: it travels as one literal, whose type the
    statement says.
    """
    connection.ensure_connection()
    # Arrays of hundreds of numbers travel in binary: as text each number is printed, sent and read digit by digit.
    raw: Any = _Prepared(connection.connection)
    raw.format = Format.BINARY
    cursor = connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw)
    with cursor:
        cursor.execute(statement, {name: _literal(given) for name, given in (parameters or {}).items()})
        return cursor.fetchall()


def _literal(given: Any) -> Any:
    # Thousands of keys: asking each for its type, as the adapter does, takes longer than the statement.
    return f"{{{','.join(map(str, given))}}}" if isinstance(given, list) else given
