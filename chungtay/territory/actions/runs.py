"""Rehearsing, applying and taking back in the worker: asked for on a page, watched there, stopped there.

The page of a whole province's change would else stand still for seconds. Source: docs/rules/territory.md#proposals
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from procrastinate.contrib.django import app

from chungtay.core.errors import ChungTayError, ManyProblems, NotPermitted, require
from chungtay.core.record import record
from chungtay.territory import rules
from chungtay.territory.actions.carrying_out import sentences_of
from chungtay.territory.actions.proposals import (
    apply_proposal,
    rehearse,
    require_may_apply,
    require_rehearsed,
    undo_proposal,
)
from chungtay.territory.codes import STAGES_OF, LedgerStep, ProposalStatus, RunOutcome, RunStage
from chungtay.territory.errors import NotApplied, ProposalClosed
from chungtay.territory.models import LedgerProposal, LedgerRun, Rehearsal
from chungtay.territory.proposal_sheet import steps_of
from chungtay.territory.queries.runs import run_of
from chungtay.territory.rules import Officer, Wearer
from chungtay.territory.signals import hat_asked

RUN_TASK = "chungtay.territory.tasks.carry_out_run"
_TELL = "UPDATE territory_ledgerrun SET stage = %s, done = %s WHERE id = %s RETURNING stop_asked_at IS NOT NULL"


class RunStopped(Exception):
    """Somebody asked for the run to stop; what it did so far is taken back."""


def ask_run(proposal: LedgerProposal, step: LedgerStep, *, by: Wearer, now: datetime) -> LedgerRun:
    """Let the worker rehearse, apply or take back `proposal`; returns the run that is on its way.

    While one is, a second press starts no other. Raises at once what the step itself would raise for the person and
    for the state of the proposal; what stands on a change is looked for by the run.
    """
    if step is LedgerStep.APPLY:
        require_may_apply(proposal, by)
    require(rules.can_run(by, proposal, step))
    found = run_of(proposal)
    if found is not None and found.is_live:
        return found.run
    _require_ready(proposal, step)
    if found is not None and found.is_broken:
        _end(found.run, RunOutcome.STOPPED, now=now)
    try:
        with transaction.atomic():
            run = LedgerRun.objects.create(
                proposal=proposal, step=step, hat=by.pk, asked_office=by.office, asked_at=now
            )
            # In the same transaction: the worker never meets a run that is not there.
            run.job = app.configure_task(RUN_TASK).defer(run=run.pk)
            run.save(update_fields=["job"])
    except IntegrityError:  # somebody pressed at the same moment
        return LedgerRun.objects.get(proposal=proposal, ended_at=None)
    return run


@transaction.atomic
def stop_run(proposal: LedgerProposal, *, by: Officer, now: datetime) -> None:
    """Ask the run that is on its way to stop at its next stage; all it did is taken back then. Nothing when none is."""
    run = LedgerRun.objects.filter(proposal=proposal, ended_at=None, stop_asked_at=None).first()
    if run is None:
        require(rules.can_see_proposals(by))
        return
    require(rules.can_run(by, proposal, LedgerStep(run.step)))
    LedgerRun.objects.filter(pk=run.pk).update(stop_asked_at=now)
    record(proposal, "ledger_run_stopped", by=by, at=now, step=run.step)


def carry_out_run(run_id: int, *, now: datetime) -> None:
    """Do what was asked for, as the hat that asked and with the rights that it has now; tells its stages.

    A run that has ended is left alone, so that a job may be tried again. Whatever is refused, or stopped, changes
    nothing.
    """
    run = LedgerRun.objects.select_related("proposal").filter(pk=run_id, ended_at=None).first()
    if run is None:
        return
    outcome, sentences, rehearsal = RunOutcome.DONE, list[str](), None
    with translation.override(settings.LANGUAGE_CODE), closing(connection.copy()) as beside:
        try:
            rehearsal = _STEPS[LedgerStep(run.step)](run, by=_officer(run), now=now, reached=_teller(run, beside))
        except RunStopped:
            outcome = RunOutcome.STOPPED
        except ManyProblems as refused:
            outcome, sentences = RunOutcome.REFUSED, sentences_of([refused, *refused.problems])
        except ChungTayError as refused:
            outcome, sentences = RunOutcome.REFUSED, sentences_of([refused])
    _end(run, outcome, now=now, sentences=sentences, rehearsal=rehearsal)


def _require_ready(proposal: LedgerProposal, step: LedgerStep) -> None:
    if step is LedgerStep.REHEARSE:
        require(proposal.is_open, ProposalClosed())
        steps_of(proposal.lines)
    elif step is LedgerStep.APPLY and proposal.status != ProposalStatus.APPLIED:
        require_rehearsed(proposal)
    elif step is LedgerStep.TAKE_BACK:
        require(proposal.status == ProposalStatus.APPLIED, NotApplied())


def _rehearsed(run: LedgerRun, **given: Any) -> Rehearsal | None:
    return rehearse(run.proposal, **given)


def _applied(run: LedgerRun, **given: Any) -> Rehearsal | None:
    return apply_proposal(run.proposal, **given)


def _taken_back(run: LedgerRun, **given: Any) -> Rehearsal | None:
    undo_proposal(run.proposal, **given)
    return None


_STEPS: dict[LedgerStep, Callable[..., Rehearsal | None]] = {
    LedgerStep.REHEARSE: _rehearsed,
    LedgerStep.APPLY: _applied,
    LedgerStep.TAKE_BACK: _taken_back,
}


def _officer(run: LedgerRun) -> Officer:
    answers = cast("list[tuple[Any, Officer | None]]", hat_asked.send(sender=LedgerRun, hat=run.hat))
    officer = next((answer for _receiver, answer in answers if answer is not None), None)
    require(officer is not None, NotPermitted())
    assert officer is not None
    return officer


def _teller(run: LedgerRun, beside: Any) -> Callable[[RunStage], None]:
    """Tells stages over a connection of its own: what the run's transaction writes nobody sees before it ends."""
    stages = STAGES_OF[LedgerStep(run.step)]

    def reached(stage: RunStage) -> None:
        with beside.cursor() as cursor:
            cursor.execute(_TELL, [stage, stages.index(stage), run.pk])
            told = cursor.fetchone()
        if told is not None and told[0]:
            raise RunStopped

    return reached


def _end(
    run: LedgerRun,
    outcome: RunOutcome,
    *,
    now: datetime,
    sentences: Sequence[str] = (),
    rehearsal: Rehearsal | None = None,
) -> None:
    ended = LedgerRun.objects.filter(pk=run.pk, ended_at=None)
    ended.update(ended_at=now, outcome=outcome, sentences=list(sentences), rehearsal=rehearsal)
