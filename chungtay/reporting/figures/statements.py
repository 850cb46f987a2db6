"""The SQL of the readers, in one place. Totals and what is still pending are read in one statement, one snapshot."""

from __future__ import annotations

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.totals.statements import ANCESTORS_OF_LEAF, RARE_COUNTS

_ARRAYS = ("sums", "n", *RARE_COUNTS)
_SUMMED = ", ".join(f"coalesce(sum({name}), 0)::bigint" for name in _ARRAYS)
_NARROW = ", ".join(f"r.{name}[c.place] AS {name}" for name in _ARRAYS)


def _columns(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _ARRAYS)


def _summed_by_cell(*keys: str) -> str:
    """Sums of the array rows `r` by `keys` and cell, where anything was given.

    First one narrow row a cell (OFFSET 0 holds the planner to it), then groups: sorting the arrays themselves, once
    for each cell, takes a hundred times the room.
    """
    kept, of_rows = ", ".join(keys), ", ".join(f"r.{key}" for key in keys)
    return f"""
SELECT {kept}, number, {_SUMMED}
FROM (
    SELECT {of_rows}, c.number, {_NARROW}
    FROM r JOIN cell c ON c.block = r.block
    OFFSET 0
) narrow
WHERE n <> 0 OR sums <> 0
GROUP BY {kept}, number
HAVING sum(n) > 0"""


_ASKED = "asked AS (SELECT * FROM unnest(%(asked)s::bigint[], %(sources)s::bigint[]) AS x(asked, source))"
_CELLS = (
    "cell AS (SELECT * FROM unnest(%(cells)s::int[], %(blocks)s::int[], %(places)s::int[]) AS x(number, block, place))"
)

# The asked periods in which anything can stand: figures of the period itself, or stocks of the year before its end.
# ORDER BY and LIMIT keep the planner at one look-up in an index a period.
GIVEN = """
SELECT DISTINCT p.id
FROM reporting_reportingperiod p
JOIN reporting_reportingperiod b ON b.indicator_set_id = p.indicator_set_id
    AND upper(b.window) BETWEEN upper(p.window) - interval '1 year' AND upper(p.window)
CROSS JOIN LATERAL (
    (SELECT 1 FROM reporting_totals t WHERE t.period_id = b.id AND t.is_own ORDER BY t.line, t.block LIMIT 1)
    UNION ALL (
        SELECT 1 FROM reporting_totalskey t WHERE t.period_id = b.id AND t.is_own
        ORDER BY t.line, t.indicator_id LIMIT 1
    )
    UNION ALL (SELECT 1 FROM reporting_deltapending d WHERE d.period_id = b.id LIMIT 1)
    UNION ALL (SELECT 1 FROM reporting_keypending d WHERE d.period_id = b.id LIMIT 1)
) AS given
WHERE p.id = ANY(%(asked)s)"""

# Sums of asked units as they are stored, on the map of each period's last day.
STORED_FLOWS = f"""
WITH {_ASKED}, {_CELLS},
r AS (
    SELECT t.unit_id, s.asked, t.block, {_columns("t")}
    FROM asked s
    JOIN reporting_totals t ON t.period_id = s.source
    WHERE t.unit_id = ANY(%(units)s) AND t.line = %(line)s AND t.block = ANY(%(blocks)s)
    UNION ALL
    SELECT a.ancestor_id, s.asked, d.block, {_columns("d")}
    FROM reporting_deltapending d {ANCESTORS_OF_LEAF} AND a.ancestor_id = ANY(%(units)s)
    JOIN asked s ON s.source = p.id
    WHERE d.line = %(line)s AND d.block = ANY(%(blocks)s)
){_summed_by_cell("unit_id", "asked")}"""

# Where a unit stands under an asked unit on a map: by itself, or through its successors (computed by `maps`).
_REACH = """
map AS (SELECT * FROM unnest(%(map_nos)s::int[], %(map_days)s::date[]) AS x(map_no, day)),
reach AS (
    SELECT m.map_no, a.unit_id, a.ancestor_id AS asked_unit, 0 AS way
    FROM map m JOIN territory_unitancestor a ON a.validity @> m.day AND a.ancestor_id = ANY(%(units)s)
    UNION ALL
    SELECT * FROM unnest(%(reach_maps)s::int[], %(reach_from)s::bigint[], %(reach_to)s::bigint[], %(reach_way)s::int[])
)"""
_BASE = """
base AS (
    SELECT * FROM unnest(%(asked)s::bigint[], %(sources)s::bigint[], %(asked_maps)s::int[]) AS x(asked, source, map_no)
)"""

# Own rows of base periods, carried: one row a way, so that shares multiply exact sums at the very end.
CARRIED_FLOWS = f"""
WITH {_BASE}, {_CELLS}, {_REACH},
own AS (
    SELECT t.unit_id, b.asked, b.map_no, t.block, {_columns("t")}
    FROM base b
    JOIN reporting_totals t ON t.period_id = b.source AND t.is_own
    WHERE t.line = %(line)s AND t.block = ANY(%(blocks)s)
    UNION ALL
    SELECT d.unit_id, b.asked, b.map_no, d.block, {_columns("d")}
    FROM base b
    JOIN reporting_deltapending d ON d.period_id = b.source
    WHERE d.line = %(line)s AND d.block = ANY(%(blocks)s)
),
-- First the few ways, then the many cells: the planner cannot know that a way is rare.
r AS MATERIALIZED (
    SELECT h.asked_unit, o.asked, h.way, o.block, {_columns("o")}
    FROM own o JOIN reach h ON h.unit_id = o.unit_id AND h.map_no = o.map_no
){_summed_by_cell("asked_unit", "asked", "way")}"""

# Names of distinct indicators: a name counts once, however many units or months gave it.
STORED_KEYS = f"""
WITH {_ASKED},
r AS (
    SELECT t.unit_id, s.asked, t.indicator_id, t.key, t.n
    FROM asked s
    JOIN reporting_totalskey t ON t.period_id = s.source
    WHERE t.unit_id = ANY(%(units)s) AND t.line = %(line)s AND t.indicator_id = ANY(%(indicators)s)
    UNION ALL
    SELECT a.ancestor_id, s.asked, d.indicator_id, d.key, d.n
    FROM reporting_keypending d {ANCESTORS_OF_LEAF} AND a.ancestor_id = ANY(%(units)s)
    JOIN asked s ON s.source = p.id
    WHERE d.line = %(line)s AND d.indicator_id = ANY(%(indicators)s)
),
named AS (SELECT unit_id, asked, indicator_id, key, sum(n) AS n FROM r GROUP BY 1, 2, 3, 4 HAVING sum(n) > 0)
SELECT unit_id, asked, indicator_id, count(*), sum(n)::bigint, 0 FROM named GROUP BY 1, 2, 3"""

_OWN_KEYS = """
r AS (
    SELECT t.unit_id, b.asked, b.map_no, t.indicator_id, t.key, t.n
    FROM base b
    JOIN reporting_totalskey t ON t.period_id = b.source AND t.is_own
    WHERE t.line = %(line)s AND t.indicator_id = ANY(%(indicators)s)
    UNION ALL
    SELECT d.unit_id, b.asked, b.map_no, d.indicator_id, d.key, d.n
    FROM base b
    JOIN reporting_keypending d ON d.period_id = b.source
    WHERE d.line = %(line)s AND d.indicator_id = ANY(%(indicators)s)
),
-- A name that a unit took back marks nothing on its way.
own AS (
    SELECT unit_id, asked, map_no, indicator_id, key, sum(n) AS n FROM r GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) > 0
)"""

# The same carried to another map; the last column is the strongest splitting that a name met on its way.
CARRIED_KEYS = f"""
WITH {_BASE}, {_REACH}, {_OWN_KEYS},
named AS (
    SELECT h.asked_unit, o.asked, o.indicator_id, o.key, w.is_whole, max(w.splitting) AS splitting, sum(o.n) AS n
    FROM own o
    JOIN reach h ON h.unit_id = o.unit_id AND h.map_no = o.map_no
    JOIN unnest(%(ways)s::int[], %(ways_whole)s::boolean[], %(ways_split)s::int[]) AS w(way, is_whole, splitting)
        ON w.way = h.way
    GROUP BY 1, 2, 3, 4, 5
)
SELECT asked_unit, asked, indicator_id, count(*) FILTER (WHERE is_whole),
       sum(n) FILTER (WHERE is_whole)::bigint, max(splitting)
FROM named GROUP BY 1, 2, 3
HAVING bool_or(is_whole)"""

# Each name with how many units gave it.
NAMES = f"""
WITH {_BASE}, {_REACH}, {_OWN_KEYS}
SELECT o.key, count(DISTINCT o.unit_id)
FROM own o
JOIN reach h ON h.unit_id = o.unit_id AND h.map_no = o.map_no AND h.way <> ALL(%(empty_ways)s)
GROUP BY 1
ORDER BY 1"""

# The values that stand on a period's last day (`totals.stocks`), of units that still stand on it. On the line `all`
# what another body leads is taken out.
STOCKS = f"""
WITH {_REACH},
wanted AS (
    SELECT * FROM unnest(
        %(asked)s::bigint[], %(firsts)s::date[], %(lasts)s::date[], %(asked_maps)s::int[]
    ) AS x(asked, first_day, last_day, map_no)
),
-- First who stands where, then the values of each: the planner cannot know that `reach` is long, and looking a unit's
-- values up is cheap however wrong its guess.
standing AS MATERIALIZED (
    SELECT w.asked, w.first_day, w.last_day, h.asked_unit, h.way, h.unit_id
    FROM wanted w
    JOIN reach h ON h.map_no = w.map_no
    JOIN territory_administrativeunit u ON u.id = h.unit_id AND u.validity @> w.last_day
)
SELECT x.asked_unit, x.asked, s.cell_id, x.way,
       sum(CASE WHEN %(line)s = '{Line.ALL}' THEN s.counted ELSE s.value END)::bigint, count(*),
       count(*) FILTER (WHERE s.qualifier = {Qualifier.GT}),
       count(*) FILTER (WHERE s.qualifier = {Qualifier.LT}),
       count(*) FILTER (WHERE s.qualifier IN ({Qualifier.APPROX}, {Qualifier.RANGE})),
       count(*) FILTER (WHERE s.qualifier = {Qualifier.AT_LEAST}),
       count(*) FILTER (WHERE s.qualifier = {Qualifier.AT_MOST}),
       count(*) FILTER (WHERE s.is_estimate),
       count(*) FILTER (WHERE s.is_led_unknown AND %(line)s = '{Line.ALL}'),
       sum(s.width)::bigint, max(s.as_of), count(*) FILTER (WHERE s.as_of >= x.first_day)
FROM standing x
JOIN reporting_stockspan s ON s.unit_id = x.unit_id AND s.validity @> x.last_day
WHERE s.cell_id = ANY(%(cells)s) AND (%(line)s = '{Line.ALL}' OR s.line = %(line)s)
GROUP BY 1, 2, 3, 4"""

# How many of those who owe a report have an accepted one: tasks on a line of its own, whole units on `all`.
# `kind_no` tells cells apart that stand in different forms.
COMPLETENESS = f"""
WITH {_BASE}, {_REACH},
form AS (SELECT * FROM unnest(%(kind_nos)s::int[], %(forms)s::bigint[]) AS x(kind_no, form_version_id)),
owed AS (
    SELECT b.asked, b.map_no, f.kind_no, t.unit_id, t.id AS task_id,
           s.accepted_version_id IS NOT NULL AS is_accepted
    FROM base b
    JOIN reporting_reporttask t ON t.period_id = b.source AND NOT t.is_claim
        AND (%(line)s = '{Line.ALL}' OR t.line = %(line)s)
    JOIN form f ON f.form_version_id = t.form_version_id
    LEFT JOIN reporting_submission s ON s.task_id = t.id
),
unit AS (
    SELECT asked, map_no, kind_no, unit_id,
           CASE WHEN %(line)s = '{Line.ALL}' THEN 1 ELSE count(*) END AS expected,
           CASE WHEN %(line)s = '{Line.ALL}' THEN bool_and(is_accepted)::int
                ELSE count(*) FILTER (WHERE is_accepted) END AS reported
    FROM owed GROUP BY 1, 2, 3, 4
)
SELECT h.asked_unit, n.asked, n.kind_no, sum(n.reported)::bigint, sum(n.expected)::bigint
FROM unit n
JOIN (SELECT DISTINCT map_no, unit_id, asked_unit FROM reach WHERE way <> ALL(%(empty_ways)s)) h
    ON h.unit_id = n.unit_id AND h.map_no = n.map_no
GROUP BY 1, 2, 3"""
