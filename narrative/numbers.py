"""Numbers as Vietnamese offices write them: reading, writing, and the grammar of quantities.

Values are exact (`Decimal`). In digits, dots group thousands and a comma starts the decimals; where a number
can be read in two ways ("1.2 tỷ", "1,200 buổi") the likelier one comes first and the other is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from lark import Lark, Token, Tree
from lark.exceptions import LarkError

from narrative.text import fold, normalise

MAX_DIGITS = 18
"""Longer runs of digits are no quantity of a report: they are codes, and are refused."""

SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9}
_DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "dăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ONLY_AFTER_TENS = frozenset({"mốt", "tư", "lăm", "nhăm"})
_OCR_DIGITS = str.maketrans("OoQlI|", "000111")
_NUMBER_SHAPE = re.compile(r"\d+(?:[.,]\d+)*")
_TYPED = re.compile(r"(?P<whole>\d{1,3}(?:[. ]\d{3}){1,9}|\d{1,30})(?:,(?P<decimals>\d{1,30}))?")
_GROUPED_BY_DOTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPED_BY_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_IN_SHAPE = re.compile(r"\d[\d.,]*\d|\d")


class NotANumber(ValueError):
    """The text is not a number or quantity in any supported form."""

    code = "narrative.not_a_number"


class NumberReading(NamedTuple):
    """A number in digits: its value, and the second reading where the separators allow two."""

    value: Decimal
    other: Decimal | None = None
    confidence: Decimal = Decimal(1)
    reason: str = "written out"


class Quantity(NamedTuple):
    """A quantity: value, upper end of a range, qualifier (eq, gt, lt, approx, range) and what it says of itself.

    `percent` is set by "%" and by shares in words ("quá nửa"); `vague` marks the latter. `denominator` is the
    whole of a fraction ("146/158"). `other` is a second possible value.
    """

    value: Decimal
    high: Decimal | None = None
    qualifier: str = "eq"
    denominator: Decimal | None = None
    percent: bool = False
    vague: bool = False
    in_words: bool = False
    scaled: bool = False
    other: Decimal | None = None
    confidence: Decimal = Decimal(1)
    reason: str = "written out"


@lru_cache(maxsize=4096)
def read_digits(written: str) -> NumberReading:
    """Read a number in digits, with dots, commas, stray blanks and the scanner's O and l for 0 and 1.

    "1.234,5" is 1234.5; "1.200" is 1200 with the other reading 1.2; "1.2" is 1.2; "1,234,567" is 1234567.
    Raises NotANumber for anything else and for more than `MAX_DIGITS` digits.
    """
    plain = "".join(written.split()).translate(_OCR_DIGITS)
    if not _NUMBER_SHAPE.fullmatch(plain) or sum(map(str.isdigit, plain)) > MAX_DIGITS:
        raise NotANumber(written)
    return _read_plain_digits(plain)


def _read_plain_digits(plain: str) -> NumberReading:
    if plain.isdigit():
        return NumberReading(Decimal(plain))
    as_decimal = Decimal(plain.replace(",", ".")) if len(re.findall(r"[.,]", plain)) == 1 else None
    if _GROUPED_BY_DOTS.fullmatch(plain):
        value = Decimal(plain.replace(".", "").replace(",", "."))
        return NumberReading(value, as_decimal, Decimal("0.98"), "dots group thousands")
    if as_decimal is not None and "," in plain:
        grouped = Decimal(plain.replace(",", "")) if _GROUPED_BY_COMMAS.fullmatch(plain) else None
        return NumberReading(
            as_decimal, grouped, Decimal("0.95" if grouped is None else "0.6"), "a comma starts decimals"
        )
    if _GROUPED_BY_COMMAS.fullmatch(plain):
        return NumberReading(Decimal(plain.replace(",", "")), None, Decimal("0.7"), "commas group thousands")
    if as_decimal is not None:
        joined = Decimal(plain.replace(".", ""))
        return NumberReading(as_decimal, joined, Decimal("0.7"), "a dot before other than three digits: decimals")
    raise NotANumber(plain)


def parse_number(text: str) -> Decimal:
    """The value of one number in digits or words ("1.234,5", "hai mươi lăm", "1,2 triệu").

    Raises NotANumber where there is no number, a qualifier, a range, a fraction or a percent sign.
    """
    quantity = read_quantity(text)
    if quantity.qualifier != "eq" or quantity.denominator is not None or quantity.percent:
        raise NotANumber(text)
    return quantity.value


class TypedNumber(NamedTuple):
    """A number as a person types it into a field: its whole part, and its decimals without zeros at the end."""

    whole: int
    decimals: str

    @property
    def value(self) -> Decimal:
        """The number itself, exactly."""
        return Decimal(f"{self.whole}.{self.decimals or 0}")


def typed_number(text: str) -> TypedNumber | None:
    """The number that `text` is in Vietnamese notation, None for anything else.

    A field is stricter than prose: "1.234" and "1 234" are a thousand and more, "1,5" has one decimal, while words and
    "1.5", which prose may mean either way, are nothing. At most thirty digits stand on either side of the comma.
    """
    match = _TYPED.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    return TypedNumber(int(re.sub(r"[. ]", "", match["whole"])), (match["decimals"] or "").rstrip("0"))


def format_number(value: Decimal | int) -> str:
    """`value` as Vietnamese offices print it: 1234.50 is "1.234,5". Trailing zeros of decimals are dropped."""
    exact = Decimal(value)
    sign = "-" if exact < 0 else ""
    whole, _, decimals = f"{abs(exact):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", ".")
    decimals = decimals.rstrip("0")
    return f"{sign}{groups},{decimals}" if decimals else f"{sign}{groups}"


def read_quantity(text: str) -> Quantity:
    """Read `text`, which must be one quantity and nothing else: "hơn 1,2 triệu", "từ 12 đến 15", "85%".

    Raises NotANumber otherwise.
    """
    folded = " ".join(fold(normalise(text)).split())
    numbers: list[NumberReading] = []

    def keep(match: re.Match[str]) -> str:
        numbers.append(read_digits(match[0]))
        return " N "

    shape = " ".join(_IN_SHAPE.sub(keep, folded).split())
    quantity = quantity_of_shape(shape, numbers)
    if quantity is None:
        raise NotANumber(text)
    return quantity


def quantity_of_shape(shape: str, numbers: Sequence[NumberReading]) -> Quantity | None:
    """The quantity of a shape ("hơn N triệu") with its numbers in order, or None where the grammar has none."""
    quantity = Quantity(numbers[0].value) if shape == "N" else quantity_by_grammar(shape, numbers)
    if quantity is None:
        return None
    if len(numbers) != 1 or numbers[0].confidence == 1:
        return quantity
    return _with_other_reading(quantity, numbers[0])


@lru_cache(maxsize=4096)
def plain_quantity(written: str) -> Quantity | None:
    """The quantity of one number in digits alone, or None where it cannot be read."""
    try:
        return quantity_of_shape("N", (read_digits(written),))
    except NotANumber:
        return None


def quantity_by_grammar(shape: str, numbers: Sequence[NumberReading]) -> Quantity | None:
    """As `quantity_of_shape`, always by the grammar and without the doubt about separators."""
    plan = _parse_shape(shape)
    if plan is None:
        return None
    try:
        quantity: Quantity = _Evaluate(iter(numbers)).value_of(plan)
    except _Refused:
        return None
    return quantity


def _with_other_reading(quantity: Quantity, number: NumberReading) -> Quantity:
    """Carry the doubt about separators from the number to the quantity that is made of it."""
    if quantity.denominator is not None or quantity.qualifier == "range" or number.value == 0:
        return quantity
    if number.other is None:
        return quantity._replace(confidence=number.confidence, reason=number.reason)
    other = quantity.value * number.other / number.value
    if (quantity.scaled or quantity.percent) and number.other < number.value:
        doubt = Decimal("0.6") if quantity.scaled else Decimal("0.8")
        return quantity._replace(other=other, confidence=doubt, reason="thousands or decimals before a scale word")
    return quantity._replace(other=other, confidence=number.confidence, reason=number.reason)


def grammar_words() -> frozenset[str]:
    """Every word that the grammar's terminals are made of."""
    patterns = [terminal.pattern.value for terminal in _parser().terminals if terminal.name not in {"N", "WS"}]
    return frozenset(re.findall(r"[^\W\d_]+", " ".join(pattern.replace("\\b", " ") for pattern in patterns)))


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = Path(__file__).with_name("quantity.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


_Plan = tuple[Callable[..., Any], tuple["_Plan | Token", ...]]
"""A parsed shape: the method of `_Evaluate` for its rule, and the parts that it is called with."""


@lru_cache(maxsize=8192)
def _parse_shape(shape: str) -> _Plan | None:
    try:
        return _plan(_parser().parse(shape))
    except LarkError:
        return None


def _plan(tree: Tree[Token]) -> _Plan:
    parts = tuple(_plan(part) if isinstance(part, Tree) else part for part in tree.children)
    return getattr(_Evaluate, tree.data), parts


class _Refused(Exception):
    """Grammatical, but no quantity: scales that do not fall, words that cannot stand together."""


class _Evaluate:
    """Turns a parsed shape into a Quantity, taking the values of the Ns in order.

    One method a rule of the grammar, called with the values of its parts. Walked by hand: lark's Transformer wraps
    every method anew for every tree.
    """

    def __init__(self, numbers: Iterator[NumberReading]) -> None:
        self._numbers = numbers

    def value_of(self, plan: _Plan) -> Any:
        """The value of a parsed shape, parts first and from left to right. Plans are shallow: a shape has few words."""
        method, parts = plan
        return method(self, *[self.value_of(part) if type(part) is tuple else part for part in parts])

    def start(self, quantity: Quantity) -> Quantity:
        return quantity

    # -- quantities
    def exactly(self, amount: Quantity) -> Quantity:
        return amount

    def more_than(self, *parts: object) -> Quantity:
        return _qualified("gt", parts)

    def less_than(self, *parts: object) -> Quantity:
        return _qualified("lt", parts)

    def about(self, _word: Token, amount: Quantity) -> Quantity:
        return amount._replace(qualifier="approx")

    def between(self, *parts: object) -> Quantity:
        low, high = (part for part in parts if isinstance(part, _Number))
        low_value = low.value
        if low.scale == 1 and high.scale > 1 and low_value < high.value / high.scale * 10:
            low_value = low_value * high.scale
        if low_value >= high.value:
            raise _Refused("a range rises")
        percent = any(isinstance(part, Token) and part.type == "PERCENT" for part in parts)
        return Quantity(low_value, high.value, "range", percent=percent, in_words=low.in_words and high.in_words)

    def neighbours(self, first: _Number, second: _Number) -> Quantity:
        if second.word in _ONLY_AFTER_TENS and first.word not in _ONLY_AFTER_TENS:
            return Quantity(first.value * 10 + second.value, in_words=True)
        return _neighbours(first, second, 1)

    def neighbours_of_ten(self, first: _Number, second: _Number, _tens: Token) -> Quantity:
        return _neighbours(first, second, 10)

    def neighbours_of_hundred(self, first: _Number, second: _Number, _hundred: Token) -> Quantity:
        return _neighbours(first, second, 100)

    def plain(self, number: _Number, percent: Token | None = None) -> Quantity:
        if number.word == "nửa":
            return Quantity(Decimal(50), percent=True, vague=True, in_words=True)
        qualifier = "approx" if number.word == "một đôi" else "eq"
        return Quantity(
            number.value,
            None,
            qualifier,
            percent=percent is not None,
            in_words=number.in_words,
            scaled=number.scale > 1,
        )

    def one_hundred(self, _hundred: Token) -> Quantity:
        return Quantity(Decimal(100), in_words=True)

    def one_of_scale(self, scale: Token) -> Quantity:
        """ "gần nghìn người": a thousand."""
        return Quantity(Decimal(SCALES[scale]), in_words=True, scaled=True)

    def fraction(self, part: _Number, _over: Token, whole: _Number) -> Quantity:
        return Quantity(part.value, denominator=whole.value, in_words=part.in_words and whole.in_words)

    def share(self, part: _Number, _of: Token, whole: _Number) -> Quantity:
        """ "hai phần ba": 66.7 percent."""
        if part.value >= whole.value:
            raise _Refused("a part is less than its whole")
        value = (part.value * 100 / whole.value).quantize(Decimal("0.1"))
        return Quantity(value, percent=True, vague=True, in_words=True)

    # -- numbers
    def total(self, *parts: object) -> _Number:
        numbers = [part for part in parts if isinstance(part, _Number)]
        for before, after in pairwise(numbers):
            if after.value >= before.scale:
                raise _Refused("scales fall")
        if len(numbers) == 1:
            return numbers[0]
        last, before = numbers[-1], numbers[-2]
        if last.word in _DIGITS and not any(isinstance(part, Token) for part in parts) and _is_tenth(last, before):
            numbers[-1] = last._replace(value=last.value * before.scale / 10)
        value = sum((number.value for number in numbers), Decimal(0))
        return _Number(value, scale=numbers[0].scale, in_words=all(number.in_words for number in numbers))

    def pair(self, _word: Token) -> _Number:
        return _Number(Decimal(2), in_words=True, word="một đôi")

    def scaled(self, small: _Number, scale: Token) -> _Number:
        return _scaled(small, scale, Decimal(1))

    def scaled_and_half(self, small: _Number, scale: Token, _half: Token) -> _Number:
        number = _scaled(small, scale, Decimal(1))
        return number._replace(value=number.value + Decimal(number.scale) / 2)

    def one_and_half(self, scale: Token, _half: Token) -> _Number:
        size = SCALES[scale]
        return _Number(Decimal(size) * 3 / 2, scale=size, in_words=True)

    def digits(self, _n: Token) -> _Number:
        return _Number(next(self._numbers).value)

    def digit(self, word: Token) -> _Number:
        return _Number(Decimal(_DIGITS[word]), in_words=True, word=str(word))

    def tens(self, count: _Number | Token, _tens: Token) -> _Number:
        return self._times(count, 10)

    def hundreds(self, count: _Number | Token, _hundred: Token) -> _Number:
        return self._times(count, 100)

    def dozens(self, count: _Number | Token, _dozen: Token) -> _Number:
        return self._times(count, 12)

    def half_dozen(self, _half: Token, _dozen: Token) -> _Number:
        return _Number(Decimal(6), in_words=True)

    def half(self, _half: Token) -> _Number:
        return _Number(Decimal("0.5"), in_words=True, word="nửa")

    def hundred_and_half(self, count: _Number, _hundred: Token, _half: Token) -> _Number:
        return _Number(count.value * 100 + 50, in_words=True)

    def one_hundred_and_half(self, _hundred: Token, _half: Token) -> _Number:
        return _Number(Decimal(150), in_words=True)

    def hundreds_and(self, count: _Number, _hundred: Token, *rest: object) -> _Number:
        low = rest[-1]
        assert isinstance(low, _Number)  # the grammar ends this rule with a number
        return _Number(count.value * 100 + low.value, in_words=True)

    def ten(self, _ten: Token) -> _Number:
        return _Number(Decimal(10), in_words=True)

    def ten_and(self, _ten: Token, digit: _Number) -> _Number:
        return _Number(10 + digit.value, in_words=True)

    def tens_and(self, count: _Number, _tens: Token, digit: _Number) -> _Number:
        return _Number(count.value * 10 + digit.value, in_words=True)

    def twenty_or_thirty(self, word: Token, digit: _Number) -> _Number:
        return _Number((20 if word == "hăm" else 30) + digit.value, in_words=True)

    def _times(self, count: _Number | Token, size: int) -> _Number:
        if isinstance(count, Token):
            return _Number(next(self._numbers).value * size)
        return _Number(count.value * size, in_words=True)


class _Number(NamedTuple):
    """A number on its way to a quantity. `scale` is its largest scale word; `word` the single word it was."""

    value: Decimal
    scale: int = 1
    in_words: bool = False
    word: str = ""


def _is_tenth(last: _Number, before: _Number) -> bool:
    """ "2 triệu tư" is 2.4 million; "hai nghìn năm" may be years."""
    return before.scale > 1 and (last.word, before.scale) != ("năm", 1000)


def _scaled(small: _Number, scale: Token, extra: Decimal) -> _Number:
    size = SCALES[scale]
    return _Number(small.value * size * extra, scale=size, in_words=small.in_words)


def _qualified(qualifier: str, parts: tuple[object, ...]) -> Quantity:
    """The first amount of `parts` under a qualifier; "từ 12 đến 15 trở lên" keeps its lower end."""
    percent = any(isinstance(part, Token) and part.type == "PERCENT" for part in parts)
    for part in parts:
        if isinstance(part, Quantity):
            return part._replace(qualifier=qualifier)
        if isinstance(part, _Number):
            return Quantity(part.value, None, qualifier, percent=percent, in_words=part.in_words)
    raise _Refused("no amount")


def _neighbours(first: _Number, second: _Number, size: int) -> Quantity:
    if not first.value < second.value <= first.value + 2:
        raise _Refused("neighbours rise by one or two")
    if second.word == "năm" and second.value > first.value + 1:
        raise _Refused("ba năm: three years")
    return Quantity(first.value * size, second.value * size, "range", in_words=True)
