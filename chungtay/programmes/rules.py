"""May this hat do this to that plan? Small predicates; who may *see* it is in `queries.plans`.

Who approves is a question to the database, since it depends on who sits where: `queries.plans.awaiting_approval`.
"""

from __future__ import annotations

from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.models import Plan
from chungtay.territory.codes import Level

WRITING = (Role.REPORTER, Role.APPROVER, Role.COORDINATOR, Role.CONSOLIDATOR, Role.DRAFTING_HEAD)
# Who approves in the own office; and who does it in the office above, where the own one has nobody.
APPROVING = (Role.APPROVER, Role.COORDINATOR, Role.SIGNER)
APPROVING_ABOVE = (*APPROVING, Role.CONSOLIDATOR)
PARTNERS = {OrganisationKind.POLICE: OrganisationKind.FRONT, OrganisationKind.FRONT: OrganisationKind.POLICE}


def can_write(hat: Membership, office: Organisation | int) -> bool:
    """Write and send a plan of `office` (or the one with this key): its own officers."""
    key = office if isinstance(office, int) else office.pk
    return hat.organisation_id == key and hat.role in WRITING


def can_agree(hat: Membership, plan: Plan) -> bool:
    """Agree to a joint plan: the partner's officers."""
    return plan.partner_id is not None and can_write(hat, plan.partner_id)


def can_keep_programmes(hat: Membership) -> bool:
    """Record frameworks and open a year's programme: coordinators of police and Front of the province."""
    office = hat.organisation
    return hat.role == Role.COORDINATOR and office.level == Level.PROVINCE and office.kind in PARTNERS


def can_be_joint(office: Organisation) -> bool:
    """Whether a plan of this office can be a joint one: police and Front agree with each other."""
    return office.kind in PARTNERS


def can_have_plan(office: Organisation) -> bool:
    """Police, Front and its members plan; State bodies see what is released."""
    return office.line != "state"


def works_on(hat: Membership, plan: Plan) -> bool:
    """Whether the hat belongs to the office that writes the plan."""
    return hat.organisation_id == plan.organisation_id
