"""Mức báo cáo của xã: how many figures a commune is asked for, and which serve nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.models import Indicator
from chungtay.reporting.phrases import figure_text, form_label
from chungtay.reporting.queries.burden import FormBurden, burden_for
from chungtay.reporting.rules import can_issue_entry


@hat_required
@require_GET
def burden(request: HatRequest) -> HttpResponse:
    """Figures a month by office and form; what is in no report, target or formula; what is asked twice."""
    found = burden_for(request.hat, clock.today())
    context = {
        "burden": found,
        "a_month": tenths(found.a_month),
        "by_office": [(kind.label, tenths(figures)) for kind, figures in found.by_office.items()],
        "forms": [_form(each, request) for each in found.forms],
        "twice": [
            {"label": _label(each.indicator), "forms": [form_label(form) for form in each.forms]}
            for each in found.twice
        ],
    }
    return render(request, "reporting/burden.html", context)


def tenths(value: Fraction) -> str:
    """`value` with one decimal, rounded half up, in Vietnamese digits."""
    return figure_text((20 * value.numerator + value.denominator) // (2 * value.denominator), 1)


def _form(each: FormBurden, request: HatRequest) -> dict[str, Any]:
    return {
        "form": each,
        "label": form_label(each.entry.form),
        "a_month": tenths(each.a_month),
        "unused": [_label(indicator) for indicator in each.unused],
        "unused_parts": [_label(indicator) for indicator in each.unused_parts],
        "may_issue": can_issue_entry(request.hat, each.entry.senders),
    }


def _label(indicator: Indicator) -> str:
    return indicator.label_en if (get_language() or "").startswith("en") else indicator.label_vi
