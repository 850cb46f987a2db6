"""Totals: rows of arrays, and the queues of deltas that become part of them. Written by `reporting.totals` alone.

Arrays have one place a cell of the block, `number % 200`, and end at the last cell that was ever given: a missing
place is zero. Counts stand beside each sum: how many submissions gave the cell (`n`), how many of them as more than,
nearly, about, at least, at most (`up_to`), as an estimate (*ước*), how many may count work led by another body
(`at_most`), and the sum of the widths of ranges. A count that is zero in every place is NULL.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable

from chungtay.organisations.codes import Line
from chungtay.organisations.models import Organisation
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.models.indicators import Cell, FormVersion, Indicator
from chungtay.reporting.models.periods import ReportingPeriod
from chungtay.reporting.models.submissions import SubmissionVersion
from chungtay.territory.models import AdministrativeUnit


def _derived(to: type[models.Model], *, db_index: bool = False) -> models.ForeignKey:
    """A key of rows that are computed from rows whose keys were checked: checking a million again says nothing new."""
    return models.ForeignKey(to, on_delete=models.PROTECT, related_name="+", db_index=db_index, db_constraint=False)


class BlockSums(models.Model):
    """The arrays shared by totals and pending deltas."""

    unit = _derived(AdministrativeUnit)
    period = _derived(ReportingPeriod, db_index=True)
    line = models.CharField(max_length=10, choices=Line.choices)
    block = models.SmallIntegerField()
    sums = ArrayField(models.BigIntegerField())
    n = ArrayField(models.IntegerField())
    gt = ArrayField(models.IntegerField(), null=True)
    lt = ArrayField(models.IntegerField(), null=True)
    approx = ArrayField(models.IntegerField(), null=True)
    at_least = ArrayField(models.IntegerField(), null=True)
    up_to = ArrayField(models.IntegerField(), null=True)
    estimates = ArrayField(models.IntegerField(), null=True)
    at_most = ArrayField(models.IntegerField(), null=True)
    widths = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        abstract = True


class Totals(BlockSums):
    """The sums of one unit for one period, on the map of the period's last day.

    `is_own` rows hold what was reported for the unit itself; the other row of a unit holds everything below it, so
    that the whole is the sum of the two and a figure can be carried to another map from own rows alone.
    """

    pk = models.CompositePrimaryKey("unit_id", "period_id", "line", "block", "is_own")
    is_own = models.BooleanField()


class DeltaPending(BlockSums):
    """A change of one leaf unit that is not folded yet: a queue, emptied by the folder, never a log."""


class KeyCount(models.Model):
    """The columns shared by counted keys and their pending changes."""

    unit = _derived(AdministrativeUnit)
    period = _derived(ReportingPeriod)
    line = models.CharField(max_length=10, choices=Line.choices)
    indicator = _derived(Indicator)
    key = models.CharField(max_length=40)
    n = models.IntegerField()

    class Meta:
        abstract = True


class TotalsKey(KeyCount):
    """How many accepted versions of a unit, or under it, name a key of a distinct indicator: `n` > 0 counts once."""

    pk = models.CompositePrimaryKey("unit_id", "period_id", "line", "indicator_id", "key", "is_own")
    is_own = models.BooleanField()


class KeyPending(KeyCount):
    """A key named once more (or less) by a leaf unit, not folded yet: the queue of `TotalsKey`."""


class OwedTasks(models.Model):
    """The columns shared by counted report tasks and their pending changes; claims are no debt and are left out."""

    unit = _derived(AdministrativeUnit)
    period = _derived(ReportingPeriod)
    line = models.CharField(max_length=10, choices=Line.choices)
    form_version = _derived(FormVersion)
    owed = models.IntegerField()
    accepted = models.IntegerField()

    class Meta:
        abstract = True


class OwedCount(OwedTasks):
    """How many reports a unit owes for a period, form and line, and how many of them are accepted: n of N.

    For base periods and their years. On the line `all` a unit is complete when nothing of any line is missing. The
    index of the key holds the counts too (migration 0030).
    """

    pk = models.CompositePrimaryKey("period_id", "unit_id", "line", "form_version_id")


class OwedPending(OwedTasks):
    """A report owed, taken back, accepted or reopened, not folded yet: the queue of `OwedCount`.

    Written by triggers of the tables of tasks and submissions, so that no way of making a task can forget it.
    """


class CompletedUnits(models.Model):
    """How many units below a unit owe the same forms for a period and miss the same ones of them.

    On the line `all` `units` counts them by what they owe (`owed_forms`) and what of it is not accepted
    (`open_forms`): which figures they are complete for follows for any set of forms. On a line of its own each form
    has a row, and `accepted` of `owed` reports are counted. What a unit owes itself is in `OwedCount`.
    """

    pk = models.CompositePrimaryKey("period_id", "line", "unit_id", "owed_forms", "open_forms")
    unit = _derived(AdministrativeUnit)
    period = _derived(ReportingPeriod)
    line = models.CharField(max_length=10, choices=Line.choices)
    owed_forms = ArrayField(models.BigIntegerField())
    open_forms = ArrayField(models.BigIntegerField())
    units = models.IntegerField()
    owed = models.IntegerField()
    accepted = models.IntegerField()


class StockSpan(models.Model):
    """The days on which an accepted stock value stands: until the office's next value, a year after it at most.

    `as_of` is the last day of the period it was stated for, and the first day of `validity`. `value` is what was
    stated, `counted` what of it counts on the line `all`; `width` is that of a range, `is_led_unknown` marks what may
    count work led by another body. Whether the unit still stands is asked of the territory, not kept here.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.CharField(max_length=10, choices=Line.choices)
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+", db_index=False)
    as_of = models.DateField()
    validity = DateRangeField()
    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="+")
    value = models.BigIntegerField()
    counted = models.BigIntegerField()
    qualifier = models.SmallIntegerField(choices=Qualifier.choices)
    width = models.BigIntegerField()
    is_estimate = models.BooleanField()
    is_led_unknown = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "unit", "cell", "as_of"], name="stock_stated_once"),
            # A value is cut short in the statement that brings the next one: looked at when both are there. In this
            # order the index also answers what stands in a unit on a day.
            ExclusionConstraint(
                name="one_stock_of_an_office_stands",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                    ("cell", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                ],
                deferrable=Deferrable.DEFERRED,
            ),
        ]
