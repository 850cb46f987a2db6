"""Who sees the photographs of an activity, and how: narrower than its facts."""

from __future__ import annotations

from datetime import date

from chungtay.core.errors import NotFound, require
from chungtay.organisations.codes import Matter, Relation, Sight, Stage
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import scope_of, with_relation
from chungtay.organisations.rules import sight
from chungtay.programmes.activity_codes import OfferStatus
from chungtay.programmes.models import Activity, ActivityPhoto
from chungtay.programmes.queries.activities import activities_for


def photo_sight(hat: Membership, activity: Activity, on: date) -> Sight:
    """How this hat sees the pictures: FULL, ON_REQUEST (each look is logged) or NONE.

    Bodies of the same unit see those of what was held together; the lines above see any on request; nobody else does.
    It asks nothing of the facts: start from an activity that the hat sees.
    """
    offers = activity.offers.filter(status=OfferStatus.CONFIRMED)
    partners = list(offers.values_list("organisation_id", flat=True))
    bodies = Organisation.objects.filter(pk__in=[activity.accountable_id, *partners])
    relations = [row.relation for row in with_relation(bodies, scope_of(hat, on))]
    found = {sight(Matter.PHOTO, Relation(relation), Stage.OPEN) for relation in relations}
    if Sight.FULL in found or (partners and Sight.JOINT_ONLY in found):
        return Sight.FULL
    return Sight.ON_REQUEST if Sight.ON_REQUEST in found else Sight.NONE


def photo_for(hat: Membership, photo_id: int, on: date) -> ActivityPhoto:
    """A picture that this hat sees without asking; else `NotFound`."""
    photo = ActivityPhoto.objects.select_related("activity__accountable").filter(pk=photo_id).first()
    require(photo is not None, NotFound())
    assert photo is not None
    require(activities_for(hat, on).filter(pk=photo.activity_id).exists(), NotFound())
    require(photo_sight(hat, photo.activity, on) is Sight.FULL, NotFound())
    return photo
