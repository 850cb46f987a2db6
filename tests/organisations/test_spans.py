"""Spans of days and trees over them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chungtay.organisations.spans import Above, Span, all_above, makes_a_circle

FIRST = date(2024, 1, 1)
days = st.one_of(st.none(), st.integers(0, 60).map(lambda offset: FIRST + timedelta(days=offset)))
spans = st.builds(Span, days, days).filter(lambda span: not span.is_empty)
some_days = [FIRST + timedelta(days=offset) for offset in range(-2, 63)]


def holds(span: Span, day: date) -> bool:
    return (span.lower is None or span.lower <= day) and (span.upper is None or day < span.upper)


@given(spans, spans)
def test_meet_holds_the_days_of_both(one: Span, other: Span) -> None:
    both = one.meet(other)

    assert [holds(one, day) and holds(other, day) for day in some_days] == [
        both is not None and holds(both, day) for day in some_days
    ]


@given(spans, spans)
def test_without_holds_the_days_of_one_alone_once(one: Span, other: Span) -> None:
    parts = one.without(other)

    assert [int(holds(one, day) and not holds(other, day)) for day in some_days] == [
        sum(holds(part, day) for part in parts) for day in some_days
    ]


def test_all_above_goes_up_span_by_span() -> None:
    change, end = date(2025, 3, 1), date(2025, 7, 1)
    parents = {3: [(2, Span(None, change)), (1, Span(change, end))], 2: [(1, Span(None, change))]}

    assert set(all_above(3, parents)) == {
        Above(2, 1, Span(None, change)),
        Above(1, 2, Span(None, change)),
        Above(1, 1, Span(change, end)),
    }


def test_makes_a_circle_only_while_the_spans_meet() -> None:
    parents = {1: [(2, Span(date(2025, 1, 1), date(2025, 2, 1)))]}

    assert makes_a_circle(2, 1, Span(date(2025, 1, 15), None), parents)
    assert not makes_a_circle(2, 1, Span(date(2025, 2, 1), None), parents)
    assert makes_a_circle(1, 1, Span(), {})
