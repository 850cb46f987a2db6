"""Phiếu Excel: the form to download, the filled in form to bring back, and what of it goes into the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, NotFound, RuleBroken
from chungtay.core.workbook import workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.actions import form_file as actions
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.form_file.interpreting import FormReadback
from chungtay.reporting.form_file.taking import opened, sealed
from chungtay.reporting.form_file.words import NIL_WORDS
from chungtay.reporting.form_file.writing import form_workbook
from chungtay.reporting.forms import FormFileForm
from chungtay.reporting.layout import FormLayout, LayoutRow, layout_of
from chungtay.reporting.models import ReportTask
from chungtay.reporting.phrases import figure_text, form_label, period_words
from chungtay.reporting.queries.history import history_of
from chungtay.reporting.queries.incoming import types_to_choose
from chungtay.reporting.queries.submissions import submission_of_task, task_for
from chungtay.reporting.versions import load_contents
from chungtay.reporting.views.submissions import task_summary

SHOWN_CHANGES = 200


@hat_required
@require_GET
def form_file(request: HatRequest, task_id: int) -> HttpResponseBase:
    """Tải phiếu Excel: the form with what the draft holds."""
    task = _task(request, task_id)
    layout = layout_of(task.form_version)
    sheets = form_workbook(
        task, layout, _stored(task, layout), history=history_of(task, layout), model_types=types_to_choose()
    )
    name = f"phieu {period_words(task.period)} {task.organisation.short_name} {form_label(task.form_version.form)}"
    return workbook_answer(name[:100], sheets, on=clock.today())


@hat_required
@require_http_methods(["GET", "POST"])
def bring_form_in(request: HatRequest, task_id: int) -> HttpResponse:
    """Nạp phiếu Excel: every wrong cell is named, what can be kept is shown beside the draft, nothing is stored."""
    task = _task(request, task_id)
    form = FormFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {**task_summary(task, request.hat), "form": form}
    if request.method == "POST" and form.is_valid():
        name, content = form.name_and_content
        try:
            readback = actions.read_form_file(task, name=name, content=content, by=request.hat, now=clock.now())
        except (InputRefused, RuleBroken) as refused:
            context["refused"] = [refused]
        else:
            context |= _read(task, readback)
    is_refused = bool(form.errors) or "refused" in context or bool(context.get("wrong"))
    return render(request, "reporting/form_file.html", context, status=422 if is_refused else 200)


@hat_required
@require_POST
def take_form(request: HatRequest, task_id: int) -> HttpResponse:
    """Giữ các ô đúng: put what was shown into the draft."""
    task = _task(request, task_id)
    taken = opened(request.POST.get("taken", ""), task)
    actions.take_form_file(task, taken, by=request.hat, now=clock.now())
    count = len(taken.figures)
    messages.success(
        request,
        ngettext(
            "%(count)s figure of the file is now in the draft.",
            "%(count)s figures of the file are now in the draft.",
            count,
        )
        % {"count": count},
    )
    return redirect("reporting:entry", task_id)


def _task(request: HatRequest, task_id: int) -> ReportTask:
    """The report, when this hat may fill it in now."""
    task = task_for(request.hat, task_id, clock.today())
    if not (rules.can_enter(request.hat, task) and rules.is_open_for_entry(submission_of_task(task))):
        raise NotFound()
    return task


def _stored(task: ReportTask, layout: FormLayout) -> Contents:
    submission = submission_of_task(task)
    return load_contents(submission.current_version if submission else None, layout)


def _read(task: ReportTask, readback: FormReadback) -> dict[str, Any]:
    layout = layout_of(task.form_version)
    contents = _stored(task, layout)
    changes = readback.changes(contents)
    shown = [
        _change(layout.row(cell), contents.figure(cell), figure, readback.keys.get(cell, ()))
        for cell, figure in list(changes.items())[:SHOWN_CHANGES]
    ]
    is_restated = (contents.certainty, contents.no_joint_work) != (readback.certainty, readback.no_joint_work)
    return {
        "readback": readback,
        "wrong": readback.wrong,
        "changes": shown,
        "change_count": len(changes),
        "right_count": len(readback.figures),
        "may_take": bool(changes) or is_restated,
        "taken": sealed(readback, contents, task),
    }


def _change(row: LayoutRow, before: CellFigure, after: CellFigure, names: tuple[str, ...]) -> dict[str, str]:
    return {"label": row.label, "before": _words(row, before), "after": _words(row, after), "names": "; ".join(names)}


def _words(row: LayoutRow, figure: CellFigure) -> str:
    """A figure with all that was stated beside it; "" when blank."""
    if figure.is_nil:
        return NIL_WORDS
    scale = row.indicator.scale
    value = figure_text(figure.value, scale)
    if figure.qualifier:
        value = f"{figure.qualifier.label} {value}"
    parts = [value, figure_text(figure.high, scale)]
    return " – ".join(part for part in parts if part)
