"""Numbers and quantities: read as offices write them, written as offices print them, and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrative.numbers import (
    NotANumber,
    Quantity,
    format_number,
    grammar_words,
    parse_number,
    quantity_by_grammar,
    read_digits,
    read_quantity,
    typed_number,
)
from narrative.text import fold


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("05", 5),
        ("1.234", 1234),
        ("1.234.567,5", "1234567.5"),
        ("25,5", "25.5"),
        ("1,2 triệu", 1_200_000),
        ("40 ngàn", 40_000),
        ("2 vạn", 20_000),
        ("12 tỷ 500 triệu", 12_500_000_000),
        ("1 tỉ 250 triệu", 1_250_000_000),
        ("hai mươi lăm", 25),
        ("hăm lăm", 25),
        ("băm sáu", 36),
        ("hai lăm", 25),
        ("mười một", 11),
        ("một trăm linh năm", 105),
        ("một trăm lẻ năm", 105),
        ("ba trăm hai mươi mốt", 321),
        ("hai nghìn rưỡi", 2500),
        ("trăm rưỡi", 150),
        ("2 triệu tư", 2_400_000),
        ("một tỷ hai", 1_200_000_000),
        ("hai nghìn không trăm linh năm", 2005),
        ("tỷ rưỡi", 1_500_000_000),
        ("3 triệu rưỡi", 3_500_000),
        ("hai trăm rưỡi", 250),
        ("ba nghìn không trăm linh năm", 3005),
        ("mười hai nghìn ba trăm bốn mươi lăm", 12_345),
        ("nửa tỷ", 500_000_000),
        ("nửa tá", 6),
        ("hai tá", 24),
        ("3 chục", 30),
        ("5 trăm", 500),
        ("mươi", 10),
        ("dăm", 5),
    ],
)
def test_numbers_are_read_in_every_form(written, value):
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize(("written", "value"), [("1O.5OO", 10_500), ("l.200", 1200), ("1 .200", 1200), ("lO", 10)])
def test_digits_of_a_scanner_are_read(written, value):
    assert read_digits(written).value == value


@pytest.mark.parametrize(
    ("written", "value", "high", "qualifier"),
    [
        ("hơn 40.000", 40_000, None, "gt"),
        ("trên 90 %", 90, None, "gt"),
        ("không dưới 12", 12, None, "gt"),
        ("ít nhất 85%", 85, None, "gt"),
        ("tối thiểu là 3", 3, None, "gt"),
        ("12 trở lên", 12, None, "gt"),
        ("từ 10 đến 12 trở lên", 10, None, "gt"),
        ("gần 2 nghìn", 2000, None, "lt"),
        ("ngót 300", 300, None, "lt"),
        ("không quá 10", 10, None, "lt"),
        ("chưa đến 50", 50, None, "lt"),
        ("tối đa 1 triệu", 1_000_000, None, "lt"),
        ("khoảng 12", 12, None, "approx"),
        ("xấp xỉ 1.000", 1000, None, "approx"),
        ("trên dưới 40", 40, None, "approx"),
        ("một đôi", 2, None, "approx"),
        ("từ 12 đến 15", 12, 15, "range"),
        ("9-10", 9, 10, "range"),
        ("khoảng từ 5 đến 7", 5, 7, "range"),
        ("70-80%", 70, 80, "range"),
        ("bảy tám chục", 70, 80, "range"),
        ("ba bốn", 3, 4, "range"),
        ("5 đến 7 triệu", 5_000_000, 7_000_000, "range"),
        ("quá nửa", 50, None, "gt"),
        ("gần một nửa", 50, None, "lt"),
    ],
)
def test_quantities_keep_their_qualifier(written, value, high, qualifier):
    quantity = read_quantity(written)

    assert (quantity.value, quantity.high, quantity.qualifier) == (value, high, qualifier)


@pytest.mark.parametrize("written", ["146/158", "146 trên 158"])
def test_a_fraction_keeps_its_whole(written):
    quantity = read_quantity(written)

    assert (quantity.value, quantity.denominator) == (146, 158)


@pytest.mark.parametrize(
    ("written", "value", "other"),
    [
        ("1.200", 1200, Decimal("1.2")),
        ("1.2 tỷ", 1_200_000_000, 12_000_000_000),
        ("1,200", Decimal("1.2"), 1200),
        ("25,5", Decimal("25.5"), None),
        ("1200", 1200, None),
    ],
)
def test_doubtful_separators_keep_both_readings(written, value, other):
    quantity = read_quantity(written)

    assert (quantity.value, quantity.other) == (value, other)
    assert (quantity.confidence == 1) == (written == "1200")


@pytest.mark.parametrize(
    "written", ["", "buổi", "12 buổi", "triệu", "15 đến 12", "hai một nghìn", "1.2.3,4,5", "1..2", "-", "%", "9" * 30]
)
def test_what_is_no_quantity_is_refused(written):
    with pytest.raises(NotANumber):
        read_quantity(written)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (Decimal("1234567.50"), "1.234.567,5"),
        (Decimal("-12.25"), "-12,25"),
        (Decimal("1E+3"), "1.000"),
    ],
)
def test_numbers_are_printed_as_offices_do(value, printed):
    assert format_number(value) == printed


@given(st.integers(min_value=0, max_value=10**15))
def test_any_integer_reads_back(value):
    assert parse_number(format_number(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_any_decimal_reads_back(value):
    assert read_digits(format_number(value)).value == value


@given(st.integers(1, 999), st.integers(1, 999))
def test_any_money_amount_in_two_scales_reads_back(billions, millions):
    assert parse_number(f"{billions} tỷ {millions} triệu") == billions * 10**9 + millions * 10**6


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_any_range_reads_back(low, width):
    quantity = read_quantity(f"từ {format_number(low)} đến {format_number(low + width)}")

    assert (quantity.value, quantity.high) == (low, low + width)


@given(st.integers(0, 10**15), st.booleans())
def test_the_short_way_of_a_plain_number_is_that_of_the_grammar(value, grouped):
    number = read_digits(format_number(value) if grouped else str(value))

    assert Quantity(number.value) == quantity_by_grammar("N", [number])


@given(st.integers(min_value=1, max_value=999_999))
def test_any_number_in_words_reads_back(value):
    assert parse_number(in_words(value)) == value


def test_the_grammar_is_written_in_folded_words():
    assert [word for word in grammar_words() if fold(word) != word] == []


_ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def in_words(value: int) -> str:
    """A number below a million in words, as it is read aloud."""
    thousands, rest = divmod(value, 1000)
    words = [below_thousand(thousands), "nghìn"] if thousands else []
    if not rest:
        return " ".join(words)
    if thousands and rest < 100:
        words += ["không trăm"]
        return " ".join([*words, "linh", _ONES[rest]] if rest < 10 else [*words, below_thousand(rest)])
    return " ".join([*words, below_thousand(rest)])


def below_thousand(value: int) -> str:
    """A number from 1 to 999 in words."""
    hundreds, rest = divmod(value, 100)
    words = [_ONES[hundreds], "trăm"] if hundreds else []
    tens, ones = divmod(rest, 10)
    if not rest:
        return " ".join(words)
    if not tens:
        return " ".join([*words, "linh", _ONES[ones]] if hundreds else [_ONES[ones]])
    words += ["mười"] if tens == 1 else [_ONES[tens], "mươi"]
    last = "lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else _ONES[ones]
    return " ".join(word for word in [*words, last] if word)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250", Decimal(1250)),
        (" 1 250 ", Decimal(1250)),
        ("1.250.000,50", Decimal("1250000.5")),
        ("12,5", Decimal("12.5")),
        ("0", Decimal(0)),
        ("1.5", None),
        ("-5", None),
        ("hai mươi", None),
        ("1,2 triệu", None),
        ("85%", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_a_field_takes_digits_in_vietnamese_notation_alone(typed: str, value: Decimal | None) -> None:
    number = typed_number(typed)

    assert (number.value if number else None) == value
