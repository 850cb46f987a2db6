from django.db import migrations

# Arrays made long: one row a stated figure, whatever became of its version. What a task, a version and a cell say of
# it stands beside it, so that a question needs no other table to know what may be added.
VIEW = """
CREATE VIEW reporting_observation AS
SELECT v.id::text || '-' || o.number AS key, v.id AS version_id, s.id AS submission_id, t.id AS task_id,
       t.unit_id, t.organisation_id, t.period_id, t.line, o.number AS cell_id,
       v.values[o.ordinal] AS value,
       v.values[o.ordinal] - CASE WHEN i.is_shared_work THEN coalesce(v.led_elsewhere[o.ordinal], 0) ELSE 0 END
           AS counted,
       CASE WHEN o.ordinal <= length(v.qualifiers) THEN get_byte(v.qualifiers, o.ordinal::int - 1) ELSE 0 END
           AS qualifier,
       v.highs[o.ordinal] AS high, v.joint[o.ordinal] AS joint, v.led_elsewhere[o.ordinal] AS led_elsewhere,
       v.cumulative[o.ordinal] AS cumulative, o.number = ANY(v.nil_cells) AS is_nil,
       v.certainty, v.covers, t.is_claim, v.id IS NOT DISTINCT FROM s.accepted_version_id AS is_accepted,
       v.covers = 'own' AND NOT t.is_claim AND p.grain = (
           SELECT g.grain FROM reporting_indicatorsetgrain g
           WHERE g.indicator_set_id = p.indicator_set_id AND g.validity @> (upper(p.window) - 1)
       ) AS is_addable
FROM reporting_submissionversion v
JOIN reporting_submission s ON s.id = v.submission_id
JOIN reporting_reporttask t ON t.id = s.task_id
JOIN reporting_reportingperiod p ON p.id = t.period_id
JOIN reporting_formversion f ON f.id = v.form_version_id
CROSS JOIN LATERAL unnest(f.cells) WITH ORDINALITY AS o(number, ordinal)
JOIN reporting_cell c ON c.number = o.number
JOIN reporting_indicator i ON i.id = c.indicator_id
WHERE v.values[o.ordinal] IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_fill_owed_counts")]

    operations = [
        migrations.RunSQL(VIEW, "DROP VIEW reporting_observation"),
    ]
