"""The SQL of the totals engine, in one place: what a version contributes, and how contributions become totals.

A contribution is one row of arrays for (version, line, block). The same statement serves a single acceptance, a
bulk acceptance and the rebuild, so that they cannot drift apart; the oracle of the tests shares none of it.
"""

from __future__ import annotations

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, Certainty, Covers, IndicatorKind, Qualifier
from chungtay.reporting.models.indicators import BLOCK_SIZE

# Columns of counts that are NULL when no place has any: most rows have none of them.
RARE_COUNTS = ("gt", "lt", "approx", "at_least", "up_to", "estimates", "at_most", "widths")
# The one number of the advisory lock under which totals are folded or rebuilt.
FOLDER_LOCK = 7_206_021

# Which cell stands in each place of a block, for the form versions at hand: NULL where the form has none.
# Distinct indicators count names and `max` is never totalled, so their cells hold nothing here.
_LAYOUT = f"""
layout_cell AS (
    SELECT f.id AS form_version_id, c.number / {BLOCK_SIZE} AS block, c.number %% {BLOCK_SIZE} AS place,
           o.ordinal::int AS ordinal, i.is_shared_work
    FROM reporting_formversion f
    CROSS JOIN LATERAL unnest(f.cells) WITH ORDINALITY AS o(number, ordinal)
    JOIN reporting_cell c ON c.number = o.number
    JOIN reporting_indicator i ON i.id = c.indicator_id
    WHERE f.id IN (SELECT form_version_id FROM eligible)
      AND i.kind IN ('{IndicatorKind.FLOW}', '{IndicatorKind.STOCK}', '{IndicatorKind.RATIO}')
),
layout AS (
    SELECT b.form_version_id, b.block,
           array_agg(l.ordinal ORDER BY g.place) AS ordinals,
           array_agg(coalesce(l.is_shared_work, false) ORDER BY g.place) AS shared
    FROM (SELECT form_version_id, block, max(place) AS last FROM layout_cell GROUP BY 1, 2) b
    CROSS JOIN LATERAL generate_series(0, b.last) AS g(place)
    LEFT JOIN layout_cell l USING (form_version_id, block, place)
    GROUP BY 1, 2
)"""

# Only own work at the base grain of the indicator set enters totals; the grain is that of the period's last day.
_IS_ADDED = f"""
    v.covers = '{Covers.OWN}' AND NOT t.is_claim AND p.grain = (
        SELECT g.grain FROM reporting_indicatorsetgrain g
        WHERE g.indicator_set_id = p.indicator_set_id AND g.validity @> (upper(p.window) - 1)
    )"""


def _eligible(changes: str) -> str:
    """Versions of `changes` (version_id, sign) that may be added, with where their figures stand."""
    return f"""
eligible AS (
    SELECT ch.sign, v.id, v.form_version_id, v.values, v.qualifiers, v.highs, v.led_elsewhere, v.no_joint_work,
           v.certainty, t.unit_id, t.period_id, t.line
    FROM ({changes}) AS ch(version_id, sign)
    JOIN reporting_submissionversion v ON v.id = ch.version_id
    JOIN reporting_submission s ON s.id = v.submission_id
    JOIN reporting_reporttask t ON t.id = s.task_id
    JOIN reporting_reportingperiod p ON p.id = t.period_id
    WHERE {_IS_ADDED}
)"""


def _counted(condition: str, amount: str = "1") -> str:
    """An array with `amount` where `condition` holds, or NULL when it holds nowhere."""
    return (
        f"CASE WHEN bool_or({condition}) THEN "
        f"array_agg(CASE WHEN {condition} THEN e.sign * ({amount}) ELSE 0 END ORDER BY c.place) END"
    )


# A blank gives nothing: neither a sum nor a count. On the line `all` each activity counts once, by the body that is
# accountable for it; a blank *bên khác chủ trì* is none only after *không phối hợp* was ticked.
_ARRAYS = f"""
    SELECT array_agg(coalesce(e.sign * (c.value - c.led), 0) ORDER BY c.place) AS sums,
           array_agg(CASE WHEN c.value IS NULL THEN 0 ELSE e.sign END ORDER BY c.place) AS n,
           {_counted(f"c.qualifier = {Qualifier.GT}")} AS gt,
           {_counted(f"c.qualifier = {Qualifier.LT}")} AS lt,
           {_counted(f"c.qualifier IN ({Qualifier.APPROX}, {Qualifier.RANGE})")} AS approx,
           {_counted(f"c.qualifier = {Qualifier.AT_LEAST}")} AS at_least,
           {_counted(f"c.qualifier = {Qualifier.AT_MOST}")} AS up_to,
           {_counted(f"c.value IS NOT NULL AND e.certainty = '{Certainty.ESTIMATE}'")} AS estimates,
           {_counted("c.led_is_unknown")} AS at_most,
           {_counted(f"c.qualifier = {Qualifier.RANGE} AND c.high > c.value", "c.high - c.value")} AS widths,
           bool_or(c.value IS NOT NULL) AS is_given
    FROM (
        SELECT u.place, u.value, u.high,
               CASE WHEN u.value IS NOT NULL AND u.ordinal <= length(e.qualifiers)
                    THEN get_byte(e.qualifiers, u.ordinal - 1) ELSE 0 END AS qualifier,
               CASE WHEN l.line = '{Line.ALL}' AND u.is_shared THEN coalesce(u.led, 0) ELSE 0 END AS led,
               l.line = '{Line.ALL}' AND u.is_shared AND u.value IS NOT NULL
                   AND u.led IS NULL AND NOT e.no_joint_work AS led_is_unknown
        FROM (
            SELECT o.place, o.ordinal, o.is_shared, e.values[o.ordinal] AS value, e.highs[o.ordinal] AS high,
                   e.led_elsewhere[o.ordinal] AS led
            FROM unnest(y.ordinals, y.shared) WITH ORDINALITY AS o(ordinal, is_shared, place)
        ) u
    ) c"""

_COLUMNS = ", ".join(("unit_id", "period_id", "line", "block", "sums", "n", *RARE_COUNTS))


def contributions(changes: str) -> str:
    """A query of the array rows that the versions of `changes` (version_id, sign) add on their line and on `all`."""
    rare = ", ".join(f"a.{name}" for name in RARE_COUNTS)
    return f"""
WITH {_eligible(changes)},
{_LAYOUT}
SELECT e.unit_id, e.period_id, l.line, y.block, a.sums, a.n, {rare}
FROM eligible e
JOIN layout y ON y.form_version_id = e.form_version_id
CROSS JOIN LATERAL (VALUES (e.line), ('{Line.ALL}')) AS l(line)
CROSS JOIN LATERAL ({_ARRAYS}) a
WHERE a.is_given"""


def key_contributions(changes: str) -> str:
    """A query of the names that the versions of `changes` add to distinct indicators, on their line and on `all`."""
    return f"""
WITH {_eligible(changes)}
SELECT e.unit_id, e.period_id, l.line, c.indicator_id, k.key, sum(e.sign)::int
FROM eligible e
JOIN reporting_versionkey k ON k.version_id = e.id
JOIN reporting_cell c ON c.number = k.cell_id AND c.part = '{CellPart.TOTAL}'
JOIN reporting_indicator i ON i.id = c.indicator_id AND i.kind = '{IndicatorKind.DISTINCT}'
CROSS JOIN LATERAL (VALUES (e.line), ('{Line.ALL}')) AS l(line)
GROUP BY 1, 2, 3, 4, 5
HAVING sum(e.sign) <> 0"""


# version ids and signs as two arrays
GIVEN_CHANGES = "SELECT * FROM unnest(%(versions)s::bigint[], %(signs)s::int[])"
# every accepted version of one reporting year and set, for the rebuild
ACCEPTED_OF_A_YEAR = """
    SELECT s.accepted_version_id, 1
    FROM reporting_submission s
    JOIN reporting_reporttask t ON t.id = s.task_id
    JOIN reporting_reportingperiod p ON p.id = t.period_id
    WHERE s.accepted_version_id IS NOT NULL AND p.indicator_set_id = %(indicator_set)s AND p.year = %(year)s"""

QUEUE_DELTAS = f"INSERT INTO reporting_deltapending ({_COLUMNS}) {contributions(GIVEN_CHANGES)}"
QUEUE_KEYS = f"""INSERT INTO reporting_keypending (unit_id, period_id, line, indicator_id, key, n)
{key_contributions(GIVEN_CHANGES)}"""

# Drained rows live in temporary tables of the folding transaction: whoever kills the folder loses nothing.
MAKE_DRAINED = """
CREATE TEMPORARY TABLE drained (LIKE reporting_deltapending) ON COMMIT DROP;
ALTER TABLE drained DROP COLUMN id;
CREATE TEMPORARY TABLE drained_key (LIKE reporting_keypending) ON COMMIT DROP;
ALTER TABLE drained_key DROP COLUMN id"""
DROP_DRAINED = "DROP TABLE drained, drained_key"

_KEY_COLUMNS = "unit_id, period_id, line, indicator_id, key, n"


def _drain(queue: str, into: str, columns: str) -> str:
    return f"""
WITH gone AS (
    DELETE FROM {queue} WHERE id IN (SELECT id FROM {queue} ORDER BY id LIMIT %(limit)s) RETURNING *
)
INSERT INTO {into} ({columns}) SELECT {columns} FROM gone"""


DRAIN_DELTAS = _drain("reporting_deltapending", "drained", _COLUMNS)
DRAIN_KEYS = _drain("reporting_keypending", "drained_key", _KEY_COLUMNS)
GATHER_DELTAS = f"INSERT INTO drained ({_COLUMNS}) {contributions(ACCEPTED_OF_A_YEAR)}"
GATHER_KEYS = f"INSERT INTO drained_key ({_KEY_COLUMNS}) {key_contributions(ACCEPTED_OF_A_YEAR)}"

# How wide the arrays of this batch are, and which rare counts it has at all.
MEASURE_DRAINED = "SELECT max(cardinality(sums)), {} FROM drained".format(
    ", ".join(f"bool_or({name} IS NOT NULL)" for name in RARE_COUNTS)
)

# A leaf counts for itself and for whoever stands above it on the last day of the period, in the base period and in
# its year. A unit that ended inside the window counts for those above it on its own last day.
ANCESTORS_OF_LEAF = """
    JOIN reporting_reportingperiod base ON base.id = d.period_id
    JOIN reporting_reportingperiod p ON p.id IN (base.id, base.parent_id)
    JOIN territory_administrativeunit u ON u.id = d.unit_id
    JOIN territory_unitancestor a ON a.unit_id = d.unit_id
        AND a.validity @> greatest(lower(u.validity), least(upper(p.window) - 1, upper(u.validity) - 1))"""


def fold_deltas(width: int, rare: tuple[str, ...]) -> str:
    """Add the drained rows to the totals: `width` places a row, and only the rare counts that occur.

    One `sum()` a place costs a fifth of unnesting the arrays and building them again.
    """
    names = ("sums", "n", *rare)

    def summed(name: str) -> str:
        places = ", ".join(f"coalesce(sum(d.{name}[{place}]), 0)" for place in range(1, width + 1))
        kind = "bigint" if name in ("sums", "widths") else "int"
        return f"ARRAY[{places}]::{kind}[]"

    added = ", ".join(f"{name} = {_added(name)}" for name in names)
    return f"""
INSERT INTO reporting_totals AS t (unit_id, period_id, line, block, is_own, {", ".join(names)})
SELECT a.ancestor_id, p.id, d.line, d.block, a.depth = 0, {", ".join(map(summed, names))}
FROM drained d {ANCESTORS_OF_LEAF}
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (unit_id, period_id, line, block, is_own) DO UPDATE SET {added}"""


def _added(name: str) -> str:
    return f"""(
        SELECT array_agg(coalesce(x.old, 0) + coalesce(x.new, 0) ORDER BY x.place)
        FROM unnest(t.{name}, excluded.{name}) WITH ORDINALITY AS x(old, new, place))"""


FOLD_KEYS = f"""
INSERT INTO reporting_totalskey AS t (unit_id, period_id, line, indicator_id, key, is_own, n)
SELECT a.ancestor_id, p.id, d.line, d.indicator_id, d.key, a.depth = 0, sum(d.n)
FROM drained_key d {ANCESTORS_OF_LEAF}
GROUP BY 1, 2, 3, 4, 5, 6
ON CONFLICT (unit_id, period_id, line, indicator_id, key, is_own) DO UPDATE SET n = t.n + excluded.n"""
