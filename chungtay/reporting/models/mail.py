"""Reminders by mail: where an office reads its mail, and which reminders were asked for and sent."""

from __future__ import annotations

from django.db import models

from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.models.periods import ReportTask


class OfficeMailbox(models.Model):
    """The official mailbox of an office (hộp thư công vụ), never a person's; kept by the office itself."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="mailbox")
    address = models.EmailField(max_length=120)
    set_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class MailReminder(models.Model):
    """A reminder of one report by mail: asked for, and sent once (thư nhắc). `sent_at` is null until it went out."""

    # A report that is no longer owed, because its unit was merged, takes its reminders with it.
    task = models.ForeignKey(ReportTask, on_delete=models.CASCADE, related_name="mail_reminders")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["task", "-id"])]
