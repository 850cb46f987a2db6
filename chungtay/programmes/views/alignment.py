"""Đối chiếu kế hoạch: which items of a plan have no local item, and where?"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.core.asked import number_asked
from chungtay.core.errors import require
from chungtay.core.paging import page_of
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes.errors import NoSuchPlan
from chungtay.programmes.phrases import target_words
from chungtay.programmes.queries.alignment import (
    WITH_GAPS,
    WITHOUT_PLAN,
    Coverage,
    alignment,
    linked_campaigns,
    local_rows,
    units_with_gaps,
)
from chungtay.programmes.queries.plans import can_follow, plan_for, version_in_force

PAGE_SIZE = 60


@hat_required
@require_GET
def alignment_page(request: HatRequest, plan_id: int) -> HttpResponse:
    """Items with how many units below have one of their own; the units with what each leaves out; linked campaigns."""
    on = clock.today()
    plan = plan_for(request.hat, plan_id, on)
    version = version_in_force(plan)
    require(version is not None and can_follow(request.hat, plan), NoSuchPlan())
    assert version is not None
    whole = alignment(plan, version, on)
    item = _asked_item(request, whole.items)
    only = request.GET.get("loc", "")
    only = only if only in (WITHOUT_PLAN, WITH_GAPS) else ""
    units = units_with_gaps(plan, version, on, item=item, only=only)
    page = page_of(units, order=("sort_key", "unit_id"), cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {
        "plan": plan,
        "whole": whole,
        "items": [(each, _whole_target(each), _local_target(each)) for each in whole.items],
        "chosen": item,
        "narrowed": only,
        "page": page,
        "rows": local_rows(version, page.rows),
        "campaigns": linked_campaigns(plan, version, on),
    }
    return render(request, "programmes/alignment.html", context)


def _asked_item(request: HatRequest, items: Sequence[Coverage]) -> int | None:
    asked = number_asked(request.GET.get("muc"))
    return asked if asked in {each.item.number for each in items} else None


def _whole_target(each: Coverage) -> str:
    return target_words(each.item.target, each.item.target_unit)


def _local_target(each: Coverage) -> str:
    return target_words(each.local_target, each.item.target_unit)
