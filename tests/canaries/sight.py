"""Who may meet which canary: the matrix of police and Front, written from its words and sharing no code with it."""

from __future__ import annotations

from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.territory.codes import Level
from tests.canaries.planted import Canary

_FRONT_SIDE = {"front", "union", "farmers", "youth", "women", "veterans"}
_PARTNERS = (OrganisationKind.POLICE, OrganisationKind.FRONT)
BLIND = frozenset({Role.ACCOUNT_KEEPER, Role.ADMINISTRATOR})
OWN_OFFICE_ONLY = frozenset({Role.FORM_CHECKER, Role.REGISTRY_CLERK, Role.DIRECTIVE_OWNER, Role.EDITOR})
LEADERS = frozenset({Role.COORDINATOR, Role.APPROVER})


def side(office: Organisation) -> str:
    """Police, the Front with its members, or the State."""
    if office.kind == OrganisationKind.POLICE:
        return "police"
    return "front" if office.kind in _FRONT_SIDE else "state"


def may_meet(hat: Membership, canary: Canary, offices: dict[int, Organisation]) -> bool:
    """Whether the matrix lets this hat meet the canary anywhere."""
    owners = [offices[key] for key in canary.offices]
    if hat.role == Role.AUDITOR:
        return True
    if canary.kind == "name":
        return _may_meet_name(hat, owners[0])
    if hat.role in BLIND:
        return False
    if canary.kind == "catalogue":
        # What is asked is a rule for everybody who works with data here.
        return True
    if canary.kind == "target":
        # Asked of a whole unit: whoever works in it, and whoever works above it.
        return hat.organisation.unit_id == owners[0].unit_id or _is_above(hat.organisation, owners[0])
    if canary.kind in ("year", "draft-document"):
        return hat.organisation in owners
    if canary.kind == "activity":
        return any(_may_meet_figures(hat, owner, "accepted") for owner in owners)
    if canary.kind == "answer":
        return hat.organisation in owners
    if canary.kind == "photo":
        return hat.organisation in owners or _held_beside(hat, owners)
    if canary.kind == "issued-document":
        return _may_read_issued(hat, owners)
    if canary.kind.startswith("plan-"):
        return _may_meet_plan(hat, canary.kind, owners)
    return all(_may_meet_figures(hat, owner, canary.kind.removeprefix("sum-")) for owner in owners)


def _may_meet_figures(hat: Membership, owner: Organisation, kind: str) -> bool:
    mine = hat.organisation
    if mine == owner:
        return True
    if hat.role in OWN_OFFICE_ONLY:
        return False
    same_unit, above = mine.unit_id == owner.unit_id, _is_above(mine, owner)
    if mine.kind == owner.kind:
        return above
    if kind == "working":
        return False
    if side(mine) == side(owner):
        return (same_unit or above) and side(mine) != "state"
    return kind == "frozen" and above and side(mine) != "state"


def _may_meet_plan(hat: Membership, kind: str, owners: list[Organisation]) -> bool:
    """A joint plan, its lead first: laid before the partner, approved, or sent down; `plan-own` is the lead's alone."""
    mine = hat.organisation
    if mine == owners[0] or (mine in owners and kind != "plan-own"):
        return True
    if hat.role in OWN_OFFICE_ONLY or side(mine) == "state":
        return False
    if kind in ("plan-laid", "plan-own"):
        return mine.kind == owners[0].kind and _is_above(mine, owners[0])
    beside_or_above = mine.unit_id == owners[0].unit_id or _is_above(mine, owners[0])
    return beside_or_above or (kind == "plan-down" and _is_above(owners[0], mine))


def _held_beside(hat: Membership, owners: list[Organisation]) -> bool:
    """Pictures of what two bodies held are seen by the other bodies of the unit, on both sides."""
    mine = hat.organisation
    if len(owners) < 2 or hat.role in OWN_OFFICE_ONLY or side(mine) == "state":
        return False
    return mine.unit_id == owners[0].unit_id


def _may_read_issued(hat: Membership, owners: list[Organisation]) -> bool:
    """Lead and partner; the offices of both sides beside them; the offices below in their lines."""
    mine = hat.organisation
    if mine in owners:
        return True
    if hat.role in OWN_OFFICE_ONLY or side(mine) == "state":
        return False
    beside = any(mine.unit_id == owner.unit_id for owner in owners)
    return beside or any(_is_above(owner, mine) and owner.kind == mine.kind for owner in owners)


def _may_meet_name(hat: Membership, owner: Organisation) -> bool:
    """Colleagues; who acts in one's own line; accounts in one's care."""
    mine = hat.organisation
    if hat.role == Role.ADMINISTRATOR or mine == owner:
        return True
    below_in_side = side(mine) == side(owner) and _is_above(mine, owner)
    if hat.role == Role.ACCOUNT_KEEPER:
        return below_in_side or (side(mine) == side(owner) and mine.unit_id == owner.unit_id)
    if hat.role in LEADERS and below_in_side:
        return True
    return mine.kind == owner.kind and (_is_above(owner, mine) or (_is_above(mine, owner) and _sees_line(hat)))


def _sees_line(hat: Membership) -> bool:
    return hat.role not in OWN_OFFICE_ONLY | BLIND


def _is_above(upper: Organisation, lower: Organisation) -> bool:
    """In this small province: the province above its communes."""
    return upper.level == Level.PROVINCE and lower.level == Level.COMMUNE


def consolidates(hat: Membership) -> bool:
    """Police and Front of the province settle its year together, by these roles."""
    at_top = hat.organisation.level == Level.PROVINCE and hat.organisation.kind in _PARTNERS
    return at_top and hat.role in (Role.CONSOLIDATOR, Role.COORDINATOR)
