"""Pages of the office that owes a report: the list, one report, the hand form, sending, corrections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, ManyProblems, NotFound, require
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting import rules
from chungtay.reporting.actions import submissions as actions
from chungtay.reporting.actions.conflicts import settle_conflict
from chungtay.reporting.codes import IndicatorKind, SubmissionStatus
from chungtay.reporting.contents import Contents
from chungtay.reporting.errors import FigureRefused, WarningsUnanswered
from chungtay.reporting.forms import ExtensionForm, FormReading, ReasonForm, read_answers, read_figures, wrong_cells
from chungtay.reporting.layout import FormLayout, layout_of
from chungtay.reporting.merging import cells_moved, left_alone, packed, unpacked
from chungtay.reporting.models import ReportTask, SubmissionVersion
from chungtay.reporting.phrases import form_label, period_words, window_words
from chungtay.reporting.plausibility import Warning, warnings_of
from chungtay.reporting.queries.changes import documents_on_report
from chungtay.reporting.queries.conflicts import all_conflicts_of, conflicts_of
from chungtay.reporting.queries.front_week import may_see_front_week
from chungtay.reporting.queries.history import history_of
from chungtay.reporting.queries.incoming import types_to_choose
from chungtay.reporting.queries.reasons import deadlines_moved, extensions_of
from chungtay.reporting.queries.submissions import (
    OPEN,
    approver_is_appointed,
    listed_tasks,
    submission_of_task,
    task_for,
    texts_of,
    versions_of,
)
from chungtay.reporting.sheets import SheetBuilder
from chungtay.reporting.tables import sheet_table, tasks_table
from chungtay.reporting.versions import load_contents
from chungtay.reporting.views.extensions import more_time
from chungtay.reporting.views.reminding import mailbox_shown


@hat_required
@require_GET
def task_list(request: HatRequest) -> HttpResponseBase:
    """Nộp báo cáo: the reports my office owes, newest first."""
    today = clock.today()
    tasks = listed_tasks(request.hat, today)
    chosen = request.GET.get("loc", "")
    if chosen == "can-lam":
        tasks = tasks.filter(OPEN)
    elif chosen == "da-gui":
        tasks = tasks.exclude(OPEN)
    if wants_workbook(request):
        ordered = tasks.order_by("-due_on", "-pk")
        table = tasks_table(ordered, title=_("Reports"), on=today)
        return workbook_answer(table.title, [table], on=today)
    page = page_of(tasks, order=["-due_on", "-pk"], cursor=request.GET.get("cursor"))
    rows = [task_summary(task, request.hat) for task in page.rows]
    tabs = [
        {"label": label, "href": f"?loc={code}" if code else "?", "current": chosen == code}
        for code, label in (("", _("All")), ("can-lam", _("To do")), ("da-gui", _("Sent")))
    ]
    return render(
        request,
        "reporting/tasks.html",
        {
            "page": page,
            "rows": rows,
            "tabs": tabs,
            "has_front_week": may_see_front_week(request.hat),
            "has_deadlines": request.hat.role in rules.ENTERING,
            **mailbox_shown(request.hat),
        },
    )


def task_summary(task: ReportTask, hat: Any) -> dict[str, Any]:
    """What lists and heads of pages say about a report."""
    submission = submission_of_task(task)
    today = clock.today()
    status = submission.status if submission else "missing"
    return {
        "task": task,
        "submission": submission,
        "period": period_words(task.period),
        "window": window_words(task.period),
        "form_label": form_label(task.form_version.form),
        "status": status,
        "is_overdue": rules.is_overdue(task, submission, today),
        "is_correcting": submission is not None and rules.has_open_correction(submission),
        "can_enter": rules.can_enter(hat, task) and rules.is_open_for_entry(submission),
        "can_decide": rules.can_decide(hat, task),
    }


@hat_required
@require_GET
def task_page(request: HatRequest, task_id: int) -> HttpResponse:
    """One report: how to bring its figures in, where it stands, its versions and texts."""
    task = task_for(request.hat, task_id, clock.today())
    submission = submission_of_task(task)
    is_accepted = submission is not None and submission.status == SubmissionStatus.ACCEPTED
    context = {
        **task_summary(task, request.hat),
        "versions": versions_of(task),
        "texts": texts_of(task),
        "all_conflicts": all_conflicts_of(task, layout_of(task.form_version)),
        "extensions": extensions_of([task.pk]).get(task.pk, []),
        "moved": deadlines_moved([task.pk]).get(task.pk, []),
        "can_discuss": rules.can_discuss(request.hat, task),
        "message_count": task.messages.count(),
        "documents": documents_on_report(request.hat, task, clock.today()) if submission else [],
        "can_correct": is_accepted
        and rules.can_enter(request.hat, task)
        and submission is not None
        and not rules.has_open_correction(submission),
        "can_retype": submission is not None and rules.can_retype(request.hat, task),
        "can_extend": rules.can_decide(request.hat, task) and not is_accepted,
        **more_time(task, request.hat),
        "reason_form": ReasonForm(),
        "extension_form": ExtensionForm(auto_id="extend_%s"),
    }
    return render(request, "reporting/task.html", context)


@hat_required
@require_http_methods(["GET", "POST"])
def entry(request: HatRequest, task_id: int) -> HttpResponse:
    """Phiếu số liệu: the hand form. Its buttons store the draft, or store it and go on to sending."""
    task = _open_task(request, task_id)
    layout = layout_of(task.form_version)
    if request.method == "GET":
        return _entry_page(request, task, layout, _stored(task, layout))
    reading = read_figures(layout, request.POST)
    problems: list[InputRefused] = list(reading.problems)
    if not problems:
        try:
            _save(request, task, reading.contents)
        except ManyProblems as refused:
            problems = list(refused.problems)
    if problems:
        return _entry_page(request, task, layout, reading.contents, reading=reading, problems=problems)
    if request.POST.get("do") == "send":
        return redirect("reporting:send", task_id)
    messages.success(request, _("The draft was stored."))
    return redirect("reporting:entry", task_id)


@hat_required
@require_POST
def autosave(request: HatRequest, task_id: int) -> HttpResponse:
    """Store what can be stored of a half-filled form; fields that are wrong are named, the others kept."""
    task = _open_task(request, task_id)
    layout = layout_of(task.form_version)
    reading = read_figures(layout, request.POST)
    problems: list[InputRefused] = list(reading.problems)
    shown, version = left_alone(reading.contents, _was(request), wrong_cells(problems)), None
    try:
        version = _save(request, task, shown)
    except ManyProblems as refused:
        problems += refused.problems
    conflicts = conflicts_of(task, layout)
    context: dict[str, Any] = {"problems": problems, "task": task, "conflicts": conflicts}
    if version is not None:
        moved = cells_moved(shown, load_contents(version, layout)) - {each.cell for each in conflicts}
        context |= {"saved_at": version.submission.updated_at, "was": packed(shown), "moved_count": len(moved)}
    return render(request, "reporting/_saved.html", context)


@hat_required
@require_POST
def nil(request: HatRequest, task_id: int) -> HttpResponse:
    """Không phát sinh for the blank cells of a section. What was typed before the press is stored first."""
    task = _open_task(request, task_id)
    _save_typed(request, task)
    actions.state_nil(task, section=request.POST.get("section", ""), by=request.hat, now=clock.now())
    return redirect(f"{reverse('reporting:entry', args=[task_id])}#{request.POST.get('section', '')}")


@hat_required
@require_POST
def copy_stocks(request: HatRequest, task_id: int) -> HttpResponse:
    """Chép từ kỳ trước, for stocks."""
    task = _open_task(request, task_id)
    _save_typed(request, task)
    actions.copy_stocks_from_before(task, by=request.hat, now=clock.now())
    messages.success(request, _("The stocks of the last accepted report were copied into the blank fields."))
    return redirect("reporting:entry", task_id)


@hat_required
@require_http_methods(["GET", "POST"])
def send(request: HatRequest, task_id: int) -> HttpResponse:
    """The last look before sending: what is stated, what looks unusual, and who sends."""
    task = _open_task(request, task_id)
    if request.method == "POST":
        try:
            actions.submit(task, by=request.hat, now=clock.now(), answers=read_answers(request.POST))
        except WarningsUnanswered as refused:
            return _send_page(request, task, refused=refused, status=422)
        messages.success(request, _("The report was sent to %(office)s.") % {"office": task.receiver.name})
        return redirect("reporting:task", task_id)
    return _send_page(request, task)


@hat_required
@require_POST
def settle(request: HatRequest, task_id: int, conflict_id: int) -> HttpResponse:
    """Choose between the figures that two people wrote into one field."""
    takes_offered = request.POST.get("take") == "offered"
    task = _open_task(request, task_id)
    settle_conflict(task, conflict_id, takes_offered=takes_offered, by=request.hat, now=clock.now())
    messages.success(request, _("Your choice was stored; the other figure is kept beside it."))
    return redirect("reporting:entry", task_id)


@hat_required
@require_POST
def lay_before_approver(request: HatRequest, task_id: int) -> HttpResponse:
    """Trình lãnh đạo duyệt."""
    actions.lay_before_approver(_open_task(request, task_id), by=request.hat, now=clock.now())
    messages.success(request, _("The approver of your office now finds the draft in today's work."))
    return redirect("reporting:task", task_id)


@hat_required
@require_POST
def correct(request: HatRequest, task_id: int) -> HttpResponse:
    """Begin a correction of an accepted report."""
    task = task_for(request.hat, task_id, clock.today())
    actions.correct(task, reason=request.POST.get("reason", ""), by=request.hat, now=clock.now())
    return redirect("reporting:entry", task_id)


@hat_required
@require_GET
def version_page(request: HatRequest, task_id: int, number: int) -> HttpResponseBase:
    """One version as it was sent, read only, with the decisions about it."""
    context = _version(request, task_id, number)
    if wants_workbook(request):
        name = f"phieu {context['period']} {context['task'].organisation.short_name}"
        return workbook_answer(name, [sheet_table(context["sheet"])], on=clock.today())
    return render(request, "reporting/version.html", context)


@hat_required
@require_GET
def version_sheet(request: HatRequest, task_id: int, number: int) -> HttpResponse:
    """In để trình ký: one version on paper, with room for two signatures."""
    context = {**_version(request, task_id, number), "printed_at": clock.now()}
    return render(request, "reporting/version_sheet.html", context)


def _version(request: HatRequest, task_id: int, number: int) -> dict[str, Any]:
    task = task_for(request.hat, task_id, clock.today())
    version = next((one for one in versions_of(task) if one.number == number), None)
    if version is None:
        raise NotFound()
    layout = layout_of(version.form_version)
    contents = load_contents(version, layout)
    warnings = [Warning.from_json(kept) for kept in version.warnings]
    sheet = SheetBuilder(layout, contents, history_of(task, layout), warnings).build()
    return {**task_summary(task, request.hat), "version": version, "sheet": sheet}


def _open_task(request: HatRequest, task_id: int) -> ReportTask:
    """The report, when this hat may fill it in."""
    task = task_for(request.hat, task_id, clock.today())
    require(rules.can_enter(request.hat, task))
    return task


def _stored(task: ReportTask, layout: FormLayout) -> Contents:
    submission = submission_of_task(task)
    return load_contents(submission.current_version if submission else None, layout)


def _save(request: HatRequest, task: ReportTask, contents: Contents) -> SubmissionVersion:
    return actions.save_draft(task, contents=contents, by=request.hat, now=clock.now(), was=_was(request))


def _was(request: HatRequest) -> Contents:
    """What the page showed; a page that does not say so was empty."""
    return unpacked(request.POST.get("was", "")) or Contents()


def _save_typed(request: HatRequest, task: ReportTask) -> None:
    """Store what was typed in the form around the pressed button, wrong fields left out."""
    if "certainty" in request.POST:
        _save(request, task, read_figures(layout_of(task.form_version), request.POST).contents)


def _entry_page(
    request: HatRequest,
    task: ReportTask,
    layout: FormLayout,
    contents: Contents,
    *,
    reading: FormReading | None = None,
    problems: list[InputRefused] | None = None,
) -> HttpResponse:
    submission = submission_of_task(task)
    shown = [problem for problem in problems or () if isinstance(problem, FigureRefused)]
    history = history_of(task, layout)
    sheet = SheetBuilder(
        layout,
        contents,
        history,
        () if problems else warnings_of(contents, layout, history),
        written=reading.written if reading else {},
        problems=shown,
        model_types=_model_types(layout),
    ).build()
    context = {
        **task_summary(task, request.hat),
        "sheet": sheet,
        "problems": problems or (),
        "was": packed(_stored(task, layout)),
        "conflicts": conflicts_of(task, layout),
        "is_open": rules.is_open_for_entry(submission),
    }
    return render(request, "reporting/entry.html", context, status=422 if problems else 200)


def _model_types(layout: FormLayout) -> list[tuple[str, str]]:
    if not any(row.indicator.kind == IndicatorKind.DISTINCT for row in layout.rows):
        return []
    return types_to_choose()


def _send_page(
    request: HatRequest, task: ReportTask, *, refused: WarningsUnanswered | None = None, status: int = 200
) -> HttpResponse:
    layout = layout_of(task.form_version)
    contents = _stored(task, layout)
    history = history_of(task, layout)
    sheet = SheetBuilder(layout, contents, history, warnings_of(contents, layout, history)).build()
    appointed = approver_is_appointed(task, clock.today())
    context = {
        **task_summary(task, request.hat),
        "sheet": sheet,
        "refused": refused,
        "given": {f"answer-{key}": text for key, text in read_answers(request.POST).items()} if refused else {},
        "can_submit": rules.can_submit(request.hat, task, approver_appointed=appointed),
    }
    return render(request, "reporting/send.html", context, status=status)
