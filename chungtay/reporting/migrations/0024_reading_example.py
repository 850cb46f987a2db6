"""Corrections of readings are kept as examples."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("reporting", "0023_discussion")]

    operations = [
        migrations.CreateModel(
            name="ReadingExample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phrase", models.CharField(max_length=300)),
                ("figure", models.CharField(max_length=80)),
                ("key_read", models.CharField(blank=True, max_length=60)),
                ("key_taken", models.CharField(blank=True, max_length=60)),
                ("value_read", models.DecimalField(decimal_places=6, max_digits=24)),
                ("value_taken", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="example",
                        to="reporting.proposedfigure",
                    ),
                ),
            ],
        ),
    ]
