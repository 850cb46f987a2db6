"""Half-open spans of days and trees over them. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

NEVER = DateRange(empty=True)


@dataclass(frozen=True)
class Span:
    """From `lower` up to but without `upper`; None is open."""

    lower: date | None = None
    upper: date | None = None

    @classmethod
    def of(cls, validity: DateRange) -> Span:
        """The span of a stored range."""
        return cls(validity.lower, validity.upper)

    @property
    def validity(self) -> DateRange:
        """The range as it is stored."""
        return DateRange(self.lower, self.upper)

    @property
    def is_empty(self) -> bool:
        """Whether not a single day is inside."""
        return self.lower is not None and self.upper is not None and self.lower >= self.upper

    def meet(self, other: Span) -> Span | None:
        """The days in both, None when there are none. (A stored range without any day is `NEVER`, not a span.)"""
        lower = max((day for day in (self.lower, other.lower) if day is not None), default=None)
        upper = min((day for day in (self.upper, other.upper) if day is not None), default=None)
        both = Span(lower, upper)
        return None if both.is_empty else both

    def without(self, other: Span) -> list[Span]:
        """The days of this span that are not in `other`: no, one or two spans."""
        before = Span(None, other.lower) if other.lower is not None else None
        after = Span(other.upper, None) if other.upper is not None else None
        return [part for rest in (before, after) if rest is not None and (part := self.meet(rest)) is not None]


@dataclass(frozen=True)
class Above:
    """`key` stands `depth` steps above during `span`."""

    key: int
    depth: int
    span: Span


ParentsOf = Mapping[int, Sequence[tuple[int, Span]]]


def all_above(key: int, parents: ParentsOf, span: Span | None = None, depth: int = 1) -> Iterator[Above]:
    """Everything above `key`, nearest first on each branch. The tree must have no circle (`makes_a_circle`)."""
    during = span or Span()
    for parent, valid in parents.get(key, ()):
        both = during.meet(valid)
        if both is not None:
            yield Above(parent, depth, both)
            yield from all_above(parent, parents, both, depth + 1)


def makes_a_circle(child: int, parent: int, span: Span, parents: ParentsOf) -> bool:
    """Whether standing under `parent` during `span` would put `child` above itself."""
    return parent == child or any(above.key == child for above in all_above(parent, parents, span))
