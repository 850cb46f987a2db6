"""May this hat do this to that account or office? The sight of data is `sight` and `queries.sight_of`."""

from __future__ import annotations

from datetime import date

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership, Organisation, User
from chungtay.organisations.queries import (
    LEADING_ROLES,
    PROTECTED_ROLES,
    accounts_for,
    accounts_resettable_by,
    below_in_line,
    organisations_kept_by,
    reach_of,
    scope_of,
    sight_of,
)
from chungtay.organisations.sight import relations_that_see, sight

__all__ = [
    "can_administer",
    "can_give_role",
    "can_hand_over",
    "can_keep_account",
    "can_keep_accounts_of",
    "can_open_account_pages",
    "can_reset",
    "reach_of",
    "relations_that_see",
    "scope_of",
    "sight",
    "sight_of",
]


def can_administer(hat: Membership) -> bool:
    """Organisations, their trees and the installation are the administrator's."""
    return hat.role == Role.ADMINISTRATOR


def can_open_account_pages(hat: Membership) -> bool:
    """Who finds the pages of accounts: keepers, administrators, and leaders, who may reset below themselves."""
    return hat.role in (Role.ADMINISTRATOR, Role.ACCOUNT_KEEPER, Role.COORDINATOR, Role.APPROVER)


def can_keep_accounts_of(hat: Membership, organisation: Organisation, on: date) -> bool:
    """Open accounts and give roles in `organisation`."""
    return organisations_kept_by(hat, on).filter(pk=organisation.pk).exists()


def can_keep_account(hat: Membership, user: User, on: date) -> bool:
    """Change the roles of `user`. Nobody keeps the own account: two persons stand behind each right."""
    return user.pk != hat.user_id and accounts_for(hat, on).filter(pk=user.pk).exists()


def can_reset(hat: Membership, user: User, on: date) -> bool:
    """Give `user` a printed code instead of the forgotten password: the keeper, or a leader of an office above."""
    return user.pk != hat.user_id and accounts_resettable_by(hat, on).filter(pk=user.pk).exists()


def can_give_role(hat: Membership, role: Role) -> bool:
    """Auditor and administrator are given by an administrator alone."""
    return hat.role == Role.ADMINISTRATOR or role not in PROTECTED_ROLES


DELEGATED_ROLES = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.ACCOUNT_KEEPER}


def can_delegate(hat: Membership, holder: Membership, on: date) -> bool:
    """Delegate the role of `holder`: themselves, or a leader of the office or of one above in its line."""
    if hat.pk == holder.pk:
        return True
    if hat.role not in LEADING_ROLES:
        return False
    below = below_in_line(hat.organisation_id, on)
    return (
        hat.organisation_id == holder.organisation_id or below.filter(organisation_id=holder.organisation_id).exists()
    )


def can_hand_over(hat: Membership, from_membership: Membership, on: date) -> bool:
    """The officer who moves hands over, or whoever keeps the accounts of the office."""
    return hat.pk == from_membership.pk or can_keep_accounts_of(hat, from_membership.organisation, on)
