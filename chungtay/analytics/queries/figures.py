"""The figures of a question, place by place, no further than the reader may see, rounded once for the table shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from chungtay.analytics.queries.question import Question
from chungtay.analytics.queries.slots import Slot
from chungtay.analytics.queries.unit_rows import UnitRows, parts_of
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import EstimateMark, IndicatorKind, Qualifier, TotalReason
from chungtay.reporting.figures import Total, combine, round_shown, totals
from chungtay.reporting.figures.reading import kind_of
from chungtay.reporting.models import Cell, ReportingPeriod
from chungtay.reporting.queries.places import Places, is_hidden_when_small, places_of

# (unit, period, cell)
Place = tuple[int, int, int]
# Kinds whose parts add up to their whole, so that rounding must keep that true.
ADDING = frozenset({IndicatorKind.FLOW, IndicatorKind.STOCK})
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Figure:
    """One figure as a table shows it, in the integers of its indicator's scale.

    `shown` is rounded for this table, `value` exact. `code` opens the pedigree; a sum over several periods and a
    remainder have none.
    """

    value: Fraction
    shown: int
    qualifier: Qualifier
    mark: EstimateMark
    reported: int
    expected: int
    is_stale: bool
    is_early: bool
    reasons: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True)
class Withheld:
    """A figure that is not shown: `closed` to this reader, or `small` and sensitive."""

    reason: str


CLOSED, SMALL = Withheld("closed"), Withheld("small")
Answer = Figure | Withheld | None


@dataclass(frozen=True)
class Figures:
    """Every figure of the units of one page, by place; absent where nobody gave any: that is not zero."""

    question: Question
    rows: UnitRows
    places: Places
    found: Mapping[Place, Figure]
    small: Collection[Place]
    remainders: Mapping[tuple[int, int], Figure]

    def at(self, unit_id: int, slot: Slot, cell: Cell) -> Answer:
        """The figure of a unit, slot and cell."""
        period = slot.periods.get(cell.indicator.indicator_set_id)
        if period is None:
            return None
        if not self.places.sees(unit_id, slot.year, self.question.map_day):
            return CLOSED
        place = (unit_id, period.pk, cell.number)
        return SMALL if place in self.small else self.found.get(place)

    def remainder(self, slot: Slot, cell: Cell) -> Figure | None:
        """What of the whole stands in none of its parts: the own work of the office above."""
        period = slot.periods.get(cell.indicator.indicator_set_id)
        return self.remainders.get((period.pk, cell.number)) if period else None

    def over_slots(self, unit_id: int, cell: Cell) -> Answer:
        """The sum of a flow over the slots, of what is shown; None for other kinds, or when nothing is given."""
        if kind_of(cell) != IndicatorKind.FLOW:
            return None
        return summed(self.at(unit_id, slot, cell) for slot in self.question.slots)


def figures_of(question: Question, rows: UnitRows) -> Figures:
    """The figures of these units. The number of queries does not depend on how many units, periods or cells."""
    places = places_of(question.scope, rows.keys, question.years, question.line)
    columns = _columns(question, _totals(question, rows.keys))
    shown: dict[Place, Figure] = {}
    small: set[Place] = set()
    remainders: dict[tuple[int, int], Figure] = {}
    for column in columns:
        numbers, rest = _rounded(question, rows, column)
        for unit_id, total in column.found.items():
            code = FigureAddress(unit_id, column.period.pk, question.line, column.cell.number).code
            shown[column.place(unit_id)] = _figure(total, numbers[unit_id], code)
        hidden = _small(question, rows, column)
        small |= {column.place(unit_id) for unit_id in hidden}
        if rest is not None and rest.value > 0 and not hidden and _sees_rest(question, rows, places, column):
            remainders[column.key] = rest
    return Figures(question, rows, places, shown, small, remainders)


def summed(answers: Iterable[Answer]) -> Answer:
    """The sum of what is shown in several places; withheld when one of them is, None when nothing is given."""
    found = list(answers)
    withheld = next((each for each in found if isinstance(each, Withheld)), None)
    if withheld is not None:
        return withheld
    given = [each for each in found if isinstance(each, Figure)]
    if not given:
        return None
    missing = [Qualifier.AT_LEAST] if len(given) < len(found) else []
    return Figure(
        value=sum((each.value for each in given), Fraction(0)),
        shown=sum(each.shown for each in given),
        qualifier=combine([*(each.qualifier for each in given), *missing]),
        mark=next((each.mark for each in given if each.mark != EstimateMark.EXACT), EstimateMark.EXACT),
        reported=sum(each.reported for each in given),
        expected=sum(each.expected for each in given),
        is_stale=any(each.is_stale for each in given),
        is_early=any(each.is_early for each in given),
        reasons=tuple(dict.fromkeys(reason for each in given for reason in each.reasons)),
    )


def _totals(question: Question, units: Iterable[int]) -> Mapping[Place, Total]:
    return totals(units, question.period_ids, question.cell_numbers, line=question.line, map_day=question.map_day)


@dataclass(frozen=True)
class _Column:
    """The totals of one period and cell, by unit."""

    period: ReportingPeriod
    cell: Cell
    found: Mapping[int, Total]

    @property
    def key(self) -> tuple[int, int]:
        return (self.period.pk, self.cell.number)

    @property
    def adds_up(self) -> bool:
        """Whether parts make the whole: not names or highest values, nor units that stand on another map alone."""
        later = any(TotalReason.LATER_MAP.value in total.reasons for total in self.found.values())
        return kind_of(self.cell) in ADDING and not later

    @property
    def is_whole_numbers(self) -> bool:
        return all(total.value.denominator == 1 for total in self.found.values())

    def place(self, unit_id: int) -> Place:
        return (unit_id, self.period.pk, self.cell.number)

    def value(self, unit_id: int) -> Fraction:
        total = self.found.get(unit_id)
        return total.value if total else Fraction(0)


def _columns(question: Question, found: Mapping[Place, Total]) -> list[_Column]:
    """Totals by period and cell. A stock answers for periods of other calendars too: those are not its own."""
    cells = {cell.number: cell for measure in question.measures for cell in measure.cells}
    periods = {period.pk: period for slot in question.slots for period in slot.periods.values()}
    grouped: dict[tuple[int, int], dict[int, Total]] = defaultdict(dict)
    for (unit_id, period_id, cell), total in found.items():
        if periods[period_id].indicator_set_id == cells[cell].indicator.indicator_set_id:
            grouped[period_id, cell][unit_id] = total
    return [_Column(periods[period], cells[cell], totals_) for (period, cell), totals_ in grouped.items()]


def _figure(total: Total, shown: int, code: str) -> Figure:
    return Figure(
        value=total.value,
        shown=shown,
        qualifier=Qualifier(total.qualifier),
        mark=total.mark,
        reported=total.reported,
        expected=total.expected,
        is_stale=total.fresh is not None and total.fresh < total.given,
        is_early=bool(total.estimates),
        reasons=total.reasons,
        code=code,
    )


def _rounded(question: Question, rows: UnitRows, column: _Column) -> tuple[dict[int, int], Figure | None]:
    """The number to show for each unit, and what of the whole is in none of its parts where all of them are here.

    Parts and remainder add up to the whole as shown, by largest remainder; over every page, though a page shows some.
    """
    plain = {unit_id: floor(total.value + HALF) for unit_id, total in column.found.items()}
    whole = rows.whole
    if whole is None or whole.unit_id not in column.found or not column.adds_up:
        return plain, None
    if column.is_whole_numbers:
        parts = sum((column.value(row.unit_id) for row in rows.parts), Fraction(0))
        return plain, _rest(column.value(whole.unit_id) - parts) if rows.is_complete else None
    if not rows.is_complete:
        # Rare, and only where shares divide figures: a page does not know the parts on the others.
        units = [*parts_of(question).values_list("unit_id", flat=True), whole.unit_id]
        asked = totals(units, [column.period.pk], [column.cell.number], line=question.line, map_day=question.map_day)
        column = _Column(column.period, column.cell, {unit: total for (unit, _period, _cell), total in asked.items()})
    units = [unit_id for unit_id in column.found if unit_id != whole.unit_id]
    values = [column.value(unit_id) for unit_id in units]
    rest = column.value(whole.unit_id) - sum(values, Fraction(0))
    *shown, shown_rest = round_shown([*values, rest], column.value(whole.unit_id))
    numbers = plain | {unit: number for unit, number in zip(units, shown, strict=True) if unit in plain}
    return numbers, _rest(rest, shown_rest) if rows.is_complete else None


def _rest(value: Fraction, shown: int | None = None) -> Figure:
    number = int(value) if shown is None else shown
    return Figure(value, number, Qualifier.EQ, EstimateMark.EXACT, 0, 0, is_stale=False, is_early=False, reasons=())


def _small(question: Question, rows: UnitRows, column: _Column) -> set[int]:
    """Units whose small count is not for this reader; where it is a single one, the next smallest is hidden with it.

    One hidden part would follow from the whole less the others.
    """
    indicator = column.cell.indicator
    if not indicator.is_sensitive_when_small:
        return set()
    hidden = {
        unit_id
        for unit_id, total in column.found.items()
        if is_hidden_when_small(question.scope, unit_id, question.line, indicator, total.value)
    }
    parts = {row.unit_id for row in rows.parts} & set(column.found)
    others = [unit_id for unit_id in parts - hidden if column.value(unit_id)]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda unit_id: (column.value(unit_id), unit_id)))
    return hidden


def _sees_rest(question: Question, rows: UnitRows, places: Places, column: _Column) -> bool:
    """Whether all parts may be seen, and what the offices of the whole did themselves."""
    year, day = column.period.year, question.map_day
    own = all(places.sees_own_work(whole.unit_id, year, day) for whole in rows.wholes)
    return own and all(places.sees(row.unit_id, year, day) for row in rows.parts)
