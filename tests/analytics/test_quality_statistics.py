"""Median, MAD and the two scores: exact, and the same whatever the order and the unit of counting."""

from __future__ import annotations

from fractions import Fraction
from statistics import median, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.analytics.quality.roundness import chance_of
from chungtay.analytics.quality.statistics import (
    Measure,
    lies_outside,
    median_of,
    modified_score,
    root,
    score_shown,
    score_squared,
    spread_of,
)

COUNTS = st.integers(0, 10**12)
HISTORIES = st.lists(COUNTS, min_size=2, max_size=24)


@given(HISTORIES)
def test_the_spread_is_that_of_the_schoolbook(values: list[int]) -> None:
    spread = spread_of(values)

    exact = [Fraction(value) for value in values]
    assert (spread.median, spread.mean) == (median(exact), Fraction(sum(values), len(values)))
    assert spread.deviation == median([abs(value - median(exact)) for value in exact])
    assert spread.variance == variance(exact)
    assert (spread.lowest, spread.highest, spread.count) == (min(values), max(values), len(values))


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_a_history_does_not_matter(values: list[int], random: object) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert spread_of(shuffled) == spread_of(values)


@given(HISTORIES, COUNTS, st.integers(2, 1_000))
def test_counting_in_smaller_units_changes_no_judgement(values: list[int], value: int, factor: int) -> None:
    spread, finer = spread_of(values), spread_of([each * factor for each in values])

    assert finer.measure is spread.measure
    assert lies_outside(value * factor, finer) is lies_outside(value, spread)
    assert score_shown(value * factor, finer) == score_shown(value, spread)


@given(HISTORIES, COUNTS, st.integers(1, 10**9))
def test_adding_the_same_to_all_moves_nothing_but_a_history_without_spread(
    values: list[int], value: int, more: int
) -> None:
    spread, moved = spread_of(values), spread_of([each + more for each in values])

    if spread.measure is not Measure.CONSTANT:
        assert lies_outside(value + more, moved) is lies_outside(value, spread)


@given(HISTORIES, COUNTS, COUNTS)
def test_further_out_is_never_less_odd(values: list[int], value: int, more: int) -> None:
    spread = spread_of(values)

    if value >= max(spread.median, spread.mean) and lies_outside(value, spread):
        assert lies_outside(value + more, spread)


def test_the_modified_score_of_a_worked_example() -> None:
    # Median 40, distances from it 0 0 1 1 2 3, so MAD is 1.
    spread = spread_of([38, 39, 40, 40, 41, 43])

    assert (spread.median, spread.deviation) == (40, 1)
    assert modified_score(45, spread) == Fraction(6_745 * 5, 10_000)
    assert (lies_outside(45, spread), lies_outside(46, spread)) == (False, True)


def test_exactly_the_limit_is_not_outside() -> None:
    # 0.6745 · 7000 / 1349 = 3.5
    spread = spread_of([8_651, 10_000, 11_349])

    assert modified_score(17_000, spread) == Fraction(7, 2)
    assert (lies_outside(17_000, spread), lies_outside(17_001, spread)) == (False, True)


def test_where_half_of_the_history_is_one_figure_mean_and_variance_judge() -> None:
    spread = spread_of([10, 10, 10, 10, 10, 16])

    assert (spread.measure, spread.deviation, spread.mean, spread.variance) == (Measure.SCORE, 0, 11, 6)
    assert score_squared(20, spread) == Fraction(81, 6)
    assert (lies_outside(18, spread), lies_outside(19, spread)) == (False, True)
    assert score_shown(20, spread) == Fraction(367, 100)


def test_a_history_that_never_moved_is_left_by_more_than_doubling() -> None:
    spread = spread_of([40] * 6)

    assert spread.measure is Measure.CONSTANT
    assert [lies_outside(value, spread) for value in (80, 81, 20, 19)] == [False, True, False, True]
    assert score_shown(81, spread) is None


def test_no_values_have_no_median() -> None:
    with pytest.raises(ValueError, match="no median"):
        median_of([])


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_a_root_that_is_shown_is_cut_never_raised(numerator: int, denominator: int) -> None:
    square = Fraction(numerator, denominator)

    assert root(square) ** 2 <= square < (root(square) + Fraction(1, 100)) ** 2


@given(st.integers(1, 30))
def test_chances_add_up_to_one(count: int) -> None:
    exactly = [chance_of(hits, count) - chance_of(hits + 1, count) for hits in range(count + 1)]

    assert sum(exactly) == chance_of(0, count) == 1
    assert chance_of(count, count) == Fraction(1, 10**count)
