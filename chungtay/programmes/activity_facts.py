"""What is known of one activity, as a value: what people type, what a version keeps. Pure: no query, no clock."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from chungtay.programmes.activity_codes import ActivityKind, Audience, Channel, Topic


@dataclass(frozen=True, slots=True)
class Facts:
    """One activity: when and where, what, and how many.

    `village` is the short name of a hamlet as people say it ("Thôn 3"), never a unit. `times` counts sessions or
    rounds held alike on that day; `attendance` is in *lượt* over all of them; `leaflets` in sheets.
    """

    held_on: date
    kind: ActivityKind
    village: str = ""
    channel: Channel = Channel.DIRECT
    topic: Topic = Topic.MOVEMENT
    audience: Audience = Audience.PEOPLE
    times: int = 1
    attendance: int = 0
    leaflets: int = 0
    note: str = ""

    def as_columns(self) -> dict[str, Any]:
        """The columns of a record or a version that hold these facts."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


FACT_COLUMNS = tuple(one.name for one in fields(Facts))


def facts_of(row: Any) -> Facts:
    """The facts that a record or a version holds."""
    return Facts(
        held_on=row.held_on,
        kind=ActivityKind(row.kind),
        village=row.village,
        channel=Channel(row.channel),
        topic=Topic(row.topic),
        audience=Audience(row.audience),
        times=row.times,
        attendance=row.attendance,
        leaflets=row.leaflets,
        note=row.note,
    )
