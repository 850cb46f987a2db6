"""One entry, two chains: what is here, ready for the system that each line fills in besides. nothing twice."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.codes import Certainty
from chungtay.reporting.layout import layout_of
from chungtay.reporting.phrases import period_words
from chungtay.reporting.queries.front_week import WEEK, front_week
from chungtay.reporting.queries.history import history_of
from chungtay.reporting.queries.submissions import submission_of_task, task_for
from chungtay.reporting.sheets import SheetBuilder, SheetRow
from chungtay.reporting.tables import status_words
from chungtay.reporting.versions import load_contents
from chungtay.reporting.views.submissions import task_summary

MOST_IN_TWO = 70


@hat_required
@require_GET
def week_of_the_front(request: HatRequest) -> HttpResponse:
    """Bản tuần cho Mặt trận số: each field of that system with a button that copies its figure."""
    week = front_week(request.hat, _day(request.GET.get("tuan", "")))
    submission = submission_of_task(week.task) if week.task else None
    context = {
        "week": week,
        "before": week.monday - WEEK,
        "after": week.monday + WEEK if week.monday + WEEK <= clock.today() else None,
        "period": period_words(week.task.period) if week.task else "",
        "state": status_words(submission.status if submission else "missing") if week.task else "",
    }
    return render(request, "reporting/front_week.html", context)


@hat_required
@require_GET
def retype_sheet(request: HatRequest, task_id: int) -> HttpResponse:
    """Phiếu số liệu để nhập lại: one sheet of A4 for who types the figures into the network of the police."""
    task = task_for(request.hat, task_id, clock.today())
    submission = submission_of_task(task)
    if submission is None or not rules.can_retype(request.hat, task):
        raise NotFound()
    version = submission.accepted_version or submission.current_version
    if version is None:
        raise NotFound()
    layout = layout_of(version.form_version)
    sheet = SheetBuilder(layout, load_contents(version, layout), history_of(task, layout)).build()
    rows = [row for section in sheet.filled_sections for row in section.rows]
    stated = [row for row in rows if row.figure.value]
    context = {
        **task_summary(task, request.hat),
        "version": version,
        "parts": _parts(stated),
        # Most lines of most months: one line of codes instead of as many rows.
        "zeros": [row.number for row in rows if row.figure.value == 0],
        "is_accepted": submission.accepted_version_id == version.pk,
        "is_estimate": version.certainty == Certainty.ESTIMATE,
        "printed_at": clock.now(),
    }
    return render(request, "reporting/retype_sheet.html", context)


def _parts(rows: list[SheetRow]) -> list[list[SheetRow]]:
    """The rows side by side, so that all of them stand on one sheet: two columns, three where there are many."""
    size = max(1, -(-len(rows) // (2 if len(rows) <= MOST_IN_TWO else 3)))
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _day(written: str) -> date:
    """The day that was asked for; today for none and for what is no day or lies ahead."""
    today = clock.today()
    try:
        return min(date.fromisoformat(written), today)
    except ValueError:
        return today
