"""Totals: rows of arrays, and the queue of deltas that become part of them. Written by `totals.py` alone.

Arrays have one place a cell of the block, `number % 200`. Counts stand beside each sum: how many submissions gave
the cell (`n`), how many of them as more than, nearly, about, as an estimate (*ước*), how many may count work led by
another body (`at_most`), and the sum of the widths of ranges.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from chungtay.organisations.codes import Line
from chungtay.reporting.models.indicators import Indicator
from chungtay.reporting.models.periods import ReportingPeriod
from chungtay.territory.models import AdministrativeUnit


class BlockSums(models.Model):
    """The arrays shared by totals and pending deltas."""

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=10, choices=Line.choices)
    block = models.SmallIntegerField()
    sums = ArrayField(models.BigIntegerField())
    n = ArrayField(models.IntegerField())
    gt = ArrayField(models.IntegerField(), null=True)
    lt = ArrayField(models.IntegerField(), null=True)
    approx = ArrayField(models.IntegerField(), null=True)
    estimates = ArrayField(models.IntegerField(), null=True)
    at_most = ArrayField(models.IntegerField(), null=True)
    widths = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        abstract = True


class Totals(BlockSums):
    """The sums of one unit or ancestor, on the map of the period's last day."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "period", "line", "block"], name="totals_once")]


class DeltaPending(BlockSums):
    """A change of one leaf unit that is not folded yet: a queue, emptied by the folder, never a log."""


class TotalsKey(models.Model):
    """How many accepted versions under a unit name a key of a distinct indicator: `n` > 0 counts once."""

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=10, choices=Line.choices)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "line", "indicator", "key"], name="totals_key_once")
        ]
