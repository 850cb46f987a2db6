"""How many of those who owe a report have an accepted one, read from counts alone: n of N of any place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chungtay.organisations.codes import Line
from chungtay.reporting.figures import statements
from chungtay.reporting.figures.frame import Frame, PlacedCell, answered
from chungtay.reporting.figures.ledger import Term
from chungtay.reporting.figures.plan import PeriodPlan
from chungtay.reporting.figures.question import Question, wanted

# n of N by unit, period and the number of a cell's forms
Counted = dict[tuple[int, int, int], tuple[int, int]]
Asked = tuple[int, PeriodPlan, Term]


@dataclass(frozen=True)
class Reported:
    """n of N by unit, period and kind of cell: cells that stand in the same versions of forms share their counts."""

    counts: Mapping[tuple[int, int, int], tuple[int, int]]
    kind_of_cell: Mapping[int, int]

    def of(self, unit: int, period: int, cell: int) -> tuple[int, int]:
        """How many have reported, of how many that owe a report; (0, 0) where nothing is owed."""
        return self.counts.get((unit, period, self.kind_of_cell.get(cell, -1)), (0, 0))


def completeness(
    units: Iterable[int] | None,
    periods: Iterable[int],
    cells: Iterable[int],
    *,
    line: str = Line.ALL,
    map_day: date | None = None,
) -> Reported:
    """n of N of the cells for `units` and what lies below them, as `totals` says it; None asks for every unit.

    On a line of its own tasks are counted, on `all` units all of whose tasks are accepted. No figure is read: every
    unit of a nation takes little more than a walk along the counts of the period.
    Source: docs/rules/figures.md
    """
    asked_periods, asked_cells = tuple(dict.fromkeys(periods)), tuple(dict.fromkeys(cells))
    asked_units = None if units is None else tuple(dict.fromkeys(units))

    def ask(frame: Frame) -> Reported:
        question = Question.of(frame, asked_units or (), asked_periods, asked_cells, line=line, map_day=map_day)
        found = reported(question) if asked_units is not None else _of_every_unit(question)
        if not found.counts:
            # Perhaps no statement was needed at all.
            frame.require_current()
        return found

    return answered(ask)


def reported(question: Question) -> Reported:
    """n of N of every asked place."""
    kinds = _Kinds.of(question)
    rows = [row for row in question.terms(is_divided=True) if row[2].way.share]
    if question.standing is not None:
        rows = [row for row in rows if (row[0], row[1].period_id) in question.standing]
    return kinds.reported(
        {
            **_of_stored_periods(question, [row for row in rows if len(row[1].source_ids) == 1], kinds),
            **_of_parts(question, [row for row in rows if len(row[1].source_ids) > 1], kinds),
        }
    )


def _of_every_unit(question: Question) -> Reported:
    """Stored periods are read along their counts, without asking for each unit; others as if all were asked."""
    kinds = _Kinds.of(question)
    plain = [plan for plan in question.plans if len(plan.source_ids) == 1 and not (plan.is_carried or plan.is_later)]
    others = tuple(plan for plan in question.plans if plan not in plain)
    found: Counted = {}
    if plain:
        periods = [plan.period_id for plan in plain]
        parameters = {**kinds.parameters, "line": question.line, "periods": periods}
        for unit, period, _is_own, kind, n, owed in question.frame.rows(statements.COMPLETENESS_OF_ALL, parameters):
            before = found.get((unit, period, kind))
            found[unit, period, kind] = (before[0] + n, before[1] + owed) if before else (n, owed)
    if others:
        units = tuple(question.frame.ledger.units)
        found.update(reported(Question(question.frame, units, others, question.cells, question.line)).counts)
    return kinds.reported(found)


@dataclass(frozen=True)
class _Kinds:
    """The asked cells by the versions of forms in which they stand."""

    forms: Sequence[frozenset[int]]
    kind_of_cell: Mapping[int, int]

    @classmethod
    def of(cls, question: Question) -> _Kinds:
        grouped: dict[frozenset[int], list[PlacedCell]] = defaultdict(list)
        for cell in question.cells:
            grouped[cell.forms].append(cell)
        numbered = enumerate(grouped.values())
        return cls(list(grouped), {cell.number: number for number, cells in numbered for cell in cells})

    @property
    def parameters(self) -> dict[str, list[int]]:
        pairs = [(number, form) for number, forms in enumerate(self.forms) for form in forms]
        return {"kind_nos": [number for number, _ in pairs], "forms": [form for _, form in pairs]}

    def reported(self, counts: Counted) -> Reported:
        return Reported(counts, self.kind_of_cell)


def _of_stored_periods(question: Question, asked: Sequence[Asked], kinds: _Kinds) -> Counted:
    if not asked:
        return {}
    parameters: dict[str, Any] = {
        **wanted((term.unit, plan.source_ids[0], term.is_whole) for _, plan, term in asked),
        **kinds.parameters,
        "line": question.line,
    }
    stored: dict[tuple[int, int], list[tuple[bool, int, int, int]]] = defaultdict(list)
    for unit, period, *row in question.frame.rows(statements.COMPLETENESS, parameters):
        stored[unit, period].append(tuple(row))
    found: Counted = {}
    for unit, plan, term in asked:
        for is_own, kind, n, owed in stored.get((term.unit, plan.source_ids[0]), ()):
            if is_own or term.is_whole:
                key = (unit, plan.period_id, kind)
                before = found.get(key, (0, 0))
                found[key] = (before[0] + term.sign * n, before[1] + term.sign * owed)
    return found


def _of_parts(question: Question, asked: Sequence[Asked], kinds: _Kinds) -> Counted:
    if not asked:
        return {}
    plans = {plan.period_id: plan for _, plan, _ in asked}
    sources = [(plan.period_id, source, plan.last_day) for plan in plans.values() for source in plan.source_ids]
    rows = question.frame.rows(
        statements.COMPLETENESS_OF_PARTS,
        {
            **kinds.parameters,
            "line": question.line,
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
    return {(unit, period, kind): (n, owed) for unit, period, kind, n, owed in rows}
