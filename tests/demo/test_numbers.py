"""Dividing totals: the parts always add up, whatever the weights."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.demo.numbers import attendances, cover, divide, shared, weights_of

weights = st.dictionaries(st.integers(0, 500), st.integers(0, 1000), min_size=1).filter(lambda w: any(w.values()))


@given(st.integers(0, 10**10), weights)
def test_parts_add_up_to_the_total(total: int, weight: dict[int, int]) -> None:
    parts = divide(total, weight)

    assert sum(parts.values()) == total
    assert parts.keys() == weight.keys()


@given(st.integers(0, 10**6), weights)
def test_no_part_is_further_than_one_from_its_exact_share(total: int, weight: dict[int, int]) -> None:
    whole = sum(weight.values())

    for place, part in divide(total, weight).items():
        assert abs(part * whole - total * weight[place]) < whole


def test_nobody_with_a_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="somebody must carry a weight"):
        divide(3, {"a": 0})


@given(st.dictionaries(st.integers(0, 50), st.integers(0, 1000), min_size=1), st.integers(0, 2**32))
def test_shared_work_counts_once(own: dict[int, int], seed: int) -> None:
    stated = shared(own, Random(seed), led_percent=20)

    assert {place: each.value - each.led_elsewhere for place, each in stated.items()} == own
    assert all(each.led_elsewhere <= each.joint <= each.value for each in stated.values())


def test_attendances_follow_the_sessions() -> None:
    sessions = {"a": 10, "b": 20, "c": 0}

    assert sum(attendances(900, sessions, Random(1)).values()) == 900
    assert attendances(900, sessions, Random(1))["c"] == 0


def test_cover_names_every_key_and_none_besides() -> None:
    keys = [f"K{number}" for number in range(76)]

    named = cover(keys, list(range(559)), Random(3), at_most=6)

    assert {name for names in named.values() for name in names} == set(keys)
    assert all(names for names in named.values())


def test_same_seed_same_weights() -> None:
    assert weights_of(list("abc"), Random(7)) == weights_of(list("abc"), Random(7))
