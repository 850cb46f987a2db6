"""The maps of one question, as parameters of the readers' SQL.

A *way* is how a unit's figures arrive under an asked unit: which share of them, and through what splitting. Way 0 is
the unit itself. SQL adds integers way by way; shares multiply at the very end, so that every sum stays exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from chungtay.reporting.figures.maps import WHOLE, Reach, Splitting, asked_above, moves_to, reaches, whole_reaches
from chungtay.reporting.figures.plan import PeriodPlan

Way = tuple[Fraction, Splitting]
ITSELF: Way = (WHOLE, Splitting.NONE)


@dataclass(frozen=True, slots=True)
class Carrying:
    """Ways by number, and the parameters `maps`, `reach` of the SQL."""

    ways: Sequence[Way]
    parameters: Mapping[str, Any]
    map_no_of_day: Mapping[date, int]


def carry(plans: Collection[PeriodPlan], units: Collection[int]) -> tuple[Carrying, Carrying]:
    """The ways of flows, which reviewed shares divide, and those of what is never divided (stock, distinct)."""
    days = sorted({plan.map_day for plan in plans})
    divided, whole = _Ways(), _Ways()
    carried = [plan for plan in plans if plan.is_carried]
    if carried:
        # Moves of units that ended before a period began are harmless: nothing was reported for them in it.
        moved_to = moves_to({plan.map_day for plan in carried}, min(plan.first_day for plan in carried))
        for day, moved in moved_to.items():
            above = asked_above(moved, units, day)
            divided.add(days.index(day), reaches(moved, above))
            whole.add(days.index(day), whole_reaches(moved, above))
    return divided.carrying(days, units), whole.carrying(days, units)


class _Ways:
    """Ways found so far, and the rows that say who goes which way."""

    def __init__(self) -> None:
        self.numbers: dict[Way, int] = {ITSELF: 0}
        self.rows: list[tuple[int, int, int, int]] = []

    def add(self, map_no: int, found: Iterable[Reach]) -> None:
        """Number the ways of one map."""
        for reach in found:
            way = self.numbers.setdefault((reach.share, reach.splitting), len(self.numbers))
            self.rows.append((map_no, reach.from_unit, reach.asked_unit, way))

    def carrying(self, days: Sequence[date], units: Collection[int]) -> Carrying:
        """What the readers need."""
        ways = tuple(self.numbers)
        return Carrying(ways, _parameters(days, self.rows, ways, units), {day: no for no, day in enumerate(days)})


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
