"""A rehearsal in the worker with the real rooms: seen from outside stage by stage, stopped by another connection."""

from __future__ import annotations

import pytest
from django.db import connection

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Organisation
from chungtay.territory import actions
from chungtay.territory.codes import STAGES_OF, LedgerStep, RunOutcome, RunStage
from chungtay.territory.models import LedgerRun, UnitEvent
from chungtay.territory.signals import LedgerChange, ledger_changed
from tests.cast import NOW, POLICE, PROVINCE, build_cast
from tests.reporting.test_following import merger, proposed


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_asked_to_stop_leaves_nothing(ticking_clock: object) -> None:
    cast = build_cast()
    by = cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR)
    proposal = proposed(cast, merger())
    run = actions.ask_run(proposal, LedgerStep.REHEARSE, by=by, now=NOW)
    offices = list(Organisation.objects.order_by("id").values())
    seen: list[tuple[str, int, int]] = []

    def look_and_ask_to_stop(sender: object, change: LedgerChange, **_rest: object) -> None:
        beside = connection.copy()
        with beside.cursor() as cursor:
            cursor.execute("SELECT stage, done FROM territory_ledgerrun WHERE id = %s", [run.pk])
            seen.append((*cursor.fetchone(), Organisation.objects.count() - len(offices)))
            cursor.execute("UPDATE territory_ledgerrun SET stop_asked_at = now() WHERE id = %s", [run.pk])
        beside.close()
        change.reached(RunStage.RESULT)

    # Told last of all rooms: offices were founded by then, inside the transaction.
    ledger_changed.connect(look_and_ask_to_stop)
    try:
        actions.carry_out_run(run.pk, now=NOW)
    finally:
        ledger_changed.disconnect(look_and_ask_to_stop)

    ended = LedgerRun.objects.get(pk=run.pk)
    assert seen == [(RunStage.REPORTS, STAGES_OF[LedgerStep.REHEARSE].index(RunStage.REPORTS), 9)]
    assert (ended.outcome, ended.stage) == (RunOutcome.STOPPED, RunStage.RESULT)
    assert list(Organisation.objects.order_by("id").values()) == offices
    assert (proposal.rehearsals.count(), UnitEvent.objects.filter(proposal=proposal).count()) == (0, 0)
