"""What people correct, kept as examples: the figure and the known words around it, never a name or any other word."""

from __future__ import annotations

from narrative.lexicon import load_lexicon, unit_at
from narrative.reader import read_text
from narrative.text import fold, normalise
from narrative.tokens import MARK, NUMBER, Tokens, tokenise

LONGEST_PHRASE = 300
OTHER_NUMBER = "1"
"""What stands for every other number of the sentence."""

_REACH = 24
_GAP = "…"
_KEPT_MARKS = frozenset(",;:()%/")


def phrase_around(sentence: str, start: int, end: int) -> str:
    """The words around the figure at `sentence[start:end]`, in folded form, that the reader's lexicon knows.

    Other numbers become "1", all other words a gap: so no name of a place or a person can stay in it.
    """
    tokens = tokenise(fold(normalise(sentence)))
    known = _known_places(tokens)
    words: list[str] = []
    inside = [place for place in range(len(tokens)) if tokens.start[place] < end and tokens.end[place] > start]
    low, high = (inside[0], inside[-1] + 1) if inside else (0, 0)
    for place in range(max(0, low - _REACH), min(len(tokens), high + _REACH)):
        word = _kept(tokens, place, known, own=low <= place < high)
        if word != _GAP or words[-1:] != [_GAP]:
            words.append(word)
    return " ".join(words)[:LONGEST_PHRASE]


def _known_places(tokens: Tokens) -> set[int]:
    known: set[int] = set()
    for label in load_lexicon().topics.find_all(tokens, 0, len(tokens)):
        known.update(range(label.first, label.last))
    for place in range(len(tokens)):
        unit = unit_at(tokens, place, len(tokens))
        if unit is not None:
            known.update(range(unit.first, unit.last))
    return known


def _kept(tokens: Tokens, place: int, known: set[int], *, own: bool) -> str:
    text = tokens.text[place]
    if own:
        return text
    if tokens.kind[place] == NUMBER:
        return OTHER_NUMBER
    if tokens.kind[place] == MARK:
        return text if text in _KEPT_MARKS else _GAP
    return text if place in known else _GAP


def key_read_in(phrase: str, figure: str) -> str | None:
    """The indicator that the reader of today gives the figure in a kept phrase; None where it gives none."""
    for fact in read_text(f"{phrase}.").facts:
        if fold(figure) in fold(fact.text):
            return fact.indicator
    return None
