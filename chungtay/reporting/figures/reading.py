"""Totals of units, periods and cells: stored rows where they stand on the map asked for, carried ones elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, IndicatorKind
from chungtay.reporting.figures import statements
from chungtay.reporting.figures.adding import Counts
from chungtay.reporting.figures.frame import Frame, PlacedCell, answered, kind_of_part
from chungtay.reporting.figures.ledger import Term
from chungtay.reporting.figures.maps import ITSELF, Splitting, Way
from chungtay.reporting.figures.plan import PeriodPlan, plans_for
from chungtay.reporting.figures.sums import Place, Sum, arrived_by, mark_of_whole
from chungtay.reporting.figures.table import Arrays, Part, Total, TotalTable
from chungtay.reporting.models import Cell
from chungtay.territory.models import UnitAncestor

__all__ = ["Total", "TotalTable", "kind_of", "names_given", "totals"]


@dataclass(frozen=True)
class Question:
    """What is asked, looked up once in the frame: plans of the periods, cells by how they are totalled."""

    frame: Frame
    units: tuple[int, ...]
    plans: tuple[PeriodPlan, ...]
    cells: tuple[PlacedCell, ...]
    line: str

    def cells_of(self, kind: IndicatorKind) -> list[PlacedCell]:
        """The cells that are totalled as `kind`."""
        return [cell for cell in self.cells if cell.kind == kind]

    def terms(self, *, is_divided: bool) -> Iterator[tuple[int, PeriodPlan, Term]]:
        """The stored rows that each asked unit is made of in each period."""
        for plan in self.plans:
            for unit in self.units:
                if not plan.is_carried:
                    yield unit, plan, Term(unit, True, ITSELF)
                    continue
                for term in self.frame.ledger.terms(unit, plan.last_day, plan.map_day, is_divided=is_divided):
                    yield unit, plan, term

    @cached_property
    def later(self) -> frozenset[int]:
        """The periods that lie after the map that was chosen."""
        return frozenset(plan.period_id for plan in self.plans if plan.is_later)


def kind_of(cell: Cell) -> IndicatorKind:
    """How a cell is totalled."""
    indicator = cell.indicator
    return kind_of_part(cell.part, indicator.kind, indicator.numerator_kind, indicator.denominator_kind)


def totals(
    units: Iterable[int],
    periods: Iterable[int],
    cells: Iterable[int],
    *,
    line: str = Line.ALL,
    map_day: date | None = None,
) -> TotalTable:
    """Totals by (unit, period, cell) on the map of `map_day`, or of each period's last day.

    Flows add over units and months; a stock is the last accepted value of each office, carried forward at most a year
    while its unit stands; a distinct indicator counts names; parts of a ratio are totalled by their own kinds (divide
    them with `quotient`); a highest value of one event is never totalled. A place for which nothing was given is
    absent: missing is not zero. What is still pending is included. A map before a period's last day cannot divide
    what was merged since: only units that stand on both days have a total then, marked `LATER_MAP`.
    The number of statements does not depend on how many units, periods or cells are asked for.
    Source: docs/rules/figures.md
    """
    asked_units, asked_periods, asked_cells = dict.fromkeys(units), dict.fromkeys(periods), dict.fromkeys(cells)
    return answered(
        lambda frame: _table(
            Question(
                frame,
                tuple(asked_units),
                tuple(plans_for(frame, asked_periods, map_day)),
                tuple(frame.cells[number] for number in asked_cells if number in frame.cells),
                str(line),
            )
        )
    )


def names_given(
    unit: int, period: int, cell: int, *, line: str = Line.ALL, map_day: date | None = None
) -> dict[str, int]:
    """The names that a distinct cell counts under `unit`, each with how many units gave it.

    Units are counted as they reported: two that merged since are two. Same map and same rules as `totals`.
    """

    def ask(frame: Frame) -> dict[str, int]:
        placed = frame.cells.get(cell)
        plans = plans_for(frame, [period], map_day)
        if placed is None or placed.kind != IndicatorKind.DISTINCT or not plans:
            frame.require_current()
            return {}
        pairs = [
            (source, base, False) for source in _units_reporting(frame, unit, plans[0]) for base in plans[0].source_ids
        ]
        parameters = {**_wanted(pairs), "line": str(line), "indicators": [placed.indicator_id]}
        return dict(frame.rows(statements.NAMES, parameters))

    return answered(ask)


def _units_reporting(frame: Frame, unit: int, plan: PeriodPlan) -> Collection[int]:
    """The units whose undivided figures stand under `unit` on the map shown."""
    if plan.is_carried:
        ways = frame.ledger.arrivals(unit, plan.map_day, is_divided=False)
        return [source for source, way in ways.items() if way.share]
    found = UnitAncestor.objects.filter(ancestor=unit, validity__contains=plan.map_day)
    return list(found.values_list("unit", flat=True))


def _table(question: Question) -> TotalTable:
    flows = _flows(question)
    sums = {**_stocks(question), **_keys(question)}
    standing = _standing(question)
    kinds = _cells_by_forms(question.cells)
    is_answered = bool(flows or sums)
    if not is_answered:
        # Perhaps no statement was needed at all, because the frame knew of no such period or cell.
        question.frame.require_current()
    return TotalTable(
        cells=question.cells,
        lows=_lows(question.cells_of(IndicatorKind.FLOW)),
        flows={place: parts for place, parts in flows.items() if standing is None or place in standing},
        sums={place: found for place, found in sums.items() if standing is None or place[:2] in standing},
        answered=_completeness(question, list(kinds)) if is_answered else {},
        kind_of_cell={cell: number for number, cells in enumerate(kinds.values()) for cell in cells},
        later=question.later,
    )


def _lows(cells: Iterable[PlacedCell]) -> dict[int, int]:
    """The first asked place of each block."""
    lows: dict[int, int] = {}
    for cell in cells:
        lows[cell.block] = min(cell.place, lows.get(cell.block, cell.place))
    return lows


def _flows(question: Question) -> dict[tuple[int, int], list[Part]]:
    cells = question.cells_of(IndicatorKind.FLOW)
    terms = list(question.terms(is_divided=True)) if cells else []
    if not terms:
        return {}
    stored = _stored_flows(question, cells, terms)
    parts: dict[tuple[int, int], dict[Way, Part]] = {}
    for unit, plan, term in terms:
        for source in plan.source_ids:
            for is_own, block, arrays in stored.get((term.unit, source), ()):
                if is_own or term.is_whole:
                    ways = parts.setdefault((unit, plan.period_id), {})
                    part = ways.setdefault(term.way, Part(term.way, defaultdict(list), defaultdict(list)))
                    (part.blocks if term.sign > 0 else part.taken_out)[block].append(arrays)
    return {place: list(ways.values()) for place, ways in parts.items()}


def _stored_flows(
    question: Question, cells: Sequence[PlacedCell], terms: Sequence[tuple[int, PeriodPlan, Term]]
) -> dict[tuple[int, int], list[tuple[bool, int, Arrays]]]:
    """Array rows by unit and period, cut to what is asked."""
    lows = _lows(cells)
    highs = {block: max(cell.place for cell in cells if cell.block == block) for block in lows}
    parameters = {
        **_wanted((term.unit, source, term.is_whole) for _, plan, term in terms for source in plan.source_ids),
        "line": question.line,
        "blocks": list(lows),
        # PostgreSQL counts the places of an array from 1.
        "lows": [low + 1 for low in lows.values()],
        "highs": [highs[block] + 1 for block in lows],
    }
    found: dict[tuple[int, int], list[tuple[bool, int, Arrays]]] = defaultdict(list)
    for unit, period, is_own, block, *arrays in question.frame.rows(statements.FLOWS, parameters):
        found[unit, period].append((is_own, block, arrays))
    return found


def _wanted(rows: Iterable[tuple[int, int, bool]]) -> dict[str, list[Any]]:
    """Each stored row once: whole where anybody wants it whole."""
    wanted: dict[tuple[int, int], bool] = {}
    for unit, period, is_whole in rows:
        wanted[unit, period] = is_whole or wanted.get((unit, period), False)
    return {
        "units": [unit for unit, _ in wanted],
        "periods": [period for _, period in wanted],
        "wholes": list(wanted.values()),
    }


def _stocks(question: Question) -> dict[Place, Sum]:
    cells = question.cells_of(IndicatorKind.STOCK)
    if not (cells and question.units and question.plans):
        return {}
    ways: dict[Way, int] = {ITSELF: 0}
    reach = [
        (plan.period_id, unit, source, ways.setdefault(way, len(ways)))
        for plan in question.plans
        if plan.is_carried
        for unit in question.units
        for source, way in question.frame.ledger.arrivals(unit, plan.map_day, is_divided=False).items()
        # A stock is carried forward while its unit stands: to the period's last day, then to the map.
        if plan.last_day in question.frame.ledger.units[source]
    ]
    rows = question.frame.rows(
        statements.STOCKS,
        {
            "units": list(question.units),
            "asked_periods": [plan.period_id for plan in question.plans],
            "firsts": [plan.first_day for plan in question.plans],
            "lasts": [plan.last_day for plan in question.plans],
            "are_carried": [plan.is_carried for plan in question.plans],
            "reach_periods": [period for period, _, _, _ in reach],
            "reach_to": [unit for _, unit, _, _ in reach],
            "reach_from": [source for _, _, source, _ in reach],
            "reach_ways": [way for _, _, _, way in reach],
            "cells": [cell.number for cell in cells],
            "line": question.line,
        },
    )
    way_of = list(ways)
    return _added_ways(
        ((unit, period, cell), arrived_by(way_of[way], value, counts, mark_of_whole, as_of=as_of, fresh=fresh))
        for unit, period, cell, way, value, *counts, as_of, fresh in rows
    )


def _added_ways(arrivals: Iterable[tuple[Place, Sum]]) -> dict[Place, Sum]:
    found: dict[Place, Sum] = {}
    for place, arrived in arrivals:
        found[place] = found[place] + arrived if place in found else arrived
    return {place: total for place, total in found.items() if total.counts.given}


def _keys(question: Question) -> dict[Place, Sum]:
    cells = {
        cell.indicator_id: cell.number
        for cell in question.cells_of(IndicatorKind.DISTINCT)
        if cell.part == CellPart.TOTAL
    }
    terms = list(question.terms(is_divided=False)) if cells else []
    if not terms:
        return {}
    rows = [(unit, plan.period_id, term, source) for unit, plan, term in terms for source in plan.source_ids]
    parameters = {
        **_wanted((term.unit, source, term.is_whole) for _, _, term, source in rows),
        "line": question.line,
        "indicators": list(cells),
        "askeds": [unit for unit, _, _, _ in rows],
        "asked_periods": [period for _, period, _, _ in rows],
        "term_units": [term.unit for _, _, term, _ in rows],
        "term_periods": [source for _, _, _, source in rows],
        "are_here": [bool(term.way.share) for _, _, term, _ in rows],
        "splittings": [int(term.way.splitting) for _, _, term, _ in rows],
    }
    return {
        (unit, period, cells[indicator]): Sum(Fraction(names), Counts(given=given), mark_of_whole(Splitting(splitting)))
        for unit, period, indicator, names, given, splitting in question.frame.rows(statements.KEYS, parameters)
    }


def _cells_by_forms(cells: Sequence[PlacedCell]) -> dict[frozenset[int], list[int]]:
    """Cells that stand in the same versions of forms have the same n of N."""
    grouped: dict[frozenset[int], list[int]] = defaultdict(list)
    for cell in cells:
        grouped[cell.forms].append(cell.number)
    return grouped


# n of N by unit, period and the number of a cell's forms
Answered = dict[tuple[int, int, int], tuple[int, int]]
Asked = tuple[int, PeriodPlan, Term]


def _completeness(question: Question, kinds: Sequence[frozenset[int]]) -> Answered:
    """n of N of every asked place, by the number of the cells' forms in `kinds`."""
    pairs = [(number, form) for number, forms in enumerate(kinds) for form in forms]
    parameters = {
        "line": question.line,
        "kind_nos": [number for number, _ in pairs],
        "forms": [form for _, form in pairs],
    }
    asked = [row for row in question.terms(is_divided=True) if row[2].way.share]
    return {
        **_of_stored_periods(question, [row for row in asked if len(row[1].source_ids) == 1], parameters),
        **_of_parts(question, [row for row in asked if len(row[1].source_ids) > 1], parameters),
    }


def _of_stored_periods(question: Question, asked: Sequence[Asked], parameters: Mapping[str, Any]) -> Answered:
    if not asked:
        return {}
    wanted = _wanted((term.unit, plan.source_ids[0], term.is_whole) for _, plan, term in asked)
    stored: dict[tuple[int, int], list[tuple[bool, int, int, int]]] = defaultdict(list)
    for unit, period, *row in question.frame.rows(statements.COMPLETENESS, {**parameters, **wanted}):
        stored[unit, period].append(tuple(row))
    found: Answered = {}
    for unit, plan, term in asked:
        for is_own, number, reported, expected in stored.get((term.unit, plan.source_ids[0]), ()):
            if is_own or term.is_whole:
                key = (unit, plan.period_id, number)
                before = found.get(key, (0, 0))
                found[key] = (before[0] + term.sign * reported, before[1] + term.sign * expected)
    return found


def _of_parts(question: Question, asked: Sequence[Asked], parameters: Mapping[str, Any]) -> Answered:
    if not asked:
        return {}
    plans = {plan.period_id: plan for _, plan, _ in asked}
    sources = [(plan.period_id, source, plan.last_day) for plan in plans.values() for source in plan.source_ids]
    rows = question.frame.rows(
        statements.COMPLETENESS_OF_PARTS,
        {
            **parameters,
            "asked_periods": [period for period, _, _ in sources],
            "sources": [source for _, source, _ in sources],
            "lasts": [last for _, _, last in sources],
            "askeds": [unit for unit, _, _ in asked],
            "term_asked": [plan.period_id for _, plan, _ in asked],
            "term_units": [term.unit for _, _, term in asked],
            "term_wholes": [term.is_whole for _, _, term in asked],
            "term_signs": [term.sign for _, _, term in asked],
        },
    )
    return {(unit, period, number): (reported, expected) for unit, period, number, reported, expected in rows}


def _standing(question: Question) -> set[tuple[int, int]] | None:
    """The places that are shown where a period lies after the chosen map: units that stand on both days.

    None when no period does, and every place is shown.
    """
    if not question.later:
        return None
    days = question.frame.ledger.units
    return {
        (unit, plan.period_id)
        for plan in question.plans
        for unit in question.units
        if not plan.is_later or (unit in days and plan.asked_day in days[unit] and plan.last_day in days[unit])
    }
