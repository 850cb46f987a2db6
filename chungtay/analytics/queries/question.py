"""A question that was asked, with everything in it looked up: who asks, units, periods, measures, line and map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chungtay.analytics.asking import Asked
from chungtay.analytics.codes import Axis, Depth, Step
from chungtay.analytics.queries.catalogue import Catalogue, Measure, catalogue
from chungtay.analytics.queries.slots import Reported, Slot, reported_periods, slots_of, slots_reported, span_of
from chungtay.core.errors import NotFound, require
from chungtay.organisations.codes import Line, Side
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import Scope, scope_of
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import names_at_last, versions_on

LINES = tuple(line for line in Line if line is not Line.STATE)


@dataclass(frozen=True)
class Question:
    """What is asked, resolved for one hat on one day.

    `asked` holds every choice, also those the page made, so that its address says the same to the next reader.
    `gone` are chosen units that do not stand on the map.
    """

    scope: Scope
    asked: Asked
    units: tuple[UnitVersion, ...]
    gone: tuple[UnitVersion, ...]
    slots: tuple[Slot, ...]
    measures: tuple[Measure, ...]
    catalogue: Catalogue = field(repr=False)
    reported: Reported = field(repr=False)

    @property
    def map_day(self) -> date:
        """The day on whose map the figures stand."""
        assert self.asked.map_day is not None
        return self.asked.map_day

    @property
    def line(self) -> Line:
        """The line that is asked."""
        assert self.asked.line is not None
        return self.asked.line

    @property
    def depth(self) -> Depth:
        """Which units stand in the table; communes have nothing below them."""
        if all(unit.level == Level.COMMUNE for unit in self.units):
            return Depth.ITSELF
        return self.asked.depth or Depth.CHILDREN

    @property
    def nested(self) -> Axis:
        """The axis that is neither that of the rows nor that of the columns."""
        return next(axis for axis in Axis if axis not in (self.asked.rows, self.asked.columns))

    @property
    def period_ids(self) -> list[int]:
        """The periods that answer it, of the indicator sets that are asked."""
        sets = {measure.set_id for measure in self.measures}
        return [period.pk for slot in self.slots for set_id, period in slot.periods.items() if set_id in sets]

    @property
    def cell_numbers(self) -> list[int]:
        """The cells that answer it."""
        return [cell.number for measure in self.measures for cell in measure.cells]

    @property
    def years(self) -> set[int]:
        """The years it is about."""
        return {slot.year for slot in self.slots}


def question_for(hat: Membership, asked: Asked, today: date) -> Question:
    """`asked`, resolved for `hat`. `NotFound` for roles that see no figures at all.

    Left open, the units are the reader's own, the line is the reader's own, and the map is that of the last period's
    last day, or of today while it runs.
    """
    scope = scope_of(hat, today)
    require(not scope.sees_nothing, NotFound())
    reported = reported_periods(today)
    step, first, last = span_of(reported, asked.step, asked.first, asked.last)
    slots = tuple(slots_reported(slots_of(step, first, last), reported))
    map_day = asked.map_day or min([today, *(slot.last_day for slot in slots[-1:])])
    units, gone = _units(scope, asked.units, map_day)
    known = catalogue()
    return Question(
        scope=scope,
        asked=asked.changed(
            units=tuple(unit.unit_id for unit in units),
            depth=asked.depth or Depth.CHILDREN,
            step=step,
            first=first,
            last=last,
            measures=tuple(measure.code for measure in known.chosen(asked.measures)),
            line=asked.line or own_line(scope),
            map_day=map_day,
        ),
        units=units,
        gone=gone,
        slots=slots,
        measures=known.chosen(asked.measures),
        catalogue=known,
        reported=reported,
    )


def own_line(scope: Scope) -> Line:
    """The line in which the reader's own figures stand; all lines for the auditor and for State bodies."""
    return Line.ALL if scope.sees_all or scope.side is Side.STATE else scope.line


def _units(scope: Scope, keys: Sequence[int], map_day: date) -> tuple[tuple[UnitVersion, ...], tuple[UnitVersion, ...]]:
    """The chosen units as they stand on the map, and those that do not; the reader's own where none is left."""
    standing = versions_on([*keys, scope.unit_id], map_day)
    chosen = tuple(standing[key] for key in keys if key in standing)
    missing = [key for key in keys if key not in standing]
    gone = tuple(names_at_last(missing).values()) if missing else ()
    if not chosen and scope.unit_id in standing:
        chosen = (standing[scope.unit_id],)
    return chosen, gone


__all__ = ["LINES", "Question", "Step", "own_line", "question_for"]
