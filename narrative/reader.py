"""From a text to its facts: the pipeline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from narrative.document import Document
from narrative.facts import Context, Discarded, Fact, Reading
from narrative.periods import year_of
from narrative.sentences import Section, SentenceReader
from narrative.structure import (
    HEAD_LINES,
    Line,
    Table,
    cells_of,
    heading_level,
    is_table_line,
    read_header,
    sentences_of,
)
from narrative.tables import TableReader

MAX_CHARACTERS = 2_000_000


_PLAN = re.compile(r"dự kiến|phấn đấu|kế hoạch|sẽ|tới đây|mục tiêu|phương hướng|nhiệm vụ|triển khai")


_THEMES = frozenset({"festival"})
_TITLE_PERIODS = frozenset({"school_year", "span", "half", "quarter", "month", "year"})


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
    """Walks the lines of a document, keeping the section that each belongs to."""

    def __init__(self, document: Document, context: Context) -> None:
        self._document = document
        self._sentences = SentenceReader(document)
        self._tables = TableReader(document)
        title_period = self._title_period()
        self._header = read_header(document.text, document.lines, title_period, context)
        period = self._header.period or self._likeliest_year()
        self._report = Section(self._header.scope, period, year_of(period), self._is_one_year(), self._theme())
        self._section = self._report
        self._facts: list[Fact] = []

    def run(self) -> Reading:
        """Read all lines."""
        document = self._document
        table = Table()
        last_line: Line | None = None
        for line in document.lines:
            if is_table_line(document.text, line.start):
                table.caption = table.caption if table.rows else last_line
                table.rows.append(cells_of(document.text, document.tokens, line))
                continue
            self._finish_table(table)
            table = Table()
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
        level = heading_level(document.text, document.tokens, line)
        if level:
            self._enter_section(line, level)
        for sentence in sentences_of(document.text, document.tokens, line):
            self._facts += self._sentences.read(sentence, self._section)

    def _enter_section(self, line: Line, level: int) -> None:
        concepts = self._document.concepts(line.first, line.last)
        plans = "target_heading" in concepts and "kết quả" not in self._document.folded[line.start : line.end]
        if level == 2:
            self._section = replace(
                self._section, concepts=self._section.concepts | concepts, target=self._section.target or plans
            )
            return
        self._section = replace(self._report, concepts=self._report.concepts | concepts, target=plans)

    def _theme(self) -> frozenset[str]:
        """What the whole report is about, where its title says so: "Ngày hội" colours every figure below."""
        lines = [line for line in self._document.lines[:HEAD_LINES] if self._may_be_title(line)]
        return frozenset().union(*(self._document.concepts(line.first, line.last) for line in lines)) & _THEMES

    def _is_one_year(self) -> bool:
        """True when the report says its period and it lies in one year: then an earlier year is a comparison."""
        period = self._header.period
        return bool(period) and not period.startswith(("giai đoạn", "từ năm", "năm học"))

    def _title_period(self) -> str:
        """The first period that the head of the report names outside numbers and dates of documents."""
        for line in self._document.lines[:HEAD_LINES]:
            if not self._may_be_title(line):
                continue
            for period in self._document.periods_between(line.start, line.end):
                if period.kind in _TITLE_PERIODS and not self._belongs_to_document(period.start):
                    return period.text
        return ""

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
