"""Numerals of headings: Roman numbers, and the letters of điểm in Vietnamese order."""

from __future__ import annotations

from officialdoc.wording import POINT_LETTERS

ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def roman(number: int) -> str:
    """`number` from 1 to 3,999 in Roman numerals; ValueError otherwise."""
    if not 1 <= number <= 3999:
        raise ValueError("Roman numerals run from 1 to 3999")
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def from_roman(text: str) -> int | None:
    """The number a Roman numeral stands for; None when `text` is none in its usual form."""
    rest, number = text, 0
    for value, letters in ROMAN:
        while rest.startswith(letters):
            number, rest = number + value, rest.removeprefix(letters)
    return number if number and not rest and number <= 3999 and roman(number) == text else None


def point_letter(number: int) -> str:
    """Letter of the điểm at `number` from 1: a, b, c, d, đ, e, g ... After the last letter they double: aa, bb.

    Source: Nghị định 30/2020/NĐ-CP, Annex I, part I, section II, point 6.
    """
    if number < 1:
        raise ValueError("points are counted from 1")
    again, place = divmod(number - 1, len(POINT_LETTERS))
    return POINT_LETTERS[place] * (again + 1)
