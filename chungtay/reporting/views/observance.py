"""Điểm chấp hành chế độ báo cáo: an office sees its own points, the office above those of its line."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.core.asked import number_asked
from chungtay.core.paging import page_of
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.codes import Timeliness
from chungtay.reporting.phrases import figure_text
from chungtay.reporting.queries.observance import Observance, observances, offices_scored, rule_on, years_scored


@hat_required
@require_GET
def observance(request: HatRequest) -> HttpResponse:
    """Sent in time, late, not sent: by office, with the points of the rule in force."""
    today = clock.today()
    years = years_scored(request.hat, today)
    asked = number_asked(request.GET.get("nam"))
    year = asked if asked in years else (years or [today.year])[0]
    offices = offices_scored(request.hat, year, today)
    page = page_of(offices, order=["level", "sort_key", "pk"], cursor=request.GET.get("cursor"))
    own = [] if request.GET.get("cursor") else list(offices.filter(pk=request.hat.organisation_id))
    context = {
        "year": year,
        "years": years,
        "page": page,
        "own": [_row(each) for each in observances(request.hat, own, year, today)],
        "rows": [_row(each) for each in observances(request.hat, page.rows, year, today)],
        "rule": rule_on(today),
    }
    return render(request, "reporting/observance.html", context)


def _row(each: Observance) -> dict[str, Any]:
    return {
        "name": each.organisation.name,
        "counted": each.counted,
        "on_time": each.counts.get(Timeliness.ON_TIME, 0),
        "late": each.counts.get(Timeliness.LATE, 0),
        "overdue": each.counts.get(Timeliness.OVERDUE, 0),
        "points": None if each.points is None else hundredths(each.points),
    }


def hundredths(value: Fraction) -> str:
    """`value` with two decimals, rounded half up, in Vietnamese digits."""
    return figure_text((200 * value.numerator + value.denominator) // (2 * value.denominator), 2)
