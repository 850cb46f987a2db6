"""Jobs of this room. Each fetches by id and calls one action; none contains a rule."""

from __future__ import annotations

from procrastinate.contrib.django import app

from chungtay.core import clock
from chungtay.reporting import totals
from chungtay.territory.actions import tell_progress


@app.periodic(cron="* * * * *")
@app.task(name=totals.FOLD_TASK, queueing_lock=totals.FOLD_TASK, pass_context=False)
def fold_totals(timestamp: int = 0) -> int:
    """Move what is pending into the totals; every minute, and soon after an acceptance. One at most waits."""
    return totals.fold_everything()


@app.task(name="chungtay.reporting.tasks.remake_totals", lock="remake_totals")
def remake_totals(follow_up: int) -> None:
    """Make the totals again after the map changed under reports that were accepted already; tells its progress."""
    totals.rebuild()
    tell_progress(follow_up, done=1, total=1, now=clock.now())
