"""The only place that asks what time it is.

Actions take `now` as an argument; views, tasks and commands fetch it here and pass it on.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The present day in Viet Nam: reporting windows end at local midnight."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The Vietnamese calendar day on which an aware `moment` falls."""
    return moment.astimezone(VIETNAM).date()
