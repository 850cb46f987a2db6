"""Jobs of this room. Each fetches by id and calls one action; none contains a rule."""

from __future__ import annotations

from procrastinate.contrib.django import app

from chungtay.core import clock
from chungtay.territory import actions
from chungtay.territory.actions.runs import RUN_TASK


@app.task(name=RUN_TASK, lock="ledger", pass_context=False)
def carry_out_run(run: int) -> None:
    """Rehearse, apply or take back a proposal, as it was asked for."""
    actions.carry_out_run(run, now=clock.now())
