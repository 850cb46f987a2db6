"""Paragraphs, headings, sentences, table rows and the head of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from narrative.facts import Context, Header
from narrative.text import lower_same_length
from narrative.tokens import BREAK, NUMBER, WORD, Tokens


class Line(NamedTuple):
    """One line of the text (wrapped lines joined): tokens [first, last) and offsets [start, end)."""

    first: int
    last: int
    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence: tokens [first, last); `opens` marks the first sentence of its paragraph."""

    first: int
    last: int
    start: int
    end: int
    opens: bool


class Cell(NamedTuple):
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
_DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[A-ZÀÁÂĐÉÊÔƠƯỨỬỦÝ“])")
_BAR, _GAP = re.compile(r"\|"), re.compile(r"\t| {3,}")
_CELL_BREAK = re.compile(r"\s*\|\s*|\t+| {3,}")
# "(Kèm theo Báo cáo số      /BC-CAX ngày      tháng ...)": places left open for the pen, not columns.
_REMARK = re.compile(r"\([^\t()]*\)")
_LEAST_ROWS, _LEAST_MARKS, _LONGEST_CELL = 3, 2, 80
_NUMBER_CELL = re.compile(r"[+-]?\s?[\dOl][\dOl.,]*\s?%?")
_LONGEST_SENTENCE = 400
_LEAST_CAPITALS = 8
_FAR_FROM_LEFT = 20
_SHORTEST_WRAPPED = 40
_NARROWEST, _WIDEST, _SLACK = 50, 130, 3
_LINE_ENDS = frozenset({".", "|", "!", "?"})
_STOPS = frozenset({".", "!", "?"})
_ENDS_NO_HEADING = frozenset({".", ";", ",", "!", "?", ")"})
_PAUSES = frozenset({";", ":"})
_ABBREVIATIONS = frozenset({"tp", "ths", "ts", "gs", "pgs", "tx", "tt", "h", "q", "p", "x", "stt"})


def with_bars(text: str) -> str:
    """`text` with bars for the semicolons of a table that is cut by them: rows of as many short cells, most of numbers.

    It has as many characters, so that places are the same.
    """
    if text.count(";") < _LEAST_ROWS * _LEAST_MARKS:
        return text
    lines = text.split("\n")
    first = 0
    while first < len(lines):
        marks = lines[first].count(";")
        last = first + 1
        while last < len(lines) and marks >= _LEAST_MARKS and lines[last].count(";") == marks:
            last += 1
        if last - first >= _LEAST_ROWS and all(map(_is_row_of_numbers, lines[first + 1 : last])):
            lines[first:last] = [line.replace(";", "|") for line in lines[first:last]]
        first = last
    return "\n".join(lines)


def _is_row_of_numbers(line: str) -> bool:
    cells = [cell.strip() for cell in line.split(";")]
    return any(map(_NUMBER_CELL.fullmatch, cells[1:])) and max(map(len, cells)) <= _LONGEST_CELL


def lines_of(text: str, tokens: Tokens) -> list[Line]:
    """The lines that hold a token; a line that only wraps is joined with the one before it.

    It wraps when it goes on in lower case, or, in a text broken at a fixed width, when its first word would not
    have fitted on the line before and no sentence ended there.
    """
    width = max(map(len, text.split("\n")))
    fixed_width = width if _NARROWEST <= width <= _WIDEST else 0
    lines: list[Line] = []
    first = 0
    for place in _breaks(tokens, 0, len(tokens)):
        if _is_wrapped(text, tokens, first, place, fixed_width):
            continue
        if place > first:
            lines.append(Line(first, place, tokens.start[first], tokens.end[place - 1]))
        first = place + 1
    if first < len(tokens):
        lines.append(Line(first, len(tokens), tokens.start[first], tokens.end[-1]))
    return lines


def _breaks(tokens: Tokens, first: int, last: int) -> Iterator[int]:
    """The places of the line ends between two tokens."""
    try:
        while True:
            first = tokens.kind.index(BREAK, first, last)
            yield first
            first += 1
    except ValueError:
        return


def without_wraps(tokens: Tokens, lines: Sequence[Line]) -> tuple[Tokens, list[Line]]:
    """Tokens and lines again, less the line ends inside a line, so that phrases match across them.

    One line end stays between two lines: nothing reads over it.
    """
    kept = Tokens(tokens.folded)
    moved: list[Line] = []
    for line in lines:
        if kept:
            kept.add(BREAK, kept.end[-1], kept.end[-1], "\n")
        first, at = len(kept), line.first
        for place in (*_breaks(tokens, line.first, line.last), line.last):
            kept.add_from(tokens, at, place)
            at = place + 1
        moved.append(Line(first, len(kept), line.start, line.end))
    return kept, moved


def _is_wrapped(text: str, tokens: Tokens, first: int, place: int, fixed_width: int) -> bool:
    """True for a line end inside a sentence, with neither a list nor a table below it."""
    if place == first or place + 1 >= len(tokens):
        return False
    before, after = tokens.text[place - 1], tokens.text[place + 1]
    kind, start = tokens.kind[place + 1], tokens.start[place + 1]
    if kind == BREAK or before in _LINE_ENDS or text[tokens.start[place] + 1 : start].strip(" "):
        return False
    end = tokens.end[place - 1]
    if _has_columns(text, start) or _has_columns(text, end):
        return False
    if _ENUMERATOR.match(tokens.folded, start, start + 24):
        return False
    length = end - _line_start(text, tokens.start[place])
    first_word = text[start : start + _WIDEST].split(maxsplit=1)[0]
    is_full = fixed_width > 0 and length + 1 + len(first_word) > fixed_width - _SLACK
    if before in _PAUSES or not (kind == WORD and text[start].islower()):
        return is_full and (kind in (WORD, NUMBER) or after in {"“", "(", '"'})
    return length >= _SHORTEST_WRAPPED


def _has_columns(text: str, at: int) -> bool:
    """True when the line around offset `at` is cut by a bar, a tab or a wide gap: a table, or the head of a letter."""
    line = _line_around(text, at)
    return _may_have_cells(line) and _CELL_BREAK.search(line) is not None


def _line_around(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[_line_start(text, at) : end if end >= 0 else len(text)].strip()


def _may_have_cells(line: str) -> bool:
    return "|" in line or "\t" in line or "   " in line


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def is_rule_line(text: str, line: Line) -> bool:
    """True for the dashes that some writers draw below the head of a table."""
    return not text[line.start : line.end].strip(" |-+=:–—")


def is_table_line(text: str, at: int) -> bool:
    """True when the line of `text` around offset `at` is cut into three cells or more (or two by a bar)."""
    line = _line_around(text, at)
    if not _may_have_cells(line):
        return False
    if text.count("\t", _line_start(text, at), at) + line.count("\t") > 1:
        return True
    bars = line.strip("|").count("|")
    return bars >= 1 or (len(_CELL_BREAK.split(line)) >= 3 and not _REMARK.fullmatch(line))


def goes_on_with_table(text: str, at: int) -> bool:
    """True for the second row of a head that fills a few columns only: far from the left, cut by a wide gap."""
    start, line = _line_start(text, at), _line_around(text, at)
    return at - start >= _FAR_FROM_LEFT and "   " in line


def cells_of(text: str, tokens: Tokens, line: Line) -> list[Cell]:
    """The cells of a table row, from left to right; empty cells are kept so that columns stay in line."""
    start, end = _line_start(text, line.start), line.end
    bars = "|" in text[start:end]
    stop = text.find("\n", line.end)
    stop = stop if stop >= 0 else len(text)
    breaks = [match.span() for match in (_BAR if bars else _GAP).finditer(text, start, stop)]
    edges = [start, *(after for _, after in breaks)]
    heads = [*(before for before, _ in breaks), stop]
    cells = []
    place = line.first
    for left, right in zip(edges, heads, strict=True):
        while place < line.last and tokens.start[place] < left:
            place += 1
        first = place
        while place < line.last and tokens.end[place] <= right:
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


def sentences_of(text: str, tokens: Tokens, line: Line) -> list[Sentence]:
    """The sentences of a line without its bullet or number, cut at full stops, question and exclamation marks.

    A sentence without end is cut after `_LONGEST_SENTENCE` tokens: reading takes time linear in the text only
    while sentences are bounded.
    """
    sentences: list[Sentence] = []
    words = tokens.text
    first = line.first + enumerator_length(text, tokens, line)
    if first < line.last <= first + _LONGEST_SENTENCE and _STOPS.isdisjoint(words[first : line.last - 1]):
        return [_sentence(tokens, first, line.last, opens=True)]
    for place in range(first, line.last):
        overlong = place - first >= _LONGEST_SENTENCE
        if overlong or (words[place] in _STOPS and _ends_sentence(text, tokens, place, line.last)):
            sentences.append(_sentence(tokens, first, place + 1, opens=not sentences))
            first = place + 1
    if first < line.last:
        sentences.append(_sentence(tokens, first, line.last, opens=not sentences))
    return sentences


def _sentence(tokens: Tokens, first: int, last: int, *, opens: bool) -> Sentence:
    return Sentence(first, last, tokens.start[first], tokens.end[last - 1], opens)


def enumerator_length(text: str, tokens: Tokens, line: Line) -> int:
    """How many tokens at the start of a line are its bullet or number ("1.", "- 2.1.", "a)")."""
    if tokens.kind[line.first] == WORD and not _may_number(tokens.text[line.first]):
        return 0
    match = _ENUMERATOR.match(tokens.folded, line.start, line.start + 24)
    if not match:
        match = _DOTTED.match(text, line.start, min(line.end, line.start + 24))
    if not match:
        return 0
    count = 0
    while line.first + count < line.last and tokens.end[line.first + count] <= match.end():
        count += 1
    return count


def _may_number(word: str) -> bool:
    """True for a word that may number a heading: one letter, a Roman number, or what stands before one ("phần")."""
    return len(word) == 1 or word in _BEFORE_NUMBERS or _ROMAN_LETTERS.issuperset(word)


def _ends_sentence(text: str, tokens: Tokens, place: int, last: int) -> bool:
    if tokens.text[place] != ".":
        return True
    if place + 1 >= last:
        return False
    if place and tokens.kind[place - 1] == WORD:
        start, end = tokens.start[place - 1], tokens.end[place - 1]
        if tokens.text[place - 1] in _ABBREVIATIONS and end == tokens.start[place]:
            return False
        if end - start == 1 and text[start].isupper():
            return False
    after = tokens.start[place + 1]
    return after > tokens.end[place] or (tokens.kind[place + 1] == WORD and text[after].isupper())


def heading_level(text: str, tokens: Tokens, line: Line) -> int:
    """0 for no heading, 1 for a Roman number, 2 for a letter or number, 3 for a short line in capitals."""
    written = text[line.start : line.end]
    if len(written) > _LONGEST_HEADING:
        return 0
    match = _HEADING.match(tokens.folded[line.start : min(line.end, line.start + 40)] + " ")
    ends_open = written.rstrip()[-1:] not in {".", ";", ","}
    if match and match["roman"] and (ends_open or len(written) < 80):
        return 1
    if match and ends_open and not _has_counts(tokens, line):
        return 2
    if written.upper() == written and sum(map(str.isalpha, written)) >= _LEAST_CAPITALS:
        return 3
    return 0


_DATES = frozenset({"năm", "tháng", "quý", "đoạn", "tuần", "kỳ", "-", "/", "–"})


def _has_counts(tokens: Tokens, line: Line) -> bool:
    """True where a number other than those of a period stands behind the number of the line itself."""
    for place in range(line.first + 1, line.last):
        if tokens.kind[place] != NUMBER or tokens.text[place - 1] in _DATES:
            continue
        dotted = place <= line.first + 2 and tokens.text[place - 1] == "."
        if not dotted and (place + 1 == line.last or tokens.text[place + 1] not in {"tháng", "-", "–", "/"}):
            return True
    return False


PART, CHAPTER, ROMAN, DIGIT, LETTER, BARE = 1, 2, 3, 4, 8, 9
"""How deep a heading stands: capitals or "Phần …", "A.", "I.", "1." (and one more for each dot), "a)", a bare line."""
_BARE_HEADING_WORDS = 14
_PART = re.compile(
    r"(?:(?:phần|chương)\s+(?:thứ\s+)?(?:[ivx]{1,5}|[a-d]|nhất|một|hai|ba|tư|bốn|năm|sáu|\d)|phụ\s+lục|biểu\s+(?:số|mẫu))\b"
)
_PART_WORDS = frozenset({"phần", "chương", "phụ", "biểu"})
_BEFORE_NUMBERS = frozenset({"phần", "mục", "chương", "thứ"})
_ROMAN_LETTERS = frozenset("ivx")
_LONGEST_HEADING = 140


def rank_of(text: str, tokens: Tokens, line: Line) -> int:
    """How deep the number of a line stands (PART … BARE), whether the line is a heading or a paragraph; 0 for none."""
    word = tokens.text[line.first]
    folded = tokens.folded[line.start : min(line.end, line.start + 40)] + " "
    if word in _PART_WORDS and _PART.match(folded):
        return PART
    match = _HEADING.match(folded) if tokens.kind[line.first] != WORD or _may_number(word) else None
    if match and match["digit"]:
        return DIGIT + match["digit"].count(".")
    if match and match["letter"]:
        return CHAPTER if text[line.start : line.end].lstrip()[:1].isupper() else LETTER
    if match and match["roman"]:
        return ROMAN
    if heading_level(text, tokens, line):
        return PART
    return BARE if _is_bare_heading(text, tokens, line) else 0


def is_heading(text: str, tokens: Tokens, line: Line) -> bool:
    """True for a line that names what follows: numbered, in capitals, or short and without figures."""
    if heading_level(text, tokens, line) or _is_bare_heading(text, tokens, line):
        return True
    return line.end - line.start <= _LONGEST_HEADING and _PART.match(tokens.folded, line.start) is not None


def _is_bare_heading(text: str, tokens: Tokens, line: Line) -> bool:
    """ "Khen thưởng", "Kết quả trong kỳ:": a short line that begins with a capital and ends without a stop."""
    if line.last - line.first > _BARE_HEADING_WORDS or tokens.kind[line.first] != WORD or _has_counts(tokens, line):
        return False
    return text[line.start].isupper() and tokens.text[line.last - 1] not in _ENDS_NO_HEADING


_LEVELS = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã đảo|xã|phường|thị trấn|đặc khu)"
_NAME = r"[A-ZÀ-ỸĐ][\wÀ-ỹđĐ]*(?:[ -](?!(?:Và|VÀ)\b)[A-ZÀ-ỸĐ0-9][\wÀ-ỹđĐ]*)*"
_PLACE = re.compile(rf"(?P<level>(?i:{_LEVELS}))\s+(?P<name>{_NAME})")
_IN_CAPITALS = re.compile(
    rf"(?<!\w)({_LEVELS.upper()}|THÀNH ĐOÀN|TỈNH ĐOÀN|HUYỆN ĐOÀN)(?=\s+(?!HỘI\b|VIÊN\b|BIÊN GIỚI|MỚI\b)([\wÀ-Ỹ ]+))"
)
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
HEAD_LINES = 18
# Agency and motto stand side by side; lines of a head never go on below.
_HEAD_BREAK = re.compile(r"\s*[|\n]\s*|\t+| {3,}")
_NATION = "xã hội chủ nghĩa việt nam"


def read_header(text: str, lines: Sequence[Line], period: str, context: Context) -> Header:
    """What the head of the report says; `period` is what the title's words were read as.

    The unit is looked for in the head, then in the body; a province is "toàn tỉnh".
    """
    head = [cell.strip() for line in lines[:HEAD_LINES] for cell in _cells_of_head(text[line.start : line.end])]
    number = next((m[1] for line in head if (m := _NUMBER_LINE.match(line))), "")
    dated = next((m[0] for line in head if (m := _DATED.search(line))), "")
    recipient = next((m[1].strip() for line in head if (m := _RECIPIENT.match(line))), "")
    folded = [line.lower() for line in head]
    title = _title(head, folded)
    agency = head[0].strip() if head and head[0].upper() == head[0] else ""
    return Header(
        agency, title, number, dated, recipient, _scope(text, head, folded, context), period or context.period
    )


def _cells_of_head(line: str) -> list[str]:
    return _HEAD_BREAK.split(line) if _may_have_cells(line) or "\n" in line else [line]


def _title(head: Sequence[str], folded: Sequence[str]) -> str:
    """The line that names the report; the name of its kind alone ("BÁO CÁO") takes the line below."""
    for place, line in enumerate(head):
        if _TITLE.search(folded[place]):
            short = len(line.split()) <= 3 and place + 1 < len(head)
            return f"{line.strip()} {head[place + 1].strip()}" if short else line.strip()
    return head[0].strip() if head else ""


def _scope(text: str, head: Sequence[str], folded: Sequence[str], context: Context) -> str:
    title = next((place for place, line in enumerate(folded) if _TITLE.search(line)), 0)
    named = [
        (place, found)
        for place, line in enumerate(head)
        if line.isupper()
        and _IN_CAPITALS.search(line)
        and _NATION not in folded[place]
        and (found := _place_in_capitals(line, text))
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
    lowered = lower_same_length(text)
    for count in range(len(words), 0, -1):
        wanted = " ".join(words[:count])
        body = _printed_below(text, lowered, text.find(line) + len(line), wanted)
        if body and (body != body.upper() or count == len(words)):
            return _as_scope(level, body if body != body.upper() else wanted.title())
    return _as_scope(level, name.title())


def _printed_below(text: str, lowered: str, start: int, wanted: str) -> str:
    """The words `wanted` as they are printed first at or after `start`, in whatever case; empty where they are not."""
    words = lower_same_length(wanted)
    at = lowered.find(words, start)
    while at >= 0:
        end = at + len(words)
        if text[at].isupper() and not _is_letter(text, at - 1) and not _is_letter(text, end):
            return text[at:end]
        at = lowered.find(words, at + 1)
    return ""


def _is_letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _as_scope(level: str, name: str) -> str:
    return "toàn tỉnh" if level.lower() == "tỉnh" else f"{level.lower()} {name}"
