"""Điền từ hoạt động: what do our records of this period add up to?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chungtay.core import clock
from chungtay.core.errors import require
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.actions.prefill import fill_from_activities
from chungtay.reporting.layout import layout_of
from chungtay.reporting.queries.prefill import prefill_of
from chungtay.reporting.queries.submissions import submission_of_task, task_for
from chungtay.reporting.versions import load_contents
from chungtay.reporting.views.submissions import task_summary


@hat_required
@require_http_methods(["GET", "POST"])
def from_activities(request: HatRequest, task_id: int) -> HttpResponse:
    """What would be filled in, cell by cell and hamlet by hamlet; the button writes it into the draft."""
    task = task_for(request.hat, task_id, clock.today())
    require(rules.can_enter(request.hat, task))
    if request.method == "POST":
        fill_from_activities(task, by=request.hat, now=clock.now())
        messages.success(request, _("The figures were counted from your activities. What you had typed was kept."))
        return redirect("reporting:entry", task_id)
    submission = submission_of_task(task)
    layout = layout_of(task.form_version)
    contents = load_contents(submission.current_version if submission else None, layout)
    context = {
        **task_summary(task, request.hat),
        "prefill": prefill_of(task, contents, layout),
        "is_open": rules.is_open_for_entry(submission),
    }
    return render(request, "reporting/from_activities.html", context)
