"""A stamp that changes with whatever every question stands on, so that readers may keep it in memory."""

from django.db import migrations, models

TABLES = (
    "territory_unitevent",
    "territory_unitsuccession",
    "territory_administrativeunit",
    "territory_unitancestor",
    "reporting_indicatorsetgrain",
    "reporting_indicator",
    "reporting_cell",
    "reporting_formversion",
    "reporting_reportingperiod",
)
NEW_STAMP = """
INSERT INTO reporting_framestamp (id, stamp)
VALUES (1, ('x' || left(md5(gen_random_uuid()::text), 16))::bit(64)::bigint)
ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp"""
FUNCTION = f"""
CREATE FUNCTION reporting_frame_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {NEW_STAMP};
    RETURN NULL;
END $$"""
TRIGGER = """
CREATE TRIGGER frame_changed AFTER INSERT OR UPDATE OR DELETE ON {0}
FOR EACH STATEMENT EXECUTE FUNCTION reporting_frame_changed()"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_tasks_taken_over"), ("territory", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FrameStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_frame_stamp")
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION reporting_frame_changed()"),
        *(
            migrations.RunSQL(TRIGGER.format(table), f"DROP TRIGGER frame_changed ON {table}") for table in TABLES
        ),
        migrations.RunSQL(NEW_STAMP, migrations.RunSQL.noop),
    ]
