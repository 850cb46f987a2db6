from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officialdoc.numbering import from_roman, point_letter, roman


@given(st.integers(min_value=1, max_value=3999))
def test_from_roman_gives_the_number_back(number: int) -> None:
    assert from_roman(roman(number)) == number


@pytest.mark.parametrize("text", ["", "IIII", "IC", "abc", "I.", "thứ nhất"])
def test_from_roman_refuses_what_is_no_usual_numeral(text: str) -> None:
    assert from_roman(text) is None


@pytest.mark.parametrize("number", [0, 4000])
def test_roman_refuses_numbers_without_a_numeral(number: int) -> None:
    with pytest.raises(ValueError, match="3999"):
        roman(number)


def test_point_letter_follows_the_vietnamese_alphabet() -> None:
    assert [point_letter(n) for n in range(1, 10)] == ["a", "b", "c", "d", "đ", "e", "g", "h", "i"]
    assert (point_letter(23), point_letter(24)) == ("y", "aa")


def test_point_letter_counts_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        point_letter(0)
