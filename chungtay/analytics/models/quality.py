"""Warnings about accepted figures across units, what officers said of them, and what was looked at."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.analytics.quality.codes import Verdict, WarningKind
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.models import Cell, ReportingPeriod, ReportTask, SubmissionVersion
from chungtay.territory.models import AdministrativeUnit


class QualityLook(models.Model):
    """The accepted version of a report that was last looked at, and under which edition of the rules."""

    task = models.OneToOneField(ReportTask, on_delete=models.PROTECT, primary_key=True, related_name="quality_look")
    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    edition = models.SmallIntegerField()
    looked_at = models.DateTimeField()


class QualityWarning(models.Model):
    """One odd figure of one office and period (cảnh báo số liệu).

    `organisation` is the office whose figure it is, `other` the second one where two are compared. `is_whole` marks the
    total of a unit's line, with what lies below it; `task` is None then. `numbers` are what the sentence says,
    `stands_on` the figures that are judged: when they change, the reply falls away. A warning that no longer arises
    stays only where it was replied to, and is not current.
    """

    kind = models.CharField(max_length=16, choices=WarningKind.choices)
    code = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=10, choices=Line.choices)
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(ReportTask, on_delete=models.PROTECT, null=True, related_name="+")
    is_whole = models.BooleanField(default=False)
    numbers = models.JSONField()
    stands_on = models.CharField(max_length=200, blank=True)
    last_day = models.DateField()
    found_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    reply = models.ForeignKey("QualityReply", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period", "cell", "kind", "code", "is_whole"], name="quality_warning_once"
            ),
            models.CheckConstraint(
                condition=Q(is_whole=True) ^ Q(task__isnull=False), name="a_quality_warning_has_a_report_or_is_whole"
            ),
            models.CheckConstraint(condition=~Q(line=Line.ALL), name="a_quality_warning_has_a_line_of_its_own"),
        ]
        indexes = [
            models.Index(
                fields=["-last_day", "-id"], condition=Q(is_current=True), name="quality_warnings_newest_first"
            )
        ]


class QualityReply(models.Model):
    """What an officer said of a warning (trả lời cảnh báo); `stands_on` is what the figures were then."""

    warning = models.ForeignKey(QualityWarning, on_delete=models.CASCADE, related_name="replies")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    stands_on = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.RIGHT) | ~Q(reason=""), name="a_figure_is_right_for_a_reason"
            )
        ]
