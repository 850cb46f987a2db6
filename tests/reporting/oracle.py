"""Totals by the definitions alone: slow loops over accepted versions, sharing no code with the engine.

Only tables and choice lists are imported. Where the text of docs/rules/figures.md and this file disagree, one of them
is wrong; where the engine and this file disagree, the engine is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from chungtay.reporting.codes import EstimateMark, Qualifier
from chungtay.reporting.models import (
    Cell,
    IndicatorSetGrain,
    ReportingPeriod,
    ReportTask,
    SubmissionVersion,
    VersionKey,
)
from chungtay.territory.models import AdministrativeUnit, UnitSuccession, UnitVersion

COUNTED = ("given", "gt", "lt", "approx", "at_least", "up_to", "estimates", "at_most", "width")


@dataclass(frozen=True)
class Answer:
    """What a total must say."""

    value: Fraction
    counts: tuple[int, ...]
    mark: str
    reported: int
    expected: int
    qualifier: Qualifier
    as_of: date | None = None
    fresh: int | None = None


@dataclass(frozen=True)
class Fate:
    """Where a unit's figures stand on a later map."""

    parts: dict[int, Fraction]
    default: int
    possible: frozenset[int]
    was_split: bool
    by_default: bool


def _last_day(period: ReportingPeriod) -> date:
    return period.window.upper - timedelta(days=1)


class Oracle:
    """Loads everything once; `answer` then looks at all of it again and again."""

    def __init__(self) -> None:
        self.units = {unit.pk: unit for unit in AdministrativeUnit.objects.all()}
        self.unit_versions = list(UnitVersion.objects.all())
        self.successions = list(UnitSuccession.objects.filter(event__voided_at=None).select_related("event"))
        self.periods = {period.pk: period for period in ReportingPeriod.objects.all()}
        self.grains = list(IndicatorSetGrain.objects.all())
        self.cells = {cell.number: cell for cell in Cell.objects.select_related("indicator")}
        self.tasks = list(ReportTask.objects.select_related("form_version", "submission", "period"))
        self.versions = {version.pk: version for version in SubmissionVersion.objects.select_related("form_version")}
        self.keys = list(VersionKey.objects.all())
        self._maps: dict[date, dict[int, int | None]] = {}
        self._fates: dict[tuple[int, date], Fate] = {}
        self._under: dict[tuple[int, int, date], bool] = {}
        self._tasks: dict[tuple[int, str], list[ReportTask]] = {}
        self.base_ids = {period.pk for period in self.periods.values() if self.is_base(period)}

    # The territory

    def map_of(self, day: date) -> dict[int, int | None]:
        """Units of a day, each with its parent."""
        if day not in self._maps:
            self._maps[day] = {row.unit_id: row.parent_id for row in self.unit_versions if day in row.validity}
        return self._maps[day]

    def is_under(self, unit: int, asked: int, day: date) -> bool:
        """Whether `asked` is `unit` or stands above it."""
        if (unit, asked, day) not in self._under:
            parent = self.map_of(day)[unit]
            above = parent is not None and self.is_under(parent, asked, day)
            self._under[unit, asked, day] = unit == asked or above
        return self._under[unit, asked, day]

    def fate(self, unit: int, day: date) -> Fate:
        """Where the figures of `unit` stand on `day`."""
        if (unit, day) not in self._fates:
            self._fates[unit, day] = self._fate(unit, day)
        return self._fates[unit, day]

    def _fate(self, unit: int, day: date) -> Fate:
        if unit in self.map_of(day):
            return Fate({unit: Fraction(1)}, unit, frozenset([unit]), False, False)
        rows = [row for row in self.successions if row.from_unit_id == unit and row.event.effective_on <= day]
        if not rows:
            last = self.units[unit].validity.upper - timedelta(days=1)
            parent = self.map_of(last)[unit]
            assert parent is not None
            return self.fate(parent, day)
        default = next(row.to_unit_id for row in rows if row.is_default_target)
        is_divided = len(rows) > 1
        by_shares = is_divided and all(row.is_reviewed for row in rows)
        parts: dict[int, Fraction] = defaultdict(Fraction)
        for row in rows:
            share = Fraction(row.share_millionths, 1_000_000) if by_shares else Fraction(row.to_unit_id == default)
            for final, part in self.fate(row.to_unit_id, day).parts.items():
                parts[final] += share * part
        nexts = [self.fate(row.to_unit_id, day) for row in rows]
        return Fate(
            parts,
            self.fate(default, day).default,
            frozenset(final for later in nexts for final in later.possible),
            is_divided or any(later.was_split for later in nexts),
            (is_divided and not by_shares) or any(later.by_default for later in nexts),
        )

    # What is added

    def is_base(self, period: ReportingPeriod) -> bool:
        """Whether the period has the base grain of its set on its last day."""
        return any(
            grain.grain == period.grain
            for grain in self.grains
            if grain.indicator_set_id == period.indicator_set_id and _last_day(period) in grain.validity
        )

    def tasks_of(self, cell: int, line: str) -> list[ReportTask]:
        """Tasks whose figures of a cell would be added on a line."""
        if (cell, line) not in self._tasks:
            self._tasks[cell, line] = [
                task
                for task in self.tasks
                if not task.is_claim
                and task.period_id in self.base_ids
                and cell in task.form_version.cells
                and line in ("all", task.line)
            ]
        return self._tasks[cell, line]

    def accepted(self, task: ReportTask) -> SubmissionVersion | None:
        """The accepted version of a task, when there is one."""
        submission = getattr(task, "submission", None)
        return self.versions[submission.accepted_version_id] if submission and submission.accepted_version_id else None

    def stated(self, version: SubmissionVersion, cell: int, line: str) -> tuple[int, tuple[int, ...]] | None:
        """The value that a version adds on a line, with its counts; None when the cell is blank."""
        if version.covers != "own":
            return None
        place = version.form_version.cells.index(cell)
        value = version.values[place]
        if value is None:
            return None
        qualifier = bytes(version.qualifiers)[place]
        width = version.highs[place] - value if qualifier == Qualifier.RANGE and version.highs else 0
        led_unknown = 0
        if line == "all" and self.cells[cell].indicator.is_shared_work:
            led = version.led_elsewhere[place] if version.led_elsewhere else None
            led_unknown = int(led is None and not version.no_joint_work)
            value -= led or 0
        return value, (
            1,
            int(qualifier == Qualifier.GT),
            int(qualifier == Qualifier.LT),
            int(qualifier in (Qualifier.APPROX, Qualifier.RANGE)),
            int(qualifier == Qualifier.AT_LEAST),
            int(qualifier == Qualifier.AT_MOST),
            int(version.certainty == "estimate"),
            led_unknown,
            width,
        )

    # Answers

    def answer(self, unit: int, period_id: int, cell: int, *, line: str, map_day: date | None) -> Answer | None:
        """The total of a place, or None when nothing was given for it."""
        period = self.periods[period_id]
        last = _last_day(period)
        is_later = self._is_later(period, map_day)
        if is_later and not self._stands_on_both(unit, period, map_day):
            return None
        day = max(map_day or last, last)
        kind = self._kind(cell)
        if kind == "flow":
            found = self._flow(unit, period, cell, line, day)
        elif kind == "stock":
            found = self._stock(unit, period, cell, line, day)
        elif kind == "distinct":
            found = self._distinct(unit, period, cell, line, day)
        else:
            return None
        value, counts, mark, as_of, fresh = found
        if not counts[0]:
            return None
        if is_later and mark == EstimateMark.EXACT:
            mark = EstimateMark.NOT_SPLIT
        reported, expected = self._completeness(unit, period, cell, line, day)
        qualifier = _qualifier(counts, missing=reported < expected)
        return Answer(value, counts, mark, reported, expected, qualifier, as_of, fresh)

    def completeness(self, unit: int, period_id: int, cell: int, *, line: str, map_day: date | None) -> tuple[int, int]:
        """n of N of a place, also where nothing was given."""
        period = self.periods[period_id]
        if self._is_later(period, map_day) and not self._stands_on_both(unit, period, map_day):
            return 0, 0
        last = _last_day(period)
        return self._completeness(unit, period, cell, line, max(map_day or last, last))

    def _is_later(self, period: ReportingPeriod, map_day: date | None) -> bool:
        last = _last_day(period)
        return map_day is not None and map_day < last and self.map_of(map_day) != self.map_of(last)

    def _stands_on_both(self, unit: int, period: ReportingPeriod, map_day: date | None) -> bool:
        days = self.units[unit].validity
        return map_day in days and _last_day(period) in days

    def _kind(self, cell: int) -> str:
        found = self.cells[cell]
        if found.part == "numerator":
            return found.indicator.numerator_kind
        if found.part == "denominator":
            return found.indicator.denominator_kind
        return found.indicator.kind

    def _within(self, inner: ReportingPeriod, outer: ReportingPeriod) -> bool:
        return outer.window.lower <= inner.window.lower and inner.window.upper <= outer.window.upper

    def _mark(self, fate: Fate, unit: int, day: date, *, is_divisible: bool) -> EstimateMark:
        under = [self.is_under(final, unit, day) for final in fate.possible]
        if not fate.was_split or all(under) or not any(under):
            return EstimateMark.EXACT
        if not is_divisible:
            return EstimateMark.NOT_SPLIT
        return EstimateMark.DEFAULT_TARGET if fate.by_default else EstimateMark.SHARED

    def _flow(self, unit, period, cell, line, day):  # type: ignore[no-untyped-def]  # five plain columns
        value, counts, marks = Fraction(0), [0] * len(COUNTED), []
        for task in self.tasks_of(cell, line):
            version = self.accepted(task)
            stated = self.stated(version, cell, line) if version and self._within(task.period, period) else None
            if stated is None:
                continue
            fate = self.fate(task.unit_id, day)
            share = sum(
                (part for final, part in fate.parts.items() if self.is_under(final, unit, day)), start=Fraction(0)
            )
            marks.append(self._mark(fate, unit, day, is_divisible=True))
            if share:
                value += stated[0] * share
                counts = [mine + more for mine, more in zip(counts, stated[1], strict=True)]
        return value, tuple(counts), _worst(marks), None, None

    def _stock(self, unit, period, cell, line, day):  # type: ignore[no-untyped-def]
        last = _last_day(period)
        newest: dict[tuple[int, int], tuple[date, tuple[int, tuple[int, ...]]]] = {}
        for task in self.tasks_of(cell, line):
            version, as_of = self.accepted(task), _last_day(task.period)
            stated = self.stated(version, cell, line) if version else None
            if stated is None or not last.replace(year=last.year - 1) <= as_of <= last:
                continue
            if last not in self.units[task.unit_id].validity:
                continue
            office = (task.organisation_id, task.unit_id)
            if office not in newest or newest[office][0] < as_of:
                newest[office] = (as_of, stated)
        value, counts, marks, days, fresh = Fraction(0), [0] * len(COUNTED), [], [], 0
        for (_, source), (as_of, stated) in newest.items():
            fate = self.fate(source, day)
            marks.append(self._mark(fate, unit, day, is_divisible=False))
            if self.is_under(fate.default, unit, day):
                value += stated[0]
                counts = [mine + more for mine, more in zip(counts, stated[1], strict=True)]
                days.append(as_of)
                fresh += as_of >= period.window.lower
        return value, tuple(counts), _worst(marks), max(days, default=None), fresh

    def _distinct(self, unit, period, cell, line, day):  # type: ignore[no-untyped-def]
        names, mentions, marks = set(), 0, []
        for task in self.tasks_of(cell, line):
            version = self.accepted(task)
            if not version or version.covers != "own" or not self._within(task.period, period):
                continue
            named = {key.key for key in self.keys if key.version_id == version.pk and key.cell_id == cell}
            fate = self.fate(task.unit_id, day)
            if named:
                marks.append(self._mark(fate, unit, day, is_divisible=False))
            if self.is_under(fate.default, unit, day):
                names |= named
                mentions += len(named)
        return Fraction(len(names)), (mentions, *[0] * (len(COUNTED) - 1)), _worst(marks), None, None

    def _completeness(self, unit, period, cell, line, day):  # type: ignore[no-untyped-def]
        by_unit: dict[int, list[bool]] = defaultdict(list)
        for task in self.tasks_of(cell, line):
            if self._within(task.period, period):
                parts = self.fate(task.unit_id, day).parts
                if any(part and self.is_under(final, unit, day) for final, part in parts.items()):
                    by_unit[task.unit_id].append(self.accepted(task) is not None)
        if line == "all":
            return sum(all(there) for there in by_unit.values()), len(by_unit)
        return sum(map(sum, by_unit.values())), sum(map(len, by_unit.values()))


def _worst(marks: list[EstimateMark]) -> EstimateMark:
    for mark in (EstimateMark.DEFAULT_TARGET, EstimateMark.NOT_SPLIT, EstimateMark.SHARED):
        if mark in marks:
            return mark
    return EstimateMark.EXACT


def _qualifier(counts: tuple[int, ...], *, missing: bool) -> Qualifier:
    there = dict(zip(COUNTED, counts, strict=True))
    from_below = bool(there["gt"] or there["at_least"] or missing)
    from_above = bool(there["lt"] or there["up_to"] or there["at_most"])
    if there["approx"] or (from_below and from_above):
        return Qualifier.APPROX
    if from_below:
        return Qualifier.AT_LEAST if there["at_least"] or missing else Qualifier.GT
    if from_above:
        return Qualifier.AT_MOST if there["up_to"] or there["at_most"] else Qualifier.LT
    return Qualifier.EQ
