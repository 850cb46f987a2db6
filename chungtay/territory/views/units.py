"""Pages of the territory. The map is the same for everybody who is signed in; strangers are sent to sign in first."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chungtay.core import clock
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.territory import queries, rules
from chungtay.territory.forms import UnitsForm
from chungtay.territory.tables import ledger_table, units_table


@require_safe
def units(request: HttpRequest) -> HttpResponseBase:
    """The units of a day, searched by name or code."""
    form = UnitsForm({"on": clock.today().isoformat(), **request.GET.dict()})
    day, text = form.day, form.asked("q")
    home = None if form.asked("nation") else queries.home_province(day)
    if text:
        found = queries.search_units(text, day, level=form.asked("level"), under=home)
    else:
        found = queries.units_on(day, level=form.asked("level"), under=home)
    order = ("rank", "sort_key", "id") if text else ("sort_key", "id")
    if wants_workbook(request):
        table = units_table(found.order_by(*order), partial(queries.with_parents, on=day))
        return workbook_answer(table.title, [table], on=day)
    page = page_of(found, order=order, cursor=request.GET.get("cursor"))
    shown = {
        "form": form,
        "page": page,
        "rows": queries.with_parents(page.rows, day),
        "day": day,
        "text": text,
        "counts": queries.counts_on(day, under=home).items(),
        "changes": queries.map_changes(home),
        "may_see_proposals": rules.can_see_proposals(request.hat),  # type: ignore[attr-defined]  # set by HatMiddleware
    }
    return render(request, "territory/units.html", shown)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One territory: what it was called, what it was made of and what became of it."""
    found = queries.story(queries.unit_by_key(pk), clock.today())
    return render(request, "territory/unit.html", {"story": found})


@require_safe
def ledger(request: HttpRequest) -> HttpResponseBase:
    """What happened to the units, the latest first."""
    home = queries.home_province(clock.today())
    if wants_workbook(request):
        table = ledger_table(queries.events(home).order_by("-effective_on", "-id"), queries.ledger_lines)
        return workbook_answer(table.title, [table], on=clock.today())
    page = page_of(queries.events(home), order=("-effective_on", "-id"), cursor=request.GET.get("cursor"), size=30)
    return render(request, "territory/ledger.html", {"page": page, "lines": queries.ledger_lines(page.rows)})
