"""Who leads the joint report of a unit's year, where it is not the police."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.organisations.codes import Side
from chungtay.organisations.models import Membership
from chungtay.reporting.models.periods import ReportingPeriod
from chungtay.territory.models import AdministrativeUnit


class JointLead(models.Model):
    """The side that leads the joint report of a unit's year (cơ quan chủ trì báo cáo); police without such a row.

    It stands for the year, whichever consolidation is in force: reopening the figures changes nobody's lead.
    """

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    chosen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="one_lead_a_unit_and_year"),
            models.CheckConstraint(condition=Q(side__in=[Side.POLICE, Side.FRONT]), name="police_or_front_leads"),
        ]
