"""Indicators and the cells their figures stand in.

Cell numbers are global and dense: one for an indicator's total and one for each value of its one category (margins,
never crossed), or numerator and denominator of a ratio. A number is never used again. `number // 200` is the block
in which totals are stored.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from chungtay.reporting.codes import Calendar, CellPart, Grain, IndicatorKind, KeyPart, Section

BLOCK_SIZE = 200


class IndicatorSet(models.Model):
    """Indicators that are reported together on one calendar (bộ chỉ tiêu)."""

    code = models.CharField(max_length=40, unique=True)
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    calendar = models.CharField(max_length=16, choices=Calendar.choices)


class IndicatorSetGrain(models.Model):
    """The base grain of a set over a span of days: figures of a coarser grain are claims."""

    indicator_set = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="grains")
    grain = models.CharField(max_length=8, choices=Grain.choices)
    validity = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="indicator_set_has_one_grain_at_a_time",
                expressions=[("indicator_set", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            )
        ]


class Indicator(models.Model):
    """What is measured (chỉ tiêu). Values are integers of `10 ** -scale` of the unit.

    `is_shared_work` marks indicators whose figures several bodies may report of the same event: their form asks for
    *trong đó phối hợp* and *trong đó bên khác chủ trì*. `is_sensitive_when_small` hides counts of 1 to 4.
    """

    indicator_set = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=IndicatorKind.choices)
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    unit_vi = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    scale = models.SmallIntegerField(default=0)
    section = models.CharField(max_length=12, choices=Section.choices)
    legal_source = models.CharField(max_length=300)
    numerator_kind = models.CharField(max_length=8, choices=IndicatorKind.choices, blank=True)
    denominator_kind = models.CharField(max_length=8, choices=IndicatorKind.choices, blank=True)
    is_shared_work = models.BooleanField(default=False)
    is_sensitive_when_small = models.BooleanField(default=False)
    validity = DateRangeField()
    position = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=IndicatorKind.RATIO) ^ Q(numerator_kind="", denominator_kind=""),
                name="only_a_ratio_has_parts",
            ),
            models.CheckConstraint(condition=Q(scale__gte=0) & Q(scale__lte=6), name="indicator_scale_is_small"),
        ]
        indexes = [models.Index(fields=["position"])]


class IndicatorKey(models.Model):
    """The reader's key that names this indicator; one key may name several, told apart by category or words."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="keys")
    key = models.CharField(max_length=60)
    part = models.CharField(max_length=12, choices=KeyPart.choices, default=KeyPart.TOTAL)
    is_first_choice = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "key"], name="indicator_key_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_first_choice=True), name="key_has_one_first_choice"),
        ]


class Cell(models.Model):
    """A numbered place for one figure of an indicator (ô số liệu)."""

    number = models.IntegerField(primary_key=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="cells")
    part = models.CharField(max_length=12, choices=CellPart.choices)
    category = models.CharField(max_length=40, blank=True)
    label_vi = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "part", "category"], name="cell_once_an_indicator"),
            models.CheckConstraint(condition=Q(number__gte=0), name="cell_number_is_not_negative"),
        ]

    @property
    def block(self) -> int:
        """The block of totals this cell is stored in."""
        return self.number // BLOCK_SIZE


class Form(models.Model):
    """A form that offices fill in (biểu mẫu)."""

    indicator_set = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="forms")
    code = models.CharField(max_length=40, unique=True)
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)


class FormVersion(models.Model):
    """An ordered list of cell numbers: the arrays of a submission version follow its order."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    cells = ArrayField(models.IntegerField())
    validity = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="form_has_one_version_at_a_time",
                expressions=[("form", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            )
        ]
