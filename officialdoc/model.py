"""The document model: what an official document says, without saying how it is drawn.

Everything is frozen, holds only text, integers and dates, and can be stored (`officialdoc.storage`). The two writers
(`render_docx`, `render_pdf`) add what the law asks of the form: numbering, case, rules, page numbers, the end mark.
Texts are plain; whoever builds a document never writes numbering ("I.", "a)"), upper case of headings or "./.".
Source: Nghị định 30/2020/NĐ-CP, Annex I.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

LANDSCAPE_FROM_COLUMNS = 9  # an annex with a table of more than eight columns lies on its side


class Profile(StrEnum):
    """Whose clerical rules a document follows."""

    STATE = "nha-nuoc"
    FRONT = "mat-tran"
    POLICE = "cong-an"


class Rendering(StrEnum):
    """For whom a document is drawn.

    CLEAN is what goes to signature. LOOKUP prints the code of each figure beside it and adds the annex of sources.
    READ_ALOUD is for the speaker: widest line spacing the decree allows, no codes, no annexes.
    """

    CLEAN = "clean"
    LOOKUP = "lookup"
    READ_ALOUD = "read-aloud"


class Align(StrEnum):
    """How the text of a table column stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class RowKind(StrEnum):
    """PLAIN row; bold TOTAL row; bold GROUP row whose first cell spans the whole table."""

    PLAIN = "plain"
    TOTAL = "total"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. `figure_code` ("SL-7K3Q2") is printed after it in the look-up copy only."""

    text: str
    bold: bool = False
    italic: bool = False
    figure_code: str | None = None


Inline: TypeAlias = "str | Run | Iterable[str | Run]"


def runs_of(content: Inline) -> tuple[Run, ...]:
    """`content` as runs: a string is one plain run; strings and runs may be mixed in an iterable."""
    if isinstance(content, str):
        return (Run(content),)
    if isinstance(content, Run):
        return (content,)
    return tuple(Run(piece) if isinstance(piece, str) else piece for piece in content)


def figure(text: str, code: str | None, *, bold: bool = False) -> Run:
    """A figure with its short code; in the copy for signature only `text` is printed."""
    return Run(text, bold=bold, figure_code=code)


@dataclass(frozen=True, slots=True)
class Part:
    """ "Phần thứ nhất" with its title. Numbered by the writer; headings of level 1 start anew in each part."""

    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A titled heading, numbered by the writer: level 1 "I.", level 2 "1.", level 3 "a)" (upright).

    Levels start anew under each heading above them. Raises ValueError for another level.
    """

    level: int
    title: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"a heading has level 1, 2 or 3, not {self.level}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered paragraph without a title: level 2 "1.", level 3 "a)". Regular weight."""

    runs: tuple[Run, ...]
    level: int = 2

    def __post_init__(self) -> None:
        if self.level not in (2, 3):
            raise ValueError(f"a clause has level 2 or 3, not {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body. A list item is a paragraph whose text begins with "- "."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis ("Căn cứ ..."), in italics. Write it without its ";": the writer ends the lines."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A visible note that a place is left empty on purpose and who fills it. Printed in italics, in brackets."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column. `width` is a weight, not a length. Neighbours with equal `group` share a head above them."""

    title: str
    width: int = 10
    align: Align = Align.LEFT
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: one entry a column, each a tuple of runs; a GROUP row has one entry only."""

    cells: tuple[tuple[Run, ...], ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page and whose rows are never split.

    Columns of figures are `Align.RIGHT`. Raises ValueError when a row does not fit the columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str | None = None

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            wanted = 1 if row.kind is RowKind.GROUP else len(self.columns)
            if len(row.cells) != wanted:
                raise ValueError(f"row {place} has {len(row.cells)} cells, the table wants {wanted}")


Block: TypeAlias = Part | Heading | Clause | Paragraph | Basis | Note | PageBreak | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: numbered by the writer, in a section of its own with pages counted from 1.

    `landscape` None means: on its side when a table has more than eight columns.
    """

    title: str
    blocks: tuple[Block, ...]
    landscape: bool | None = None

    @property
    def lies_on_its_side(self) -> bool:
        if self.landscape is not None:
            return self.landscape
        return any(isinstance(b, Table) and len(b.columns) >= LANDSCAPE_FROM_COLUMNS for b in self.blocks)


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing agency and, where it has one, the agency directly above it. Written in upper case by the writer."""

    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines of authority and title ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), and the name, blank until known.

    Build it with `officialdoc.signing`, which knows who signs "TM." and who never does.
    """

    lines: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the annex of sources in the look-up copy; all texts as printed."""

    code: str
    label: str
    value: str
    formula: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An official document.

    issuers      one or more; a joint document prints all names in one left block, or side by side with `two_blocks`
                 (then the motto stands above them, across the page)
    symbol       what stands after the number and "/": "BC-CAT-MTTQ", "CAT-PV05"
    place        name of the place in the date line
    type_name    "Báo cáo"; None makes a công văn: no title, subject as "V/v ..." under the number
    subject      trích yếu, without a full stop
    blocks       the body; the writer adds "./."
    number       None until the registry clerk gives it; `issued_on` likewise
    expected_on  month and year printed while `issued_on` is None
    addressees   "Kính gửi"; empty for most documents. "- Như trên;" is added to the recipients by the writer
    recipients   "Nơi nhận" without hyphens, punctuation, "Như trên" and "Lưu"
    filed_by     drafting unit printed in the last recipient line "- Lưu: VT, <filed_by>."
    signatures   in the order of the signers' setting, left to right
    page_line    printed at the foot of each page, such as the words that figures are not frozen yet
    sources      the annex of sources of the look-up copy
    """

    profile: Profile
    issuers: tuple[Issuer, ...]
    symbol: str
    place: str
    subject: str
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...] = ()
    filed_by: str = ""
    type_name: str | None = None
    number: str | None = None
    issued_on: date | None = None
    expected_on: date | None = None
    two_blocks: bool = False
    addressees: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    rendering: Rendering = Rendering.CLEAN
    page_line: str | None = None
    sources: tuple[Source, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.issuers:
            raise ValueError("a document has at least one issuer")
        if not self.signatures:
            raise ValueError("a document has at least one signature")


def paragraph(content: Inline) -> Paragraph:
    """A paragraph from a string, a run, or a mixture."""
    return Paragraph(runs_of(content))


def clause(content: Inline, *, level: int = 2) -> Clause:
    """A numbered paragraph without a title from a string, a run, or a mixture."""
    return Clause(runs_of(content), level)


def basis(content: Inline) -> Basis:
    """A legal basis from a string, a run, or a mixture."""
    return Basis(runs_of(content))


def row(*cells: Inline, kind: RowKind = RowKind.PLAIN) -> Row:
    """A table row from strings, runs, or mixtures."""
    return Row(tuple(runs_of(cell) for cell in cells), kind)
