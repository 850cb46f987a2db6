"""Chỉ tiêu giao: what was asked for the year, and how much of it is reached?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.analytics import rules
from chungtay.analytics.actions.targets import set_target, withdraw_target
from chungtay.analytics.asking import Asked, asked_from, choice_of
from chungtay.analytics.files.lists import targets_table
from chungtay.analytics.forms import TargetForm, read_value
from chungtay.analytics.layout import percent_text
from chungtay.analytics.queries.catalogue import catalogue
from chungtay.analytics.queries.plan_targets import plans_with_targets
from chungtay.analytics.queries.targets import Reached, reached, target_for, targets_for, unit_and_cell
from chungtay.analytics.views.pages import tabs_of
from chungtay.core import clock
from chungtay.core.errors import InputRefused, require
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.phrases import figure_text

PAGE_SIZE = 60


@hat_required
@require_GET
def targets(request: HatRequest) -> HttpResponseBase:
    """The targets of a year beside what is reached; the coordinators of the province set them here."""
    if wants_workbook(request):
        return _workbook(request, _year(request))
    return _page(request, _year(request), None)


@hat_required
@require_POST
def set_one(request: HatRequest) -> HttpResponse:
    """Set a target; one for the same unit, indicator and year is replaced."""
    require(rules.can_set_targets(request.hat))
    form = _form(request, _year(request), request.POST)
    if not form.is_valid():
        return _page(request, _year(request), form, status=422)
    given = form.cleaned_data
    measure = catalogue().by_code[given["measure"]]
    unit, cell = unit_and_cell(given["unit"], measure.cell.number)
    try:
        value = read_value(given["value"], measure.indicator)
        set_target(unit, cell, given["year"], value=value, source=given["source"], by=request.hat, now=clock.now())
    except InputRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _page(request, given["year"], form, status=422)
    messages.success(request, _("The target was set."))
    return redirect(f"{reverse('analytics:targets')}?nam={given['year']}")


@hat_required
@require_POST
def withdraw_one(request: HatRequest, target_id: int) -> HttpResponse:
    """Take a target back."""
    target = target_for(request.hat, target_id, clock.today())
    year = target.year
    withdraw_target(target, by=request.hat, now=clock.now())
    messages.success(request, _("The target was withdrawn."))
    return redirect(f"{reverse('analytics:targets')}?nam={year}")


ORDER = ("cell__indicator__position", "cell_id", "unit__level", "unit_id", "id")


def _workbook(request: HatRequest, year: int) -> HttpResponseBase:
    """Every target of the year; what is reached is asked for all of them at once."""
    today = clock.today()
    every = list(targets_for(request.hat, year, today).order_by(*ORDER))
    table = targets_table(reached(request.hat, every, today), title=_("Targets"))
    return workbook_answer(f"chi tieu {year}", [table], on=today)


def _page(request: HatRequest, year: int, form: TargetForm | None, *, status: int = 200) -> HttpResponse:
    today = clock.today()
    asked = asked_from(request.GET)
    page = page_of(targets_for(request.hat, year, today), order=ORDER, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    may_set = rules.can_set_targets(request.hat)
    context: dict[str, Any] = {
        "year": year,
        "years": range(today.year - 5, today.year + 3),
        "page": page,
        "rows": [_row(each) for each in reached(request.hat, page.rows, today)],
        "plans": plans_with_targets(request.hat, year, today),
        "form": (form or _form(request, year)) if may_set else None,
        "tabs": tabs_of("analytics:targets", asked if asked != Asked() else Asked()),
    }
    return render(request, "analytics/targets.html", context, status=status)


def _row(each: Reached) -> dict[str, Any]:
    scale = each.measure.indicator.scale
    percent = each.percent
    return {
        "target": each.target,
        "unit": each.unit.heading,
        "label": each.measure.label,
        "counted": each.measure.unit,
        "asked": figure_text(each.target.value, scale),
        "total": each.total,
        "shown": figure_text(round(each.total.value), scale) if each.total else "",
        "code": each.code,
        "is_closed": each.is_closed,
        "percent": percent_text(percent, 100) if percent is not None else "–",
        "bar": min(1000, int(percent * 10)) if percent is not None else 0,
    }


def _form(request: HatRequest, year: int, data: Any = None) -> TargetForm:
    return TargetForm(data, hat=request.hat, catalogue=catalogue(), year=year, on=clock.today())


def _year(request: HatRequest) -> int:
    asked = choice_of(request.GET, "nam", int)
    return asked if asked is not None and 2000 <= asked <= 2200 else clock.today().year
