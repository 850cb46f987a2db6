"""Consolidation of a unit's year (or month): opened, frozen by both sides, with the lineage of every figure."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.models.indicators import Cell
from chungtay.reporting.models.periods import ReportingPeriod
from chungtay.reporting.models.submissions import SubmissionVersion
from chungtay.territory.models import AdministrativeUnit


class Consolidation(models.Model):
    """The consolidated figures of one unit for one period (tổng hợp); frozen when both sides have frozen it.

    `map_day` is the day whose units the figures are shown on. `fingerprint` is SHA-256 over canonical JSON of the
    frozen figures and their lineage, never over rendered bytes. Reopening makes a new row that replaces this one.
    """

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="consolidations")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="consolidations")
    number = models.SmallIntegerField(default=1)
    map_day = models.DateField()
    police_frozen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    police_frozen_at = models.DateTimeField(null=True)
    police_allows_estimates = models.BooleanField(default=False)
    front_frozen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    front_frozen_at = models.DateTimeField(null=True)
    front_allows_estimates = models.BooleanField(default=False)
    frozen_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    reopen_reason = models.TextField(blank=True)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "number"], name="consolidation_number_once"),
            models.UniqueConstraint(
                fields=["unit", "period"],
                condition=Q(replaced_by__isnull=True),
                name="one_consolidation_in_force",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True)
                | Q(police_frozen_at__isnull=False, front_frozen_at__isnull=False) & ~Q(fingerprint=""),
                name="frozen_by_both_sides_with_a_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(reopen_reason=""),
                name="no_way_out_of_frozen_without_a_reason",
            ),
        ]


class LineageRow(models.Model):
    """A submission version that stands in a frozen consolidation: one row a version."""

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="lineage")
    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consolidation", "version"], name="lineage_once")]


class FrozenFigure(models.Model):
    """A figure as it was frozen: exact, with how many of how many units reported and the reasons of its qualifier."""

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="figures")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=10, choices=Line.choices)
    value = models.BigIntegerField()
    denominator = models.BigIntegerField(default=1)
    qualifier = models.SmallIntegerField(choices=Qualifier.choices, default=Qualifier.EQ)
    reported_count = models.IntegerField()
    expected_count = models.IntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "cell", "line"], name="frozen_figure_once"),
            models.CheckConstraint(condition=Q(denominator__gte=1), name="frozen_denominator_is_positive"),
        ]


class FrozenPart(models.Model):
    """The figures of one unit below, all lines together, as they stood at the freeze: what the annexes by unit print.

    The arrays run beside `cells`; a cell that is not there was not reported.
    """

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    cells = ArrayField(models.IntegerField())
    values = ArrayField(models.BigIntegerField())
    denominators = ArrayField(models.BigIntegerField())
    qualifiers = ArrayField(models.SmallIntegerField(choices=Qualifier.choices))
    reported_counts = ArrayField(models.IntegerField())
    expected_counts = ArrayField(models.IntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "unit"], name="frozen_part_once"),
            models.CheckConstraint(
                condition=Q(
                    values__len=models.F("cells__len"),
                    denominators__len=models.F("cells__len"),
                    qualifiers__len=models.F("cells__len"),
                    reported_counts__len=models.F("cells__len"),
                    expected_counts__len=models.F("cells__len"),
                ),
                name="frozen_part_says_all_of_each_cell",
            ),
        ]


class FrozenName(models.Model):
    """A name that a distinct figure counts, and how many units gave it, as at the freeze."""

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="names")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    unit_count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consolidation", "cell", "key"], name="frozen_name_once")]


class WarningAnswer(models.Model):
    """A warning of plausibility that a named person looked at and let stand, with the reason."""

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="answers")
    warning_code = models.CharField(max_length=120)
    reason = models.TextField()
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consolidation", "warning_code"], name="warning_answered_once")]
