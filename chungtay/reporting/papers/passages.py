"""What the units say in their own words, cut out of their accepted reports by theme and put together for the whole.

A passage is a paragraph under a heading that names its theme ("Tồn tại, hạn chế"), or one that names it itself ("Nguyên
nhân khách quan ..."). It is carried word for word, with the units that wrote it in brackets behind it; what several
units wrote alike stands once. Left out are passages with figures, because a figure of this report opens to its records,
tables, forms of courtesy, and whatever speaks of cases, persons or other forbidden matter. Pure: works on texts alone.
Source of the themes: docs/rules/annual-report.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from chungtay.reporting.themes import Theme
from narrative.forbidden import scan
from narrative.structure import (
    enumerator_length,
    heading_level,
    is_table_line,
    lines_of,
    sentences_of,
    without_wraps,
)
from narrative.text import fold, normalise
from narrative.tokens import tokenise


@dataclass(frozen=True)
class Place:
    """Where words stand: the text that came in, the version it is behind, and offsets into its NFC form."""

    text_id: int
    version: int
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """An accepted report in words: its unit as it is named in brackets, the version it belongs to, its text."""

    unit: str
    version: int
    text: str
    text_id: int = 0


@dataclass(frozen=True)
class Passage:
    """Words of one or several units: who wrote them, the versions whose reports they stand in, and their places there.

    `code` names a sentence that was written for the whole from theirs; empty for what a unit wrote itself.
    """

    theme: Theme
    text: str
    units: tuple[str, ...]
    versions: tuple[int, ...]
    places: tuple[Place, ...] = field(default=(), compare=False)
    code: str = ""


@dataclass(frozen=True)
class _Line:
    """A line, or a sentence of one: its level as a heading (0 for none), its words, and where they stand."""

    level: int
    words: str
    start: int
    end: int


# The first that fits a heading names its theme: "Tồn tại, hạn chế và nguyên nhân" are limits.
_HEADINGS = (
    (Theme.LESSONS, re.compile(r"bài học|kinh nghiệm")),
    (Theme.LIMITS, re.compile(r"hạn chế|tồn tại|khó khăn|vướng mắc")),
    (Theme.CAUSES, re.compile(r"nguyên nhân")),
    (Theme.STRENGTHS, re.compile(r"ưu điểm|mặt làm được|mặt được|kết quả nổi bật|mặt mạnh")),
    (Theme.PROPOSALS, re.compile(r"đề xuất|kiến nghị")),
    (Theme.TASKS, re.compile(r"phương hướng|nhiệm vụ|chương trình công tác|công tác trọng tâm")),
)
# Only a writer takes up what stands there: the figures of these sections come from the records.
_RESULTS = (Theme.RESULTS, re.compile(r"kết quả|công tác|tuyên truyền|mô hình|phong trào|xây dựng"))
# Paragraphs that name their theme themselves; beside "Nguyên nhân" only under headings that assess or look ahead.
_OPENINGS = (
    (Theme.CAUSES, re.compile(r"nguyên nhân|về (?:chủ|khách) quan")),
    (Theme.PROPOSALS, re.compile(r"(?:đề nghị|kiến nghị|đề xuất)\b")),
)
_END = re.compile(r"nơi nhận\b|phụ lục\b|biểu số|trên đây là|(?:tm|kt|tl|q|tuq)\. ")
_COURTESY = re.compile(r"(?:trân trọng|kính) báo cáo")
# Numbers that are no figures: of documents, of years.
_NAMES_WITH_DIGITS = re.compile(r"\d+[-/][\w/-]*[A-ZĐ]{2}[\w/-]*|\bnăm \d{4}(?:\s*-\s*\d{4})?")
# Stricter than the scanner, which must be quiet on clean reports: leaving a passage out of a summary harms nobody.
_CASE = re.compile(r"xảy ra|vụ (?:trộm|án|đánh|cướp|cháy|gây)|trộm cắp|khởi tố|bắt (?:giữ|quả tang)|gây rối")
_PERSON = re.compile(
    r"(?<!\w)(?<!xã )(?<!phường )(?<!trấn )(?<!huyện )(?<!thôn )(?<!phố )(?<!tỉnh )(?!Hồ Chí Minh|Hà Nội)"
    r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Cao|Hà|Lương|Tạ)"
    r"(?: (?:Văn|Thị|Đức|Hữu|Quang|Ngọc|Xuân|Minh|Thanh|Đình|Công|Duy|Bá|Trọng))? [A-ZĐÀ-Ỹ]\w*"
)
# Results are printed from the figures; words stand there only where somebody wrote them.
PRINTED_OF_ITSELF = tuple(theme for theme in Theme if theme is not Theme.RESULTS)
_SHORTEST, _LONGEST = 40, 480
_SHORTEST_SENTENCE = 25
_LONGEST_HEADING = 140
_ALIKE = 0.8
_MARK = "⟦"
_BULLETS = " -+*•●–"
MOST_A_THEME = 5
MOST_NAMED = 4


def passages_of(told: Told) -> list[Passage]:
    """The passages of one report, in its order. A text may be wrapped at any width."""
    return [_passage(told, theme, words, line) for theme, line in _themed(told.text) if (words := _carried(line.words))]


def sentences_told(told: Told, *, with_results: bool) -> list[Passage]:
    """Every sentence of a report that a writer may take up, figures among them, in its order, with its theme.

    Those under headings of results, most of a report, come `with_results` alone. Left out are tables, courtesy, and
    what must not be carried.
    """
    return [
        _passage(told, theme, " ".join(line.words.split()), line)
        for theme, line in _themed(told.text, by_sentence=True, with_results=with_results)
        if _may_be_taken(line.words)
    ]


def _passage(told: Told, theme: Theme, words: str, line: _Line) -> Passage:
    place = Place(told.text_id, told.version, line.start, line.end)
    return Passage(theme, words, (told.unit,), (told.version,), (place,))


def put_together(reports: Iterable[Told]) -> list[Passage]:
    """The passages of all reports, those that say alike as one, what most units say first within its theme.

    Two say alike when four fifths of their words are shared; their theme is the one under which most reports have them.
    Where as many units say something, the order is that of `reports`.
    """
    joined = joined_alike(each for told in reports for each in passages_of(told))
    return [
        each
        for theme in Theme
        for each in sorted((one for one in joined if one.theme is theme), key=lambda one: -len(one.units))
    ]


def joined_alike(passages: Iterable[Passage]) -> list[Passage]:
    """Passages that say alike as one, in the order in which each was first said."""
    groups: list[tuple[frozenset[str], list[Passage]]] = []
    for passage in passages:
        words = frozenset(re.findall(r"\w+", fold(passage.text)))
        group = next((found for known, found in groups if _are_alike(words, known)), None)
        if group is None:
            groups.append((words, [passage]))
        else:
            group.append(passage)
    return [as_one(group) for _words, group in groups]


def as_one(group: Sequence[Passage]) -> Passage:
    """Several passages as one: the words of the first, the theme of most, the units and places of all."""
    (theme, _count), *_others = Counter(each.theme for each in group).most_common()
    units = dict.fromkeys(unit for each in group for unit in each.units)
    versions = dict.fromkeys(version for each in group for version in each.versions)
    places = tuple(place for each in group for place in each.places)
    return Passage(theme, group[0].text, tuple(units), tuple(versions), places)


def of_theme(passages: Sequence[Passage], theme: Theme) -> list[Passage]:
    """The passages of a theme that are printed: all that were written for the whole, else so many as one reads."""
    own = [each for each in passages if each.theme is theme]
    return [each for each in own if each.code] or own[:MOST_A_THEME]


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _themed(text: str, *, by_sentence: bool = False, with_results: bool = False) -> Iterator[tuple[Theme, _Line]]:
    """Paragraphs with the theme of the heading above them, or of their own first words.

    `by_sentence` cuts them into sentences; `with_results` reads what stands under headings of results too.
    """
    headings = (*_HEADINGS, _RESULTS) if with_results else _HEADINGS
    theme: Theme | None = None
    level_of_theme = 0
    for line in _lines(normalise(text), headings, by_sentence=by_sentence):
        folded, level = fold(line.words), line.level
        if _END.match(folded):
            return
        if not level:
            if theme is not None:
                own = next((each for each, pattern in _OPENINGS if pattern.match(folded)), theme)
                yield own, line
            continue
        named = next((each for each, pattern in headings if pattern.search(folded)), None)
        is_inside_results = theme is Theme.RESULTS and level > level_of_theme
        if (named is not None and not (named is Theme.RESULTS and is_inside_results)) or level <= level_of_theme:
            theme, level_of_theme = named, level if named else 0


def _first_theme(text: str, headings: Sequence[tuple[Theme, re.Pattern[str]]]) -> int:
    """The offset of the first short line that may name a theme: most of a report are figures, read before."""
    start = 0
    for line in text.splitlines(keepends=True):
        if len(line) <= _LONGEST_HEADING and any(pattern.search(line.lower()) for _theme, pattern in headings):
            return start
        start += len(line)
    return len(text)


def _lines(whole: str, headings: Sequence[tuple[Theme, re.Pattern[str]]], *, by_sentence: bool) -> Iterator[_Line]:
    """The lines outside tables, wrapped ones joined; with `by_sentence` what is no heading is cut into sentences."""
    begin = _first_theme(whole, headings)
    text = whole[begin:]
    if not text:
        return
    tokens = tokenise(fold(text))
    tokens, lines = without_wraps(tokens, lines_of(text, tokens))
    for line in lines:
        skipped = enumerator_length(text, tokens, line)
        if is_table_line(text, line.start) or line.first + skipped >= line.last:
            continue
        level = heading_level(text, tokens, line)
        first = tokens.start[line.first + skipped]
        cut = [(first, line.end)]
        if by_sentence and not level:
            cut = [(max(each.start, first), each.end) for each in sentences_of(text, tokens, line)]
        for start, end in cut:
            words = text[start:end].strip(_BULLETS)
            start += len(text[start:end]) - len(text[start:end].lstrip(_BULLETS))
            yield _Line(level, words, begin + start, begin + start + len(words))


def _carried(paragraph: str) -> str:
    """The words of a paragraph as they are carried, whole sentences up to a length; "" for what is left out."""
    words = " ".join(paragraph.split()).removesuffix("./.").rstrip(" .;,")
    while len(words) > _LONGEST and ". " in words:
        words = words.rpartition(". ")[0]
    is_fit = _SHORTEST <= len(words) <= _LONGEST and _MARK not in words and not _COURTESY.search(fold(words))
    has_figure = re.search(r"\d", _NAMES_WITH_DIGITS.sub("", words)) is not None
    return f"{words[0].upper()}{words[1:]}." if is_fit and not has_figure and _is_clean(words) else ""


def _may_be_taken(words: str) -> bool:
    is_fit = _SHORTEST_SENTENCE <= len(words) <= _LONGEST and _MARK not in words and not _COURTESY.search(fold(words))
    return is_fit and _is_clean(words)


@lru_cache(maxsize=4096)
def _is_clean(words: str) -> bool:
    """Whether neither a case nor a person stands in them; kept, because many units write the same words."""
    return not (_CASE.search(fold(words)) or _PERSON.search(words) or scan(words))
