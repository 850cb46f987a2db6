"""Nơi chưa được tiếp cận: where does the province still owe an outreach session?"""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.analytics.asking import asked_from
from chungtay.analytics.codes import Depth
from chungtay.analytics.files.lists import not_reached_table
from chungtay.analytics.queries.not_reached import not_reached
from chungtay.analytics.queries.question import question_for
from chungtay.core import clock
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required

SESSIONS = ("OUT_SESSIONS",)


@hat_required
@require_GET
def places(request: HatRequest) -> HttpResponseBase:
    """Communes without a session in the last months, as work to be done; of units, periods and lines that are asked."""
    asked = asked_from(request.GET).changed(measures=SESSIONS, depth=Depth.COMMUNES)
    question = question_for(request.hat, asked, clock.today())
    found = not_reached(request.hat, question)
    if wants_workbook(request):
        return workbook_answer("noi chua duoc tiep can", [not_reached_table(found)], on=clock.today())
    context = {"question": question, "found": found}
    return render(request, "analytics/not_reached.html", context)
