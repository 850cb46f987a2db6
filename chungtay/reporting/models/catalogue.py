"""The catalogue of reports: what is asked of whom, dated; and the work of asking it for a period."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership
from chungtay.reporting.models.indicators import Form
from chungtay.reporting.models.periods import ReportingPeriod
from chungtay.territory.codes import Level


class CatalogueEntry(models.Model):
    """What is asked with a form over a span of days (mục của danh mục báo cáo).

    `senders` and `levels` say which offices owe it; each sends it to the target of its reporting line. The three
    `..._days` are working days after the cut-off by which a level must have sent. `outline` is the đề cương, as
    `outlines.Heading.as_json`; empty, it asks for the form as it stands. `is_automatic` has the reports of each period
    asked for by themselves on its first day.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="entries")
    number = models.SmallIntegerField()
    name = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    senders = ArrayField(models.CharField(max_length=12, choices=OrganisationKind.choices))
    levels = ArrayField(models.SmallIntegerField(choices=Level.choices))
    commune_days = models.SmallIntegerField()
    district_days = models.SmallIntegerField()
    province_days = models.SmallIntegerField()
    outline = models.JSONField(default=list)
    is_automatic = models.BooleanField(default=False)
    validity = DateRangeField()
    issued_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="catalogue_entry_number_once"),
            ExclusionConstraint(
                name="one_catalogue_entry_a_form_at_a_time",
                expressions=[("form", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            ),
            # Source: Nghị định 09/2019/NĐ-CP, Art. 8(5).
            models.CheckConstraint(
                condition=Q(commune_days__gte=1, district_days__gte=1, province_days__gte=1),
                name="a_working_day_lies_between_cut_off_and_deadline",
            ),
        ]

    @property
    def working_days(self) -> dict[Level, int]:
        """Working days after the cut-off, by level."""
        return {
            Level.COMMUNE: self.commune_days,
            Level.DISTRICT: self.district_days,
            Level.PROVINCE: self.province_days,
        }


class Assignment(models.Model):
    """The work of asking for the reports of one period, office by office, with its progress (giao đầu việc báo cáo).

    `done` of `total` offices were looked at, `made` reports were new. Finished or not, it may be asked for again.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="assignments")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    made = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["period", "-id"])]


class ObservanceRule(models.Model):
    """How the keeping of the reporting regime is scored over a span of days (cách chấm điểm chế độ báo cáo).

    A report that was sent in time earns a hundred percent of its share of `full_points`, a late one `late_percent`, one
    that was not sent nothing.
    """

    full_points = models.SmallIntegerField()
    late_percent = models.SmallIntegerField()
    legal_basis = models.CharField(max_length=300)
    validity = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_observance_rule_at_a_time", expressions=[("validity", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(
                condition=Q(full_points__gte=1, late_percent__gte=0, late_percent__lte=100),
                name="observance_rule_makes_sense",
            ),
        ]
