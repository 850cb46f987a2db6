"""The public page: the issued figures of a year, and where to turn."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.core.workbook import Cell, Column, Kind, TableSheet, wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required, open_to_all
from chungtay.organisations.codes import Role
from chungtay.portal import actions
from chungtay.portal.models import PublishedFigure
from chungtay.portal.queries import (
    documents_to_release,
    outdated_years,
    province_of_release,
    published_figures,
    published_years,
)
from chungtay.reporting.codes import Qualifier, Section


@open_to_all
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """The figures of the year that was asked for, else of the latest one released."""
    years = published_years()
    asked = request.GET.get("nam", "")
    year = next((each for each in years if str(each) == asked), years[0] if years else None)
    figures = published_figures(year) if year else []
    if year and wants_workbook(request):
        table = TableSheet(str(year), _columns(), (_line(each) for each in figures))
        return workbook_answer(f"ket qua {year}", [table], on=clock.today())
    context = {
        "years": years,
        "year": year,
        "sections": _sections(figures),
        "first": next(iter(figures), None),
    }
    return render(request, "portal/home.html", context)


@hat_required(roles=[Role.EDITOR])
@require_GET
def releases(request: HatRequest) -> HttpResponse:
    """Which issued reports are released to the public?"""
    context = {
        "documents": documents_to_release(request.hat)[:20],
        "years": published_years(),
        "outdated": outdated_years(request.hat),
    }
    return render(request, "portal/releases.html", context)


@hat_required(roles=[Role.EDITOR])
@require_POST
def release(request: HatRequest, document_id: int) -> HttpResponse:
    """Release the figures of one issued report."""
    document = documents_to_release(request.hat).filter(pk=document_id).first()
    if document is None:
        raise NotFound()
    count = actions.release_document(document, by=request.hat, now=clock.now())
    said = ngettext("%(count)s figure is public now.", "%(count)s figures are public now.", count)
    messages.success(request, said % {"count": count})
    return redirect("portal:releases")


@hat_required(roles=[Role.EDITOR])
@require_POST
def withdraw(request: HatRequest, year: int) -> HttpResponse:
    """Take the release of a year off the public page."""
    actions.withdraw_figures(province_of_release(year), year, by=request.hat, now=clock.now())
    messages.success(request, _("The figures of this year are no longer public."))
    return redirect("portal:releases")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Indicator"), width=56),
        Column(_("How exact"), width=12),
        Column(_("Figure"), Kind.NUMBER),
        Column(_("Unit of counting"), width=12),
        Column(_("Issued in"), width=24),
        Column(_("Date"), Kind.DAY),
    )


def _line(each: PublishedFigure) -> tuple[Cell, ...]:
    words = _row(each)
    exact = str(Qualifier(each.qualifier).label) if each.qualifier else None
    return (
        words["label"],
        exact,
        Decimal(each.value).scaleb(-each.scale),
        words["unit"],
        each.document_symbol,
        each.document_date,
    )


def _sections(figures: Any) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": Section(code).label, "rows": [_row(each) for each in rows]}
        for code, rows in groupby(figures, key=lambda each: each.section)
    ]


def _row(each: PublishedFigure) -> dict[str, Any]:
    english = (get_language() or "vi").startswith("en")
    return {
        "figure": each,
        "label": each.label_en if english else each.label_vi,
        "unit": each.unit_en if english else each.unit_vi,
    }
