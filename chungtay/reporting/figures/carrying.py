"""The maps of one question, as parameters of the readers' SQL.

A *way* is how a unit's figures arrive under an asked unit: which share of them, and through what splitting. Way 0 is
the unit itself. SQL adds integers way by way; shares multiply at the very end, so that every sum stays exact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from chungtay.reporting.figures.maps import WHOLE, Move, Reach, Splitting, moves, reaches, whole_reaches
from chungtay.reporting.figures.plan import PeriodPlan

Way = tuple[Fraction, Splitting]
ITSELF: Way = (WHOLE, Splitting.NONE)


@dataclass(frozen=True, slots=True)
class Carrying:
    """Ways by number, and the parameters `maps`, `reach` of the SQL."""

    ways: Sequence[Way]
    parameters: Mapping[str, Any]
    map_no_of_day: Mapping[date, int]


def carry_divided(plans: Collection[PeriodPlan], units: Collection[int]) -> Carrying:
    """The ways of flows, which reviewed shares divide."""
    return _carrying(plans, units, reaches)


def carry_whole(plans: Collection[PeriodPlan], units: Collection[int]) -> Carrying:
    """The ways of what is never divided: stock, distinct, and the tasks behind figures."""
    return _carrying(plans, units, whole_reaches)


def _carrying(
    plans: Collection[PeriodPlan],
    units: Collection[int],
    reach: Callable[[Mapping[int, Move], Collection[int], date], list[Reach]],
) -> Carrying:
    days = sorted({plan.map_day for plan in plans})
    ways: dict[Way, int] = {ITSELF: 0}
    rows: list[tuple[int, int, int, int]] = []
    for map_no, day in enumerate(days):
        # Moves of units that ended before a period began are harmless: nothing was reported for them in it.
        since = [plan.first_day for plan in plans if plan.map_day == day and plan.is_carried]
        for found in reach(moves(min(since), day), units, day) if since else ():
            way = ways.setdefault((found.share, found.splitting), len(ways))
            rows.append((map_no, found.from_unit, found.asked_unit, way))
    return Carrying(tuple(ways), _parameters(days, rows, tuple(ways), units), {day: no for no, day in enumerate(days)})


def _parameters(
    days: Sequence[date], rows: Sequence[tuple[int, int, int, int]], ways: Sequence[Way], units: Collection[int]
) -> dict[str, Any]:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    return {
        "units": list(units),
        "map_nos": list(range(len(days))),
        "map_days": list(days),
        "reach_maps": columns[0],
        "reach_from": columns[1],
        "reach_to": columns[2],
        "reach_way": columns[3],
        "ways": list(range(len(ways))),
        "ways_whole": [bool(share) for share, _ in ways],
        "ways_split": [int(splitting) for _, splitting in ways],
        "empty_ways": [number for number, (share, _) in enumerate(ways) if not share],
    }
