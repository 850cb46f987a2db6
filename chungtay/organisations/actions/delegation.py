"""Delegate a role for some days to a named colleague of the same office (ủy quyền), and end that early.

The colleague wears the role as one of their own for these days. Whoever stands behind a hat, themselves or through a
delegation, counts as one when two persons must check each other: see `queries.stands_behind`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core import clock
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.organisations import rules
from chungtay.organisations.errors import (
    AlreadyHolds,
    DelegatedFurther,
    DelegationDays,
    NotYoursToDelegate,
    RoleNotDelegated,
    SameOfficeOnly,
)
from chungtay.organisations.models import Delegation, Membership

LONGEST = timedelta(days=92)


@transaction.atomic
def delegate(
    holder: Membership, to: Membership, *, first: date, last: date, by: Membership, now: datetime
) -> Delegation:
    """Let the officer of `to` wear the role of `holder` from `first` to `last`, both included.

    By the holder, or a leader of the office or of one above in its line. At most 92 days, from today on, inside the
    holder's own; to another officer of the same office who does not hold the role on any of these days. Roles that keep
    accounts or read everything are not delegated, nor is what was itself delegated.
    """
    both = Membership.objects.select_for_update(of=("self",)).filter(pk__in=[holder.pk, to.pk]).order_by("pk")
    locked = {each.pk: each for each in both.select_related("user", "organisation")}
    holder, to = locked[holder.pk], locked[to.pk]
    today = clock.local_day(now)
    require(rules.can_delegate(by, holder, today), NotYoursToDelegate())
    require(holder.role in rules.DELEGATED_ROLES, RoleNotDelegated())
    require(not hasattr(holder, "delegation"), DelegatedFurther())
    require(
        to.organisation_id == holder.organisation_id and to.user_id != holder.user_id and to.user.is_active,
        SameOfficeOnly(field="to"),
    )
    days = DateRange(first, last + timedelta(days=1)) if first <= last else None
    inside = days is not None and today <= first and last - first < LONGEST and _holds(holder, first, last)
    require(inside and _holds(to, first, first), DelegationDays(field="first", most=LONGEST.days))
    standing = Membership.objects.filter(user=to.user, organisation=holder.organisation_id, role=holder.role)
    require(not standing.filter(validity__overlap=days).exists(), AlreadyHolds(field="to"))
    worn = Membership.objects.create(user=to.user, organisation=holder.organisation, role=holder.role, validity=days)
    delegation = Delegation.objects.create(from_membership=holder, membership=worn, by=by, at=now)
    record(delegation, "delegated", by=by, at=now, first=first.isoformat(), last=last.isoformat())
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Membership, now: datetime) -> None:
    """Take a delegation back at once: its days end before today, and it was never worn when they had not begun.

    Who may delegate may end it, and whoever wears it.
    """
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("membership", "from_membership")
        .get(pk=delegation.pk)
    )
    today = clock.local_day(now)
    is_wearer = by.user_id == delegation.membership.user_id
    require(is_wearer or rules.can_delegate(by, delegation.from_membership, today), NotYoursToDelegate())
    days = delegation.membership.validity
    delegation.membership.validity = DateRange(empty=True) if today <= days.lower else DateRange(days.lower, today)
    delegation.membership.save(update_fields=["validity"])
    record(delegation, "delegation_ended", by=by, at=now)


def _holds(membership: Membership, first: date, last: date) -> bool:
    days = membership.validity
    if days.isempty:
        return False
    return (days.lower is None or days.lower <= first) and (days.upper is None or last < days.upper)
