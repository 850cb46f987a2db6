"""Việc hôm nay: what must I do, and by when?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.documents.queries import documents_awaiting
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes.queries.activities import waiting_for
from chungtay.programmes.queries.plans import plan_work
from chungtay.reporting.queries.discussion import unread_messages
from chungtay.reporting.queries.today import SHOWN, consolidations_to_freeze, piles_for
from chungtay.reporting.views.extensions import waiting_for_us
from chungtay.reporting.views.submissions import task_summary


@hat_required
@require_GET
def today(request: HatRequest) -> HttpResponse:
    """The first page after signing in: the piles of work of the worn hat."""
    piles = [
        {"pile": pile, "rows": [task_summary(task, request.hat) for task in pile.tasks]}
        for pile in piles_for(request.hat)
    ]
    context = {
        "piles": piles,
        "documents": documents_awaiting(request.hat, clock.today())[:SHOWN],
        "plan_work": plan_work(request.hat, clock.today()),
        "consolidations": consolidations_to_freeze(request.hat, clock.today()),
        "waiting": waiting_for(request.hat, clock.today()),
        "unread_count": unread_messages(request.hat).count(),
        **waiting_for_us(request.hat, clock.today()),
        "today": clock.today(),
    }
    return render(request, "reporting/today.html", context)
