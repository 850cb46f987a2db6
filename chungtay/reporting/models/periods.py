"""Reporting periods, holidays and the report tasks that follow from them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.codes import Grain
from chungtay.reporting.models.indicators import FormVersion, IndicatorSet
from chungtay.territory.models import AdministrativeUnit


class ReportingPeriod(models.Model):
    """A window of days of one indicator set (kỳ báo cáo); windows of a grain neither gap nor overlap.

    `index` counts within the year: 1 to 12, 1 to 4, 1 to 2, or 1. `parent` is the year's period.
    """

    indicator_set = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="periods")
    grain = models.CharField(max_length=8, choices=Grain.choices)
    year = models.SmallIntegerField()
    index = models.SmallIntegerField()
    window = DateRangeField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator_set", "grain", "year", "index"], name="period_once"),
            ExclusionConstraint(
                name="periods_of_a_grain_do_not_overlap",
                expressions=[
                    ("indicator_set", RangeOperators.EQUAL),
                    ("grain", RangeOperators.EQUAL),
                    ("window", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["indicator_set", "grain", "-year", "-index"])]


class HolidayQuerySet(models.QuerySet["Holiday"]):
    """Questions to the table of days off."""

    def in_force(self) -> HolidayQuerySet:
        """The days that were not withdrawn."""
        return self.filter(is_withdrawn=False)


class Holiday(models.Model):
    """A day off, or a weekend day on which offices work in exchange (ngày nghỉ, ngày làm bù).

    `kept_by` wrote or withdrew it last; without one it came with the product, and an upgrade may write it again. A day
    that was withdrawn stays, so that no upgrade brings it back.
    """

    day = models.DateField(unique=True)
    is_working_day = models.BooleanField(default=False)
    label_vi = models.CharField(max_length=120)
    legal_basis = models.CharField(max_length=200)
    is_withdrawn = models.BooleanField(default=False)
    kept_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(null=True)

    objects = HolidayQuerySet.as_manager()


class ReportTask(models.Model):
    """One report that one organisation owes for one period (đầu việc báo cáo).

    `unit` and `line` are where its figures will stand; `days` are the days it answers for: the window, within the
    unit's validity, and for a successor those of its predecessors that none of them reported. `receiver` is the
    target of the reporting line on the window's last day. `taken_over_by` is the office that finishes the report after
    the unit of `organisation` was merged or ended: its figures stay with the unit that they are about.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="tasks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks_received")
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="tasks")
    line = models.CharField(max_length=10, choices=Line.choices)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="tasks")
    days = DateRangeField()
    due_on = models.DateField()
    is_claim = models.BooleanField(default=False)
    taken_over_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="tasks_taken_over", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "organisation", "form_version", "is_claim"], name="task_once"),
            models.CheckConstraint(condition=~models.Q(line=Line.ALL), name="task_has_a_line_of_its_own"),
            models.CheckConstraint(
                condition=models.Q(taken_over_by__isnull=True) | ~models.Q(taken_over_by=models.F("organisation")),
                name="task_taken_over_by_another_office",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "period", "due_on", "id"]),
            models.Index(fields=["organisation", "-due_on", "-id"]),
            models.Index(fields=["period", "line", "unit"]),
            # The list of whoever sees every report.
            models.Index(fields=["-due_on", "-id"]),
            models.Index(
                fields=["taken_over_by", "-due_on"],
                condition=models.Q(taken_over_by__isnull=False),
                name="tasks_taken_over",
            ),
        ]

    @property
    def answering_id(self) -> int:
        """The key of the office that fills the report in: the one that owes it, or the heir of a merged one."""
        return self.taken_over_by_id or self.organisation_id
