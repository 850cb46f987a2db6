"""How values are written on pages: numbers, days, moments, qualifiers. Pure, exact, Vietnamese by convention.

Numbers are 1.234,5 and days dd/mm/yyyy in both languages of the interface: the papers beside the screen are.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chungtay.core.clock import VIETNAM
from chungtay.reporting.codes import Qualifier

ABSENT = "–"
Number = int | Decimal | Fraction


def number_text(value: Number | None, digits: int | None = None) -> str:
    """`value` as 1.234,5; an absent value is a dash, never a zero.

    `digits` after the comma, rounded half away from zero; without it an int has none, a Decimal its own, a Fraction
    at most two. A minus is the true sign, as in the annexes.
    """
    if value is None:
        return ABSENT
    exact = _decimal(value, digits)
    # As text from here on: arithmetic on a Decimal would round to the precision of its context.
    whole, _dot, part = f"{exact:f}".lstrip("-").partition(".")
    if digits is None and isinstance(value, Fraction):
        part = part.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "\u2212" if exact < 0 else ""
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def _decimal(value: Number, digits: int | None) -> Decimal:
    if digits is None and not isinstance(value, Fraction):
        return Decimal(value)
    places = 2 if digits is None else digits
    exact = Fraction(value) * 10**places
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)  # half away from zero
    return Decimal((int(exact < 0), tuple(map(int, str(whole))), -places))


def day_text(value: date | datetime | None) -> str:
    """The day as dd/mm/yyyy; of a moment, the day it falls on in Viet Nam."""
    if value is None:
        return ABSENT
    day = value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def moment_text(value: datetime | None) -> str:
    """The moment as "16:05, 02/11/2026" on Vietnamese clocks."""
    if value is None:
        return ABSENT
    local = value.astimezone(VIETNAM)
    return f"{local.hour:02d}:{local.minute:02d}, {day_text(local)}"


def qualifier_text(qualifier: int | None) -> str:
    """How exactly a figure is stated, as a word before it: exactly, more than, nearly, about, at least, at most."""
    return str(Qualifier(qualifier or Qualifier.EQ).label)


def count_text(count: int, noun: str) -> str:
    """`count` and `noun` as offices write them in prose: two digits below ten ("04 mô hình"), none for a true zero."""
    if count == 0:
        return _("no %(noun)s") % {"noun": noun}
    return f"{count:02d} {noun}" if 0 < count < 10 else f"{number_text(count)} {noun}"


def figure_words(value: Number | None, *, qualifier: int | None, high: Number | None, digits: int | None) -> str:
    """A figure in words as it stands on a page, without its unit: "hơn 40.000", "từ 10 đến 12", "1.234"."""
    plain = number_text(value, digits)
    if value is None or not qualifier or qualifier == Qualifier.EQ:
        return plain
    if qualifier == Qualifier.RANGE:
        return pgettext("figure", "from %(low)s to %(high)s") % {"low": plain, "high": number_text(high, digits)}
    return f"{qualifier_text(qualifier)} {plain}"
