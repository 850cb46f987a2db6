"""Periods of time as reports name them, brought to one written form each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from narrative.tokens import PERIOD_KINDS, Protected

UNTIL_NOW = "đến nay"
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "i": "I", "ii": "II", "iii": "III", "iv": "IV"}
_WORD_MONTHS = {"sáu": "6", "ba": "3", "chín": "9", "nửa": "6"}
_UP_TO = re.compile(r"(?:đến|tới|tính đến|tính tới)\s+(?:(?P<edge>hết|cuối|thời điểm|nay)\s+)?$")
_LAST_DAYS = frozenset({"hết", "cuối"})
_BEFORE_NO_PERIOD = re.compile(
    r"(?:so với|so|hơn|gấp đôi|gấp ba|gấp rưỡi|gấp (?:hơn |gần |khoảng )?[\w,.]+ lần|"
    r"kế hoạch|nhiệm vụ|phương hướng|với|chỉ tiêu|ước|từ|của|cùng kỳ)\s+"
    r"(?:cùng kỳ\s+|cả\s+|cuối\s+|đầu\s+|hết\s+|thời điểm\s+|kết quả\s+|mức\s+){0,2}$"
)


class Period(NamedTuple):
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
        if stretch.kind in PERIOD_KINDS:
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
    if up_to and stretch.kind == "quarter" and up_to["edge"] in _LAST_DAYS:
        text = f"đến hết {canonical(words, stretch.kind)}"
        return Period(stretch.start, stretch.end, text, "as_of", year, False)
    reference = _BEFORE_NO_PERIOD.search(before) is not None
    if words.startswith("từ năm") and len(years) == 1:
        # "bản ký từ năm 2019", "Từ năm 2022, các thôn lập …": where it began, not how long the figure reaches.
        reference = True
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
    if kind == "week":
        week = re.search(r"\d{1,2}", words)
        return f"tuần {int(week[0])}{tail}" if week else words
    return f"năm {years[-1]}"


def _half(words: str, years: list[str]) -> str:
    count = re.search(r"\d{1,2}|sáu|ba|chín|nửa", words)
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
    if re.match(r"(?:đến )?(?:hết )?(?:quý|tháng|tuần) ", period):
        return f"{period} năm {year}"
    return period


def year_of(period: str) -> int:
    """The last year that a canonical period names, or 0."""
    years = _YEAR.findall(period)
    return int(years[-1]) if years else 0


_DAYS_A_MONTH, _DAYS_A_YEAR = 31, 372  # months of one length: only the order of days matters here
_IN_A_YEAR = {
    "quý I": (1, 3), "quý II": (4, 6), "quý III": (7, 9), "quý IV": (10, 12), "6 tháng cuối": (7, 12),
    "3 tháng cuối": (10, 12),
}  # fmt: skip


@lru_cache(maxsize=1024)
def stretch_of(period: str) -> tuple[int, int] | None:
    """The first and the last day of a canonical period with a year, as numbers that only tell earlier from later.

    None where the period names no year. A state at a date ("đến tháng 6 năm 2023") is that date alone.
    """
    years = [int(year) for year in _YEAR.findall(period)]
    if not years or period.startswith("từ"):
        return None
    if period.startswith("năm học"):
        return _days(years[0], 8, years[-1], 7)
    if period.startswith("giai đoạn"):
        return _days(years[0], 1, years[-1], 12)
    year = years[-1]
    number = re.search(r"\d{1,2}", period)
    if period.startswith("tuần") and number:
        first = year * _DAYS_A_YEAR + (int(number[0]) - 1) * 7
        return first, first + 6
    if period.startswith("đến hết quý"):
        ends = [months[1] for words, months in _IN_A_YEAR.items() if period.startswith(f"đến hết {words} ")]
        last = ends[0] if ends else 12
        return (_days(year, last, year, last)[1],) * 2
    if period.startswith("đến"):
        month = int(number[0]) if "tháng" in period and number else 12
        return (_days(year, month, year, month)[1],) * 2
    if period.startswith("tháng") and number:
        return _days(year, int(number[0]), year, int(number[0]))
    for words, (first, last) in _IN_A_YEAR.items():
        if period.startswith(f"{words} "):
            return _days(year, first, year, last)
    months = int(number[0]) if "tháng" in period and number else 12
    return _days(year, 1, year, months)


def _days(first_year: int, first_month: int, last_year: int, last_month: int) -> tuple[int, int]:
    first = first_year * _DAYS_A_YEAR + (first_month - 1) * _DAYS_A_MONTH
    return first, last_year * _DAYS_A_YEAR + last_month * _DAYS_A_MONTH - 1


def is_before(period: str, other: str) -> bool:
    """True when `period` ends before `other` begins; False where one of them names no year."""
    one, two = stretch_of(period), stretch_of(other)
    return one is not None and two is not None and one[1] < two[0]


_FROM_TO = re.compile(
    r"từ\s+(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s*(?:đến|-)\s*(?:hết\s+)?(?:ngày\s+)?"
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
)
_LATEST_FIRST_DAY, _EARLIEST_LAST_DAY = 2, 27
_HALF_MONTH = 14


def period_between_days(folded: str) -> str:
    """The period that "từ 01/3 đến 31/3/2025" in folded words spans, or an empty string: a month, quarter or year.

    Offices that close their books in the middle of a month ("từ 15/12/2022 đến 14/12/2023") mean the later year.
    """
    match = _FROM_TO.search(folded)
    if match is None:
        return ""
    day, month, last_day, last_month, last_year = (int(match[at]) for at in (1, 2, 4, 5, 6))
    year = int(match[3]) if match[3] else last_year
    if not (1 <= month <= 12 and 1 <= last_month <= 12):
        return ""
    months = (last_year - year) * 12 + last_month - month
    if day <= _LATEST_FIRST_DAY and last_day >= _EARLIEST_LAST_DAY:
        return _whole_months(months + 1, last_month, last_year)
    if day >= _HALF_MONTH and last_day >= _HALF_MONTH - 1:
        return _whole_months(months, last_month, last_year)
    return ""


def _whole_months(months: int, last: int, year: int) -> str:
    """The name of a stretch of so many months that ends in month `last`."""
    if months == 12:
        return f"năm {year}"
    if months == 1:
        return f"tháng {last} năm {year}"
    if months == 3:
        return f"quý {('I', 'II', 'III', 'IV')[(last - 1) // 3]} năm {year}"
    if months == 6:
        return f"6 tháng {'đầu' if last <= 6 else 'cuối'} năm {year}"
    return f"{months} tháng đầu năm {year}" if months == last else ""
