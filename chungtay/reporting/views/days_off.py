"""Ngày nghỉ, ngày làm bù: the table by which deadlines are counted, and what a change of it moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from chungtay.core import clock
from chungtay.core.errors import InputRefused, require
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.actions import days_off as actions
from chungtay.reporting.days_off_form import DaysOffForm, DocumentForm
from chungtay.reporting.models import Holiday
from chungtay.reporting.phrases import day_words, form_label, period_words
from chungtay.reporting.queries.days_off import DaysOff, DeadlineMove, deadline_moves, holiday_for, holidays_for
from chungtay.reporting.tables import days_off_table

DAYS_SHOWN = 30


@hat_required
@require_http_methods(["GET", "POST"])
def days_off(request: HatRequest) -> HttpResponseBase:
    """The table; for its keepers the form of new days, which shows first what it would move."""
    if request.method == "POST":
        require(rules.can_keep_catalogue(request.hat))
        form = DaysOffForm(request.POST)
        try:
            return _kept(request, form) if "keep" in request.POST else _preview(request, form)
        except InputRefused as refused:
            return _table(request, form, refused)
    if wants_workbook(request):
        table = days_off_table(holidays_for(request.hat).order_by("-day"), title=_("Days off and make-up days"))
        return workbook_answer(table.title, [table], on=clock.today())
    return _table(request, DaysOffForm())


@hat_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HatRequest, day: str) -> HttpResponse:
    """Take one day out of the table: which deadlines move by it, and on which document it rests."""
    holiday = holiday_for(request.hat, day)
    require(rules.can_keep_catalogue(request.hat))
    form = DocumentForm(request.POST or None)
    if form.is_valid():
        basis = form.cleaned_data["legal_basis"]
        moves = actions.withdraw_day(holiday, legal_basis=basis, by=request.hat, now=clock.now())
        _tell(request, moves)
        return redirect("reporting:days-off")
    table = DaysOff.now().changed([holiday.day], worked=None)
    context = {**_row(holiday), "day": day_words(holiday.day), "form": form, **_moves(table)}
    return render(request, "reporting/withdraw_day.html", context, status=422 if form.is_bound else 200)


def _kept(request: HatRequest, form: DaysOffForm) -> HttpResponse:
    if not form.is_valid():
        return _table(request, form)
    _tell(request, actions.keep_days(form.wanted(), by=request.hat, now=clock.now()))
    return redirect("reporting:days-off")


def _preview(request: HatRequest, form: DaysOffForm) -> HttpResponse:
    if not form.is_valid():
        return _table(request, form)
    wanted = form.wanted()
    days = actions.days_meant(wanted, on=clock.today())
    table = DaysOff.now().changed(days, worked=wanted.is_working_day)
    context = {"form": form, "wanted": wanted, "days": [day_words(day) for day in days], **_moves(table)}
    return render(request, "reporting/days_off_preview.html", context)


def _table(request: HatRequest, form: DaysOffForm, *problems: InputRefused) -> HttpResponse:
    page = page_of(holidays_for(request.hat), order=["-day"], cursor=request.GET.get("cursor"), size=DAYS_SHOWN)
    context = {
        "page": page,
        "rows": [_row(holiday) for holiday in page.rows],
        "form": form if rules.can_keep_catalogue(request.hat) else None,
        "problems": problems,
    }
    return render(request, "reporting/days_off.html", context, status=422 if form.is_bound else 200)


def _row(holiday: Holiday) -> dict[str, Any]:
    return {"holiday": holiday, "key": str(holiday.day), "is_past": holiday.day < clock.today()}


def _moves(table: DaysOff) -> dict[str, Any]:
    moves = deadline_moves(table, clock.today())
    rows = [{"move": move, "form": form_label(move.form), "period": period_words(move.period)} for move in moves]
    return {"moves": rows, "moved_count": _count(moves)}


def _count(moves: Sequence[DeadlineMove]) -> int:
    return sum(move.count for move in moves)


def _tell(request: HatRequest, moves: Sequence[DeadlineMove]) -> None:
    count = _count(moves)
    told = ngettext(
        "Stored. The deadline of %(count)s report moved; its office reads why on the page of the report.",
        "Stored. The deadlines of %(count)s reports moved; their offices read why on the pages of the reports.",
        count,
    )
    messages.success(request, told % {"count": count} if count else _("Stored. No deadline moved."))
