"""Names of community models in a text, matched to the types of a catalogue through their spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrative.text import fold, normalise
from narrative.tokens import BREAK, MARK, Tokens, tokenise, words_of

# Words that offices write now in full, now short; the catalogue and the text are brought to one of them.
_SHORT_FORMS = {
    ("an", "ninh", "trật", "tự"): "antt",
    ("an", "ninh", "và", "trật", "tự"): "antt",
    ("trật", "tự", "an", "toàn", "giao", "thông"): "ttatgt",
    ("an", "toàn", "giao", "thông"): "atgt",
    ("phòng", "cháy", "chữa", "cháy"): "pccc",
    ("câu", "lạc", "bộ"): "clb",
    ("tệ", "nạn", "xã", "hội"): "tnxh",
    ("cựu", "chiến", "binh"): "ccb",
    ("bảo", "đảm"): "đảm bảo",
    ("khu", "dân", "cư"): "kdc",
    ("tổ", "dân", "phố"): "tdp",
    ("thanh", "niên", "xung", "kích"): "tnxk",
    ("phòng", "chống", "tội", "phạm"): "pctp",
    ("cứu", "nạn", "cứu", "hộ"): "cnch",
    ("an", "ninh", "xã", "hội"): "anxh",
}
_LONGEST_SHORT = max(map(len, _SHORT_FORMS))
_NUMBER_WORDS = {
    "một": "1",
    "hai": "2",
    "ba": "3",
    "bốn": "4",
    "năm": "5",
    "sáu": "6",
    "bảy": "7",
    "tám": "8",
    "chín": "9",
}
_SHORT_NAME = 5
_CALLS = words_of("hình clb")
_NUMBER_BEFORE = words_of("không có an trong biết giữ tự sạch")
_SKIPPED = re.compile(r"[“”\"«»‘’',.;:()–—-]")


@dataclass(frozen=True, slots=True)
class ModelMention:
    """The name of a model of type `code` at [start, end) of the NFC text."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def find_model_names(text: str, catalogue: Iterable[tuple[str, Iterable[str]]]) -> tuple[ModelMention, ...]:
    """All names of `catalogue` (code, spellings) in `text`, longest first, none overlapping another.

    Case, tone placement, quotes, commas, hyphens and the usual short forms (ANTT, CLB, PCCC, ATGT, KDC) make no
    difference. A short spelling is a name in quotes, with a capital or behind "mô hình" ("tuần tra nhân dân" alone
    says what people do), one of a single word in quotes only.
    """
    words = _words(normalise(text))
    by_first = _spellings_by_first_word(tuple((code, tuple(aliases)) for code, aliases in catalogue))
    normal = normalise(text)
    mentions: list[ModelMention] = []
    place = 0
    while place < len(words):
        match = _longest_at(words, place, by_first, normal)
        if match is None:
            place += 1
            continue
        code, length = match
        mentions.append(ModelMention(code, words[place].start, words[place + length - 1].end))
        place += length
    return tuple(mentions)


def _longest_at(
    words: Sequence[_Word], place: int, by_first: dict[str, list[tuple[tuple[str, ...], str]]], text: str
) -> tuple[str, int] | None:
    for spelling, code in by_first.get(words[place].text, ()):
        length = len(spelling)
        if place + length > len(words):
            continue
        said = all(words[place + at].text == word for at, word in enumerate(spelling))
        if said and _may_be_name(words, place, length, text):
            return code, length
    return None


def _may_be_name(words: Sequence[_Word], place: int, length: int, text: str) -> bool:
    start = words[place].start
    if length > _SHORT_NAME or text[start - 1 : start] in {"“", '"', "«", "‘"}:
        return True
    called = place > 0 and words[place - 1].text in _CALLS
    return length > 1 and (called or text[start].isupper())


# A catalogue changes a few times a year, and is asked of every text.
@lru_cache(maxsize=4)
def _spellings_by_first_word(
    catalogue: tuple[tuple[str, tuple[str, ...]], ...],
) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for code, aliases in catalogue:
        for alias in aliases:
            spelling = tuple(word.text for word in _words(normalise(alias)))
            if spelling:
                by_first.setdefault(spelling[0], []).append((spelling, code))
    for spellings in by_first.values():
        spellings.sort(key=lambda item: -len(item[0]))
    return by_first


def _words(text: str) -> list[_Word]:
    """The words of a composed text in matching form: folded, without marks, short forms for long ones."""
    every = tokenise(fold(text))
    tokens = Tokens(every.folded)
    for place, kind in enumerate(every.kind):
        if kind not in (BREAK, MARK) or not _SKIPPED.match(every.text[place]):
            tokens.add_from(every, place, place + 1)
    words: list[_Word] = []
    place = 0
    while place < len(tokens):
        taken = _short_form(tokens, place)
        if taken is None:
            words.append(_Word(_number_word(tokens, place), tokens.start[place], tokens.end[place]))
            place += 1
            continue
        short, length = taken
        words.append(_Word(short, tokens.start[place], tokens.end[place + length - 1]))
        place += length
    return words


def _short_form(tokens: Tokens, place: int) -> tuple[str, int] | None:
    for length in range(min(_LONGEST_SHORT, len(tokens) - place), 1, -1):
        short = _SHORT_FORMS.get(tuple(tokens.text[place : place + length]))
        if short is not None:
            return short, length
    return None


def _number_word(tokens: Tokens, place: int) -> str:
    """ "năm không, ba sạch" is "5 không, 3 sạch"."""
    word = tokens.text[place]
    follows = tokens.text[place + 1] if place + 1 < len(tokens) else ""
    return _NUMBER_WORDS.get(word, word) if follows in _NUMBER_BEFORE else word
