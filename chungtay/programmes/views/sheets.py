"""Ghi theo thôn: one sheet, one row a hamlet, no account in any of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chungtay.core import clock
from chungtay.core.errors import InputRefused, require
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.actions.activities import NewActivity, record_in_bulk
from chungtay.programmes.activity_codes import ActivityKind, Audience, Channel, Topic
from chungtay.programmes.activity_facts import Facts
from chungtay.programmes.activity_forms import SHEET_FIGURES, SheetForm, SheetRows
from chungtay.programmes.queries.activities import usual_choices, villages_of


@hat_required
@require_http_methods(["GET", "POST"])
def by_village(request: HatRequest) -> HttpResponse:
    """Record what was held in many hamlets on one sheet; every row with a figure becomes a record."""
    require(rules.can_record(request.hat))
    office = request.hat.organisation
    if request.method == "GET":
        shared = SheetForm(initial={"held_on": clock.today(), **usual_choices(office)})
        return _page(request, shared, SheetRows(initial=[{"village": name} for name in villages_of(office)]))
    shared, rows = SheetForm(request.POST), SheetRows(request.POST)
    if not (shared.is_valid() and rows.is_valid()):
        return _page(request, shared, rows, status=422)
    entries = [
        NewActivity(_facts(shared, row.cleaned_data), office.unit_id, request.hat, clock.now())
        for row in rows
        if row.is_filled
    ]
    if not entries:
        shared.add_error(None, _("No row has a figure yet, so nothing was recorded."))
        return _page(request, shared, rows, status=422)
    try:
        record_in_bulk(entries)
    except InputRefused as refused:
        shared.refuse(refused)
        return _page(request, shared, rows, status=422)
    told = {"count": len(entries), "attendance": sum(entry.facts.attendance for entry in entries)}
    messages.success(request, _("%(count)s rows were recorded, %(attendance)s attendances in all.") % told)
    return redirect("programmes:activities")


def _facts(shared: SheetForm, row: dict[str, Any]) -> Facts:
    given = shared.cleaned_data
    figures = {name: row[name] for name in SHEET_FIGURES if row.get(name) is not None}
    return Facts(
        held_on=given["held_on"],
        kind=ActivityKind(given["kind"]),
        village=row["village"],
        channel=Channel(given["channel"]),
        topic=Topic(given["topic"]),
        audience=Audience(given["audience"]),
        **figures,
    )


def _page(request: HatRequest, shared: SheetForm, rows: Any, *, status: int = 200) -> HttpResponse:
    return render(request, "programmes/activity_sheet.html", {"form": shared, "rows": rows}, status=status)
