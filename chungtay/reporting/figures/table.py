"""The answer to a question: totals by place, made one by one when they are asked for.

A question of a province's communes by sixty indicators is tens of thousands of totals, of which a page shows some
hundred. The arrays of the stored rows are kept as they came; a figure is added up when somebody looks at it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from chungtay.reporting.codes import EstimateMark, IndicatorKind, Qualifier, TotalReason
from chungtay.reporting.figures.adding import qualify
from chungtay.reporting.figures.completeness import Reported
from chungtay.reporting.figures.frame import PlacedCell
from chungtay.reporting.figures.maps import ITSELF, Way
from chungtay.reporting.figures.statements import ARRAYS
from chungtay.reporting.figures.sums import Place, Sum, arrived_by, mark_of_flow

_MARK_REASON = {
    EstimateMark.DEFAULT_TARGET: TotalReason.DEFAULT_TARGET,
    EstimateMark.SHARED: TotalReason.SHARED,
    EstimateMark.NOT_SPLIT: TotalReason.NOT_SPLIT,
}
# The arrays of one stored row in the order of `statements.ARRAYS`, cut; NULL where no place has any.
Arrays = Sequence[Sequence[int] | None]


@dataclass(frozen=True, slots=True)
class Total:
    """The figure of one unit, period and cell.

    `value` is exact, in the integers of the indicator's scale that versions hold (a fraction only after division by
    shares). `reported` of `expected` is n of N: tasks with an accepted report on a line of its own; on the line `all`
    units all of whose tasks are accepted. `given` counts the submissions that gave the cell (for distinct: how often
    names were given), `gt` to `at_most` those among them that stated it so, `width` the sum of the widths of ranges.
    `mark` and `reasons` (codes of `TotalReason`) say why it is not simply exact. `as_of` is the last day of the
    newest value of a stock and `fresh` how many of `given` were stated inside the period itself.
    """

    value: Fraction
    qualifier: Qualifier
    reported: int
    expected: int
    given: int
    gt: int = 0
    lt: int = 0
    approx: int = 0
    at_least: int = 0
    up_to: int = 0
    estimates: int = 0
    at_most: int = 0
    width: int = 0
    mark: EstimateMark = EstimateMark.EXACT
    reasons: tuple[str, ...] = ()
    as_of: date | None = None
    fresh: int | None = None


class Part(NamedTuple):
    """What arrives at a place by one way: the arrays of each block, and those that are taken out of them again."""

    way: Way
    blocks: dict[int, list[Arrays]]
    taken_out: dict[int, list[Arrays]]


class TableRow(NamedTuple):
    """One unit and period of an answer; `values` in the order of the asked cells, None where nothing was given.

    A value is an int where the figure is whole in the scale of its indicator, a Fraction only after division by shares.
    """

    unit: int
    period: int
    values: Sequence[int | Fraction | None]


@dataclass(eq=False)
class TotalTable(Mapping[Place, Total]):
    """Totals by (unit, period, cell); a place for which nothing was given is absent. What was looked at is kept.

    `lows` says with which place the arrays of each block begin, `flows` holds the flows' parts, `sums` all other kinds,
    `ask_reported` asks n of N once somebody looks; `later` are the periods that lie after the map shown.
    """

    cells: Sequence[PlacedCell]
    lows: Mapping[int, int]
    flows: Mapping[tuple[int, int], Sequence[Part]]
    sums: Mapping[Place, Sum]
    ask_reported: Callable[[], Reported]
    later: frozenset[int]
    _made: dict[Place, Total | None] = field(default_factory=dict)

    @cached_property
    def _flow_cells(self) -> dict[int, tuple[int, int]]:
        """Block and place in the cut arrays of each flow."""
        return {
            cell.number: (cell.block, cell.place - self.lows[cell.block])
            for cell in self.cells
            if cell.kind == IndicatorKind.FLOW
        }

    def __getitem__(self, place: Place) -> Total:
        """The total of a place. Raises KeyError where nothing was given."""
        if place not in self._made:
            found = self.sums.get(place) or self._flow(place)
            self._made[place] = self._total(place, found) if found else None
        total = self._made[place]
        if total is None:
            raise KeyError(place)
        return total

    def __iter__(self) -> Iterator[Place]:
        """Places that have a total: flows first, unit by unit."""
        for row in self.rows():
            for cell, value in zip(self.cells, row.values, strict=True):
                if value is not None:
                    yield row.unit, row.period, cell.number

    def __len__(self) -> int:
        """How many places have a total."""
        return sum(1 for _ in self)

    @cached_property
    def _reported(self) -> Reported:
        return self.ask_reported()

    def rows(self) -> Iterator[TableRow]:
        """Exact values alone, a unit and period at a time: for tables and drawings of thousands of figures."""
        positions = {cell.number: position for position, cell in enumerate(self.cells)}
        others: dict[tuple[int, int], list[tuple[int, Fraction]]] = defaultdict(list)
        for (unit, period, cell), found in self.sums.items():
            others[unit, period].append((positions[cell], found.value))
        for unit, period in dict.fromkeys((*self.flows, *others)):
            values = self._flow_values(self.flows.get((unit, period), ()))
            for position, value in others.get((unit, period), ()):
                values[position] = value
            yield TableRow(unit, period, values)

    @cached_property
    def _flow_positions(self) -> dict[int, list[tuple[int, int]]]:
        """By block: where each flow stands among the asked cells, and its place in the cut arrays."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for position, cell in enumerate(self.cells):
            if cell.kind == IndicatorKind.FLOW:
                found[cell.block].append((position, cell.place - self.lows[cell.block]))
        return found

    def _flow_values(self, parts: Sequence[Part]) -> list[int | Fraction | None]:
        values: list[int | Fraction | None] = [None] * len(self.cells)
        for part in parts:
            share = None if part.way == ITSELF else part.way.share
            for block, rows in part.blocks.items() if part.way.share else ():
                sums, given = (_added(rows, part.taken_out.get(block, ()), array) for array in (0, 1))
                for position, place in self._flow_positions[block]:
                    if place < len(given) and given[place]:
                        value = sums[place] if share is None else sums[place] * share
                        before = values[position]
                        values[position] = value if before is None else before + value
        return values

    def _flow(self, place: Place) -> Sum | None:
        unit, period, cell = place
        if cell not in self._flow_cells:
            return None
        block, index = self._flow_cells[cell]
        found: Sum | None = None
        for part in self.flows.get((unit, period), ()):
            value, *counts = (
                _at(part.blocks.get(block, ()), array, index) - _at(part.taken_out.get(block, ()), array, index)
                for array in range(len(ARRAYS))
            )
            if counts[0]:
                arrived = arrived_by(part.way, value, counts, mark_of_flow)
                found = arrived if found is None else found + arrived
        return found if found and found.counts.given else None

    def _total(self, place: Place, found: Sum) -> Total:
        unit, period, cell = place
        counts, is_later = found.counts, period in self.later
        reported, expected = self._reported.of(unit, period, cell)
        qualifier, reasons = qualify(counts, missing=expected - reported)
        mark = EstimateMark.NOT_SPLIT if is_later and found.mark == EstimateMark.EXACT else found.mark
        if is_later:
            reasons += (TotalReason.LATER_MAP.value,)
        elif mark != EstimateMark.EXACT:
            reasons += (_MARK_REASON[mark].value,)
        return Total(
            value=found.value,
            qualifier=qualifier,
            reported=reported,
            expected=expected,
            given=counts.given,
            gt=counts.gt,
            lt=counts.lt,
            approx=counts.approx,
            at_least=counts.at_least,
            up_to=counts.up_to,
            estimates=counts.estimates,
            at_most=counts.at_most,
            width=counts.width,
            mark=mark,
            reasons=reasons,
            as_of=found.as_of,
            fresh=found.fresh,
        )


def _added(rows: Sequence[Arrays], taken_out: Sequence[Arrays], array: int) -> Sequence[int]:
    """The rows added place by place, less those taken out; a missing place is zero."""
    columns = [column for row in rows if (column := row[array])]
    if len(columns) != 1:
        columns = [[sum(numbers) for numbers in zip_longest(*columns, fillvalue=0)]]
    (added,) = columns
    if less := [column for row in taken_out if (column := row[array])]:
        return [number - sum(others) for number, *others in zip_longest(added, *less, fillvalue=0)]
    return added


def _at(rows: Sequence[Arrays], array: int, index: int) -> int:
    return sum(column[index] for row in rows if (column := row[array]) and index < len(column))
