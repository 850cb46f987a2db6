"""Looking into every table of the database: a checksum of each, and everything that is stored, as text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

# Signing in and the choice of a hat write here; nothing of the programme does.
SESSIONS = frozenset({"django_session"})


def checksums() -> dict[str, str]:
    """A checksum of each table, whatever the order of its rows; sessions left out. One query."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - SESSIONS)
        parts = [
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"
            for table in tables
        ]
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables whose checksum is another one."""
    return sorted(table for table in after if before.get(table) != after[table])


def everything_stored(tables: Iterable[str] | None = None) -> str:
    """All rows of all tables, or of those named, as text; bytes as hexadecimal digits."""
    pieces: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor) if tables is None else tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            pieces += [row[0] for row in cursor.fetchall()]
    return "\n".join(pieces)
