"""How each asked period is read: from its stored rows, or from those of its parts carried to another map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chungtay.reporting.figures.frame import Frame, has_own_row


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """How one asked period is read.

    `base_ids` are its parts at the base grain; `source_ids` the periods whose stored rows add up to it. `map_day` is
    the map that is shown: never before the last day, because later figures cannot be carried back (`is_later` marks
    that). `is_carried` says that the stored rows stand on another map.
    """

    period_id: int
    first_day: date
    last_day: date
    base_ids: tuple[int, ...]
    source_ids: tuple[int, ...]
    map_day: date
    asked_day: date
    is_carried: bool
    is_later: bool


def plans_for(frame: Frame, period_ids: Iterable[int], map_day: date | None) -> list[PeriodPlan]:
    """One plan a period that has parts; `map_day` None is the last day of each period."""
    return [_plan(frame, period, map_day) for period in period_ids if period in frame.spans]


def _plan(frame: Frame, period_id: int, map_day: date | None) -> PeriodPlan:
    span = frame.spans[period_id]
    shown_on = max(map_day or span.last_day, span.last_day)
    return PeriodPlan(
        period_id=period_id,
        first_day=span.first_day,
        last_day=span.last_day,
        base_ids=span.base_ids,
        source_ids=(period_id,) if has_own_row(span) else span.base_ids,
        map_day=shown_on,
        asked_day=map_day or span.last_day,
        # A change inside the window counts as well: predecessors reported their own days of it.
        is_carried=frame.has_change(span.first_day, shown_on),
        is_later=map_day is not None and frame.has_change(map_day, span.last_day),
    )
