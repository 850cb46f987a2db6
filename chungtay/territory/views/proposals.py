"""Pages of proposals: prepared with units chosen by search or from a sheet, rehearsed, applied, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chungtay.core import clock
from chungtay.core.errors import InputRefused, ManyProblems, require
from chungtay.core.paging import page_of
from chungtay.territory import actions, queries, rules
from chungtay.territory.actions.events import blockers_of
from chungtay.territory.codes import LedgerStep, ProposalStatus
from chungtay.territory.errors import UndoBlocked
from chungtay.territory.event_form import EventForm, NewProposalForm, SheetForm
from chungtay.territory.models import LedgerProposal, UnitVersion
from chungtay.territory.proposal_sheet import COLUMNS, Line, read_proposal, sheet_of, steps_of
from chungtay.territory.rehearsal_sheet import workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_LINES = 60
SHOWN_UNITS = 12
TONES = {
    ProposalStatus.DRAFT: "quiet",
    ProposalStatus.REHEARSED: "waiting",
    ProposalStatus.APPLIED: "done",
    ProposalStatus.UNDONE: "due",
    ProposalStatus.WITHDRAWN: "quiet",
}


class HatRequest(HttpRequest):
    """A request whose reader wears a hat."""

    hat: Any


@require_safe
def proposals(request: HatRequest) -> HttpResponse:
    """The proposals, the latest first."""
    require(rules.can_see_proposals(request.hat))
    page = page_of(queries.proposals_for(request.hat), order=("-id",), cursor=request.GET.get("cursor"), size=30)
    rows = [(row, TONES[ProposalStatus(row.status)], _proposed(request, row)) for row in page.rows]
    shown = {"page": page, "rows": rows, "may_propose": rules.can_propose(request.hat)}
    return render(request, "territory/proposals.html", shown)


def propose(request: HatRequest) -> HttpResponse:
    """Begin a proposal of one event; the units are chosen on the next page."""
    require(rules.can_propose(request.hat))
    form = NewProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lines = [form.first_line()]
        try:
            proposal = actions.propose(form.cleaned_data["title"], lines=lines, by=request.hat, now=clock.now())
        except InputRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            return redirect("territory:edit-proposal", pk=proposal.pk)
    return render(request, "territory/propose.html", {"form": form}, status=422 if form.errors else 200)


def upload(request: HatRequest) -> HttpResponse:
    """Propose what a sheet says: .xlsx or .csv, with everything that is wrong with it at once."""
    require(rules.can_propose(request.hat))
    form = SheetForm(request.POST or None, request.FILES or None)
    problems: Sequence[InputRefused] = ()
    if request.method == "POST" and form.is_valid():
        try:
            lines = read_proposal(form.cleaned_data["sheet"].read())
            steps_of(lines)
            proposal = actions.propose(form.cleaned_data["title"], lines=lines, by=request.hat, now=clock.now())
        except ManyProblems as refused:
            problems = refused.problems
        except InputRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            return redirect("territory:proposal", pk=proposal.pk)
    shown = {"form": form, "problems": problems, "columns": COLUMNS.values()}
    return render(request, "territory/upload_proposal.html", shown, status=422 if form.errors or problems else 200)


@require_safe
def model_sheet(request: HatRequest) -> HttpResponse:
    """The model sheet, to fill in."""
    require(rules.can_propose(request.hat))
    return _download(sheet_of([]), "mau-phuong-an.xlsx")


@require_safe
def proposal(request: HatRequest, pk: int) -> HttpResponse:
    """One proposal: what it says, its rehearsals, how far it is."""
    found = queries.proposal_for(request.hat, pk)
    lines = found.lines
    shown = {
        **_of_run(request, found, queries.run_of(found)),
        "tone": TONES[ProposalStatus(found.status)],
        "problems": _problems(found),
        "lines": _named(lines[:SHOWN_LINES]),
        "hidden_count": max(len(lines) - SHOWN_LINES, 0),
        "proposed_by": _proposed(request, found),
        "applied_by": _signed(request, found.applied_by, found.applied_office),
        "undone_by": _signed(request, found.undone_by, found.undone_office),
        "rehearsals": [(row, _signed(request, row.made_by, row.made_office)) for row in queries.rehearsals_of(found)],
        "follow_ups": queries.follow_ups_of(found),
        "may_propose": found.is_open and rules.can_propose(request.hat),
        "may_undo": found.status == ProposalStatus.APPLIED and rules.can_undo(request.hat),
        "is_one_event": len({line["event"] for line in lines}) <= 1,
    }
    return render(request, "territory/proposal.html", shown)


@require_safe
def progress(request: HatRequest, pk: int) -> HttpResponse:
    """How far the work is that goes on after the map changed."""
    found = queries.proposal_for(request.hat, pk)
    shown = {"proposal": found, "follow_ups": queries.follow_ups_of(found)}
    return render(request, "territory/_follow_ups.html", shown)


@require_safe
def proposal_sheet(request: HatRequest, pk: int) -> HttpResponse:
    """The lines of a proposal as a sheet that can be uploaded again."""
    found = queries.proposal_for(request.hat, pk)
    return _download(sheet_of(found.lines), f"phuong-an-{found.pk}.xlsx")


def edit(request: HatRequest, pk: int) -> HttpResponse:
    """Choose units by search, say what they become; one form, which works without script."""
    found = queries.proposal_for(request.hat, pk)
    require(rules.can_propose(request.hat) and found.is_open)
    form = EventForm(found.lines, request.POST or None)
    problems: Sequence[InputRefused] = ()
    if request.method == "POST":
        try:
            found = actions.write_lines(
                found, lines=form.lines(), title=form.title(found.title), by=request.hat, now=clock.now()
            )
        except InputRefused as refused:
            problems = [refused]
        if form.is_saved and not problems:
            problems = _problems(found)
            if not problems:
                return redirect("territory:proposal", pk=found.pk)
    names = queries.last_under_codes(form.chosen)
    shown = {
        "proposal": found,
        "form": form,
        "problems": problems,
        "chosen": [(code, names.get(code)) for code in form.chosen],
        "found": _search(form) if form.search else (),
    }
    return render(request, "territory/edit_proposal.html", shown, status=422 if problems else 200)


@require_POST
def rehearse(request: HatRequest, pk: int) -> HttpResponse:
    """Let the worker rehearse; the page of the proposal shows how far it is, then what was found."""
    return _run(request, pk, LedgerStep.REHEARSE)


@require_safe
def run(request: HatRequest, pk: int) -> HttpResponse:
    """How far the run of a proposal is; once it has ended, the page that shows what came of it."""
    found = queries.proposal_for(request.hat, pk)
    state = queries.run_of(found)
    if state is not None and state.is_live:
        return render(request, "territory/_run.html", _of_run(request, found, state))
    response = HttpResponse(status=204)
    ended = state.run.rehearsal_id if state is not None else None
    response["HX-Redirect"] = resolve_url("territory:rehearsal" if ended else "territory:proposal", pk=ended or pk)
    return response


@require_POST
def stop(request: HatRequest, pk: int) -> HttpResponse:
    """Stop the run that is on its way."""
    actions.stop_run(queries.proposal_for(request.hat, pk), by=request.hat, now=clock.now())
    return redirect("territory:proposal", pk=pk)


@require_POST
def withdraw(request: HatRequest, pk: int) -> HttpResponse:
    """Put a proposal aside."""
    actions.withdraw(queries.proposal_for(request.hat, pk), by=request.hat, now=clock.now())
    messages.success(request, _("The proposal was withdrawn. It stays here to be read."))
    return redirect("territory:proposals")


@require_POST
def apply(request: HatRequest, pk: int) -> HttpResponse:
    """Let the worker apply what was rehearsed."""
    return _run(request, pk, LedgerStep.APPLY)


def undo(request: HatRequest, pk: int) -> HttpResponse:
    """What stands on a proposal that was applied; taken back when nothing does."""
    found = queries.proposal_for(request.hat, pk)
    require(rules.can_undo(request.hat))
    blockers = queries.refused_undo(found, ask=blockers_of)
    if request.method == "POST" and not blockers:
        return _run(request, pk, LedgerStep.TAKE_BACK)
    shown = {"proposal": found, "blockers": queries.named(blockers), "is_refused": request.method == "POST"}
    status = UndoBlocked.http_status if request.method == "POST" else 200
    return render(request, "territory/undo_proposal.html", shown, status=status)


@require_safe
def rehearsal(request: HatRequest, pk: int) -> HttpResponse:
    """What a rehearsal found, or what was done when the proposal was applied."""
    found = queries.rehearsal_for(request.hat, pk)
    latest = queries.rehearsals_of(found.proposal)[0]
    is_current = found.proposal.status == ProposalStatus.REHEARSED and latest.pk == found.pk
    is_stale = queries.is_stale(found)
    shown = {
        "rehearsal": found,
        "proposal": found.proposal,
        "made_by": _signed(request, found.made_by, found.made_office),
        "groups": queries.groups_of(found),
        "is_stale": is_stale or (found.proposal.is_open and latest.pk != found.pk),
        "is_current": is_current and not is_stale,
        "may_apply": rules.can_apply(request.hat, found.proposal),
        "may_rehearse": found.proposal.is_open and rules.can_propose(request.hat),
        "is_own": found.proposal.proposed_by_id == request.hat.user_id,
    }
    return render(request, "territory/rehearsal.html", shown)


@require_safe
def rehearsal_sheet(request: HatRequest, pk: int) -> HttpResponse:
    """All rows of a rehearsal as .xlsx."""
    found = queries.rehearsal_for(request.hat, pk)
    return _download(workbook_of(found), f"chay-thu-{found.pk}.xlsx")


def _run(request: HatRequest, pk: int, step: LedgerStep) -> HttpResponse:
    found = queries.proposal_for(request.hat, pk)
    actions.ask_run(found, step, by=request.hat, now=clock.now())
    return redirect("territory:proposal", pk=pk)


def _of_run(request: HatRequest, found: LedgerProposal, state: queries.RunState | None) -> dict[str, Any]:
    """The run and whether the reader may stop it."""
    may_stop = state is not None and state.is_live and rules.can_run(request.hat, found, LedgerStep(state.run.step))
    return {"proposal": found, "state": state, "may_stop": may_stop}


def _proposed(request: HatRequest, found: LedgerProposal) -> str:
    return _signed(request, found.proposed_by, found.proposed_office)


def _signed(request: HatRequest, person: Any, office: str) -> str:
    return queries.signed(request.hat, person.display_name, office) if person else ""


def _problems(found: LedgerProposal) -> Sequence[InputRefused]:
    try:
        steps_of(found.lines)
    except ManyProblems as refused:
        return refused.problems
    return ()


def _named(lines: Sequence[Line]) -> list[tuple[Line, UnitVersion | None]]:
    names = queries.last_under_codes([line["before"] for line in lines])
    return [(line, names.get(line["before"])) for line in lines]


def _search(form: EventForm) -> Sequence[UnitVersion]:
    found = queries.search_units(form.search, form.eve, under=queries.home_province(form.eve))
    return list(found.exclude(code__in=form.chosen)[:SHOWN_UNITS])


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
