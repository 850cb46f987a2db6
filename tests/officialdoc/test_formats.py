from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officialdoc.formats import (
    ProseFigure,
    official_date,
    official_number,
    padded_number,
    round_for_prose,
    small_number,
)


@pytest.mark.parametrize(
    ("issued_on", "expected_on", "said"),
    [
        (date(2022, 2, 5), None, "Thanh Hóa, ngày 05 tháng 02 năm 2022"),
        (date(2022, 1, 15), None, "Thanh Hóa, ngày 15 tháng 01 năm 2022"),
        (date(2022, 3, 9), None, "Thanh Hóa, ngày 09 tháng 3 năm 2022"),
        (date(2022, 12, 31), None, "Thanh Hóa, ngày 31 tháng 12 năm 2022"),
        (date(2022, 2, 5), date(2021, 12, 1), "Thanh Hóa, ngày 05 tháng 02 năm 2022"),
        (None, date(2021, 12, 14), "Thanh Hóa, ngày      tháng 12 năm 2021"),
        (None, None, "Thanh Hóa, ngày      tháng      năm"),
    ],
)
def test_official_date_pads_days_and_the_months_1_and_2_only(
    issued_on: date | None, expected_on: date | None, said: str
) -> None:
    assert official_date(issued_on, "Thanh Hóa", expected_on=expected_on) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (999, "999"),
        (1234, "1.234"),
        (-1234567, "-1.234.567"),
        (Decimal("1234.5"), "1.234,5"),
        (Decimal("0.50"), "0,50"),
        (Decimal("1E+4"), "10.000"),
    ],
)
def test_official_number_groups_with_dots_and_keeps_decimals(value: int | Decimal, said: str) -> None:
    assert official_number(value) == said


def test_official_number_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="finite"):
        official_number(Decimal("NaN"))


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_official_number_gives_the_value_back_when_dots_are_dropped(value: int) -> None:
    assert int(official_number(value).replace(".", "")) == value


@pytest.mark.parametrize(("value", "said"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1234, "1.234")])
def test_small_number_has_two_digits_below_ten(value: int, said: str) -> None:
    assert small_number(value) == said


@pytest.mark.parametrize(("given_number", "said"), [("7", "07"), ("12", "12"), ("7a", "7a")])
def test_padded_number_pads_digits_only(given_number: str, said: str) -> None:
    assert padded_number(given_number) == said


@pytest.mark.parametrize(
    ("value", "words", "qualifier", "shown"),
    [
        (0, "0", "", 0),
        (76, "76", "", 76),
        (999, "999", "", 999),
        (1000, "1.000", "", 1000),
        (1049, "hơn 1.000", "hơn", 1000),
        (1250, "hơn 1.200", "hơn", 1200),
        (1251, "gần 1.300", "gần", 1300),
        (1987, "gần 2.000", "gần", 2000),
        (40000, "40.000", "", 40000),
        (40312, "hơn 40.000", "hơn", 40000),
        (999999, "gần 1 triệu", "gần", 1000000),
        (1200000, "1,2 triệu", "", 1200000),
        (1234567, "hơn 1,2 triệu", "hơn", 1200000),
        (12345678, "hơn 12 triệu", "hơn", 12000000),
        (1980000000, "gần 2 tỷ", "gần", 2000000000),
    ],
)
def test_round_for_prose_keeps_two_figures(value: int, words: str, qualifier: str, shown: int) -> None:
    assert round_for_prose(value) == ProseFigure(words=words, qualifier=qualifier, shown=shown, exact=value)


@given(st.integers(min_value=0, max_value=10**13))
def test_round_for_prose_says_on_which_side_the_exact_value_lies(value: int) -> None:
    said = round_for_prose(value)

    assert said.qualifier == ("hơn" if said.shown < value else "gần" if said.shown > value else "")
    assert 20 * abs(said.shown - value) <= value


def test_round_for_prose_refuses_negative_values() -> None:
    with pytest.raises(ValueError, match="negative"):
        round_for_prose(-1)
