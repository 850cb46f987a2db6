"""The units that stand in a table: those below the chosen ones, a page at a time, and the chosen ones as wholes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from chungtay.analytics.codes import Axis, Depth
from chungtay.analytics.queries.question import Question
from chungtay.core.paging import Page, page_of
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import units_on


@dataclass(frozen=True)
class UnitRows:
    """The units of one page, and the wholes they are parts of; `is_complete` when no part stands on another page.

    A whole is parted only where there is one: parts of several chosen units stand mixed in one list.
    """

    parts: Sequence[UnitVersion]
    wholes: Sequence[UnitVersion]
    next_cursor: str | None
    is_complete: bool

    @property
    def whole(self) -> UnitVersion | None:
        """The one unit whose parts these are."""
        return self.wholes[0] if len(self.wholes) == 1 else None

    @property
    def keys(self) -> list[int]:
        """All units of the page."""
        return [row.unit_id for row in (*self.parts, *self.wholes)]


def unit_rows(question: Question, *, cursor: str | None, size: int | None) -> UnitRows:
    """The page of units after `cursor`; all of them when `size` is None."""
    if question.depth is Depth.ITSELF:
        return UnitRows(question.units, (), None, is_complete=True)
    found = parts_of(question)
    if size is None:
        return UnitRows(list(found), question.units, None, is_complete=True)
    page: Page[UnitVersion] = page_of(found, order=("sort_key", "id"), cursor=cursor, size=size)
    return UnitRows(page.rows, question.units, page.next_cursor, is_complete=not cursor and page.next_cursor is None)


def parts_of(question: Question) -> QuerySet[UnitVersion]:
    """The units below the chosen ones on the map of the question, in dictionary order; each without its `unit`."""
    chosen = [unit.unit_id for unit in question.units]
    if question.depth is Depth.CHILDREN:
        return units_on(question.map_day).select_related(None).filter(parent__in=chosen)
    below = units_on(question.map_day, level=Level.COMMUNE).select_related(None)
    return below.filter(
        unit__ancestors__ancestor__in=chosen,
        unit__ancestors__depth__gt=0,
        unit__ancestors__validity__contains=question.map_day,
    ).distinct()


def page_size(question: Question) -> int:
    """How many units stand on a page: few beside many columns, so that a page is quick; at most about 60 columns."""
    beside = max(1, (len(question.slots) + 1) * len(question.measures))
    if question.asked.rows is Axis.UNITS:
        return min(170, max(20, 480 // beside))
    if question.asked.rows is Axis.PERIODS:
        beside = len(question.measures)
    elif question.asked.rows is Axis.MEASURES:
        beside = len(question.slots) + 1
    return max(4, 60 // beside)
