"""Nguồn gốc số liệu: where does this figure come from?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import Line
from chungtay.reporting.addresses import CodeUnreadable, address_of
from chungtay.reporting.codes import IndicatorKind, TotalReason
from chungtay.reporting.layout import unit_of
from chungtay.reporting.phrases import period_words
from chungtay.reporting.queries.pedigree import Pedigree, pedigree_for
from chungtay.reporting.tables import pedigree_tables

FORMULAS = {
    IndicatorKind.FLOW: _("Sum of the accepted submissions; work of several bodies counts once, with the leading body"),
    IndicatorKind.STOCK: _("Sum of the last accepted value of each office, at most one year old"),
    IndicatorKind.DISTINCT: _("Number of different names; never a sum"),
    IndicatorKind.RATIO: _("Numerator and denominator are added apart and divided last"),
    IndicatorKind.MAX: _("The highest value of one event; never a sum"),
}


@hat_required
@require_GET
def find_figure(request: HatRequest) -> HttpResponse:
    """Tra mã số liệu: from a printed code to its pedigree."""
    typed = request.GET.get("ma", "").strip()
    problem = None
    if typed:
        try:
            return redirect("reporting:pedigree", code=address_of(typed).code)
        except CodeUnreadable as refused:
            problem = refused
    return render(request, "reporting/find_figure.html", {"typed": typed, "problem": problem})


@hat_required
@require_GET
def pedigree(request: HatRequest, code: str) -> HttpResponseBase:
    """The figure, its parts, the submissions it stands on, who accepted them, and the map."""
    found = pedigree_for(request.hat, address_of(code), clock.today(), map_day=_map_day(request))
    if wants_workbook(request):
        return workbook_answer(f"nguon goc {found.address.code}", pedigree_tables(found), on=clock.today())
    return render(request, "reporting/pedigree.html", _context(found, _map_day(request)))


@hat_required
@require_GET
def pedigree_sheet(request: HatRequest, code: str) -> HttpResponse:
    """Phiếu nguồn gốc số liệu: the same on one A4 sheet."""
    found = pedigree_for(request.hat, address_of(code), clock.today(), map_day=_map_day(request))
    context = {**_context(found, _map_day(request)), "printed_on": clock.today()}
    return render(request, "reporting/pedigree_sheet.html", context)


def _map_day(request: HatRequest) -> date | None:
    """The day on whose map the figure is shown; nothing, or no day, is the map of its own period."""
    try:
        return date.fromisoformat(request.GET.get("dia-gioi", ""))
    except ValueError:
        return None


def _context(found: Pedigree, map_day: date | None) -> dict[str, Any]:
    indicator = found.cell.indicator
    english = (get_language() or "vi").startswith("en")
    return {
        "pedigree": found,
        "on_map": f"?dia-gioi={map_day.isoformat()}" if map_day else "",
        "indicator": indicator,
        "label": indicator.label_en if english else indicator.label_vi,
        "part_label": found.cell.label_en if english else found.cell.label_vi,
        "unit": unit_of(found.cell, indicator),
        "formula": FORMULAS[IndicatorKind(indicator.kind)],
        "period": period_words(found.period),
        "line": Line(found.address.line).label,
        "reasons": [TotalReason(reason).label for reason in (found.live.reasons if found.live else ())],
    }
