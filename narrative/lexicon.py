"""The reader's words, loaded from data: concepts with their phrases, and longest-match look-up over tokens."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from narrative.text import fold_phrase
from narrative.tokens import MARK, Tokens, tokenise

_NONE: frozenset[str] = frozenset()
DATA = Path(__file__).with_name("data")


class Label(NamedTuple):
    """A known phrase in a text: the tokens [first, last) and the concepts that the phrase carries."""

    first: int
    last: int
    concepts: frozenset[str]


class _Node:
    """The words that may follow, and the concepts of the phrase that ends here, if one does."""

    __slots__ = ("concepts", "follow")

    def __init__(self) -> None:
        self.follow: dict[str, _Node] = {}
        self.concepts: frozenset[str] = frozenset()


class PhraseTable:
    """Phrases of one or more tokens, found by longest match."""

    def __init__(self) -> None:
        self._first: dict[str, _Node] = {}
        self.inner_marks: set[tuple[str, str, str]] = set()
        """Each mark inside a phrase, with the words before and after it."""

    def add(self, phrase: str, concept: str) -> None:
        """Let `phrase` carry `concept`, besides what it carries already."""
        follow, node = self._first, None
        tokens = tokenise(fold_phrase(phrase))
        for place in range(1, len(tokens) - 1):
            if tokens.kind[place] == MARK:
                self.inner_marks.add((tokens.text[place - 1], tokens.text[place], tokens.text[place + 1]))
        for word in tokens.text:
            node = follow.setdefault(word, _Node())
            follow = node.follow
        if node is not None:
            node.concepts |= {concept}

    def longest_at(self, tokens: Tokens, first: int, stop: int) -> Label | None:
        """The longest phrase that starts at token `first` and ends before token `stop`, if any."""
        if first >= stop:
            return None
        words = tokens.text
        node = self._first.get(words[first])
        place, last, concepts = first, 0, _NONE
        while node is not None:
            place += 1
            if node.concepts:
                last, concepts = place, node.concepts
            if place == stop or not node.follow:
                break
            node = node.follow.get(words[place])
        return Label(first, last, concepts) if last else None

    def find_all(self, tokens: Tokens, first: int, stop: int) -> list[Label]:
        """All phrases between two tokens, leftmost and longest first, without overlaps."""
        found = []
        begin, words = self._first.get, tokens.text
        place = first
        while place < stop:
            node = begin(words[place])
            start = place
            place += 1
            if node is None:
                continue
            at, last, concepts = place, 0, node.concepts
            if concepts:
                last = at
            while at < stop and node.follow:
                node = node.follow.get(words[at])
                if node is None:
                    break
                at += 1
                if node.concepts:
                    last, concepts = at, node.concepts
            if last:
                found.append(Label(start, last, concepts))
                place = last
        return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Two tables: what may stand right after a number (`units`), and what may stand around it (`topics`)."""

    units: PhraseTable
    topics: PhraseTable
    concepts: frozenset[str]


_CHOICE = re.compile(r"\(([^()]*)\)|([^()]+)")


def spellings_of(phrase: str) -> Iterator[str]:
    """Every phrase that an entry of the data stands for: "(nhân|lan) (ra|đến)" are four."""
    parts = [choice.split("|") if choice else [plain] for choice, plain in _CHOICE.findall(phrase)]
    for words in product(*parts):
        yield " ".join("".join(words).split())


_COUNTED_BY_TURNS = frozenset({"person", "business", "household", "member"})


def unit_at(tokens: Tokens, place: int, stop: int) -> Label | None:
    """The unit that starts at token `place`, if any; "lượt" and the people after it are one ("lượt hội viên")."""
    units = load_lexicon().units
    label = units.longest_at(tokens, place, stop)
    if label is None or "turn" not in label.concepts or label.last != place + 1:
        return label
    people = units.longest_at(tokens, label.last, stop)
    if people is None or people.concepts.isdisjoint(_COUNTED_BY_TURNS):
        return label
    return Label(place, people.last, frozenset({"turn_person"}))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon of data/lexicon.toml."""
    sections = tomllib.loads((DATA / "lexicon.toml").read_text(encoding="utf-8"))
    units, topics = PhraseTable(), PhraseTable()
    concepts: set[str] = {"percent", "unknown", "none", "turn_person"}
    twins = sections.pop("twin")
    for name, section in sections.items():
        table = units if name == "unit" else topics
        for concept, phrases in section.items():
            concepts.add(concept)
            _add_all(table, concept, phrases)
            for twin in twins.get(concept, ()):
                _add_all(table, twin, phrases)
    return Lexicon(units, topics, frozenset(concepts))


def _add_all(table: PhraseTable, concept: str, phrases: Iterable[str]) -> None:
    for entry in phrases:
        for phrase in spellings_of(entry):
            table.add(phrase, concept)
