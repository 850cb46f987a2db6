"""The lines, paragraphs and ruled tables of a PDF page, from where its pieces of text and its rules lie.

All measures are in points, y upwards, as in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_RULE_WIDTH = 2.5
_SAME_RULE = 3.0
_LEAST_RULES = 3
_SAME_LINE = 0.5
_COLUMN_GAP = 2.5
_INDENT = 6.0
_FARTHEST_LINE = 2.6
_OPENS_ITEM = re.compile(r"(?:[-+*•●–—]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[a-zđ]\)|[IVX]{1,5}[.)]|\(\d{1,2}\))\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in its box."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True, slots=True)
class Box:
    """The bounds of a drawn line or rectangle."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _Line:
    pieces: list[Piece] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def middle(self) -> float:
        return self.pieces[0].middle

    @property
    def height(self) -> float:
        return max(piece.height for piece in self.pieces)

    def cells(self) -> list[str]:
        """The texts of the line, parted where a wide gap stands."""
        cells: list[str] = []
        last: Piece | None = None
        for piece in sorted(self.pieces, key=lambda it: it.left):
            words = piece.text.strip()
            if last is not None and piece.left - last.right <= _COLUMN_GAP * self.height:
                blank = " " if piece.left - last.right > 0.15 * self.height or last.text.endswith(" ") else ""
                cells[-1] += blank + words
            else:
                cells.append(words)
            last = piece
        return cells


@dataclass(frozen=True, slots=True)
class Row:
    """What goes into the text as one line: one cell for a paragraph, several for a table row."""

    cells: tuple[str, ...]


def lay_out(pieces: Sequence[Piece], boxes: Sequence[Box]) -> list[Row]:
    """The paragraphs and table rows of a page, from top to bottom.

    Pieces between upright rules make a table; a wide gap parts the cells of a line without rules; lines that end
    at the right edge go on in the next.
    """
    uprights, levels = _rules(boxes)
    tables: dict[tuple[int, tuple[float, ...]], dict[int, list[Piece]]] = {}
    loose: list[Piece] = []
    tops: dict[tuple[int, tuple[float, ...]], float] = {}
    for piece in pieces:
        columns = _columns_at(uprights, piece)
        if len(columns) < _LEAST_RULES or not columns[0] <= (piece.left + piece.right) / 2 <= columns[-1]:
            loose.append(piece)
            continue
        key = (bisect_right(levels, piece.middle), columns)
        column = max(0, bisect_right(columns, piece.left + 1) - 1)
        tables.setdefault(key, {}).setdefault(column, []).append(piece)
        tops[key] = max(tops.get(key, piece.top), piece.top)
    placed = [(tops[key], _table_row(cells, len(key[1]) - 1)) for key, cells in tables.items()]
    placed += _paragraphs(_lines(loose), sorted(top for top, _ in placed))
    return [row for _, row in sorted(placed, key=lambda item: -item[0])]


def _rules(boxes: Sequence[Box]) -> tuple[list[Box], list[float]]:
    """The upright rules, and the heights of the level ones in rising order."""
    uprights: list[Box] = []
    levels: list[float] = []
    for box in boxes:
        width, height = box.right - box.left, box.top - box.bottom
        if width <= _RULE_WIDTH and height > _RULE_WIDTH:
            uprights.append(box)
        elif height <= _RULE_WIDTH and width > _RULE_WIDTH:
            levels.append((box.bottom + box.top) / 2)
        elif width > _RULE_WIDTH:
            uprights += [Box(edge, box.bottom, edge, box.top) for edge in (box.left, box.right)]
            levels += [box.bottom, box.top]
    return uprights, _apart(sorted(levels))


def _apart(values: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for value in values:
        if not kept or value - kept[-1] > _SAME_RULE:
            kept.append(value)
    return kept


def _columns_at(uprights: Sequence[Box], piece: Piece) -> tuple[float, ...]:
    middle = piece.middle
    return tuple(_apart(sorted(round(it.left, 1) for it in uprights if it.bottom <= middle <= it.top)))


def _table_row(cells: dict[int, list[Piece]], width: int) -> Row:
    texts = []
    for column in range(width):
        lines = _lines(cells.get(column, []))
        texts.append(" ".join(" ".join(line.cells()) for line in lines))
    return Row(tuple(texts))


def _lines(pieces: Sequence[Piece]) -> list[_Line]:
    """Pieces at one height are one line; lines go from top to bottom."""
    lines: list[_Line] = []
    for piece in sorted(pieces, key=lambda it: (-it.middle, it.left)):
        if not piece.text.strip():
            continue
        if lines and abs(lines[-1].middle - piece.middle) <= _SAME_LINE * min(lines[-1].height, piece.height):
            lines[-1].pieces.append(piece)
        else:
            lines.append(_Line([piece]))
    return lines


def _paragraphs(lines: Sequence[_Line], table_tops: Sequence[float]) -> Iterator[tuple[float, Row]]:
    """(height, row) of each paragraph; a line of several cells stands alone."""
    right_edge = max((line.right for line in lines), default=0.0)
    left_edge = min((line.left for line in lines), default=0.0)
    words: list[str] = []
    top = 0.0
    last: _Line | None = None
    for line in lines:
        cells = line.cells()
        table_between = last is not None and any(line.middle < height < last.middle for height in table_tops)
        if words and last is not None and not table_between and _goes_on(last, line, cells, left_edge, right_edge):
            words.append(cells[0])
        else:
            if words:
                yield top, Row((" ".join(words),))
            words, top = [cells[0]], line.middle
        if len(cells) > 1:
            if len(words) > 1:
                yield top, Row((" ".join(words[:-1]),))
            yield line.middle, Row(tuple(cells))
            words = []
        last = line
    if words:
        yield top, Row((" ".join(words),))


def _goes_on(last: _Line, line: _Line, cells: Sequence[str], left_edge: float, right_edge: float) -> bool:
    """True when `line` carries on the sentence of `last`: its first word would not have fitted there."""
    if len(cells) > 1 or last.middle - line.middle > _FARTHEST_LINE * max(last.height, line.height):
        return False
    if _OPENS_ITEM.match(cells[0] + " "):
        return False
    indented = line.left > left_edge + _INDENT and line.left > last.left + _INDENT
    if indented:
        return False
    letters = max(len(cells[0]), 1)
    first_word = cells[0].split(" ", 1)[0]
    word_width = (line.right - line.left) * (len(first_word) + 1) / letters
    return last.right + word_width > right_edge - 1
