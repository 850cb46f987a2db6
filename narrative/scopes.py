"""Whose figure it is: a place or class of places named right before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEVEL = (
    r"(?:xã đảo|xã|phường|thị trấn|huyện|thị xã|thành phố|thôn|bản|xóm|ấp|khu phố|phố|tổ dân phố|khối phố|"
    r"khu dân cư|làng|buôn)"
)
_NAMED = re.compile(
    rf"(?<!\w)(?P<level>{_LEVEL})\s+(?P<name>\d{{1,3}}(?![\d.,/%])|[^\W\d_][\w]*(?:\s+[^\W\d_]\w*){{0,3}})"
)
_LEVEL_LAST = re.compile(rf"[,;:(]\s*(?P<level>{_LEVEL})\s*$")
_LEVEL_END = re.compile(rf"(?<!\w){_LEVEL}\s*$")
_SUMMED = re.compile(r"(?<!\w)(?:cộng|tổng cộng|tổng|tổng số|cả (?:tỉnh|huyện|xã))\s*$")


_LEVEL_WORDS = re.compile(r"xã|phường|thị trấn|huyện|thị xã|thành phố|thôn|bản|xóm|ấp|phố|khu dân cư|làng|buôn")


def scope_before(text: str, folded: str, start: int, end: int, *, taken: Sequence[tuple[int, int]] = ()) -> str:
    """The place named between two offsets that a figure at `end` belongs to, or an empty string.

    A name is a number or begins with a capital; the last one named counts; names of models in quotes are none,
    nor are numbers that lie in `taken`. A level alone counts in a list ("…, thị trấn 80"); a sum
    ("cộng 192 buổi") belongs to no place.
    """
    if _LEVEL_WORDS.search(folded, start, end) is None or _SUMMED.search(folded, max(0, end - 12), end):
        return ""
    level = _LEVEL_LAST.search(folded, start, end)
    if level:
        return level["level"]
    best = ""
    for match in _NAMED.finditer(folded, start, end):
        if text[match.start() - 1 : match.start()] in {"“", '"', "«", "‘"}:
            continue
        if is_closed_off(text, match.start(), match.end(), end):
            continue
        at = match.start("name")
        if folded[at].isdigit() and any(low <= at < high for low, high in taken):
            continue
        name = _capitalised(text, match)
        if name:
            best = f"{match['level']} {name}"
    return best


def is_closed_off(text: str, start: int, end: int, figure: int) -> bool:
    """True for words [start, end) in brackets that are closed again before the figure: they say nothing of it."""
    closing = text.find(")", end, figure)
    if closing < 0:
        return False
    opening = text.rfind("(", max(0, start - 200), start)
    return opening >= 0 and text.find(")", opening, start) < 0


def has_place(text: str, folded: str, start: int, end: int) -> bool:
    """True when the words between two offsets are a list entry of a place: "xã Tây Thọ", "thị trấn"."""
    if _LEVEL_END.search(folded, start, end):
        return True
    return any(_capitalised(text, match) for match in _NAMED.finditer(folded, start, end))


def _capitalised(text: str, match: re.Match[str]) -> str:
    """The part of the name that is written as one: a number, or words in capitals."""
    written = text[match.start("name") : match.end("name")]
    if written[0].isdigit():
        return written
    words = []
    for word in written.split():
        if not word[0].isupper():
            break
        words.append(word)
    return " ".join(words)
