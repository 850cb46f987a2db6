"""Questions to the exported tables as Ibis expressions: one text, answered alike by DuckDB, Spark, Trino, ClickHouse.

The one module that knows Ibis. Figures add as the rules of totals say (docs/rules/figures.md): addable ones alone, on
the map of each period's last day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Column, Table

from chungtay.analytics.research.schema import TABLES
from chungtay.organisations.codes import Line

Tables = Mapping[str, Table]


def sums(tables: Tables, *, level: int, year: int, cells: Collection[int], line: str = Line.ALL) -> Table:
    """Sums of flows by unit of a level and cell, over a reporting year: `ancestor_id`, `cell_id`, `total`."""
    figures = tables["observation"].filter(_["is_addable"], _["cell_id"].isin(list(cells)))
    if line == Line.ALL:
        figures = figures.mutate(amount=_["counted"])
    else:
        figures = figures.filter(_["line"] == line).mutate(amount=_["value"])
    placed = _placed(figures, tables, year=year, level=level)
    return (
        placed.group_by("ancestor_id", "cell_id").aggregate(total=_["amount"].sum()).order_by("ancestor_id", "cell_id")
    )


def names_counted(tables: Tables, *, level: int, year: int, cell: int) -> Table:
    """How many different names units of a level gave in a year: `ancestor_id`, `names`."""
    placed = _placed(tables["named"].filter(_["cell_id"] == cell), tables, year=year, level=level)
    return placed.group_by("ancestor_id").aggregate(names=_["key"].nunique()).order_by("ancestor_id")


def completeness(tables: Tables, *, level: int, year: int, form: str) -> Table:
    """n of N of the units below a level, whole units alone: `ancestor_id`, `period_id`, `reported`, `expected`.

    A unit has reported when every report it owes for the period and form was accepted.
    """
    owed = tables["task"].filter(~_["is_claim"], _["form"] == form)
    units = owed.group_by("unit_id", "period_id").aggregate(complete=_["is_accepted"].all())
    placed = _placed(units, tables, year=year, level=level)
    counted = placed.group_by("ancestor_id", "period_id").aggregate(
        reported=_["complete"].sum(), expected=placed["unit_id"].count()
    )
    return counted.order_by("ancestor_id", "period_id")


def _placed(rows: Table, tables: Tables, *, year: int, level: int) -> Table:
    """`rows` of a year, each beside the unit of `level` above it on the last day of its period."""
    periods = tables["period"].filter(_["year"] == year)["period_id", "last_day"]
    units = tables["unit"].filter(_["level"] == level)["unit_id", "valid_from", "valid_to"]
    tops = units.select(top_id="unit_id").distinct()
    above = tables["unit_ancestor"].rename(member_id="unit_id").inner_join(tops, _["ancestor_id"] == tops["top_id"])
    dated = rows.inner_join(periods, "period_id")
    return dated.inner_join(
        above,
        [
            dated["unit_id"] == above["member_id"],
            _holds(dated["last_day"], above["valid_from"], above["valid_to"]),
        ],
    )


def _holds(day: Column, first: Column, end: Column) -> BooleanValue:
    return (first.isnull() | (first <= day)) & (end.isnull() | (day < end))


def on_duckdb(folder: str) -> Tables:
    """The exported tables of `folder`, in DuckDB."""
    engine = ibis.duckdb.connect()
    return _read(engine, folder)


def _read(engine: ibis.BaseBackend, folder: str) -> Tables:
    return {
        table.name: engine.read_parquet(f"{folder}/{table.name}.parquet", table_name=table.name) for table in TABLES
    }


def on_spark(folder: str, session: object) -> Tables:
    """The same in Spark, over a session of it."""
    return _read(ibis.pyspark.connect(session), folder)
