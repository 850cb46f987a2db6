"""From a text to its facts: the pipeline."""

from __future__ import annotations

import re

from narrative.document import Document
from narrative.facts import Context, Discarded, Fact, Reading
from narrative.periods import Period, with_year, year_of
from narrative.sentences import Explanation, Section, SentenceReader
from narrative.structure import (
    DIGIT,
    LETTER,
    PART,
    Line,
    Table,
    cells_of,
    goes_on_with_table,
    is_heading,
    is_rule_line,
    is_table_line,
    rank_of,
    read_header,
    sentences_of,
)
from narrative.tables import TableReader
from narrative.titles import likeliest_year, read_title

MAX_CHARACTERS = 4_000_000


_HEADING_KINDS = frozenset({"school_year", "span", "half", "quarter", "month", "week", "year"})
_NO_PLAN = re.compile(
    r"kết quả|chỉ tiêu\W+thực hiện|thực hiện (?:các |những )?(?:chỉ tiêu|mục tiêu|phương hướng)|tình hình|"
    r"thực hiện nhiệm vụ|đánh giá|đã làm|đã thực hiện|tồn tại|hạn chế|nhìn lại"
)
_ASKS = re.compile(r"(?:^|[\divxa-d][.):/]\s*)(?:những\s+)?(?:kiến nghị|đề xuất|đề nghị)(?!\s+khen)")
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


def explain_text(text: str, *, context: Context | None = None) -> tuple[Reading, tuple[Explanation, ...]]:
    """As `read_text`, and how each figure of a sentence was read. Figures of tables explain themselves by their row."""
    pipeline = _Pipeline(Document(text), context or Context())
    explanations = pipeline.explain()
    reading = pipeline.run()
    return reading, tuple(explanations)


def read_document(document: Document, *, context: Context | None = None) -> Reading:
    """Read a document that is prepared already; otherwise as `read_text`."""
    return _Pipeline(document, context or Context()).run()


class _Pipeline:
    """Walks the lines of a document, keeping the sections that each lies in."""

    def __init__(self, document: Document, context: Context) -> None:
        self._document = document
        self._sentences = SentenceReader(document)
        self._tables = TableReader(document)
        title = read_title(document)
        self._header = read_header(document.text, document.lines, title.period, context)
        stated = self._header.period
        self._title_end = title.end
        period = stated or likeliest_year(document)
        self._report = Section(
            self._header.scope,
            period,
            year_of(period),
            self._is_one_year(stated) or (not stated and self._speaks_of_one_year()),
            title.theme,
            target=title.is_plan,
            stated=bool(stated),
        )
        self._sections: list[tuple[int, Section]] = []
        self._facts: list[Fact] = []

    @property
    def _section(self) -> Section:
        return self._sections[-1][1] if self._sections else self._report

    def explain(self) -> list[Explanation]:
        """The list that `run` will fill with how each fact of a sentence was read."""
        explanations: list[Explanation] = []
        self._sentences.explanations = explanations
        return explanations

    def run(self) -> Reading:
        """Read all lines."""
        document = self._document
        table = Table()
        last_line: Line | None = None
        for line in document.lines:
            if is_rule_line(document.laid_out, line):
                continue
            if is_table_line(document.laid_out, line.start) or (
                table.rows and goes_on_with_table(document.laid_out, line.start)
            ):
                table.caption = table.caption if table.rows else last_line
                table.rows.append(cells_of(document.laid_out, document.tokens, line))
                continue
            self._finish_table(table)
            table = Table()
            if _RECIPIENTS.match(document.folded, line.start):
                self._sections = [(PART, self._report._replace(is_closed=True))]
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
        if line.start < self._title_end:
            return
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
        document, above, report = self._document, self._section, self._report
        concepts = document.concepts(line.first, line.last)
        plans = "target_heading" in concepts and _NO_PLAN.search(document.folded, line.start, line.end) is None
        plans = plans or _ASKS.search(document.folded[line.start : line.end]) is not None
        section = above._replace(
            concepts=above.concepts | concepts,
            heading=concepts or above.heading,
            target=above.target or plans,
        )
        named = document.periods_between(line.start, line.end)
        if any(report.is_later(period) for period in named):
            return section._replace(target=True)
        period = self._period_of_heading(line)
        if period is None:
            return section
        if plans or period.kind not in _HEADING_KINDS:
            return section
        text = with_year(period.text, report.year)
        looks_back = report.target and report.is_earlier(period)
        return section._replace(period=text, year=year_of(text), target=section.target and not looks_back)

    def _period_of_heading(self, line: Line) -> Period | None:
        """The period that a heading gives to all below it."""
        named = self._document.periods_between(line.start, line.end)
        return next((period for period in named if period.kind != "date" and not period.reference), None)

    def _speaks_of_one_year(self) -> bool:
        """True where a text without a title tells of "năm nay": what it says of an earlier year compares."""
        return "năm nay" in self._document.folded

    def _is_one_year(self, period: str) -> bool:
        """True when the report says its period and it lies in one year: then an earlier year is a comparison."""
        return bool(period) and not period.startswith(("giai đoạn", "từ năm", "năm học"))
