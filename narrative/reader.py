"""From a text to its facts: the pipeline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from narrative.document import Document
from narrative.facts import Context, Discarded, Fact, Reading
from narrative.periods import period_between_days, with_year, year_of
from narrative.sentences import Section, SentenceReader
from narrative.structure import (
    DIGIT,
    HEAD_LINES,
    LETTER,
    PART,
    Line,
    Table,
    cells_of,
    heading_level,
    is_heading,
    is_rule_line,
    is_table_line,
    rank_of,
    read_header,
    sentences_of,
)
from narrative.tables import TableReader

MAX_CHARACTERS = 2_000_000


_PLAN = re.compile(r"dự kiến|phấn đấu|kế hoạch|sẽ|tới đây|mục tiêu|phương hướng|nhiệm vụ|triển khai")


_THEMES = frozenset({"festival"})
_AUTHORS = frozenset({"company"})
_TITLE_PERIODS = frozenset({"school_year", "span", "half", "quarter", "month", "week", "year"})
_TITLE = re.compile(r"báo cáo|kết quả|tổng kết|sơ kết|thống kê|biểu|phụ lục|số liệu")
_PLAN_TITLE = re.compile(r"phương hướng|nhiệm vụ|kế hoạch|chương trình công tác")
_NO_PLAN = re.compile(r"kết quả|tình hình|thực hiện nhiệm vụ|đánh giá|đã làm|đã thực hiện|tồn tại|hạn chế")
_RECIPIENTS = re.compile(r"nơi\s+nhận\s*:?")
_BULLETS = "-+*•●–—▪◦✓"
LIST = 7
"""The rank of a line that announces the list below it: inside numbered sections, around lettered ones."""


class TextTooLong(ValueError):
    """The text has more than `MAX_CHARACTERS` characters."""

    code = "narrative.text_too_long"


def read_text(text: str, *, context: Context | None = None) -> Reading:
    """Read a report: every figure with its span, unit, indicator, scope and period, and what was passed over.

    Offsets in the result refer to `Reading.text`, the NFC form of `text`. `context` gives the unit and period of
    the report where the text names none. Takes time linear in the length of the text and raises for no text
    but one of more than `MAX_CHARACTERS` characters (TextTooLong).
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(len(text))
    return read_document(Document(text), context=context)


def read_document(document: Document, *, context: Context | None = None) -> Reading:
    """Read a document that is prepared already; otherwise as `read_text`."""
    return _Pipeline(document, context or Context()).run()


class _Pipeline:
    """Walks the lines of a document, keeping the sections that each lies in."""

    def __init__(self, document: Document, context: Context) -> None:
        self._document = document
        self._sentences = SentenceReader(document)
        self._tables = TableReader(document)
        title_period = self._title_period()
        self._header = read_header(document.text, document.lines, title_period, context)
        period = self._header.period or self._likeliest_year()
        self._report = Section(
            self._header.scope, period, year_of(period), self._is_one_year(), self._theme(), stated=bool(title_period)
        )
        self._sections: list[tuple[int, Section]] = []
        self._facts: list[Fact] = []

    @property
    def _section(self) -> Section:
        return self._sections[-1][1] if self._sections else self._report

    def run(self) -> Reading:
        """Read all lines."""
        document = self._document
        table = Table()
        last_line: Line | None = None
        for line in document.lines:
            if is_table_line(document.text, line.start):
                table.caption = table.caption if table.rows else last_line
                if not is_rule_line(document.text, line):
                    table.rows.append(cells_of(document.text, document.tokens, line))
                continue
            self._finish_table(table)
            table = Table()
            if _RECIPIENTS.match(document.folded, line.start):
                self._sections = [(PART, replace(self._report, is_closed=True))]
            self._read_line(line)
            last_line = line
        self._finish_table(table)
        discarded = [Discarded(it.start, it.end, it.kind) for it in document.finder.passed]
        return Reading(document.text, tuple(self._facts), tuple(discarded), self._header)

    def _finish_table(self, table: Table) -> None:
        if table.rows:
            self._facts += self._tables.read(table, self._section)

    def _read_line(self, line: Line) -> None:
        document = self._document
        self._enter(line)
        for sentence in sentences_of(document.text, document.tokens, line):
            self._facts += self._sentences.read(sentence, self._section)

    def _enter(self, line: Line) -> None:
        """Leave the sections that end at this line and, where it is a heading, open its own.

        A line that ends in a colon speaks for the list below it, up to the next line that is no item.
        """
        document = self._document
        rank = rank_of(document.text, document.tokens, line)
        opens = bool(rank) and is_heading(document.text, document.tokens, line)
        is_item = document.text[line.start] in _BULLETS
        announces = not opens and document.tokens.text[line.last - 1] == ":"
        while self._sections and self._ends(self._sections[-1][0], rank, is_item=is_item):
            self._sections.pop()
        if opens or announces:
            self._sections.append((rank or LIST, self._section_of(line)))

    def _ends(self, open_rank: int, rank: int, *, is_item: bool) -> bool:
        """True when a section of rank `open_rank` ends at a line of rank `rank` (0: a paragraph or an item)."""
        if open_rank == LIST:
            return not is_item and rank not in (LETTER, *range(DIGIT + 1, LIST))
        return 0 < rank <= open_rank

    def _section_of(self, line: Line) -> Section:
        document, above = self._document, self._section
        concepts = document.concepts(line.first, line.last)
        plans = "target_heading" in concepts and _NO_PLAN.search(document.folded, line.start, line.end) is None
        return replace(
            above,
            concepts=above.concepts | concepts,
            heading=concepts or above.heading,
            target=above.target or plans or self._is_later(line),
        )

    def _is_later(self, line: Line) -> bool:
        """True for a heading that names a period after that of the report: plans follow."""
        named = self._document.periods_between(line.start, line.end)
        return any(self._report.is_later(period) for period in named)

    def _theme(self) -> frozenset[str]:
        """What the whole report is about, where its title says so: "Ngày hội" colours every figure below."""
        document = self._document
        lines = document.lines[:HEAD_LINES]
        titled = next((at for at, line in enumerate(lines) if _TITLE.search(document.folded, line.start, line.end)), 0)
        themes = [document.concepts(it.first, it.last) for it in lines[titled : titled + 2] if self._may_be_title(it)]
        agency = document.concepts(lines[0].first, lines[0].last) & _AUTHORS if lines else frozenset()
        return (frozenset().union(*themes) & _THEMES) | agency

    def _is_one_year(self) -> bool:
        """True when the report says its period and it lies in one year: then an earlier year is a comparison."""
        period = self._header.period
        return bool(period) and not period.startswith(("giai đoạn", "từ năm", "năm học"))

    def _title_period(self) -> str:
        """The first period that the head of the report names outside numbers and dates of documents and outside plans.

        The days in brackets below a title ("từ 01/3 đến 31/3/2025") are more exact than the year in it.
        """
        document = self._document
        named = ""
        for line in document.lines[:HEAD_LINES]:
            if not self._may_be_title(line):
                continue
            days = period_between_days(document.folded[line.start : line.end])
            if days and (not named or (named.startswith("năm ") and year_of(named) == year_of(days))):
                return days
            named = named or self._period_in_title(line)
        return named

    def _period_in_title(self, line: Line) -> str:
        document = self._document
        named = [
            period
            for period in document.periods_between(line.start, line.end)
            if period.kind in _TITLE_PERIODS and not self._belongs_to_document(period.start)
        ]
        ours = [it for it in named if _PLAN_TITLE.search(document.folded, line.start, it.start) is None]
        if not named:
            return ""
        return with_year((ours or named)[0].text, named[-1].year)

    def _may_be_title(self, line: Line) -> bool:
        """True for a short line, or one in capitals, that is no sentence, heading or legal basis."""
        document = self._document
        words = document.text[line.start : line.end]
        if len(words) > 120 and words.upper() != words:
            return False
        if words.rstrip().endswith((".", ";")) or "căn cứ" in document.folded[line.start : line.end]:
            return False
        return heading_level(document.text, document.tokens, line) != 1

    def _belongs_to_document(self, start: int) -> bool:
        """True for "Kế hoạch số 18/KH-UBND năm 2021" and "Hà Nội, ngày 5 tháng 6 năm 2021": no period of a report."""
        if self._document.folded[max(0, start - 8) : start].rstrip().endswith("ngày"):
            return True
        return any(it.kind in {"document", "decree"} and 0 <= start - it.end <= 24 for it in self._document.protected)

    def _likeliest_year(self) -> str:
        """Where no title names a period: the year said most often outside plans, the later one of two."""
        years: Counter[int] = Counter()
        for period in self._document.periods:
            before = self._document.folded[max(0, period.start - 60) : period.start]
            after = self._document.folded[period.end : period.end + 50].partition(".")[0]
            is_plan = _PLAN.search(before.rpartition(".")[2]) is not None or _PLAN.search(after) is not None
            if period.year and period.kind in {"year", "half", "quarter", "month"} and not period.reference:
                years[period.year] += 0 if is_plan else 2
        for stretch in self._document.protected:
            if stretch.kind == "date":
                year = year_of(self._document.folded[stretch.start : stretch.end])
                if year:
                    years[year] += 1
        if not years:
            return ""
        best = max(years.items(), key=lambda item: (item[1], item[0]))[0]
        return f"năm {best}"
