"""From a village head's message to activities: what was held, where, on which day, and how many. Pure: no query.

Nothing of the message is given back but days, numbers, kinds from closed lists and the name of a hamlet: names of
persons and telephone numbers have no place to go to. Forbidden passages are cut out before anything is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chungtay.core.vietnamese import fold, normalise
from chungtay.programmes.activity_codes import ActivityKind, Topic
from narrative import Fact, read_text
from narrative.forbidden import find_secrecy_stamp, redact, scan

LONGEST = 6_000
_DAY = re.compile(r"(?<![\d/.])(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(20\d\d|\d\d))?(?![\d/])")
_DAY_IN_WORDS = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})(?:\s+nam\s+(20\d\d))?")
_DAYS_AGO = (("hom kia", 2), ("hom qua", 1), ("toi qua", 1), ("hom nay", 0), ("sang nay", 0), ("chieu nay", 0),
             ("toi nay", 0), ("vua xong", 0))  # fmt: skip
# A hamlet by its number, or by a name in capitals; in messages without marks the number alone.
_HAMLET_WORDS = r"tổ\s+dân\s+phố|tdp|khu\s+phố|kp|khu\s+dân\s+cư|kdc|thôn|thon|bản|làng|xóm|xom|ấp|khu|tổ"
_HAMLET = re.compile(
    rf"(?<!\w)(?P<word>(?i:{_HAMLET_WORDS}))\s+(?:số\s+)?"
    r"(?P<name>\d{1,2}[A-Za-z]?(?!\w)|[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:\s+[A-ZĐÀ-Ỹ\d][\wÀ-ỹ]*){0,2})"
)
_WORDS_IN_FULL = {"tdp": "Tổ dân phố", "kp": "Khu phố", "kdc": "Khu dân cư", "thon": "Thôn", "xom": "Xóm"}
_PEOPLE = ("người", "lượt", "ng", "hội viên", "đoàn viên", "học sinh", "bà con", "đại biểu", "nguoi", "luot")
_SHEETS = ("tờ", "to roi", "to gap")
_TIMES = ("buổi", "cuộc", "lượt tuần tra", "lượt phát", "lớp", "đợt", "buoi", "cuoc")
# The first words that a line holds name its kind; folded, so that messages without marks are read too.
_KINDS: tuple[tuple[ActivityKind, tuple[str, ...]], ...] = (
    (ActivityKind.FESTIVAL_AREA, ("ngay hoi",)),
    (ActivityKind.FORUM, ("dien dan", "doi thoai")),
    (ActivityKind.LEGAL_AID, ("tro giup phap ly",)),
    (ActivityKind.CONTEST, ("hoi thi", "cuoc thi")),
    (ActivityKind.RALLY, ("mit tinh", "san khau hoa")),
    (ActivityKind.TRAINING, ("tap huan", "boi duong")),
    (ActivityKind.LAUNCH, ("phat dong", "ra quan")),
    (ActivityKind.PATROL, ("tuan tra",)),
    (ActivityKind.INSPECTION, ("kiem tra", "giam sat")),
    (ActivityKind.LOUDSPEAKER, ("loa luu dong", "xe loa", "loa keo")),
    (ActivityKind.BROADCAST, ("phat thanh", "truyen thanh", "loa thon")),
    (ActivityKind.SCHOOL, ("truong hoc", "nha truong", "truong thcs", "truong thpt", "truong tieu hoc", "hoc sinh")),
    # "họp" and "hợp" fold alike, and "phối hợp" is in every report: alone it must bear its marks.
    (ActivityKind.VILLAGE_MEETING, ("họp", "hop dan", "hop thon", "hop ban", "hop to", "hop chi")),
    (ActivityKind.CONFERENCE, ("hoi nghi", "so ket", "tong ket", "giao ban")),
    (ActivityKind.OUTREACH, ("tuyen truyen", "pho bien", "noi chuyen", "sinh hoat")),
)
_TOPICS: tuple[tuple[Topic, tuple[str, ...]], ...] = (
    (Topic.FRAUD, ("lua dao", "khong gian mang", "tren mang")),
    (Topic.FIRE, ("phong chay", "chua chay", "pccc", "cuu nan")),
    (Topic.TRAFFIC, ("giao thong",)),
    (Topic.DRUGS, ("ma tuy",)),
    (Topic.CHILDREN, ("tre em", "phu nu", "bao luc gia dinh")),
    (Topic.IDENTITY, ("can cuoc", "dinh danh", "vneid", "dich vu cong")),
    (Topic.MODELS, ("mo hinh", "tu quan")),
    (Topic.COMMUNITY, ("nong thon moi", "do thi van minh", "dai doan ket")),
    (Topic.CRIME_PREVENTION, ("phong chong toi pham", "phong, chong toi pham", "te nan")),
    (Topic.LAW, ("phap luat", "luat ")),
)


@dataclass(frozen=True, slots=True)
class ReadActivity:
    """One activity as a message tells it."""

    held_on: date
    kind: ActivityKind
    village: str
    topic: Topic
    times: int
    attendance: int
    leaflets: int


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """What a message tells, and how many passages of each kind were cut out of it first."""

    activities: tuple[ReadActivity, ...]
    cut_out: Mapping[str, int]


class SecretMessage(Exception):
    """The message carries a secrecy stamp; nothing else of it is known."""


def read_message(text: str, *, today: date) -> ReadMessage:
    """The activities of a message, in its order.

    A line is one activity, and each hamlet named in it begins another; a line without a day takes that of the line
    before, the first one `today`. A line that names neither a kind nor people tells nothing. Raises `SecretMessage`.
    """
    if find_secrecy_stamp(text):
        raise SecretMessage
    passages = scan(text)
    clean = redact(text, passages)
    day = today
    found: list[ReadActivity] = []
    for line in clean.splitlines():
        for piece in _pieces(re.sub(r"⟦[^⟧]*⟧", " ", line)):
            day = _day_in(piece, today) or day
            activity = _read(piece, day)
            if activity is not None:
                found.append(activity)
    return ReadMessage(tuple(found), Counter(passage.kind for passage in passages))


def _pieces(line: str) -> Iterator[str]:
    """A line cut before each hamlet but the first: what stands before the first one belongs to it."""
    starts = [match.start() for match in _HAMLET.finditer(line)][1:]
    for start, end in zip([0, *starts], [*starts, len(line)], strict=True):
        yield line[start:end]


def _read(piece: str, day: date) -> ReadActivity | None:
    words = f"{fold(piece)} | {normalise(piece).casefold()}"
    kind = next((kind for kind, marks in _KINDS if any(mark in words for mark in marks)), None)
    figures = [fact for fact in read_text(_without_days(piece)).facts if _is_count(fact)]
    attendance = _sum_of(figures, _PEOPLE)
    if kind is None and not attendance:
        return None
    is_round = kind in (ActivityKind.PATROL, ActivityKind.LOUDSPEAKER, ActivityKind.BROADCAST)
    return ReadActivity(
        held_on=day,
        kind=kind or ActivityKind.OUTREACH,
        village=_village_in(piece),
        topic=next((topic for topic, marks in _TOPICS if any(mark in words for mark in marks)), Topic.MOVEMENT),
        times=max(1, _sum_of(figures, (*_TIMES, "lượt", "luot") if is_round else _TIMES)),
        attendance=_sum_of(figures, ("người", "ng", "nguoi")) if is_round else attendance,
        leaflets=_sum_of(figures, _SHEETS),
    )


def _without_days(piece: str) -> str:
    """Days and names of hamlets hold numbers that count nothing."""
    return _HAMLET.sub(" ", _DAY.sub(" ", piece))


def _is_count(fact: Fact) -> bool:
    return not fact.comparison and fact.value == fact.value.to_integral_value() and fact.value >= 0


def _sum_of(figures: list[Fact], units: tuple[str, ...]) -> int:
    """The figures whose unit begins with one of `units`, added: "40 hội viên, 20 học sinh" are sixty."""
    return sum(int(fact.value) for fact in figures if _begins(fact.unit.casefold(), units))


def _begins(unit: str, wanted: tuple[str, ...]) -> bool:
    return any(unit == each or unit.startswith(f"{each} ") for each in wanted)


def _village_in(piece: str) -> str:
    match = _HAMLET.search(piece)
    if match is None:
        return ""
    word = " ".join(match["word"].split()).casefold()
    village = normalise(f"{_WORDS_IN_FULL.get(word, word.capitalize())} {match['name']}")
    return "" if scan(village) else village


def _day_in(piece: str, today: date) -> date | None:
    """The last day named in `piece`, in the year that makes it no later than `today`."""
    words = fold(piece)
    for mark, days in _DAYS_AGO:
        if mark in words:
            return today - timedelta(days=days)
    written = [match.groups() for match in (*_DAY.finditer(piece), *_DAY_IN_WORDS.finditer(words))]
    return next((day for day in (_day(parts, today) for parts in written) if day is not None), None)


def _day(parts: Sequence[str | None], today: date) -> date | None:
    day, month, year = (int(part) if part else None for part in parts)
    try:
        if year is not None:
            return date(year if year >= 2000 else 2000 + year, month or 0, day or 0)
        found = date(today.year, month or 0, day or 0)
        return found if found <= today else found.replace(year=today.year - 1)
    except ValueError:
        return None
