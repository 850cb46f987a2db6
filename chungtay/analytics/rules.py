"""May this hat do this here? Small predicates; what it may see is in `queries`."""

from __future__ import annotations

from chungtay.analytics.models import SavedView
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.territory.codes import Level


def can_set_targets(hat: Membership) -> bool:
    """Set what shall be reached: the coordinators of police and Front at the province."""
    is_partner = hat.organisation.kind in (OrganisationKind.POLICE, OrganisationKind.FRONT)
    return hat.role == Role.COORDINATOR and hat.organisation.level == Level.PROVINCE and is_partner


def owns_view(hat: Membership, view: SavedView) -> bool:
    """Rename, unpin, delete: the hat that keeps the view, nobody else."""
    return view.owner_id == hat.pk
