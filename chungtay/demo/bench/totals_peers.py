"""The peers of the totals, on the same PostgreSQL: one row a figure, and wide tables in the manner of DHIS2.

The wide tables are a model of DHIS2's aggregate analytics, not DHIS2 itself: one table a year, a text column for each
level above, for month and year, an index on each. Both peers are given what helps them: who stands above whom, and
where each unit's figures stand on the map of the end, ready in a small table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

from django.db import connection

from chungtay.reporting.figures.rows import rows_of
from chungtay.reporting.totals.rebuilding import JOBS
from chungtay.territory.codes import MILLION

Rows = list[tuple[Any, ...]]

_UNITS = f"""
CREATE TABLE bench_unit AS
SELECT a.unit_id, a.ancestor_id AS province_id, n.ancestor_id AS nation_id
FROM territory_unitancestor a
JOIN territory_unitancestor n ON n.unit_id = a.unit_id AND n.depth = 2 AND n.validity = a.validity
WHERE a.depth = 1;
CREATE UNIQUE INDEX ON bench_unit (unit_id);
CREATE INDEX ON bench_unit (province_id);
CREATE TABLE bench_moved AS
SELECT u.unit_id, p.province_id, coalesce(s.share_millionths, {MILLION})::bigint AS share
FROM bench_unit u
LEFT JOIN territory_unitsuccession s ON s.from_unit_id = u.unit_id
JOIN bench_unit p ON p.unit_id = coalesce(s.to_unit_id, u.unit_id);
CREATE INDEX ON bench_moved (unit_id);
ANALYZE bench_unit; ANALYZE bench_moved"""
_FACTS = """
CREATE UNLOGGED TABLE bench_fact (unit_id int, period_id int, line text, cell smallint, value bigint);
INSERT INTO bench_fact
SELECT t.unit_id, t.period_id, t.line, f.cells[o.ordinal], o.value
FROM reporting_submission s
JOIN reporting_submissionversion v ON v.id = s.accepted_version_id
JOIN reporting_formversion f ON f.id = v.form_version_id
JOIN reporting_reporttask t ON t.id = s.task_id
CROSS JOIN LATERAL unnest(v.values) WITH ORDINALITY AS o(value, ordinal);
ALTER TABLE bench_fact ADD PRIMARY KEY (unit_id, period_id, cell, line);
CREATE INDEX ON bench_fact (period_id, cell);
VACUUM ANALYZE bench_fact"""
_WIDE_TABLE = """
CREATE TABLE bench_wide (
    dx text, ou text, uidlevel1 text, uidlevel2 text, uidlevel3 text, line text, monthly int, yearly int, value bigint
) PARTITION BY LIST (yearly)"""
_WIDE_YEAR = """
CREATE UNLOGGED TABLE bench_wide_{0} PARTITION OF bench_wide FOR VALUES IN ({0});
INSERT INTO bench_wide_{0}
SELECT lpad(f.cell::text, 11, 'd'), lpad(f.unit_id::text, 11, 'u'), lpad(u.nation_id::text, 11, 'u'),
       lpad(u.province_id::text, 11, 'u'), lpad(f.unit_id::text, 11, 'u'), f.line, f.period_id, p.year, f.value
FROM bench_fact f JOIN bench_unit u USING (unit_id) JOIN reporting_reportingperiod p ON p.id = f.period_id
WHERE p.year = {0};
CREATE INDEX ON bench_wide_{0} (dx);
CREATE INDEX ON bench_wide_{0} (ou);
CREATE INDEX ON bench_wide_{0} (uidlevel1);
CREATE INDEX ON bench_wide_{0} (uidlevel2);
CREATE INDEX ON bench_wide_{0} (uidlevel3);
CREATE INDEX ON bench_wide_{0} (monthly);
CREATE INDEX ON bench_wide_{0} (yearly);
ANALYZE bench_wide_{0}"""
_WIDE_OWED = """
CREATE UNLOGGED TABLE bench_wide_owed AS
SELECT lpad(t.unit_id::text, 11, 'u') AS ou, lpad(u.nation_id::text, 11, 'u') AS uidlevel1,
       lpad(u.province_id::text, 11, 'u') AS uidlevel2, p.year AS yearly, s.accepted_version_id IS NOT NULL AS received
FROM reporting_reporttask t
JOIN bench_unit u USING (unit_id)
JOIN reporting_reportingperiod p ON p.id = t.period_id
LEFT JOIN reporting_submission s ON s.task_id = t.id;
CREATE INDEX ON bench_wide_owed (yearly);
CREATE INDEX ON bench_wide_owed (ou);
CREATE INDEX ON bench_wide_owed (uidlevel2);
ANALYZE bench_wide_owed"""


def timed_run(script: str) -> float:
    """Seconds that a script of statements takes, each on its own."""
    began = perf_counter()
    with connection.cursor() as cursor:
        for statement in filter(str.strip, script.split(";")):
            cursor.execute(statement)
    return perf_counter() - began


def build_facts() -> float:
    """Seconds to make the table of one row a figure, with its indexes."""
    timed_run(_UNITS)
    return timed_run(_FACTS)


def build_wide(years: Iterable[int]) -> float:
    """Seconds to make the wide tables of `years` from the facts, with their indexes, as many at a time as a rebuild."""
    began = perf_counter()
    timed_run(_WIDE_TABLE)
    with ThreadPoolExecutor(JOBS) as pool:
        for made in [pool.submit(_run_apart, script) for script in (*map(_WIDE_YEAR.format, years), _WIDE_OWED)]:
            made.result()
    return perf_counter() - began


def _run_apart(script: str) -> None:
    """On the connection of this thread, which is closed afterwards."""
    try:
        timed_run(script)
    finally:
        connection.close()


def size_of(*tables: str) -> int:
    """Bytes of tables with indexes and what hangs on them; of every table whose name begins so for a name with %."""
    found = "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relkind = 'r' AND {}"
    return sum(int(rows_of(found.format("relname LIKE %(name)s"), {"name": name})[0][0]) for name in tables)


def _asked(statement: str, parameters: Mapping[str, Any]) -> Rows:
    """A peer's rows. Planned at each question, with its keys known: what fits our statements need not fit theirs."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _uid(number: int) -> str:
    return str(number).rjust(11, "u")


def _dx(cells: Sequence[int]) -> list[str]:
    return [str(cell).rjust(11, "d") for cell in cells]


def _key(uid: str) -> int:
    return int(uid.lstrip("ud"))


class Facts:
    """Plain GROUP BY over one row a figure."""

    name = "plain GROUP BY"

    def provinces(self, provinces: Sequence[int], periods: Sequence[int], cells: Sequence[int], year: int) -> Rows:
        """Months of provinces."""
        return _asked(
            """SELECT u.province_id, f.period_id, f.cell, sum(f.value)::bigint
            FROM bench_fact f JOIN bench_unit u USING (unit_id)
            WHERE u.province_id = ANY(%(units)s) AND f.period_id = ANY(%(periods)s) AND f.cell = ANY(%(cells)s)
            GROUP BY 1, 2, 3""",
            {"units": list(provinces), "periods": list(periods), "cells": list(cells)},
        )

    def province_year(self, province: int, cells: Sequence[int], year: int) -> Rows:
        """A year of a province, by cell."""
        return _asked(
            """SELECT f.cell, sum(f.value)::bigint
            FROM bench_fact f JOIN bench_unit u USING (unit_id) JOIN reporting_reportingperiod p ON p.id = f.period_id
            WHERE u.province_id = %(unit)s AND p.year = %(year)s AND f.cell = ANY(%(cells)s)
            GROUP BY 1""",
            {"unit": province, "year": year, "cells": list(cells)},
        )

    def communes_year(self, province: int, cells: Sequence[int], year: int) -> Rows:
        """A year of each commune of a province, by cell."""
        return _asked(
            """SELECT f.unit_id, f.cell, sum(f.value)::bigint
            FROM bench_fact f JOIN bench_unit u USING (unit_id) JOIN reporting_reportingperiod p ON p.id = f.period_id
            WHERE u.province_id = %(unit)s AND p.year = %(year)s AND f.cell = ANY(%(cells)s)
            GROUP BY 1, 2""",
            {"unit": province, "year": year, "cells": list(cells)},
        )

    def commune_decade(self, commune: int, cells: Sequence[int]) -> Rows:
        """Every year of one commune, by cell."""
        return _asked(
            """SELECT p.year, f.cell, sum(f.value)::bigint
            FROM bench_fact f JOIN reporting_reportingperiod p ON p.id = f.period_id
            WHERE f.unit_id = %(unit)s AND f.cell = ANY(%(cells)s)
            GROUP BY 1, 2""",
            {"unit": commune, "cells": list(cells)},
        )

    def rebased_year(self, cells: Sequence[int], year: int) -> Rows:
        """A year of each province on the map of the end, by cell, in millionths."""
        return _asked(
            """SELECT m.province_id, f.cell, sum(f.value * m.share)::bigint
            FROM bench_fact f JOIN bench_moved m USING (unit_id) JOIN reporting_reportingperiod p ON p.id = f.period_id
            WHERE p.year = %(year)s AND f.cell = ANY(%(cells)s)
            GROUP BY 1, 2""",
            {"year": year, "cells": list(cells)},
        )

    def complete_units(self, year: int) -> Rows:
        """How many communes of each unit have every report of a year accepted, and how many owe any."""
        return _asked(
            """WITH owed AS (
                SELECT t.unit_id, bool_and(s.accepted_version_id IS NOT NULL) AS is_complete
                FROM reporting_reporttask t JOIN reporting_reportingperiod p ON p.id = t.period_id
                LEFT JOIN reporting_submission s ON s.task_id = t.id
                WHERE p.year = %(year)s GROUP BY 1
            )
            SELECT x.unit, count(*) FILTER (WHERE is_complete), count(*)
            FROM owed JOIN bench_unit u USING (unit_id)
            CROSS JOIN LATERAL (VALUES (u.unit_id), (u.province_id), (u.nation_id)) AS x(unit)
            GROUP BY 1""",
            {"year": year},
        )


class Wide:
    """Wide tables by year in the manner of DHIS2."""

    name = "wide tables as DHIS2 has them"

    def provinces(self, provinces: Sequence[int], periods: Sequence[int], cells: Sequence[int], year: int) -> Rows:
        """As `Facts.provinces`."""
        return _asked(
            """SELECT uidlevel2, monthly, dx, sum(value)::bigint FROM bench_wide
            WHERE yearly = %(year)s AND uidlevel2 = ANY(%(units)s) AND monthly = ANY(%(periods)s) AND dx = ANY(%(dx)s)
            GROUP BY 1, 2, 3""",
            {"units": [_uid(one) for one in provinces], "periods": list(periods), "dx": _dx(cells), "year": year},
        )

    def province_year(self, province: int, cells: Sequence[int], year: int) -> Rows:
        """As `Facts.province_year`."""
        return _asked(
            """SELECT dx, sum(value)::bigint FROM bench_wide
            WHERE yearly = %(year)s AND uidlevel2 = %(unit)s AND dx = ANY(%(dx)s) GROUP BY 1""",
            {"unit": _uid(province), "dx": _dx(cells), "year": year},
        )

    def communes_year(self, province: int, cells: Sequence[int], year: int) -> Rows:
        """As `Facts.communes_year`."""
        return _asked(
            """SELECT ou, dx, sum(value)::bigint FROM bench_wide
            WHERE yearly = %(year)s AND uidlevel2 = %(unit)s AND dx = ANY(%(dx)s) GROUP BY 1, 2""",
            {"unit": _uid(province), "dx": _dx(cells), "year": year},
        )

    def commune_decade(self, commune: int, cells: Sequence[int]) -> Rows:
        """As `Facts.commune_decade`."""
        return _asked(
            """SELECT yearly, dx, sum(value)::bigint FROM bench_wide
            WHERE ou = %(unit)s AND dx = ANY(%(dx)s) GROUP BY 1, 2""",
            {"unit": _uid(commune), "dx": _dx(cells)},
        )

    def rebased_year(self, cells: Sequence[int], year: int) -> Rows:
        """As `Facts.rebased_year`."""
        return _asked(
            """SELECT m.province_id, w.dx, sum(w.value * m.share)::bigint
            FROM bench_wide w JOIN bench_moved m ON lpad(m.unit_id::text, 11, 'u') = w.ou
            WHERE w.yearly = %(year)s AND w.dx = ANY(%(dx)s) GROUP BY 1, 2""",
            {"dx": _dx(cells), "year": year},
        )

    def complete_units(self, year: int) -> Rows:
        """As `Facts.complete_units`."""
        return _asked(
            """WITH owed AS (
                SELECT ou, uidlevel1, uidlevel2, bool_and(received) AS is_complete
                FROM bench_wide_owed WHERE yearly = %(year)s GROUP BY 1, 2, 3
            )
            SELECT x.unit, count(*) FILTER (WHERE is_complete), count(*)
            FROM owed CROSS JOIN LATERAL (VALUES (ou), (uidlevel1), (uidlevel2)) AS x(unit) GROUP BY 1""",
            {"year": year},
        )


def plain_rows(rows: Iterable[Sequence[Any]]) -> list[tuple[int, ...]]:
    """Rows of an answer with numbers for keys, in one order: for comparing."""
    return sorted(tuple(_key(one) if isinstance(one, str) else int(one) for one in row) for row in rows)
