"""Words, numbers and marks of a folded text, and the places where a number is no figure.

One pass each, linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD, NUMBER, MARK, BREAK = "w", "n", "p", "\n"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark or line end of the text, in folded form, with its place."""

    kind: str
    start: int
    end: int
    text: str


# A number may hold the scanner's O and l for 0 and 1, but at least one true digit.
_TOKEN = re.compile(
    r"(?P<n>(?<![^\W_])(?>(?=[oli.]*\d)[oli\d]{1,3}(?:[ ]?\.[oli\d]{3}(?![oli\d]))+(?:,\d+)?"  # 1.200, 1 .200
    r"|\d{1,3}(?:[ ][oli\d]{3})+(?![oli\d.,])"  # 1 200
    r"|[oli]*\d[\doli]*(?:[.,][\doli]*\d[\doli]*)*)(?![^\W\d_])"
    r"|\d+(?:[.,]\d+)*)"
    r"|(?P<w>[^\W\d_]+)"
    r"|(?P<p>\n|[^\w\s]|_)"
)


def words_of(text: str) -> frozenset[str]:
    """The words of a line of our own data, as a set."""
    return frozenset(text.split())


def tokenise(folded: str) -> list[Token]:
    """All tokens of a folded text in order. Blanks are dropped, line ends are kept as BREAK tokens."""
    tokens = []
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or MARK
        word = match[0]
        tokens.append(Token(BREAK if word == "\n" else kind, match.start(), match.end(), word))
    return tokens


_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_ROMAN = r"(?:iii|ii|iv|i|[1-4])\b"

# Tried in this order at each place; the first that fits names the kind.
_PROTECTED = re.compile(
    rf"""
    (?P<telephone> (?<![\w.,])\(?(?:\+84|0)\d{{1,3}}\)?[ .-]?\d{{3,4}}[ .-]?\d{{2,4}}(?:[ .-]?\d{{2,4}})?(?![\w]) )
  | (?P<document> \b\d+[a-z]?(?:/{_YEAR})?\s?(?:/|-)(?=[a-zđ])(?!(?:tháng|năm|hộ|người|xã|thôn|buổi|lượt|ngày|tuần)\b)
        [a-zđ][a-zđ0-9]*(?:[ /-][a-zđ0-9]+){{0,6}}?(?=[\s.,;:)"”’]|$) )
  | (?P<school_year> \bnăm\ học\s+{_YEAR}\s?-\s?{_YEAR} )
  | (?P<span> \b(?:giai\ đoạn|thời\ kỳ|nhiệm\ kỳ|từ\ năm|từ)\s+{_YEAR}\s?(?:-|đến\ năm|đến|tới)\s?{_YEAR}\b
        | (?<![\d.,/]){_YEAR}\s?-\s?{_YEAR}(?![\d.,/%]) | \btừ\s+năm\s+{_YEAR} )
  | (?P<to_date> \b(?:tính\ )?từ\ đầu\ năm(?:\s+{_YEAR})?(?:\s+(?:đến|tới)\ nay)? )
  | (?P<year_in_title> (?<=/){_YEAR}(?!\d) )
  | (?P<half> \b(?:\d{{1,2}}|sáu|ba|chín)\s+tháng(?:\s+(?:đầu|cuối)\s+năm)(?:\s*[/,]?\s*(?:năm\s+)?{_YEAR})?
        | \b\d{{1,2}}\s?t/{_YEAR} | \b(?:lũy\ kế|cộng\ dồn|sau)\s+\d{{1,2}}\s+tháng(?!\w) )
  | (?P<quarter> \bqu[ýy]\s+{_ROMAN}(?:\s*[-,và]+\s*{_ROMAN})?(?:\s*[/-]\s*{_YEAR}|\s*,?\s*năm\s+{_YEAR})? )
  | (?P<date> \b(?:từ\s+)?ngày\s+{_DAY}(?:\s*[/.-]\s*{_MONTH}(?:\s*[/.-]\s*(?:{_YEAR}|\d\d))?)?
            (?:\s+tháng\s+{_MONTH}\b(?:\s*(?:năm|/)\s*{_YEAR})?)?(?![\d.,]*\d)
        | (?<![\d.,/]){_DAY}[/.-]{_MONTH}[/.-]{_YEAR}(?!\d)
        | (?<![\d.,/]){_MONTH}/{_YEAR}(?!\d)
        | \b(?:mùng|mồng|rằm)\s+\d{{1,2}}(?:[/-]{_MONTH})?\b )
  | (?P<month> \btháng\s+{_MONTH}(?:\s*/\s*{_YEAR}|\s*,?\s*năm\s+{_YEAR})?(?![\d.,]*\d) | \btháng\s+(?:giêng|chạp) )
  | (?P<year> \bnăm\s+{_YEAR}\b(?!\.\d{{3}}) )
  | (?P<clock> \b\d{{1,2}}\s?(?:h|g|giờ)\s?\d{{2}}(?!\d) | \b\d{{1,2}}:\d\d\b | \b\d{{1,2}}\s?h\b )
  | (?P<age> \b\d{{1,3}}\s+tuổi\b )
  | (?P<decree> \b(?:nghị\ quyết|nghị\ định|thông\ tư|chỉ\ thị|quyết\ định|kết\ luận|công\ văn|đề\ án|luật|văn\ bản)
        (?:\s+số)?\s*:?\s*\d+\b(?!\s+(?:của\s+)?(?:xã|buổi)) (?=\s*(?:/|,|;|\.|-|của|ngày|về|và|$)) )
    """,
    re.VERBOSE | re.MULTILINE,
)
_GLUED = re.compile(r"(?<![^\W_])(?:[^\W\d_]+\d[\w.]*|\d+[a-zđ]+\d[\w]*|\d+[a-cegf](?![^\W_]))")
_QUOTED = re.compile(r"[“\"«‘]([^“”\"«»‘’\n]{1,90})[”\"»’“]")


@dataclass(frozen=True, slots=True)
class Protected:
    """A stretch of text whose numbers are no figures, and why; periods keep their own words for later."""

    start: int
    end: int
    kind: str


PERIOD_KINDS = frozenset({"school_year", "span", "half", "quarter", "month", "year", "date", "to_date"})


def protected_stretches(folded: str) -> list[Protected]:
    """Dates, periods, document and telephone numbers, ages, codes and quoted names, in order of place.

    Stretches of the first expression never overlap each other; quoted names may hold others.
    """
    found = [Protected(m.start(), m.end(), m.lastgroup or "") for m in _PROTECTED.finditer(folded)]
    found += [Protected(m.start(), m.end(), "code") for m in _GLUED.finditer(folded) if _is_code(m[0])]
    found += [Protected(m.start(1), m.end(1), "quoted name") for m in _QUOTED.finditer(folded)]
    return sorted(found, key=lambda stretch: (stretch.start, -stretch.end))


_OCR_NUMBER = re.compile(r"[oli]?\d[\doli]*|[oli]+\d[\doli]*")
_MONEY_OR_MEASURE = re.compile(r"\d+(?:đ|tr|tỷ|k|kg|g|m|m2|km|ha|l)")


def _is_code(written: str) -> bool:
    return not (_OCR_NUMBER.fullmatch(written) or _MONEY_OR_MEASURE.fullmatch(written))
