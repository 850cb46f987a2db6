"""What was asked of a unit for a year (chỉ tiêu giao)."""

from __future__ import annotations

from django.db import models

from chungtay.organisations.models import Membership
from chungtay.reporting.models import Cell
from chungtay.territory.models import AdministrativeUnit


class Target(models.Model):
    """The value that a unit shall reach in a year, in the integers of the indicator's scale, and where that is written.

    Held against the total of all lines. Setting it again replaces it; the log of deeds keeps what it was.
    """

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=200)
    set_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "cell", "year"], name="target_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="target_is_not_negative"),
        ]
        indexes = [models.Index(fields=["year", "cell"])]
