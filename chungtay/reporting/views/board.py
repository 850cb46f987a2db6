"""Pages of the office that receives reports: who has sent, what waits, one report to accept or return."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.asked import number_asked
from chungtay.core.errors import NotFound, require
from chungtay.core.paging import page_of
from chungtay.core.workbook import ASKED, wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.models import Organisation
from chungtay.reporting import rules
from chungtay.reporting.actions import decisions
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.forms import ReasonForm, ReturnForm
from chungtay.reporting.layout import layout_of
from chungtay.reporting.phrases import form_label, period_words, window_words
from chungtay.reporting.plausibility import Warning
from chungtay.reporting.queries.board import (
    Board,
    BoardCell,
    board_of,
    period_of_board,
    periods_received,
    receivers_of,
)
from chungtay.reporting.queries.history import history_of
from chungtay.reporting.queries.reasons import extensions_of
from chungtay.reporting.queries.submissions import (
    accepted_of,
    clean_by_period,
    people_of,
    submission_of_task,
    task_for,
    tasks_awaiting_decision,
    versions_of,
)
from chungtay.reporting.reminding import reminder_words
from chungtay.reporting.sheets import SheetBuilder
from chungtay.reporting.tables import board_table, figures_table, tasks_table
from chungtay.reporting.versions import load_contents
from chungtay.reporting.views.reminding import reminding_of
from chungtay.reporting.views.submissions import task_summary

# A late report keeps the tone of where it stands; its words say that it was late.
LATE_TONES = {"accepted": "done", "submitted": "waiting"}
LATE_WORDS = {"accepted": gettext_lazy("Accepted, sent late"), "submitted": gettext_lazy("Sent late, waiting")}


@hat_required
@require_GET
def board(request: HatRequest) -> HttpResponseBase:
    """Theo dõi nộp báo cáo: n of N, who has not sent, and the words to remind them with."""
    today = clock.today()
    periods = periods_received(request.hat, today)
    if not periods:
        return render(request, "reporting/board.html", {"board": None})
    period = period_of_board(periods, _number(request, "ky"), today)
    receivers = receivers_of(request.hat, period, today)
    if not receivers:
        raise NotFound()
    shown = board_of(request.hat, period, _receiver(request, receivers), today)
    if request.GET.get(ASKED):
        return _board_workbook(request, shown)
    may_decide = request.hat.role in rules.DECIDING and shown.receiver.pk == request.hat.organisation_id
    given = extensions_of(cell.task_id for cell in shown.missing)
    context = {
        "board": shown,
        "period": period_words(period),
        "window": window_words(period),
        "periods": [(one, period_words(one)) for one in periods],
        "receivers": receivers if len(receivers) > 1 else (),
        "cells": [_cell(cell, may_decide, is_extended=cell.task_id in given) for cell in shown.cells],
        "missing": [{"cell": cell, "extension": given.get(cell.task_id, [None])[-1]} for cell in shown.missing],
        "reminder": reminder_words(shown, given, address=request.build_absolute_uri(reverse("reporting:tasks"))),
        "can_decide": may_decide,
        **reminding_of(request.hat, shown),
    }
    return render(request, "reporting/board.html", context)


@hat_required
@require_GET
def review_list(request: HatRequest) -> HttpResponseBase:
    """Duyệt: what waits for my decision; reports without warnings can be accepted together."""
    tasks = tasks_awaiting_decision(request.hat)
    if wants_workbook(request):
        today = clock.today()
        waiting = tasks.order_by("sent_at", "pk")
        table = tasks_table(waiting, title=_("Review"), on=today)
        return workbook_answer(table.title, [table], on=today)
    page = page_of(tasks, order=["sent_at", "pk"], cursor=request.GET.get("cursor"))
    rows = [{**task_summary(task, request.hat), "warning_count": _warning_count(task)} for task in page.rows]
    clean = [
        {"period": period, "words": period_words(period), "count": count}
        for period, count in clean_by_period(request.hat)
    ]
    return render(request, "reporting/review.html", {"page": page, "rows": rows, "clean": clean})


@hat_required
@require_GET
def review_one(request: HatRequest, task_id: int) -> HttpResponse:
    """One report to decide on: figures beside the period before and the same period last year, warnings, versions."""
    task = task_for(request.hat, task_id, clock.today())
    require(rules.can_decide(request.hat, task))
    submission = submission_of_task(task)
    if submission is None or submission.current_version is None:
        raise NotFound()
    versions = versions_of(task)
    version = next((one for one in versions if one.sealed_at is not None), None)
    if version is None:
        raise NotFound()
    layout = layout_of(version.form_version)
    contents = load_contents(version, layout)
    kept = [Warning.from_json(one) for one in version.warnings]
    context = {
        **task_summary(task, request.hat),
        "version": version,
        "versions": versions,
        "sheet": SheetBuilder(layout, contents, history_of(task, layout), kept).build(),
        "is_waiting": submission.status == SubmissionStatus.SUBMITTED,
        "is_accepted": submission.status == SubmissionStatus.ACCEPTED,
        "is_own": rules.is_own_submission(request.hat, submission),
        "return_form": ReturnForm(people=people_of(task, clock.today())),
        "reason_form": ReasonForm(),
    }
    return render(request, "reporting/review_one.html", context)


@hat_required
@require_POST
def accept_one(request: HatRequest, task_id: int) -> HttpResponse:
    """Chấp nhận."""
    task = task_for(request.hat, task_id, clock.today())
    decisions.accept(task, by=request.hat, now=clock.now())
    messages.success(request, _("The report of %(office)s was accepted.") % {"office": task.organisation.name})
    return _next_waiting(request)


@hat_required
@require_POST
def return_one(request: HatRequest, task_id: int) -> HttpResponse:
    """Trả lại để bổ sung."""
    task = task_for(request.hat, task_id, clock.today())
    people = {hat.pk: hat for hat in _officers(task.organisation)}
    to = people.get(_number(request, "to") or 0)
    decisions.return_submission(task, reason=request.POST.get("reason", ""), to=to, by=request.hat, now=clock.now())
    messages.success(request, _("The report was returned to %(office)s.") % {"office": task.organisation.name})
    return _next_waiting(request)


@hat_required
@require_POST
def reopen_one(request: HatRequest, task_id: int) -> HttpResponse:
    """Mở lại."""
    task = task_for(request.hat, task_id, clock.today())
    decisions.reopen(task, reason=request.POST.get("reason", ""), by=request.hat, now=clock.now())
    messages.success(
        request,
        _("The report was opened again: its figures left the totals, and %(office)s was told why.")
        % {"office": task.organisation.name},
    )
    return redirect("reporting:review-one", task_id)


def _board_workbook(request: HatRequest, shown: Board) -> HttpResponseBase:
    """The board as a table, or, as `tai=so-lieu`, the figures of every report on it that was accepted."""
    if wants_workbook(request):
        return workbook_answer(f"theo doi {period_words(shown.period)}", [board_table(shown)], on=clock.today())
    names = {cell.task_id: cell.name for cell in shown.cells}
    forms = accepted_of(names)
    tables = [
        figures_table(versions, layout_of(form_version), names, title=form_label(form_version.form))
        for form_version, versions in forms
    ]
    if not tables:
        raise NotFound()
    return workbook_answer(f"so lieu {period_words(shown.period)}", tables, on=clock.today())


def _officers(organisation: Organisation) -> Any:
    return organisation.memberships.select_related("user", "organisation").filter(validity__contains=clock.today())


def _next_waiting(request: HatRequest) -> HttpResponse:
    """To the next report that waits, so that a wave is worked off without the list; else back to the list."""
    following = tasks_awaiting_decision(request.hat).order_by("submission__submitted_at", "pk").first()
    return redirect("reporting:review-one", following.pk) if following else redirect("reporting:review")


def _number(request: HatRequest, name: str) -> int | None:
    return number_asked(request.POST.get(name) or request.GET.get(name))


def _receiver(request: HatRequest, receivers: list[Organisation]) -> Organisation:
    chosen = _number(request, "noi-nhan")
    if chosen is None:
        own = next((one for one in receivers if one.pk == request.hat.organisation_id), None)
        return own or receivers[0]
    found = next((one for one in receivers if one.pk == chosen), None)
    if found is None:
        raise NotFound()
    return found


def _cell(cell: BoardCell, may_decide: bool, *, is_extended: bool) -> dict[str, Any]:
    page = "reporting:review-one" if may_decide and cell.status == "submitted" else "reporting:task"
    shown = {"name": cell.name, "status": cell.status, "href": reverse(page, args=[cell.task_id])}
    if cell.status in ("accepted", "submitted") and cell.is_late:
        return {**shown, "tone": LATE_TONES[cell.status], "words": str(LATE_WORDS[cell.status])}
    if is_extended and cell.status in ("missing", "due"):
        return {**shown, "tone": "due", "words": _("Not reported yet, has more time")}
    return shown


def _warning_count(task: Any) -> int:
    version = task.submission.current_version
    return len(version.warnings) if version else 0
