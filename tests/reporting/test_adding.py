"""The pure rules of adding: qualifiers, ratios, rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.reporting.codes import EstimateMark, Qualifier, TotalReason
from chungtay.reporting.figures import Total, combine, quotient, round_shown
from chungtay.reporting.figures.adding import Counts, qualify, weaker

EQ, GT, LT, APPROX, RANGE, AT_LEAST, AT_MOST = Qualifier
ANY = st.lists(st.sampled_from(list(Qualifier)), max_size=6)


def total(value: int, qualifier: Qualifier = EQ) -> Total:
    return Total(Fraction(value), qualifier, reported=1, expected=1, given=1)


@pytest.mark.parametrize(
    ("stated", "sum_is"),
    [
        ([], EQ),
        ([EQ, EQ], EQ),
        ([EQ, GT], GT),
        ([GT, AT_LEAST], AT_LEAST),
        ([EQ, LT], LT),
        ([LT, AT_MOST], AT_MOST),
        ([GT, LT], APPROX),
        ([AT_LEAST, AT_MOST], APPROX),
        ([EQ, APPROX], APPROX),
        ([EQ, RANGE], APPROX),
    ],
)
def test_combine_follows_the_table(stated: list[Qualifier], sum_is: Qualifier) -> None:
    assert combine(stated) == sum_is


@given(first=ANY, second=ANY)
def test_combine_knows_neither_order_nor_grouping(first: list[Qualifier], second: list[Qualifier]) -> None:
    whole = combine(first + second)

    assert combine(second + first) == whole
    assert combine([combine(first), combine(second)]) == whole


def test_qualify_names_each_reason_once() -> None:
    counts = Counts(given=9, gt=2, at_most=3)

    assert qualify(counts, missing=4) == (
        APPROX,
        (TotalReason.STATED_MORE, TotalReason.MISSING, TotalReason.LED_ELSEWHERE_UNKNOWN),
    )
    assert qualify(Counts(given=9)) == (EQ, ())


def test_counts_add_place_by_place() -> None:
    first = Counts(given=2, gt=1, width=5)

    assert first + Counts(given=3, lt=2, width=4) == Counts(given=5, gt=1, lt=2, width=9)


def test_weaker_mark_warns_of_most() -> None:
    assert weaker() == EstimateMark.EXACT
    assert weaker(EstimateMark.SHARED, EstimateMark.EXACT) == EstimateMark.SHARED
    assert weaker(EstimateMark.SHARED, EstimateMark.DEFAULT_TARGET) == EstimateMark.DEFAULT_TARGET


@given(values=st.lists(st.fractions(min_value=0, max_value=1000, max_denominator=1000), max_size=12))
def test_rounded_parts_add_up_to_the_rounded_total_and_move_less_than_one(values: list[Fraction]) -> None:
    whole = sum(values, Fraction(0))

    shown = round_shown(values, whole)

    assert sum(shown) == (whole + Fraction(1, 2)).__floor__()
    assert all(abs(number - value) < 1 for number, value in zip(shown, values, strict=True))


def test_rounding_gives_the_rest_to_the_largest_remainder() -> None:
    thirds = [Fraction(10, 3), Fraction(10, 3), Fraction(10, 3)]

    assert round_shown(thirds, Fraction(10)) == [4, 3, 3]
    assert round_shown([Fraction(333_333, 100_000), Fraction(666_667, 100_000)], Fraction(10)) == [3, 7]


def test_rounding_refuses_parts_of_another_total() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        round_shown([Fraction(1)], Fraction(2))


def test_quotient_is_exact_only_where_both_parts_are() -> None:
    exact = quotient(total(3), total(4))
    about = quotient(total(3), total(4, AT_LEAST))

    assert exact is not None
    assert about is not None
    assert (exact.value, exact.qualifier) == (Fraction(3, 4), EQ)
    assert (about.value, about.qualifier) == (Fraction(3, 4), APPROX)


def test_quotient_over_nothing_has_no_value() -> None:
    assert quotient(total(3), total(0)) is None
    assert quotient(total(3), None) is None
    assert quotient(None, total(3)) is None
