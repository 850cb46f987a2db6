"""Submissions: what an office reported, version after version."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from chungtay.organisations.models import Membership
from chungtay.reporting.codes import Certainty, Covers, Step, SubmissionStatus
from chungtay.reporting.models.indicators import Cell, FormVersion
from chungtay.reporting.models.periods import ReportTask


class Submission(models.Model):
    """The answer to one report task (phiếu số liệu): a life, and versions that are never edited once submitted.

    `accepted_version` is the one in the totals, whatever the status: after acceptance a correction is a later version
    that changes nothing until it is accepted in turn. `ready_by` is the reporter who laid the draft before the
    approver (trình lãnh đạo); `returned_to` the officer named to complete a returned one; `drafted_by` who stored
    the draft last.
    """

    task = models.OneToOneField(ReportTask, on_delete=models.PROTECT, related_name="submission")
    status = models.CharField(max_length=10, choices=SubmissionStatus.choices, default=SubmissionStatus.DRAFT)
    current_version = models.ForeignKey("SubmissionVersion", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_version = models.ForeignKey(
        "SubmissionVersion", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    ready_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    ready_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    decided_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    returned_to = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    updated_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=SubmissionStatus.RETURNED) | ~Q(return_reason=""),
                name="a_return_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=SubmissionStatus.ACCEPTED) | Q(accepted_version__isnull=False),
                name="accepted_means_a_version",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")),
                name="nobody_accepts_their_own_submission",
            ),
        ]
        # Most are empty in most rows, and a row is written within the busiest hour of the year.
        indexes = [
            models.Index(fields=["status", "-updated_at", "-id"]),
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"submission_{name}")
                for name in ("accepted_version", "ready_by", "decided_by", "returned_to", "drafted_by")
            ),
        ]


class SubmissionVersion(models.Model):
    """One row of figures in the order of its form's cells.

    `values` holds exact integers in the indicator's scale, NULL for blank (not reported); 0 is a stated zero. `joint`
    is *trong đó phối hợp* and `led_elsewhere` *trong đó bên khác chủ trì*; both are blank unless the indicator is
    shared work. `no_joint_work` says that blank there means none. `qualifiers` has one byte a cell
    (`codes.Qualifier`); `highs` the upper end of ranges. `cumulative` is the *lũy kế* the office wrote itself: a
    check, never added. `days` are the days it stands for. `warnings` are those found when it was sealed, as
    `plausibility.Warning.as_json`; `warnings_answered` holds the reason given for each, by its key. Once `sealed_at`
    is set the database refuses every change.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, db_index=False, related_name="versions")
    number = models.SmallIntegerField()
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, db_index=False, related_name="+")
    covers = models.CharField(max_length=14, choices=Covers.choices, default=Covers.OWN)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.FINAL)
    days = DateRangeField()
    values = ArrayField(models.BigIntegerField(null=True))
    qualifiers = models.BinaryField()
    highs = ArrayField(models.BigIntegerField(null=True), null=True)
    joint = ArrayField(models.BigIntegerField(null=True), null=True)
    led_elsewhere = ArrayField(models.BigIntegerField(null=True), null=True)
    cumulative = ArrayField(models.BigIntegerField(null=True), null=True)
    nil_cells = ArrayField(models.IntegerField(), default=list)
    no_joint_work = models.BooleanField(default=False)
    warnings = models.JSONField(default=list)
    warnings_answered = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_numbers_start_at_one"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sealed_version_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__sealed_at__isnull=False),
            )
        ]


class Decision(models.Model):
    """One step in the life of a version: who submitted, returned, accepted or reopened it, when and why."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, db_index=False, related_name="decisions")
    step = models.CharField(max_length=10, choices=Step.choices)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    to = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=[Step.RETURNED, Step.REOPENED]) | ~Q(reason=""),
                name="a_step_back_has_a_reason",
            )
        ]
        indexes = [
            models.Index(fields=["version", "id"]),
            models.Index(fields=["to"], condition=Q(to__isnull=False), name="decision_to"),
        ]


class VersionKey(models.Model):
    """A name counted by a distinct indicator in one version: the code of a model type."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.CASCADE, related_name="keys")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "cell", "key"], name="version_key_once")]
