"""The SQL of the totals engine, in one place: what a version contributes, and how contributions become totals.

A contribution is one row of arrays for (version, line, block). The same statement serves a single acceptance, a
bulk acceptance and the rebuild, so that they cannot drift apart; the oracle of the tests shares none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, Certainty, Covers, IndicatorKind, Qualifier
from chungtay.reporting.models.indicators import BLOCK_SIZE

# Columns of counts that are NULL when no place has any: most rows have none of them.
RARE_COUNTS = ("gt", "lt", "approx", "at_least", "up_to", "estimates", "at_most", "widths")
# The one number of the advisory lock under which totals are folded or rebuilt.
FOLDER_LOCK = 7_206_021


@dataclass(frozen=True)
class BlockLayout:
    """Where each place of a block stands in the arrays of a form version, counted from 1: None where it has none.

    `shared` says of each place whether others may have led that work. Distinct indicators count names and `max` is
    never totalled: neither has a place.
    """

    form_version_id: int
    block: int
    ordinals: Sequence[int | None]
    shared: Sequence[bool]


def layouts_of(form_versions: str) -> str:
    """A query of the columns of `BlockLayout` for the ids that the query `form_versions` tells."""
    return f"""
WITH layout_cell AS (
    SELECT f.id AS form_version_id, c.number / {BLOCK_SIZE} AS block, mod(c.number, {BLOCK_SIZE}) AS place,
           o.ordinal::int AS ordinal, i.is_shared_work
    FROM reporting_formversion f
    CROSS JOIN LATERAL unnest(f.cells) WITH ORDINALITY AS o(number, ordinal)
    JOIN reporting_cell c ON c.number = o.number
    JOIN reporting_indicator i ON i.id = c.indicator_id
    WHERE f.id IN ({form_versions})
      AND i.kind IN ('{IndicatorKind.FLOW}', '{IndicatorKind.STOCK}', '{IndicatorKind.RATIO}')
)
SELECT b.form_version_id, b.block,
       array_agg(l.ordinal ORDER BY g.place),
       array_agg(coalesce(l.is_shared_work, false) ORDER BY g.place)
FROM (SELECT form_version_id, block, max(place) AS last FROM layout_cell GROUP BY 1, 2) b
CROSS JOIN LATERAL generate_series(0, b.last) AS g(place)
LEFT JOIN layout_cell l USING (form_version_id, block, place)
GROUP BY 1, 2
ORDER BY 1, 2"""


def has_base_grain(period: str) -> str:
    """A condition on the row `period`. The grain of an indicator set is that of the period's last day."""
    return f"""{period}.grain = (
        SELECT g.grain FROM reporting_indicatorsetgrain g
        WHERE g.indicator_set_id = {period}.indicator_set_id AND g.validity @> (upper({period}.window) - 1)
    )"""


def eligible(changes: str) -> str:
    """Versions of `changes` (version_id, sign) that may be added, with where their figures stand.

    Only own work at the base grain of the indicator set enters totals.
    """
    return eligible_of(f"""
    SELECT ch.sign, v.id, t.unit_id, t.organisation_id, t.period_id, t.line
    FROM ({changes}) AS ch(version_id, sign)
    JOIN reporting_submissionversion v ON v.id = ch.version_id
    JOIN reporting_submission s ON s.id = v.submission_id
    JOIN reporting_reporttask t ON t.id = s.task_id
    WHERE NOT t.is_claim""")


def eligible_of(placed: str) -> str:
    """Those that may be added of `placed` (sign, version_id, unit_id, organisation_id, period_id, line)."""
    return f"""
-- First the versions: the planner takes periods of the base grain for rare, and would begin with all reports.
placed (sign, version_id, unit_id, organisation_id, period_id, line) AS MATERIALIZED ({placed}),
eligible AS MATERIALIZED (
    SELECT l.sign, v.id, v.form_version_id, v.values, v.qualifiers, v.highs, v.led_elsewhere, v.no_joint_work,
           v.certainty, l.unit_id, l.organisation_id, l.period_id, l.line, p.window
    FROM placed l
    JOIN reporting_submissionversion v ON v.id = l.version_id AND v.covers = '{Covers.OWN}'
    JOIN reporting_reportingperiod p ON p.id = l.period_id
    WHERE {has_base_grain("p")}
)"""


_VALUE = "e.values[o.ordinal]"
_QUALIFIER = "CASE WHEN o.ordinal <= length(e.qualifiers) THEN get_byte(e.qualifiers, o.ordinal - 1) ELSE 0 END"


# `unnest` gives elements in their order, and an aggregate without groups keeps it.
def _array(element: str) -> str:
    return f"(SELECT array_agg(e.sign * ({element})) FROM unnest({{ordinals}}, {{shared}}) AS o(ordinal, is_shared))"


def _stated_as(*qualifiers: Qualifier) -> str:
    """Where a version states the figure so; NULL, and never computed, when its qualifiers hold none of these bytes."""
    occurs = " OR ".join(f"position('\\x{qualifier:02x}'::bytea IN e.qualifiers) > 0" for qualifier in qualifiers)
    among = ", ".join(str(int(qualifier)) for qualifier in qualifiers)
    counted = _array(f"CASE WHEN {_VALUE} IS NOT NULL AND {_QUALIFIER} IN ({among}) THEN 1 ELSE 0 END")
    return f"CASE WHEN {occurs} THEN {counted} END"


# A blank *bên khác chủ trì* is none only after *không phối hợp* was ticked.
_LED_UNKNOWN = _array(
    f"CASE WHEN o.is_shared AND {_VALUE} IS NOT NULL AND e.led_elsewhere[o.ordinal] IS NULL THEN 1 ELSE 0 END"
)
_WIDTHS = _array(
    f"CASE WHEN {_VALUE} IS NOT NULL AND {_QUALIFIER} = {Qualifier.RANGE} "
    f"THEN greatest(e.highs[o.ordinal] - {_VALUE}, 0) ELSE 0 END"
)
# Few versions have any of these: they are looked up in the layout, which is short to write and slow to compute.
_RARE = {
    "gt": _stated_as(Qualifier.GT),
    "lt": _stated_as(Qualifier.LT),
    "approx": _stated_as(Qualifier.APPROX, Qualifier.RANGE),
    "at_least": _stated_as(Qualifier.AT_LEAST),
    "up_to": _stated_as(Qualifier.AT_MOST),
    "estimates": f"CASE WHEN e.certainty = '{Certainty.ESTIMATE}' THEN a.n END",
    "at_most": f"CASE WHEN l.line = '{Line.ALL}' AND NOT e.no_joint_work THEN {_LED_UNKNOWN} END",
    "widths": f"CASE WHEN e.highs IS NOT NULL THEN {_WIDTHS} END",
}

DELTA_COLUMNS = ", ".join(("unit_id", "period_id", "line", "block", "sums", "n", *RARE_COUNTS))


def contributions(layouts: Iterable[BlockLayout]) -> str:
    """A query of the array rows that the versions of `eligible` add on their line and on `all`.

    Written place by place for the layouts of their forms, at least one: looking a layout up for each version costs
    three times as much.
    """
    return "\nUNION ALL".join(_contributions_to(layout) for layout in layouts)


def _contributions_to(layout: BlockLayout) -> str:
    """A blank gives nothing: neither a sum nor a count. On `all` the body accountable for an activity counts it."""
    places = list(zip(layout.ordinals, layout.shared, strict=True))
    sums = ", ".join("0" if at is None else f"e.sign * coalesce(e.values[{at}], 0)" for at, _shared in places)
    counted = ", ".join(
        "0" if at is None else f"e.sign * coalesce(e.values[{at}]{_less_led(at) if shared else ''}, 0)"
        for at, shared in places
    )
    n = ", ".join(
        "0" if at is None else f"CASE WHEN e.values[{at}] IS NULL THEN 0 ELSE e.sign END" for at, _shared in places
    )
    looked_up = {"ordinals": _literal("int", layout.ordinals), "shared": _literal("boolean", layout.shared)}
    rare = ",\n       ".join(_RARE[name].format(**looked_up) for name in RARE_COUNTS)
    return f"""
SELECT e.unit_id, e.period_id, l.line, {layout.block}, l.sums, a.n,
       {rare}
FROM eligible e
CROSS JOIN LATERAL (
    SELECT ARRAY[{sums}]::bigint[] AS sums, ARRAY[{counted}]::bigint[] AS counted, ARRAY[{n}]::int[] AS n
    OFFSET 0  -- else the arrays are made anew for each line
) a
CROSS JOIN LATERAL (VALUES (e.line, a.sums), ('{Line.ALL}', a.counted)) AS l(line, sums)
WHERE e.form_version_id = {layout.form_version_id} AND e.sign = ANY(a.n)"""


def _less_led(ordinal: int) -> str:
    return f" - coalesce(e.led_elsewhere[{ordinal}], 0)"


def _literal(kind: str, elements: Iterable[object]) -> str:
    return f"ARRAY[{', '.join('NULL' if element is None else str(element) for element in elements)}]::{kind}[]"


# The names that the versions of `eligible` add to distinct indicators, on their line and on `all`.
KEY_CONTRIBUTIONS = f"""
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
LAYOUTS_OF_CHANGES = layouts_of(
    "SELECT form_version_id FROM reporting_submissionversion WHERE id = ANY(%(versions)s::bigint[])"
)
QUEUE_KEYS = f"""
INSERT INTO reporting_keypending (unit_id, period_id, line, indicator_id, key, n)
WITH {eligible(GIVEN_CHANGES)} {KEY_CONTRIBUTIONS}"""


def queue_deltas(layouts: Iterable[BlockLayout]) -> str:
    """Queue what the given changes add; their forms have `layouts`, at least one."""
    return f"""
INSERT INTO reporting_deltapending ({DELTA_COLUMNS})
WITH {eligible(GIVEN_CHANGES)} {contributions(layouts)}"""


# Drained rows live in temporary tables of the folding transaction: whoever kills the folder loses nothing.
MAKE_DRAINED_KEYS = """
CREATE TEMPORARY TABLE drained_key (LIKE reporting_keypending) ON COMMIT DROP;
ALTER TABLE drained_key DROP COLUMN id"""
MAKE_DRAINED = f"""{MAKE_DRAINED_KEYS};
CREATE TEMPORARY TABLE drained (LIKE reporting_deltapending) WITH (toast_tuple_target = 8160) ON COMMIT DROP;
ALTER TABLE drained DROP COLUMN id;
CREATE TEMPORARY TABLE drained_owed (LIKE reporting_owedpending) ON COMMIT DROP;
ALTER TABLE drained_owed DROP COLUMN id"""
DROP_DRAINED = "DROP TABLE drained, drained_key, drained_owed"

KEY_COLUMNS = "unit_id, period_id, line, indicator_id, key, n"
OWED_COLUMNS = "unit_id, period_id, line, form_version_id, owed, accepted"


def _drain(queue: str, into: str, columns: str) -> str:
    return f"""
WITH gone AS (
    DELETE FROM {queue} WHERE id IN (SELECT id FROM {queue} ORDER BY id LIMIT %(limit)s) RETURNING *
)
INSERT INTO {into} ({columns}) SELECT {columns} FROM gone"""


DRAIN_DELTAS = _drain("reporting_deltapending", "drained", DELTA_COLUMNS)
DRAIN_KEYS = _drain("reporting_keypending", "drained_key", KEY_COLUMNS)
DRAIN_OWED = _drain("reporting_owedpending", "drained_owed", OWED_COLUMNS)

# How wide the arrays of a temporary table are, and which rare counts it has at all.
MEASURE = "SELECT max(cardinality(sums)), {} FROM {{}}".format(
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


def array_of_sums(rows: str, name: str, width: int) -> str:
    """The array `name` of `rows` added up over a group, `width` places; a rare count is NULL where no row has it.

    One sum a place costs a fifth of unnesting the arrays and building them again.
    """
    added, kind = ("reporting_sum", "bigint") if name in ("sums", "widths") else ("sum", "int")
    places = ", ".join(f"coalesce({added}({rows}.{name}[{place}]), 0)" for place in range(1, width + 1))
    array = f"ARRAY[{places}]::{kind}[]"
    return f"CASE WHEN count({rows}.{name}) > 0 THEN {array} END" if name in RARE_COUNTS else array


def fold_deltas(width: int, rare: tuple[str, ...]) -> str:
    """Add the drained rows to the totals: `width` places a row, and only the rare counts that occur."""
    names = ("sums", "n", *rare)
    summed = ", ".join(array_of_sums("d", name, width) for name in names)
    added = ", ".join(f"{name} = {_added(name)}" for name in names)
    return f"""
INSERT INTO reporting_totals AS t (unit_id, period_id, line, block, is_own, {", ".join(names)})
SELECT a.ancestor_id, p.id, d.line, d.block, a.depth = 0, {summed}
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


def owed_counts(queue: str) -> str:
    """A query of what the rows of `queue` add, to their base period and to its year."""
    return f"""
SELECT d.unit_id, p.id AS period_id, d.line, d.form_version_id, d.owed, d.accepted
FROM {queue} d
JOIN reporting_reportingperiod base ON base.id = d.period_id AND {has_base_grain("base")}
JOIN reporting_reportingperiod p ON p.id IN (base.id, base.parent_id)"""


FOLD_OWED = f"""
INSERT INTO reporting_owedcount AS t ({OWED_COLUMNS})
SELECT unit_id, period_id, line, form_version_id, sum(owed), sum(accepted)
FROM ({owed_counts("drained_owed")}) AS o
GROUP BY 1, 2, 3, 4
ON CONFLICT (period_id, unit_id, line, form_version_id)
DO UPDATE SET owed = t.owed + excluded.owed, accepted = t.accepted + excluded.accepted"""


def patterns(counts: str) -> str:
    """A query of what each unit of `counts` owes for each period on the line `all`, and what of it is open."""
    return f"""
SELECT unit_id, period_id, array_agg(form_version_id ORDER BY form_version_id) AS owed_forms,
       coalesce(
           array_agg(form_version_id ORDER BY form_version_id) FILTER (WHERE accepted < owed), '{{}}'
       ) AS open_forms
FROM (
    SELECT unit_id, period_id, form_version_id, sum(owed) AS owed, sum(accepted) AS accepted
    FROM ({counts}) AS c GROUP BY 1, 2, 3 HAVING sum(owed) > 0
) AS o
GROUP BY 1, 2"""


_COUNTED_OF_TOUCHED = """
    SELECT o.unit_id, o.period_id, o.form_version_id, o.owed, o.accepted
    FROM reporting_owedcount o JOIN touched USING (unit_id, period_id)"""


def _changed(before: str, after: str, counts: str) -> str:
    """What is to be added to `CompletedUnits`, still at the units that report.

    A unit is complete or not by all that it owes, so its pattern is taken out as it was and put in as it is.
    """
    return f"""
    SELECT unit_id, period_id, '{Line.ALL}' AS line, owed_forms, open_forms, -1 AS units, 0 AS owed, 0 AS accepted
    FROM ({before}) AS b
    UNION ALL
    SELECT unit_id, period_id, '{Line.ALL}', owed_forms, open_forms, 1, 0, 0 FROM ({after}) AS a
    UNION ALL
    SELECT unit_id, period_id, line, ARRAY[form_version_id], '{{}}', 0, owed, accepted
    FROM ({counts}) AS o"""


COMPLETED_COLUMNS = "unit_id, period_id, line, owed_forms, open_forms, units, owed, accepted"
REMEMBER_PATTERNS = f"""
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT DISTINCT unit_id, period_id FROM ({owed_counts("drained_owed")}) AS o;
CREATE TEMPORARY TABLE pattern_before ON COMMIT DROP AS {patterns(_COUNTED_OF_TOUCHED)}"""
FORGET_PATTERNS = "DROP TABLE touched, pattern_before"

# Whoever stands above a unit on the last day of the period, as for sums.
ANCESTORS_OF_COUNTED = """
JOIN reporting_reportingperiod p ON p.id = c.period_id
JOIN territory_administrativeunit u ON u.id = c.unit_id
JOIN territory_unitancestor a ON a.unit_id = c.unit_id
    AND a.validity @> greatest(lower(u.validity), least(upper(p.window) - 1, upper(u.validity) - 1))"""
_FOLDED = _changed("SELECT * FROM pattern_before", patterns(_COUNTED_OF_TOUCHED), owed_counts("drained_owed"))
FOLD_COMPLETED = f"""
INSERT INTO reporting_completedunits AS t ({COMPLETED_COLUMNS})
SELECT a.ancestor_id, c.period_id, c.line, c.owed_forms, c.open_forms, sum(c.units), sum(c.owed), sum(c.accepted)
FROM ({_FOLDED}) AS c {ANCESTORS_OF_COUNTED} AND a.depth > 0
GROUP BY 1, 2, 3, 4, 5
HAVING sum(c.units) <> 0 OR sum(c.owed) <> 0 OR sum(c.accepted) <> 0
ON CONFLICT (unit_id, period_id, line, owed_forms, open_forms)
DO UPDATE SET units = t.units + excluded.units, owed = t.owed + excluded.owed,
              accepted = t.accepted + excluded.accepted"""

# The same for what still waits, as readers add it.
_COUNTED_AND_WAITING = """
    SELECT * FROM counted UNION ALL SELECT unit_id, period_id, form_version_id, owed, accepted FROM waiting"""
PENDING_COMPLETED = f"""
waiting AS MATERIALIZED ({owed_counts("reporting_owedpending")}),
touched AS MATERIALIZED (SELECT DISTINCT unit_id, period_id FROM waiting),
counted AS MATERIALIZED ({_COUNTED_OF_TOUCHED}),
pending AS (
    {_changed(patterns("SELECT * FROM counted"), patterns(_COUNTED_AND_WAITING), "SELECT * FROM waiting")}
)"""
