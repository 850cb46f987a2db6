"""The sheet of a proposal: a line for each pair of a unit before and a unit after, read with all its problems at once.

The form of the page writes the same lines, so there is one reading of what is proposed. Lines with one number of
event are one event; a blank number continues the event above.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import TypeVar

import openpyxl
from django.utils.translation import gettext_lazy as _

from chungtay.core.asked import number_asked
from chungtay.core.errors import InputRefused, ManyProblems
from chungtay.core.scanner import ForbiddenMatter, require_clean
from chungtay.core.tables import NotATable, TableTooLarge, read_table, words_of
from chungtay.core.vietnamese import fold, normalise
from chungtay.territory.codes import MILLION, EventKind, UnitKind
from chungtay.territory.ledger import Change, Part, Step, UnitData

Line = dict[str, str]
Choice = TypeVar("Choice", EventKind, UnitKind)

COLUMNS = {
    "event": "Sự kiện",
    "kind": "Loại sự kiện",
    "day": "Ngày hiệu lực",
    "basis": "Căn cứ pháp lý",
    "before": "Mã trước",
    "after": "Mã sau",
    "name": "Tên sau",
    "unit_kind": "Loại đơn vị sau",
    "parent": "Mã cấp trên sau",
    "share": "Tỷ lệ (phần triệu)",
    "reviewed": "Đã rà soát",
    "default": "Nhận mặc định",
    "note": "Ghi chú",
}
KIND_WORDS = {
    EventKind.CREATE: "Lập mới",
    EventKind.MERGE: "Sáp nhập",
    EventKind.SPLIT: "Chia",
    EventKind.RENAME: "Đổi tên",
    EventKind.RETYPE: "Đổi loại",
    EventKind.RECODE: "Đổi mã",
    EventKind.REPARENT: "Đổi cấp trên",
    EventKind.ABOLISH: "Kết thúc cùng cấp",
}
YES, NO = "có", "không"
ROW_LIMIT = 3000
TEXT_LIMITS = {"basis": 500, "name": 120, "note": 500}
WANTED = {
    EventKind.CREATE: ("after", "name", "unit_kind", "parent"),
    EventKind.MERGE: ("before", "after"),
    EventKind.SPLIT: ("before", "after"),
    EventKind.RENAME: ("before", "name"),
    EventKind.RETYPE: ("before", "unit_kind"),
    EventKind.RECODE: ("before", "after"),
    EventKind.REPARENT: ("before", "parent"),
    EventKind.ABOLISH: ("before",),
}
# Kinds whose lines start units: what the new unit is called must be said once.
STARTING = (EventKind.CREATE, EventKind.MERGE, EventKind.SPLIT)
_CODE = re.compile(r"\d{2,5}")


class SheetRefused(InputRefused):
    """The file as a whole is not the sheet of a proposal."""

    code = "territory.proposal_sheet_refused"
    message = _(
        "This file cannot be read as a sheet of changes (.xlsx or .csv in UTF-8, at most %(limit)s lines and 2 MB). "
        "Please use the model sheet."
    )


class SheetColumnMissing(InputRefused):
    """The sheet lacks a column."""

    code = "territory.proposal_column_missing"
    message = _("Column “%(column)s” is missing. Please use the model sheet.")


class SheetColumnUnknown(InputRefused):
    """The sheet has a column that nobody reads."""

    code = "territory.proposal_column_unknown"
    message = _("Column “%(column)s” is not known here. Please delete it or use the model sheet.")


class LineRefused(InputRefused):
    """One cell of one line cannot be right."""

    code = "territory.proposal_line_refused"
    message = _("Line %(line)s, column “%(column)s”: missing or not understood. Possible: %(possible)s.")


class LineTextForbidden(InputRefused):
    """One text of one line holds what the product never keeps."""

    code = "territory.proposal_text_forbidden"
    message = _("Line %(line)s, column “%(column)s” holds %(kind)s, which must not be kept here. Please correct it.")


class EventLinesDiffer(InputRefused):
    """The lines of one event do not say the same."""

    code = "territory.proposal_lines_differ"
    message = _("Line %(line)s, column “%(column)s”: differs from the other lines of event %(event)s.")


class UnitNotDescribed(InputRefused):
    """A unit begins and no line says what it is."""

    code = "territory.proposal_unit_not_described"
    message = _("Line %(line)s: no line says name, kind and parent of the new unit %(unit)s.")


class SharesOfLinesWrong(InputRefused):
    """The shares of one divided unit do not make it whole."""

    code = "territory.proposal_shares_wrong"
    message = _(
        "Line %(line)s: the shares of %(unit)s must add up to 1,000,000 with exactly one default target "
        "(now %(sum)s and %(defaults)s)."
    )


class UnitAppearsTwice(InputRefused):
    """One pair stands in an event twice."""

    code = "territory.proposal_unit_twice"
    message = _("Line %(line)s: %(unit)s stands in event %(event)s twice.")


class NoLines(InputRefused):
    """Nothing is proposed yet."""

    code = "territory.proposal_empty"
    message = _("Nothing is proposed yet. Please choose units, or upload a sheet.")


def read_proposal(content: bytes) -> list[Line]:
    """The lines of an uploaded sheet, cells as text. What they mean is looked at by `steps_of`.

    Raises ManyProblems with what is wrong with the file or its heads; no cell of a file with wrong heads is looked at.
    """
    try:
        table = read_table(content, row_limit=ROW_LIMIT)
    except (NotATable, TableTooLarge) as problem:
        raise ManyProblems([SheetRefused(limit=ROW_LIMIT)]) from problem
    if len(table) > ROW_LIMIT + 1 or not table:
        raise ManyProblems([SheetRefused(limit=ROW_LIMIT)])
    places = _places(table[0][1])
    lines: list[Line] = []
    for number, cells in table[1:]:
        line = {name: words_of(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        line = {name: normalise(words)[: TEXT_LIMITS.get(name, 60) + 1] for name, words in line.items()}
        lines.append({**line, "line": str(number)})
    return _events_continued(lines)


def steps_of(lines: Sequence[Line]) -> list[Step]:
    """What the lines say, as steps of the ledger in order of time. Raises ManyProblems with every cell that is wrong.

    Nothing is asked of the ledger here: whether the units stand is asked when they are carried out.
    """
    if not lines:
        raise ManyProblems([NoLines()])
    events: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        events[line["event"]].append(line)
    problems: list[InputRefused] = []
    steps: list[Step] = []
    for grouped in events.values():
        reader = _EventReader(grouped)
        step = reader.step()
        problems += reader.problems
        if step is not None and not reader.problems:
            steps.append(step)
    if problems:
        raise ManyProblems(sorted(problems, key=lambda problem: int(problem.data.get("line", 0))))
    return sorted(steps, key=lambda step: step.effective_on)


def lines_of(steps: Iterable[Step]) -> list[Line]:
    """Steps as the lines of a sheet, which `steps_of` reads back to the same steps."""
    lines: list[Line] = []
    for number, step in enumerate(steps, start=1):
        head = _line(
            event=str(number),
            kind=KIND_WORDS[step.kind],
            day=f"{step.effective_on:%d/%m/%Y}",
            basis=step.legal_basis,
            note=step.note,
        )
        lines += [{**head, **{name: cell for name, cell in rest.items() if cell}} for rest in _pairs(step)]
    return [{**line, "line": str(number)} for number, line in enumerate(lines, start=2)]


def sheet_of(lines: Sequence[Line]) -> bytes:
    """An .xlsx of these lines, or the model sheet to fill in when there are none."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phương án"
    sheet.append(list(COLUMNS.values()))
    for line in lines:
        sheet.append([line.get(name, "") for name in COLUMNS])
    words = book.create_sheet("Từ dùng")
    kinds, units = list(KIND_WORDS.values()), list(_UNIT_WORDS.values())
    words.append([COLUMNS["kind"], COLUMNS["unit_kind"], COLUMNS["reviewed"], COLUMNS["default"]])
    for place in range(max(len(kinds), len(units))):
        yes_no = (YES, NO)[place] if place < 2 else None
        words.append([_at(kinds, place), _at(units, place), yes_no, yes_no])
    for page in (sheet, words):
        for letter in "ABCDEFGHIJKLM":
            page.column_dimensions[letter].width = 22
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def first_day(lines: Sequence[Line]) -> date | None:
    """The day of the first event whose day can be read."""
    days = [day for line in lines if (day := _day(line.get("day", "")))]
    return min(days, default=None)


def blank_line(**cells: str) -> Line:
    """A line with these cells; the others are blank."""
    return _line(**cells)


@dataclass
class _EventReader:
    """Reads the lines of one event and keeps what is wrong with them."""

    lines: list[Line]
    problems: list[InputRefused] = field(default_factory=list)

    def step(self) -> Step | None:
        """The event; None when so little can be read that it makes no step."""
        first = self.lines[0]
        kind = _choice(first["kind"], KIND_WORDS)
        day = _day(first["day"])
        self._require(kind is not None, first, "kind", ", ".join(KIND_WORDS.values()))
        self._require(day is not None, first, "day", "01/07/2025")
        self._require(bool(first["basis"]), first, "basis", "Nghị quyết số …")
        self._same("kind", "day", "basis")
        for line in self.lines:
            self._look_at(line, kind)
        if kind is None or day is None or self.problems:
            return None
        return self._built(kind, day, first)

    def _built(self, kind: EventKind, day: date, first: Line) -> Step:
        starts = self._starts(kind)
        ends = tuple(dict.fromkeys(line["before"] for line in self.lines if line["before"]))
        changes = tuple(self._change(kind, line) for line in self.lines) if kind not in _ENDING else ()
        parts = self._parts(kind)
        self._once()
        return Step(
            kind,
            day,
            first["basis"],
            note=first["note"],
            ends=ends if kind in _ENDING else (),
            starts=starts,
            parts=parts,
            changes=() if kind is EventKind.CREATE else changes,
        )

    def _look_at(self, line: Line, kind: EventKind | None) -> None:
        for column in WANTED[kind] if kind else ():
            self._require(bool(line[column]), line, column, _EXAMPLES[column])
        for column in ("before", "after", "parent"):
            is_code = bool(_CODE.fullmatch(line[column])) or (column == "parent" and line[column] == "VN")
            self._require(not line[column] or is_code, line, column, _EXAMPLES[column])
        if line["unit_kind"]:
            known = _choice(line["unit_kind"], _UNIT_WORDS)
            self._require(known is not None, line, "unit_kind", _EXAMPLES["unit_kind"])
        if line["share"]:
            share = number_asked(line["share"])
            self._require(share is not None and share <= MILLION, line, "share", f"0 … {MILLION}")
        for column in ("reviewed", "default"):
            self._require(_yes(line[column]) is not None, line, column, f"{YES}, {NO}")
        for column, limit in TEXT_LIMITS.items():
            self._require(len(line[column]) <= limit, line, column, str(limit))
            try:
                require_clean(line[column], field=column)
            except ForbiddenMatter as found:
                self.problems.append(
                    LineTextForbidden(line=line["line"], column=COLUMNS[column], kind=found.data["kind"])
                )

    def _starts(self, kind: EventKind) -> tuple[UnitData, ...]:
        if kind not in STARTING:
            return ()
        described: dict[str, Line] = {}
        for line in self.lines:
            said = described.setdefault(line["after"], dict(line))
            for column in ("name", "unit_kind", "parent"):
                if line[column] and said[column] and fold(line[column]) != fold(said[column]):
                    self._differs(line, column)
                said[column] = said[column] or line[column]
        starts = []
        for code, said in described.items():
            unit_kind = _choice(said["unit_kind"], _UNIT_WORDS)
            if not said["name"] or unit_kind is None or not said["parent"]:
                self.problems.append(UnitNotDescribed(line=said["line"], unit=code))
                continue
            starts.append(UnitData(code, unit_kind, said["name"], said["parent"]))
        return tuple(starts)

    def _change(self, kind: EventKind, line: Line) -> Change:
        return Change(
            line["before"],
            new_code=line["after"] if kind is EventKind.RECODE else None,
            name=line["name"] if kind is EventKind.RENAME else None,
            kind=_choice(line["unit_kind"], _UNIT_WORDS) if kind is EventKind.RETYPE else None,
            parent=line["parent"] if kind is EventKind.REPARENT else None,
        )

    def _parts(self, kind: EventKind) -> tuple[Part, ...]:
        if kind not in (EventKind.MERGE, EventKind.SPLIT):
            return ()
        by_unit: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            by_unit[line["before"]].append(line)
        return tuple(part for lines in by_unit.values() for part in self._parts_of(lines))

    def _parts_of(self, lines: list[Line]) -> list[Part]:
        if len(lines) == 1:
            self._check_shares(lines, [MILLION if not lines[0]["share"] else int(lines[0]["share"])], defaults=1)
            return [Part(lines[0]["before"], lines[0]["after"])]
        is_given = any(line["share"] for line in lines)
        is_reviewed = is_given and all(_yes(line["reviewed"]) for line in lines)
        defaults = [bool(_yes(line["default"])) for line in lines]
        shares = [int(line["share"] or 0) if is_given else MILLION * is_default
                  for line, is_default in zip(lines, defaults, strict=True)]  # fmt: skip
        self._check_shares(lines, shares, defaults=sum(defaults))
        return [
            Part(line["before"], line["after"], share, is_reviewed=is_reviewed, is_default_target=is_default)
            for line, share, is_default in zip(lines, shares, defaults, strict=True)
        ]

    def _check_shares(self, lines: list[Line], shares: Sequence[int], *, defaults: int) -> None:
        if sum(shares) != MILLION or defaults != 1:
            wrong = {"unit": lines[0]["before"], "sum": sum(shares), "defaults": defaults}
            self.problems.append(SharesOfLinesWrong(line=lines[0]["line"], **wrong))

    def _once(self) -> None:
        seen: set[tuple[str, str]] = set()
        for line in self.lines:
            pair = (line["before"], line["after"])
            if pair in seen:
                unit = line["before"] or line["after"]
                self.problems.append(UnitAppearsTwice(line=line["line"], unit=unit, event=line["event"]))
            seen.add(pair)

    def _same(self, *columns: str) -> None:
        for line in self.lines[1:]:
            for column in columns:
                if line[column] and fold(line[column]) != fold(self.lines[0][column]):
                    self._differs(line, column)

    def _differs(self, line: Line, column: str) -> None:
        self.problems.append(EventLinesDiffer(line=line["line"], column=COLUMNS[column], event=line["event"]))

    def _require(self, is_right: bool, line: Line, column: str, possible: str) -> None:
        # What was found is not repeated: it may be just what must not be shown.
        if not is_right:
            self.problems.append(LineRefused(line=line["line"], column=COLUMNS[column], possible=possible))


_ENDING = (EventKind.MERGE, EventKind.SPLIT, EventKind.ABOLISH)
# "thành phố" is a provincial city unless the key of the other kind is written.
_UNIT_WORDS: Mapping[UnitKind, str] = {
    **{kind: kind.word for kind in UnitKind if kind.word and kind is not UnitKind.CENTRAL_CITY},
    UnitKind.CENTRAL_CITY: UnitKind.CENTRAL_CITY.value,
}
_EXAMPLES = {
    "before": "14758",
    "after": "14758",
    "parent": "38",
    "name": "Hạc Thành",
    "unit_kind": ", ".join(dict.fromkeys(_UNIT_WORDS.values())),
}


def _pairs(step: Step) -> list[Line]:
    if step.kind is EventKind.CREATE:
        return [_described(data) for data in step.starts]
    if step.changes:
        return [_changed(change) for change in step.changes]
    if not step.parts:
        return [_line(before=code) for code in step.ends]
    described = {data.code: _described(data) for data in step.starts}
    counts: dict[str, int] = defaultdict(int)
    for part in step.parts:
        counts[part.from_code] += 1
    return [
        {**described[part.to_code], "before": part.from_code, **(_shares(part) if counts[part.from_code] > 1 else {})}
        for part in step.parts
    ]


def _shares(part: Part) -> Line:
    share = str(part.share_millionths)
    return {"share": share, "reviewed": _word(part.is_reviewed), "default": _word(part.is_default_target)}


def _described(data: UnitData) -> Line:
    return _line(after=data.code, name=data.name, unit_kind=_UNIT_WORDS[data.kind], parent=data.parent or "")


def _changed(change: Change) -> Line:
    return _line(
        before=change.code,
        after=change.new_code or "",
        name=change.name or "",
        unit_kind=_UNIT_WORDS[change.kind] if change.kind else "",
        parent=change.parent or "",
    )


def _line(**cells: str) -> Line:
    return {**dict.fromkeys(COLUMNS, ""), "line": "", **cells}


def _events_continued(lines: list[Line]) -> list[Line]:
    """A blank number of event is that of the line above; so are the blank kind, day and basis inside one event."""
    last: Line = {}
    for line in lines:
        line["event"] = line["event"] or last.get("event", "1")
        if last and line["event"] == last["event"]:
            for column in ("kind", "day", "basis", "note"):
                line[column] = line[column] or last[column]
        last = line
    return lines


def _places(heads: Sequence[object]) -> dict[str, int]:
    known = {fold(head): name for name, head in COLUMNS.items()}
    places: dict[str, int] = {}
    problems: list[InputRefused] = []
    for place, cell in enumerate(heads):
        words = normalise(str(cell))
        if name := known.get(fold(words)):
            places[name] = place
        elif words:
            problems.append(SheetColumnUnknown(column=words[:60]))
    problems += [SheetColumnMissing(column=head) for name, head in COLUMNS.items() if name not in places]
    if problems:
        raise ManyProblems(problems)
    return places


def _choice(words: str, choices: Mapping[Choice, str]) -> Choice | None:
    """The key that these words name, with or without marks; the key itself is taken too."""
    return next((key for key, word in choices.items() if fold(words) in (fold(word), str(key))), None)


def _yes(words: str) -> bool | None:
    return {fold(YES): True, "x": True, "yes": True, fold(NO): False, "no": False, "": False}.get(fold(words))


def _word(is_so: bool) -> str:
    return YES if is_so else NO


def _day(words: str) -> date | None:
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(words, pattern).date()
        except ValueError:
            continue
    return None


def _at(words: Sequence[str], place: int) -> str | None:
    return words[place] if place < len(words) else None
