import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0001_initial"),
        ("organisations", "0001_initial"),
        ("reporting", "0005_order_of_every_report"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityLook",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="quality_look",
                        serialize=False,
                        to="reporting.reporttask",
                    ),
                ),
                ("edition", models.SmallIntegerField()),
                ("looked_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.submissionversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QualityReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("right", "The figure is right"), ("correct", "The figure will be corrected")],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("stands_on", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QualityWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("khac-thuong", "Far from the own history"),
                            ("khong-khop", "Figures that do not fit together"),
                            ("ton-cuoi-ky", "Stock that does not follow from the period before"),
                            ("sau-sap-nhap", "A jump after a merger"),
                            ("lap-lai", "The same figure again and again"),
                            ("so-tron", "Too many round numbers"),
                            ("hai-ben", "Police and Front differ on joint work"),
                            ("vang-mat", "Blank where there always was a figure"),
                        ],
                        max_length=16,
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("all", "All lines"),
                            ("police", "Police"),
                            ("front", "Fatherland Front"),
                            ("union", "Trade Union"),
                            ("farmers", "Farmers' Union"),
                            ("youth", "Youth Union"),
                            ("women", "Women's Union"),
                            ("veterans", "Veterans' Association"),
                            ("state", "State"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_whole", models.BooleanField(default=False)),
                ("numbers", models.JSONField()),
                ("stands_on", models.CharField(blank=True, max_length=200)),
                ("last_day", models.DateField()),
                ("found_at", models.DateTimeField()),
                ("is_current", models.BooleanField(default=True)),
                (
                    "cell",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.cell"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.reportingperiod"
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="analytics.qualityreply",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.reporttask",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.administrativeunit"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="qualityreply",
            name="warning",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="analytics.qualitywarning"
            ),
        ),
        migrations.AddIndex(
            model_name="qualitywarning",
            index=models.Index(
                condition=models.Q(("is_current", True)),
                fields=["-last_day", "-id"],
                name="quality_warnings_newest_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitywarning",
            constraint=models.UniqueConstraint(
                fields=("organisation", "period", "cell", "kind", "code", "is_whole"), name="quality_warning_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitywarning",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_whole", True), ("task__isnull", False), _connector="XOR"),
                name="a_quality_warning_has_a_report_or_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitywarning",
            constraint=models.CheckConstraint(
                condition=models.Q(("line", "all"), _negated=True), name="a_quality_warning_has_a_line_of_its_own"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "right"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_figure_is_right_for_a_reason",
            ),
        ),
    ]
