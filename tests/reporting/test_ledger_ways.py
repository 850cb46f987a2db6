"""The ways to other maps, over invented ledgers: nothing is lost or counted twice, whichever rows are taken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.reporting.figures.ledger import Above, Days, Ledger
from chungtay.reporting.figures.maps import ITSELF, LedgerRow, Way

START = date(2020, 1, 1)
YEAR = timedelta(days=365)
NATION, PROVINCES = 1, (2, 3, 4)


class History:
    """A nation of three provinces whose communes merge, are divided and change province."""

    def __init__(self, communes: int) -> None:
        self.first: dict[int, date] = dict.fromkeys((NATION, *PROVINCES), START)
        self.last: dict[int, date] = {}
        self.parents: dict[int, list[tuple[date, int]]] = {unit: [(START, NATION)] for unit in PROVINCES}
        self.steps: list[LedgerRow] = []
        self.standing: list[int] = []
        for number in range(communes):
            self._begin(START, PROVINCES[number % 3])

    def _begin(self, day: date, parent: int) -> int:
        unit = len(self.first) + 1
        self.first[unit], self.parents[unit] = day, [(day, parent)]
        self.standing.append(unit)
        return unit

    def _end(self, unit: int, day: date) -> None:
        self.last[unit] = day
        self.standing.remove(unit)

    def merge(self, day: date, one: int, other: int, parent: int) -> None:
        made = self._begin(day, parent)
        for unit in (one, other):
            self._end(unit, day)
            self.steps.append(LedgerRow(day, unit, made, 1_000_000, True, True))

    def split(self, day: date, unit: int, parents: tuple[int, int], millionths: int, *, is_reviewed: bool) -> None:
        self._end(unit, day)
        for place, parent in enumerate(parents):
            share = millionths if place == 0 else 1_000_000 - millionths
            made = self._begin(day, parent)
            self.steps.append(LedgerRow(day, unit, made, share, place == 0, is_reviewed))

    def move(self, day: date, unit: int, parent: int) -> None:
        self.parents[unit].append((day, parent))

    def ledger(self) -> Ledger:
        units = {unit: Days.of(first, self.last.get(unit)) for unit, first in self.first.items()}
        above = {unit: list(self._above(unit, units[unit])) for unit in units}
        return Ledger(units, above, sorted(self.steps))

    def _above(self, unit: int, days: Days) -> Iterator[Above]:
        yield Above(days, unit, 0)
        spans = self.parents.get(unit, [])
        ends = [first for first, _ in spans[1:]] + [days.upper]
        for (first, parent), end in zip(spans, ends if spans else [], strict=True):
            yield Above(Days(first, end), parent, 1)
            if parent != NATION:
                yield Above(Days(first, end), NATION, 2)


@st.composite
def histories(draw: st.DrawFn, acts: tuple[str, ...] = ("merge", "split", "move")) -> History:
    """Up to six acts, a year apart or on one day."""
    history, day = History(draw(st.integers(4, 7))), START
    for _ in range(draw(st.integers(1, 6))):
        day += draw(st.sampled_from([timedelta(0), YEAR])) + (YEAR if day == START else timedelta(0))
        able = [unit for unit in history.standing if history.first[unit] < day]
        provinces = st.sampled_from(PROVINCES)
        act = draw(st.sampled_from(acts))
        if act == "merge" and len(able) >= 2:
            one, other = draw(st.permutations(able))[:2]
            history.merge(day, one, other, draw(provinces))
        elif act == "split" and able:
            parents = (draw(provinces), draw(provinces))
            share = draw(st.integers(1, 999_999))
            history.split(day, draw(st.sampled_from(able)), parents, share, is_reviewed=draw(st.booleans()))
        elif able and "move" in acts:
            unit = draw(st.sampled_from(able))
            if history.parents[unit][-1][0] < day:
                history.move(day, unit, draw(provinces))
    return history


DAYS = st.integers(0, 8).map(lambda years: START + years * YEAR)


@settings(max_examples=60, deadline=None)
@given(histories(), DAYS, st.booleans())
def test_what_a_unit_reported_arrives_whole_on_every_level_of_every_map(
    history: History, day: date, is_divided: bool
) -> None:
    ledger = history.ledger()
    communes = [unit for unit in history.first if unit > max(PROVINCES)]
    begun = [unit for unit in communes if history.first[unit] <= day]

    for level in (communes, list(PROVINCES), [NATION]):
        arrived: dict[int, Fraction] = defaultdict(Fraction)
        for asked in level:
            for source, way in ledger.arrivals(asked, day, is_divided=is_divided).items():
                arrived[source] += way.share
        assert {unit: arrived[unit] for unit in begun} == dict.fromkeys(begun, Fraction(1))


@settings(max_examples=60, deadline=None)
@given(histories(), DAYS, DAYS, st.booleans())
def test_the_stored_rows_that_are_taken_hold_exactly_what_arrives(
    history: History, one: date, other: date, is_divided: bool
) -> None:
    ledger = history.ledger()
    last_day, day = sorted((one, other))

    for asked in history.first:
        taken: dict[int, Counter[Way]] = defaultdict(Counter)
        for term in ledger.terms(asked, last_day, day, is_divided=is_divided):
            for source in history.first if term.is_whole else [term.unit]:
                counted_on = ledger.counted_on(source, last_day)
                if history.first[source] <= last_day and term.unit in ledger.above_on(source, counted_on):
                    taken[source][term.way] += term.sign
        arriving = ledger.arrivals(asked, day, is_divided=is_divided)
        held = {source: +ways for source, ways in taken.items() if +ways}
        assert held == {source: {way: 1} for source, way in arriving.items() if history.first[source] <= last_day}
        assert all(count >= 0 for ways in taken.values() for count in ways.values())


@settings(max_examples=40, deadline=None)
@given(histories(acts=("merge", "move")), DAYS)
def test_units_that_only_merged_bring_everything_exactly(history: History, day: date) -> None:
    ledger = history.ledger()

    ways = {way for asked in history.first for way in ledger.arrivals(asked, day, is_divided=True).values()}

    assert ways == {ITSELF}
