"""The border of reports that programs send: one JSON document, read whole or refused with every wrong place named.

    {"certainty": "final", "no_joint_work": true, "reason": "",
     "figures": [{"cell": 3, "value": 1200, "qualifier": "gt", "joint": 20, "led_elsewhere": 5},
                 {"cell": 7, "value": 0, "nil": true}, {"cell": 9, "names": ["to-tu-quan"]}],
     "answers": {"attendances_per_session:3": "Hội nghị toàn xã"}}

A figure may also have `high` (the end of a range) and `cumulative`. Numbers are written as JSON numbers, in the unit of
the row; decimals are exact. What is left out is blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from chungtay.core.scanner import quotable, require_clean
from chungtay.reporting.codes import Certainty, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.errors import (
    CellNotInForm,
    FigureRefused,
    NotAReport,
    NotAWholeNumber,
    NumberTooLarge,
    PartOfUnitNotAllowed,
)
from chungtay.reporting.forms import LARGEST, SHOWN, FormReading
from chungtay.reporting.layout import FormLayout, LayoutRow

NUMBERS = frozenset({"value", "high", "joint", "led_elsewhere", "cumulative"})
_QUALIFIERS = {one.name.lower(): one for one in Qualifier}
_LONGEST = 24
# JSON can name halves of characters, which no database stores.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_OF_A_FIGURE = NUMBERS | {"cell", "qualifier", "nil", "names"}


def read_whole_report(layout: FormLayout, body: bytes) -> FormReading:
    """The report in `body`, with every figure that cannot be read in `problems`.

    Raises `NotAReport`, with the place, for what has not the form of a report, and `ForbiddenMatter`.
    """
    report = _parsed(body)
    problems: list[FigureRefused] = []
    figures: dict[int, CellFigure] = {}
    names: dict[int, tuple[str, ...]] = {}
    for number, given in enumerate(_listed(report, "figures")):
        cell = given.get("cell") if isinstance(given, dict) else None
        if type(cell) is not int or cell in figures or not given.keys() <= _OF_A_FIGURE:
            raise NotAReport(place=f"figures[{number}]")
        row = layout.by_number.get(cell)
        if row is None:
            problems.append(CellNotInForm(field=_field(cell, "value"), label=str(cell)))
            continue
        figures[cell] = _figure(given, row, problems)
        if given.get("names"):
            names[cell] = _names(given["names"], f"figures[{number}].names")
    contents = Contents(
        figures={cell: figure for cell, figure in figures.items() if not figure.is_blank},
        certainty=_certainty(report),
        no_joint_work=report.get("no_joint_work") is True,
        keys=names,
        answers=_answers(report),
        reason=_clean(report.get("reason", ""), "reason"),
    )
    return FormReading(contents, problems)


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        report = json.loads(body, parse_float=_decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotAReport(place="{") from error
    if not isinstance(report, dict):
        raise NotAReport(place="{")
    return report


def _decimal(written: str) -> Decimal:
    # Powers of ten are left out: some are too large to be written out at all.
    if len(written) > _LONGEST or "e" in written.lower():
        raise ValueError(written)
    return Decimal(written)


def _no_number(written: str) -> NoReturn:
    raise ValueError(written)


def _listed(report: Mapping[str, Any], name: str) -> list[Any]:
    found = report.get(name, [])
    if not isinstance(found, list):
        raise NotAReport(place=name)
    return found


def _names(found: Any, place: str) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise NotAReport(place=place)
    return tuple(sorted(_clean(one, place) for one in found))


def _certainty(report: Mapping[str, Any]) -> Certainty:
    written = report.get("certainty", Certainty.FINAL)
    if written not in Certainty.values:
        raise NotAReport(place="certainty")
    return Certainty(written)


def _answers(report: Mapping[str, Any]) -> dict[str, str]:
    found = report.get("answers", {})
    if not isinstance(found, dict):
        raise NotAReport(place="answers")
    return {key: answer for key, text in found.items() if (answer := _clean(text, f"answer-{key}"))}


def _clean(text: Any, place: str) -> str:
    if not isinstance(text, str) or _NO_TEXT.search(text):
        raise NotAReport(place=place)
    return require_clean(text.strip(), field=place)


def _figure(given: Mapping[str, Any], row: LayoutRow, problems: list[FigureRefused]) -> CellFigure:
    numbers: dict[str, int | None] = {}
    for name in given:
        if name not in NUMBERS:
            continue
        try:
            numbers[name] = _number(given[name], row, name)
        except FigureRefused as problem:
            problems.append(problem)
    value, qualifier = numbers.get("value"), _qualifier(given, row)
    if qualifier is not Qualifier.RANGE:
        numbers["high"] = None
    is_nil = value == 0 and given.get("nil") is True
    return CellFigure(qualifier=qualifier if value is not None else Qualifier.EQ, is_nil=is_nil, **numbers)


def _qualifier(given: Mapping[str, Any], row: LayoutRow) -> Qualifier:
    if "qualifier" not in given:
        return Qualifier.EQ
    written = given["qualifier"]
    if not isinstance(written, str) or written not in _QUALIFIERS:
        raise NotAReport(place=_field(row.number, "qualifier"))
    return _QUALIFIERS[written]


def _number(written: Any, row: LayoutRow, name: str) -> int | None:
    """The integer in the scale of the row; None when blank."""
    if written is None:
        return None
    if type(written) not in (int, Decimal) or written < 0:
        raise NotAWholeNumber(**_told(written, row, name))
    scale = row.indicator.scale
    value = written * 10**scale
    if value >= LARGEST:
        raise NumberTooLarge(**_told(written, row, name))
    if value != int(value):
        raise PartOfUnitNotAllowed(scale=scale, **_told(written, row, name))
    return int(value)


def _told(written: Any, row: LayoutRow, name: str) -> dict[str, str]:
    shown = quotable(str(written)[: 2 * SHOWN], length=SHOWN)
    return {"field": _field(row.number, name), "label": row.label, "written": shown}


def _field(cell: int, name: str) -> str:
    return f"figures.{cell}.{name}"
