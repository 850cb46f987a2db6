"""Fill the numbers of complete units from what is counted; from now on the folder keeps them.

The statement says what `totals.statements` said on the day of this migration. Run again, it gives the same.
"""

from django.db import migrations

FILL = """
DELETE FROM reporting_completedunits;
INSERT INTO reporting_completedunits
    (unit_id, period_id, line, is_own, owed_forms, open_forms, units, owed, accepted)
SELECT a.ancestor_id, c.period_id, c.line, a.depth = 0, c.owed_forms, c.open_forms,
       sum(c.units), sum(c.owed), sum(c.accepted)
FROM (
    SELECT unit_id, period_id, 'all' AS line, array_agg(form_version_id ORDER BY form_version_id) AS owed_forms,
           coalesce(
               array_agg(form_version_id ORDER BY form_version_id) FILTER (WHERE accepted < owed), '{}'
           ) AS open_forms,
           1 AS units, 0 AS owed, 0 AS accepted
    FROM reporting_owedcount WHERE line = 'all' AND owed > 0
    GROUP BY 1, 2
    UNION ALL
    SELECT unit_id, period_id, line, ARRAY[form_version_id], '{}', 0, owed, accepted
    FROM reporting_owedcount WHERE line <> 'all'
) AS c
JOIN reporting_reportingperiod p ON p.id = c.period_id
JOIN territory_administrativeunit u ON u.id = c.unit_id
JOIN territory_unitancestor a ON a.unit_id = c.unit_id
    AND a.validity @> greatest(lower(u.validity), least(upper(p.window) - 1, upper(u.validity) - 1))
GROUP BY 1, 2, 3, 4, 5, 6
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0012_completed_units")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
