"""What the head of a report says of it: its title, the period it is about, its theme, whether it is a plan."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from narrative.document import Document
from narrative.periods import Period, period_between_days, stretch_of, with_year, year_of
from narrative.structure import HEAD_LINES, Line, is_table_line

_NAMES_REPORT = re.compile(r"báo cáo|kết quả|tổng kết|sơ kết|thống kê|biểu số liệu|phụ lục|tham luận|kế hoạch\s*$")
_PLAN_IN_TITLE = re.compile(r"phương hướng|nhiệm vụ|kế hoạch|chương trình công tác")
_PLAN_DOCUMENT = re.compile(r"\s*kế hoạch\s*(?:công tác|phối hợp|$)")
_NO_TITLE = re.compile(r"\s*(?:căn cứ|thực hiện|kính gửi|nơi nhận)")
_PLAN_WORDS = re.compile(r"dự kiến|phấn đấu|kế hoạch|sẽ|tới đây|mục tiêu|phương hướng|nhiệm vụ|triển khai")
_PLAN_HEAD = re.compile(_PLAN_WORDS.pattern + r"|chỉ tiêu(?! thực hiện| đạt)")
_TITLE_KINDS = frozenset({"school_year", "span", "half", "quarter", "month", "week", "year"})
_NUMBERED = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)/]|[IVX]{1,5}[.)/]|[A-Za-zđ][.)])\s")
_THEMES = frozenset({"festival"})
_AUTHORS = frozenset({"company"})
_DOCUMENT_REACH = 24
_TELLS = re.compile(
    r"(?<!\w)(?:số liệu|số|báo cáo|báo (?:các|anh|chị|bác|em|về|lên)|kết quả|tình hình|công tác|tổng hợp|tổng kết|"
    # Nothing is told by the name of a programme: “Dân vận khéo trong tình hình mới” năm 2023.
    r"hoạt động)(?!\w)[^.;:\n“”\"«»]*$"
)
_TOLD_LINES, _TOLD_REACH = 3, 60
_MONTH_OF_DATE = re.compile(r"\d{1,2}\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})")
_IN_THE_MONTH = re.compile(r"(?<!\w)(?:trong|cả|suốt) tháng(?!\s*\d)|(?<!\w)tháng (?:này|qua|vừa qua|vừa rồi)")
_IN_THE_YEAR = re.compile(r"(?<!\w)(?:trong|cả|suốt) (?:năm|quý|kỳ)|(?<!\w)năm (?:nay|qua)")
_LONGEST_LINE, _LONGEST_TITLE, _TITLE_LINES = 120, 400, 3


@dataclass(frozen=True, slots=True)
class Title:
    """`period` in canonical form or empty; `theme` what colours every figure; `is_plan` for a document of plans.

    `end` is the offset where the title ends, 0 where the text has none.
    """

    period: str
    theme: frozenset[str]
    is_plan: bool
    end: int = 0


def read_title(document: Document) -> Title:
    """Read the title of a report, or what stands for one among its first lines."""
    head = document.lines[:HEAD_LINES]
    named = next((at for at, line in enumerate(head) if _is_title(document, line)), None)
    first = named or 0
    title = [line for line in head[first : first + _TITLE_LINES] if _may_belong(document, line, _LONGEST_TITLE)]
    others = [line for line in head if line not in title and _may_belong(document, line, _LONGEST_LINE)]
    is_plan = any(_PLAN_DOCUMENT.match(document.folded[line.start : line.end]) for line in title[:1])
    period = _period_of(document, title) or _period_of(document, others) or _period_told(document, head)
    period = period or _year_before_plan(document, title)
    if period and not year_of(period):
        period = with_year(period, _year_of_head(document, head))
    concepts = frozenset().union(*(document.concepts(line.first, line.last) for line in title[:2]))
    author = document.concepts(head[0].first, head[0].last) if head else frozenset()
    end = max((line.end for line in title[:2]), default=0) if named is not None else 0
    return Title(period, (concepts & _THEMES) | (author & _AUTHORS), is_plan, end)


def _is_title(document: Document, line: Line) -> bool:
    words = document.folded[line.start : line.end]
    return _NAMES_REPORT.search(words) is not None and _may_belong(document, line, _LONGEST_LINE)


def _may_belong(document: Document, line: Line, longest: int) -> bool:
    """True for a line that is no sentence, heading or legal basis."""
    words = document.text[line.start : line.end]
    if len(words) > longest and words.upper() != words:
        return False
    if words.rstrip().endswith((".", ";")) or _NO_TITLE.match(document.folded, line.start):
        return False
    return _NUMBERED.match(words) is None or words.upper() == words


def _period_of(document: Document, lines: list[Line]) -> str:
    """The period that some lines name outside numbers and dates of documents and outside plans.

    The days in brackets below a title ("từ 01/3 đến 31/3/2025") are more exact than the year in it; of "quý IV và cả
    năm 2022" the longer one is meant.
    """
    named: list[Period] = []
    for line in lines:
        days = period_between_days(document.folded[line.start : line.end])
        if days and (not named or (named[0].kind == "year" and named[0].year == year_of(days))):
            return days
        named += [
            period
            for period in document.periods_between(line.start, line.end)
            if period.kind in _TITLE_KINDS and not _belongs_to_document(document, period)
        ]
        if is_table_line(document.laid_out, line.start) and named:
            return _latest(document, named)
    is_plan = any(_PLAN_DOCUMENT.match(document.folded[line.start : line.end]) for line in lines[:1])
    plans = [] if is_plan else [it for it in named if _is_plan_before(document, lines, it.start)]
    ours = [it for it in named if it not in plans]
    if not ours:
        return ""
    period, year = ours[0], next((it.year for it in named if it.year), 0)
    for other in ours[1:2]:
        between = document.folded[period.end : other.start]
        if "và" in between.split() and _length(other, year) > _length(period, year):
            period = other
    return with_year(period.text, period.year or year)


def _latest(document: Document, named: list[Period]) -> str:
    """The last of the periods that the head of a table names, less those of plans: the others are compared with."""
    ours = [it for it in named if _PLAN_HEAD.search(document.folded, max(0, it.start - 24), it.start) is None] or named
    return max(ours, key=lambda it: stretch_of(with_year(it.text, it.year)) or (0, 0)).text


def _period_told(document: Document, head: list[Line]) -> str:
    """Where no title says it: "em gửi số liệu tháng 5/2024" in the first lines, or "trong tháng" below a date."""
    for line in head[:_TOLD_LINES]:
        for period in document.periods_between(line.start, line.end):
            before = document.folded[max(line.start, period.start - _TOLD_REACH) : period.start]
            is_ours = period.kind in _TITLE_KINDS and not _belongs_to_document(document, period)
            if is_ours and not period.reference and _TELLS.search(before) and _PLAN_IN_TITLE.search(before) is None:
                return with_year(period.text, period.year)
    dates = (document.folded[it.start : it.end] for it in document.protected if it.kind == "date")
    month = _MONTH_OF_DATE.search(next(dates, ""))
    if month and _IN_THE_MONTH.search(document.folded) and not _IN_THE_YEAR.search(document.folded):
        return f"tháng {int(month[1])} năm {month[2]}"
    return ""


def _year_before_plan(document: Document, lines: list[Line]) -> str:
    """A title that names only the year of the plans ("…; kế hoạch phối hợp năm 2026") is about the year before."""
    named = [it for line in lines for it in document.periods_between(line.start, line.end) if it.kind == "year"]
    return f"năm {named[0].year - 1}" if named else ""


def _length(period: Period, year: int) -> int:
    stretch = stretch_of(with_year(period.text, period.year or year))
    return stretch[1] - stretch[0] if stretch else 0


def _is_plan_before(document: Document, lines: list[Line], start: int) -> bool:
    """True where "phương hướng, nhiệm vụ …" leads to the period: it is that of the plans."""
    line = next(line for line in lines if line.start <= start < line.end)
    words = document.folded[line.start : start]
    said = [*_PLAN_IN_TITLE.finditer(words)]
    return bool(said) and "kết quả" not in words[said[-1].start() :]


def _belongs_to_document(document: Document, period: Period) -> bool:
    """True for "Kế hoạch số 18/KH-UBND năm 2021", "ngày 5 tháng 6 năm 2021" and "tại hội nghị …, tháng 12/2024"."""
    before = document.folded[max(0, period.start - 8) : period.start].rstrip()
    if before.endswith("ngày") or (period.kind == "month" and before.endswith(",")):
        return True
    if before.endswith("(") and period.kind == "span":
        return False
    return any(
        it.kind in {"document", "decree"}
        and 0 <= period.start - it.end <= _DOCUMENT_REACH
        and "\n" not in document.folded[it.end : period.start]
        for it in document.protected
    )


def _year_of_head(document: Document, head: list[Line]) -> int:
    """The year that the head of a report names anywhere, as in the date of the letter."""
    years = [year_of(document.folded[line.start : line.end]) for line in head]
    return next((year for year in years if year), 0)


_COMPARED = re.compile(r"(?:so với|so|hơn|gấp [\d,.]+ lần)\s+(?:cùng kỳ\s+)?$")
_COMPARED_REACH = 24
_IN_THIS_YEAR = re.compile(r"(?<!\w)năm nay(?!\w)")


def likeliest_year(document: Document) -> str:
    """Where no title names a period: the year said most often outside plans, the later one of two.

    A text that tells of "năm nay" has the year of its latest day, however often it looks back. A year that others are
    compared with ("hơn năm 2022") is not the report's where it names another.
    """
    years: Counter[int] = Counter()
    compared = {
        period.year
        for period in document.periods
        if period.year
        and period.reference
        and _COMPARED.search(document.folded, max(0, period.start - _COMPARED_REACH), period.start)
    }
    for period in document.periods:
        before = document.folded[max(0, period.start - 60) : period.start]
        after = document.folded[period.end : period.end + 50].partition(".")[0]
        is_plan = _PLAN_WORDS.search(before.rpartition(".")[2]) is not None or _PLAN_WORDS.search(after) is not None
        if period.year and period.kind in {"year", "half", "quarter", "month"} and not period.reference:
            years[period.year] += 0 if is_plan else 2
    dated = [year_of(document.folded[it.start : it.end]) for it in document.protected if it.kind == "date"]
    if any(dated) and _IN_THIS_YEAR.search(document.folded):
        return f"năm {max(dated)}"
    years.update(year for year in dated if year)
    for year in compared if len(years) > 1 else ():
        if any(other > year for other in years):
            years.pop(year, None)
    if not years:
        return ""
    return f"năm {max(years.items(), key=lambda item: (item[1], item[0]))[0]}"
