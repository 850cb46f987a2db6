"""Jobs of this room. Each calls one action; none contains a rule."""

from __future__ import annotations

from procrastinate.contrib.django import app

from chungtay.analytics.actions.looking import look_over
from chungtay.core import clock

LOOK_TASK = "chungtay.analytics.tasks.look_over"


@app.periodic(cron="* * * * *")
@app.task(name=LOOK_TASK, queueing_lock=LOOK_TASK, lock=LOOK_TASK, pass_context=False)
def look_over_accepted(timestamp: int = 0) -> int:
    """Look over what was accepted since the last time; every minute, one at a time."""
    return look_over(now=clock.now())
