"""Xin gia hạn: an office asks for more time on the page of its report; the receiving office answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.paging import page_of
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions import extensions
from chungtay.reporting.codes import RequestStatus
from chungtay.reporting.forms import ExtensionForm, ReasonForm
from chungtay.reporting.models import ExtensionRequest, ReportTask
from chungtay.reporting.phrases import form_label, period_words
from chungtay.reporting.queries.extensions import (
    last_request,
    overdue_by_period,
    request_for,
    requests_waiting,
)
from chungtay.reporting.queries.submissions import submission_of_task, task_for

SHOWN_TODAY = 5
PERIODS_TODAY = 3


class GrantForm(forms.Form):
    """Until which day a request is granted."""

    until = forms.DateField()


@hat_required
@require_POST
def ask(request: HatRequest, task_id: int) -> HttpResponse:
    """Xin gia hạn."""
    task = task_for(request.hat, task_id, clock.today())
    told = _("%(office)s was asked for more time.") % {"office": task.receiver.name}
    return _until(request, task, extensions.ask_for_time, told)


@hat_required
@require_POST
def give(request: HatRequest, task_id: int) -> HttpResponse:
    """Gia hạn."""
    task = task_for(request.hat, task_id, clock.today())
    told = _("%(office)s now has more time.") % {"office": task.organisation.name}
    return _until(request, task, extensions.give_time, told)


def _until(request: HatRequest, task: ReportTask, act: Callable[..., object], told: str) -> HttpResponse:
    """Ask for more time or give it, until the day and for the reason that were typed."""
    form = ExtensionForm(request.POST)
    if form.is_valid():
        act(task, **form.cleaned_data, by=request.hat, now=clock.now())
        messages.success(request, told)
    else:
        messages.error(request, _("Please choose the new deadline and say why."))
    return redirect("reporting:task", task.pk)


@hat_required
@require_GET
def requests(request: HatRequest) -> HttpResponse:
    """The requests that wait for our answer, the one asked first first."""
    page = page_of(
        requests_waiting(request.hat, clock.today()), order=["asked_at", "pk"], cursor=request.GET.get("cursor")
    )
    context = {"page": page, "rows": [_row(asked, request.hat) for asked in page.rows]}
    return render(request, "reporting/extension_requests.html", context)


@hat_required
@require_POST
def grant(request: HatRequest, request_id: int) -> HttpResponse:
    """Đồng ý."""
    asked = request_for(request.hat, request_id, clock.today())
    form = GrantForm(request.POST)
    until = form.cleaned_data["until"] if form.is_valid() else asked.until
    extensions.grant_time(asked, until=until, by=request.hat, now=clock.now())
    messages.success(request, _("%(office)s now has more time.") % {"office": asked.task.organisation.name})
    return redirect("reporting:extension-requests")


@hat_required
@require_POST
def refuse(request: HatRequest, request_id: int) -> HttpResponse:
    """Không đồng ý, with the reason."""
    asked = request_for(request.hat, request_id, clock.today())
    extensions.refuse_time(asked, reason=request.POST.get("reason", ""), by=request.hat, now=clock.now())
    messages.success(request, _("%(office)s was told why.") % {"office": asked.task.organisation.name})
    return redirect("reporting:extension-requests")


def more_time(task: ReportTask, hat: Membership) -> dict[str, Any]:
    """What the page of a report says about more time: the latest request, and whether one can be made."""
    asked = last_request(task)
    is_waiting = asked is not None and asked.status == RequestStatus.WAITING
    may_ask = rules.can_ask_for_time(hat, task, submission_of_task(task)) and not is_waiting
    return {
        "asked_time": asked,
        "can_ask_for_time": may_ask,
        "time_form": ExtensionForm(auto_id="ask_%s") if may_ask else None,
    }


def waiting_for_us(hat: Membership, on: date) -> dict[str, Any]:
    """What the day's page of a receiving office says: requests for more time, and how many reports are overdue."""
    waiting = requests_waiting(hat, on)[:SHOWN_TODAY] if hat.role in rules.DECIDING else ()
    overdue = overdue_by_period(hat, on, most=PERIODS_TODAY)
    return {
        "requests": [_row(asked, hat) for asked in waiting],
        "overdue_periods": [(period, period_words(period), count) for period, count in overdue],
    }


def _row(asked: ExtensionRequest, hat: Membership) -> dict[str, Any]:
    return {
        "asked": asked,
        "office": asked.task.organisation.name,
        "what": f"{form_label(asked.task.form_version.form)}, {period_words(asked.task.period)}",
        "can_answer": rules.can_decide(hat, asked.task),
        "reason_form": ReasonForm(auto_id=f"refuse_{asked.pk}_%s"),
    }
