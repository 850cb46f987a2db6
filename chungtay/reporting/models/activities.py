"""Which activities a figure was counted from, each as it was written when it was counted."""

from __future__ import annotations

from django.db import models

from chungtay.programmes.models import ActivityVersion
from chungtay.reporting.models.indicators import Cell
from chungtay.reporting.models.submissions import SubmissionVersion


class CountedActivity(models.Model):
    """What one activity adds to one cell of a version (hoạt động đã tính): the evidence behind a figure filled in.

    `is_led_elsewhere` says that another body led it, so that the figures of all lines do not count it here.
    """

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="counted")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    activity_version = models.ForeignKey(ActivityVersion, on_delete=models.PROTECT, related_name="counted")
    amount = models.BigIntegerField()
    is_joint = models.BooleanField()
    is_led_elsewhere = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "cell", "activity_version"], name="activity_once_a_cell")
        ]
