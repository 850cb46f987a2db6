"""What the checker sees of a .docx: lines with their resolved looks, tables, sections. Lengths in points, exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Letters:
    """Look of a stretch of text after all styles are applied. `colour` is six hex digits or "auto".

    `upper`: shown in capitals by formatting; the text of a piece is already written so.
    """

    fonts: frozenset[str]
    size: Fraction
    bold: bool
    italic: bool
    underlined: bool
    colour: str
    upper: bool
    raised: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one look."""

    text: str
    letters: Letters


@dataclass(frozen=True, slots=True)
class Address:
    """Where in which table a line stands; all counted from 0. `last` is the last column of that row."""

    table: int
    row: int
    column: int
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph.

    raw      the text as written, an automatic number (`label`) in front
    text     the same with each stretch of spaces as one
    words    the pieces that show something; raised marks such as figure codes are left out
    spacing  between lines, in lines; None where that cannot be told
    room     the width before its indents
    """

    raw: str
    text: str
    words: tuple[Piece, ...]
    align: str
    left: Fraction
    right: Fraction
    first: Fraction
    before: Fraction
    after: Fraction
    spacing: Fraction | None
    borders: frozenset[str]
    drawn: tuple[Fraction, ...]
    label: str
    place: str
    room: Fraction
    section: int
    fields: tuple[str, ...]
    new_page: bool
    address: Address | None = None

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def rule_lengths(self) -> tuple[Fraction, ...]:
        """Lengths of the solid rules it carries: its own borders, and shapes drawn as lines."""
        own = (self.room - self.left - self.right,) if self.borders else ()
        return own + self.drawn


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and how many grid columns it covers. `continued` cells belong to a merged one above."""

    lines: tuple[Line, ...]
    column: int
    span: int
    continued: bool

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines if not line.is_blank)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table row: whether it is repeated on each page, and whether a page may break inside it."""

    cells: tuple[Cell, ...]
    repeated: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A table. `bordered` when lines are drawn between its cells: data; without them it only places things."""

    rows: tuple[TableRow, ...]
    number: int
    bordered: bool
    section: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for row in self.rows for cell in row.cells for line in cell.lines)

    @property
    def columns(self) -> int:
        return max((sum(cell.span for cell in row.cells) for row in self.rows), default=0)


Block: TypeAlias = Line | TableSeen


@dataclass(frozen=True, slots=True)
class SectionSeen:
    """A section's page. `starts_at` None means that pages are counted on from the section before."""

    number: int
    width: Fraction
    height: Fraction
    top: Fraction
    bottom: Fraction
    left: Fraction
    right: Fraction
    own_first_page: bool
    starts_at: int | None
    number_format: str
    header: tuple[Line, ...]
    first_header: tuple[Line, ...]
    footer: tuple[Line, ...]
    first_footer: tuple[Line, ...]

    @property
    def landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Seen:
    """A whole file as the checker sees it."""

    blocks: tuple[Block, ...]
    sections: tuple[SectionSeen, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in reading order, those of tables included."""
        return tuple(
            line for block in self.blocks for line in (block.lines if isinstance(block, TableSeen) else (block,))
        )
