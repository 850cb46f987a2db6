"""Following an amended plan above: take one of its items over into the local plan, or keep what is planned here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.plans import (
    amend,
    follow,
    ground_of,
    locked_version,
    require_status,
    require_writer,
    store_items,
)
from chungtay.programmes.codes import IN_FORCE, OPEN, AboveChange
from chungtay.programmes.errors import NothingFromAbove
from chungtay.programmes.items import ItemDraft, draft_of, kinds_of
from chungtay.programmes.models import Plan, PlanVersion
from chungtay.programmes.queries.following import ChangeAbove, changes_above, parent_version, taken_over
from chungtay.programmes.queries.plans import bodies_of, items_of, plan_day, units_beside


@transaction.atomic
def take_over(plan: Plan, number: int, *, by: Membership, now: datetime) -> PlanVersion:
    """Write what changed in item `number` of the plan above into the draft of the local one.

    Where no draft is open, an amendment is begun with the day of the one above as its reason; the plan in force stays
    until that is approved. Raises `NothingFromAbove` where it was decided on before, `PlanOutOfOrder` while the local
    plan lies before its approver.
    """
    version, change = _change(plan, number, by)
    version = _draft(version, by, now)
    items = _with(version, change, now)
    store_items(version, items, None, ground_of(version.plan, local_day(now)))
    _decided(version, number, by=by, now=now)
    record(version, "plan_taken_over", by=by, at=now, number=number)
    return version


@transaction.atomic
def keep_own(plan: Plan, number: int, *, by: Membership, now: datetime) -> PlanVersion:
    """Leave the local plan as it is beside item `number` of the plan above; it is asked about no more.

    An item whose item above was left away becomes an addition of the own plan, which takes a draft as `take_over` does.
    """
    version, change = _change(plan, number, by)
    if change.kind is AboveChange.REMOVED:
        version = _draft(version, by, now)
        own = [
            replace(draft_of(item), parent_number=None) if item.parent_number == number else draft_of(item)
            for item in items_of(version)
        ]
        store_items(version, own, None, ground_of(version.plan, local_day(now)))
    _decided(version, number, by=by, now=now)
    record(version, "plan_kept", by=by, at=now, number=number)
    return version


def _change(plan: Plan, number: int, by: Membership) -> tuple[PlanVersion, ChangeAbove]:
    """The latest version of the plan, closed to others, and the change above that waits for a decision on it."""
    version = locked_version(plan.versions.latest("number"))
    require_writer(by, version.plan)
    require_status(version, (*OPEN, *IN_FORCE))
    change = next((each for each in changes_above(version.plan, version) if each.number == number), None)
    if change is None:
        raise NothingFromAbove()
    return version, change


def _draft(version: PlanVersion, by: Membership, now: datetime) -> PlanVersion:
    """The draft to write on: the version itself, or an amendment of the one in force."""
    if version.status in OPEN:
        return version
    parent = parent_version(version.plan)
    require(parent is not None and parent.sent_down_at is not None, NothingFromAbove())
    assert parent is not None
    assert parent.sent_down_at is not None
    reason = _("The plan above was amended on %(day)s") % {"day": f"{local_day(parent.sent_down_at):%d/%m/%Y}"}
    return amend(version.plan, reason=reason, by=by, now=now)


def _with(version: PlanVersion, change: ChangeAbove, now: datetime) -> list[ItemDraft]:
    """The items of the draft with the change written in: in its place, at the end when new, gone when left away."""
    plan = version.plan
    kinds = kinds_of(bodies_of(plan.unit_id, plan_day(plan.programme.year, local_day(now))))
    shares = units_beside(plan.parent, local_day(now)) if plan.parent else 1
    fresh = taken_over(change, kinds=kinds, lead=plan.organisation.kind, share_of=shares)
    items = [draft_of(item) for item in items_of(version)]
    if change.own is None:
        return [*items, fresh] if fresh is not None else items
    place = next(place for place, item in enumerate(items) if item.number == change.own.number)
    return [*items[:place], *([fresh] if fresh is not None else []), *items[place + 1 :]]


def _decided(version: PlanVersion, number: int, *, by: Membership, now: datetime) -> None:
    follow(version, [number])
    if version.status in OPEN:
        version.written_by, version.written_at = by, now
        version.save(update_fields=["written_by", "written_at"])
