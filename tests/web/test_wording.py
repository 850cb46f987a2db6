from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chungtay.reporting.codes import Qualifier
from chungtay.web.wording import count_text, day_text, figure_words, moment_text, number_text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, None, "0"),
        (None, None, "–"),
        (999, None, "999"),
        (1000, None, "1.000"),
        (1234567, None, "1.234.567"),
        (-1234, None, "−1.234"),
        (Decimal("1234.50"), None, "1.234,50"),
        (1234, 1, "1.234,0"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-0.125"), 2, "−0,13"),
        (Fraction(2, 3), None, "0,67"),
        (Fraction(1, 2), None, "0,5"),
        (Fraction(300), None, "300"),
        (Fraction(-1, 1000), 2, "0,00"),
    ],
)
def test_number_text(value, digits, text):
    assert number_text(value, digits) == text


@given(st.integers(min_value=-(10**30), max_value=10**30))
def test_number_text_of_an_integer_loses_nothing(value):
    assert int(number_text(value).replace(".", "").replace("−", "-")) == value


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(min_value=0, max_value=6))
def test_number_text_of_a_fraction_is_the_nearest_one(value, digits):
    shown = Fraction(number_text(value, digits).replace(".", "").replace(",", ".").replace("−", "-"))

    assert abs(shown - value) <= Fraction(1, 2 * 10**digits)


def test_day_text_of_a_moment_is_the_vietnamese_day():
    assert day_text(date(2026, 1, 5)) == "05/01/2026"
    assert day_text(datetime(2026, 12, 14, 17, 0, tzinfo=UTC)) == "15/12/2026"
    assert day_text(None) == "–"


def test_moment_text_is_on_vietnamese_clocks():
    assert moment_text(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "16:05, 02/11/2026"


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [
        (None, "40.000"),
        (Qualifier.EQ, "40.000"),
        (Qualifier.GT, "more than 40.000"),
        (Qualifier.LT, "nearly 40.000"),
        (Qualifier.APPROX, "about 40.000"),
        (Qualifier.AT_LEAST, "at least 40.000"),
        (Qualifier.AT_MOST, "at most 40.000"),
        (Qualifier.RANGE, "from 40.000 to 41.000"),
    ],
)
def test_figure_words_say_how_exact_the_figure_is(qualifier, words):
    with translation.override("en"):
        assert figure_words(40000, qualifier=qualifier, high=41000, digits=None) == words


def test_count_text_writes_two_digits_below_ten():
    with translation.override("en"):
        shown = [count_text(count, "models") for count in (0, 4, 9, 10, 1200)]

    assert shown == ["no models", "04 models", "09 models", "10 models", "1.200 models"]
