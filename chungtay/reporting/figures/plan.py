"""How each asked period is read: from its stored row, or from the own rows of its parts carried to another map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from chungtay.reporting.codes import Grain
from chungtay.reporting.figures.maps import change_days, has_change

# The base periods inside a period: those of the grain that the set had on their own last day.
PARTS_OF_PERIODS = """
    SELECT p.id, p.grain, lower(p.window), upper(p.window) - 1, array_agg(b.id ORDER BY b.window)
    FROM reporting_reportingperiod p
    JOIN reporting_reportingperiod b ON b.indicator_set_id = p.indicator_set_id AND b.window <@ p.window
    JOIN reporting_indicatorsetgrain g ON g.indicator_set_id = b.indicator_set_id
        AND g.grain = b.grain AND g.validity @> (upper(b.window) - 1)
    WHERE p.id = ANY(%s)
    GROUP BY p.id"""


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """How one asked period is read.

    `base_ids` are its parts at the base grain; `source_ids` the periods whose stored rows add up to it on the map of
    its last day. `map_day` is the map that is shown: never before the last day, because later figures cannot be
    carried back (`is_later` marks that). `is_carried` says that the stored rows stand on another map.
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


def plans_for(period_ids: Iterable[int], map_day: date | None) -> list[PeriodPlan]:
    """One plan a period; `map_day` None is the last day of each period."""
    days = change_days()
    with connection.cursor() as cursor:
        cursor.execute(PARTS_OF_PERIODS, [list(period_ids)])
        return [_plan(row, map_day, days) for row in cursor.fetchall()]


def _plan(row: tuple[int, str, date, date, list[int]], map_day: date | None, days: Sequence[date]) -> PeriodPlan:
    period_id, grain, first_day, last_day, base_ids = row
    shown_on = max(map_day or last_day, last_day)
    has_own_row = period_id in base_ids or grain == Grain.YEAR
    return PeriodPlan(
        period_id=period_id,
        first_day=first_day,
        last_day=last_day,
        base_ids=tuple(base_ids),
        source_ids=(period_id,) if has_own_row else tuple(base_ids),
        map_day=shown_on,
        asked_day=map_day or last_day,
        # A change inside the window counts as well: predecessors reported their own days of it.
        is_carried=has_change(days, first_day, shown_on),
        is_later=map_day is not None and has_change(days, map_day, last_day),
    )
