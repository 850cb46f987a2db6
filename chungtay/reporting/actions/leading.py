"""Hand the lead of a year's joint report to the other side. Given, never taken: no second confirmation is needed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import NotPermitted, RuleBroken, require
from chungtay.core.record import record
from chungtay.organisations.codes import Side
from chungtay.organisations.models import Membership
from chungtay.reporting.models import JointLead, ReportingPeriod
from chungtay.reporting.queries.leading import leading_side
from chungtay.reporting.queries.papers import has_documents
from chungtay.reporting.rules import can_hand_over_lead
from chungtay.territory.models import AdministrativeUnit

OTHER_SIDE = {Side.POLICE: Side.FRONT, Side.FRONT: Side.POLICE}


class NotYourLead(NotPermitted):
    """Who leads may give the lead away; nobody takes it."""

    code = "reporting.not_your_lead"
    message = _(
        "Only the coordinator or consolidator of the side that leads the joint report can hand its lead over. "
        "Please ask %(side)s."
    )


class LeadIsFixed(RuleBroken):
    """A document carries the name, symbol and register of who led when it was drafted."""

    code = "reporting.lead_is_fixed"
    message = _(
        "A document of %(year)s was drafted already, under the name of the side that leads. "
        "Please have it recalled first, or hand the lead over for the next year."
    )


@transaction.atomic
def hand_over_lead(unit: AdministrativeUnit, period: ReportingPeriod, *, by: Membership, now: datetime) -> JointLead:
    """Give the lead of the joint report of a unit's year to the other side.

    Its name then stands first, its register gives the number, and its clerical rules are followed.
    """
    # One of two people who press at once waits here, and then no longer belongs to the side that leads.
    AdministrativeUnit.objects.select_for_update().get(pk=unit.pk)
    leads = leading_side(unit.pk, period)
    require(can_hand_over_lead(by, unit.pk, leads), NotYourLead(side=leads.label))
    require(not has_documents(unit.pk, period), LeadIsFixed(year=period.year))
    lead, _made = JointLead.objects.update_or_create(
        unit=unit,
        period=period,
        defaults={"side": OTHER_SIDE[leads], "chosen_by": by, "chosen_at": now},
    )
    record(lead, "lead_handed_over", by=by, at=now, year=period.year, side=lead.side)
    return lead
