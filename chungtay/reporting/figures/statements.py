"""The SQL of the readers, in one place. Totals and what is still pending are read in one statement, one snapshot.

Each is asked through `Frame.rows`, so its first column is never NULL.
"""

from __future__ import annotations

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.totals.statements import (
    ANCESTORS_OF_COUNTED,
    ANCESTORS_OF_LEAF,
    PENDING_COMPLETED,
    RARE_COUNTS,
    owed_counts,
)

# The arrays of a row of totals, in the order in which they are read.
ARRAYS = ("sums", "n", *RARE_COUNTS)


def _cut(table: str) -> str:
    return ", ".join(f"{table}.{name}[k.low:k.high]" for name in ARRAYS)


# The stored rows that are wanted: what a unit itself reported in a period, with `is_whole` all below it too.
_WANTED = """
wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(units)s::bigint[], %(periods)s::bigint[], %(wholes)s::boolean[]) AS x(unit, period, is_whole)
)"""

# Arrays travel whole, cut to the places that are asked for: the few that must be added are added where they are read.
FLOWS = f"""
WITH {_WANTED},
kept AS MATERIALIZED (
    SELECT * FROM unnest(%(blocks)s::smallint[], %(lows)s::int[], %(highs)s::int[]) AS x(block, low, high)
)
SELECT w.unit, w.period, t.is_own, k.block, {_cut("t")}
FROM wanted w
JOIN reporting_totals t ON t.unit_id = w.unit AND t.period_id = w.period AND (w.is_whole OR t.is_own)
JOIN kept k ON k.block = t.block
WHERE t.line = %(line)s
UNION ALL
SELECT w.unit, w.period, a.depth = 0, k.block, {_cut("d")}
FROM reporting_deltapending d
JOIN kept k ON k.block = d.block {ANCESTORS_OF_LEAF}
JOIN wanted w ON w.unit = a.ancestor_id AND w.period = p.id AND (w.is_whole OR a.depth = 0)
WHERE d.line = %(line)s"""

# The same rows of names: a name counts once, however many units or months gave it.
_NAMES_GIVEN = f"""
r AS (
    SELECT w.unit, w.period, t.indicator_id, t.key, t.n
    FROM wanted w
    JOIN reporting_totalskey t ON t.unit_id = w.unit AND t.period_id = w.period AND (w.is_whole OR t.is_own)
    WHERE t.line = %(line)s AND t.indicator_id = ANY(%(indicators)s::bigint[])
    UNION ALL
    SELECT w.unit, w.period, d.indicator_id, d.key, d.n
    FROM reporting_keypending d {ANCESTORS_OF_LEAF}
    JOIN wanted w ON w.unit = a.ancestor_id AND w.period = p.id AND (w.is_whole OR a.depth = 0)
    WHERE d.line = %(line)s AND d.indicator_id = ANY(%(indicators)s::bigint[])
),
-- A name that was taken back marks nothing on its way.
given AS (SELECT unit, period, indicator_id, key, sum(n) AS n FROM r GROUP BY 1, 2, 3, 4 HAVING sum(n) > 0)"""

# By asked place; the last column is the strongest splitting that a name met on its way. `is_here` tells names that
# arrive from those that only might have.
KEYS = f"""
WITH {_WANTED}, {_NAMES_GIVEN},
term AS (
    SELECT * FROM unnest(
        %(askeds)s::bigint[], %(asked_periods)s::bigint[], %(term_units)s::bigint[], %(term_periods)s::bigint[],
        %(are_here)s::boolean[], %(splittings)s::int[]
    ) AS x(asked, asked_period, unit, period, is_here, splitting)
),
named AS (
    SELECT t.asked, t.asked_period, g.indicator_id, g.key, t.is_here, max(t.splitting) AS splitting, sum(g.n) AS n
    FROM term t JOIN given g ON g.unit = t.unit AND g.period = t.period
    GROUP BY 1, 2, 3, 4, 5
)
SELECT asked, asked_period, indicator_id, count(*) FILTER (WHERE is_here),
       sum(n) FILTER (WHERE is_here)::bigint, max(splitting)
FROM named GROUP BY 1, 2, 3
HAVING bool_or(is_here)"""

# Each name with how many of the wanted units gave it.
NAMES = f"""
WITH {_WANTED}, {_NAMES_GIVEN}
SELECT key, count(DISTINCT unit) FROM given GROUP BY 1 ORDER BY 1"""

# The values that stand on a period's last day (`totals.stocks`), of units that still stand on it. On the line `all`
# what another body leads is taken out. Who stands under an asked unit is looked up on the map of the period itself,
# and given where figures are carried to another one.
STOCKS = f"""
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(
        %(asked_periods)s::bigint[], %(firsts)s::date[], %(lasts)s::date[], %(are_carried)s::boolean[]
    ) AS x(asked, first_day, last_day, is_carried)
),
-- First who stands where, then the values of each: the planner cannot know that the list is long, and looking a unit's
-- values up is cheap however wrong its guess.
standing AS MATERIALIZED (
    SELECT w.asked, w.first_day, w.last_day, a.ancestor_id AS asked_unit, 0 AS way, a.unit_id
    FROM wanted w
    JOIN territory_unitancestor a ON a.ancestor_id = ANY(%(units)s::bigint[]) AND a.validity @> w.last_day
    JOIN territory_administrativeunit u ON u.id = a.unit_id AND u.validity @> w.last_day
    WHERE NOT w.is_carried
    UNION ALL
    SELECT w.asked, w.first_day, w.last_day, h.asked_unit, h.way, h.unit
    FROM unnest(%(reach_periods)s::bigint[], %(reach_to)s::bigint[], %(reach_from)s::bigint[], %(reach_ways)s::int[])
        AS h(asked, asked_unit, unit, way)
    JOIN wanted w ON w.asked = h.asked
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
WHERE s.cell_id = ANY(%(cells)s::int[]) AND (%(line)s = '{Line.ALL}' OR s.line = %(line)s)
GROUP BY 1, 2, 3, 4"""


def _completeness(wanted: str, is_wanted: str) -> str:
    """How many of those who owe a report have an accepted one: tasks on a line of its own, whole units on `all`.

    `is_wanted` joins a unit and a period to `wanted`. `kind_no` tells cells apart that stand in different forms.
    """
    return f"""
WITH {wanted}, {PENDING_COMPLETED},
form AS MATERIALIZED (
    SELECT * FROM unnest(%(kind_nos)s::int[], %(forms)s::bigint[]) AS x(kind_no, form_version_id)
),
kind AS (SELECT kind_no, array_agg(form_version_id) AS forms FROM form GROUP BY 1),
-- What a unit owes itself, as it stands now: no more can be accepted of a form than is owed.
own AS (
    SELECT o.unit_id, o.period_id, f.kind_no, sum(o.owed) AS owed, sum(o.accepted) AS accepted
    FROM (
        SELECT o.unit_id, o.period_id, o.form_version_id, o.owed, o.accepted
        FROM wanted w JOIN reporting_owedcount o ON {is_wanted.format("o.unit_id", "o.period_id")}
        WHERE %(line)s IN ('{Line.ALL}', o.line)
        UNION ALL
        SELECT o.unit_id, o.period_id, o.form_version_id, o.owed, o.accepted
        FROM wanted w JOIN waiting o ON {is_wanted.format("o.unit_id", "o.period_id")}
        WHERE %(line)s IN ('{Line.ALL}', o.line)
    ) o
    JOIN form f USING (form_version_id)
    GROUP BY 1, 2, 3
    HAVING sum(o.owed) > 0
),
below AS (
    SELECT t.unit_id, t.period_id, t.owed_forms, t.open_forms, t.units, t.owed, t.accepted
    FROM wanted w
    JOIN reporting_completedunits t ON {is_wanted.format("t.unit_id", "t.period_id")} AND t.line = %(line)s
    WHERE w.is_whole
    UNION ALL
    SELECT a.ancestor_id, c.period_id, c.owed_forms, c.open_forms, c.units, c.owed, c.accepted
    FROM pending c {ANCESTORS_OF_COUNTED} AND a.depth > 0
    JOIN wanted w ON {is_wanted.format("a.ancestor_id", "c.period_id")} AND w.is_whole
    WHERE c.line = %(line)s
)
SELECT unit_id, period_id, true, kind_no,
       CASE WHEN %(line)s <> '{Line.ALL}' THEN accepted WHEN accepted >= owed THEN 1 ELSE 0 END,
       CASE WHEN %(line)s <> '{Line.ALL}' THEN owed ELSE 1 END
FROM own
UNION ALL
SELECT b.unit_id, b.period_id, false, k.kind_no,
       (sum(b.accepted) + coalesce(sum(b.units) FILTER (WHERE NOT b.open_forms && k.forms), 0))::bigint,
       (sum(b.owed) + sum(b.units))::bigint
FROM below b JOIN kind k ON k.forms && b.owed_forms
GROUP BY 1, 2, 4"""


COMPLETENESS = _completeness(_WANTED, "w.unit = {} AND w.period = {}")
# Every unit of the periods: their counts are read along the index, without looking each unit up.
COMPLETENESS_OF_ALL = _completeness(
    "wanted AS MATERIALIZED (SELECT period, true AS is_whole FROM unnest(%(periods)s::bigint[]) AS x(period))",
    "w.period = {1}",
)

# The same unit by unit, for a period whose parts alone are stored: a unit is complete when no part of it is open.
COMPLETENESS_OF_PARTS = f"""
WITH form AS (SELECT * FROM unnest(%(kind_nos)s::int[], %(forms)s::bigint[]) AS x(kind_no, form_version_id)),
source AS MATERIALIZED (
    SELECT * FROM unnest(%(asked_periods)s::bigint[], %(sources)s::bigint[], %(lasts)s::date[])
    AS x(asked, period_id, last_day)
),
term AS MATERIALIZED (
    SELECT * FROM unnest(
        %(askeds)s::bigint[], %(term_asked)s::bigint[], %(term_units)s::bigint[], %(term_wholes)s::boolean[],
        %(term_signs)s::int[]
    ) AS x(asked_unit, asked, unit, is_whole, sign)
),
counted AS (
    SELECT o.unit_id, o.period_id, o.line, o.form_version_id, o.owed, o.accepted
    FROM reporting_owedcount o WHERE o.period_id = ANY(%(sources)s::bigint[]) AND %(line)s IN ('{Line.ALL}', o.line)
    UNION ALL
    SELECT * FROM ({owed_counts("reporting_owedpending")}) AS o WHERE %(line)s IN ('{Line.ALL}', o.line)
),
unit AS MATERIALIZED (
    SELECT s.asked, s.last_day, f.kind_no, c.unit_id, sum(c.owed)::int AS owed, sum(c.accepted)::int AS accepted
    FROM source s
    JOIN counted c ON c.period_id = s.period_id
    JOIN form f ON f.form_version_id = c.form_version_id
    GROUP BY 1, 2, 3, 4
    HAVING sum(c.owed) > 0
)
SELECT h.asked_unit, n.asked, n.kind_no,
       sum(
           h.sign * CASE WHEN %(line)s <> '{Line.ALL}' THEN n.accepted WHEN n.accepted >= n.owed THEN 1 ELSE 0 END
       )::bigint,
       sum(h.sign * CASE WHEN %(line)s <> '{Line.ALL}' THEN n.owed ELSE 1 END)::bigint
FROM unit n
JOIN territory_administrativeunit u ON u.id = n.unit_id
JOIN territory_unitancestor a ON a.unit_id = n.unit_id
    AND a.validity @> greatest(lower(u.validity), least(n.last_day, upper(u.validity) - 1))
JOIN term h ON h.asked = n.asked AND h.unit = a.ancestor_id AND (h.is_whole OR a.depth = 0)
GROUP BY 1, 2, 3"""
