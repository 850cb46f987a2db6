"""Write the star schema as Parquet files with a data dictionary.

PostgreSQL streams each table as text, DuckDB writes it as Parquet: no row passes through Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from chungtay.analytics.research.schema import TABLES, Table
from chungtay.core.errors import InputRefused

DICTIONARY = "dictionary.json"


class FolderInUse(InputRefused):
    """The folder holds something already."""

    code = "analytics.folder_in_use"
    message = _("%(folder)s is not empty. Please name a folder that does not exist yet.")


def export(folder: Path, *, progress: Callable[[str], None]) -> dict[str, int]:
    """Write all tables of one moment into `folder`; returns how many rows each has. Raises `FolderInUse`."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with TemporaryDirectory(dir=folder) as scratch, _one_moment():
        for table in TABLES:
            progress(table.name)
            text = Path(scratch) / f"{table.name}.csv"
            _stream(table, text)
            rows[table.name] = _as_parquet(table, text, folder / f"{table.name}.parquet")
            text.unlink()
    (folder / DICTIONARY).write_text(json.dumps(dictionary(rows), ensure_ascii=False, indent=1), encoding="utf-8")
    return rows


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction in which every table is read as of the same moment; inside another one, that one's moment."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def dictionary(rows: dict[str, int]) -> list[dict[str, object]]:
    """What every table and column means, in both languages."""
    return [
        {
            "table": table.name,
            "rows": rows[table.name],
            "vi": table.vi,
            "en": table.en,
            "columns": [{"name": one.name, "type": one.type, "vi": one.vi, "en": one.en} for one in table.columns],
        }
        for table in TABLES
    ]


def _stream(table: Table, target: Path) -> None:
    query = f"COPY ({table.query}) TO STDOUT (FORMAT csv, HEADER true)"
    with connection.cursor() as cursor, target.open("wb") as file, cursor.copy(query) as pieces:
        file.writelines(pieces)


def _as_parquet(table: Table, source: Path, target: Path) -> int:
    types = ", ".join(f"'{one.name}': '{one.type}'" for one in table.columns)
    # PostgreSQL quotes an empty text, and writes NULL as nothing at all.
    reading = f"read_csv($source, header = true, columns = {{{types}}}, nullstr = '', allow_quoted_nulls = false)"
    writing = f"COPY (SELECT * FROM {reading}) TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd)"
    with duckdb.connect() as engine:
        engine.execute(writing, {"source": str(source)})
        return int(engine.execute("SELECT count(*) FROM read_parquet($1)", [str(target)]).fetchall()[0][0])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
