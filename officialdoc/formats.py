"""Dates and numbers as official documents write them. All values are exact: int or Decimal, never float."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officialdoc.wording import BLANK

PROSE_EXACT_BELOW = 1_000
SCALES = ((10**9, "tỷ"), (10**6, "triệu"))


@dataclass(frozen=True, slots=True)
class ProseFigure:
    """A figure as prose says it, and what it stands for.

    words      what is printed: "hơn 40.000", "gần 1,2 triệu", "76"
    qualifier  "hơn", "gần", or "" when `shown` equals `exact`
    shown      the rounded value
    exact      the value before rounding
    """

    words: str
    qualifier: str
    shown: int
    exact: int


def official_date(issued_on: date | None, place: str, *, expected_on: date | None = None) -> str:
    """The date line: "Thanh Hóa, ngày 05 tháng 02 năm 2022".

    Days below ten and the months 1 and 2 have two digits, other months have not ("tháng 3"). Without `issued_on` the
    day is left blank; month and year come from `expected_on`, or are left blank too.
    Source: Nghị định 30/2020/NĐ-CP, Annex I, part I, section II, point 4.
    """
    if issued_on is not None:
        return f"{place}, {cited_day(issued_on)}"
    if expected_on is not None:
        return f"{place}, ngày{BLANK}tháng {_month(expected_on.month)} năm {expected_on.year}"
    return f"{place}, ngày{BLANK}tháng{BLANK}năm{BLANK}".rstrip()


def cited_day(day: date) -> str:
    """A day inside a sentence: "ngày 05 tháng 02 năm 2022"."""
    return f"ngày {day.day:02d} tháng {_month(day.month)} năm {day.year}"


def _month(month: int) -> str:
    return f"{month:02d}" if month <= 2 else str(month)


def official_number(value: int | Decimal) -> str:
    """`value` with "." between thousands and "," before decimals: 1.234,5. The digits of a Decimal are kept as given.

    Raises ValueError when a Decimal is not a number.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("only finite values can be printed")
    return f"{value:,f}".translate(str.maketrans(",.", ".,")) if isinstance(value, Decimal) else _grouped(value)


def _grouped(value: int) -> str:
    return f"{value:,d}".replace(",", ".")


def small_number(value: int) -> str:
    """A count in prose: two digits from 1 to 9 ("04 mô hình"), else as `official_number`. Never for table cells."""
    return f"{value:02d}" if 1 <= value <= 9 else official_number(value)


def padded_number(number: str) -> str:
    """The number before a document's symbol: two digits below ten; anything but digits is kept as given."""
    return number.zfill(2) if number.isdigit() else number


def round_for_prose(value: int) -> ProseFigure:
    """Round `value` as prose does: two significant figures, with "hơn" when rounded down and "gần" when rounded up.

    The rule: below 1,000 the exact value stays; from there on the nearest value of two significant figures is taken, a
    tie goes down (never claim more than there is); from a million on it is said in triệu, from a thousand million in
    tỷ. A value that has only two significant figures is exact and carries no word.
    40,312 -> "hơn 40.000"; 1,987 -> "gần 2.000"; 40,000 -> "40.000"; 1,234,567 -> "hơn 1,2 triệu"; 76 -> "76".
    Raises ValueError for a negative value: prose says "giảm", not "âm".
    """
    if value < 0:
        raise ValueError("a figure in prose is never negative")
    shown = value if value < PROSE_EXACT_BELOW else _two_figures(value)
    qualifier = "" if shown == value else ("hơn" if shown < value else "gần")
    words = f"{qualifier} {_said(shown)}".strip()
    return ProseFigure(words=words, qualifier=qualifier, shown=shown, exact=value)


def _two_figures(value: int) -> int:
    step: int = 10 ** (len(str(value)) - 2)
    below, rest = divmod(value, step)
    return (below + (2 * rest > step)) * step


def _said(value: int) -> str:
    for scale, word in SCALES:
        if value >= scale:
            return f"{official_number((Decimal(value) / scale).normalize() + 0)} {word}"
    return official_number(value)
