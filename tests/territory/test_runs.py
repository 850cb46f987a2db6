"""Rehearsing, applying and taking back in the worker: asked for once, told stage by stage, stopped, broken off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from chungtay.core.errors import ManyProblems, NotPermitted
from chungtay.core.models import Deed
from chungtay.territory import actions, queries
from chungtay.territory.actions.runs import RUN_TASK
from chungtay.territory.codes import LedgerStep, ProposalStatus, RunOutcome
from chungtay.territory.errors import AnotherPersonApplies, NotApplied, NotRehearsed
from chungtay.territory.models import LedgerProposal, LedgerRun, UnitEvent
from chungtay.territory.queries.runs import RunState
from chungtay.territory.signals import hat_asked
from tests.territory.conftest import NOW
from tests.territory.test_actions import everything
from tests.territory.test_proposals import officers, proposed

__all__ = ["officers"]


@pytest.fixture
def hats(officers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The officers, each with a key by which a run finds the hat again."""
    by_key = dict(enumerate(officers.values(), start=1))
    for key, hat in by_key.items():
        hat.pk = key

    def answer(sender: Any, hat: int, **_rest: Any) -> Any:
        return by_key.get(hat)

    hat_asked.connect(answer)
    yield officers
    hat_asked.disconnect(answer)


def asked(proposal: LedgerProposal, step: LedgerStep, by: Any) -> LedgerRun:
    return actions.ask_run(LedgerProposal.objects.get(pk=proposal.pk), step, by=by, now=NOW)


def worked(run: LedgerRun) -> LedgerRun:
    actions.carry_out_run(run.pk, now=NOW)
    run.refresh_from_db()
    return run


def state(proposal: LedgerProposal) -> RunState:
    found = queries.run_of(proposal)
    assert found is not None
    return found


def test_the_three_steps_do_in_the_worker_what_they_do_at_once(hats):
    proposal = proposed(hats)
    before = everything()

    rehearsed = worked(asked(proposal, LedgerStep.REHEARSE, hats["administrator"]))
    applied = worked(asked(proposal, LedgerStep.APPLY, hats["coordinator"]))
    status = LedgerProposal.objects.get(pk=proposal.pk).status
    taken_back = worked(asked(proposal, LedgerStep.TAKE_BACK, hats["other"]))

    assert [run.outcome for run in (rehearsed, applied, taken_back)] == [RunOutcome.DONE] * 3
    assert rehearsed.rehearsal is not None
    assert applied.rehearsal is not None
    assert applied.rehearsal.findings == rehearsed.rehearsal.findings
    assert (status, applied.rehearsal.is_application) == (ProposalStatus.APPLIED, True)
    assert LedgerProposal.objects.get(pk=proposal.pk).status == ProposalStatus.UNDONE
    assert everything() == before


def test_a_run_is_queued_with_its_job_and_a_second_press_starts_no_other(hats):
    proposal = proposed(hats)

    first = asked(proposal, LedgerStep.REHEARSE, hats["administrator"])
    second = asked(proposal, LedgerStep.REHEARSE, hats["coordinator"])

    assert second == first
    job = ProcrastinateJob.objects.get(pk=first.job)
    assert (job.task_name, job.args, job.status) == (RUN_TASK, {"run": first.pk}, "todo")
    assert state(proposal).is_waiting


def test_a_run_that_has_ended_is_not_done_again(hats):
    proposal = proposed(hats)
    run = worked(asked(proposal, LedgerStep.REHEARSE, hats["administrator"]))

    worked(run)

    assert proposal.rehearsals.count() == 1


def test_what_can_be_known_at_once_is_refused_at_once(hats):
    proposal = proposed(hats)
    empty = actions.propose("Trống", by=hats["administrator"], now=NOW)

    for step, who, refusal in (
        (LedgerStep.REHEARSE, "commune", NotPermitted),
        (LedgerStep.APPLY, "administrator", NotPermitted),
        (LedgerStep.APPLY, "coordinator", NotRehearsed),
        (LedgerStep.TAKE_BACK, "coordinator", NotApplied),
    ):
        with pytest.raises(refusal):
            asked(proposal, step, hats[who])
    with pytest.raises(ManyProblems):
        asked(empty, LedgerStep.REHEARSE, hats["administrator"])

    own = proposed(hats, by="coordinator")
    actions.rehearse(own, by=hats["coordinator"], now=NOW)
    with pytest.raises(AnotherPersonApplies):
        asked(own, LedgerStep.APPLY, hats["coordinator"])
    assert LedgerRun.objects.count() == 0


def test_whoever_lost_the_hat_meanwhile_changes_nothing(hats):
    proposal = proposed(hats)
    actions.rehearse(proposal, by=hats["administrator"], now=NOW)
    run = asked(proposal, LedgerStep.APPLY, hats["coordinator"])
    hats["coordinator"].role = "reporter"

    ended = worked(run)

    assert (ended.outcome, ended.sentences) == (RunOutcome.REFUSED, [NotPermitted().sentence])
    assert UnitEvent.objects.filter(proposal=proposal).count() == 0


def test_a_state_that_changed_meanwhile_is_told(hats):
    proposal = proposed(hats)
    actions.rehearse(proposal, by=hats["administrator"], now=NOW)
    run = asked(proposal, LedgerStep.APPLY, hats["coordinator"])
    actions.write_lines(proposal, lines=proposal.lines, by=hats["administrator"], now=NOW)

    ended = worked(run)

    assert ended.sentences == [NotRehearsed().sentence]
    assert state(proposal).is_refused


def test_a_job_that_is_gone_was_broken_off_and_another_run_may_begin(hats):
    proposal = proposed(hats)
    run = asked(proposal, LedgerStep.REHEARSE, hats["administrator"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [run.job])

    assert state(proposal).is_broken
    again = asked(proposal, LedgerStep.REHEARSE, hats["administrator"])

    run.refresh_from_db()
    assert (again == run, run.outcome) == (False, RunOutcome.STOPPED)
    assert state(proposal).is_waiting


def test_stopping_is_a_deed_and_none_of_others(hats):
    proposal = proposed(hats)
    run = asked(proposal, LedgerStep.REHEARSE, hats["administrator"])

    with pytest.raises(NotPermitted):
        actions.stop_run(proposal, by=hats["auditor"], now=NOW)
    actions.stop_run(proposal, by=hats["coordinator"], now=NOW)

    run.refresh_from_db()
    assert run.stop_asked_at == NOW
    deed = Deed.objects.latest("id")
    assert (deed.verb, deed.details) == ("ledger_run_stopped", {"step": "rehearse"})
