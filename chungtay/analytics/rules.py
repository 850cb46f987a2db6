"""May this hat do this here? Small predicates; what it may see is in `queries`."""

from __future__ import annotations

from collections.abc import Iterable

from chungtay.analytics.models import SavedView
from chungtay.organisations.codes import OrganisationKind, Relation, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.rules import ENTERING
from chungtay.territory.codes import Level

ANSWERING = frozenset({Relation.OWN, Relation.OWN_LINE_ABOVE})


def can_set_targets(hat: Membership) -> bool:
    """Set what shall be reached: the coordinators of police and Front at the province."""
    is_partner = hat.organisation.kind in (OrganisationKind.POLICE, OrganisationKind.FRONT)
    return hat.role == Role.COORDINATOR and hat.organisation.level == Level.PROVINCE and is_partner


def owns_view(hat: Membership, view: SavedView) -> bool:
    """Rename, unpin, delete: the hat that keeps the view, nobody else."""
    return view.owner_id == hat.pk


def can_answer_quality(hat: Membership, relations: Iterable[Relation]) -> bool:
    """Say whether an odd figure is right: officers of an office it is about, or of one above that in its line."""
    return enters(hat) and any(relation in ANSWERING for relation in relations)


def enters(hat: Membership) -> bool:
    """Whether the role works with figures at all, and does not only read them."""
    return hat.role in ENTERING
