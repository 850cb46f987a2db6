"""A question as an address: its parameters read, cleaned, and written again.

Whatever a page shows follows from these parameters and from who looks, so an address can be shared. A parameter that is
absent leaves the choice to the page; one that makes no sense is refused, because a wrong answer must not look right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from chungtay.analytics.codes import Axis, Depth, Step
from chungtay.analytics.errors import QuestionUnreadable
from chungtay.core.asked import number_asked
from chungtay.core.scanner import quotable
from chungtay.organisations.codes import Line

UNITS_LIMIT, MEASURES_LIMIT = 40, 12
# A year and its month, both counted as the reporting calendar counts them.
Month = tuple[int, int]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Asked:
    """What an address asks; None and empty leave the choice to the page.

    `units` are keys of units, `measures` codes such as OUT_SESSIONS or OUT_SESSIONS.workers; `first` and `last` are
    months even where the step is longer: the period that holds them is meant.
    """

    units: tuple[int, ...] = ()
    depth: Depth | None = None
    step: Step | None = None
    first: Month | None = None
    last: Month | None = None
    measures: tuple[str, ...] = ()
    line: Line | None = None
    map_day: date | None = None
    rows: Axis = Axis.UNITS
    columns: Axis = Axis.PERIODS

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The parameters of the address, in the order of the form; what was left open stays out."""
        yield from (("don-vi", str(unit)) for unit in self.units)
        if self.depth:
            yield "muc", self.depth.value
        if self.step:
            yield "theo", self.step.value
        if self.first:
            yield "tu", month_text(self.first)
        if self.last:
            yield "den", month_text(self.last)
        yield from (("chi-tieu", measure) for measure in self.measures)
        if self.line:
            yield "khoi", self.line.value
        if self.map_day:
            yield "dia-gioi", self.map_day.isoformat()
        if (self.rows, self.columns) != (Axis.UNITS, Axis.PERIODS):
            yield "hang", self.rows.value
            yield "cot", self.columns.value

    @property
    def address(self) -> str:
        """The query of the address, without its question mark."""
        return urlencode(list(self.pairs()))

    def changed(self, **changes: Any) -> Asked:
        """The same question but for `changes`."""
        return replace(self, **changes)


def asked_from(query: QueryDict) -> Asked:
    """The question that an address asks; `QuestionUnreadable` names the parameter that makes no sense."""
    rows = _one(query, "hang", Axis) or Axis.UNITS
    columns = _one(query, "cot", Axis)
    if columns in (None, rows):
        columns = Axis.PERIODS if rows is not Axis.PERIODS else Axis.MEASURES
    return Asked(
        units=tuple(dict.fromkeys(_each(query, "don-vi", _key)))[:UNITS_LIMIT],
        depth=_one(query, "muc", Depth),
        step=_one(query, "theo", Step),
        first=_one(query, "tu", month_from),
        last=_one(query, "den", month_from),
        measures=tuple(dict.fromkeys(_each(query, "chi-tieu", str)))[:MEASURES_LIMIT],
        line=_one(query, "khoi", Line),
        map_day=_one(query, "dia-gioi", date.fromisoformat),
        rows=rows,
        columns=columns,
    )


def choice_of(query: QueryDict, name: str, read: Callable[[str], Value]) -> Value | None:
    """A further parameter of one page, None where it is absent; `QuestionUnreadable` when it makes no sense."""
    return _one(query, name, read)


def month_text(month: Month) -> str:
    """A month as it stands in an address: 2026-09."""
    return f"{month[0]:04d}-{month[1]:02d}"


def month_from(typed: str) -> Month:
    """A month as `month_text` writes it; ValueError for anything else."""
    year, _dash, number = typed.partition("-")
    month = (_key(year), _key(number))
    if not (1900 <= month[0] <= 2200 and 1 <= month[1] <= 12):
        raise ValueError(typed)
    return month


def _one(query: QueryDict, name: str, read: Callable[[str], Value]) -> Value | None:
    return next(iter(_each(query, name, read)), None)


def _each(query: QueryDict, name: str, read: Callable[[str], Value]) -> list[Value]:
    found = []
    for typed in query.getlist(name):
        if not typed.strip():
            continue
        try:
            found.append(read(typed.strip()))
        except ValueError as problem:
            raise QuestionUnreadable(field=name, typed=quotable(typed, length=40)) from problem
    return found


def _key(typed: str) -> int:
    key = number_asked(typed)
    if key is None:
        raise ValueError(typed)
    return key
