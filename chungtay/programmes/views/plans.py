"""The list of plans, the page of one, and its steps: find the plan among those the hat may see, act, go back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.asked import number_asked
from chungtay.core.errors import InputRefused, NotFound
from chungtay.core.paging import page_of
from chungtay.core.vietnamese import fold
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import Relation
from chungtay.organisations.models import Membership
from chungtay.programmes import rules
from chungtay.programmes.actions import following
from chungtay.programmes.actions import plans as actions
from chungtay.programmes.forms import ReasonForm
from chungtay.programmes.models import PlanVersion
from chungtay.programmes.pages import plan_context
from chungtay.programmes.queries.plans import (
    beginnings,
    plan_for,
    plans_for,
    programme_of,
    programmes_of_province,
    version_for,
    with_statuses,
)
from chungtay.programmes.tables import plans_table

PAGE_SIZE = 40
# To whom it is told where a plan stands that is still being worked on.
OWN_LINE = (Relation.OWN, Relation.OWN_LINE_ABOVE, Relation.AUDITOR)
ORDER = ("organisation__level", "organisation__sort_key", "pk")
Act = Callable[[PlanVersion, Membership, datetime], str]
ReasonAct = Callable[[PlanVersion, str, Membership, datetime], str]


@hat_required
@require_GET
def plan_list(request: HatRequest) -> HttpResponseBase:
    """Kế hoạch: which plans of a year are there, where do they stand, and may our office begin its own?"""
    on, hat = clock.today(), request.hat
    year = asked_year(request)
    programme = programme_of(year, on)
    seen = with_statuses(plans_for(hat, on)).filter(programme__year=year)
    wanted = fold(request.GET.get("q", ""))
    found = seen.filter(organisation__search_text__contains=wanted) if wanted else seen
    if wants_workbook(request):
        table = plans_table(found.order_by(*ORDER), OWN_LINE, title=_("Plans"))
        return workbook_answer(f"{table.title} {year}", [table], on=on)
    context = {
        "year": year,
        "years": sorted({each.year for each in programmes_of_province(on)} | {on.year, on.year + 1}, reverse=True),
        "programme": programme,
        "page": page_of(found, order=ORDER, cursor=request.GET.get("cursor"), size=PAGE_SIZE),
        "own_line": OWN_LINE,
        "may_open": programme is None and rules.can_keep_programmes(hat),
        "begin": beginnings(hat, year, on),
    }
    return render(request, "programmes/plans.html", context)


def asked_year(request: HatRequest) -> int:
    """The year that was asked for; this one when none, or none that can be."""
    asked = number_asked(request.GET.get("nam"))
    return asked if asked is not None and 2000 <= asked <= 2200 else clock.today().year


@hat_required
@require_POST
def start(request: HatRequest, year: int) -> HttpResponse:
    """Begin the plan of the office, filled with proposals, and open it to be written on."""
    programme = programme_of(year, clock.today())
    if programme is None:
        raise NotFound()
    joint = request.POST.get("joint") == "1"
    version = actions.start_plan(programme, joint=joint, by=request.hat, now=clock.now())
    messages.success(request, _("The draft was begun. Change what is different in your unit, then send it."))
    return redirect("programmes:edit-plan", version.plan_id)


@hat_required
@require_GET
def plan_page(request: HatRequest, plan_id: int, number: int | None = None) -> HttpResponse:
    """One plan as the hat reads it: its items, my step, what it rests on, its papers and versions."""
    plan = plan_for(request.hat, plan_id, clock.today())
    version = version_for(request.hat, plan, number)
    return render(request, "programmes/plan.html", plan_context(request.hat, plan, version))


def _step(act: Act) -> Callable[..., HttpResponse]:
    """The frame of a step: find the latest version that the hat reads, act on it, say what `act` answers."""

    @hat_required
    @require_POST
    @wraps(act)
    def view(request: HatRequest, plan_id: int) -> HttpResponse:
        plan = plan_for(request.hat, plan_id, clock.today())
        messages.success(request, act(version_for(request.hat, plan), request.hat, clock.now()))
        return redirect("programmes:plan", plan.pk)

    return view


def _reason_step(name: str) -> Callable[[ReasonAct], Callable[..., HttpResponse]]:
    """The frame of a step with a reason; a reason that is refused is shown on the page of the plan, in its form."""

    def framed(act: ReasonAct) -> Callable[..., HttpResponse]:
        @hat_required
        @require_POST
        @wraps(act)
        def view(request: HatRequest, plan_id: int) -> HttpResponse:
            plan = plan_for(request.hat, plan_id, clock.today())
            version = version_for(request.hat, plan)
            form = ReasonForm(request.POST, prefix=name)
            if form.is_valid():
                try:
                    said = act(version, form.cleaned_data["reason"], request.hat, clock.now())
                    messages.success(request, said)
                    return redirect("programmes:plan", plan.pk)
                except InputRefused as refused:
                    form.refuse(refused)
            context = plan_context(request.hat, plan, version, {f"{name}_form": form})
            return render(request, "programmes/plan.html", context, status=422)

        return view

    return framed


@_step
def agree(version: PlanVersion, by: Membership, now: datetime) -> str:
    """The partner agrees."""
    actions.agree(version, by=by, now=now)
    return _("Your office agreed to this plan.")


@_step
def approve(version: PlanVersion, by: Membership, now: datetime) -> str:
    """Another person than the writer approves."""
    actions.approve(version, by=by, now=now)
    return _("The plan is approved.")


@_step
def send_down(version: PlanVersion, by: Membership, now: datetime) -> str:
    """The offices below see the plan from now on."""
    actions.send_down(version, by=by, now=now)
    return _("The plan was sent down; the offices below can make it concrete.")


@hat_required
@require_POST
def take_over(request: HatRequest, plan_id: int, number: int) -> HttpResponse:
    """Lấy theo cấp trên: one item of the amended plan above goes into our draft."""
    plan = plan_for(request.hat, plan_id, clock.today())
    following.take_over(plan, number, by=request.hat, now=clock.now())
    messages.success(request, _("The item was taken over into your draft. It is in force once the draft is approved."))
    return redirect("programmes:plan", plan.pk)


@hat_required
@require_POST
def keep_own(request: HatRequest, plan_id: int, number: int) -> HttpResponse:
    """Giữ như đã lập: what our plan says of an item above stays."""
    plan = plan_for(request.hat, plan_id, clock.today())
    following.keep_own(plan, number, by=request.hat, now=clock.now())
    messages.success(request, _("Your plan stays as it is beside this item."))
    return redirect("programmes:plan", plan.pk)


@_reason_step("return")
def return_(version: PlanVersion, reason: str, by: Membership, now: datetime) -> str:
    """Back to the writer."""
    actions.return_plan(version, reason=reason, by=by, now=now)
    return _("The plan went back to its writer with your reason.")


@_reason_step("amend")
def amend(version: PlanVersion, reason: str, by: Membership, now: datetime) -> str:
    """The next version begins as a copy of this one."""
    actions.amend(version.plan, reason=reason, by=by, now=now)
    return _("The amendment was begun; the present plan stays in force until it is approved.")
