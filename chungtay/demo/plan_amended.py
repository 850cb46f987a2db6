"""The province's plan of the present year amended for the last weeks before Tết, and one commune that followed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from chungtay.core.clock import VIETNAM
from chungtay.demo.plan import coordinator, partner, through_hands, writer
from chungtay.demo.plan_words import OBJECTIVES
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.following import take_over
from chungtay.programmes.actions.plans import amend, save_draft
from chungtay.programmes.items import ItemDraft, draft_of
from chungtay.programmes.models import Plan, PlanVersion
from chungtay.programmes.queries.following import changes_above
from chungtay.programmes.queries.plans import items_of

WHY = "Bổ sung đợt cao điểm tuyên truyền, tuần tra trước Tết Nguyên đán"
RAISED, RAISED_TO = "OUT_BULLETINS", 7_000


def amend_plan(year: int, *, officers: Mapping[int, Membership]) -> PlanVersion:
    """Amend the province's plan in November, and let the first commune that is told of a change take all of it over.

    The other communes still have to decide: their page of today's work leads there.
    """
    day = datetime(year, 11, 9, 8, 30, tzinfo=VIETNAM)
    top = Plan.objects.select_related("organisation", "partner").get(programme__year=year, parent=None)
    version = amend(top, reason=WHY, by=writer(), now=day)
    items = [_raised(draft_of(item)) for item in items_of(version)]
    version = save_draft(version, [*items, _added(year)], objectives=OBJECTIVES, by=writer(), now=day)
    version = through_hands(version, partner=partner(), approver=coordinator(), at=day)
    _follow(top, officers, at=day + timedelta(days=3))
    return version


def _raised(item: ItemDraft) -> ItemDraft:
    return replace(item, target=Decimal(RAISED_TO)) if item.indicator == RAISED else item


def _added(year: int) -> ItemDraft:
    return ItemDraft(
        "Ra quân tuyên truyền, tuần tra bảo đảm an ninh, trật tự dịp Tết Nguyên đán",
        "police",
        date(year, 12, 25),
        objective=1,
        cooperating=("front", "youth", "veterans"),
    )


def _follow(top: Plan, officers: Mapping[int, Membership], *, at: datetime) -> None:
    below = Plan.objects.filter(parent=top).select_related("organisation", "partner").order_by("id")
    plan, changes = next((plan, changes) for plan in below if len(changes := changes_above(plan)) > 1)
    by, front = officers[plan.organisation_id], officers[plan.partner_id or 0]
    for change in changes:
        version = take_over(plan, change.number, by=by, now=at)
    through_hands(version, partner=front, approver=coordinator(), at=at + timedelta(hours=1))
