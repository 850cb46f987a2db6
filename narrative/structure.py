"""Paragraphs, headings, sentences, table rows and the head of a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrative.facts import Context, Header
from narrative.text import fold
from narrative.tokens import BREAK, NUMBER, WORD, Token


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text (wrapped lines joined): tokens [first, last) and offsets [start, end)."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: tokens [first, last); `opens` marks the first sentence of its paragraph."""

    first: int
    last: int
    start: int
    end: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: tokens [first, last), the words in it, offsets."""

    first: int
    last: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Table:
    """Consecutive table rows; `caption` is the line before them."""

    rows: list[list[Cell]] = field(default_factory=list)
    caption: Line | None = None


_HEADING = re.compile(
    r"\s*(?:(?P<roman>(?:phần|mục|chương)?\s*(?:thứ\s+)?[ivx]{1,5})\s*[.)/:-]\s|(?P<letter>[a-zđ])[.)]\s|(?P<digit>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s)"
)
_ENUMERATOR = re.compile(r"\s*(?:[-+*•●–]\s*)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\(\d{1,2}\)|[a-zđ]\)|[ivx]{1,5}[.)])\s")
_CELL_BREAK = re.compile(r"\s*\|\s*|\t+| {3,}")
# "(Kèm theo Báo cáo số      /BC-CAX ngày      tháng ...)": places left open for the pen, not columns.
_REMARK = re.compile(r"\([^\t()]*\)")
_LONGEST_SENTENCE = 400
_SHORTEST_WRAPPED = 40
_NARROWEST, _WIDEST, _SLACK = 50, 130, 3
_LINE_ENDS = frozenset({".", "|", "!", "?"})
_PAUSES = frozenset({";", ":"})
_ABBREVIATIONS = frozenset({"tp", "ths", "ts", "gs", "pgs", "tx", "tt", "h", "q", "p", "x", "stt"})


def lines_of(text: str, tokens: Sequence[Token]) -> list[Line]:
    """The lines that hold a token; a line that only wraps is joined with the one before it.

    It wraps when it goes on in lower case, or, in a text broken at a fixed width, when its first word would not
    have fitted on the line before and no sentence ended there.
    """
    width = max(map(len, text.split("\n")))
    fixed_width = width if _NARROWEST <= width <= _WIDEST else 0
    lines: list[Line] = []
    first = 0
    for place in range(len(tokens) + 1):
        if place < len(tokens) and tokens[place].kind != BREAK:
            continue
        if place < len(tokens) and _is_wrapped(text, tokens, first, place, fixed_width):
            continue
        if place > first:
            lines.append(Line(first, place, tokens[first].start, tokens[place - 1].end))
        first = place + 1
    return lines


def without_wraps(tokens: Sequence[Token], lines: Sequence[Line]) -> tuple[list[Token], list[Line]]:
    """Tokens and lines again, less the line ends inside a line, so that phrases match across them.

    One line end stays between two lines: nothing reads over it.
    """
    kept: list[Token] = []
    moved: list[Line] = []
    for line in lines:
        if kept:
            end = kept[-1].end
            kept.append(Token(BREAK, end, end, "\n"))
        first = len(kept)
        kept += [token for token in tokens[line.first : line.last] if token.kind != BREAK]
        moved.append(Line(first, len(kept), line.start, line.end))
    return kept, moved


def _is_wrapped(text: str, tokens: Sequence[Token], first: int, place: int, fixed_width: int) -> bool:
    """True for a line end inside a sentence, with neither a list nor a table below it."""
    if place == first or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    if after.kind == BREAK or before.text in _LINE_ENDS or text[tokens[place].start + 1 : after.start].strip(" "):
        return False
    if _has_columns(text, after.start) or _has_columns(text, before.start):
        return False
    if _ENUMERATOR.match(fold(text[after.start : after.start + 24])):
        return False
    length = before.end - _line_start(text, tokens[place].start)
    first_word = text[after.start : after.start + _WIDEST].split(maxsplit=1)[0]
    is_full = fixed_width > 0 and length + 1 + len(first_word) > fixed_width - _SLACK
    if before.text in _PAUSES or not (after.kind == WORD and text[after.start].islower()):
        return is_full and (after.kind in (WORD, NUMBER) or after.text in {"“", "(", '"'})
    return length >= _SHORTEST_WRAPPED


def _has_columns(text: str, at: int) -> bool:
    """True when the line around offset `at` is cut by a bar, a tab or a wide gap: a table, or the head of a letter."""
    start = _line_start(text, at)
    end = text.find("\n", at)
    return _CELL_BREAK.search(text[start : end if end >= 0 else len(text)].strip()) is not None


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def is_table_line(text: str, at: int) -> bool:
    """True when the line of `text` around offset `at` is cut into three cells or more (or two by a bar)."""
    start = _line_start(text, at)
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)].strip()
    bars = line.strip("|").count("|")
    return bars >= 1 or (len(_CELL_BREAK.split(line)) >= 3 and not _REMARK.fullmatch(line))


def cells_of(text: str, tokens: Sequence[Token], line: Line) -> list[Cell]:
    """The cells of a table row, from left to right; empty cells are kept so that columns stay in line."""
    start, end = _line_start(text, line.start), line.end
    bars = "|" in text[start:end]
    breaks = re.compile(r"\|") if bars else re.compile(r"\t| {3,}")
    stop = text.find("\n", line.end)
    edges = [start, *(m.end() for m in breaks.finditer(text, start, stop if stop >= 0 else len(text)))]
    heads = [m.start() for m in breaks.finditer(text, start, stop if stop >= 0 else len(text))]
    heads.append(stop if stop >= 0 else len(text))
    cells = []
    place = line.first
    for left, right in zip(edges, heads, strict=True):
        while place < line.last and tokens[place].start < left:
            place += 1
        first = place
        while place < line.last and tokens[place].end <= right:
            place += 1
        words = text[left:right].strip()
        at = left + len(text[left:right]) - len(text[left:right].lstrip())
        cells.append(Cell(first, place, at, at + len(words), words))
    # A bar on both sides is a border; one on the left alone leaves the first cell empty, as a total's often is.
    if bars and len(cells) > 1 and not cells[0].text and not cells[-1].text:
        cells = cells[1:]
    if bars and cells and not cells[-1].text:
        cells = cells[:-1]
    return cells


def sentences_of(text: str, tokens: Sequence[Token], line: Line) -> list[Sentence]:
    """The sentences of a line, cut at full stops, question and exclamation marks.

    A sentence without end is cut after `_LONGEST_SENTENCE` tokens: reading takes time linear in the text only
    while sentences are bounded.
    """
    sentences: list[Sentence] = []
    first = line.first
    skip = enumerator_length(text, tokens, line)
    for place in range(line.first + skip, line.last):
        overlong = place - first >= _LONGEST_SENTENCE
        if overlong or _ends_sentence(text, tokens, place, line.last):
            sentences.append(_sentence(tokens, first, place + 1, opens=not sentences))
            first = place + 1
    if first < line.last:
        sentences.append(_sentence(tokens, first, line.last, opens=not sentences))
    return sentences


def _sentence(tokens: Sequence[Token], first: int, last: int, *, opens: bool) -> Sentence:
    return Sentence(first, last, tokens[first].start, tokens[last - 1].end, opens)


def enumerator_length(text: str, tokens: Sequence[Token], line: Line) -> int:
    """How many tokens at the start of a line are its bullet or number ("1.", "- 2.1.", "a)")."""
    match = _ENUMERATOR.match(fold(text[line.start : line.start + 24]))
    if not match:
        return 0
    count = 0
    while line.first + count < line.last and tokens[line.first + count].end <= line.start + match.end():
        count += 1
    return count


def _ends_sentence(text: str, tokens: Sequence[Token], place: int, last: int) -> bool:
    token = tokens[place]
    if token.text in {"!", "?"}:
        return True
    if token.text != "." or place + 1 >= last:
        return False
    after, before = tokens[place + 1], tokens[place - 1] if place else None
    if before is not None and before.kind == WORD and before.text in _ABBREVIATIONS and before.end == token.start:
        return False
    if before is not None and before.kind == WORD and before.end - before.start == 1 and text[before.start].isupper():
        return False
    parted = after.start > token.end
    return parted or (after.kind == WORD and text[after.start].isupper())


def heading_level(text: str, tokens: Sequence[Token], line: Line) -> int:
    """0 for no heading, 1 for a Roman number, 2 for a letter or number, 3 for a short line in capitals."""
    written = text[line.start : line.end]
    if len(written) > 140:
        return 0
    match = _HEADING.match(fold(written[:40]) + " ")
    ends_open = written.rstrip()[-1:] not in {".", ";", ","}
    if match and match["roman"] and (ends_open or len(written) < 80):
        return 1
    counts = any(token.kind == NUMBER for token in tokens[line.first + 1 : line.last])
    if match and ends_open and not counts:
        return 2
    letters = [char for char in written if char.isalpha()]
    if len(letters) >= 8 and written.upper() == written:
        return 3
    return 0


_LEVELS = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã đảo|xã|phường|thị trấn|đặc khu)"
_NAME = r"[A-ZÀ-ỸĐ][\wÀ-ỹđĐ]*(?:[ -](?!(?:Và|VÀ)\b)[A-ZÀ-ỸĐ0-9][\wÀ-ỹđĐ]*)*"
_PLACE = re.compile(rf"(?P<level>(?i:{_LEVELS}))\s+(?P<name>{_NAME})")
_IN_CAPITALS = re.compile(rf"(?<!\w)({_LEVELS.upper()}|THÀNH ĐOÀN|TỈNH ĐOÀN|HUYỆN ĐOÀN)(?=\s+([\wÀ-Ỹ ]+))")
_OF_YOUTH_UNIONS = {"THÀNH ĐOÀN": "thành phố", "TỈNH ĐOÀN": "tỉnh", "HUYỆN ĐOÀN": "huyện"}
# How far below the province a level stands; those not named here are communes.
_DEPTHS = {
    **dict.fromkeys(("TỈNH", "TỈNH ĐOÀN"), 0),
    **dict.fromkeys(("THÀNH PHỐ", "HUYỆN", "THỊ XÃ", "QUẬN", "THÀNH ĐOÀN", "HUYỆN ĐOÀN"), 1),
}
_TITLE = re.compile(r"báo cáo|kết quả|tổng kết|sơ kết|thống kê|biểu|phụ lục|số liệu")
_NUMBER_LINE = re.compile(r"(?i)^\s*số\s*:?\s*([\w./-]+/[\w./-]+)")
_DATED = re.compile(r"(?i)ngày\s+(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(\d{4})")
_RECIPIENT = re.compile(r"(?i)^\s*kính gửi\s*:?\s*(.+)")
HEAD_LINES = 14
# Agency and motto stand side by side; lines of a head never go on below.
_HEAD_BREAK = re.compile(r"\s*[|\n]\s*|\t+| {3,}")
_NATION = "cộng hòa xã hội chủ nghĩa việt nam"


def read_header(text: str, lines: Sequence[Line], period: str, context: Context) -> Header:
    """What the head of the report says; `period` is what the title's words were read as.

    The unit is looked for in the head, then in the body; a province is "toàn tỉnh".
    """
    head = [cell.strip() for line in lines[:HEAD_LINES] for cell in _HEAD_BREAK.split(text[line.start : line.end])]
    number = next((m[1] for line in head if (m := _NUMBER_LINE.match(line))), "")
    dated = next((m[0] for line in head if (m := _DATED.search(line))), "")
    recipient = next((m[1].strip() for line in head if (m := _RECIPIENT.match(line))), "")
    title = _title(head)
    agency = head[0].strip() if head and head[0].upper() == head[0] else ""
    return Header(agency, title, number, dated, recipient, _scope(text, head, context), period or context.period)


def _title(head: Sequence[str]) -> str:
    """The line that names the report; the name of its kind alone ("BÁO CÁO") takes the line below."""
    for place, line in enumerate(head):
        if _TITLE.search(fold(line)):
            short = len(line.split()) <= 3 and place + 1 < len(head)
            return f"{line.strip()} {head[place + 1].strip()}" if short else line.strip()
    return head[0].strip() if head else ""


def _scope(text: str, head: Sequence[str], context: Context) -> str:
    title = next((place for place, line in enumerate(head) if _TITLE.search(fold(line))), 0)
    named = [
        (place, found)
        for place, line in enumerate(head)
        if line.upper() == line and _NATION not in fold(line) and (found := _place_in_capitals(line, text))
    ]
    if named:
        # The office that reports stands under its parent; both stand above the title.
        return next((found for place, found in reversed(named) if place < title), named[0][1])
    if context.scope:
        return context.scope
    for part in ("\n".join(head[:4]), text):
        match = _PLACE.search(part)
        if match:
            return _as_scope(match["level"], match["name"])
    return ""


def _place_in_capitals(line: str, text: str) -> str:
    """A unit named in a line of capitals, written as the body of the report writes it."""
    named = [*_IN_CAPITALS.finditer(line)]
    if not named:
        return ""
    # Parent and office may stand in one cell: the lower of them reports, of two alike the second.
    match = max(named, key=lambda found: (_DEPTHS.get(found[1], 2), found.start()))
    name = " ".join(match[2].split())
    level = _OF_YOUTH_UNIONS.get(match[1], match[1].lower())
    words = name.split()[:8]
    for count in range(len(words), 0, -1):
        wanted = " ".join(words[:count])
        body = re.search(rf"(?i)(?<!\w){re.escape(wanted)}(?!\w)", text[text.find(line) + len(line) :])
        if body and (body[0] != body[0].upper() or count == len(words)):
            printed = body[0] if body[0] != body[0].upper() else wanted.title()
            return _as_scope(level, printed)
    return _as_scope(level, name.title())


def _as_scope(level: str, name: str) -> str:
    return "toàn tỉnh" if level.lower() == "tỉnh" else f"{level.lower()} {name}"
