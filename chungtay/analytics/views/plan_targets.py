"""Chỉ tiêu của kế hoạch: each target of a plan beside what was reached, and taking them over as targets of the year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from chungtay.analytics import rules
from chungtay.analytics.actions.targets import take_targets_of_plan
from chungtay.analytics.layout import percent_text
from chungtay.analytics.queries.plan_targets import PlannedReached, planned_and_reached
from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes.models import Plan, PlanVersion
from chungtay.programmes.queries.plans import plan_for, version_in_force
from chungtay.reporting.phrases import figure_text
from narrative.numbers import format_number


@hat_required
@require_GET
def plan_targets(request: HatRequest, plan_id: int) -> HttpResponse:
    """The items of a plan in force that have a target, with the total of the year and the share reached."""
    plan, version = _in_force(request, plan_id)
    found = planned_and_reached(request.hat, plan, version, clock.today())
    context = {
        "plan": plan,
        "rows": [_row(each) for each in found],
        "may_take": rules.can_set_targets(request.hat) and plan.unit_id == request.hat.organisation.unit_id,
    }
    return render(request, "analytics/plan_targets.html", context)


@hat_required
@require_POST
def take_over(request: HatRequest, plan_id: int) -> HttpResponse:
    """Set the targets of the plan as those of its unit and year."""
    plan, version = _in_force(request, plan_id)
    count = take_targets_of_plan(plan, version, by=request.hat, now=clock.now())
    words = ngettext("%(count)s target was set.", "%(count)s targets were set.", count) % {"count": count}
    messages.success(request, words if count else _("No target of this plan can be set."))
    return redirect(f"{reverse('analytics:targets')}?nam={plan.programme.year}")


def _in_force(request: HatRequest, plan_id: int) -> tuple[Plan, PlanVersion]:
    plan = plan_for(request.hat, plan_id, clock.today())
    version = version_in_force(plan)
    if version is None:
        raise NotFound()
    return plan, version


def _row(each: PlannedReached) -> dict[str, Any]:
    percent, found = each.percent, each.reached
    is_share = each.measure is not None and each.measure.of is not None
    scale = each.measure.indicator.scale if each.measure else 0
    shown = ""
    if is_share and each.value is not None:
        shown = percent_text(each.value, 100)
    elif found and found.total and not is_share:
        shown = figure_text(round(found.total.value), scale)
    return {
        "item": each.item,
        "label": each.measure.label if each.measure else each.item.indicator,
        "asked": format_number(each.item.target) if each.item.target is not None else "",
        "total": found.total if found and shown else None,
        "shown": shown,
        "code": found.code if found else "",
        "is_closed": bool(found and found.is_closed),
        "percent": percent_text(percent, 100) if percent is not None else "–",
        "bar": min(1000, int(percent * 10)) if percent is not None else 0,
    }
