"""The questions behind charts: the same question over other slots, or about the units below."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from chungtay.analytics.models import Target
from chungtay.analytics.queries.figures import Figures, figures_of
from chungtay.analytics.queries.question import Question
from chungtay.analytics.queries.slots import Slot, slots_of
from chungtay.analytics.queries.unit_rows import UnitRows, unit_rows

MULTIPLES_SIZE = 48


def of_chosen_units(question: Question) -> Figures:
    """The figures of the chosen units themselves."""
    return figures_of(question, UnitRows(question.units, (), None, is_complete=True))


def with_year_before(question: Question) -> tuple[Figures, Mapping[Slot, Slot]]:
    """The same with the slots of the year before; which slot stands for which."""
    slots = question.slots
    spans = [(year - 1, month) for year, month in (slots[0].months[0], slots[-1].months[-1])] if slots else []
    earlier = {slot.key: slot for slot in slots_of(slots[0].step, *spans)} if slots else {}
    before = {slot: earlier[slot.year - 1, slot.index] for slot in slots if (slot.year - 1, slot.index) in earlier}
    both = tuple(dict.fromkeys([*before.values(), *slots]))
    return of_chosen_units(replace(question, slots=both)), before


def of_years(question: Question) -> Figures:
    """The chosen units over every slot of the last year that is asked and the two before it."""
    last = question.slots[-1]
    slots = [slot for year in (2, 1, 0) for slot in slots_of(last.step, (last.year - year, 1), (last.year - year, 12))]
    return of_chosen_units(replace(question, slots=tuple(slots)))


def of_units_below(question: Question, *, cursor: str | None = None, size: int | None = None) -> Figures:
    """The units below the chosen ones, without the chosen ones themselves."""
    rows = unit_rows(question, cursor=cursor, size=size)
    return figures_of(question, replace(rows, wholes=()))


def of_units_in_last_slot(question: Question) -> Figures:
    """The same in the last slot alone."""
    return of_units_below(replace(question, slots=question.slots[-1:]))


def targets_of(units: Collection[int], year: int, cells: Collection[int]) -> dict[tuple[int, int], int]:
    """What was asked of these units for a year, by unit and cell."""
    found = Target.objects.filter(unit__in=units, year=year, cell__in=cells)
    return {(unit, cell): value for unit, cell, value in found.values_list("unit", "cell", "value")}
