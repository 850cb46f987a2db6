"""Narrative reports that came in, the figures read from them, and the evidence behind each cell.

Forbidden matter never gets here: `text` is the redacted text, and the file itself is kept only when nothing had to
be discarded and the officer confirmed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.organisations.models import Membership
from chungtay.reporting.codes import ProposalStatus, Source
from chungtay.reporting.models.indicators import Cell
from chungtay.reporting.models.periods import ReportTask
from chungtay.reporting.models.submissions import SubmissionVersion


class IncomingText(models.Model):
    """A report that a unit gave: file or pasted text, redacted (văn bản gốc đã lược)."""

    task = models.ForeignKey(ReportTask, on_delete=models.PROTECT, related_name="texts")
    name = models.CharField(max_length=200)
    byte_size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    discarded = models.JSONField(default=list)
    kept_file = models.BinaryField(null=True)
    uploaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_file__isnull=True) | Q(discarded=[]), name="a_file_is_kept_only_when_clean"
            )
        ]
        indexes = [models.Index(fields=["task", "-id"])]


class ProposedFigure(models.Model):
    """A figure the reader found, waiting for a person (số liệu đề xuất).

    `value` stays what was read; `taken_value` (an integer in the scale of the indicator) and `taken_qualifier` are
    what the officer put into the form.
    """

    text = models.ForeignKey(IncomingText, on_delete=models.CASCADE, related_name="proposals")
    start = models.IntegerField()
    end = models.IntegerField()
    sentence_start = models.IntegerField()
    sentence_end = models.IntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    value_high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    qualifier = models.SmallIntegerField()
    unit_words = models.CharField(max_length=80)
    key = models.CharField(max_length=60, blank=True)
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, null=True, related_name="+")
    period_words = models.CharField(max_length=120, blank=True)
    scope_words = models.CharField(max_length=200, blank=True)
    is_comparison = models.BooleanField(default=False)
    is_cumulative = models.BooleanField(default=False)
    confidence_percent = models.SmallIntegerField()
    reason = models.CharField(max_length=300)
    alternatives = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=ProposalStatus.choices, default=ProposalStatus.PROPOSED)
    taken_value = models.BigIntegerField(null=True)
    taken_qualifier = models.SmallIntegerField(null=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["text", "start"])]


class ReadingExample(models.Model):
    """What a person corrected of a reading (ví dụ đã sửa): the next version of the reader is measured with it.

    Holds figures and the words that the reader knows, no other word of the text: `phrase` is made by
    `narrative.examples`. `key_taken` is empty where the figure was left out.
    """

    proposal = models.OneToOneField(ProposedFigure, on_delete=models.CASCADE, related_name="example")
    phrase = models.CharField(max_length=300)
    figure = models.CharField(max_length=80)
    key_read = models.CharField(max_length=60, blank=True)
    key_taken = models.CharField(max_length=60, blank=True)
    value_read = models.DecimalField(max_digits=24, decimal_places=6)
    value_taken = models.DecimalField(max_digits=24, decimal_places=6, null=True)


class CellEvidence(models.Model):
    """Where the figure of one cell of one version stands: the sentence, or that it was typed (chứng cứ)."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="evidence")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=8, choices=Source.choices)
    text = models.ForeignKey(IncomingText, on_delete=models.PROTECT, null=True, related_name="+")
    start = models.IntegerField(null=True)
    end = models.IntegerField(null=True)
    accepted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "cell"], name="evidence_once_a_cell")]
