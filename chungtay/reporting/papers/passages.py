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
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from narrative.forbidden import scan
from narrative.structure import enumerator_length, heading_level, is_table_line, lines_of, without_wraps
from narrative.text import fold, normalise
from narrative.tokens import tokenise


class Theme(StrEnum):
    """What a passage speaks of."""

    STRENGTHS = "strengths"
    LIMITS = "limits"
    CAUSES = "causes"
    LESSONS = "lessons"
    TASKS = "tasks"
    PROPOSALS = "proposals"


@dataclass(frozen=True)
class Told:
    """An accepted report in words: its unit as it is named in brackets, the version it belongs to, its text."""

    unit: str
    version: int
    text: str


@dataclass(frozen=True)
class Passage:
    """Words of one or several units: who wrote them, and the versions whose reports they stand in."""

    theme: Theme
    text: str
    units: tuple[str, ...]
    versions: tuple[int, ...]


# The first that fits a heading names its theme: "Tồn tại, hạn chế và nguyên nhân" are limits.
_HEADINGS = (
    (Theme.LESSONS, re.compile(r"bài học|kinh nghiệm")),
    (Theme.LIMITS, re.compile(r"hạn chế|tồn tại|khó khăn|vướng mắc")),
    (Theme.CAUSES, re.compile(r"nguyên nhân")),
    (Theme.STRENGTHS, re.compile(r"ưu điểm|mặt làm được|mặt được|kết quả nổi bật|mặt mạnh")),
    (Theme.PROPOSALS, re.compile(r"đề xuất|kiến nghị")),
    (Theme.TASKS, re.compile(r"phương hướng|nhiệm vụ|chương trình công tác|công tác trọng tâm")),
)
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
_SHORTEST, _LONGEST = 40, 480
_LONGEST_HEADING = 140
_ALIKE = 0.8
_MARK = "⟦"
MOST_A_THEME = 5
MOST_NAMED = 4


def passages_of(told: Told) -> list[Passage]:
    """The passages of one report, in its order. A text may be wrapped at any width."""
    return [
        Passage(theme, words, (told.unit,), (told.version,))
        for theme, paragraph in _themed(told.text)
        if (words := _carried(paragraph))
    ]


def put_together(reports: Iterable[Told]) -> list[Passage]:
    """The passages of all reports, those that say alike as one, what most units say first within its theme.

    Two say alike when four fifths of their words are shared; their theme is the one under which most reports have them.
    Where as many units say something, the order is that of `reports`.
    """
    groups: list[tuple[frozenset[str], list[Passage]]] = []
    for passage in (each for told in reports for each in passages_of(told)):
        words = frozenset(re.findall(r"\w+", fold(passage.text)))
        group = next((found for known, found in groups if _are_alike(words, known)), None)
        if group is None:
            groups.append((words, [passage]))
        else:
            group.append(passage)
    joined = [_joined(group) for _words, group in groups]
    return [
        each
        for theme in Theme
        for each in sorted((one for one in joined if one.theme is theme), key=lambda one: -len(one.units))
    ]


def _joined(group: Sequence[Passage]) -> Passage:
    (theme, _count), *_others = Counter(each.theme for each in group).most_common()
    units = dict.fromkeys(unit for each in group for unit in each.units)
    versions = dict.fromkeys(version for each in group for version in each.versions)
    return Passage(theme, group[0].text, tuple(units), tuple(versions))


def of_theme(passages: Sequence[Passage], theme: Theme) -> list[Passage]:
    """The passages of a theme that are printed: so many that a reader reads them."""
    return [each for each in passages if each.theme is theme][:MOST_A_THEME]


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _themed(text: str) -> Iterator[tuple[Theme, str]]:
    """Paragraphs with the theme of the heading above them, or of their own first words."""
    theme: Theme | None = None
    level_of_theme = 0
    for level, bare in _lines(_from_first_theme(normalise(text))):
        folded = fold(bare)
        if _END.match(folded):
            return
        if not level:
            if theme is not None:
                yield next((each for each, pattern in _OPENINGS if pattern.match(folded)), theme), bare
            continue
        named = next((each for each, pattern in _HEADINGS if pattern.search(folded)), None)
        if named is not None or level <= level_of_theme:
            theme, level_of_theme = named, level if named else 0


def _from_first_theme(text: str) -> str:
    """The rest of a text from the first short line that may name a theme: most of a report are figures, read before."""
    start = 0
    for line in text.splitlines(keepends=True):
        if len(line) <= _LONGEST_HEADING and any(pattern.search(line.lower()) for _theme, pattern in _HEADINGS):
            return text[start:]
        start += len(line)
    return ""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside tables, wrapped ones joined: their level as headings (0 for none), and their words."""
    tokens = tokenise(fold(text))
    tokens, lines = without_wraps(tokens, lines_of(text, tokens))
    for line in lines:
        skipped = enumerator_length(text, tokens, line)
        if not is_table_line(text, line.start) and line.first + skipped < line.last:
            bare = text[tokens.start[line.first + skipped] : line.end]
            yield heading_level(text, tokens, line), bare.strip(" -+*•●–")


def _carried(paragraph: str) -> str:
    """The words of a paragraph as they are carried, whole sentences up to a length; "" for what is left out."""
    words = " ".join(paragraph.split()).removesuffix("./.").rstrip(" .;,")
    while len(words) > _LONGEST and ". " in words:
        words = words.rpartition(". ")[0]
    is_fit = _SHORTEST <= len(words) <= _LONGEST and _MARK not in words and not _COURTESY.search(fold(words))
    has_figure = re.search(r"\d", _NAMES_WITH_DIGITS.sub("", words)) is not None
    return f"{words[0].upper()}{words[1:]}." if is_fit and not has_figure and _is_clean(words) else ""


@lru_cache(maxsize=4096)
def _is_clean(words: str) -> bool:
    """Whether neither a case nor a person stands in them; kept, because many units write the same words."""
    return not (_CASE.search(fold(words)) or _PERSON.search(words) or scan(words))
