"""Reading one sentence: each quantity with what stands around it becomes a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from narrative.document import Document
from narrative.facts import Alternative, Fact
from narrative.indicators import RATE, STOCK, load_indicators
from narrative.lexicon import Label, unit_at
from narrative.periods import UNTIL_NOW, Period, is_before, stretch_of, with_year, year_of
from narrative.rules import Rule, Surroundings, Verdict, judge
from narrative.scopes import has_place, is_closed_off, scope_before
from narrative.structure import Sentence
from narrative.surroundings import CUTS, Neighbourhood, SentenceWords, concepts_of, is_verb
from narrative.tokens import WORD, words_of

_OPENING = re.compile(r"(?:^|[:,] ?)(?:trong cả|trong|cả|tính)?$")
_GIVES_BARE = frozenset({"là", "đạt", "có", "còn", "được", "mới", "gồm"})
_PLAN_REACH = 3
_PARTS_BY_PLACE = frozenset({"unknown", "area", "agency", "commune"})
_COUNTED_WORDS = 10
_GROUPS = ({"area"}, {"commune"}, {"agency"})
_DELTA_REACH = 7
_STATE_REACH = 12
_AGAINST = frozenset({"against", "earlier"})
_OF_ITEMS = frozenset({"per_item", "frequency"})
_MORE = frozenset({"thêm", "bớt", "hơn", "lên"})
_MORE_REACH = 2
_NUMBER_REACH = 6
_THAT_NUMBER = frozenset((first, second) for first in ("số", "tỷ", "lệ") for second in ("ấy", "này", "đó", "trên"))
_LEFT_AFTER = frozenset({"còn", "thành", "có", "nay"})
_REGROUPED = frozenset(
    tuple(words.split()) for words in ("sắp xếp", "sáp nhập", "hợp nhất", "ghép lại", "gộp lại", "tinh gọn", "nhập lại")
)
_DELTA_LINKS = frozenset(["(", ",", "và", "tương", "ứng", "đương", "bằng", "tức", "là", "hay", "khoảng", "với", "đạt"])
_TOLD, _WELL_TOLD = Decimal("0.75"), Decimal("0.9")
_SURE_OF_LITTLE = Decimal("0.7")
_SAY_NOTHING = frozenset({"this_period", "now", "of_which", "grade", "v_keep", "coverage", "now_again"})
_FEW_WORDS = 6
_LISTED = frozenset({",", "và", "với", "cùng"})
_OF_DISPUTES = frozenset({"received", "mediation", "settled", "unsettled"})
_PARTS_DISPUTES = frozenset({"thành", "xong", "đã", "và", "không", "còn", "đang"})
_ONE_YEAR = 372
_TAKES_UP = re.compile(r"(?<=\d),\s*(?:khi|lúc)\b|\b(?:năm|năm học|kỳ|quý|tháng|tuần|khi|lúc|hồi) (?:đó|ấy)\b")
_PLAN_TITLE = re.compile(r"[\W\d]*(?:kế hoạch|phấn đấu|dự kiến|mục tiêu|chỉ tiêu)\b(?!.{0,40}(?:thực hiện|kết quả))")
_YEARS = re.compile(r"(?:19|20)\d\d")
_SINGLE_YEARS = frozenset({"year", "as_of"})
_PAIR = 2
_TURNS = frozenset({";", ")", "nhưng", "còn", "thì", "nay", "trong", "tăng", "giảm"})
_OF_TODAY = frozenset({"now", "this_period", "increase", "decrease"})
_AREAS = frozenset({"area", "commune", "agency", "unit"})
_DONE = frozenset({"thực", "đạt", "bằng", "vượt", "đã"})
_WHOLE_TIME = re.compile(
    r"(?:trong|suốt|qua|cả|sau)?\s*(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+năm(?:\s+qua)?\s*(?:,|phát|xây)"
)
_LEADS_PLAN = frozenset({"theo", ":", ";", ","})
_IN_FACT = frozenset({("thực", "tế"), ("kết", "quả")})
_SAID_DONE = frozenset({"đã", "thực", "đạt"})
_REACHED = frozenset({("hiện", "được"), ("đạt", "được"), ("mới", "đạt"), ("mới", "được")})
_DONE_REACH = 4
_AGAINST_YEAR = re.compile(r"\s*so với (?:cùng kỳ )?năm")
_LEAST_MONEY = 100_000
_MONEY_WORDS = frozenset({"raised", "spent", "worth"})
_UNKNOWN = Period(-1, -1, "", "", 0, False)
_COMPARING = frozenset({"increase", "decrease", "earlier"})
_OF_PLANS = frozenset({"plan", "plan_share"})
_PLANNING = frozenset({"plan", "target", "assigned"})
_DONE_OF_ASSIGNED = frozenset({"thực", "đã", "được", "vượt", "kết"})
_NAMES_PLACES = words_of("xã phường thị huyện thành thôn bản xóm ấp khu phố tổ khối làng buôn")
_UNIT_WORDS = 4
_NOT_BEFORE = frozenset(
    {
        *("area", "commune", "unit", "place", "criterion", "time", "person", "agency", "household", "turn"),
        *("document", "cooperation"),
    }
)
_GIVEN_BY = frozenset({"tiêu", "hiện", "hoạch", "đạt", "là", ":"})
_LONGEST_TITLE = 22
SAYS_LITTLE = Decimal("0.6")
"""Up to this confidence a verdict may be bettered by what is said farther away."""
SURE_FROM_AFAR = Decimal("0.75")
"""The confidence in a verdict that rests on words of the title or heading."""
# Words that belong to the figure they stand beside, and to no other of the sentence.
_SAID_OF_ONE = frozenset({"is_per_item", "is_frequency", "per_item", "frequency", "unsettled", "not_safe", "of_total"})


class Section(NamedTuple):
    """What holds for the sentences of a section: the report's defaults, the words of its headings, whether it is plans.

    `heading` are the concepts of the innermost heading that has any, `concepts` those of all; `stated` is true where
    the title says the period of the report; `is_closed` after the list of recipients.
    """

    scope: str
    period: str
    year: int
    year_is_stated: bool
    concepts: frozenset[str] = frozenset()
    heading: frozenset[str] = frozenset()
    target: bool = False
    stated: bool = False
    is_closed: bool = False

    def is_earlier(self, period: Period) -> bool:
        """True for a period that ended before that of the report, where the report says its own.

        One of some years that began earlier and ends in the first year of the report is that too.
        """
        own, other = stretch_of(self.period), stretch_of(with_year(period.text, self.year))
        if self.stated and period.kind == "span" and own is not None and other is not None:
            return other[0] < own[0] and other[1] - own[0] < _ONE_YEAR
        if self.year_is_stated and 0 < period.year < self.year and period.kind not in {"span", "school_year"}:
            return True
        return self.stated and is_before(with_year(period.text, self.year), self.period)

    def is_later(self, period: Period) -> bool:
        """True for a period that begins after that of the report: what is said of it is a plan.

        One of some years that begins in the last year of the report and outlasts it is that too.
        """
        if not self.stated:
            return False
        text = with_year(period.text, self.year)
        own, other = stretch_of(self.period), stretch_of(text)
        if period.kind == "span" and own is not None and other is not None and own[0] < other[0] <= own[1] < other[1]:
            return True
        return is_before(self.period, text)


class Explanation(NamedTuple):
    """How one fact was read: the words of its quantity, what stood around, the rule that decided, and where its
    period and scope come from. `settled` says when the figures before it decided instead of the rule.
    """

    fact: Fact
    quantity: str
    around: Surroundings
    rule: Rule | None
    settled: str
    period_from: str
    scope_from: str


class SentenceReader:
    """Reads the sentences of one document in order; remembers the figure before, for "lượt người" after "buổi"."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._stocks = frozenset(key for key, it in load_indicators().items() if it.kind == STOCK)
        self._rates = frozenset(key for key, it in load_indicators().items() if it.kind == RATE)
        self.explanations: list[Explanation] | None = None
        """Where the caller puts a list, each fact adds how it was read."""
        self._paragraph_period = ""
        self._carried_key: str | None = None
        self.counted: list[tuple[Fact, frozenset[str]]] = []
        """The results of the last sentence of the paragraph that had any, with the classes of their units."""
        self._title: frozenset[str] = frozenset()
        self._title_words = (0, 0)
        self._is_plan = False

    def read(self, sentence: Sentence, section: Section) -> list[Fact]:
        """The facts of one sentence, in order of place."""
        if sentence.opens:
            self._paragraph_period, self._carried_key, self.counted = "", None, []
            self._title, self._is_plan, self._title_words = frozenset(), False, (0, 0)
        if section.is_closed:
            return []
        words = SentenceWords(self._document, sentence)
        if sentence.opens:
            self._read_title(words, section)
        self._note_leading_period(words, section)
        facts: list[Fact] = []
        classes: dict[int, frozenset[str]] = {}
        for index in range(len(words.founds)):
            fact = _Reading(self, words, section, index, facts, classes).fact()
            if fact is not None:
                facts.append(fact)
        for fact in facts:
            if fact.in_scope and not fact.comparison:
                self._carried_key = fact.indicator
        counted = [(fact, classes[fact.start]) for fact in facts if fact.indicator and not fact.comparison]
        self.counted = counted or self.counted
        return facts

    def _holds_on(self, period: Period, section: Section) -> bool:
        """True where a period at the head of a later sentence goes on for the rest: "Năm 2021, …", no part of it."""
        after = self._document.folded[period.end : period.end + 1]
        return after == "," or with_year(period.text, section.year) == section.period

    def _read_title(self, words: SentenceWords, section: Section) -> None:
        """ "Nhóm Zalo: hiện có …", "Cảm hóa. Hội nhận …": what opens a paragraph speaks for all of it."""
        sentence, tokens = words.sentence, self._document.tokens
        stop = min(sentence.last, words.founds[0].first) if words.founds else sentence.last
        limit = min(stop, sentence.first + _LONGEST_TITLE)
        colon = next((place for place in range(sentence.first, limit) if tokens.text[place] == ":"), None)
        if colon is None and (words.founds or sentence.last - sentence.first > _LONGEST_TITLE):
            return
        last = sentence.last if colon is None else colon
        self._title = self._document.concepts(sentence.first, last)
        self._title_words = (sentence.first, last)
        named = self._document.periods_between(sentence.start, tokens.end[last - 1])
        later = any(section.is_later(period) for period in named) or (
            colon is not None and _PLAN_TITLE.match(self._document.folded, sentence.start) is not None
        )
        self._is_plan = later or not self._title.isdisjoint({"target_heading", "target"})

    def unit_of_title(self) -> tuple[str, frozenset[str]] | None:
        """The unit that the title of the paragraph names, if any: "Lượt người nghe: …"."""
        tokens, (first, last) = self._document.tokens, self._title_words
        for place in range(first, last):
            label = unit_at(tokens, place, last)
            if label is not None and label.concepts.isdisjoint({"criterion", "time"}):
                return self._document.text[tokens.start[label.first] : tokens.end[label.last - 1]], label.concepts
        return None

    @property
    def title(self) -> frozenset[str]:
        return self._title

    @property
    def is_plan(self) -> bool:
        return self._is_plan

    @property
    def document(self) -> Document:
        return self._document

    @property
    def paragraph_period(self) -> str:
        return self._paragraph_period

    @property
    def carried_key(self) -> str | None:
        return self._carried_key

    def is_stock(self, key: str | None) -> bool:
        return key in self._stocks

    def is_rate(self, key: str | None) -> bool:
        return key in self._rates

    def _note_leading_period(self, words: SentenceWords, section: Section) -> None:
        """ "Trong năm 2021, …" at the head of a sentence holds for the rest of its paragraph."""
        sentence, periods, founds = words.sentence, words.periods, words.founds
        if _WHOLE_TIME.match(self._document.folded, sentence.start) or self._turns_to_now(words):
            self._paragraph_period = ""
        if not periods or periods[0].reference or (founds and founds[0].start < periods[0].start):
            return
        opening = self._document.folded[sentence.start : periods[0].start].strip(" -+*•\n")
        if not sentence.opens and not self._holds_on(periods[0], section):
            return
        if periods[0].kind == "to_date" or section.is_earlier(periods[0]) or section.is_later(periods[0]):
            return
        named = self._document.folded[periods[0].start : periods[0].end]
        if _OPENING.search(opening) and not (opening and named[0].isdigit()):
            self._paragraph_period = with_year(periods[0].text, section.year)

    def _turns_to_now(self, words: SentenceWords) -> bool:
        """ "Năm 2017 có 312 đội. Đến nay …": the year at the head of the paragraph is left."""
        return any("now" in label.concepts and label.first <= words.sentence.first + 1 for label in words.labels[:1])


class _Reading(Neighbourhood):
    """One quantity of one sentence on its way to a fact."""

    def __init__(
        self,
        reader: SentenceReader,
        words: SentenceWords,
        section: Section,
        index: int,
        facts: Sequence[Fact],
        classes_by_start: dict[int, frozenset[str]],
    ) -> None:
        super().__init__(words, index)
        self._reader = reader
        self._section = section
        self._periods = words.periods
        self._facts = facts
        self._classes = classes_by_start
        self._source: Fact | None = None
        self._own: Period | None = _UNKNOWN
        self._compares = ""

    def fact(self) -> Fact | None:
        """The fact, or None for a bare number that nothing around explains."""
        found = self._found
        comparison = self._compares = self._comparison()
        total = self._total_before()
        unit, classes = found.unit, found.classes
        if "none" in classes:
            named = self._unit_before(comparison, total)
            if named is None:
                return None
            unit, classes = named
        if "device" in classes:
            titled = self._unit_right_before() or self._unit_in_title()
            classes = titled[1] if titled is not None and titled[1].isdisjoint(_NOT_BEFORE) else classes
        classes = self._with_company(classes, comparison)
        self._classes[found.start] = classes
        around = self._surroundings(classes)
        judged = self._judge(around)
        if not comparison and self._is_state_at_start(judged.key):
            comparison = self._compares = "earlier"
        verdict = self._settle_verdict(judged, comparison, total, classes)
        kind = self._kind(verdict, comparison)
        in_scope = kind in ("result", "comparison")
        key = verdict.key if in_scope else None
        period = self._period(key, comparison) if kind != "target" else None
        start, end = found.start, found.end
        if comparison == "earlier":
            self._words.earlier.add(start)
        if key is None and in_scope and "is_of_it" in self._own_marks:
            self._words.of_it.add(start)
        fact = Fact(
            start=start,
            end=end,
            text=self._document.text[start:end],
            value=plain_value(found.quantity.value),
            value_high=None if found.quantity.high is None else plain_value(found.quantity.high),
            qualifier=found.quantity.qualifier,
            unit=unit,
            counted=self._counted(),
            indicator=key,
            scope=self._scope(),
            period=period,
            comparison=kind == "comparison",
            in_scope=in_scope,
            kind=kind,
            confidence=self._confidence(verdict),
            reason=self._reason(verdict, kind, classes),
            alternatives=self._alternatives(verdict, in_scope=in_scope),
            denominator=found.quantity.denominator,
            cumulative=self._is_cumulative(),
            sentence_start=self._sentence.start,
            sentence_end=self._sentence.end,
        )
        if self._reader.explanations is not None:
            self._reader.explanations.append(self._explanation(fact, around, judged, verdict))
        return fact

    def _explanation(self, fact: Fact, around: Surroundings, judged: Verdict, verdict: Verdict) -> Explanation:
        """How the fact came about, for those who ask."""
        words = self._document.tokens.text[self._found.first : self._found.last]
        settled = "" if judged == verdict else "settled by the figures before it"
        return Explanation(
            fact,
            " ".join(words),
            around,
            verdict.rule,
            settled,
            self._source_of_period(fact),
            self._source_of_scope(fact),
        )

    def _source_of_period(self, fact: Fact) -> str:
        own = self._own_period()
        if own is not None and fact.period in {own.text, with_year(own.text, self._section.year)}:
            return f'"{self._document.text[own.start : own.end]}" beside it'
        if fact.period == UNTIL_NOW:
            return "a word of now before it"
        if fact.period and fact.period == self._reader.paragraph_period:
            return "the head of its paragraph"
        return "the heading or title above it" if fact.period else "none is said"

    def _source_of_scope(self, fact: Fact) -> str:
        return "the head of the report" if fact.scope == self._section.scope else "the place named before it"

    def _with_company(self, classes: frozenset[str], comparison: str) -> frozenset[str]:
        """The classes of the unit with what stands around: "gấp 2 lần" is no session, "khu dân cư và cơ quan" mixed."""
        if comparison and "times" in classes and self._found.unit == "lần":
            return frozenset({"times"})
        tokens, place = self._document.tokens, self._found.unit_last
        if place + 1 >= self._sentence.last or tokens.text[place] not in {"và", ","}:
            return classes
        other = unit_at(tokens, place + 1, self._sentence.last)
        mine = next((group for group in _GROUPS if not group.isdisjoint(classes)), None)
        if other is None or mine is None or not mine.isdisjoint(other.concepts):
            return classes
        mixed = any(not group.isdisjoint(other.concepts) for group in _GROUPS)
        return frozenset({"mixed_unit"}) if mixed else classes

    # -- what stands around
    def _surroundings(self, classes: frozenset[str]) -> Surroundings:
        near = self._near
        around = (concepts_of([*near.before, *near.after, *near.shared]) - _OF_ITEMS) | self._own_marks
        following = self._founds[self._index + 1] if self._index + 1 < len(self._founds) else None
        if (
            following is not None
            and "social_group" in following.classes
            and self._words.first_cut(self._found.unit_last, following.first) == following.first
        ):
            around |= {"social"}
        np_stop = max(near.np_stop, self._found.unit_last + 1)
        np = concepts_of(self._between(self._found.last, np_stop)) | self._units_in_np()
        lead = around | concepts_of(near.lead)
        return Surroundings(
            unit=classes,
            np=np,
            near=around,
            lead=lead,
            about=lead | self._section.concepts,
            verb=self._verb(),
            prev=_key_alone(self._previous_key()),
        )

    def _judge(self, around: Surroundings) -> Verdict:
        """What the words near say; where they say little, what the sentence, its paragraph's title and heading say."""
        verdict = judge(around)
        wider = around.near
        for words in (around.lead, self._reader.title, self._section.heading):
            if verdict.sure > SAYS_LITTLE:
                return verdict
            if words <= wider:
                continue
            wider |= words - _SAID_OF_ONE
            other = judge(around._replace(near=wider, lead=around.lead | wider))
            if other.sure > verdict.sure and (other.key or other.kind == "case"):
                return other._replace(sure=min(other.sure, SURE_FROM_AFAR))
        return verdict

    def _previous_key(self) -> str | None:
        last = self._facts[-1] if self._facts else None
        if last is not None and last.kind == "result" and last.indicator is None and not last.comparison:
            if last.denominator is not None and not self._classes_of(last).isdisjoint(_AREAS):
                return "share_of_areas"
            if "is_of_it" in self._own_marks and last.unit != "%" and last.start not in self._words.of_it:
                return None
        for fact in reversed(self._facts):
            then = self._compares == "earlier" and fact.start in self._words.earlier
            aside = fact.start in self._words.of_it or fact.start in self._words.per_item
            if (fact.comparison and not then) or self._reader.is_rate(fact.indicator) or aside:
                continue
            return "case" if fact.kind == "case" else fact.indicator
        return self._reader.carried_key if not self._facts else None

    # -- comparison, totals, bare numbers
    def _comparison(self) -> str:
        """ "delta" for increases and decreases, "earlier" for a figure of an earlier period, else empty."""
        found = self._found
        start = self._last_part_start()
        speaks = not self._words.said.isdisjoint(_COMPARING)
        near = [label for label in self._near.before if label.first >= start] if speaks else []
        for label in reversed(near):
            reach = found.first - label.last
            if ":" in self._document.tokens.text[label.last + 1 : found.first]:
                continue
            if not label.concepts.isdisjoint({"increase", "decrease"}) and reach <= _DELTA_REACH:
                more_each = "is_per_item" in self._own_marks and self._document.tokens.text[label.first] == "thêm"
                return "" if more_each else "delta"
        if "is_plan_share" in self._own_marks and "percent" in found.classes:
            return ""  # "… so với cùng kỳ và bằng 92% kế hoạch"
        if any("earlier" in label.concepts for label in near):
            return "earlier"
        if "earlier" in self._words.said and (
            self._is_opened_by("earlier") or self._is_followed_by_earlier() or self._is_led_by_earlier()
        ):
            return "earlier"
        if self._is_state_before() or self._is_second_delta() or self._is_more_against_earlier():
            return "delta"
        if self._is_regrouped_since():
            return "delta"
        if self._is_share_of_earlier():
            return "delta"
        if self._facts:
            listed = self._listed_comparison() or self._goes_on_earlier()
            if listed:
                return listed
        period = self._own_period()
        if period is not None and self._is_set_against(period):
            return "earlier"
        if period is None or not self._section.is_earlier(period):
            return ""
        if self._words.earlier and self._document.tokens.text[found.first - 1] == "thêm":
            return "delta"  # "Năm 2022 có 131 thôn, như vậy năm nay thêm 5 thôn"
        left = self._now_offset() > period.start or self._is_left(period)
        return "" if left or self._is_state_after() else "earlier"

    def _is_set_against(self, period: Period) -> bool:
        """ "Năm 2023, 96 đơn vị đạt chuẩn; năm 2018 là 71": an earlier year opens the part after a semicolon.

        In a row of three years and more each is a result of its own.
        """
        start = self._clause_first
        if period.kind != "year" or not start > self._sentence.first or not self._facts:
            return False
        if self._document.tokens.start[start] != period.start:
            return False
        told = [it for it in self._facts if year_of(it.period or "") > period.year and not it.comparison]
        years = {it.year for it in self._periods if it.kind in _SINGLE_YEARS}
        return len(years) <= _PAIR and any(self._is_same_unit(it, self._found.classes) for it in told)

    def _is_state_at_start(self, key: str | None) -> bool:
        """ "Năm 2013, toàn tỉnh có 245 mô hình" in a report of 2013-2023: where it began, no result of the ten years.

        In a row of years ("79,2% (2019), 81% (2020), …") each is a result.
        """
        years = _years_of(self._section.period)
        own = self._own_period() if len(years) == _PAIR else None
        if own is None or self._now_offset() > own.start:
            return False
        is_state = self._reader.is_stock(key) or self._reader.is_rate(key) or "percent" in self._found.classes
        if not is_state and not (key is None and self._is_now_later()):
            return False
        named = {it.year for it in self._periods if it.kind in _SINGLE_YEARS}
        return own.kind in _SINGLE_YEARS and str(own.year) == years[0] and len(named) <= _PAIR

    def _is_now_later(self) -> bool:
        """True where the sentence goes on with a word of today: "…; đến nay 867 doanh nghiệp"."""
        return any("now" in it.concepts and it.first >= self._found.unit_last for it in self._labels)

    def _is_share_of_earlier(self) -> bool:
        """ "bằng 93,1% cùng kỳ", "đạt 112% so với năm trước"."""
        if "percent" not in self._found.classes:
            return False
        found, folded = self._found, self._document.folded
        near = self._between(found.unit_last, self._words.first_cut(found.unit_last, found.unit_last + 2))
        if any("earlier" in label.concepts for label in near) or _AGAINST_YEAR.match(folded, found.end):
            return True
        said = self._document.tokens.text[found.first - 1] == "bằng"
        return said and any(
            it.reference and it.end <= found.start and self._section.is_earlier(it) for it in self._periods
        )

    def _listed_comparison(self) -> str:
        """The second of "(tuần trước 2 buổi, 131 lượt người)": inside the same brackets as a comparison."""
        last = self._facts[-1] if self._facts else None
        if last is None or not last.comparison or not self._is_in_brackets():
            return ""
        between = self._document.tokens.text[self._founds[self._index - 1].unit_last : self._found.first]
        if not _LISTED.issuperset(between):
            return ""
        return "delta" if last.period == (self._default_period() or None) else "earlier"

    def _is_led_by_earlier(self) -> bool:
        """ "Trước sáp nhập, toàn xã có 12 tổ", "…; năm ngoái, con số ấy là 26": what opens the sentence or its part
        after a semicolon holds up to a word of today.
        """
        tokens, start = self._document.tokens, self._clause_first
        lead = next((it for it in self._labels if it.first >= start), None)
        if lead is None or lead.first > start + 1 or "earlier" not in lead.concepts or tokens.text[lead.first] == "so":
            return False
        said = concepts_of(self._words.labels_between(lead.last, self._found.first))
        return said.isdisjoint(_OF_TODAY) and _TURNS.isdisjoint(tokens.text[lead.last : self._found.first])

    def _is_followed_by_earlier(self) -> bool:
        """The second of "234 buổi/210 buổi cùng kỳ"; "234 buổi so với cùng kỳ" says nothing of its own."""
        place = self._found.unit_last
        said = self._words.labels_between(place, place + 1)
        stands = place < self._sentence.last and self._document.tokens.text[place] not in {"so", "hơn"}
        return stands and "percent" not in self._found.classes and any("earlier" in it.concepts for it in said)

    def _is_opened_by(self, concept: str) -> bool:
        """True in "so với cùng kỳ (1.414 buổi)" and "chỉ tiêu năm (5 tỷ đồng)": what stands before the brackets."""
        place = self._found.first - 1
        if place <= self._sentence.first or self._document.tokens.text[place] != "(":
            return False
        offset = self._document.tokens.start[place]
        dated = next((it.start for it in self._periods if it.end <= offset and offset - it.end <= 1), None)
        edge = place
        while dated is not None and edge > self._sentence.first and self._document.tokens.start[edge] > dated:
            edge -= 1
        return any(concept in it.concepts and edge - 1 <= it.last <= place for it in self._labels)

    def _goes_on_earlier(self) -> str:
        """The second of "Cùng kỳ tổ chức 20 buổi, 1.200 lượt người": said of the earlier period with the first."""
        last = self._facts[-1]
        if last.start not in self._words.earlier:
            return ""
        first = self._founds[self._index - 1].unit_last
        between = self._document.tokens.text[first : self._found.first]
        said = concepts_of(self._words.labels_between(first, self._found.first))
        turns = not _TURNS.isdisjoint(between) or not said.isdisjoint(_OF_TODAY)
        if turns or any(last.end <= it.start < self._found.start for it in self._periods):
            return ""
        return "earlier" if self._is_opened_by_earlier_clause() else ""

    def _is_opened_by_earlier_clause(self) -> bool:
        """True where the sentence, its part after a semicolon, or "trong khi …" begins with the earlier time."""
        first, start, words = self._founds[0].first, self._clause_first, self._document.tokens.text
        return any(
            "earlier" in it.concepts
            and (it.last <= first or it.first == start or words[max(0, it.first - 2) : it.first] == ["trong", "khi"])
            for it in self._labels
        )

    def _is_state_after(self) -> bool:
        """The second of "từ 114 buổi xuống 103 buổi": the state of today."""
        before = self._document.tokens.text[self._found.first - 1] if self._found.first > self._sentence.first else ""
        last = self._facts[-1] if self._facts else None
        return before in {"lên", "xuống", "còn", "thành"} and last is not None and last.comparison

    def _is_state_before(self) -> bool:
        """ "từ 12 mô hình lên 15": the first of the two."""
        tokens, found = self._document.tokens, self._found
        if found.first == self._sentence.first or tokens.text[found.first - 1] != "từ":
            return False
        stop = min(self._sentence.last, found.unit_last + _STATE_REACH)
        return any(tokens.text[place] in {"lên", "xuống", "còn"} for place in range(found.unit_last, stop))

    def _is_regrouped_since(self) -> bool:
        """ "bàn giao 41 nhóm, sắp xếp lại còn 34 nhóm": as many as there were before."""
        if self._index + 1 == len(self._founds):
            return False
        found, following = self._found, self._founds[self._index + 1]
        if found.classes != following.classes:
            return False
        between = self._document.tokens.text[found.unit_last : following.first]
        if not _LEFT_AFTER.intersection(between[-_MORE_REACH:]):
            return False
        return any(pair in _REGROUPED for pair in pairwise(between))

    def _is_more_against_earlier(self) -> bool:
        """ "thêm 3 bến so với năm trước", "có thêm 37 người so tháng rồi": more than there were."""
        tokens, found = self._document.tokens, self._found
        if self._words.said.isdisjoint(_AGAINST) or not _MORE.intersection(
            tokens.text[max(self._sentence.first, found.first - _MORE_REACH) : found.first]
        ):
            return False
        stop = self._cut_before(found.unit_last, self._next_first())
        against = [it.first for it in self._labels if found.unit_last <= it.first < stop and "against" in it.concepts]
        against += [it.first for it in self._labels if found.unit_last <= it.first < stop and self._is_so_earlier(it)]
        if not against:
            return False
        offset = tokens.start[against[0]]
        earlier = any("earlier" in it.concepts and against[0] <= it.first < self._next_first() for it in self._labels)
        return earlier or any(it.start > offset and self._section.is_earlier(it) for it in self._periods)

    def _is_so_earlier(self, label: Label) -> bool:
        return "earlier" in label.concepts and self._document.tokens.text[label.first] == "so"

    def _is_second_delta(self) -> bool:
        """The second of "tăng 17 mô hình (5,4%)", "tăng 37 đơn vị, tương ứng 3,5%", "tăng 9 buổi và 600 lượt"."""
        last = self._facts[-1] if self._facts else None
        if last is None or not last.comparison or last.period != (self._default_period() or None):
            return False
        between = self._document.tokens.text[self._founds[self._index - 1].unit_last : self._found.first]
        if "is_plan_share" in self._own_marks:
            return False
        if self._is_opened_by_against() and _LISTED.issuperset(between):
            return True
        linked = _DELTA_LINKS.issuperset(between)
        areas = not (_AREAS.isdisjoint(self._found.classes) or _AREAS.isdisjoint(self._classes_of(last)))
        if areas and _LISTED.issuperset(between):
            return True
        return linked and ("percent" in self._found.classes or "và" in between or "times" in self._found.classes)

    def _is_opened_by_against(self) -> bool:
        """True in "so với tháng 7 giảm 6 đêm, 41 lượt người": what follows a semicolon, or the figures of the report
        and a comma, compares from its start.
        """
        tokens = self._document.tokens
        told = [fact.start for fact in self._facts if not fact.comparison]
        openings = [
            place
            for place in range(self._clause_first, self._founds[self._index - 1].first)
            if tokens.text[place] == "so" and (place == self._clause_first or tokens.text[place - 1] == ",")
        ]
        return bool(openings) and not any(start > tokens.start[openings[-1]] for start in told)

    def _default_period(self) -> str:
        return self._reader.paragraph_period or self._section.period

    def _total_before(self) -> Fact | None:
        """The total that this figure is a part of ("trong đó …"), if any."""
        if "of_which" not in self._words.said:
            return None
        if not self._facts:
            return self._total_of_sentence_before()
        parts = [label for label in self._labels if "of_which" in label.concepts and label.first < self._found.first]
        if not parts:
            return None
        edge = self._document.tokens.start[parts[-1].first]
        totals = [fact for fact in self._facts if fact.end <= edge and not fact.comparison]
        taken = {fact.indicator for fact in self._facts if fact.end > edge}
        alike = [fact for fact in totals if fact.unit.startswith(self._found.unit)] if self._found.unit else []
        fresh = [fact for fact in alike if fact.indicator not in taken]
        if len(fresh) > 1:
            return fresh[0]  # parts come in the order of their totals: "684 lượt …, trong đó 311 lượt, 58.400 lượt …"
        return alike[-1] if alike else (totals[-1] if totals else None)

    def _is_that_number(self) -> bool:
        """ "…; năm ngoái, con số ấy là 26.700"."""
        texts = self._document.tokens.text[
            max(self._clause_first, self._found.first - _NUMBER_REACH) : self._found.first
        ]
        return any(pair in _THAT_NUMBER for pair in pairwise(texts))

    def _total_of_sentence_before(self) -> Fact | None:
        """ "Tổ chức 137 cuộc tuyên truyền. Riêng trong trường học có 24 cuộc": part of what came there first."""
        if self._document.tokens.text[self._sentence.first] != "riêng":
            return None
        for fact, classes in self._reader.counted:
            if self._found.unit and fact.unit.startswith(self._found.unit):
                self._classes[fact.start] = classes
                return fact
        return None

    def _unit_before(self, comparison: str, total: Fact | None) -> tuple[str, frozenset[str]] | None:
        """The unit of a bare number, or None where nothing gives it one.

        It is that of what the number is compared with, of its total, of "Số …:" before it, of the number after
        it ("14 và 11 mô hình"), or of the figure before it in a list by places ("xã A 60 buổi, xã B 52").
        """
        earlier = [fact for fact in self._facts if not fact.comparison]
        if earlier and (comparison or self._is_that_number()):
            return earlier[-1].unit, self._classes_of(earlier[-1])
        if total is not None:
            return total.unit, self._classes_of(total)
        near = concepts_of(self._near.before)
        if self._found.quantity.value >= _LEAST_MONEY and not near.isdisjoint(_MONEY_WORDS):
            return "đồng", frozenset({"money"})
        return (
            self._unit_in_title()
            or self._unit_after()
            or self._unit_of_dispute()
            or self._unit_right_before()
            or self._unit_of_list()
            or self._unit_of_paragraph()
        )

    def _unit_right_before(self) -> tuple[str, frozenset[str]] | None:
        """ "băng rôn 67 chiếc", "bài đăng 415": what is counted stands before the number."""
        tokens, stop = self._document.tokens, self._found.first
        for place in range(max(self._words.part_start(stop), stop - _UNIT_WORDS), stop):
            label = unit_at(tokens, place, stop)
            if label is not None and label.last == stop and label.concepts.isdisjoint(_NOT_BEFORE):
                return self._printed(label), label.concepts
        return None

    def _unit_of_dispute(self) -> tuple[str, frozenset[str]] | None:
        """ "thụ lý 18, hòa giải thành 16": disputes are counted without saying what they are."""
        right_before = [label for label in self._near.before if label.last == self._found.first]
        tokens, last = self._document.tokens, self._found.last
        parted = last >= self._sentence.last or tokens.text[last] in CUTS or tokens.text[last] in _PARTS_DISPUTES
        if parted and any(not label.concepts.isdisjoint(_OF_DISPUTES) for label in right_before):
            return "vụ", frozenset({"incident"})
        return None

    def _unit_of_paragraph(self) -> tuple[str, frozenset[str]] | None:
        """ "Lượt người nghe: chỉ tiêu 12.000, thực hiện 13.870"."""
        tokens, found = self._document.tokens, self._found
        parted = found.last >= self._sentence.last or tokens.text[found.last] in CUTS
        said = found.first > self._sentence.first and tokens.text[found.first - 1] in _GIVEN_BY
        return self._reader.unit_of_title() if parted and said else None

    def _unit_in_title(self) -> tuple[str, frozenset[str]] | None:
        """ "Số buổi tuyên truyền: 45", "tổng số mô hình là 12"."""
        document, found = self._document, self._found
        stop = found.first
        if stop > self._sentence.first and document.tokens.text[stop - 1] == ":":
            stop -= 1
        start = self._words.part_start(stop)
        if stop == found.first and "số" not in document.tokens.text[start:stop]:
            return None
        for place in range(start, stop):
            label = unit_at(document.tokens, place, stop)
            if label and label.concepts.isdisjoint({"criterion", "time"}):
                return self._printed(label), label.concepts
        return None

    def _unit_after(self) -> tuple[str, frozenset[str]] | None:
        last = self._found.unit_last
        for following in self._founds[self._index + 1 : self._index + 4]:
            if not self._is_link(last, following.first):
                return None
            if "none" not in following.classes:
                return following.unit, following.classes
            last = following.unit_last
        return None

    def _unit_of_list(self) -> tuple[str, frozenset[str]] | None:
        if not self._facts or self._found.first == self._sentence.first:
            return None
        last = next((fact for fact in reversed(self._facts) if fact.unit != "%"), self._facts[-1])
        tokens, found = self._document.tokens, self._found
        before = tokens.text[found.first - 1]
        start = tokens.start[self._cut_after(self._founds[self._index - 1].unit_last, found.first)]
        by_place = has_place(self._document.text, self._document.folded, start, found.start)
        verbs = any(label.last == found.first and is_verb(label) for label in self._near.before)
        parted = found.last >= self._sentence.last or tokens.text[found.last] in CUTS
        by_time = any(it.start >= start and it.end <= found.start for it in self._periods)
        if (
            (by_place or by_time or verbs or before in _GIVES_BARE or self._is_in_brackets())
            and parted
            and last.unit != "%"
        ):
            self._source = last
            return last.unit, self._classes_of(last)
        return None

    def _is_in_brackets(self) -> bool:
        """True inside brackets that opened after the figure before or before it: "61 ý kiến (trả lời ngay 48, …"."""
        before = self._document.tokens.text[self._sentence.first : self._found.first]
        return before.count("(") > before.count(")")

    def _classes_of(self, fact: Fact) -> frozenset[str]:
        return self._classes.get(fact.start, frozenset({"unknown"}))

    # -- the verdict
    def _settle_verdict(
        self, verdict: Verdict, comparison: str, total: Fact | None, classes: frozenset[str]
    ) -> Verdict:
        subject = self._subject_of_share(classes) if comparison else None
        if subject is not None:
            return subject
        compared = self._compared_with(classes) if comparison else None
        told = verdict.key is not None and comparison == "earlier" and verdict.sure >= _TOLD
        if compared is not None and ((verdict.sure < _WELL_TOLD and not told) or self._is_same_unit(compared, classes)):
            kind = "case" if compared.kind == "case" else "result"
            return verdict._replace(key=compared.indicator, kind=kind, sure=Decimal("0.85"))
        last = self._facts[-1] if self._facts else None
        if last is not None and last.kind == "background" and verdict.key is None and verdict.sure <= Decimal("0.6"):
            linked = self._is_link(self._founds[self._index - 1].unit_last, self._found.first)
            return verdict._replace(kind="background") if linked else verdict
        again = self._same_again(verdict)
        if again is not None:
            return again
        if "money" in classes and self._is_split_in_both():
            return verdict._replace(key=None, kind="result", sure=Decimal("0.8"))
        total = total or self._source
        weak = verdict.sure <= Decimal("0.75") or (verdict.key is None and verdict.sure < Decimal("0.8"))
        counts = verdict.kind == "result" or (verdict.kind == "background" and verdict.sure <= SAYS_LITTLE)
        is_part = weak and counts and total is not None and total.kind == "result"
        by_place = classes & _PARTS_BY_PLACE and total is not None and not self._is_parted_from(total)
        if is_part and total is not None and (self._is_same_unit(total, classes) or by_place):
            return verdict._replace(key=total.indicator, kind="result", sure=Decimal("0.75"))
        return verdict

    def _is_parted_from(self, total: Fact) -> bool:
        """True where a semicolon stands between the parts of the total and this figure."""
        edge = max((it.first for it in self._labels if "of_which" in it.concepts), default=self._sentence.first)
        return self._document.tokens.start[self._clause_first] > max(total.end, self._document.tokens.start[edge])

    def _is_split_in_both(self) -> bool:
        """True for a total of money that the sentence splits into what was granted and what was given."""
        after = [label for label in self._labels if label.first >= self._found.unit_last]
        said = concepts_of(after)
        return {"of_which", "raised", "spent"} <= said and "of_which" in (after[0].concepts if after else ())

    def _same_again(self, verdict: Verdict) -> Verdict | None:
        """The verdict on the figure before, where this one only follows it: "79,2% (2019), 81% (2020)"."""
        last = self._facts[-1] if self._facts else None
        if last is None or not self._index or verdict.sure > _SURE_OF_LITTLE or last.unit != self._found.unit:
            return None
        if last.comparison or last.kind not in {"result", "case"} or (verdict.key and not last.indicator):
            return None
        gap = (self._founds[self._index - 1].unit_last, self._found.first)
        said = [label for label in self._between(*gap) if not label.concepts <= _SAY_NOTHING]
        words = self._document.tokens.kind[gap[0] : gap[1]].count(WORD)
        if said or words > _FEW_WORDS or last.start in self._words.per_item:
            return None
        return verdict._replace(key=last.indicator, kind=last.kind, sure=Decimal("0.7"))

    def _subject_of_share(self, classes: frozenset[str]) -> Verdict | None:
        """What rises or falls, where the words say so: "số lượt người tăng 8,5%", "giảm 30% số vụ trộm"."""
        if classes.isdisjoint({"percent", "times"}):
            return None
        tokens, found = self._document.tokens, self._found
        start = self._words.part_start(found.first)
        stop = self._cut_before(found.unit_last, self._next_first())
        for place in [*range(start, found.first), *range(found.unit_last, stop)]:
            if tokens.text[place] != "số" or place + 1 >= len(tokens):
                continue
            label = unit_at(tokens, place + 1, self._sentence.last)
            if label is not None:
                verdict = judge(self._surroundings(label.concepts))
                return verdict if verdict.key or verdict.kind == "case" else None
        return None

    def _compared_with(self, classes: frozenset[str]) -> Fact | None:
        earlier = [fact for fact in self._facts if not fact.comparison] or list(self._facts)
        same = [fact for fact in earlier if self._is_same_unit(fact, classes)]
        if not classes.isdisjoint({"percent", "none", "times", "points", "unknown"}):
            return earlier[-1] if earlier else None
        return same[-1] if same else (earlier[-1] if earlier else None)

    def _is_same_unit(self, fact: Fact, classes: frozenset[str]) -> bool:
        other = self._classes_of(fact)
        if fact.unit.startswith(f"{self._found.unit} "):
            return True
        people = {"person", "turn_person", "turn", "trainee", "delegate"}
        return not classes.isdisjoint(other) or not (people.isdisjoint(classes) or people.isdisjoint(other))

    def _kind(self, verdict: Verdict, comparison: str) -> str:
        if verdict.kind == "case":
            return "case"
        planned = (self._section.target or self._reader.is_plan) and not self._is_said_done()
        if planned or self._is_target():
            return "target"
        if verdict.kind == "background" and self._found.quantity.denominator is not None:
            return "comparison" if comparison else "result"
        if verdict.kind != "result":
            return verdict.kind
        if self._found.quantity.vague:
            return "background"
        return "comparison" if comparison else "result"

    def _is_target(self) -> bool:
        period = self._own_period()
        if period is not None and period.start < self._found.start and self._section.is_later(period):
            return True
        said = self._words.said
        if not said.isdisjoint(_OF_PLANS) and (self._is_opened_by("plan") or self._is_opened_by("plan_share")):
            return True
        if said.isdisjoint(_PLANNING):
            return False
        for label in self._near.before:
            reach = self._found.first - label.last
            before = self._document.tokens.text[label.first - 1] if label.first else ""
            if "plan" in label.concepts and reach <= _PLAN_REACH and before not in {"vượt", "đạt", "thành", "số"}:
                return not any("v_sign" in it.concepts or "v_issue" in it.concepts for it in self._near.before)
        if self._is_planned_against_done() or self._is_assigned():
            return True
        for label in self._labels:
            if "target" not in label.concepts or label.first >= self._found.first:
                continue
            if self._document.tokens.text[label.first] == "đề" and self._is_praised_since(label):
                continue
            before = self._document.tokens.text[label.first - 1] if label.first else ""
            if before not in {"đạt", "vượt", "với", "thành", "kế", "các", "%", "trăm"} and not self._is_done_since(
                label
            ):
                return True
        return False

    def _is_assigned(self) -> bool:
        """ "Nghị quyết giao cả năm 200 buổi, 600 ca tuần tra; đã tổ chức 58 buổi": all but the last."""
        assigned = [it for it in self._labels if "assigned" in it.concepts and it.last <= self._found.first]
        if not assigned:
            return False
        first = next(found for found in self._founds if found.first >= assigned[-1].last)
        said = self._document.tokens.text[first.last : self._found.first]
        return first.first == assigned[-1].last and _DONE_OF_ASSIGNED.isdisjoint(said)

    def _is_praised_since(self, label: Label) -> bool:
        """ "đề nghị tỉnh tặng Bằng khen 2 tập thể và 4 cá nhân": proposed for praise, which counts."""
        return any("praise" in it.concepts and label.first <= it.first < self._found.first for it in self._labels)

    def _is_planned_against_done(self) -> bool:
        """The first of "theo kế hoạch tổ chức 200 buổi, thực tế tổ chức 234 buổi"."""
        texts = self._document.tokens.text
        plans = [
            it
            for it in self._labels
            if "plan" in it.concepts
            and it.last <= self._found.first
            and (it.first == self._sentence.first or texts[it.first - 1] in _LEADS_PLAN or texts[it.first] == "theo")
        ]
        if not plans or any(plans[-1].last <= it.first < self._found.first for it in self._founds):
            return False
        after = self._document.tokens.text[self._found.unit_last : self._sentence.last]
        return any(pair in _IN_FACT for pair in pairwise(after))

    def _is_said_done(self) -> bool:
        """ "Đã lắp 24 camera" among plans."""
        start = max(self._words.part_start(self._found.first), self._found.first - _DONE_REACH)
        done = {"đã"} if self._section.target else _SAID_DONE
        said = self._document.tokens.text[start : self._found.first]
        return not done.isdisjoint(said) or any(pair in _REACHED for pair in pairwise(said))

    def _is_done_since(self, label: Label) -> bool:
        """ "chỉ tiêu 90 buổi, thực hiện 103 buổi, đạt 114,4%": only the first is a target."""
        if self._document.tokens.text[label.first] != "chỉ":
            return False
        first = next((found for found in self._founds if found.first >= label.last), self._found)
        if first.start >= self._found.start:
            return False
        return not _DONE.isdisjoint(self._document.tokens.text[first.unit_last : self._found.first])

    # -- period and scope
    def _own_period(self) -> Period | None:
        """The period said of this quantity: the last one before it, or one in the words right after it."""
        if not self._periods:
            return None
        if self._own is _UNKNOWN:
            self._own = self._find_own_period()
        return self._own

    def _find_own_period(self) -> Period | None:
        found = self._found
        tokens = self._document.tokens
        near_end = tokens.end[self._cut_before(found.unit_last, self._next_first()) - 1]
        after = [it for it in self._periods if found.end <= it.start < near_end and not it.reference]
        after += [it for it in self._periods if self._is_in_brackets_after(it)]
        after = [it for it in after if not self._is_validity(it)]
        if after:
            return after[0]
        before = [
            it
            for it in self._periods
            if it.end <= found.start and (not it.reference or self._opens_brackets(it) or self._is_taken_up(it))
        ]
        open_ones = [it for it in before if not is_closed_off(self._document.text, it.start, it.end, found.start)]
        return open_ones[-1] if open_ones else None

    def _is_taken_up(self, period: Period) -> bool:
        """ "hơn năm 2022, khi cả tỉnh có 9.120 buổi", "so với năm học 2022-2023 …; năm học đó chỉ có 274 buổi"."""
        return _TAKES_UP.search(self._document.folded, period.end, self._found.start) is not None

    def _opens_brackets(self, period: Period) -> bool:
        """ "so với năm 2022 (147 khu dân cư": what stands in the brackets is of that period."""
        between = self._document.folded[period.end : self._found.start]
        return between.lstrip().startswith("(") and ")" not in between

    def _is_in_brackets_after(self, period: Period) -> bool:
        """ "79,2% (2019)": the period alone in brackets right after the figure."""
        folded = self._document.folded
        before = folded[self._found.end : period.start].strip()
        return before == "(" and folded[period.end : period.end + 2].lstrip().startswith(")")

    def _is_validity(self, period: Period) -> bool:
        """ "ký 1 chương trình giai đoạn 2025-2030": years that outlast the report belong to what is counted."""
        if period.kind != "span":
            return False
        own, report = stretch_of(period.text), stretch_of(self._section.period)
        return own is not None and report is not None and own[1] > report[1]

    def _period(self, key: str | None, comparison: str) -> str | None:
        section = self._section
        default = self._reader.paragraph_period or section.period
        own = self._own_period()
        if comparison == "earlier":
            if own is not None and (section.is_earlier(own) or own.kind in _SINGLE_YEARS):
                return with_year(own.text, section.year)
            return year_before(section.period, section.year)
        if comparison == "delta":
            return default or None
        now_at = self._now_offset()  # -1 where no "đến nay" stands before
        if self._follows_stock(key) and now_at >= 0 and (own is None or own.start < now_at):
            return UNTIL_NOW
        left = own is not None and (own.start < now_at or self._is_left(own))
        if own is not None and not left and not self._is_edge_of_report(own):
            return with_year(own.text, section.year)
        to_date = self._year_to_date()
        return to_date or default or None

    def _is_left(self, period: Period) -> bool:
        """ "Từ 3 tổ năm 2020 … riêng năm nay tuần tra 216 lượt": a word of the report's own time after the period."""
        starts = self._document.tokens.start
        passed = [it.unit_last for it in self._founds[: self._index] if it.start >= period.end][:1]
        return any(
            ("now_again" in it.concepts or ("this_period" in it.concepts and passed and it.first >= passed[0]))
            and period.end <= starts[it.first]
            and it.last <= self._found.first
            for it in self._labels
        )

    def _is_edge_of_report(self, period: Period) -> bool:
        """ "Đầu năm 2023, …" in a report of six months of 2023: when it was, not what the figure covers."""
        before = self._document.folded[max(0, period.start - 8) : period.start].rstrip()
        if period.kind != "year" or not before.endswith(("đầu", "cuối", "giữa")):
            return False
        report, year = stretch_of(self._section.period), stretch_of(period.text)
        return report is not None and year is not None and year[0] <= report[0] and report[1] <= year[1]

    def _follows_stock(self, key: str | None) -> bool:
        if self._reader.is_stock(key) or key is None:
            return True
        if self._reader.is_rate(key):
            return any(self._reader.is_stock(fact.indicator) for fact in self._facts[-2:])
        return False

    def _now_offset(self) -> int:
        if "now" not in self._words.said:
            return -1
        tokens = self._document.tokens
        spans = [(it.start, it.end) for it in self._periods if it.kind == "to_date"]
        places = [
            tokens.start[it.first] for it in self._labels if "now" in it.concepts and it.first < self._found.first
        ]
        alone = [place for place in places if not any(start <= place < end for start, end in spans)]
        return alone[-1] if alone else -1

    def _is_cumulative(self) -> bool:
        """True after "lũy kế" in the same part of the sentence: in the brackets, up to the semicolon."""
        if "cumulative" not in self._words.said:
            return False
        marks = [label.first for label in self._labels if "cumulative" in label.concepts]
        tokens = self._document.tokens
        for place in range(self._found.first - 1, self._sentence.first - 1, -1):
            if place in marks:
                return True
            if tokens.text[place] in {";", ")", "("}:
                return False
        return False

    def _year_to_date(self) -> str:
        if "year_to_date" not in self._words.said:
            return ""
        marks = [it for it in self._labels if "year_to_date" in it.concepts and it.first < self._found.first]
        return "từ đầu năm đến nay" if marks else ""

    def _scope(self) -> str | None:
        document = self._document
        if _NAMES_PLACES.isdisjoint(document.tokens.text[self._sentence.first : self._found.first]):
            return self._section.scope or None
        clause = document.tokens.start[self._clause_first]
        taken = [(it.start, it.end) for it in self._founds]
        found = scope_before(document.text, document.folded, clause, self._found.start, taken=taken)
        return found or self._section.scope or None

    # -- words about the reading
    def _counted(self) -> str:
        tokens, found = self._document.tokens, self._found
        stop = max(found.unit_last, min(self._near.np_stop, found.last + _COUNTED_WORDS))
        words = self._document.text[tokens.end[found.last - 1] : tokens.end[stop - 1]]
        return " ".join(words.split()) or found.unit

    def _confidence(self, verdict: Verdict) -> Decimal:
        sure = min(verdict.sure, self._found.quantity.confidence)
        if "unknown" in self._found.classes or "none" in self._found.classes:
            sure = min(sure, Decimal("0.6"))
        return sure

    def _alternatives(self, verdict: Verdict, *, in_scope: bool) -> tuple[Alternative, ...]:
        quantity = self._found.quantity
        if quantity.other is None and not verdict.other_keys:
            return ()
        others: list[Alternative] = []
        if quantity.other is not None:
            others.append(Alternative(value=plain_value(quantity.other), reason=quantity.reason))
        if in_scope:
            others += [Alternative(indicator=key, reason="another rule fits too") for key in verdict.other_keys]
        return tuple(others)

    def _reason(self, verdict: Verdict, kind: str, classes: frozenset[str]) -> str:
        said = f"{self._found.quantity.reason}; unit {_named(classes)}"
        return f"{said}; {kind}" + (f" -> {verdict.key}" if verdict.key else "")


@lru_cache(maxsize=2048)
def _named(classes: frozenset[str]) -> str:
    return "/".join(sorted(classes))


@lru_cache(maxsize=256)
def _key_alone(key: str | None) -> frozenset[str]:
    return frozenset({key}) if key else frozenset()


@lru_cache(maxsize=256)
def _years_of(period: str) -> tuple[str, ...]:
    return tuple(_YEARS.findall(period))


def plain_value(value: Decimal) -> Decimal:
    """`value` without an exponent or trailing zeros after the point."""
    if str(value).isdigit():
        return value
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def year_before(period: str, year: int) -> str | None:
    if not period:
        return None
    return period.replace(str(year), str(year - 1)) if year and year_of(period) == year else period
