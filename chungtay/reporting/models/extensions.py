"""Asking for more time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.organisations.models import Membership
from chungtay.reporting.codes import RequestStatus
from chungtay.reporting.models.periods import ReportTask


class ExtensionRequest(models.Model):
    """An office asks for more time for a report (xin gia hạn), and what the receiving office answered.

    `granted_until` may be another day than the one asked for. The deadline itself stands on the task.
    """

    # A report that is no longer owed, because its unit was merged, takes its requests with it.
    task = models.ForeignKey(ReportTask, on_delete=models.CASCADE, related_name="extension_requests")
    until = models.DateField()
    reason = models.TextField()
    status = models.CharField(max_length=10, choices=RequestStatus.choices, default=RequestStatus.WAITING)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    granted_until = models.DateField(null=True)
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(status=RequestStatus.WAITING), name="one_extension_request_waits"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_extension_request_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.REFUSED) | ~Q(answer=""), name="a_refusal_of_time_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.GRANTED) ^ Q(granted_until__isnull=True),
                name="granted_time_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["status", "asked_at", "id"])]
