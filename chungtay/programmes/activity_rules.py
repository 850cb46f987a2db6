"""May this hat do this to that activity? Who may *see* it is in `queries.activities`."""

from __future__ import annotations

from chungtay.organisations.models import Membership
from chungtay.programmes.activity_codes import ORGANISING, RECORDING
from chungtay.programmes.models import Activity, JointOffer, ProposedActivity


def can_record(hat: Membership) -> bool:
    """Record what the own office held: those who fill in its reports, in a body that keeps records here."""
    return hat.role in RECORDING and hat.organisation.kind in ORGANISING


def can_change(hat: Membership, activity: Activity) -> bool:
    """Correct, withdraw, name partners, add photographs: officers of the accountable body."""
    return can_record(hat) and hat.organisation_id == activity.accountable_id


def can_answer(hat: Membership, offer: JointOffer) -> bool:
    """Say whether it was held together: officers of the body that was named."""
    return can_record(hat) and hat.organisation_id == offer.organisation_id


def can_take(hat: Membership, proposed: ProposedActivity) -> bool:
    """Confirm what was read from a message of the own office."""
    return can_record(hat) and hat.organisation_id == proposed.organisation_id


def is_recorded(activity: Activity) -> bool:
    """It stands and counts."""
    return activity.is_recorded
