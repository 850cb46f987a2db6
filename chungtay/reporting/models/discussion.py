"""Short messages about a report, within its own line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.organisations.models import Membership
from chungtay.reporting.models.periods import ReportTask

LONGEST_MESSAGE = 500


class DiscussionMessage(models.Model):
    """One message about a report (trao đổi), between the office that owes it and the one it goes to.

    Never changed or taken back: what was wrong is said in the next one. Working matter: the other line never sees it.
    """

    # A report that is no longer owed, because its unit was merged, takes its messages with it.
    task = models.ForeignKey(ReportTask, on_delete=models.CASCADE, related_name="messages")
    text = models.CharField(max_length=LONGEST_MESSAGE)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_message_says_something")]
        indexes = [models.Index(fields=["task", "-id"])]


class DiscussionMark(models.Model):
    """Up to which message one hat has read about a report."""

    task = models.ForeignKey(ReportTask, on_delete=models.CASCADE, related_name="+")
    hat = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    last_read = models.ForeignKey(DiscussionMessage, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "hat"], name="one_mark_a_report_and_hat")]
