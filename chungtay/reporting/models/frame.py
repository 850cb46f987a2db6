"""The stamp of what every question stands on (`figures.frame`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class FrameStamp(models.Model):
    """One row, whose number changes with any change of cells, forms, periods or the ledger.

    Written by triggers on their tables. Random, not counted: what is rolled back must not leave a number that comes
    again with other contents.
    """

    stamp = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_frame_stamp")]
