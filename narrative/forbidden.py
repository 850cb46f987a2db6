"""The scanner of forbidden matter: what this project never keeps, found in any text before it is stored.

It must miss nothing that was planted and be quiet on clean reports: topics ("phòng, chống tội phạm",
"tố giác tội phạm", "đối tượng chính sách") are clean; counts, contents and persons are not.
Offsets refer to the NFC form of the text, as everywhere in this library.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrative.document import Document
from narrative.facts import Fact
from narrative.lexicon import DATA
from narrative.persons import accused_passages, person_passages
from narrative.reader import read_document
from narrative.stamps import SecrecyStamp, find_secrecy_stamp, stamped_pieces
from narrative.text import fold, normalise

__all__ = [
    "HARD_STOPS",
    "KIND_WORDS",
    "ForbiddenPassage",
    "SecrecyStamp",
    "find_secrecy_stamp",
    "redact",
    "scan",
]

HARD_STOPS = frozenset({"id_number", "phone", "person_list", "offender_list"})
"""Kinds that are never let through, whatever is typed as a reason."""

KIND_WORDS = {
    "id_number": "số giấy tờ tùy thân",
    "phone": "số điện thoại",
    "bank_account": "số tài khoản",
    "person_list": "danh sách người",
    "person": "thông tin cá nhân",
    "offender_list": "danh sách đối tượng",
    "offender": "người vi phạm",
    "suspect": "đối tượng",
    "tip": "tin báo, tố giác",
    "case": "vụ việc, vụ án",
    "watch_list": "diện theo dõi",
    "secret": "dấu mật",
    "religion": "tôn giáo",
    "ethnicity": "dân tộc",
    "place_label": "nhãn địa bàn",
}
"""What a mark calls each kind, in the words of the document it is put into."""


@dataclass(frozen=True, slots=True)
class ForbiddenPassage:
    """A stretch of text that may not be kept. `length` counts its characters; the words themselves are not held."""

    start: int
    end: int
    kind: str
    hard_stop: bool
    length: int


def scan(text: str) -> tuple[ForbiddenPassage, ...]:
    """All forbidden passages of `text` in order of place, none overlapping another.

    Where two kinds overlap, their union is one passage of the graver kind. Marks left by `redact` are passed over.
    """
    normal = normalise(text)
    readable = _MARK.sub(lambda match: " " * len(match[0]), normal)
    found = list(_number_passages(readable))
    found += [_passage(start, end, kind) for start, end, kind in person_passages(readable)]
    folded = fold(readable)
    found += [_passage(*_sentence_around(folded, start, end), "offender") for start, end in accused_passages(readable)]
    found += [_passage(start, end, "secret") for start, end in stamped_pieces(readable)]
    found += list(_worded_passages(readable))
    found += list(_counted_passages(readable))
    return _merged(found, normal)


def redact(text: str, passages: Iterable[ForbiddenPassage]) -> str:
    """The NFC form of `text` with each passage replaced by a mark of its kind and length; no part of it is kept."""
    normal = normalise(text)
    pieces: list[str] = []
    at = 0
    for passage in _merged(list(passages), normal):
        pieces.append(normal[at : passage.start])
        pieces.append(f"⟦lược bỏ: {KIND_WORDS[passage.kind]}, {passage.length} ký tự⟧")
        at = passage.end
    pieces.append(normal[at:])
    return "".join(pieces)


_MARK = re.compile(rf"⟦lược bỏ: (?:{'|'.join(map(re.escape, KIND_WORDS.values()))}), \d{{1,7}} ký tự⟧")
_GRAVITY = {kind: place for place, kind in enumerate(KIND_WORDS)}


def _passage(start: int, end: int, kind: str) -> ForbiddenPassage:
    return ForbiddenPassage(start, end, kind, kind in HARD_STOPS, end - start)


def _merged(found: list[ForbiddenPassage], text: str) -> tuple[ForbiddenPassage, ...]:
    merged: list[ForbiddenPassage] = []
    for passage in sorted(found, key=lambda it: (it.start, -it.end)):
        start, end = max(0, passage.start), min(len(text), passage.end)
        if start >= end:
            continue
        last = merged[-1] if merged else None
        if last is not None and start < last.end:
            graver = min(last.kind, passage.kind, key=lambda kind: _GRAVITY[kind])
            merged[-1] = _passage(last.start, max(last.end, end), graver)
        else:
            merged.append(_passage(start, end, passage.kind))
    return tuple(merged)


# ---- numbers that belong to a person
# Separators stay within a line and a cell: a row of a table is no telephone number.
_Z = r"[\u200b\u200c\u200d\u2060\u00ad]*"
_SEP = r"[ .\u00a0\u200b\u200c\u200d\u2060\u00ad-]?"
_NOT_IN_NUMBER = r"(?<![\d.,/])(?<!\d[ \u00a0])"
_PHONE = re.compile(
    rf"(?<![\d/])(?<!\d[.,])(?:\(?\+?84\)?{_SEP}|\(?0)(?:[235789]\d{{0,2}})\)?{_SEP}\d{{2,4}}{_SEP}\d{{2,4}}"
    rf"(?:{_SEP}\d{{1,4}})?(?!\d)|{_NOT_IN_NUMBER}0(?: \d){{9,10}}(?! ?\d)|{_NOT_IN_NUMBER}0(?:{_Z}\d){{9,10}}(?!\d)"
)
_SPACED_PHONE = re.compile(
    r"(?i)(?:đt|sđt|điện\s+thoại|số\s+máy|zalo|liên\s+hệ|gọi|hotline|tel)[^\d\n]{0,20}"
    # A number may be broken over a line; one that is whole does not take the next line's number with it.
    r"((?:\+?84|0)(?:[\s.\u200b-]{0,2}\d){8,9}(?:[ \t.\u200b-]{0,2}\d){0,3})(?!\d)"
)
_ID_12 = re.compile(
    rf"{_NOT_IN_NUMBER}(?:0(?:{_Z}\d){{11}}|0(?: \d){{11}}|0\d{{2}}([ .\u00a0-])\d{{3}}\1\d{{3}}\1\d{{3}}"
    r"|0\d{3}([ .\u00a0-])\d{4}\2\d{4}"
    r"|0\d{2}[ .-]?\d[ .-]?\d{2}[ .-]?\d{6})(?!\d|[.,]\d)"
)
_ID_SAID = re.compile(
    r"(?i)(?:cccd|cmnd|cmt|căn\s+cước|chứng\s+minh|định\s+danh|hộ\s+chiếu|giấy\s+tờ\s+tùy\s+thân|mã\s+số\s+bhxh|số\s+thẻ|passport|gplx|giấy\s+phép\s+lái\s+xe)"
    r"[^\d\n]{0,40}((?:[A-Z]{1,2}[\s.]?)?\d(?:[\s.\u200b-]{0,2}\d){6,14})(?!\d)"
)
_ACCOUNT = re.compile(
    r"(?i)(?:số\s+tài\s+khoản|stk|tài\s+khoản(?:\s+số)?|\btk)[^\d\n]{0,30}(\d(?:[\s.-]?\d){5,18})(?!\d)"
)
_PLATE = re.compile(
    r"(?i)(?:biển\s+(?:số|kiểm\s+soát)|\bbks)[^\d\n]{0,20}(\d{2}\s?[A-ZĐ]{1,2}\d?[\s.-]{0,3}\d{3}\.?\d{1,2})(?!\d)"
)
_LEAST_PHONE_DIGITS, _MOST_PHONE_DIGITS = 9, 12
_ASCII_DIGITS = re.compile(r"[^\x00-\x7f]")


def _plain_digits(text: str) -> str:
    """Digits of other scripts (full width …) as ASCII digits, length kept."""
    return _ASCII_DIGITS.sub(lambda match: str(int(match[0])) if match[0].isdecimal() else match[0], text)


def _number_passages(text: str) -> Iterator[ForbiddenPassage]:
    plain = _plain_digits(text)
    for match in _ID_12.finditer(plain):
        yield _passage(match.start(), match.end(), "id_number")
    for match in _ID_SAID.finditer(plain):
        yield _passage(match.start(1), match.end(1), "id_number")
    for match in _PLATE.finditer(plain):
        yield _passage(match.start(1), match.end(1), "person")
    for match in _ACCOUNT.finditer(plain):
        yield _passage(match.start(1), match.end(1), "bank_account")
    for match in _PHONE.finditer(plain):
        digits = sum(map(str.isdigit, match[0]))
        if _LEAST_PHONE_DIGITS <= digits <= _MOST_PHONE_DIGITS and "\n" not in match[0]:
            yield _passage(match.start(), match.end(), "phone")
    for match in _SPACED_PHONE.finditer(plain):
        yield _passage(match.start(1), match.end(1), "phone")


# ---- words: patterns of data/forbidden.toml on the folded text; some are looked at again by their own exceptions
_WORDS = tomllib.loads((DATA / "forbidden.toml").read_text(encoding="utf-8"))
_LISTS = {name: "|".join(re.escape(word) for word in words) for name, words in _WORDS["lists"].items()}


def _compiled(shape: str) -> re.Pattern[str]:
    """A pattern of the data: lists put in, blanks widened, whole words only."""
    for name, words in _LISTS.items():
        shape = shape.replace(f"{{{name}}}", words.replace(r"\ ", " "))
    return re.compile(rf"(?<!\w){shape.replace(' ', chr(92) + 's+')}(?!\w)")


def _any_of(name: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _WORDS["words"][name])


_WORDED = tuple((kind, _compiled(shape)) for kind, shapes in _WORDS["patterns"].items() for shape in shapes)
_IN_QUOTES = re.compile(r"[“\"«][^“”\"«»\n]{1,90}[”\"»]")
_WARNED = re.compile(rf"(?:{_any_of('warned')})[\s\w,]{{0,30}}(?:của\s+)?(?:các\s+|loại\s+|những\s+)*$")
_NAMED_PLACE = re.compile(rf"(?i:{_LISTS['places']})\s+(?:[A-ZÀ-ỸĐ]|\d)")
_CLAUSE_EDGE = re.compile(r"[;\n]|[.!?](?=\s|$)")


def _worded_passages(text: str) -> Iterator[ForbiddenPassage]:
    folded = fold(text)
    quoted = [(match.start(), match.end()) for match in _IN_QUOTES.finditer(text)]
    for kind, shape in _WORDED:
        covered = 0
        for match in shape.finditer(folded):
            start, end = match.start(), match.end()
            if start < covered:
                continue
            if kind in {"religion", "ethnicity"} and any(low <= start and end <= high for low, high in quoted):
                continue
            if _is_topic(kind, folded, start) or not _is_named(kind, text, match):
                continue
            counted = any(map(str.isdigit, match[0]))
            low, covered = (_clause_around if counted else _sentence_around)(folded, start, end)
            yield _passage(low, covered, kind)


def _is_topic(kind: str, folded: str, start: int) -> bool:
    """ "phòng ngừa đối tượng xấu lợi dụng", "cảnh giác với đối tượng lừa đảo": a warning, nobody in particular."""
    if kind != "suspect":
        return False
    return _WARNED.search(folded[max(0, start - 48) : start]) is not None


def _is_named(kind: str, text: str, match: re.Match[str]) -> bool:
    """For labels of places: a place with a name stands in it. For ethnicity: the word is not the name of a place."""
    if kind == "ethnicity":
        after = text[match.end() : match.end() + 2]
        word = match[0].split()[-1]
        first = text[match.end() - len(word)]
        follows_name = len(after) == 2 and after[0] == " " and after[1].isupper()
        return ":" in match[0] or "dân tộc" in match[0] or (first.isupper() and not follows_name)
    if kind == "place_label":
        return _NAMED_PLACE.search(text, match.start(), match.end() + 1) is not None
    return True


def _sentence_around(folded: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or clause that holds a passage, without the blanks around it."""
    low = max(0, start - 600)
    for match in _CLAUSE_EDGE.finditer(folded, low, start):
        low = match.end()
    after = _CLAUSE_EDGE.search(folded, end)
    high = after.start() if after and after.start() - end < 600 else min(len(folded), end + 600)
    while low < start and folded[low].isspace():
        low += 1
    return low, high


# ---- counts, as the reader of figures marks them
_CASE_WORDS = re.compile(rf"(?<!\w)(?:{_any_of('case')})(?!\w)")
_OFFENDER_WORDS = re.compile(rf"(?<!\w)(?:{_any_of('offender')})(?!\w)")
# Without one of these words nothing that is counted is ours, and the figures need not be read.
_MAY_BE_COUNTED = re.compile(rf"(?<!\w)(?:đối\s+tượng|tin|tố\s+giác|{_any_of('case')}|{_any_of('offender')})(?!\w)")
_CLEAN_AFTER_OFFENDER = re.compile(rf"\s*đối\s+tượng\s+(?:{_LISTS['clean_objects']})")
_HELPED = re.compile(rf"(?:{_any_of('helped')})\s+(?:\S+\s+){{0,3}}$")


def _counted_passages(text: str) -> Iterator[ForbiddenPassage]:
    """Counts of cases, tips and offenders: the clause that each stands in, cut at commas."""
    if _MAY_BE_COUNTED.search(fold(text)) is None:
        return
    document = Document(text)
    folded = document.folded
    for fact in read_document(document).facts:
        if fact.kind != "case":
            continue
        low, high = _clause_around(folded, fact.start, fact.end)
        kind = _kind_of_count(fact, folded, low, high)
        if kind:
            yield _passage(low, high, kind)


def _kind_of_count(fact: Fact, folded: str, low: int, high: int) -> str:
    """What a count of the clause [low, high) is, or an empty string where nothing near says that it is one of ours."""
    clause, sentence = folded[low:high], folded[fact.sentence_start : fact.sentence_end]
    unit = fold(fact.unit)
    if "đối tượng" in unit:
        after = folded[fact.end - len("đối tượng") : fact.end + 40]
        clean = _CLEAN_AFTER_OFFENDER.match(after) or _HELPED.search(folded[low : fact.start])
        return "" if clean else "suspect"
    if "tin" in unit.split() or "tố giác" in unit:
        return "tip"
    for words, kind in ((_OFFENDER_WORDS, "offender"), (_CASE_WORDS, "case")):
        if words.search(clause):
            return kind
    for words, kind in ((_OFFENDER_WORDS, "offender"), (_CASE_WORDS, "case")):
        if words.search(sentence):
            return kind
    return ""


def _clause_around(folded: str, start: int, end: int) -> tuple[int, int]:
    low, high = start, end
    while low > 0 and folded[low - 1] not in ",;.\n(|" and start - low < 300:
        low -= 1
    while high < len(folded) and folded[high] not in ",;\n)|" and high - end < 300:
        if folded[high] == "." and (high + 1 == len(folded) or folded[high + 1].isspace()):
            break
        high += 1
    while low < start and folded[low].isspace():
        low += 1
    return low, high
