"""Nhận phiếu không có cảnh báo: what the rule would accept, what it leaves and why, and what came of the press."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from chungtay.core import clock
from chungtay.core.asked import number_asked, numbers_asked
from chungtay.core.errors import NotFound
from chungtay.core.paging import page_of
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.actions.accepting import accept_by_rule
from chungtay.reporting.actions.decisions import BulkResult
from chungtay.reporting.models import ReportingPeriod, ReportTask
from chungtay.reporting.phrases import period_words
from chungtay.reporting.queries.accepting import (
    clean_tasks,
    period_to_accept,
    reports_of,
    waiting_counts,
    warned_reports,
)
from chungtay.reporting.views.submissions import task_summary

# A province's communes fit on one page; whoever receives from more goes on from page to page.
PAGE_SIZE = 200
WARNED_SHOWN = 20
# Where the session keeps what came of the last press.
RESULT_KEY = "accepted_by_rule"


@hat_required
@require_http_methods(["GET", "POST"])
def accept_all(request: HatRequest) -> HttpResponse:
    """Xem trước: every report the rule would accept, ticked; a POST accepts what is still ticked."""
    period = period_to_accept(request.hat, number_asked(request.POST.get("ky") or request.GET.get("ky")))
    if request.method == "POST":
        return _accept(request, period)
    return render(request, "reporting/accept_all.html", _preview(request, period) if period else {"period": None})


@hat_required
@require_GET
def accepted(request: HatRequest) -> HttpResponse:
    """Kết quả: what was accepted, what had changed in the meantime and was left, and the way on."""
    kept = request.session.get(RESULT_KEY)
    period = period_to_accept(request.hat, kept["period"]) if kept and kept["hat"] == request.hat.pk else None
    if kept is None or period is None:
        return redirect("reporting:review")
    tasks = reports_of(request.hat, [*kept["accepted"], *(task for task, _sentence in kept["left"])], clock.today())
    context = {
        "period": period,
        "words": period_words(period),
        "accepted": [task for key, task in tasks.items() if key in kept["accepted"]],
        "left": [(tasks[key], sentence) for key, sentence in kept["left"] if key in tasks],
        "next_cursor": request.GET.get("cursor", ""),
        "counts": waiting_counts(request.hat, period),
    }
    return render(request, "reporting/accepted.html", context)


def _preview(request: HatRequest, period: ReportingPeriod) -> dict[str, Any]:
    counts = waiting_counts(request.hat, period)
    order = ["organisation__sort_key", "pk"]
    page = page_of(clean_tasks(request.hat, period), order=order, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    rows = [_row(request, task) for task in page.rows]
    return {
        "period": period,
        "words": period_words(period),
        "counts": counts,
        "page": page,
        "rows": rows,
        "tick_count": sum(not row["is_own"] for row in rows),
        "warned": warned_reports(request.hat, period, most=WARNED_SHOWN),
        "unshown_count": max(counts.warned - WARNED_SHOWN, 0),
    }


def _row(request: HatRequest, task: ReportTask) -> dict[str, Any]:
    return {
        **task_summary(task, request.hat),
        "is_own": rules.is_own_submission(request.hat, task.submission),
        "timeliness": rules.timeliness(
            task.due_on, task.submission.status, task.submission.submitted_at, clock.today()
        ),
    }


def _accept(request: HatRequest, period: ReportingPeriod | None) -> HttpResponse:
    if period is None:
        raise NotFound()
    ticked = numbers_asked(request.POST.getlist("nhan"))
    result = accept_by_rule(period, ticked, by=request.hat, now=clock.now())
    request.session[RESULT_KEY] = _kept(request, period, result)
    cursor = request.GET.get("cursor", "")
    following = urlencode({"cursor": cursor}) if cursor else ""
    return redirect(f"{reverse('reporting:accepted')}?{following}".rstrip("?"))


def _kept(request: HatRequest, period: ReportingPeriod, result: BulkResult) -> dict[str, Any]:
    return {
        "hat": request.hat.pk,
        "period": period.pk,
        "accepted": [submission.task_id for submission in result.accepted],
        "left": [(task.pk, refusal.sentence) for task, refusal in result.left],
    }
