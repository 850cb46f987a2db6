"""Soạn kế hoạch: all items of a draft on one page, saved or saved and sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chungtay.core import clock
from chungtay.core.errors import InputRefused, ManyProblems
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes import rules
from chungtay.programmes.actions.plans import lay, save_draft, stamp_of
from chungtay.programmes.codes import OPEN, PlanStatus
from chungtay.programmes.errors import NotYourPlan, PlanOutOfOrder
from chungtay.programmes.models import Plan, PlanVersion
from chungtay.programmes.queries.plans import plan_for, version_for
from chungtay.programmes.writing import asked_move, in_new_order, objectives_from, sheet_of


@hat_required
@require_http_methods(["GET", "POST"])
def edit(request: HatRequest, plan_id: int) -> HttpResponse:
    """The draft with its items; what is wrong is shown beside each, and nothing is stored then."""
    plan = plan_for(request.hat, plan_id, clock.today())
    version = _draft(request, plan)
    sheet = sheet_of(version, clock.today())
    forms = sheet.forms(request.POST if request.method == "POST" else None)
    others: list[InputRefused] = []
    if request.method == "POST" and forms.is_valid():
        move = asked_move(request.POST)
        try:
            version = save_draft(
                version,
                in_new_order([form.draft for form in forms.kept], forms, move),
                objectives=objectives_from(request.POST, move) if sheet.is_top else None,
                by=request.hat,
                now=clock.now(),
                seen=request.POST.get("seen"),
            )
            return _moved(request, plan, move.anchor(forms)) if move else _saved(request, version)
        except ManyProblems as refused:
            others = forms.refuse(refused.problems)
    context = {
        "plan": plan,
        "version": version,
        "sheet": sheet,
        "forms": forms,
        "rows": sheet.rows(forms),
        "problems": others,
        "seen": request.POST.get("seen") or stamp_of(version),
    }
    return render(request, "programmes/edit_plan.html", context, status=422 if request.method == "POST" else 200)


def _draft(request: HatRequest, plan: Plan) -> PlanVersion:
    if not rules.can_write(request.hat, plan.organisation_id):
        raise NotYourPlan(office=plan.organisation.name)
    version = version_for(request.hat, plan)
    if version.status not in OPEN:
        raise PlanOutOfOrder(status=PlanStatus(version.status).label)
    return version


def _moved(request: HatRequest, plan: Plan, anchor: str) -> HttpResponse:
    messages.success(request, _("The order was changed and the draft saved."))
    return redirect(f"{reverse('programmes:edit-plan', args=[plan.pk])}#{anchor}")


def _saved(request: HatRequest, version: PlanVersion) -> HttpResponse:
    if request.POST.get("do") != "lay":
        messages.success(request, _("The draft was saved."))
        return redirect("programmes:edit-plan", version.plan_id)
    lay(version, by=request.hat, now=clock.now())
    messages.success(request, _("The plan was sent; another person approves it now."))
    return redirect("programmes:plan", version.plan_id)
