"""Totals of units, periods and cells: stored rows where they stand on the map asked for, carried ones elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, IndicatorKind
from chungtay.reporting.figures import statements
from chungtay.reporting.figures.adding import Counts
from chungtay.reporting.figures.completeness import Reported, reported
from chungtay.reporting.figures.frame import Frame, answered, kind_of_part
from chungtay.reporting.figures.ledger import Term
from chungtay.reporting.figures.maps import ITSELF, Splitting, Way
from chungtay.reporting.figures.plan import PeriodPlan, plans_for
from chungtay.reporting.figures.question import Question, wanted
from chungtay.reporting.figures.sums import Place, Sum, arrived_by, mark_of_whole
from chungtay.reporting.figures.table import Arrays, Part, Total, TotalTable
from chungtay.reporting.models import Cell
from chungtay.territory.models import UnitAncestor

__all__ = ["Total", "TotalTable", "kind_of", "names_given", "totals"]


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

    def question(frame: Frame) -> Question:
        return Question.of(frame, asked_units, asked_periods, asked_cells, line=line, map_day=map_day)

    # Most tables are read for their values alone: who reported is asked when somebody looks.
    return answered(lambda frame: _table(question(frame), lambda: answered(lambda now: reported(question(now)))))


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
        parameters = {**wanted(pairs), "line": str(line), "indicators": [placed.indicator_id]}
        return dict(frame.rows(statements.NAMES, parameters))

    return answered(ask)


def _units_reporting(frame: Frame, unit: int, plan: PeriodPlan) -> Collection[int]:
    """The units whose undivided figures stand under `unit` on the map shown."""
    if plan.is_carried:
        ways = frame.ledger.arrivals(unit, plan.map_day, is_divided=False)
        return [source for source, way in ways.items() if way.share]
    found = UnitAncestor.objects.filter(ancestor=unit, validity__contains=plan.map_day)
    return list(found.values_list("unit", flat=True))


def _table(question: Question, ask_reported: Callable[[], Reported]) -> TotalTable:
    flows = _flows(question)
    sums = {**_stocks(question), **_keys(question)}
    standing = question.standing
    if not (flows or sums):
        # Perhaps no statement was needed at all, because the frame knew of no such period or cell.
        question.frame.require_current()
    return TotalTable(
        cells=question.cells,
        lows={block: low for block, (low, _high) in question.flow_extents.items()},
        flows={place: parts for place, parts in flows.items() if standing is None or place in standing},
        sums={place: found for place, found in sums.items() if standing is None or place[:2] in standing},
        ask_reported=ask_reported,
        later=question.later,
    )


def _flows(question: Question) -> dict[tuple[int, int], list[Part]]:
    terms = list(question.terms(is_divided=True)) if question.flow_extents else []
    if not terms:
        return {}
    stored = _stored_flows(question, terms)
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
    question: Question, terms: Sequence[tuple[int, PeriodPlan, Term]]
) -> dict[tuple[int, int], list[tuple[bool, int, Arrays]]]:
    """Array rows by unit and period, cut to what is asked."""
    extents = question.flow_extents
    parameters = {
        **wanted((term.unit, source, term.is_whole) for _, plan, term in terms for source in plan.source_ids),
        "line": question.line,
        "blocks": list(extents),
        # PostgreSQL counts the places of an array from 1.
        "lows": [low + 1 for low, _high in extents.values()],
        "highs": [high + 1 for _low, high in extents.values()],
    }
    found: dict[tuple[int, int], list[tuple[bool, int, Arrays]]] = defaultdict(list)
    for unit, period, is_own, block, *arrays in question.frame.rows(statements.FLOWS, parameters):
        found[unit, period].append((is_own, block, arrays))
    return found


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
        **wanted((term.unit, source, term.is_whole) for _, _, term, source in rows),
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
