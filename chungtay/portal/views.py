"""The public page: the issued figures of a year, and where to turn."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from chungtay.organisations.access import open_to_all
from chungtay.portal.models import PublishedFigure
from chungtay.portal.queries import published_figures, published_years
from chungtay.reporting.codes import Section


@open_to_all
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The figures of the year that was asked for, else of the latest one released."""
    years = published_years()
    asked = request.GET.get("nam", "")
    year = next((each for each in years if str(each) == asked), years[0] if years else None)
    figures = published_figures(year) if year else []
    context = {
        "years": years,
        "year": year,
        "sections": _sections(figures),
        "first": next(iter(figures), None),
    }
    return render(request, "portal/home.html", context)


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
