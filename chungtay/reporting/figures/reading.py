"""Totals of units, periods and cells: stored rows where they stand on the map asked for, carried ones elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db import connection

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, EstimateMark, IndicatorKind, Qualifier, TotalReason
from chungtay.reporting.figures import statements
from chungtay.reporting.figures.adding import Counts, qualify
from chungtay.reporting.figures.carrying import Carrying, Way, carry
from chungtay.reporting.figures.maps import Splitting
from chungtay.reporting.figures.plan import PeriodPlan, plans_for
from chungtay.reporting.figures.sums import Place, Sum, mark_of_flow, mark_of_whole
from chungtay.reporting.models import Cell, FormVersion
from chungtay.reporting.models.indicators import BLOCK_SIZE
from chungtay.territory.models import AdministrativeUnit

_MARK_REASON = {
    EstimateMark.DEFAULT_TARGET: TotalReason.DEFAULT_TARGET,
    EstimateMark.SHARED: TotalReason.SHARED,
    EstimateMark.NOT_SPLIT: TotalReason.NOT_SPLIT,
}


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


@dataclass(frozen=True)
class Question:
    """What is asked, looked up once: plans of the periods, ways to their maps, cells by how they are totalled."""

    units: tuple[int, ...]
    plans: tuple[PeriodPlan, ...]
    cells: tuple[Cell, ...]
    line: str

    @cached_property
    def carryings(self) -> tuple[Carrying, Carrying]:
        """The ways of flows, and of what is never divided."""
        return carry(self.plans, self.units)

    def cells_of(self, kind: IndicatorKind) -> list[Cell]:
        """The cells that are totalled as `kind`; a part of a ratio as that part's own kind."""
        return [cell for cell in self.cells if kind_of(cell) == kind]


def kind_of(cell: Cell) -> IndicatorKind:
    """How a cell is totalled."""
    indicator = cell.indicator
    if cell.part == CellPart.NUMERATOR:
        return IndicatorKind(indicator.numerator_kind)
    if cell.part == CellPart.DENOMINATOR:
        return IndicatorKind(indicator.denominator_kind)
    return IndicatorKind(indicator.kind)


def totals(
    units: Iterable[int],
    periods: Iterable[int],
    cells: Iterable[int],
    *,
    line: str = Line.ALL,
    map_day: date | None = None,
) -> dict[Place, Total]:
    """Totals by (unit, period, cell) on the map of `map_day`, or of each period's last day.

    Flows add over units and months; a stock is the last accepted value of each office, carried forward at most a year
    while its unit stands; a distinct indicator counts names; parts of a ratio are totalled by their own kinds (divide
    them with `quotient`); a highest value of one event is never totalled. A place for which nothing was given is
    absent: missing is not zero. What is still pending is included. A map before a period's last day cannot divide
    what was merged since: only units that stand on both days have a total then, marked `LATER_MAP`.
    The number of statements does not depend on how many units, periods or cells are asked for; only each further map
    on which carried figures must be shown asks the ledger again.
    Source: docs/rules/figures.md
    """
    question = _question(units, _given_periods(periods), cells, line, map_day)
    if not (question.units and question.plans and question.cells):
        return {}
    sums = {**_flows(question), **_stocks(question), **_keys(question)}
    answered = _completeness(question, sums)
    standing = _standing_units(question)
    plans = {plan.period_id: plan for plan in question.plans}
    return {
        place: _total(found, *answered.get(place, (0, 0)), is_later=plans[place[1]].is_later)
        for place, found in sums.items()
        if not plans[place[1]].is_later or place[0] in standing[place[1]]
    }


def names_given(
    unit: int, period: int, cell: int, *, line: str = Line.ALL, map_day: date | None = None
) -> dict[str, int]:
    """The names that a distinct cell counts under `unit`, each with how many units gave it.

    Units are counted as they reported: two that merged since are two. Same map and same rules as `totals`.
    """
    question = _question([unit], [period], [cell], line, map_day)
    indicators = [found.indicator_id for found in question.cells_of(IndicatorKind.DISTINCT)]
    parameters = _base_parameters(question, question.plans, question.carryings[1])
    return dict(_rows(statements.NAMES, {**parameters, "indicators": indicators}))


def _given_periods(periods: Iterable[int]) -> list[int]:
    """Those of `periods` in which anybody gave anything: a year not begun, or long past, costs no more than this."""
    return [period for (period,) in _rows(statements.GIVEN, {"asked": list(set(periods))})]


def _question(
    units: Iterable[int], periods: Iterable[int], cells: Iterable[int], line: str, map_day: date | None
) -> Question:
    found = Cell.objects.filter(number__in=set(cells)).select_related("indicator").order_by("number")
    return Question(tuple(set(units)), tuple(plans_for(set(periods), map_day)), tuple(found), str(line))


def _total(found: Sum, reported: int, expected: int, *, is_later: bool) -> Total:
    counts = found.counts
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


def _flows(question: Question) -> dict[Place, Sum]:
    cells = question.cells_of(IndicatorKind.FLOW)
    stored = [plan for plan in question.plans if not plan.is_carried]
    carried = [plan for plan in question.plans if plan.is_carried]
    found: dict[Place, Sum] = {}
    if cells and stored:
        found |= _stored_flows(question, cells, stored)
    if cells and carried:
        found |= _carried_flows(question, cells, carried)
    return found


def _stored_flows(question: Question, cells: Sequence[Cell], plans: Sequence[PeriodPlan]) -> dict[Place, Sum]:
    rows = _rows(statements.STORED_FLOWS, {**_asked_sources(question, plans), **_cell_parameters(cells)})
    return {(unit, period, cell): Sum(Fraction(value), Counts(*counts)) for unit, period, cell, value, *counts in rows}


def _carried_flows(question: Question, cells: Sequence[Cell], plans: Sequence[PeriodPlan]) -> dict[Place, Sum]:
    carrying, _ = question.carryings
    rows = _rows(
        statements.CARRIED_FLOWS,
        {**_base_parameters(question, plans, carrying), **_cell_parameters(cells)},
    )
    return _added_ways(
        ((unit, period, cell), _arrived(value, counts, carrying.ways[way], mark_of_flow))
        for unit, period, way, cell, value, *counts in rows
    )


def _stocks(question: Question) -> dict[Place, Sum]:
    cells = question.cells_of(IndicatorKind.STOCK)
    if not cells:
        return {}
    _, carrying = question.carryings
    rows = _rows(
        statements.STOCKS,
        {
            **carrying.parameters,
            "asked": [plan.period_id for plan in question.plans],
            "firsts": [plan.first_day for plan in question.plans],
            "lasts": [plan.last_day for plan in question.plans],
            "asked_maps": [carrying.map_no_of_day[plan.map_day] for plan in question.plans],
            "cells": [cell.number for cell in cells],
            "line": question.line,
        },
    )
    return _added_ways(
        (
            (unit, period, cell),
            _arrived(value, counts, carrying.ways[way], mark_of_whole, as_of=as_of, fresh=fresh),
        )
        for unit, period, cell, way, value, *counts, as_of, fresh in rows
    )


def _keys(question: Question) -> dict[Place, Sum]:
    cells = {
        cell.indicator_id: cell.number
        for cell in question.cells_of(IndicatorKind.DISTINCT)
        if cell.part == CellPart.TOTAL
    }
    found: dict[Place, Sum] = {}
    for is_carried, statement in ((False, statements.STORED_KEYS), (True, statements.CARRIED_KEYS)):
        plans = [plan for plan in question.plans if plan.is_carried == is_carried]
        if not cells or not plans:
            continue
        parameters = (
            _base_parameters(question, plans, question.carryings[1]) if is_carried else _asked_sources(question, plans)
        )
        for unit, period, indicator, names, given, splitting in _rows(
            statement, {**parameters, "indicators": list(cells)}
        ):
            mark = mark_of_whole(Splitting(splitting))
            found[unit, period, cells[indicator]] = Sum(Fraction(names), Counts(given=given), mark)
    return found


def _completeness(question: Question, sums: Mapping[Place, Sum]) -> dict[Place, tuple[int, int]]:
    """n of N for each place that has a sum; cells that stand in the same forms are counted once."""
    if not sums:
        return {}
    kinds = _cells_by_forms(question.cells)
    carrying, _ = question.carryings
    pairs = [(number, form) for number, forms in enumerate(kinds) for form in forms]
    rows = _rows(
        statements.COMPLETENESS,
        {
            **_base_parameters(question, question.plans, carrying),
            "kind_nos": [number for number, _ in pairs],
            "forms": [form for _, form in pairs],
        },
    )
    cells_of_kind = list(kinds.values())
    return {
        (unit, period, cell): (reported, expected)
        for unit, period, kind_no, reported, expected in rows
        for cell in cells_of_kind[kind_no]
    }


def _cells_by_forms(cells: Sequence[Cell]) -> dict[frozenset[int], list[int]]:
    asked = {cell.number for cell in cells}
    forms: dict[int, set[int]] = defaultdict(set)
    versions = FormVersion.objects.filter(cells__overlap=list(asked)).values_list("id", "cells")
    for version, numbers in versions:
        for number in asked.intersection(numbers):
            forms[number].add(version)
    grouped: dict[frozenset[int], list[int]] = defaultdict(list)
    for number, where in forms.items():
        grouped[frozenset(where)].append(number)
    return grouped


def _standing_units(question: Question) -> dict[int, set[int]]:
    """For periods after the chosen map: the asked units that stand both on that map and on the period's last day."""
    later = [plan for plan in question.plans if plan.is_later]
    if not later:
        return {}
    validities = dict(AdministrativeUnit.objects.filter(id__in=question.units).values_list("id", "validity"))
    return {
        plan.period_id: {
            unit for unit, validity in validities.items() if plan.asked_day in validity and plan.last_day in validity
        }
        for plan in later
    }


def _arrived(
    value: int, counts: Sequence[int], way: Way, mark_of: Callable[[Splitting], EstimateMark], **stock: Any
) -> Sum:
    """What arrives by one way. Without a share nothing does, but the mark: a part of it might have."""
    share, splitting = way
    if not share:
        return Sum(Fraction(0), Counts(), mark_of(splitting), fresh=0 if stock else None)
    return Sum(value * share, Counts(*counts), mark_of(splitting), **stock)


def _added_ways(arrivals: Iterable[tuple[Place, Sum]]) -> dict[Place, Sum]:
    found: dict[Place, Sum] = {}
    for place, arrived in arrivals:
        found[place] = found[place] + arrived if place in found else arrived
    return {place: total for place, total in found.items() if total.counts.given}


def _asked_sources(question: Question, plans: Sequence[PeriodPlan]) -> dict[str, Any]:
    pairs = [(plan.period_id, source) for plan in plans for source in plan.source_ids]
    return {
        "units": list(question.units),
        "line": question.line,
        "asked": [asked for asked, _ in pairs],
        "sources": [source for _, source in pairs],
    }


def _base_parameters(question: Question, plans: Collection[PeriodPlan], carrying: Carrying) -> dict[str, Any]:
    triples = [(plan.period_id, base, carrying.map_no_of_day[plan.map_day]) for plan in plans for base in plan.base_ids]
    return {
        **carrying.parameters,
        "line": question.line,
        "asked": [asked for asked, _, _ in triples],
        "sources": [base for _, base, _ in triples],
        "asked_maps": [map_no for _, _, map_no in triples],
    }


def _cell_parameters(cells: Sequence[Cell]) -> dict[str, Any]:
    return {
        "cells": [cell.number for cell in cells],
        "blocks": [cell.number // BLOCK_SIZE for cell in cells],
        # PostgreSQL counts the places of an array from 1.
        "places": [cell.number % BLOCK_SIZE + 1 for cell in cells],
    }


def _rows(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
