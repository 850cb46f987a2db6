"""Vietnamese letters: the order of the dictionary and search without marks.

PostgreSQL is built without ICU here, so the dictionary order is a stored key made by `sort_key`.
"""

from __future__ import annotations

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_LETTERS, start=1)}
# ngang, huyền, hỏi, ngã, sắc, nặng: the order of tones in Vietnamese dictionaries
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def normalise(text: str) -> str:
    """NFC text with single blanks; NBSP is a blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sort_key(text: str) -> str:
    """A key whose code-point order is the Vietnamese dictionary order of `text`.

    Letters first (a ă â b c d đ ...), tones second, as dictionaries do: An < Ăn < Ân < Ẩn < Ấp < Dân < Đông.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in normalise(text).casefold():
        base, tone = _split_tone(char)
        letters.append(_RANK.get(base, base if base.isdigit() else "00"))
        tones.append(tone)
    return "".join(letters) + " " + "".join(tones)


def fold(text: str) -> str:
    """Lower-case text without any mark, for search and matching: "Đông Thọ" gives "dong tho"."""
    decomposed = unicodedata.normalize("NFD", normalise(text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")


def _split_tone(char: str) -> tuple[str, str]:
    tone = "0"
    kept = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
