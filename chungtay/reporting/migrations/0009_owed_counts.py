"""Count what each unit owes and what of it is accepted; triggers tell of every change, whoever makes it."""

import django.db.models.deletion
from django.db import migrations, models


# Claims are no debt.
TASK_FUNCTIONS = """
CREATE FUNCTION reporting_tasks_owed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_owedpending (unit_id, period_id, line, form_version_id, owed, accepted)
    SELECT unit_id, period_id, line, form_version_id, count(*), 0
    FROM changed WHERE NOT is_claim GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$;
CREATE FUNCTION reporting_tasks_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_owedpending (unit_id, period_id, line, form_version_id, owed, accepted)
    SELECT unit_id, period_id, line, form_version_id, -count(*), 0
    FROM changed WHERE NOT is_claim GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$;
CREATE FUNCTION reporting_task_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_accepted int := (SELECT count(accepted_version_id) FROM reporting_submission WHERE task_id = new.id);
BEGIN
    INSERT INTO reporting_owedpending (unit_id, period_id, line, form_version_id, owed, accepted)
    SELECT x.unit_id, x.period_id, x.line, x.form_version_id, x.sign, x.sign * is_accepted
    FROM (
        VALUES (old.unit_id, old.period_id, old.line, old.form_version_id, -1, old.is_claim),
               (new.unit_id, new.period_id, new.line, new.form_version_id, 1, new.is_claim)
    ) AS x(unit_id, period_id, line, form_version_id, sign, is_claim)
    WHERE NOT x.is_claim;
    RETURN NULL;
END $$;
CREATE FUNCTION reporting_task_answered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was int := CASE WHEN tg_op <> 'INSERT' AND old.accepted_version_id IS NOT NULL THEN 1 ELSE 0 END;
    is_now int := CASE WHEN tg_op <> 'DELETE' AND new.accepted_version_id IS NOT NULL THEN 1 ELSE 0 END;
BEGIN
    IF was <> is_now THEN
        INSERT INTO reporting_owedpending (unit_id, period_id, line, form_version_id, owed, accepted)
        SELECT unit_id, period_id, line, form_version_id, 0, is_now - was
        FROM reporting_reporttask
        WHERE id = CASE WHEN tg_op = 'DELETE' THEN old.task_id ELSE new.task_id END AND NOT is_claim;
    END IF;
    RETURN NULL;
END $$"""
DROP_FUNCTIONS = """
DROP FUNCTION reporting_tasks_owed(), reporting_tasks_gone(), reporting_task_moved(), reporting_task_answered()"""
TASK_TRIGGERS = """
CREATE TRIGGER tasks_owed AFTER INSERT ON reporting_reporttask
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reporting_tasks_owed();
CREATE TRIGGER tasks_gone AFTER DELETE ON reporting_reporttask
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reporting_tasks_gone();
CREATE TRIGGER task_moved AFTER UPDATE ON reporting_reporttask FOR EACH ROW
WHEN ((old.unit_id, old.period_id, old.line, old.form_version_id, old.is_claim)
      IS DISTINCT FROM (new.unit_id, new.period_id, new.line, new.form_version_id, new.is_claim))
EXECUTE FUNCTION reporting_task_moved();
CREATE TRIGGER task_answered AFTER UPDATE ON reporting_submission FOR EACH ROW
WHEN ((old.accepted_version_id IS NULL) <> (new.accepted_version_id IS NULL))
EXECUTE FUNCTION reporting_task_answered();
CREATE TRIGGER task_answered_at_once AFTER INSERT ON reporting_submission FOR EACH ROW
WHEN (new.accepted_version_id IS NOT NULL) EXECUTE FUNCTION reporting_task_answered();
CREATE TRIGGER answer_gone AFTER DELETE ON reporting_submission FOR EACH ROW
WHEN (old.accepted_version_id IS NOT NULL) EXECUTE FUNCTION reporting_task_answered()"""
DROP_TRIGGERS = """
DROP TRIGGER tasks_owed ON reporting_reporttask;
DROP TRIGGER tasks_gone ON reporting_reporttask;
DROP TRIGGER task_moved ON reporting_reporttask;
DROP TRIGGER task_answered ON reporting_submission;
DROP TRIGGER task_answered_at_once ON reporting_submission;
DROP TRIGGER answer_gone ON reporting_submission"""


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0008_frame_stamp'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwedPending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(choices=[('all', 'All lines'), ('police', 'Police'), ('front', 'Fatherland Front'), ('union', 'Trade Union'), ('farmers', "Farmers' Union"), ('youth', 'Youth Union'), ('women', "Women's Union"), ('veterans', "Veterans' Association"), ('state', 'State')], max_length=10)),
                ('owed', models.IntegerField()),
                ('accepted', models.IntegerField()),
                ('form_version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.formversion')),
                ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.reportingperiod')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.administrativeunit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwedCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(choices=[('all', 'All lines'), ('police', 'Police'), ('front', 'Fatherland Front'), ('union', 'Trade Union'), ('farmers', "Farmers' Union"), ('youth', 'Youth Union'), ('women', "Women's Union"), ('veterans', "Veterans' Association"), ('state', 'State')], max_length=10)),
                ('owed', models.IntegerField()),
                ('accepted', models.IntegerField()),
                ('form_version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.formversion')),
                ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.reportingperiod')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.administrativeunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('period', 'line', 'unit', 'form_version'), include=('owed', 'accepted'), name='owed_count_once')],
            },
        ),
        migrations.RunSQL(TASK_FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(TASK_TRIGGERS, DROP_TRIGGERS),
    ]
