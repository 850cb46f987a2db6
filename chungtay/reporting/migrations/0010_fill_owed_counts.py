"""Fill the counts of what is owed and accepted; from now on triggers and the folder keep them.

The statement is the one of `totals.statements` of the day of this migration. Run again, it gives the same.
"""

from django.db import migrations

FILL = """
DELETE FROM reporting_owedpending;
DELETE FROM reporting_owedcount;
INSERT INTO reporting_owedcount (unit_id, period_id, line, form_version_id, owed, accepted)
SELECT t.unit_id, p.id, l.line, t.form_version_id, count(*), count(s.accepted_version_id)
FROM reporting_reporttask t
LEFT JOIN reporting_submission s ON s.task_id = t.id
JOIN reporting_reportingperiod base ON base.id = t.period_id
JOIN reporting_reportingperiod p ON p.id IN (base.id, base.parent_id)
CROSS JOIN LATERAL (VALUES (t.line), ('all')) AS l(line)
WHERE NOT t.is_claim AND base.grain = (
    SELECT g.grain FROM reporting_indicatorsetgrain g
    WHERE g.indicator_set_id = base.indicator_set_id AND g.validity @> (upper(base.window) - 1)
)
GROUP BY 1, 2, 3, 4
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_owed_counts")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
