"""Forget the deadlines by set of indicators: 0017 carried them into the entries of the catalogue."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0017_fill_catalogue")]

    operations = [migrations.DeleteModel(name="Deadline")]
