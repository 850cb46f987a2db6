"""Secrecy stamps (MẬT, TỐI MẬT, TUYỆT MẬT) in the head of a document, however they are spaced or composed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrative.text import normalise


@dataclass(frozen=True, slots=True)
class SecrecyStamp:
    """A secrecy stamp in the head of a document; `level` is mat, toi_mat or tuyet_mat."""

    start: int
    end: int
    level: str


_GAP = r"[\s\u200b\u200c\u200d\u2060\u00ad.·_*-]{0,4}"
_SPACED = {
    "tuyet_mat": _GAP.join("TUYỆT") + _GAP + _GAP.join("MẬT"),
    "toi_mat": "T" + _GAP + "Ố" + _GAP + "[Il1]" + _GAP + _GAP.join("MẬT"),
    "mat": _GAP.join("MẬT"),
}
_EDGE = r"[\s|\[\](){}*.,:;\-–—_=+<>«»\"“”'/\\■□▪◆★│┃║╔╗╚╝═─┌┐└┘]*+"
_STAMP_CELL = {
    level: re.compile(rf"{_EDGE}(?:(?i:độ\s+mật|mức\s+độ\s+mật)\s*:?\s*)?(?:{shape}){_EDGE}")
    for level, shape in _SPACED.items()
}
_SAID_LEVEL = re.compile(r"(?i)độ\s+mật\s*:\s*(tuyệt\s+mật|tối\s+mật|mật)(?!\w)")
_STAMP_CUT = re.compile(r"\n|\||\t| {2,}")
_LEVEL_OF = {"mật": "mat", "tối mật": "toi_mat", "tuyệt mật": "tuyet_mat"}
_HEAD_LINES = 60


def find_secrecy_stamp(text_head: str) -> SecrecyStamp | None:
    """The first secrecy stamp in the head of a document, or None.

    A stamp stands alone, on its line, in its cell or box, in capitals, however it is spaced or composed;
    or it is said ("Độ mật: Tối mật"). The words "bảo mật", "bí mật nhà nước" in a sentence or title are none.
    """
    text = normalise(text_head)
    said = _SAID_LEVEL.search(text)
    if said:
        return SecrecyStamp(said.start(), said.end(), _LEVEL_OF[" ".join(said[1].lower().split())])
    for start, end in _pieces(text, _HEAD_LINES):
        piece = text[start:end]
        for level, shape in _STAMP_CELL.items():
            if shape.fullmatch(piece):
                return SecrecyStamp(start, end, level)
    return None


def stamped_pieces(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every line or cell of a composed text that is nothing but a stamp."""
    for start, end in _pieces(text, len(text)):
        if any(shape.fullmatch(text, start, end) for shape in _STAMP_CELL.values()):
            yield start, end


def _pieces(text: str, most_lines: int) -> Iterator[tuple[int, int]]:
    """The first lines of a text, each followed by its cells.

    A spaced stamp ("M  Ậ  T") is a whole line, a boxed one a cell.
    """
    start = 0
    for line in text.split("\n", most_lines)[:most_lines]:
        end = start + len(line)
        yield start, end
        at = start
        for match in _STAMP_CUT.finditer(text, start, end):
            yield at, match.start()
            at = match.end()
        yield at, end
        start = end + 1
