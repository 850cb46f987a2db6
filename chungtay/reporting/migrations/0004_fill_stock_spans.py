"""Fill the spans of stocks from the accepted versions; from now on whoever accepts keeps them.

The statement is the one of `totals.stocks` of the day of this migration. Run again, it changes nothing.
"""

from django.db import migrations

FILL = """
INSERT INTO reporting_stockspan (organisation_id, unit_id, line, cell_id, as_of, validity, version_id, value, counted, qualifier, width, is_estimate, is_led_unknown) WITH

eligible AS MATERIALIZED (
    SELECT ch.sign, v.id, v.form_version_id, v.values, v.qualifiers, v.highs, v.led_elsewhere, v.no_joint_work,
           v.certainty, t.unit_id, t.organisation_id, t.period_id, t.line, p.window
    FROM (SELECT accepted_version_id, 1 FROM reporting_submission WHERE accepted_version_id IS NOT NULL) AS ch(version_id, sign)
    JOIN reporting_submissionversion v ON v.id = ch.version_id
    JOIN reporting_submission s ON s.id = v.submission_id
    JOIN reporting_reporttask t ON t.id = s.task_id
    JOIN reporting_reportingperiod p ON p.id = t.period_id
    WHERE
    v.covers = 'own' AND NOT t.is_claim AND p.grain = (
        SELECT g.grain FROM reporting_indicatorsetgrain g
        WHERE g.indicator_set_id = p.indicator_set_id AND g.validity @> (upper(p.window) - 1)
    )
),
place AS MATERIALIZED (
    SELECT f.id AS form_version_id, o.number, o.ordinal::int AS ordinal, i.is_shared_work
    FROM reporting_formversion f
    CROSS JOIN LATERAL unnest(f.cells) WITH ORDINALITY AS o(number, ordinal)
    JOIN reporting_cell c ON c.number = o.number
    JOIN reporting_indicator i ON i.id = c.indicator_id
    WHERE 'stock' = CASE c.part
        WHEN 'numerator' THEN i.numerator_kind WHEN 'denominator' THEN i.denominator_kind ELSE i.kind END
),
-- First the versions, then their cells: the planner cannot know that the arrays are long.
given AS (
    SELECT e.organisation_id, e.unit_id, e.line, l.number, upper(e.window) AS ended, e.id AS version_id,
           e.certainty, e.no_joint_work, l.is_shared_work, e.values[l.ordinal] AS value,
           e.led_elsewhere[l.ordinal] AS led, e.highs[l.ordinal] AS high, CASE WHEN l.ordinal <= length(e.qualifiers) THEN get_byte(e.qualifiers, l.ordinal - 1) ELSE 0 END AS qualifier
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
       daterange(s.ended - 1, least(s.next_ended - 1, (s.ended + interval '1 year')::date)),
       s.version_id, s.value, s.value - CASE WHEN s.is_shared_work THEN coalesce(s.led, 0) ELSE 0 END, s.qualifier,
       CASE WHEN s.qualifier = 4 THEN greatest(s.high - s.value, 0) ELSE 0 END,
       s.certainty = 'estimate', s.is_shared_work AND s.led IS NULL AND NOT s.no_joint_work
FROM span s
ON CONFLICT (organisation_id, unit_id, cell_id, as_of) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_stock_spans")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
