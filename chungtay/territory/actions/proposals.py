"""Changes of the map on their way: prepared, rehearsed, applied by another person, taken back.

Source: docs/rules/territory.md#proposals
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from django.db import transaction

from chungtay.core.errors import ChungTayError, ManyProblems, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.territory import rules
from chungtay.territory.actions.carrying_out import carry_out, change_of, problems_on_the_map, sentences_of
from chungtay.territory.actions.events import blockers_of, lock_ledger, void
from chungtay.territory.ancestry import rebuild_ancestors_below
from chungtay.territory.codes import FollowUpCode, ProposalStatus, RunStage
from chungtay.territory.errors import (
    AnotherPersonApplies,
    NotApplied,
    NotRehearsed,
    ProposalClosed,
    RehearsalStale,
    UndoBlocked,
)
from chungtay.territory.models import FollowUp, LedgerProposal, Rehearsal
from chungtay.territory.proposal_sheet import Line, first_day, steps_of
from chungtay.territory.queries.proposals import ledger_state, refused_undo
from chungtay.territory.rules import Officer
from chungtay.territory.signals import Finding, Reached, ledger_taken_back, reached_unwatched
from chungtay.territory.traces import give_back

TITLE_LIMIT = 200


@transaction.atomic
def propose(title: str, *, lines: Sequence[Line] = (), by: Officer, now: datetime) -> LedgerProposal:
    """Begin a proposal, with the lines of a sheet or none yet. Lines may still be wrong; the rehearsal says what is."""
    require(rules.can_propose(by))
    proposal = LedgerProposal.objects.create(
        title=require_clean(title.strip()[:TITLE_LIMIT], field="title"),
        lines=_clean(lines),
        effective_on=first_day(lines),
        proposed_by_id=by.user_id,
        proposed_office=by.office,
        proposed_at=now,
        changed_at=now,
    )
    record(proposal, "ledger_proposed", by=by, at=now, lines=len(lines))
    return proposal


@transaction.atomic
def write_lines(
    proposal: LedgerProposal, *, lines: Sequence[Line], title: str | None = None, by: Officer, now: datetime
) -> LedgerProposal:
    """Write other lines into an open proposal; an earlier rehearsal does not count for it any more."""
    require(rules.can_propose(by))
    proposal = _open(proposal)
    proposal.title = require_clean((title or proposal.title).strip()[:TITLE_LIMIT], field="title")
    proposal.lines = _clean(lines)
    proposal.effective_on = first_day(lines)
    proposal.status = ProposalStatus.DRAFT
    proposal.changed_at = now
    proposal.save(update_fields=["title", "lines", "effective_on", "status", "changed_at"])
    record(proposal, "ledger_proposal_changed", by=by, at=now, lines=len(lines))
    return proposal


@transaction.atomic
def withdraw(proposal: LedgerProposal, *, by: Officer, now: datetime) -> LedgerProposal:
    """Put an open proposal aside for good; it stays to be read."""
    require(rules.can_propose(by))
    proposal = _open(proposal)
    proposal.status = ProposalStatus.WITHDRAWN
    proposal.changed_at = now
    proposal.save(update_fields=["status", "changed_at"])
    record(proposal, "ledger_proposal_withdrawn", by=by, at=now)
    return proposal


@transaction.atomic
def rehearse(
    proposal: LedgerProposal, *, by: Officer, now: datetime, reached: Reached = reached_unwatched
) -> Rehearsal:
    """Carry `proposal` out, look at what happened, and take everything back; the findings are kept.

    A proposal that cannot be carried out is rehearsed too: the rehearsal holds the sentences that say why. Raises
    ManyProblems when its lines cannot be read as events. `reached` is told each stage.
    """
    require(rules.can_rehearse(by, proposal))
    lock_ledger()
    reached(RunStage.READING)
    proposal = _open(proposal)
    steps = steps_of(proposal.lines)
    began = monotonic()
    findings: list[Finding] = []
    refusals = sentences_of(problems_on_the_map(steps))
    if not refusals:
        try:
            with transaction.atomic():
                findings = carry_out(proposal, steps, by=by, now=now, reached=reached)[1]
                transaction.set_rollback(True)
        except ManyProblems as refused:
            refusals = sentences_of([refused, *refused.problems])
        except ChungTayError as refused:
            refusals = sentences_of([refused])
    reached(RunStage.RESULT)
    rehearsal = _kept(proposal, findings, refusals, events=len(steps), began=began, by=by, now=now)
    proposal.status = ProposalStatus.DRAFT if refusals else ProposalStatus.REHEARSED
    proposal.save(update_fields=["status"])
    record(proposal, "ledger_rehearsed", by=by, at=now, findings=len(findings), refusals=len(refusals))
    return rehearsal


@transaction.atomic
def apply_proposal(
    proposal: LedgerProposal, *, by: Officer, now: datetime, reached: Reached = reached_unwatched
) -> Rehearsal:
    """Carry out a rehearsed proposal: all of it or nothing. Returns what was done; a second press changes nothing.

    Raises AnotherPersonApplies for whoever proposed it, NotRehearsed, and RehearsalStale when the ledger moved since.
    `reached` is told each stage.
    """
    require_may_apply(proposal, by)
    lock_ledger()
    proposal = LedgerProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.status == ProposalStatus.APPLIED:
        return proposal.rehearsals.get(is_application=True)
    require_rehearsed(proposal)
    began = monotonic()
    reached(RunStage.READING)
    steps = steps_of(proposal.lines)
    _change, findings = carry_out(proposal, steps, by=by, now=now, reached=reached)
    reached(RunStage.RESULT)
    proposal.status = ProposalStatus.APPLIED
    proposal.applied_by_id, proposal.applied_office, proposal.applied_at = by.user_id, by.office, now
    proposal.save(update_fields=["status", "applied_by", "applied_office", "applied_at"])
    record(proposal, "ledger_applied", by=by, at=now, events=len(steps), findings=len(findings))
    return _kept(proposal, findings, [], events=len(steps), began=began, by=by, now=now, is_application=True)


@transaction.atomic
def undo_proposal(
    proposal: LedgerProposal, *, by: Officer, now: datetime, reached: Reached = reached_unwatched
) -> LedgerProposal:
    """Void all events of an applied proposal and give every room its rows back, exactly as they were.

    Raises NotApplied, and UndoBlocked with the whole list of what stands on it. `reached` is told each stage.
    """
    require(rules.can_undo(by))
    lock_ledger()
    proposal = LedgerProposal.objects.select_for_update().get(pk=proposal.pk)
    require(proposal.status == ProposalStatus.APPLIED, NotApplied())
    reached(RunStage.STANDING)
    if blockers := refused_undo(proposal, ask=blockers_of):
        raise UndoBlocked(blockers)
    events = list(proposal.events.filter(voided_at=None).order_by("-effective_on", "-id"))
    change = change_of(proposal, events, now=now)
    reached(RunStage.LEDGER)
    rebuild_ancestors_below(void(events, now=now))
    reached(RunStage.ROWS)
    give_back(proposal)
    reached(RunStage.RESULT)
    proposal.status = ProposalStatus.UNDONE
    proposal.undone_by_id, proposal.undone_office, proposal.undone_at = by.user_id, by.office, now
    proposal.save(update_fields=["status", "undone_by", "undone_office", "undone_at"])
    ledger_taken_back.send(sender=LedgerProposal, change=change)
    record(proposal, "ledger_taken_back", by=by, at=now, events=len(events))
    return proposal


def require_may_apply(proposal: LedgerProposal, by: Officer) -> None:
    """Raise NotPermitted unless `by` applies changes of the map, AnotherPersonApplies for whoever proposed it."""
    require(rules.can_undo(by))
    require(rules.can_apply(by, proposal), AnotherPersonApplies())


def require_rehearsed(proposal: LedgerProposal) -> None:
    """Raise unless the latest rehearsal of an open proposal shows what applying it would do now."""
    require(proposal.is_open, ProposalClosed())
    rehearsal = proposal.rehearsals.order_by("-id").first()
    is_current = rehearsal is not None and proposal.status == ProposalStatus.REHEARSED
    require(is_current, NotRehearsed())
    assert rehearsal is not None
    require(rehearsal.ledger_state == ledger_state(), RehearsalStale())


def ask_follow_up(proposal: LedgerProposal, code: FollowUpCode, *, now: datetime) -> FollowUp:
    """Write down that work goes on after the map changed, so that the page of the proposal tells how far it is."""
    return FollowUp.objects.create(proposal=proposal, code=code, asked_at=now)


def tell_progress(follow_up_id: int, *, done: int, total: int, now: datetime) -> None:
    """Tell how far a follow-up is; it is finished when `done` reaches `total`."""
    finished_at = now if done >= total else None
    FollowUp.objects.filter(pk=follow_up_id).update(done=done, total=total, finished_at=finished_at)


def _clean(lines: Sequence[Line]) -> list[Line]:
    """The lines, when no cell of them holds what is never kept: a draft is stored before it is read as events."""
    cells = {cell: name for line in lines for name, cell in line.items() if cell}
    for cell, name in cells.items():
        require_clean(cell, field=name)
    return list(lines)


def _open(proposal: LedgerProposal) -> LedgerProposal:
    locked = LedgerProposal.objects.select_for_update().get(pk=proposal.pk)
    require(locked.is_open, ProposalClosed())
    return locked


def _kept(
    proposal: LedgerProposal,
    findings: Sequence[Finding],
    refusals: Sequence[str],
    *,
    events: int,
    began: float,
    by: Officer,
    now: datetime,
    is_application: bool = False,
) -> Rehearsal:
    return Rehearsal.objects.create(
        proposal=proposal,
        made_at=now,
        made_by_id=by.user_id,
        made_office=by.office,
        is_application=is_application,
        ledger_state=ledger_state(),
        findings=[finding.as_json() for finding in findings],
        refusals=list(refusals),
        events_count=events,
        milliseconds=round((monotonic() - began) * 1000),
    )
