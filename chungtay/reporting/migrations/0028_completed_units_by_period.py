"""Let the counts of all units of a period stand together: whoever asks for every unit reads along them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0027_indexes_that_are_read")]

    operations = [
        migrations.AddConstraint(
            model_name="completedunits",
            constraint=models.UniqueConstraint(
                fields=("period", "line", "unit", "owed_forms", "open_forms"), name="completed_units_once_a_period"
            ),
        ),
        migrations.RemoveConstraint(model_name="completedunits", name="completed_units_below_once"),
    ]
