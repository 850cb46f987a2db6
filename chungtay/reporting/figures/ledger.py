"""The ledger in memory: which stored rows add up to a figure on another map, and how each of them arrives there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from chungtay.reporting.figures.maps import ITSELF, LedgerRow, Move, Way, moves_by, ways_of
from chungtay.reporting.figures.rows import rows_of
from chungtay.territory.codes import MILLION

_SUCCESSIONS = """
    SELECT e.effective_on, s.from_unit_id, s.to_unit_id, s.share_millionths, s.is_default_target, s.is_reviewed
    FROM territory_unitsuccession s JOIN territory_unitevent e ON e.id = s.event_id
    WHERE e.voided_at IS NULL ORDER BY e.effective_on, s.id"""
_UNITS = "SELECT id, lower(validity), upper(validity) FROM territory_administrativeunit WHERE NOT isempty(validity)"
_ANCESTORS = """
    SELECT unit_id, ancestor_id, depth, lower(validity), upper(validity)
    FROM territory_unitancestor WHERE NOT isempty(validity)"""
_DAY = timedelta(days=1)


class Days(NamedTuple):
    """Half-open days; an open end is the first or last day there is."""

    lower: date
    upper: date

    @classmethod
    def of(cls, lower: date | None, upper: date | None) -> Days:
        """From the bounds of a range."""
        return cls(lower or date.min, upper or date.max)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.lower <= day < self.upper


class Above(NamedTuple):
    """A unit above another (or itself, at depth 0) over days."""

    days: Days
    unit: int
    depth: int


class Term(NamedTuple):
    """A stored row that a figure is made of: what a unit itself reported, with `is_whole` all below it too.

    `sign` is -1 where it is taken out again of a whole row that holds it though it went elsewhere.
    """

    unit: int
    is_whole: bool
    way: Way
    sign: int = 1


# The days whose maps are alike, by number; the map of one day; whether flows or what is never divided is asked for.
_Arrival = tuple[int, bool]


@dataclass(frozen=True)
class Ledger:
    """Days of every unit, who stood above it when, and what it became. Answers are kept: nothing here ever changes."""

    units: Mapping[int, Days]
    above: Mapping[int, list[Above]]
    steps: list[LedgerRow]
    _moves: dict[int, dict[int, Move]] = field(default_factory=dict)
    _arrivals: dict[_Arrival, dict[int, dict[int, Way]]] = field(default_factory=dict)
    _members: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    _terms: dict[tuple[int, int, bool, int], tuple[Term, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Ledger:
        """The ledger as the database has it, in three statements."""
        units = {unit: Days.of(lower, upper) for unit, lower, upper in rows_of(_UNITS)}
        above: dict[int, list[Above]] = defaultdict(list)
        for unit, ancestor, depth, lower, upper in rows_of(_ANCESTORS):
            above[unit].append(Above(Days.of(lower, upper), ancestor, depth))
        steps = [LedgerRow(*row) for row in rows_of(_SUCCESSIONS)]
        steps += _without_successor(units, above, {step.from_unit for step in steps})
        return cls(units, above, sorted(steps, key=lambda step: step.effective_on))

    @cached_property
    def _bounds(self) -> list[date]:
        """Every day on which some map changes; between two of them all maps are alike."""
        spans = [*self.units.values(), *(found.days for rows in self.above.values() for found in rows)]
        return sorted({day for span in spans for day in span})

    def _era(self, day: date) -> int:
        return bisect_right(self._bounds, day)

    def above_on(self, unit: int, day: date) -> list[int]:
        """The units above `unit` on a day, itself among them."""
        return [found.unit for found in self.above.get(unit, ()) if day in found.days]

    def counted_on(self, unit: int, last_day: date) -> date:
        """The day on whose map a unit's figures of a period are stored: its own last one, if it ended before."""
        days = self.units[unit]
        return max(days.lower, min(last_day, days.upper - _DAY))

    def moves(self, day: date) -> dict[int, Move]:
        """The way of each unit that ended before the map of `day`."""
        era = self._era(day)
        if era not in self._moves:
            self._moves[era] = moves_by([step for step in self.steps if step.effective_on <= day])
        return self._moves[era]

    def arrivals(self, unit: int, day: date, *, is_divided: bool) -> Mapping[int, Way]:
        """Whose figures arrive under `unit` on the map of `day`, and how."""
        key = (self._era(day), is_divided)
        if key not in self._arrivals:
            self._arrivals[key] = self._all_arrivals(day, is_divided=is_divided)
        return self._arrivals[key].get(unit, {})

    def _all_arrivals(self, day: date, *, is_divided: bool) -> dict[int, dict[int, Way]]:
        found: dict[int, dict[int, Way]] = defaultdict(dict)
        moves = self.moves(day)
        for unit, days in self.units.items():
            if day in days:
                for asked in self.above_on(unit, day):
                    found[asked][unit] = ITSELF
            elif unit in moves and days.upper <= day:
                move = moves[unit] if is_divided else moves[unit].undivided
                for asked, way in ways_of(move, lambda final: self.above_on(final, day)).items():
                    found[asked][unit] = way
        return found

    def terms(self, unit: int, last_day: date, day: date, *, is_divided: bool) -> tuple[Term, ...]:
        """The stored rows of a period that ended on `last_day` that make up `unit` on the map of `day`.

        Where all that was stored under some unit arrives, its row is taken instead of those below it: a province that
        only changed inside is one row, however many communes merged. Of sums what is little may also be taken out
        again; names that are counted once cannot.
        """
        key = (self._era(last_day), self._era(day), is_divided, unit)
        if key not in self._terms:
            ways = {
                source: way
                for source, way in self.arrivals(unit, day, is_divided=is_divided).items()
                # Who began later had nothing to report.
                if self.units[source].lower <= last_day
            }
            self._terms[key] = tuple(self._cover(ways, last_day, can_take_out=is_divided))
        return self._terms[key]

    def _cover(self, ways: Mapping[int, Way], last_day: date, *, can_take_out: bool) -> Iterator[Term]:
        below: dict[int, list[int]] = defaultdict(list)
        for source, way in ways.items():
            if way == ITSELF:
                for unit in self.above_on(source, self.counted_on(source, last_day)):
                    below[unit].append(source)
        members = self._members_on(last_day)
        covered: set[int] = set()
        for unit in sorted(below, key=lambda unit: len(below[unit]), reverse=True):
            elsewhere = len(members[unit]) - len(below[unit])
            is_worth_it = (1 + elsewhere if can_take_out else 1) < len(below[unit]) and (can_take_out or not elsewhere)
            # A unit that moved to another parent inside the period may stand under two that hold it.
            if is_worth_it and covered.isdisjoint(below[unit]):
                covered.update(below[unit])
                yield Term(unit, True, ITSELF)
                for source in set(members[unit]).difference(below[unit]) if elsewhere else ():
                    yield Term(source, False, ITSELF, -1)
        yield from (Term(source, False, way) for source, way in ways.items() if source not in covered)

    def _members_on(self, last_day: date) -> Mapping[int, list[int]]:
        """The units whose figures of a period are in the stored row of each unit."""
        era = self._era(last_day)
        if era not in self._members:
            found: dict[int, list[int]] = defaultdict(list)
            for unit, days in self.units.items():
                if days.lower <= last_day:
                    for above in self.above_on(unit, self.counted_on(unit, last_day)):
                        found[above].append(unit)
            self._members[era] = found
        return self._members[era]


def _without_successor(
    units: Mapping[int, Days], above: Mapping[int, list[Above]], with_successors: Collection[int]
) -> list[LedgerRow]:
    """A unit that ended without a successor, as districts did with their level, goes to its parent of the last day.

    What was reported for such a unit itself stays so in the sums of those above it.
    """
    return [
        LedgerRow(days.upper, unit, found.unit, MILLION, is_default_target=True, is_reviewed=False)
        for unit, days in units.items()
        if days.upper != date.max and unit not in with_successors
        for found in above.get(unit, ())
        if found.depth == 1 and found.days.upper == days.upper
    ]
