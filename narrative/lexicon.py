"""The reader's words, loaded from data: concepts with their phrases, and longest-match look-up over tokens."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from narrative.text import fold_phrase
from narrative.tokens import NUMBER, Token, tokenise

DATA = Path(__file__).with_name("data")


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    concepts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Label:
    """A known phrase in a text: the tokens [first, last) and the concepts that the phrase carries."""

    first: int
    last: int
    concepts: frozenset[str]


class PhraseTable:
    """Phrases of one or more tokens, found by longest match."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, phrase: str, concept: str) -> None:
        """Let `phrase` carry `concept`, besides what it carries already."""
        node = self._root
        for token in tokenise(fold_phrase(phrase)):
            node = node.children.setdefault(token.text, _Node())
        node.concepts = node.concepts | {concept}

    def longest_at(self, tokens: Sequence[Token], first: int, stop: int) -> Label | None:
        """The longest phrase that starts at token `first` and ends before token `stop`, if any."""
        node, best = self._root, None
        for place in range(first, stop):
            child = node.children.get(tokens[place].text)
            if child is None:
                break
            node = child
            if node.concepts:
                best = Label(first, place + 1, node.concepts)
        return best

    def find_all(self, tokens: Sequence[Token], first: int, stop: int) -> list[Label]:
        """All phrases between two tokens, leftmost and longest first, without overlaps."""
        found = []
        place = first
        while place < stop:
            token = tokens[place]
            label = None
            if token.kind != NUMBER and token.text in self._root.children:
                label = self.longest_at(tokens, place, stop)
            if label is None:
                place += 1
            else:
                found.append(label)
                place = label.last
        return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Two tables: what may stand right after a number (`units`), and what may stand around it (`topics`)."""

    units: PhraseTable
    topics: PhraseTable
    concepts: frozenset[str]


_COUNTED_BY_TURNS = frozenset({"person", "business", "household", "member"})


def unit_at(tokens: Sequence[Token], place: int, stop: int) -> Label | None:
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
    for name, section in sections.items():
        table = units if name == "unit" else topics
        for concept, phrases in section.items():
            concepts.add(concept)
            _add_all(table, concept, phrases)
    return Lexicon(units, topics, frozenset(concepts))


def _add_all(table: PhraseTable, concept: str, phrases: Iterable[str]) -> None:
    for phrase in phrases:
        table.add(phrase, concept)
