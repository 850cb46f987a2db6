"""Who leads the joint report of a unit's year."""

from __future__ import annotations

from chungtay.organisations.codes import Side
from chungtay.reporting.models import JointLead, ReportingPeriod


def leading_side(unit_id: int, period: ReportingPeriod) -> Side:
    """The side whose name, register and symbol the joint report carries; the police where nobody chose."""
    chosen = JointLead.objects.filter(unit=unit_id, period=period).values_list("side", flat=True).first()
    return Side(chosen) if chosen else Side.POLICE


def leading_sides(unit_id: int) -> dict[int, Side]:
    """The sides that were chosen to lead a unit's joint reports, by the keys of the years."""
    chosen = JointLead.objects.filter(unit=unit_id).values_list("period", "side")
    return {period: Side(side) for period, side in chosen}
