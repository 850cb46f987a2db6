"""Stocks in rows of their own: from which day until which day each accepted value stands.

A stock is the last accepted value of each office, so an acceptance changes what stands *after* it and how long the
value *before* it stood. Both are settled in the transaction that accepts, under the lock of the office: reports of two
months may be accepted at the same moment.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from chungtay.reporting.codes import Certainty, IndicatorKind, Qualifier
from chungtay.reporting.totals.statements import eligible

# A value stands for a year after its period at most, until the next one of the same office and cell. A stated zero is
# a value, a blank is not. Two forms of one period may hold the same cell: the later version speaks then.
_YEAR = "interval '1 year'"
_QUALIFIER = "CASE WHEN l.ordinal <= length(e.qualifiers) THEN get_byte(e.qualifiers, l.ordinal - 1) ELSE 0 END"
_COLUMNS = (
    "organisation_id, unit_id, line, cell_id, as_of, validity, version_id, value, counted, qualifier, width, "
    "is_estimate, is_led_unknown"
)


def _spans(changes: str, kept: str = "") -> str:
    """A query of the spans of the versions of `changes`; `kept` joins to `stated` those that are wanted."""
    return f"""
place AS MATERIALIZED (
    SELECT f.id AS form_version_id, o.number, o.ordinal::int AS ordinal, i.is_shared_work
    FROM reporting_formversion f
    CROSS JOIN LATERAL unnest(f.cells) WITH ORDINALITY AS o(number, ordinal)
    JOIN reporting_cell c ON c.number = o.number
    JOIN reporting_indicator i ON i.id = c.indicator_id
    WHERE '{IndicatorKind.STOCK}' = CASE c.part
        WHEN 'numerator' THEN i.numerator_kind WHEN 'denominator' THEN i.denominator_kind ELSE i.kind END
),
{eligible(changes)},
-- First the versions, then their cells: the planner cannot know that the arrays are long.
given AS (
    SELECT e.organisation_id, e.unit_id, e.line, l.number, upper(e.window) AS ended, e.id AS version_id,
           e.certainty, e.no_joint_work, l.is_shared_work, e.values[l.ordinal] AS value,
           e.led_elsewhere[l.ordinal] AS led, e.highs[l.ordinal] AS high, {_QUALIFIER} AS qualifier
    FROM eligible e
    JOIN place l ON l.form_version_id = e.form_version_id
    WHERE e.values[l.ordinal] IS NOT NULL
),
stated AS (
    SELECT DISTINCT ON (organisation_id, unit_id, number, ended) *
    FROM given
    ORDER BY organisation_id, unit_id, number, ended, version_id DESC
),
span AS (
    SELECT *, lead(ended) OVER (PARTITION BY organisation_id, unit_id, number ORDER BY ended) AS next_ended
    FROM stated
)
SELECT s.organisation_id, s.unit_id, s.line, s.number, s.ended - 1,
       daterange(s.ended - 1, least(s.next_ended - 1, (s.ended + {_YEAR})::date)),
       s.version_id, s.value, s.value - CASE WHEN s.is_shared_work THEN coalesce(s.led, 0) ELSE 0 END, s.qualifier,
       CASE WHEN s.qualifier = {Qualifier.RANGE} THEN greatest(s.high - s.value, 0) ELSE 0 END,
       s.certainty = '{Certainty.ESTIMATE}', s.is_shared_work AND s.led IS NULL AND NOT s.no_joint_work
FROM span s {kept}"""


# The offices whose versions come and go, with the ends of the first and the last period that is touched.
_CHANGED = """
WITH changed AS (
    SELECT t.id AS task_id, t.organisation_id, t.unit_id, upper(p.window) AS ended
    FROM reporting_submissionversion v
    JOIN reporting_submission s ON s.id = v.submission_id
    JOIN reporting_reporttask t ON t.id = s.task_id
    JOIN reporting_reportingperiod p ON p.id = t.period_id
    WHERE v.id = ANY(%(removed)s) OR v.id = ANY(%(added)s)
)"""
_OFFICE = """
office AS (
    SELECT organisation_id, unit_id, min(ended) AS first, max(ended) AS last FROM changed GROUP BY 1, 2
)"""
# What stands afterwards: the versions that come, beside the accepted ones of the same offices' other tasks. Whether
# the caller has marked the coming ones as accepted yet makes no difference.
_STANDING_AFTER = f"""
    SELECT s.accepted_version_id, 1
    FROM office o
    JOIN reporting_reporttask t ON t.organisation_id = o.organisation_id AND t.unit_id = o.unit_id
    JOIN reporting_reportingperiod p ON p.id = t.period_id
        AND upper(p.window) BETWEEN o.first - {_YEAR} AND o.last + {_YEAR}
    JOIN reporting_submission s ON s.task_id = t.id
    WHERE s.accepted_version_id IS NOT NULL AND t.id NOT IN (SELECT task_id FROM changed)
    UNION ALL SELECT unnest(%(added)s::bigint[]), 1"""
# Nothing before can stand longer than a year, and nothing after changes.
_TOUCHED = f"""
JOIN office o ON o.organisation_id = s.organisation_id AND o.unit_id = s.unit_id
    AND s.ended BETWEEN o.first - {_YEAR} AND o.last"""

LOCK_OFFICES = f"""{_CHANGED}
SELECT id FROM organisations_organisation WHERE id IN (SELECT organisation_id FROM changed)
ORDER BY id FOR NO KEY UPDATE"""
TAKE_OUT = "DELETE FROM reporting_stockspan WHERE version_id = ANY(%(removed)s)"
_UPDATED = ", ".join(f"{name.strip()} = excluded.{name.strip()}" for name in _COLUMNS.split(",")[5:])
PUT_IN = f"""{_CHANGED}, {_OFFICE},
wanted AS ({{}})
INSERT INTO reporting_stockspan AS t ({_COLUMNS}) SELECT * FROM wanted
ON CONFLICT (organisation_id, unit_id, cell_id, as_of) DO UPDATE SET {_UPDATED}
WHERE (t.version_id, t.validity) IS DISTINCT FROM (excluded.version_id, excluded.validity)""".format(
    "WITH" + _spans(_STANDING_AFTER, _TOUCHED)
)
# Of many forms few have a stock: the others need not be looked at.
_ACCEPTED = """
    SELECT v.id, 1
    FROM reporting_submission s JOIN reporting_submissionversion v ON v.id = s.accepted_version_id
    WHERE v.form_version_id IN (SELECT form_version_id FROM place)"""
PUT_ALL_IN = f"INSERT INTO reporting_stockspan ({_COLUMNS}) WITH {_spans(_ACCEPTED)}"


def write_spans(*, removed: Sequence[int], added: Sequence[int]) -> None:
    """Settle what stands after the versions `removed` go and those `added` come.

    Three statements whatever their number. Holds the rows of the offices until the transaction ends.
    """
    changes = {"removed": list(removed), "added": list(added)}
    with connection.cursor() as cursor:
        cursor.execute(LOCK_OFFICES, changes)
        cursor.execute(TAKE_OUT, changes)
        cursor.execute(PUT_IN, changes)


def rebuild_spans() -> None:
    """Make all spans again from the accepted versions, in a transaction of its own.

    Acceptances wait meanwhile, readers do not: spans are written by whoever accepts, so a snapshot alone would meet
    theirs. Those that already wrote are waited for, and seen.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reporting_stockspan IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM reporting_stockspan")
        cursor.execute(PUT_ALL_IN)
