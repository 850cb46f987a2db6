"""Ủy quyền: give a role to a colleague for some days, and take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, NotFound, require
from chungtay.organisations import actions, rules
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.forms import DelegationForm
from chungtay.organisations.queries import colleagues_of, delegation_by_key, delegations_of, membership_by_key


@hat_required
@require_http_methods(["GET", "POST"])
def delegate(request: HatRequest, pk: int) -> HttpResponse:
    """To whom, and for which days? With the delegations of this role that run or lie ahead."""
    today = clock.today()
    holder = membership_by_key(pk)
    require(holder is not None and rules.can_delegate(request.hat, holder, today), NotFound())
    assert holder is not None
    form = DelegationForm(request.POST or None, colleagues=colleagues_of(holder, today), initial={"first": today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.delegate(
                holder, given["to"], first=given["first"], last=given["last"], by=request.hat, now=clock.now()
            )
            messages.success(request, _("The role was delegated for these days."))
            return redirect("organisations:delegate", pk=pk)
        except InputRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = {"form": form, "role": holder, "delegations": delegations_of(holder, today)}
    return render(request, "organisations/delegate.html", context, status=422 if form.errors else 200)


@hat_required
@require_POST
def end_delegation(request: HatRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    delegation = delegation_by_key(pk)
    may = delegation is not None and rules.can_delegate(request.hat, delegation.from_membership, clock.today())
    is_wearer = delegation is not None and delegation.membership.user_id == request.hat.user_id
    require(may or is_wearer, NotFound())
    assert delegation is not None
    actions.end_delegation(delegation, by=request.hat, now=clock.now())
    messages.success(request, _("The delegation has ended."))
    return redirect("organisations:hats")
