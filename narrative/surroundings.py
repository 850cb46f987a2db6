"""What stands around one quantity of a sentence: the words before and after it, its noun phrase, its verb."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from narrative.document import Document
from narrative.lexicon import Label, load_lexicon, unit_at
from narrative.periods import Period
from narrative.quantities import Found
from narrative.structure import Sentence
from narrative.tokens import words_of

CUTS = frozenset({",", ";", "(", ")", ":", ".", "•", "–"})
_TURNS = frozenset({"thì", "nên"})
_PARTING = CUTS | _TURNS
_LINKS = frozenset({",", "và", "cùng", "với", "hoặc", "-", "tương", "đương", "bằng", "ứng"})
_NP_STOPS = words_of(
    "được đã cho với tại ở trong và thuộc do bằng để từ qua có là nhằm về theo gồm của trên dưới đến tham dự nghe so "
    "góp thu đạt lắp vay ký"
)
_NP_WORDS = 8
_EACH = words_of("ngày đêm tuần tháng quý năm tối phiên")
# Said of the last of a list, against the others: "hòa giải thành 4 vụ, 1 vụ chuyển cấp trên".
_OF_THE_LAST = frozenset({"unsettled", "settled", "not_safe", "not_pledged", "broken", "dissolved", "not_yet"})
_PEOPLE = frozenset({"person", "turn_person", "member", "household"})
_STANDING = frozenset({"club", "model", "team", "core_team", "model_point", "mediation_team", "social_group"})
_OF_AREAS = frozenset({"area", "commune", "agency", "unit"})
_UNIT_REACH = 4
_MARKS = {"is_per_item": "per_item", "is_frequency": "frequency"}
_BRACKETS_REACH = 9
_ITEM_REACH = 3
_OF_ITEMS = frozenset({"per_item", "frequency"})
_NOTHING: frozenset[str] = frozenset()
_CLOSING_QUOTES = frozenset({"”", '"', "»", "’"})
_NAME_REACH = 5
_NAME_LINKS = words_of(
    "ở tại có mặt được duy trì hiện nay cả đã với thành hoạt động áp dụng triển khai nhân ra toàn : ( – - , gồm"
)
_OF_IT = words_of("với gồm có là bao , ( : và cùng trên tổng số cộng hiện")
_JOINS = words_of("với gồm , ( : cùng có")
_SUMS = frozenset({"cộng", "tổng"})
_NEXT_THING = frozenset({",", "và"})
_IN_LIST = frozenset({",", "và", "với"})


class Near(NamedTuple):
    """The phrases around one quantity: before it, after it, shared with the next, and anywhere before."""

    before: Sequence[Label]
    after: Sequence[Label]
    shared: Sequence[Label]
    lead: Sequence[Label]
    np_stop: int


class SentenceWords:
    """One sentence with all that is looked up in it once: its quantities, known phrases, named periods and cuts.

    `per_item` collects the places of quantities that are said of each item ("mỗi suất"), `named` of those behind a
    name in quotes, `of_it` of those without a key that belong to the one before ("12 tổ với 98 tàu"), `earlier` of
    those of an earlier period.
    """

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.document = document
        self.sentence = sentence
        self.founds: Sequence[Found] = document.quantities(sentence.first, sentence.last)
        self.periods: Sequence[Period] = document.periods_between(sentence.start, sentence.end)
        self.labels: Sequence[Label] = document.labels(sentence.first, sentence.last) if self.founds else ()
        self.starts = [label.first for label in self.labels]
        self.said = concepts_of(self.labels)
        """All concepts of the sentence: what is not among them need not be looked for."""
        self.verbs = [(label.first, verbs) for label in self.labels if (verbs := verbs_in(label.concepts))]
        self.cuts = self._cuts() if self.founds else ()
        first, texts = sentence.first, document.tokens.text[sentence.first : sentence.last]
        self.clause_ends = [first + at for at, text in enumerate(texts) if text == ";"] if ";" in texts else ()
        self.per_item: set[int] = set()
        self.named: set[int] = set()
        self.of_it: set[int] = set()
        self.earlier: set[int] = set()

    def _cuts(self) -> Sequence[int]:
        """The commas, brackets and semicolons that part clauses, less those inside a phrase or a unit."""
        tokens, sentence = self.document.tokens, self.sentence
        first, texts = sentence.first, tokens.text[sentence.first : sentence.last]
        if _PARTING.isdisjoint(texts):
            return ()
        parting = [first + at for at, text in enumerate(texts) if text in _PARTING]
        return [place for place in parting if not self._is_in_label(place) and not self._is_in_unit(place)]

    def _is_in_label(self, place: int) -> bool:
        at = bisect_left(self.starts, place)
        return at > 0 and place < self.labels[at - 1].last

    def _is_in_unit(self, place: int) -> bool:
        texts = self.document.tokens.text
        if place + 1 >= len(texts) or tuple(texts[place - 1 : place + 2]) not in load_lexicon().units.inner_marks:
            return False
        for first in range(max(self.sentence.first, place - _UNIT_REACH), place):
            unit = unit_at(self.document.tokens, first, self.sentence.last)
            if unit is not None and unit.last > place + 1:
                return True
        return False

    def labels_between(self, first: int, stop: int) -> Sequence[Label]:
        """The phrases that begin between two tokens."""
        return self.labels[bisect_left(self.starts, first) : bisect_left(self.starts, stop)]

    def first_cut(self, first: int, stop: int) -> int:
        """The first cut between two tokens, or `stop`."""
        at = bisect_left(self.cuts, first)
        return min(self.cuts[at], stop) if at < len(self.cuts) else stop

    def part_start(self, place: int) -> int:
        """Where the part of the sentence that holds token `place` begins: after the last cut before it."""
        at = bisect_left(self.cuts, place)
        return self.cuts[at - 1] + 1 if at else self.sentence.first


class Neighbourhood:
    """One quantity of a sentence among its neighbours.

    The words between two quantities belong to the first up to the first cut (a comma, a bracket), and to the
    second after it; without a cut they belong to both.
    """

    def __init__(self, words: SentenceWords, index: int) -> None:
        self._words = words
        self._document = words.document
        self._sentence = words.sentence
        self._founds = words.founds
        self._index = index
        self._found = words.founds[index]
        self._labels = words.labels
        self._clause_first = self._clause_start()
        self._near = self._look_around()
        self._own_marks = self._marks()

    def _look_around(self) -> Near:
        found, sentence = self._found, self._sentence
        previous = self._founds[self._index - 1] if self._index else None
        following = self._founds[self._index + 1] if self._index + 1 < len(self._founds) else None
        gap_start = previous.unit_last if previous else sentence.first
        gap_stop = following.first if following else sentence.last
        before_start = self._cut_after(gap_start, found.first) if previous else gap_start
        after_stop = self._cut_before(found.unit_last, gap_stop)
        if following is not None and "money" in found.classes and "money" in following.classes:
            # "ngân sách 2,7 tỷ đồng và xã hội hóa 4,2 tỷ đồng": each sum has its own source.
            after_stop = found.unit_last if self._document.tokens.text[found.unit_last] == "và" else after_stop
        after = [*self._between(found.last, after_stop), *self._after_brackets(after_stop)]
        shared = self._shared()
        first_quantity = self._founds[0].first
        lead = [*self._between(sentence.first, min(first_quantity, self._clause_first))]
        lead += self._between(self._clause_first, found.first)
        np_stop = self._np_stop(found.last, gap_stop)
        return Near(self._between(before_start, found.first), after, shared, lead, np_stop)

    def _shared(self) -> Sequence[Label]:
        """What follows the next quantity of a list, and of one kind ("8 thôn, 2 xã, 5 trường đạt chuẩn") the last."""
        founds, at = self._founds, self._index
        if at + 1 == len(founds) or not self._is_link(self._np_unit_stop(), founds[at + 1].first):
            return ()
        last = at + 1
        while last + 1 < len(founds) and self._goes_on(founds[last], founds[last + 1]):
            last += 1
        stop = founds[last + 1].first if last + 1 < len(founds) else self._sentence.last
        said = self._between(founds[last].unit_last, self._cut_before(founds[last].unit_last, stop))
        return [label for label in said if label.concepts.isdisjoint(_OF_THE_LAST)]

    def _goes_on(self, found: Found, following: Found) -> bool:
        """True for neighbours in a list of areas, communes and agencies."""
        alike = not (_OF_AREAS.isdisjoint(found.classes) or _OF_AREAS.isdisjoint(following.classes))
        return (
            alike and not _OF_AREAS.isdisjoint(self._found.classes) and self._is_link(found.unit_last, following.first)
        )

    def _after_brackets(self, stop: int) -> Sequence[Label]:
        """What follows brackets after or around the quantity: "96% số hộ (1.820/1.896 hộ) ký giao ước"."""
        tokens, last = self._document.tokens, self._sentence.last
        if stop >= last or tokens.text[stop] not in {"(", ")"}:
            return ()
        reach = tokens.text[stop : min(last, stop + _BRACKETS_REACH)]
        if ")" not in reach:
            return ()
        close = stop + reach.index(")")
        following = next((it.first for it in self._founds if it.first > close), last)
        return self._between(close + 1, self._words.first_cut(close + 1, following))

    def _np_unit_stop(self) -> int:
        """Where the unit ends, for shares with that of the noun after them ("97% hộ")."""
        found = self._found
        if "percent" not in found.classes:
            return found.unit_last
        label = unit_at(self._document.tokens, found.unit_last, self._sentence.last)
        return label.last if label else found.unit_last

    def _between(self, first: int, stop: int) -> Sequence[Label]:
        starts = self._words.starts
        return self._labels[bisect_left(starts, first) : bisect_left(starts, stop)]

    def _cut_after(self, first: int, stop: int) -> int:
        """Where the words before a quantity begin: after the first cut that parts it from the one before."""
        cut = self._words.first_cut(first, stop)
        return cut + 1 if cut < stop else first

    def _cut_before(self, first: int, stop: int) -> int:
        """Where the words after a quantity end: at the first cut that is no comma between two units."""
        cut = self._words.first_cut(first, stop)
        while cut < stop:
            is_more = self._document.tokens.text[cut] == "," and cut == first and not self._begins_topic(cut + 1)
            more = load_lexicon().units.longest_at(self._document.tokens, cut + 1, stop) if is_more else None
            if more is None or "time" in more.concepts or "money" in self._found.classes:
                return cut
            cut = self._words.first_cut(cut + 1, stop)
        return stop

    def _begins_topic(self, place: int) -> bool:
        return bool(self._between(place, place + 1))

    def _is_link(self, first: int, stop: int) -> bool:
        return _LINKS.issuperset(self._document.tokens.text[first:stop])

    def _clause_start(self) -> int:
        ends = self._words.clause_ends
        at = bisect_left(ends, self._found.first)
        return ends[at - 1] + 1 if at else self._sentence.first

    def _np_stop(self, first: int, stop: int) -> int:
        stop = max(first, min(stop, first + _NP_WORDS))
        first = self._found.unit_last
        if first >= stop:
            return stop
        stop = self._words.first_cut(first, stop)
        said = self._document.tokens.text[first:stop]
        return next((first + at for at, word in enumerate(said) if word in _NP_STOPS), stop)

    def _marks(self) -> frozenset[str]:
        """is_per_item, is_frequency: said of this quantity, not of its neighbour."""
        marks = set()
        speaks = not self._words.said.isdisjoint(_OF_ITEMS)
        for label in self._near.before if speaks else ():
            if "per_item" in label.concepts and "grade" not in label.concepts and self._reaches(label):
                marks.add("is_per_item")
            if "grade" in label.concepts and "per_item" in label.concepts and not self._is_graded():
                marks.add("is_per_item")
            if "frequency" in label.concepts:
                marks.add("is_frequency")
        for label in self._near.after if speaks else ():
            within = label.first and self._document.tokens.text[label.first - 1] == "trong"
            if within or self._belongs_to_next(label) or "money" in self._found.classes:
                continue
            marks |= {mark for mark, concept in _MARKS.items() if concept in label.concepts}
        if not _STANDING.isdisjoint(self._found.classes):
            marks.discard("is_frequency")  # "8 câu lạc bộ sinh hoạt định kỳ": how often they meet
        previous = self._founds[self._index - 1] if self._index else None
        linked = previous is not None and self._is_link(previous.unit_last, self._found.first)
        if linked and previous is not None:
            # "mỗi suất 500.000 đồng, và 25 bộ sách": what follows is another thing that was given.
            linked = not _NEXT_THING.issubset(self._document.tokens.text[previous.unit_last : self._found.first])
        summed = self._found.first and self._document.tokens.text[self._found.first - 1] in _SUMS
        if (
            previous is not None
            and not summed
            and previous.start in self._words.per_item
            and (linked or self._is_second_item(previous))
        ):
            marks.add("is_per_item")
        if "percent" in self._found.classes and self._is_share_of_plan():
            marks.add("is_plan_share")
        if self._is_each_time():
            marks.add("is_frequency" if _PEOPLE.isdisjoint(self._found.classes) else "is_per_item")
        if "money" in self._found.classes and (self._is_followed_by_item() or self._is_multiplied()):
            marks.add("is_per_item")
        marks |= self._marks_of_name(previous)
        if "is_per_item" in marks:
            self._words.per_item.add(self._found.start)
        return frozenset(marks)

    def _is_graded(self) -> bool:
        """True in "khá 705 mô hình, trung bình 189": "trung bình" is a grade there, elsewhere an average."""
        return any("grade" in it.concepts and "per_item" not in it.concepts for it in self._labels)

    def _is_second_item(self, previous: Found) -> bool:
        """The second of "mỗi suất 10 kg gạo và 300.000 đồng"."""
        between = self._document.tokens.text[previous.unit_last : self._found.first]
        if "money" in self._found.classes and len(between) <= _ITEM_REACH and "," in between:
            return True
        return "và" in between and self._words.first_cut(previous.unit_last, self._found.first) == self._found.first

    def _is_multiplied(self) -> bool:
        """ "156 suất x 500.000 đồng"."""
        return self._found.first > 0 and self._document.tokens.text[self._found.first - 1] in {"x", "×", "*"}

    def _is_share_of_plan(self) -> bool:
        """ "đạt 115% kế hoạch", "so với chỉ tiêu đạt 96%"; not "100% xã xây dựng kế hoạch"."""
        found = self._found
        after = (label.first - found.unit_last for label in self._near.after if "plan_share" in label.concepts)
        before = (found.first - label.last for label in self._near.before if "plan_share" in label.concepts)
        return any(reach <= _ITEM_REACH for reach in (*after, *before))

    def _is_each_time(self) -> bool:
        """ "2 buổi/ngày", "3 lượt một tuần"; money for each day is an amount."""
        tokens, place = self._document.tokens, self._found.unit_last
        if "money" in self._found.classes or place + 1 >= self._sentence.last:
            return False
        return tokens.text[place] in {"/", "một", "mỗi"} and tokens.text[place + 1] in _EACH

    def _is_followed_by_item(self) -> bool:
        """ "gần 5 triệu đồng một mắt", "50.000 đồng/người"."""
        tokens, place = self._document.tokens, self._found.unit_last
        if place + 1 >= self._sentence.last or tokens.text[place] not in {"một", "/", "mỗi", "cho"}:
            return False
        if tokens.text[place] == "cho":
            return tokens.text[place + 1] in {"mỗi", "một"}
        item = unit_at(tokens, place + 1, self._sentence.last)
        return tokens.text[place] != "một" or (item is not None and "time" not in item.concepts)

    def _marks_of_name(self, previous: Found | None) -> frozenset[str]:
        """is_named: a name in quotes stands right before the quantity, or before those in the same brackets.

        is_of_it: the quantity only says how many belong to the one before ("12 tổ với 60 thành viên").
        """
        tokens = self._document.tokens
        start = previous.unit_last if previous is not None else self._sentence.first
        between = tokens.text[start : self._found.first]
        marks = set()
        if previous is not None and between and _OF_IT.issuperset(between) and not _JOINS.isdisjoint(between):
            marks.add("is_of_it")
        if previous is not None and previous.start in self._words.named and _IN_LIST.issuperset(between):
            marks.add("is_named")
        if not _CLOSING_QUOTES.isdisjoint(between):
            closed = max(place for place, word in enumerate(between) if word in _CLOSING_QUOTES)
            if len(between) - closed - 1 <= _NAME_REACH and _NAME_LINKS.issuperset(between[closed + 1 :]):
                marks.add("is_named")
        if "is_named" in marks:
            self._words.named.add(self._found.start)
        return frozenset(marks)

    def _reaches(self, label: Label) -> bool:
        """True for "mỗi suất 300.000 đồng" and "Mỗi phần quà gồm 10 kg": no verb of a deed between."""
        between = [it for it in self._near.before if label.last <= it.first]
        texts = self._document.tokens.text[label.first : label.last]
        if self._document.tokens.text[self._found.first - 1] in {"cộng", "tổng"}:
            return False
        near = self._found.first - label.last <= _ITEM_REACH or texts in (["bình", "quân"], ["trung", "bình"])
        return near or not any(is_verb(it) and "v_give" not in it.concepts for it in between)

    def _belongs_to_next(self, label: Label) -> bool:
        next_first = self._next_first()
        if next_first == self._sentence.last or next_first - label.last > _ITEM_REACH:
            return False
        return self._words.first_cut(label.last, next_first) == next_first

    def _units_in_np(self) -> frozenset[str]:
        """For shares: the units in the noun phrase ("85% hộ dân", "100% khu dân cư")."""
        if "percent" not in self._found.classes:
            return frozenset()
        first = self._found.last
        first += self._document.tokens.text[first : first + 1] == ["số"]
        label = load_lexicon().units.longest_at(self._document.tokens, first, self._near.np_stop)
        return label.concepts if label else frozenset()

    def _verb(self) -> frozenset[str]:
        verbs = _NOTHING
        ends = self._words.clause_ends
        at = bisect_left(ends, self._found.first)
        stop = ends[at] if at < len(ends) else self._sentence.last
        for first, own in self._words.verbs:
            if first >= self._found.first and (verbs or first > stop):
                break
            verbs = own
        return verbs

    def _last_part_start(self) -> int:
        """Where the last part of the words before the quantity begins: after a comma or a closed bracket."""
        texts = self._document.tokens.text
        for cut in reversed(self._words.cuts[: bisect_left(self._words.cuts, self._found.first)]):
            if texts[cut] in {",", ";", ")"}:
                return cut + 1
        return self._sentence.first

    def _next_first(self) -> int:
        return self._founds[self._index + 1].first if self._index + 1 < len(self._founds) else self._sentence.last

    def _printed(self, label: Label) -> str:
        tokens = self._document.tokens
        return self._document.text[tokens.start[label.first] : tokens.end[label.last - 1]]


@lru_cache(maxsize=2048)
def verbs_in(concepts: frozenset[str]) -> frozenset[str]:
    """Those of some concepts that are verbs, which govern figures."""
    return frozenset(concept for concept in concepts if concept.startswith("v_"))


def is_verb(label: Label) -> bool:
    """True for a phrase that governs figures."""
    return bool(verbs_in(label.concepts))


def concepts_of(labels: Sequence[Label]) -> frozenset[str]:
    """All concepts of some phrases."""
    if len(labels) > 1:
        return frozenset().union(*[label.concepts for label in labels])
    return labels[0].concepts if labels else _NOTHING
