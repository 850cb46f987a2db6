"""A figure in words: rounded by the stated rule, never claiming more than the records say."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.models import Indicator
from chungtay.reporting.queries.consolidation import ConsolidatedFigure
from officialdoc import Paragraph, Run, figure, official_number, paragraph, round_for_prose, small_number

NOT_REPORTED = "-"
_EXACT_BELOW = 1_000
LINE_NAMES = {
    Line.ALL: "Tất cả",
    Line.POLICE: "Công an",
    Line.FRONT: "Mặt trận Tổ quốc",
    Line.FARMERS: "Hội Nông dân",
    Line.WOMEN: "Hội Liên hiệp Phụ nữ",
    Line.VETERANS: "Hội Cựu chiến binh",
    Line.YOUTH: "Đoàn Thanh niên",
    Line.UNION: "Công đoàn",
}


def prose_words(value: int, qualifier: Qualifier) -> str:
    """`value` as prose says it: "hơn 40.000", "04", "khoảng 1.200", "ít nhất 950".

    An exact figure follows `officialdoc.round_for_prose`. A lower bound is rounded down and said with "hơn" (or "ít
    nhất" when nothing was rounded), an upper bound up with "gần" or "tối đa"; an approximate one with "khoảng".
    """
    rounded = round_for_prose(value)
    small = small_number(value) if value < _EXACT_BELOW else None
    if qualifier is Qualifier.EQ:
        return small or rounded.words
    shown = rounded.words.removeprefix(rounded.qualifier).strip() if rounded.qualifier else (small or rounded.words)
    if qualifier in (Qualifier.APPROX, Qualifier.RANGE):
        return f"khoảng {shown}"
    if qualifier in (Qualifier.GT, Qualifier.AT_LEAST):
        word = "hơn" if qualifier is Qualifier.GT or rounded.qualifier == "hơn" else "ít nhất"
        return f"{word} {shown if rounded.qualifier != 'gần' else official_number(value)}"
    word = "gần" if qualifier is Qualifier.LT else "tối đa"
    return f"{word} {shown if rounded.qualifier != 'hơn' else official_number(value)}"


def prose_figure(found: ConsolidatedFigure) -> Run:
    """The figure in words, with its code for the look-up copy."""
    return figure(prose_words(whole(found.value), found.qualifier), found.code)


def table_figure(found: ConsolidatedFigure | None, indicator: Indicator) -> Run:
    """The exact figure of a table cell; "-" where nobody reported: blank is not zero."""
    if found is None:
        return Run(NOT_REPORTED)
    return figure(scaled(found.value, indicator.scale), found.code)


def scaled(value: Fraction, scale: int) -> str:
    """A stored value as printed: `scale` digits behind the comma."""
    if not scale:
        return official_number(whole(value))
    return official_number(Decimal(whole(value)).scaleb(-scale))


def percent(part: Fraction, of: Fraction) -> str:
    """`part` of `of` in percent with one decimal, "-" when there is no whole."""
    if not of:
        return NOT_REPORTED
    tenths = whole(Fraction(part) * 1000 / of)
    return official_number(Decimal(tenths).scaleb(-1))


def change(now: Fraction, before: Fraction) -> tuple[str, str]:
    """Increase or decrease as a number and in percent, with its sign; the percentage is "-" from zero."""
    difference = whole(now - before)
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return f"{sign}{official_number(abs(difference))}", (
        f"{sign}{percent(Fraction(abs(difference)), before)}" if before else NOT_REPORTED
    )


def whole(value: Fraction) -> int:
    """`value` rounded half up to a whole number; most are whole already."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def counted(found: ConsolidatedFigure | None, scale: int) -> Run:
    """A count with its code; "-" where nobody reported."""
    return Run(NOT_REPORTED) if found is None else figure(scaled(found.value, scale), found.code)


def remark(words: str) -> Paragraph:
    """What stands under a table: "Ghi chú: ..."."""
    return paragraph(f"Ghi chú: {words}.")
