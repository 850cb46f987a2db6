"""Dán tin nhắn: what does the head of a hamlet tell us?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, require
from chungtay.core.paging import page_of
from chungtay.core.scanner import KIND_LABELS
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.actions.messages import leave_out, propose_from_message, take_proposal
from chungtay.programmes.activity_forms import FactsForm, MessageForm
from chungtay.programmes.queries.activities import proposal_for, proposals_for


@hat_required
@require_http_methods(["GET", "POST"])
def paste(request: HatRequest) -> HttpResponse:
    """Paste a message; below stand the activities that were read and wait for an officer."""
    require(rules.can_record(request.hat))
    form = MessageForm(request.POST or None)
    if form.is_valid():
        try:
            found, cut_out = propose_from_message(form.cleaned_data["text"], by=request.hat, now=clock.now())
        except InputRefused as refused:
            # The message is not shown again: what was refused may stand in it.
            form = MessageForm({"text": ""})
            form.errors.clear()
            form.refuse(refused)
        else:
            _tell(request, len(found), cut_out)
            return redirect("programmes:paste-message")
    page = page_of(proposals_for(request.hat), order=["pk"], cursor=request.GET.get("cursor"), size=20)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, _facts_form(row.pk, row)) for row in page.rows],
    }
    return render(request, "programmes/activity_paste.html", context, status=422 if form.errors else 200)


@hat_required
@require_POST
def take(request: HatRequest, proposal_id: int) -> HttpResponse:
    """Record one of the activities that were read, as it was read or as the officer put it right."""
    proposed = proposal_for(request.hat, proposal_id)
    form = FactsForm(request.POST, auto_id=f"p{proposal_id}_%s")
    if form.is_valid():
        try:
            take_proposal(proposed, by=request.hat, now=clock.now(), facts=form.facts)
        except InputRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The activity was recorded."))
            return redirect("programmes:paste-message")
    context = {"form": MessageForm(), "page": None, "rows": [(proposed, form)]}
    return render(request, "programmes/activity_paste.html", context, status=422)


@hat_required
@require_POST
def leave(request: HatRequest, proposal_id: int) -> HttpResponse:
    """Record nothing of it."""
    leave_out(proposal_for(request.hat, proposal_id), by=request.hat, now=clock.now())
    return redirect("programmes:paste-message")


def _tell(request: HatRequest, count: int, cut_out: object) -> None:
    messages.success(request, _("%(count)s activities were read. Please look at each.") % {"count": count})
    if cut_out:
        kinds = ", ".join(str(KIND_LABELS.get(kind, kind)) for kind in sorted(dict(cut_out)))  # type: ignore[call-overload]
        messages.warning(request, _("Left out before reading, and not kept: %(kinds)s.") % {"kinds": kinds})


def _facts_form(key: int, row: object) -> FactsForm:
    initial = {name: getattr(row, name) for name in
               ("held_on", "village", "kind", "topic", "times", "attendance", "leaflets")}  # fmt: skip
    return FactsForm(initial=initial, auto_id=f"p{key}_%s")
