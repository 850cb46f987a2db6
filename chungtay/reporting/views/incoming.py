"""Pages of texts that are brought in: the door, and the page on which each figure is taken, corrected or left out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.asked import number_asked
from chungtay.core.errors import NotFound, require
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.actions import incoming as actions
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.errors import CellNotInForm
from chungtay.reporting.forms import IncomingForm, read_number
from chungtay.reporting.layout import FormLayout, layout_of
from chungtay.reporting.marking import Checking, checking_of, mark_of, shown_figure
from chungtay.reporting.models import IncomingText, ProposedFigure, ReportTask
from chungtay.reporting.queries.incoming import figures_of, has_kept_file, kept_content, text_of
from chungtay.reporting.queries.submissions import submission_of_task, task_for
from chungtay.reporting.unreadable import TextUnreadable
from chungtay.reporting.versions import load_contents
from chungtay.reporting.views.submissions import task_summary


@hat_required
@require_http_methods(["GET", "POST"])
def bring_in(request: HatRequest, task_id: int) -> HttpResponse:
    """Nộp báo cáo: choose a file or paste a text. What cannot be read leads to the hand form, with the reason."""
    task = _task(request, task_id)
    form = IncomingForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        context = {**task_summary(task, request.hat), "form": form}
        return render(request, "reporting/bring_in.html", context, status=422 if request.method == "POST" else 200)
    name, content = form.name_and_content
    try:
        text = actions.bring_in(
            task,
            name=name,
            content=content,
            is_paste=not name,
            keep_file=form.cleaned_data["keep_file"],
            by=request.hat,
            now=clock.now(),
        )
    except TextUnreadable as refused:
        messages.error(request, refused.sentence)
        return redirect("reporting:entry", task_id)
    return redirect("reporting:check-text", task_id, text.pk)


@hat_required
@require_GET
def check_text(request: HatRequest, task_id: int, text_id: int) -> HttpResponse:
    """Đối chiếu số liệu: the text with each figure in it, beside the form's rows."""
    task = task_for(request.hat, task_id, clock.today())
    text = text_of(task, text_id)
    layout = layout_of(task.form_version)
    may_enter = rules.can_enter(request.hat, task) and rules.is_open_for_entry(submission_of_task(task))
    context = {
        **task_summary(task, request.hat),
        "checking": _checking(task, text, layout),
        "rows": layout.rows,
        "may_enter": may_enter,
        "has_file": has_kept_file(text),
    }
    return render(request, "reporting/check_text.html", context)


@hat_required
@require_GET
def kept_file(request: HatRequest, task_id: int, text_id: int) -> FileResponse:
    """The file itself, where it was kept: always as a download, never shown by the browser."""
    text = text_of(task_for(request.hat, task_id, clock.today()), text_id)
    content = kept_content(text)
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=text.name, content_type="application/octet-stream"
    )


@hat_required
@require_POST
def decide(request: HatRequest, task_id: int, text_id: int, figure_id: int) -> HttpResponse:
    """Đúng, Sửa or Bỏ for one figure; a fragment for htmx, otherwise back to the page."""
    task = _task(request, task_id)
    text = text_of(task, text_id)
    layout = layout_of(task.form_version)
    if not text.proposals.filter(pk=figure_id).exists():
        raise NotFound()
    if request.POST.get("verdict") == "reject":
        figure = actions.reject_figure(task, figure_id, by=request.hat, now=clock.now())
    else:
        given = _correction(request, layout) if request.POST.get("verdict") == "correct" else {}
        figure = actions.take_figure(task, figure_id, by=request.hat, now=clock.now(), **given)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('reporting:check-text', args=[task_id, text_id])}#f-{figure_id}")
    return _decided(request, _task(request, task_id), text, figure, layout)


@hat_required
@require_POST
def take_all(request: HatRequest, task_id: int, text_id: int) -> HttpResponse:
    """Nhận tất cả số chắc chắn."""
    task = _task(request, task_id)
    taken = actions.take_all_sure(task, text_of(task, text_id), by=request.hat, now=clock.now())
    count = len(taken)
    messages.success(
        request,
        ngettext("%(count)s figure was put into the form.", "%(count)s figures were put into the form.", count)
        % {"count": count},
    )
    return redirect("reporting:check-text", task_id, text_id)


@hat_required
@require_POST
def take_types(request: HatRequest, task_id: int, text_id: int) -> HttpResponse:
    """Put the types of models that the text names into the form."""
    task = _task(request, task_id)
    actions.name_types(task, text_of(task, text_id), request.POST.getlist("type"), by=request.hat, now=clock.now())
    messages.success(request, _("The named types were put into the form."))
    return redirect("reporting:check-text", task_id, text_id)


def _task(request: HatRequest, task_id: int) -> ReportTask:
    task = task_for(request.hat, task_id, clock.today())
    require(rules.can_enter(request.hat, task))
    return task


def _checking(task: ReportTask, text: IncomingText, layout: FormLayout) -> Checking:
    figures = figures_of(text)
    scope, period = actions.context_words(task)
    mentions = actions.types_in(text.text) if layout.total_cell(actions.TYPES_CODE) is not None else ()
    contents = _contents(task, layout)
    return checking_of(text, figures, layout, contents, scope=scope, period=period, mentions=mentions)


def _contents(task: ReportTask, layout: FormLayout) -> Any:
    submission = submission_of_task(task)
    return load_contents(submission.current_version if submission else None, layout)


def _correction(request: HatRequest, layout: FormLayout) -> dict[str, Any]:
    """The corrected place, value and exactness; a place is chosen by its words, as the list offers them."""
    words = " ".join(request.POST.get("row", "").split())
    row = next((row for row in layout.rows if row.label == words), None)
    if row is None:
        raise CellNotInForm(field="row", label="")
    qualifier = number_asked(request.POST.get("qualifier"))
    return {
        "cell": row.number,
        "value": read_number(request.POST.get("value", ""), row, name="value"),
        "qualifier": Qualifier(qualifier) if qualifier in Qualifier.values else None,
    }


def _decided(
    request: HatRequest, task: ReportTask, text: IncomingText, figure: ProposedFigure, layout: FormLayout
) -> HttpResponse:
    """The decided figure, its mark in the text, figures that went back to waiting, and the counts."""
    checking = _checking(task, text, layout)
    scope, period = actions.context_words(task)
    shown = shown_figure(figure, text, layout, _contents(task, layout), scope=scope, period=period)
    rivals = [one for one in checking.figures if one.figure.cell_id == figure.cell_id and one.figure.pk != figure.pk]
    context = {
        "task": task,
        "text": text,
        "shown": shown,
        "mark": mark_of(figure, shown.words),
        "rivals": rivals,
        "checking": checking,
        "may_enter": True,
        "is_fragment": True,
    }
    return render(request, "reporting/_decided.html", context)
