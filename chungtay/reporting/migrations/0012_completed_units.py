"""Keep how many units are complete, above every unit."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0011_observations'),
        ('territory', '0002_proposals'),
    ]

    operations = [
        migrations.CreateModel(
            name='CompletedUnits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(choices=[('all', 'All lines'), ('police', 'Police'), ('front', 'Fatherland Front'), ('union', 'Trade Union'), ('farmers', "Farmers' Union"), ('youth', 'Youth Union'), ('women', "Women's Union"), ('veterans', "Veterans' Association"), ('state', 'State')], max_length=10)),
                ('is_own', models.BooleanField()),
                ('owed_forms', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('open_forms', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('units', models.IntegerField()),
                ('owed', models.IntegerField()),
                ('accepted', models.IntegerField()),
                ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.reportingperiod')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.administrativeunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'period', 'line', 'is_own', 'owed_forms', 'open_forms'), name='completed_units_once')],
            },
        ),
    ]
