"""Trao đổi: short messages about a report, between the two offices of its line."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused
from chungtay.core.paging import page_of
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.actions.discussion import mark_read, write_message
from chungtay.reporting.forms import MessageForm
from chungtay.reporting.phrases import form_label, period_words
from chungtay.reporting.queries.discussion import discussed_task, messages_about, tasks_with_unread, unread_messages


@hat_required
@require_GET
def discussions(request: HatRequest) -> HttpResponse:
    """The reports about which something was said that I have not read."""
    page = page_of(tasks_with_unread(request.hat), order=["-pk"], cursor=request.GET.get("cursor"))
    rows = [
        {"task": task, "form_label": form_label(task.form_version.form), "period": period_words(task.period)}
        for task in page.rows
    ]
    return render(request, "reporting/discussions.html", {"page": page, "rows": rows})


@hat_required
@require_http_methods(["GET", "POST"])
def discussion(request: HatRequest, task_id: int) -> HttpResponse:
    """What was said about one report, the latest first; a message is added here."""
    task = discussed_task(request.hat, task_id, clock.today())
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write_message(task, form.cleaned_data["text"], by=request.hat, now=clock.now())
            return redirect("reporting:discussion", task_id)
        except InputRefused as refused:
            form.add_error("text", refused.sentence)
    context = {
        "task": task,
        "form_label": form_label(task.form_version.form),
        "period": period_words(task.period),
        "page": page_of(messages_about(task), order=["-pk"], cursor=request.GET.get("cursor"), size=30),
        "form": form,
        "can_discuss": rules.can_discuss(request.hat, task),
        "unread": unread_messages(request.hat).filter(task=task).count(),
    }
    return render(request, "reporting/discussion.html", context, status=422 if form.errors else 200)


@hat_required
@require_POST
def read_discussion(request: HatRequest, task_id: int) -> HttpResponse:
    """Đã đọc."""
    mark_read(discussed_task(request.hat, task_id, clock.today()), by=request.hat)
    return redirect("reporting:discussions")
