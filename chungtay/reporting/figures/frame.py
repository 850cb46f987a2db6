"""What every question stands on: cells, forms, periods and the ledger, kept in memory while none of them changes.

A stamp in the database changes with any of them. Each statement of the readers brings the stamp along, so that an
answer made from an older frame is never given: it is asked again from the new one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar

from chungtay.reporting.codes import CellPart, Grain, IndicatorKind
from chungtay.reporting.figures.ledger import Ledger
from chungtay.reporting.figures.rows import rows_of
from chungtay.reporting.models.indicators import BLOCK_SIZE
from chungtay.territory.codes import EventKind

Answer = TypeVar("Answer")

# A new name, kind or code moves no figure, nor does a unit that nobody had before.
_LEAVES_THE_MAP = [kind.value for kind in (EventKind.CREATE, EventKind.RENAME, EventKind.RETYPE, EventKind.RECODE)]

_STAMP = "SELECT stamp FROM reporting_framestamp"
_CELLS = """
    SELECT c.number, c.part, c.indicator_id, i.kind, i.numerator_kind, i.denominator_kind
    FROM reporting_cell c JOIN reporting_indicator i ON i.id = c.indicator_id"""
_FORMS = "SELECT id, cells FROM reporting_formversion"
_PERIODS = """
    SELECT p.id, p.indicator_set_id, p.grain, lower(p.window), upper(p.window) - 1, EXISTS (
        SELECT 1 FROM reporting_indicatorsetgrain g
        WHERE g.indicator_set_id = p.indicator_set_id AND g.grain = p.grain AND g.validity @> (upper(p.window) - 1)
    )
    FROM reporting_reportingperiod p ORDER BY p.indicator_set_id, p.window"""
_CHANGE_DAYS = """
    SELECT DISTINCT effective_on FROM territory_unitevent
    WHERE voided_at IS NULL AND kind <> ALL(%(kinds)s::text[]) ORDER BY effective_on"""


@cache
def _stamped(statement: str) -> str:
    """The rows of a statement, each with the stamp before it; one row with the stamp alone where there are none."""
    return f"SELECT f.stamp, x.* FROM (SELECT ({_STAMP}) AS stamp) f LEFT JOIN ({statement}) x ON true"


class FrameChanged(Exception):
    """The frame that an answer was to be made from is not the one in the database."""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell, how it is totalled, where it stands in the arrays, and in which versions of forms.

    `block` is that of its totals, `place` its place in the arrays of the block, from 0.
    """

    number: int
    block: int
    place: int
    kind: IndicatorKind
    part: str
    indicator_id: int
    forms: frozenset[int]


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its days, and its parts at the base grain of their own last day (`base_ids`)."""

    period_id: int
    grain: str
    first_day: date
    last_day: date
    base_ids: tuple[int, ...]


@dataclass
class Frame:
    """One state of the frame. The ledger is read when a figure first has to be carried to another map."""

    stamp: int | None
    cells: Mapping[int, PlacedCell]
    spans: Mapping[int, Span]
    change_days: Sequence[date]
    _ledger: list[Ledger] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        """The ways to any map."""
        if not self._ledger:
            found = Ledger.load()
            self.require_current()
            self._ledger.append(found)
        return self._ledger[0]

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Rows of a reader's statement, whose first column is never NULL. Raises FrameChanged."""
        found = rows_of(_stamped(statement), parameters)
        if found[0][0] != self.stamp:
            raise FrameChanged()
        return [] if len(found) == 1 and found[0][1] is None else [row[1:] for row in found]

    def require_current(self) -> None:
        """Raise FrameChanged unless this is the frame that the database has now."""
        if current_stamp() != self.stamp:
            raise FrameChanged()

    def has_change(self, after: date, until: date) -> bool:
        """Whether the map of `until` may differ from that of `after`."""
        return bisect_right(self.change_days, after) < bisect_right(self.change_days, until)


class _Kept:
    """The newest frame of this process. Whoever finds it outdated replaces it: a frame is never changed in place."""

    frame: Frame | None = None


def answered(ask: Callable[[Frame], Answer]) -> Answer:
    """What `ask` answers from the frame as it is; asked again when the frame was changed meanwhile."""
    while True:
        try:
            frame = _Kept.frame or _load()
            answer = ask(frame)
        except FrameChanged:
            _Kept.frame = None
            continue
        # A database without a stamp has no ledger yet; what is seen of it is not worth keeping.
        if frame.stamp is not None:
            _Kept.frame = frame
        return answer


def looked_up(ask: Callable[[Frame], Answer]) -> Answer:
    """The same for what needs the frame alone, and no statement that would tell of a change."""

    def ask_of_current(frame: Frame) -> Answer:
        frame.require_current()
        return ask(frame)

    return answered(ask_of_current)


def _load() -> Frame:
    """The frame of this moment. Raises FrameChanged when it changed while it was read."""
    stamp = current_stamp()
    frame = Frame(stamp, _cells(), _spans(), [day for (day,) in rows_of(_CHANGE_DAYS, {"kinds": _LEAVES_THE_MAP})])
    frame.require_current()
    return frame


def current_stamp() -> int | None:
    """The number that changes with any change of cells, forms, periods or the ledger; None before there are any."""
    found = rows_of(_STAMP)
    return found[0][0] if found else None


def _cells() -> dict[int, PlacedCell]:
    forms: dict[int, set[int]] = defaultdict(set)
    for version, numbers in rows_of(_FORMS):
        for number in numbers:
            forms[number].add(version)
    return {
        number: PlacedCell(
            number,
            number // BLOCK_SIZE,
            number % BLOCK_SIZE,
            kind_of_part(part, kind, numerator_kind, denominator_kind),
            part,
            indicator,
            frozenset(forms[number]),
        )
        for number, part, indicator, kind, numerator_kind, denominator_kind in rows_of(_CELLS)
    }


def kind_of_part(part: str, kind: str, numerator_kind: str, denominator_kind: str) -> IndicatorKind:
    """How a cell is totalled: a part of a ratio as that part's own kind."""
    kinds = {CellPart.NUMERATOR.value: numerator_kind, CellPart.DENOMINATOR.value: denominator_kind}
    return IndicatorKind(kinds.get(part, kind))


def _spans() -> dict[int, Span]:
    rows = rows_of(_PERIODS)
    bases: dict[int, list[tuple[date, date, int]]] = defaultdict(list)
    for period, indicator_set, _, first, last, is_base in rows:
        if is_base:
            bases[indicator_set].append((first, last, period))
    return {
        period: Span(period, grain, first, last, _inside(bases[indicator_set], first, last))
        for period, indicator_set, grain, first, last, _ in rows
    }


def _inside(bases: Sequence[tuple[date, date, int]], first: date, last: date) -> tuple[int, ...]:
    begin = bisect_left(bases, (first, date.min, 0))
    end = bisect_left(bases, (last, date.max, 0))
    return tuple(period for _, ended, period in bases[begin:end] if ended <= last)


def has_own_row(span: Span) -> bool:
    """Whether totals of the period are stored, and need not be added from its parts."""
    return span.period_id in span.base_ids or span.grain == Grain.YEAR
