"""Keep what a unit owes itself in one place: its rows above were copies, and those of all lines a sum."""

from django.db import migrations, models

# Not to be filled again: a rebuild gives back what is deleted here.
FORGET = """
DELETE FROM reporting_owedcount WHERE line = 'all';
DELETE FROM reporting_completedunits WHERE is_own"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0014_derived_rows_unchecked")]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="completedunits", name="completed_units_once"),
        migrations.RemoveConstraint(model_name="owedcount", name="owed_count_once"),
        migrations.RemoveField(model_name="completedunits", name="is_own"),
        migrations.AddConstraint(
            model_name="completedunits",
            constraint=models.UniqueConstraint(
                fields=("unit", "period", "line", "owed_forms", "open_forms"), name="completed_units_below_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="owedcount",
            constraint=models.UniqueConstraint(
                fields=("period", "unit", "line", "form_version"),
                include=("owed", "accepted"),
                name="owed_count_once_a_unit",
            ),
        ),
    ]
