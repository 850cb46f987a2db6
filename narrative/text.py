"""Text as the reader sees it: composed, with one kind of line end, and a folded twin of the same length.

Offsets of every fact are offsets into `normalise(text)`. Matching happens on `fold(normalise(text))`, which
has exactly as many characters, so a position in one is a position in the other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTER = "a-zà-ỹđ"
_TONE_MOVES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_BACK_MOVES = {new: old for old, new in _TONE_MOVES.items()}
# Each begins with a set of letters: the engine runs to the next of them without trying the rest.
_OLD_TONE = re.compile(rf"[ou][àáảãạèéẻẽẹỳýỷỹỵ](?![{_LETTER}])(?<!q..)")
_SLIPPED_TONE = re.compile(rf"[òóỏõọùúủũụ](?:(?<=[òóỏõọ])[ae](?=[{_LETTER}])|(?<=q[ùúủũụ])y)")
_SHORT_I = re.compile(rf"[hklmst][iìíỉĩị](?![{_LETTER}])(?<![{_LETTER}]..)")
_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
_INNER_HYPHEN = re.compile(r"-(?<=[^\W\d_].)(?=[^\W\d_])")
_PLAIN = {
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\ufeff\u200b\x0b\x0c", " "),
    **dict.fromkeys("‑‐−–—", "-"),
    "ð": "đ",
}


def normalise(text: str) -> str:
    """`text` composed (NFC) with `\\n` line ends: the form that offsets of facts refer to."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def lower_same_length(text: str) -> str:
    """`text` in lower case, character for character: the few letters that would grow stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


# Quick to look for, and in every number that a scanner wrote with letters.
_BEGINS_SCANNED, _ENDS_SCANNED = re.compile(r"[lO][lO\d]"), re.compile(r"\d[lO]")
_SCANNED_DIGITS = re.compile(r"(?<!\w)(?=[lO]*l)(?=[lO]*O)[lO]{2,4}(?!\w)")
_SCANNED = str.maketrans("lO", "10")
_SCANNED_NUMBER = re.compile(r"\d[Ol]|[Ol]\d")
# "ll bến", "l,5 kg": ones alone, where the scan has others; no litres ("5 l xăng").
_SCANNED_ONES = re.compile(r"(?<![\w.,])(?<!\d )(?<![Pp]hần )(?<![Mm]ục )(?<![Kk]ỳ )l{1,3}(?=,\d|\.\d{3}|\s[^\W\d_])")
_SCANNED_QUARTERS = re.compile(r"(?<=[Qq]uý )l{1,3}(?!\w)")
# Years and days that a scanner wrote with letters: "năm 2O2l", "l5/O3/2O2l", "tháng l2".
_SCANNED_DAYS = re.compile(
    r"(?<!\w)(?:[0-3Ol]?[0-9Ol]/[0-9Ol]{1,2}/)?[12][09O][0-9Ol]{2}(?!\w|[.,]\d)"
    r"|(?:(?<=tháng )|(?<=ngày ))[0-3Ol]?[0-9Ol](?!\w)"
)


def fold(text: str) -> str:
    """The form used for matching: lower case, one tone placement, plain blanks and hyphens. Length is kept.

    "Hoà giải", "hòa giải" and "HÒA GIẢI" fold to the same string; so do "tỉ" and "tỷ", "băng-rôn" and
    "băng rôn". Tabs and line ends stay. A number that a scanner wrote in letters alone ("lO", "ll") becomes digits.
    """
    if _BEGINS_SCANNED.search(text) or _ENDS_SCANNED.search(text):
        text = _SCANNED_DIGITS.sub(lambda match: match[0].translate(_SCANNED), text)
        if _SCANNED_NUMBER.search(text):
            text = _SCANNED_DAYS.sub(lambda match: match[0].translate(_SCANNED), text)
            text = _SCANNED_QUARTERS.sub(lambda match: "I" * len(match[0]), text)
            text = _SCANNED_ONES.sub(lambda match: match[0].translate(_SCANNED), text)
    folded = lower_same_length(text)
    # A text has few of these: looking for each is many times faster than translating every letter.
    for odd, plain in _PLAIN.items():
        if odd in folded:
            folded = folded.replace(odd, plain)
    folded = _OLD_TONE.sub(lambda match: _TONE_MOVES.get(match[0], match[0]), folded)
    folded = _SLIPPED_TONE.sub(_mend_slipped_tone, folded)
    folded = _SHORT_I.sub(lambda match: match[0].translate(_I_TO_Y), folded)
    return _INNER_HYPHEN.sub(" ", folded) if "-" in folded else folded


def _mend_slipped_tone(match: re.Match[str]) -> str:
    return _BACK_MOVES[match[0]]


@lru_cache(maxsize=4096)
def fold_phrase(phrase: str) -> str:
    """A phrase of our own data, normalised and folded, with single blanks."""
    return " ".join(fold(normalise(phrase)).split())
