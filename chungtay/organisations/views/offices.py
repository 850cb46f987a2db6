"""Offices: looked up by everybody, founded and placed by the administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chungtay.core import clock
from chungtay.core.errors import ChungTayError
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations import actions, rules
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import Role
from chungtay.organisations.forms import NewOfficeForm, TieForm
from chungtay.organisations.queries import (
    organisation_by_key,
    organisations_on,
    parents_of,
    reporting_lines_of,
    search_organisations,
)
from chungtay.organisations.tables import offices_table
from chungtay.territory.queries import unit_by_code, version_on

OFFICES_SHOWN = 100


@hat_required
def office_list(request: HatRequest) -> HttpResponseBase:
    """Offices that exist today, searched and paged."""
    found = search_organisations(clock.today(), request.GET.get("q", ""))
    if wants_workbook(request):
        table = offices_table(found.order_by("sort_key", "id"))
        return workbook_answer(table.title, [table], on=clock.today())
    page = page_of(found, order=["sort_key", "id"], cursor=request.GET.get("cursor"))
    context = {"page": page, "may_found": rules.can_administer(request.hat)}
    return render(request, "organisations/offices.html", context)


@hat_required
def office(request: HatRequest, pk: int) -> HttpResponse:
    """One office: where it works, under whom it stands, to whom it reports, and since when."""
    organisation = organisation_by_key(pk)
    today = clock.today()
    context = {
        "office": organisation,
        "unit": version_on(organisation.unit, today) if today in organisation.validity else None,
        "parents": parents_of(organisation),
        "lines": reporting_lines_of(organisation),
        "may_place": rules.can_administer(request.hat),
    }
    return render(request, "organisations/office.html", context)


@hat_required(roles=[Role.ADMINISTRATOR])
def create(request: HatRequest) -> HttpResponse:
    """Found an office in a unit."""
    form = NewOfficeForm(request.POST or None, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            unit = unit_by_code(given.pop("unit_code"), given["from_on"])
            founded = actions.create_organisation(unit, **given, by=request.hat, now=clock.now())
        except ChungTayError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The office was founded. Please say under whom it stands."))
            return redirect("organisations:office", pk=founded.pk)
    return _form_page(request, form, heading=_("Found an office"))


@hat_required(roles=[Role.ADMINISTRATOR])
def place(request: HatRequest, pk: int) -> HttpResponse:
    """Put an office under another one from a day on."""
    return _tie(request, pk, actions.place_under, heading=_("Stands under"))


@hat_required(roles=[Role.ADMINISTRATOR])
def report_to(request: HatRequest, pk: int) -> HttpResponse:
    """Let an office report to another one from a day on."""
    return _tie(request, pk, actions.set_reporting_line, heading=_("Reports to"))


def _tie(request: HatRequest, pk: int, act: Callable[..., Any], *, heading: str) -> HttpResponse:
    organisation = organisation_by_key(pk)
    today = clock.today()
    shown = search_organisations(today, request.GET.get("q", ""))[:OFFICES_SHOWN]
    form = TieForm(request.POST or None, among=organisations_on(today), shown=shown, initial={"from_on": today})
    if request.method == "POST" and form.is_valid():
        target, from_on = form.cleaned_data["office"], form.cleaned_data["from_on"]
        try:
            act(organisation, target, from_on=from_on, by=request.hat, now=clock.now())
        except ChungTayError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("This was noted."))
            return redirect("organisations:office", pk=organisation.pk)
    return _form_page(request, form, heading=heading, office=organisation)


def _form_page(request: HatRequest, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "organisations/office_form.html", {"form": form, **context}, status=status)
