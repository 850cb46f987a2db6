"""From what a document says to the lines that stand on its pages; shared by the .docx and the PDF writer.

Here numbering, upper case, the end mark and the annexes' headings are added, and every text becomes NFC. A writer only
has to draw: it takes the lines with their looks (`LOOKS`) and the measures below.
Source: Nghị định 30/2020/NĐ-CP, Annex I.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from officialdoc import wording
from officialdoc.formats import padded_number
from officialdoc.measure import balanced, text_width, widest_line
from officialdoc.model import (
    Align,
    Annex,
    Basis,
    Block,
    Clause,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Profile,
    Rendering,
    Row,
    RowKind,
    Run,
    Table,
)
from officialdoc.numbering import point_letter, roman

# Lengths of the page in millimetres, sizes in points.
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
HEAD_LEFT, HEAD_RIGHT = 70, 95
BODY_SIZE = 14
NATION_SIZE, MOTTO_SIZE, AGENCY_SIZE, NUMBER_SIZE, DATE_SIZE = 12, 13, 12, 13, 13
ABOUT_SIZE, RECIPIENTS_WORD_SIZE, RECIPIENT_SIZE, PAGE_NUMBER_SIZE, PAGE_LINE_SIZE = 12, 12, 11, 13, 11
CODE_SIZE = 8
TEXT_WIDTH, TEXT_WIDTH_ON_SIDE = PAGE_WIDTH - LEFT - RIGHT, PAGE_HEIGHT - LEFT - RIGHT
SIGNATURES_A_ROW = 2
FIRST_LINE = Fraction(127, 10)  # mm
AFTER_PARAGRAPH = 6
LINE_SPACING = Fraction(11, 10)
LINE_SPACING_ALOUD = Fraction(3, 2)
RULE_SHARE = Fraction(2, 5)  # of the line above; the decree asks for 1/3 to 1/2
RULE_THICKNESS = Fraction(3, 4)
POINTS_A_MM = Fraction(720, 254)
HARD_SPACE = "\u00a0"
CELL_PADDING = 8  # points at both sides of a table cell together, and a little for rounding
SIGNING_SPACE = 64  # points left free for the signature between title and name


class Role(StrEnum):
    """What a line of the body is."""

    PART_NUMBER = "part-number"
    PART_TITLE = "part-title"
    SECTION = "section"  # I., upper case
    ITEM_TITLE = "item-title"  # 1., with a title
    POINT_TITLE = "point-title"  # a), with a title
    BODY = "body"
    BASIS = "basis"
    NOTE = "note"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is set. `level` is its level in the outline, None for what is no heading. Lengths in points."""

    bold: bool = False
    italic: bool = False
    align: str = "justify"
    first_line: bool = True
    after: int = AFTER_PARAGRAPH
    keep_with_next: bool = False
    level: int | None = None
    size: int = BODY_SIZE


LOOKS = {
    Role.PART_NUMBER: Look(bold=True, align="centre", first_line=False, after=0, keep_with_next=True),
    Role.PART_TITLE: Look(bold=True, align="centre", first_line=False, keep_with_next=True, level=0),
    Role.SECTION: Look(bold=True, keep_with_next=True, level=1),
    Role.ITEM_TITLE: Look(bold=True, keep_with_next=True, level=2),
    Role.POINT_TITLE: Look(keep_with_next=True, level=3),
    Role.BODY: Look(),
    Role.BASIS: Look(italic=True),
    Role.NOTE: Look(italic=True),
    Role.CAPTION: Look(italic=True, align="centre", first_line=False, keep_with_next=True),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the body, ready to be drawn."""

    role: Role
    runs: tuple[Run, ...]


Placed: TypeAlias = Line | Table | PageBreak


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a table's head: its title and how many rows and columns it covers. Only covering cells are listed."""

    title: str
    rows: int
    columns: int


def clean(text: str) -> str:
    """`text` in NFC, with line ends and tabs as spaces: a run is one stretch of one line."""
    return unicodedata.normalize("NFC", text).replace("\r", " ").replace("\n", " ").replace("\t", " ")


def body_lines(document: Document) -> tuple[Placed, ...]:
    """The body, numbered, with bases punctuated and the end mark set."""
    return _ended(tuple(_placed(document.blocks, ordinal_parts=document.profile is Profile.FRONT)))


def annexes_of(document: Document) -> tuple[Annex, ...]:
    """The annexes to draw: none when read aloud."""
    return () if document.rendering is Rendering.READ_ALOUD else document.annexes


def sources_of(document: Document) -> Annex | None:
    """The sheet of sources that ends a look-up copy. It is no annex of the document: it has no number."""
    if document.rendering is not Rendering.LOOKUP or not document.sources:
        return None
    return _sources_sheet(document)


def annex_lines(annex: Annex) -> tuple[Placed, ...]:
    """The contents of an annex, numbered on its own."""
    return tuple(_placed(annex.blocks))


def annex_width(annex: Annex) -> int:
    """Width of an annex's text in millimetres."""
    return TEXT_WIDTH_ON_SIDE if annex.lies_on_its_side else TEXT_WIDTH


def annex_label(document: Document, place: int) -> str:
    """ "Phụ lục II" for the annex at `place` (from 0); "Phụ lục" when there is only one."""
    if len(annexes_of(document)) == 1:
        return wording.ANNEX_WORD
    return f"{wording.ANNEX_WORD} {roman(place + 1)}"


def enclosed_line(document: Document) -> str:
    """ "(Kèm theo ...)" under an annex's title. Number and date stay unfilled, as electronic documents have them.

    Source: Nghị định 30/2020/NĐ-CP, Annex I, part I, section III, point 1.
    """
    kind = clean(document.type_name or "Công văn")
    blank = wording.BLANK
    issuers = " và ".join(clean(issuer.name) for issuer in document.issuers)
    return (
        f"({wording.ENCLOSED_WORD} {kind} số{blank}/{clean(document.symbol)} "
        f"ngày{blank}tháng{blank}năm{blank}của {issuers})"
    )


def number_line(document: Document) -> str:
    """ "Số: 05/BC-CAT-MTTQ", the number blank until it is given."""
    number = wording.BLANK if document.number is None else f" {padded_number(document.number)}"
    return f"{wording.NUMBER_WORD}{number}/{clean(document.symbol)}"


@dataclass(frozen=True, slots=True)
class AgencyBlock:
    """A block of agency names, a line each: regular lines, bold lines under them, and the rule's length in points."""

    parents: tuple[str, ...]
    names: tuple[str, ...]
    rule: Fraction


def agency_blocks(document: Document) -> tuple[AgencyBlock, ...]:
    """The blocks at the top left: one, or one for each issuer with `two_blocks`.

    A joint block names the issuers only, joined by hyphens; parents would be mixed up there.
    """
    issuers = document.issuers
    if document.two_blocks or len(issuers) == 1:
        return tuple(_block((clean(i.parent),) if i.parent else (), (clean(i.name),)) for i in issuers)
    names = tuple(clean(issuer.name) for issuer in issuers)
    return (_block((), (*(f"{name} -" for name in names[:-1]), names[-1])),)


def _block(parents: tuple[str, ...], names: tuple[str, ...]) -> AgencyBlock:
    width = HEAD_LEFT * POINTS_A_MM
    lines = [line for name in names for line in balanced(_tied(name.upper()), width, size=AGENCY_SIZE, bold=True)]
    widest = widest_line(lines, width, size=AGENCY_SIZE, bold=True)
    above = [line for parent in parents for line in balanced(_tied(parent.upper()), width, size=AGENCY_SIZE)]
    lines, above = ([line.replace(HARD_SPACE, " ") for line in block] for block in (lines, above))
    return AgencyBlock(tuple(above), tuple(lines), widest * RULE_SHARE)


def _tied(name: str) -> str:
    """`name` with hard spaces where a line must not break: in "ỦY BAN", in "VIỆT NAM", before the last word."""
    tied = name.replace("VIỆT NAM", f"VIỆT{HARD_SPACE}NAM").replace("ỦY BAN", f"ỦY{HARD_SPACE}BAN")
    tied = tied.replace(" -", f"{HARD_SPACE}-")
    return HARD_SPACE.join(tied.rsplit(" ", 1))


def subject_rule(document: Document) -> Fraction:
    """Length of the rule under the subject, in points."""
    width = (PAGE_WIDTH - LEFT - RIGHT) * POINTS_A_MM
    return widest_line([clean(document.subject)], width, size=BODY_SIZE, bold=True) * RULE_SHARE


def addressee_lines(document: Document) -> tuple[str, ...]:
    """ "Kính gửi: X." for one addressee; for several the word alone, then a list ending ";" and "."."""
    names = [clean(name).rstrip(" .;") for name in document.addressees]
    if not names:
        return ()
    if len(names) == 1:
        return (f"{wording.ADDRESS_WORD} {names[0]}.",)
    return (wording.ADDRESS_WORD, *(f"- {name};" for name in names[:-1]), f"- {names[-1]}.")


def recipient_lines(document: Document) -> tuple[str, ...]:
    """The list under "Nơi nhận:": "- Như trên;" first where there are addressees, "- Lưu: VT, ...." last."""
    names = [clean(name).rstrip(" .;") for name in document.recipients]
    first = [wording.AS_ABOVE] if document.addressees else []
    filed = f"{wording.FILED_AT}, {clean(document.filed_by)}" if document.filed_by else wording.FILED_AT
    return (*(f"- {name};" for name in [*first, *names]), f"- {filed}.")


def line_spacing(document: Document) -> Fraction:
    """Line spacing of the body, in lines."""
    return LINE_SPACING_ALOUD if document.rendering is Rendering.READ_ALOUD else LINE_SPACING


def foot_line(document: Document) -> str | None:
    """What each page says at its foot: the document's own line, and that a copy is for look-up only."""
    pieces = [wording.LOOKUP_LINE] if document.rendering is Rendering.LOOKUP else []
    if document.page_line:
        pieces.append(clean(document.page_line))
    return " · ".join(pieces) or None


def table_size(table: Table) -> int:
    """Letter size of a table, in points: smaller the more columns it has."""
    count = len(table.columns)
    if count <= 8:
        return 12
    return 11 if count <= 13 else 10


def column_widths(table: Table, width: int) -> tuple[Fraction, ...]:
    """Widths of the columns in points, together `width` mm: by weight, but no word of a column is ever broken.

    A column too narrow for its longest word gets what it needs from the others. Where the words of all columns together
    need more than there is, the weights decide alone.
    """
    room = width * POINTS_A_MM
    needed = _needed_widths(table)
    weights = [Fraction(column.width) for column in table.columns]
    if sum(needed) > room:
        return tuple(room * weight / sum(weights) for weight in weights)
    given: dict[int, Fraction] = {}
    while True:
        free = room - sum(given.values())
        shared = sum(weight for n, weight in enumerate(weights) if n not in given)
        narrow = {n: needed[n] for n, w in enumerate(weights) if n not in given and free * w / shared < needed[n]}
        if not narrow:
            return tuple(given.get(n, free * weight / shared if shared else free) for n, weight in enumerate(weights))
        given |= narrow


def _needed_widths(table: Table) -> list[Fraction]:
    """For each column the width of its longest word in points, with the padding of its cells."""
    size = table_size(table)
    words: list[set[tuple[str, bool]]] = [{(word, True) for word in clean(c.title).split()} for c in table.columns]
    for row in table.rows:
        if row.kind is not RowKind.GROUP:
            for column, runs in zip(words, row.cells, strict=True):
                bold = row.kind is RowKind.TOTAL or any(run.bold for run in runs)
                column.update((word, bold) for word in clean("".join(run.text for run in runs)).split())
    return [
        max((text_width(word, size=size, bold=bold) for word, bold in column), default=Fraction(0)) + CELL_PADDING
        for column in words
    ]


def head_rows(table: Table) -> tuple[tuple[HeadCell, ...], ...]:
    """The rows of a table's head: one, or two where columns are grouped."""
    if not any(column.group for column in table.columns):
        return (tuple(HeadCell(clean(column.title), 1, 1) for column in table.columns),)
    upper: list[HeadCell] = []
    lower: list[HeadCell] = []
    for group, neighbours in _neighbours(table.columns):
        if group is None:
            upper.extend(HeadCell(clean(column.title), 2, 1) for column in neighbours)
        else:
            upper.append(HeadCell(clean(group), 1, len(neighbours)))
            lower.extend(HeadCell(clean(column.title), 1, 1) for column in neighbours)
    return (tuple(upper), tuple(lower))


def _neighbours(columns: Iterable[Column]) -> Iterator[tuple[str | None, list[Column]]]:
    for group, members in groupby(columns, key=lambda column: column.group):
        yield group, list(members)


def _placed(blocks: Iterable[Block], *, ordinal_parts: bool = False) -> Iterator[Placed]:
    blocks = tuple(blocks)
    counters = _Counters(ordinal_parts=ordinal_parts)
    last_basis = max((n for n, block in enumerate(blocks) if isinstance(block, Basis)), default=-1)
    for n, block in enumerate(blocks):
        match block:
            case Part():
                yield Line(Role.PART_NUMBER, (Run(counters.part()),))
                yield Line(Role.PART_TITLE, (Run(clean(block.title).upper()),))
            case Heading():
                yield _heading(block, counters)
            case Clause():
                yield Line(Role.BODY, (Run(f"{counters.next(block.level)} "), *_cleaned(block.runs)))
            case Paragraph():
                yield Line(Role.BODY, _cleaned(block.runs))
            case Basis():
                yield Line(Role.BASIS, _with_end(_cleaned(block.runs), "." if n == last_basis else ";"))
            case Note():
                before, after = wording.NOTE_FRAME
                yield Line(Role.NOTE, (Run(f"{before}{clean(block.text)}{after}"),))
            case Table():
                if block.caption:
                    yield Line(Role.CAPTION, (Run(clean(block.caption)),))
                yield replace(block, rows=tuple(_row(row) for row in block.rows))
            case PageBreak():
                yield block


def _heading(heading: Heading, counters: _Counters) -> Line:
    role = (Role.SECTION, Role.ITEM_TITLE, Role.POINT_TITLE)[heading.level - 1]
    title = clean(heading.title).upper() if heading.level == 1 else clean(heading.title)
    return Line(role, (Run(f"{counters.next(heading.level)} {title}"),))


class _Counters:
    """Numbers of parts, sections, items and points; each level starts anew under the one above it.

    With `ordinal_parts` a part is "Phần thứ nhất", as Front bodies have it, as far as there are words for it.
    """

    def __init__(self, *, ordinal_parts: bool = False) -> None:
        self.counts = [0, 0, 0, 0]
        self.ordinals = wording.PART_ORDINALS if ordinal_parts else ()

    def part(self) -> str:
        self._step(0)
        count = self.counts[0]
        return f"Phần thứ {self.ordinals[count - 1]}" if count <= len(self.ordinals) else f"Phần {roman(count)}"

    def next(self, level: int) -> str:
        self._step(level)
        count = self.counts[level]
        return (f"{roman(count)}.", f"{count}.", f"{point_letter(count)})")[level - 1]

    def _step(self, level: int) -> None:
        self.counts[level] += 1
        self.counts[level + 1 :] = [0] * (3 - level)


def _row(row: Row) -> Row:
    bold = row.kind is not RowKind.PLAIN
    return Row(
        tuple(tuple(replace(run, bold=run.bold or bold) for run in _cleaned(cell)) for cell in row.cells), row.kind
    )


def _cleaned(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(replace(run, text=clean(run.text)) for run in runs)


def _with_end(runs: tuple[Run, ...], end: str) -> tuple[Run, ...]:
    *others, last = runs
    bare = last.text.rstrip(" .;,")
    if last.figure_code:
        # The code is printed behind its run, and nothing stands behind the end.
        return (*others, replace(last, text=bare), Run(end))
    return (*others, replace(last, text=bare + end))


def _ended(lines: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Put "./." after the last words; after a table or a note it stands on a line of its own."""
    if lines and isinstance(lines[-1], Line) and lines[-1].role is Role.BODY:
        last = lines[-1]
        bare = replace(last, runs=_without_end_mark(last.runs))
        return (*lines[:-1], replace(bare, runs=_with_end(bare.runs, wording.END_MARK)))
    return (*lines, Line(Role.BODY, (Run(wording.END_MARK),)))


def _without_end_mark(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    *others, last = runs
    return (*others, replace(last, text=last.text.rstrip().removesuffix(wording.END_MARK)))


def _sources_sheet(document: Document) -> Annex:
    weights = (12, 26, 12, 26, 37)
    aligns = (Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT, Align.LEFT)
    columns = tuple(
        Column(title, weight, align)
        for title, weight, align in zip(wording.SOURCE_COLUMNS, weights, aligns, strict=True)
    )
    rows = tuple(
        Row(tuple((Run(clean(text)),) for text in (s.code, s.label, s.value, s.formula, s.origin)))
        for s in document.sources
    )
    return Annex(wording.SOURCES_TITLE, (Table(columns, rows),), landscape=True)
