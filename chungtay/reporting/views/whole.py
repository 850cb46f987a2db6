"""Sending a whole report in one request, for programs: JSON in (`whole_report`), JSON out."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from chungtay.core import clock
from chungtay.core.errors import ManyProblems, NotFound
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.actions import whole
from chungtay.reporting.errors import WarningsUnanswered
from chungtay.reporting.layout import FormLayout, known_layout
from chungtay.reporting.phrases import figure_text
from chungtay.reporting.plausibility import MESSAGES, Warning
from chungtay.reporting.queries.submissions import own_task
from chungtay.reporting.whole_report import read_whole_report


@hat_required
@require_POST
def submit_whole(request: HatRequest, task_id: int) -> JsonResponse:
    """Nộp cả phiếu: 201 with the number of the version, or 422 with each figure, or warning, to look at again."""
    task = own_task(request.hat, task_id)
    if task is None:
        raise NotFound()
    layout = known_layout(task.form_version_id)
    reading = read_whole_report(layout, request.body)
    if reading.problems:
        raise ManyProblems(reading.problems)
    try:
        version = whole.submit_whole(task, contents=reading.contents, by=request.hat, now=clock.now())
    except WarningsUnanswered as refused:
        told = [_told(warning, layout) for warning in refused.data["warnings"]]
        return JsonResponse({"code": refused.code, "sentence": refused.sentence, "warnings": told}, status=422)
    return JsonResponse({"task": task.pk, "version": version.number, "status": "submitted"}, status=201)


def _told(warning: Warning, layout: FormLayout) -> dict[str, Any]:
    numbers = {name: figure_text(number, 0) for name, number in warning.numbers.items()}
    return {
        "answer": warning.key,
        "cell": warning.cell,
        "label": layout.row(warning.cell).label,
        "sentence": str(MESSAGES[warning.code]) % numbers,
    }
