"""Jobs of this room. Each calls one action; none contains a rule."""

from __future__ import annotations

from procrastinate.contrib.django import app

from chungtay.core import clock
from chungtay.programmes.actions.photos import forget_old_photos


@app.periodic(cron="40 2 * * *")
@app.task(name="chungtay.programmes.tasks.forget_photos", queueing_lock="forget_photos", pass_context=False)
def forget_photos(timestamp: int = 0) -> int:
    """Delete the photographs that were kept for two years; every night."""
    return forget_old_photos(clock.now())
