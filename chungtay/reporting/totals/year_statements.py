"""The SQL of a rebuild: the totals of one reporting year are made beside the stored ones, which take over what differs.

What a version contributes is asked of `statements`, as for an acceptance. From there a rebuild goes up level by level:
a unit's year from its months, and what stands above from all units that have the same units above them, so that an
array is added once a level and not once for each unit and period above it. No stored total is read but to compare.
"""

from __future__ import annotations

from collections.abc import Iterable

from chungtay.organisations.codes import Line
from chungtay.reporting.totals.statements import (
    COMPLETED_COLUMNS,
    DELTA_COLUMNS,
    KEY_COLUMNS,
    KEY_CONTRIBUTIONS,
    OWED_COLUMNS,
    BlockLayout,
    array_of_sums,
    contributions,
    eligible_of,
    has_base_grain,
    layouts_of,
    patterns,
)

_OF_YEAR = "p.indicator_set_id = %(indicator_set)s AND p.year = %(year)s"
_ACCEPTED = f"""
    SELECT 1 AS sign, s.accepted_version_id, t.unit_id, t.organisation_id, t.period_id, t.line
    FROM reporting_reportingperiod p
    JOIN reporting_reporttask t ON t.period_id = p.id
    JOIN reporting_submission s ON s.task_id = t.id
    WHERE s.accepted_version_id IS NOT NULL AND NOT t.is_claim AND {_OF_YEAR}"""

MAKE_ELIGIBLE = (
    f"CREATE TEMPORARY TABLE eligible ON COMMIT DROP AS WITH {eligible_of(_ACCEPTED)} SELECT * FROM eligible"
)
LAYOUTS_OF_ELIGIBLE = layouts_of("SELECT form_version_id FROM eligible")
GATHER_KEYS = f"INSERT INTO drained_key ({KEY_COLUMNS}) {KEY_CONTRIBUTIONS}"


def gather_deltas(layouts: Iterable[BlockLayout]) -> str:
    """What the accepted versions of the year add; their forms have `layouts`, at least one."""
    return f"INSERT INTO made_totals ({DELTA_COLUMNS}) {contributions(layouts)}"


MAKE_MADE = """
CREATE TEMPORARY TABLE made_totals (LIKE reporting_totals) WITH (toast_tuple_target = 8160) ON COMMIT DROP;
ALTER TABLE made_totals ALTER COLUMN is_own SET DEFAULT true;
CREATE TEMPORARY TABLE made_owed (LIKE reporting_owedcount) ON COMMIT DROP;
CREATE TEMPORARY TABLE made_completed (LIKE reporting_completedunits) ON COMMIT DROP"""

# From which day until which day the same units stand above a unit.
STANDING = """
CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
SELECT s.unit_id, s.days,
       coalesce(array_agg(a.ancestor_id ORDER BY a.depth, a.ancestor_id) FILTER (WHERE a.depth > 0), '{}') AS above
FROM (
    SELECT unit_id, daterange(since, lead(since) OVER (PARTITION BY unit_id ORDER BY since)) AS days
    FROM (
        SELECT unit_id, coalesce(lower(validity), '-infinity') AS since FROM territory_unitancestor
        UNION SELECT unit_id, upper(validity) FROM territory_unitancestor WHERE NOT upper_inf(validity)
    ) AS c
) AS s
JOIN territory_unitancestor a ON a.unit_id = s.unit_id AND a.validity @> lower(s.days)
GROUP BY 1, 2;
ANALYZE standing"""
# On the last day of the period, or on that of a unit that ended inside it: as for a fold. Each unit that ever stood
# stands on that day itself.
_STANDING = """
    JOIN reporting_reportingperiod p ON p.id = x.period_id
    JOIN territory_administrativeunit u ON u.id = x.unit_id
    JOIN standing s ON s.unit_id = x.unit_id
        AND s.days @> greatest(lower(u.validity), least(upper(p.window) - 1, upper(u.validity) - 1))"""

COUNT_OWED = f"""
INSERT INTO made_owed ({OWED_COLUMNS})
WITH base AS MATERIALIZED (
    SELECT t.unit_id, t.period_id, t.line, t.form_version_id, count(*) AS owed, count(s.accepted_version_id) AS accepted
    FROM reporting_reportingperiod p
    JOIN reporting_reporttask t ON t.period_id = p.id
    LEFT JOIN reporting_submission s ON s.task_id = t.id
    WHERE NOT t.is_claim AND {_OF_YEAR} AND {has_base_grain("p")}
    GROUP BY 1, 2, 3, 4
)
SELECT * FROM base
UNION ALL
SELECT b.unit_id, p.parent_id, b.line, b.form_version_id, sum(b.owed), sum(b.accepted)
FROM base b JOIN reporting_reportingperiod p ON p.id = b.period_id AND p.parent_id IS NOT NULL
GROUP BY 1, 2, 3, 4"""

COUNT_COMPLETED = f"""
ANALYZE made_owed;
INSERT INTO made_completed ({COMPLETED_COLUMNS})
WITH below AS (
    SELECT s.above, x.period_id, x.line, x.owed_forms, x.open_forms,
           sum(x.units) AS units, sum(x.owed) AS owed, sum(x.accepted) AS accepted
    FROM (
        SELECT unit_id, period_id, '{Line.ALL}' AS line, owed_forms, open_forms, 1 AS units, 0 AS owed, 0 AS accepted
        FROM ({patterns("SELECT * FROM made_owed")}) AS a
        UNION ALL
        SELECT unit_id, period_id, line, ARRAY[form_version_id], '{{}}', 0, owed, accepted FROM made_owed
    ) AS x {_STANDING}
    GROUP BY 1, 2, 3, 4, 5
)
SELECT a.unit_id, b.period_id, b.line, b.owed_forms, b.open_forms, sum(b.units), sum(b.owed), sum(b.accepted)
FROM below b CROSS JOIN LATERAL unnest(b.above) AS a(unit_id)
GROUP BY 1, 2, 3, 4, 5"""


def add_up(width: int, rare: tuple[str, ...]) -> tuple[str, ...]:
    """Statements that make the totals of the gathered rows: `width` places a row, and only the rare counts that occur.

    Most places have one report: their row is a total as it stands, and only the others are added.
    """
    names = ("sums", "n", *rare)
    columns = f"unit_id, period_id, line, block, is_own, {', '.join(names)}"

    def sums_of(rows: str) -> str:
        return ", ".join(f"{array_of_sums(rows, name, width)} AS {name}" for name in names)

    return (
        f"""
WITH met AS (
    SELECT unit_id, period_id, line, block FROM made_totals GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
),
taken AS (
    DELETE FROM made_totals m USING met
    WHERE (m.unit_id, m.period_id, m.line, m.block) = (met.unit_id, met.period_id, met.line, met.block)
    RETURNING m.*
)
INSERT INTO made_totals ({columns})
SELECT t.unit_id, t.period_id, t.line, t.block, true, {sums_of("t")} FROM taken t GROUP BY 1, 2, 3, 4""",
        f"""
INSERT INTO made_totals ({columns})
SELECT m.unit_id, p.parent_id, m.line, m.block, true, {sums_of("m")}
FROM made_totals m JOIN reporting_reportingperiod p ON p.id = m.period_id AND p.parent_id IS NOT NULL
GROUP BY 1, 2, 3, 4""",
        f"""
INSERT INTO made_totals ({columns})
WITH below AS MATERIALIZED (
    SELECT s.above, x.period_id, x.line, x.block, {sums_of("x")} FROM made_totals x {_STANDING} GROUP BY 1, 2, 3, 4
)
SELECT a.unit_id, b.period_id, b.line, b.block, false, {sums_of("b")}
FROM below b CROSS JOIN LATERAL unnest(b.above) AS a(unit_id)
GROUP BY 1, 2, 3, 4""",
        # Whose founding was voided counts nowhere, itself included: as for a fold.
        """
DELETE FROM made_totals m USING territory_administrativeunit u WHERE u.id = m.unit_id AND isempty(u.validity)""",
    )


# Queued changes that the snapshot of a rebuild has seen, and rows that are made anew whatever they say.
_FORGET = f"""
DELETE FROM {{table}} AS t USING reporting_reportingperiod p WHERE p.id = t.period_id AND {_OF_YEAR}"""
FORGOTTEN = tuple(
    _FORGET.format(table=f"reporting_{table}") for table in ("deltapending", "keypending", "owedpending", "totalskey")
)


def _taken_over(table: str, made: str, keys: str, values: str) -> tuple[str, str]:
    """Two statements: rows that are not as they are made go, made rows that are missing come.

    A map that changed, or a correction, leaves most rows as they are: those are neither written nor left behind dead.
    Made rows come in the order of their key, so that indexes are filled from left to right.
    """

    def of(rows: str, columns: str) -> str:
        return ", ".join(f"{rows}.{column}" for column in columns.split(", "))

    same_key = f"({of('m', keys)}) = ({of('t', keys)})"
    same_values = f"({of('m', values)}) IS NOT DISTINCT FROM ({of('t', values)})"
    return (
        f"{_FORGET.format(table=table)} AND NOT EXISTS (SELECT FROM {made} m WHERE {same_key} AND {same_values})",
        f"""
INSERT INTO {table} ({keys}, {values}) SELECT {of("m", f"{keys}, {values}")} FROM {made} m
WHERE NOT EXISTS (
    SELECT FROM {table} t JOIN reporting_reportingperiod p ON p.id = t.period_id AND {_OF_YEAR} WHERE {same_key}
)
ORDER BY {of("m", keys)}""",
    )


TAKE_OVER = (
    *_taken_over(
        "reporting_totals",
        "made_totals",
        "unit_id, period_id, line, block, is_own",
        DELTA_COLUMNS.partition("block, ")[2],
    ),
    *_taken_over("reporting_owedcount", "made_owed", "period_id, unit_id, line, form_version_id", "owed, accepted"),
    *_taken_over(
        "reporting_completedunits",
        "made_completed",
        "period_id, line, unit_id, owed_forms, open_forms",
        "units, owed, accepted",
    ),
)
