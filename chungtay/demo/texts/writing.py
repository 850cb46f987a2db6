"""From what an office tells to the pieces of its report, in an order and in words drawn from the bank. Pure, seeded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from chungtay.demo.numbers import divide, weights_of
from chungtay.demo.texts import bank
from chungtay.demo.texts.subject import Stated, Subject, Told
from officialdoc import official_number, small_number

SIZES = ("short", "middling", "long")
_LEVEL_OF_MARK = {"#": 1, "##": 2, "###": 3}
_FEWEST_SESSIONS_BY_PLACE = 6


@dataclass(frozen=True)
class Piece:
    """A heading of a level, or (level 0) a paragraph of one or more sentences."""

    level: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Annex:
    """A table at the end: its title, the heads of its columns, and its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Mention:
    """A figure that the words of the report give; `is_cumulative` for what has come together since January."""

    indicator: str
    value: int
    hedge: str = ""
    is_cumulative: bool = False


@dataclass
class Narrative:
    """A report in words before it has a form: pieces, annexes, and the figures that its sentences give."""

    subject: Subject
    opening: str
    closing: str
    pieces: list[Piece] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def write(subject: Subject, told: Told, random: Random, *, size: str) -> Narrative:
    """The report of `subject`; the same arguments and the same state of `random` give the same report."""
    return _Writer(subject, told, random, SIZES.index(size)).run()


def hedged(value: int, random: Random) -> Stated:
    """`value` as offices soften it: exact, or two significant figures with the word that is true of them."""
    step = 10 ** max(0, len(str(value)) - 2)
    hedge = random.choice(("", "hơn", "gần", "khoảng"))
    below = value - value % step
    if not hedge or below == value:
        return Stated(value)
    if hedge == "khoảng":
        return Stated(below if value - below <= step // 2 else below + step, hedge)
    return Stated(below if hedge == "hơn" else below + step, hedge)


class _Writer:
    def __init__(self, subject: Subject, told: Told, random: Random, size: int) -> None:
        self.told, self.random, self.size = told, random, size
        self.words = subject.words() | {"names": _listed(told.names)}
        self.texts = self._figure_texts()
        self.left: dict[str, list[str]] = {}
        self.report = Narrative(subject, self._theme("opening", 1)[0], self._theme("closing", 1)[0])

    def run(self) -> Narrative:
        outline = self.random.choice(bank.outlines()[self.report.subject.family])
        open_headings: list[Piece] = []
        for line in outline.strip().splitlines():
            mark, _, rest = line.partition(" ")
            if mark in _LEVEL_OF_MARK:
                level = _LEVEL_OF_MARK[mark]
                title = bank.filled(bank.settled(rest, self.random), {}, self.words)
                open_headings = [*(one for one in open_headings if one.level < level), Piece(level, (title,))]
                continue
            written = list(self._line(line))
            if written:
                self.report.pieces += [*open_headings, *written]
                open_headings = []
        return self.report

    def _line(self, line: str) -> Iterator[Piece]:
        if line.startswith("@"):
            sentences = [said for topic in line.split() if (said := self._said(topic.removeprefix("@")))]
            if sentences:
                yield Piece(0, tuple(sentences))
        elif line.startswith("~"):
            theme, _, counts = line.removeprefix("~").partition(" ")
            theme = self.report.subject.kind if theme == "own" else theme
            for paragraph in self._theme(theme, int(counts.split("/")[self.size])):
                yield Piece(0, (paragraph,))
        elif line == "!figures" and self.size:
            self._add_figures()
        elif line == "!places" and self.size:
            self._add_places()

    def _theme(self, theme: str, count: int) -> list[str]:
        """Up to `count` paragraphs of a theme that this report has not used yet."""
        left = self.left.setdefault(theme, self.random.sample(bank.themes()[theme], len(bank.themes()[theme])))
        taken, self.left[theme] = left[:count], left[count:]
        return [bank.filled(bank.settled(words, self.random), {}, self.words) for words in taken]

    def _said(self, topic: str) -> str:
        """One sentence of a topic for which every figure is there, or nothing."""
        usable = [words for words in bank.topics()[topic] if self._can_say(words)]
        if not usable:
            return ""
        words = bank.settled(self.random.choice(usable), self.random)
        self.report.mentions += [
            _mention(code, part, self.told.figures[code]) for code, part in bank.places_of(words) if part != "*"
        ]
        return bank.filled(words, self.texts, self.words)

    def _can_say(self, words: str) -> bool:
        return all(place in self.texts for place in bank.places_of(words)) and (
            bool(self.told.names) or "{names}" not in words
        )

    def _figure_texts(self) -> dict[tuple[str, str], str]:
        texts = {}
        for code, stated in self.told.figures.items():
            if stated.value:
                texts[code, ""] = f"{stated.hedge} {small_number(stated.value)}".strip()
            if stated.value and stated.cumulative:
                texts[code, "+"] = small_number(stated.cumulative)
            if stated.value and stated.joint:
                texts[code, "*"] = small_number(stated.joint)
        return texts

    def _add_figures(self) -> None:
        """The annex of figures that the sentences gave, exact ones only, with what came together since January."""
        month = self.report.subject.month
        told = {one.indicator for one in self.report.mentions if not one.hedge and not one.is_cumulative}
        rows: list[tuple[str, ...]] = []
        for code in (code for code in bank.rows() if code in told):
            label, unit = bank.rows()[code]
            stated = self.told.figures[code]
            last = official_number(stated.cumulative) if month and stated.cumulative else ""
            rows.append((str(len(rows) + 1), label, unit, official_number(stated.value), last))
        heads = ("Trong tháng", "Lũy kế từ đầu năm") if month else ("Kết quả trong năm", "Ghi chú")
        title = f"Tổng hợp số liệu {self.report.subject.period}"
        if rows:
            self.report.annexes.append(Annex(title, ("TT", "Nội dung", "Đơn vị tính", *heads), tuple(rows)))

    def _add_places(self) -> None:
        """The annex of outreach by hamlet; the hamlets add up to the figures of the office."""
        codes = [code for code in bank.columns() if (code, "") in self.texts and not self.told.figures[code].hedge]
        if codes[:1] != ["OUT_SESSIONS"] or self.told.figures["OUT_SESSIONS"].value < _FEWEST_SESSIONS_BY_PLACE:
            return
        words = {"phường": "Phố", "thị trấn": "Khu phố"}.get(self.report.subject.unit_kind, "Thôn")
        hamlets = [f"{words} {number}" for number in range(1, self.random.randint(5, 8))]
        weights = weights_of(hamlets, self.random, spread=2)
        columns = [divide(self.told.figures[code].value, weights) for code in codes]
        rows = [
            (str(number), hamlet, *(official_number(column[hamlet]) for column in columns))
            for number, hamlet in enumerate(hamlets, start=1)
        ]
        rows.append(("", "Tổng cộng", *(official_number(self.told.figures[code].value) for code in codes)))
        head = ("TT", "Địa bàn", *(bank.columns()[code] for code in codes))
        self.report.annexes.append(Annex("Kết quả tuyên truyền theo địa bàn", head, tuple(rows)))


def _mention(code: str, part: str, stated: Stated) -> Mention:
    if part == "+":
        assert stated.cumulative is not None
        return Mention(code, stated.cumulative, is_cumulative=True)
    return Mention(code, stated.value, stated.hedge)


def _listed(names: tuple[str, ...]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} và {quoted[-1]}" if quoted else ""
