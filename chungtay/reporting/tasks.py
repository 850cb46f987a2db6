"""Jobs of this room. Each fetches by id and calls one action; none contains a rule."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from chungtay.core import clock
from chungtay.reporting import totals
from chungtay.reporting.actions import assigning, mailing
from chungtay.territory.actions import tell_progress

OPENING_TASK = "chungtay.reporting.tasks.open_periods"


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


@app.periodic(cron="7 * * * *")
@app.task(name=OPENING_TASK, queueing_lock=OPENING_TASK, pass_context=False)
def open_periods(timestamp: int = 0) -> int:
    """Ask for the reports of periods that open by themselves; every hour, so soon after a local midnight."""
    return len(assigning.open_what_is_due(now=clock.now()))


@app.task(name=assigning.ASSIGN_TASK)
def assign_reports(assignment: int) -> int:
    """Ask every office for its reports of one period; tells its progress."""
    return assigning.carry_out(assignment, now=clock.now())


@app.task(name=mailing.MAIL_TASK, retry=RetryStrategy(max_attempts=6, exponential_wait=5))
def mail_reminder(reminder: int, address: str) -> bool:
    """Send one reminder through the relay; tried again for about five hours when the relay does not answer."""
    return mailing.send_reminder(reminder, address=address, now=clock.now())
