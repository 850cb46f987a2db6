"""Periods of time as reports name them, brought to one written form each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrative.tokens import Protected

UNTIL_NOW = "đến nay"
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "i": "I", "ii": "II", "iii": "III", "iv": "IV"}
_WORD_MONTHS = {"sáu": "6", "ba": "3", "chín": "9"}
_UP_TO = re.compile(r"(?:đến|tới|tính đến|tính tới)\s+(?:(?P<edge>hết|cuối|thời điểm|nay)\s+)?$")
_BEFORE_NO_PERIOD = re.compile(
    r"(?:so với|so|hơn|kế hoạch|nhiệm vụ|phương hướng|với|chỉ tiêu|ước|từ|của|cùng kỳ)\s+(?:cùng kỳ\s+|cả\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period named in the text. `text` is its canonical form; `year` its (last) year, 0 where none is said.

    `reference` marks one that is only compared with ("so với năm 2021") or belongs to a name.
    """

    start: int
    end: int
    text: str
    kind: str
    year: int
    reference: bool


def periods_of(folded: str, protected: Sequence[Protected]) -> list[Period]:
    """The periods that a folded text names, in order; days and document dates are none."""
    found = []
    for stretch in protected:
        if stretch.kind in {"school_year", "span", "half", "quarter", "month", "year", "to_date"}:
            found.append(_period(folded, stretch))
        elif stretch.kind == "date":
            dated = _up_to_date(folded, stretch)
            if dated is not None:
                found.append(dated)
    return found


def _period(folded: str, stretch: Protected) -> Period:
    words = " ".join(folded[stretch.start : stretch.end].split())
    years = _YEAR.findall(words)
    before = folded[max(0, stretch.start - 24) : stretch.start]
    year = int(years[-1]) if years else 0
    up_to = _UP_TO.search(before)
    if up_to and stretch.kind == "month" and re.search(r"(?<!\w)từ(?!\w)", before):
        return Period(stretch.start, stretch.end, canonical(words, stretch.kind), stretch.kind, year, True)
    if up_to and stretch.kind in {"month", "year"} and up_to["edge"] != "nay":
        return Period(stretch.start, stretch.end, _up_to_text(words, year, stretch.kind), "as_of", year, False)
    reference = _BEFORE_NO_PERIOD.search(before) is not None
    return Period(stretch.start, stretch.end, canonical(words, stretch.kind), stretch.kind, year, reference)


def canonical(words: str, kind: str) -> str:
    """The canonical form of a period in folded words ("quý ii/2023" is "quý II năm 2023")."""
    years = _YEAR.findall(words)
    tail = f" năm {years[-1]}" if years else ""
    if kind == "to_date":
        return f"từ đầu năm {years[-1]} đến nay" if years else "từ đầu năm đến nay"
    if kind == "school_year":
        return f"năm học {years[0]}-{years[1]}"
    if kind == "span":
        return f"giai đoạn {years[0]}-{years[1]}" if len(years) > 1 else f"từ năm {years[0]}"
    if kind == "half":
        return _half(words, years)
    if kind == "quarter":
        quarter = re.search(r"(?:iii|ii|iv|i|[1-4])\b", words[4:])
        return f"quý {_ROMAN[quarter[0]] if quarter else ''}{tail}"
    if kind == "month":
        month = re.search(r"\d{1,2}", words)
        return f"tháng {int(month[0])}{tail}" if month else words
    return f"năm {years[-1]}"


def _half(words: str, years: list[str]) -> str:
    count = re.search(r"\d{1,2}|sáu|ba|chín", words)
    months = _WORD_MONTHS.get(count[0], count[0]) if count else ""
    end = "cuối" if "cuối" in words else "đầu"
    return f"{int(months)} tháng {end} năm" + (f" {years[-1]}" if years else "")


def _up_to_text(words: str, year: int, kind: str) -> str:
    if kind == "year":
        return f"đến hết năm {year}"
    return f"đến {canonical(words, kind)}"


def _up_to_date(folded: str, stretch: Protected) -> Period | None:
    """ "tính đến ngày 30/6/2023", "(đến 15/11/2022)": a state at a date. Other dates name no period."""
    before = folded[max(0, stretch.start - 24) : stretch.start]
    words = folded[stretch.start : stretch.end]
    match = re.search(r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})", words)
    month_only = re.fullmatch(r"(\d{1,2})/(\d{4})", words)
    if month_only and not _UP_TO.search(before):
        text = f"tháng {int(month_only[1])} năm {month_only[2]}"
        return Period(stretch.start, stretch.end, text, "month", int(month_only[2]), True)
    if not _UP_TO.search(before) or not (match or month_only) or re.search(r"(?<!\w)từ(?!\w)", before):
        return None
    month, year = (match[2], match[3]) if match else (month_only[1], month_only[2]) if month_only else ("", "")
    return Period(stretch.start, stretch.end, f"đến tháng {int(month)} năm {year}", "as_of", int(year), False)


def with_year(period: str, year: int) -> str:
    """`period` with the report's year where it names none: "quý II" in a report of 2023 is "quý II năm 2023"."""
    if not year or _YEAR.search(period) or period == UNTIL_NOW:
        return period
    if re.match(r"\d+ tháng (?:đầu|cuối) năm$", period):
        return f"{period} {year}"
    if re.match(r"(?:quý|tháng) ", period):
        return f"{period} năm {year}"
    return period


def year_of(period: str) -> int:
    """The last year that a canonical period names, or 0."""
    years = _YEAR.findall(period)
    return int(years[-1]) if years else 0
