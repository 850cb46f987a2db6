"""Keep the arrays of totals in their rows, uncompressed: a sum reads two hundred places of each."""

from django.db import migrations

INLINE = "ALTER TABLE {} SET (toast_tuple_target = 8160)"
USUAL = "ALTER TABLE {} RESET (toast_tuple_target)"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [
        migrations.RunSQL(INLINE.format(table), USUAL.format(table))
        for table in ("reporting_totals", "reporting_deltapending")
    ]
