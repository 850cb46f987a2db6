"""Jobs of this room. Each fetches by id and calls one action; none contains a rule."""

from __future__ import annotations

from procrastinate.contrib.django import app

from chungtay.reporting import totals


@app.periodic(cron="* * * * *")
@app.task(name=totals.FOLD_TASK, queueing_lock=totals.FOLD_TASK, pass_context=False)
def fold_totals(timestamp: int = 0) -> int:
    """Move what is pending into the totals; every minute, and soon after an acceptance. One at most waits."""
    return totals.fold_everything()
