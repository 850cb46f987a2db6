"""Whose figure it is: a place or class of places named right before it."""

from __future__ import annotations

import re

_LEVEL = r"(?:xã đảo|xã|phường|thị trấn|huyện|thị xã|thành phố|thôn|bản|xóm|ấp|khu phố|phố|tổ dân phố|khối phố|khu dân cư|làng|buôn)"
_NAMED = re.compile(
    rf"(?<!\w)(?P<level>{_LEVEL})\s+(?P<name>\d{{1,3}}(?![\d.,/%])|[^\W\d_][\w]*(?:\s+[^\W\d_]\w*){{0,3}})"
)
_CLASS = re.compile(r"(?<!\w)(?:ở|tại|trong)?\s*cấp (?:xã|thôn|huyện|tỉnh|cơ sở)(?!\w)")
_WHOLE = re.compile(r"(?<!\w)toàn (?:tỉnh|huyện|xã|thành phố|phường|thị xã)(?!\w)")


def scope_before(text: str, folded: str, start: int, end: int) -> str:
    """The place named between two offsets that a figure at `end` belongs to, or an empty string.

    A name is a number or begins with a capital; the last one named counts.
    """
    best = ""
    for match in _NAMED.finditer(folded, start, end):
        name = _capitalised(text, match)
        if name:
            best = f"{match['level']} {name}"
    return best


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
