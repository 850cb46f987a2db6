"""Words, numbers and marks of a folded text, and the places where a number is no figure.

One pass each, linear in the length of the text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

WORD, NUMBER, MARK, BREAK = "w", "n", "p", "\n"


class Tokens:
    """The words, numbers, marks and line ends of a folded text, in columns: token `i` is `text[i]`, `kind[i]` and
    stands at `start[i]:end[i]` of `folded`. Columns, since a report has a thousand tokens and a book a million.
    """

    __slots__ = ("end", "folded", "kind", "start", "text")

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.kind: list[str] = []
        self.start = array("I")
        self.end = array("I")
        self.text: list[str] = []

    def __len__(self) -> int:
        return len(self.text)

    def add(self, kind: str, start: int, end: int, text: str) -> None:
        """Put one token behind the others."""
        self.kind.append(kind)
        self.start.append(start)
        self.end.append(end)
        self.text.append(text)

    def add_from(self, other: Tokens, first: int, last: int) -> None:
        """Put the tokens [first, last) of `other` behind the others."""
        self.kind += other.kind[first:last]
        self.start += other.start[first:last]
        self.end += other.end[first:last]
        self.text += other.text[first:last]


# A number may hold the scanner's O and l for 0 and 1, but at least one true digit. Most tokens are words with a blank
# behind them: those are taken many at a time. Of the others, words that do not begin like a number are tried first.
_TOKEN = re.compile(
    r"(?P<words>[a-zà-öø-ʯḀ-ỿ][a-zà-öø-ʯḀ-ỿ ]*[ ])"
    r"|(?P<v>[^\W\d_oli][^\W\d_]*)"
    r"|(?P<n>(?<![^\W_])(?>(?=[oli.]*\d)[oli\d]{1,3}(?:[ ]?\.[oli\d]{3}(?![oli\d]))+(?:,\d+)?"  # 1.200, 1 .200
    r"|\d{1,3}(?:[ ][oli\d]{3})+(?![oli\d.,])"  # 1 200
    r"|[oli]*\d[\doli]*(?:[.,][\doli]*\d[\doli]*)*(?:,[oli](?=\s?(?:tỷ|triệu|nghìn|%|k[mg]\b)))?)(?![^\W\d_])"
    r"|\d+(?:[.,]\d+)*)"
    r"|(?P<w>[^\W\d_]+)"
    r"|(?P<p>\n|[^\w\s]|_)"
)
# In a scanned text a blank may stand on either side of the mark: "8. 912", "91 ,4", "7, 2 tỷ".
_SCANNED_TOKEN = re.compile(
    _TOKEN.pattern.replace(r"(?:[ ]?\.[oli\d]{3}(?![oli\d]))+", r"(?:[ ]?\.[ ]?[oli\d]{3}(?![oli\d]))+", 1).replace(
        r"(?:[.,][\doli]*\d[\doli]*)*(?:,[oli]",
        r"(?:[.,][\doli]*\d[\doli]*)*(?:[ ],\d+|,[ ]\d{1,2}(?=\s(?:tỷ|triệu|nghìn|ngàn)\b))?(?:,[oli]",
        1,
    )
)
_SCANNED = re.compile(r"[0-9][ol](?![^\W\d_]{2})")
_LEAST_SCANNED = 5
_KINDS = {"v": WORD, "w": WORD, "n": NUMBER, "p": MARK}


def words_of(text: str) -> frozenset[str]:
    """The words of a line of our own data, as a set."""
    return frozenset(text.split())


def tokenise(folded: str) -> Tokens:
    """All tokens of a folded text in order. Blanks are dropped, line ends are kept as BREAK tokens."""
    tokens = Tokens(folded)
    known: dict[str, str] = {BREAK: BREAK}
    shared = known.setdefault
    kinds, texts, starts, ends = tokens.kind.append, tokens.text.append, tokens.start.append, tokens.end.append
    scanned = sum(1 for _ in islice(_SCANNED.finditer(folded), _LEAST_SCANNED)) == _LEAST_SCANNED
    for match in (_SCANNED_TOKEN if scanned else _TOKEN).finditer(folded):
        kind, start = match.lastgroup, match.start()
        if kind != "words":
            word = match[0]
            kinds(BREAK if word == BREAK else _KINDS[kind or "p"])
            texts(shared(word, word))
            starts(start)
            ends(match.end())
            continue
        for word in match[0].split(" "):
            end = start + len(word)
            if word:
                kinds(WORD)
                texts(shared(word, word))
                starts(start)
                ends(end)
            start = end + 1
    return tokens


_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_ROMAN = r"(?:iii|ii|iv|i|[1-4])\b"

# Tried in this order at each place; the first that fits names the kind.
_PROTECTED = re.compile(
    rf"""
    (?P<telephone> (?<![\w.,])\(?(?:\+84|0)\d{{1,3}}\)?[ .-]?\d{{3,4}}[ .-]?\d{{2,4}}(?:[ .-]?\d{{2,4}})?(?![\w])
        | (?<![\w.,])1[89]00[ .]?\d{{4,6}}(?![\w]) )
  | (?P<road> \b(?:quốc\ lộ|tỉnh\ lộ|hương\ lộ|huyện\ lộ|đường\ (?:tỉnh|huyện|xã|số)|ql|tl|đt)\s?\d+[a-z]?\b )
  | (?P<milepost> \b(?:km\s?)?\d+\+\d{{3}}(?!\d) )
  | (?P<document> \b\d+[a-z]?(?:/{_YEAR})?\s?(?:/|-)(?=[a-zđ])(?!(?:tháng|năm|hộ|người|xã|thôn|buổi|lượt|ngày|tuần)\b)
        [a-zđ][a-zđ0-9]*(?:[ /-][a-zđ0-9]+){{0,6}}?(?=[\s.,;:)"”’]|$) )
  | (?P<school_year> \bnăm\ học\s+{_YEAR}\s?-\s?{_YEAR} )
  | (?P<span> \b(?:giai\ đoạn|thời\ kỳ|nhiệm\ kỳ|từ\ năm|từ)\s+{_YEAR}\s?(?:-|đến\ năm|đến|tới)\s?{_YEAR}\b
        | (?<![\d.,/]){_YEAR}\s?-\s?{_YEAR}(?![\d.,/%]) | \btừ\s+năm\s+{_YEAR} )
  | (?P<to_date> \b(?:tính\ )?từ\ đầu\ năm(?:\s+{_YEAR})?(?:\s+(?:đến|tới)\ nay)? )
  | (?P<year_in_title> (?<=/){_YEAR}(?!\d) )
  | (?P<half> \b(?:\d{{1,2}}|sáu|ba|chín)\s+tháng(?:\s+(?:đầu|cuối)\s+năm)(?:\s*[/,]?\s*(?:năm\s+)?{_YEAR})?
        | \b\d{{1,2}}\s?t/{_YEAR} | \b(?:lũy\ kế|cộng\ dồn|sau)\s+\d{{1,2}}\s+tháng(?!\w)
            (?:\s+(?:đầu|cuối)\s+năm)?(?:\s*/?\s*(?:của\s+)?(?:năm\s+)?{_YEAR}(?![\d.]))?
        | \b(?:\d{{1,2}}|ba|sáu|chín)\s+tháng\s*(?:/|(?:của\s+)?(?:năm\s+)?){_YEAR}
        | \b(?:[369]|1[01]|ba|sáu|chín)\s+tháng(?=\s*[,;:)]|\s+(?:qua|đã\ qua)\b)
        | \bnửa\s+(?:đầu|cuối)\s+năm(?:\s+{_YEAR})?
        | \bnửa\s+năm(?=\s+(?:qua|đầu|{_YEAR}))(?:\s+(?:qua|đầu))?(?:\s+{_YEAR})? )
  | (?P<week> (?<!mỗi\ )(?<!một\ )\btuần\ (?:thứ\ )?\d{{1,2}}(?![.,]?\d)
        (?:\s*(?:/|,?\s*năm)\s*{_YEAR}|(?=\s*(?:[.,;:()\n]|làm|$))) )
  | (?P<quarter> \bqu[ýy]\s+{_ROMAN}(?:\s*[-,và]+\s*{_ROMAN})?(?:\s*[/-]\s*{_YEAR}|\s*,?\s*năm\s+{_YEAR})? )
  | (?P<date> \b(?:từ\s+)?ngày\s+{_DAY}(?:\s*[/.-]\s*{_MONTH}(?:\s*[/.-]\s*(?:{_YEAR}|\d\d))?)?
            (?:\s+tháng\s+{_MONTH}\b(?:\s*(?:năm|/)\s*{_YEAR})?)?(?![\d.,]*\d)
        | (?<![\d.,/]){_DAY}[/.-]{_MONTH}[/.-]{_YEAR}(?!\d)
        | (?<![\d.,/]){_MONTH}/{_YEAR}(?!\d)
        | \b(?:sáng|trưa|chiều|tối|đêm|hôm)\s+{_DAY}/{_MONTH}(?=\s*(?:[,.;:)\n]|tại|ở|vừa|qua|tới|là|$))
        | \b(?:mùng|mồng|rằm)\s+\d{{1,2}}(?:[/-]{_MONTH})?\b )
  | (?P<month> \btháng\s+{_MONTH}(?:\s*/\s*{_YEAR}|\s*,?\s*năm\s+{_YEAR})?(?![\d.,]*\d) | \btháng\s+(?:giêng|chạp) )
  | (?P<year> \bnăm\s+{_YEAR}\b(?!\.\d{{3}}) | (?<=\(){_YEAR}(?=\))
        | (?<=hồi\ ){_YEAR}\b(?!\.\d) | (?<=cùng\ kỳ\ ){_YEAR}\b(?!\.\d)
        | (?<=[,:;]\ ){_YEAR}(?=\s+\d[\d.,]*\s+[^\W\d_]|:\s) )
  | (?P<clock> \b\d{{1,2}}\s?(?:h|g|giờ)\s?\d{{2}}(?!\d) | \b\d{{1,2}}:\d\d\b | \b\d{{1,2}}\s?h\b )
  | (?P<age> \b\d{{1,3}}\s+tuổi\b )
  | (?P<decree> \b(?:đề\ án|chỉ\ thị|thông\ tư)\s+(?:số\s+)?\d{{1,3}}\b(?!\.\d)
        | \b(?:nghị\ quyết|nghị\ định|thông\ tư|chỉ\ thị|quyết\ định|kết\ luận|công\ văn|đề\ án|luật|văn\ bản)
        (?:\s+số)?\s*:?\s*\d+\b(?![.,]\d)(?!\s+(?:của\s+)?(?:xã|buổi)) (?=\s*(?:/|,|;|\.|-|của|ngày|về|và|$)) )
    """,
    re.VERBOSE | re.MULTILINE,
)
_GLUED = re.compile(r"(?<![^\W_])(?:[^\W\d_]+\d[\w.]*|\d+[a-zđ]+\d[\w]*|\d+[a-cegf](?![^\W_]))")
_QUOTED = re.compile(r"[“\"«‘]([^“”\"«»‘’\n]{1,90})[”\"»’“]")


class Protected(NamedTuple):
    """A stretch of text whose numbers are no figures, and why; periods keep their own words for later."""

    start: int
    end: int
    kind: str


PERIOD_KINDS = frozenset({"school_year", "span", "half", "quarter", "month", "week", "year", "to_date"})


# The words and marks that a protected stretch can begin with, besides a number.
_OPENERS = words_of(
    "( + năm giai thời nhiệm từ tính sáu ba chín lũy cộng sau nửa tuần km quốc tỉnh hương huyện đường ql tl đt quý quy "
    "ngày sáng trưa chiều tối đêm hôm mùng mồng rằm tháng nghị thông chỉ quyết kết công đề luật văn"
)
_OF_TIME = words_of("tháng tuổi giờ h g t")
_PLAIN_COUNT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})*(?:,\d+)?")
_AFTER_COUNT = frozenset({"|", ",", ";", ")", "%"})
_AFTER_YEAR = words_of("trước nay ngoái qua sau tới học kia liền vừa đầu cuối rồi")


def protected_stretches(tokens: Tokens) -> list[Protected]:
    """Dates, periods, document and telephone numbers, ages, codes and quoted names, in order of place.

    Stretches of the first expression never overlap each other; quoted names may hold others.
    """
    found: list[Protected] = []
    covered = coded = 0
    breaks = [*_breaks_of(tokens), len(tokens.folded)]
    line = 0
    columns = enumerate(zip(tokens.kind, tokens.text, strict=True))
    opening = [place for place, (kind, text) in columns if kind == NUMBER or text in _OPENERS]
    for place in opening:
        text = tokens.text[place]
        while breaks[line] < tokens.start[place]:
            line += 1
        if tokens.kind[place] == NUMBER:
            if not _only_counts(tokens, place):
                for start in _number_starts(tokens.start[place], text):
                    covered = _protect(tokens.folded, start, breaks[line], covered, found)
            coded = _protect_code(tokens, place, coded, found)
        else:
            covered = _protect(tokens.folded, tokens.start[place], breaks[line], covered, found)
            if text == "năm" and place + 1 < len(tokens) and tokens.text[place + 1] in _AFTER_YEAR:
                found.append(Protected(tokens.start[place], tokens.end[place], "year word"))
    found += [
        Protected(m.start(1), m.end(1), "quoted name")
        for m in _QUOTED.finditer(tokens.folded)
        if m.end(1) - m.start(1) <= _LONGEST_NAME or _SPEAKS.search(m[1]) is None
    ]
    return sorted(found, key=lambda stretch: (stretch.start, -stretch.end))


def _number_starts(start: int, text: str) -> list[int]:
    """Where an expression may begin in a number: at its start and after each mark or blank in it."""
    if text.isdigit():
        return [start]
    return [start, *(start + at + 1 for at, char in enumerate(text[:-1]) if not char.isalnum())]


def _only_counts(tokens: Tokens, place: int) -> bool:
    """True for a number before a word or a mark as in "1.235 buổi" and "35%": nothing protected can begin in it."""
    after = place + 1
    if after >= len(tokens):
        return False
    word = tokens.text[after]
    if word not in _AFTER_COUNT:
        apart = tokens.start[after] - tokens.end[place] == 1
        if not apart or tokens.kind[after] != WORD or word in _OF_TIME:
            return False
    return _PLAIN_COUNT.fullmatch(tokens.text[place]) is not None


def _breaks_of(tokens: Tokens) -> list[int]:
    """The offsets of the line ends that no sentence goes over."""
    return [start for kind, start in zip(tokens.kind, tokens.start, strict=True) if kind == BREAK]


def _protect(folded: str, start: int, line_end: int, covered: int, found: list[Protected]) -> int:
    """Keep the stretch that begins at `start`, if any and if not `covered`; returns up to where all is covered."""
    if start < covered:
        return covered
    match = _PROTECTED.match(folded, start, line_end)
    if match is None or match.end() == start:
        return covered
    found.append(Protected(start, match.end(), match.lastgroup or ""))
    return match.end()


def _protect_code(tokens: Tokens, place: int, covered: int, found: list[Protected]) -> int:
    """Keep letters and digits written together ("A12", "3k7") as a code; returns up to where all is covered."""
    first = place
    while first > 0 and tokens.end[first - 1] == tokens.start[first] and tokens.kind[first - 1] in (WORD, NUMBER):
        first -= 1
    follows = place + 1 < len(tokens) and tokens.start[place + 1] == tokens.end[place]
    if first == place and not (follows and tokens.kind[place + 1] == WORD):
        return covered
    for start in _number_starts(tokens.start[first], tokens.text[first]):
        match = _GLUED.match(tokens.folded, start) if start >= covered else None
        if match is not None:
            covered = match.end()
            if _is_code(match[0]):
                found.append(Protected(start, covered, "code"))
    return covered


def blocked_tokens(tokens: Tokens, protected: Sequence[Protected]) -> dict[int, str]:
    """Token index -> kind, for the tokens that lie in protected stretches. Both are in order of place."""
    blocked: dict[int, str] = {}
    for stretch in protected:
        place = bisect_right(tokens.end, stretch.start)
        while place < len(tokens) and tokens.start[place] < stretch.end:
            blocked.setdefault(place, stretch.kind)
            place += 1
    return blocked


# People who are quoted count too: "… mỗi hộ chỉ bỏ ra chưa đến 200.000 đồng”, anh nói".
_LONGEST_NAME = 45
_SPEAKS = re.compile(r"\d\s?(?:nghìn|ngàn|triệu|tỷ|đồng|người|hộ|buổi|lượt|vụ|lần|camera|bóng)\b")
_OCR_NUMBER = re.compile(r"[oli]?\d[\doli]*|[oli]+\d[\doli]*")
_MONEY_OR_MEASURE = re.compile(r"\d+(?:đ|tr|trđ|tỷ|k|kg|g|m|m2|km|ha|l|(?:tr|triệu|tỷ)\d)")


def _is_code(written: str) -> bool:
    return not (_OCR_NUMBER.fullmatch(written) or _MONEY_OR_MEASURE.fullmatch(written))
