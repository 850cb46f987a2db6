"""Căn cứ và quán triệt: the documents that plans rest on, and who made them known."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes import rules
from chungtay.programmes.actions.bases import record_basis, state_dissemination
from chungtay.programmes.codes import DisseminationForm
from chungtay.programmes.forms import BasisForm, SpreadForm
from chungtay.programmes.pages import plan_context
from chungtay.programmes.queries.bases import (
    bases_for,
    basis_for,
    disseminations_for,
    offices_still_to_tell,
    spread_of,
)
from chungtay.programmes.queries.plans import plan_for, version_for
from chungtay.programmes.tables import bases_table

PAGE_SIZE, OFFICES_SHOWN = 30, 60


@hat_required
@require_GET
def basis_list(request: HatRequest) -> HttpResponseBase:
    """The documents that the hat sees, each with how far it was made known in its own line."""
    on = clock.today()
    if wants_workbook(request):
        every = bases_for(request.hat, on).order_by("-dated", "-pk")
        table = bases_table(every, lambda some: spread_of(request.hat, some, on))
        return workbook_answer(table.title, [table], on=on)
    page = page_of(
        bases_for(request.hat, on), order=("-dated", "-pk"), cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    spread = spread_of(request.hat, page.rows, on)
    rows = [(document, spread[document.pk]) for document in page.rows]
    return render(request, "programmes/bases.html", {"page": page, "rows": rows})


@hat_required
@require_POST
def record(request: HatRequest, plan_id: int) -> HttpResponse:
    """Record a document that the plan rests on."""
    plan = plan_for(request.hat, plan_id, clock.today())
    form = BasisForm(request.POST)
    if form.is_valid():
        try:
            record_basis(**form.cleaned_data, plan=plan, by=request.hat, now=clock.now())
            messages.success(request, _("The document was recorded."))
            return redirect("programmes:plan", plan.pk)
        except InputRefused as refused:
            form.refuse(refused)
    context = plan_context(request.hat, plan, version_for(request.hat, plan), {"basis_form": form})
    return render(request, "programmes/plan.html", context, status=422)


@hat_required
@require_http_methods(["GET", "POST"])
def basis_page(request: HatRequest, basis_id: int) -> HttpResponse:
    """One document: when and how our office made it known, which offices below did, and which did not."""
    on = clock.today()
    document = basis_for(request.hat, basis_id, on)
    spread = spread_of(request.hat, [document], on)[document.pk]
    may_state = rules.can_write(request.hat, request.hat.organisation)
    first = {"on": spread.own.on, "form": spread.own.form} if spread.own else {}
    form = SpreadForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        chosen = DisseminationForm(form.cleaned_data["form"])
        try:
            state_dissemination(document, on=form.cleaned_data["on"], form=chosen, by=request.hat, now=clock.now())
            messages.success(request, _("It was stated that your office made this document known."))
            return redirect("programmes:basis", document.pk)
        except InputRefused as refused:
            form.refuse(refused)
    told = disseminations_for(request.hat, document, on)
    page = page_of(told, order=("-on", "-pk"), cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {
        "document": document,
        "spread": spread,
        "form": form if may_state else None,
        "page": page,
        "waiting": list(offices_still_to_tell(request.hat, document, on)[:OFFICES_SHOWN]),
    }
    return render(request, "programmes/basis.html", context, status=422 if form.errors else 200)
