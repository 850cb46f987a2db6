"""Look over what was accepted and write down what is odd; what is no longer odd goes, unless somebody answered it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from chungtay.analytics.models import QualityLook, QualityReply, QualityWarning
from chungtay.analytics.quality import EDITION
from chungtay.analytics.quality.codes import Verdict, WarningKind
from chungtay.analytics.quality.facts import Oddity, Report, Window
from chungtay.analytics.quality.history import LONGEST_HISTORY, against_history
from chungtay.analytics.quality.identities import balance_of, identities_of
from chungtay.analytics.quality.mergers import after_a_merger
from chungtay.analytics.quality.roundness import round_numbers
from chungtay.analytics.quality.sides import joint_work_differs
from chungtay.analytics.queries.accepted import (
    Origins,
    first_days,
    offices_waiting,
    origins_between,
    quality_catalogue,
    reports_of,
    series_of,
    waiting,
    windows,
)
from chungtay.analytics.queries.wholes import wholes_of
from chungtay.organisations.codes import Line
from chungtay.reporting.models import Submission

OFFICES_AT_ONCE = 500
SIDES = (Line.POLICE, Line.FRONT)
BATCH = 1000
# Organisation, period, cell, kind, code, whether it is a whole.
Key = tuple[int, int, int, str, str, bool]


def look_over(*, now: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Look at every accepted report that waits; returns how many there were.

    Offices are taken in groups, each in its own transaction, so that a run that is cut short goes on where it
    stopped. `progress` is told how many reports were looked at so far. One run at a time: the job sees to it.
    """
    done = 0
    while offices := offices_waiting(OFFICES_AT_ONCE):
        done += look_at_offices(offices, now=now)
        if progress is not None:
            progress(done)
    return done


@transaction.atomic
def look_at_offices(offices: Sequence[int], *, now: datetime) -> int:
    """Look at the accepted reports of these offices that wait; returns how many there were."""
    look = _Look(offices)
    tasks = {report.task_id for report, _before in look.judged} | look.taken_back
    _write(_warnings_about(Q(task__in=tasks)).exclude(kind=WarningKind.SIDES), look.of_reports(), now)
    places = Q(unit__in={unit for unit, _window in look.places}, period__in=look.periods)
    _write(_warnings_about(places).filter(kind=WarningKind.SIDES), look.of_sides(), now)
    for line, window in look.lines:
        wholes = _warnings_about(Q(line=line, period=window.key, is_whole=True))
        _write(wholes, look.of_wholes(line, window), now)
    _keep_looks(look, now)
    return len(look.changed) + len(look.taken_back)


@dataclass(frozen=True)
class _Found:
    """An oddity and where it stands."""

    oddity: Oddity
    organisation_id: int
    unit_id: int
    line: str
    window: Window
    task_id: int | None = None
    other_id: int | None = None

    @property
    def key(self) -> Key:
        found = self.oddity
        is_whole = self.task_id is None
        return (self.organisation_id, self.window.key, found.cell, found.kind.value, found.code, is_whole)


class _Look:
    """One look at some offices: what changed there, and every report whose judgement hangs on it."""

    def __init__(self, offices: Sequence[int]) -> None:
        self.catalogue, self.windows = quality_catalogue(), windows()
        rows = list(
            waiting()
            .filter(task__organisation__in=offices)
            .values_list("task_id", "accepted_version_id", "task__unit_id", "task__line", "task__period_id")
        )
        self.changed = {task: version for task, version, *_place in rows if version is not None}
        self.taken_back = {task for task, version, *_place in rows if version is None}
        self.places = {(unit, self.windows.by_key[period]) for *_task, unit, _line, period in rows}
        self.periods = {window.key for _unit, window in self.places}
        self.lines = {(Line(line), self.windows.by_key[period]) for *_task, line, period in rows}
        self._first_changed = self._earliest(rows)
        self.judged = list(self._judged(offices))
        self._first_days = first_days(offices)
        self._origins: dict[tuple[int, int], Origins] = {}

    def _earliest(self, rows: Iterable[tuple[int, int | None, int, str, int]]) -> dict[tuple[int, str], date]:
        """The last day of the first period that changed, by unit and line."""
        found: dict[tuple[int, str], date] = {}
        for _task, _version, unit, line, period in rows:
            day = self.windows.by_key[period].last_day
            found[unit, line] = min(day, found.get((unit, line), day))
        return found

    def _judged(self, offices: Sequence[int]) -> Iterator[tuple[Report, Sequence[Report]]]:
        """What changed, and the reports after it whose history it is part of, each with those before it."""
        for series in series_of(offices, self.windows).values():
            later = 0
            for place, report in enumerate(series):
                first = self._first_changed.get((report.unit_id, report.line), date.max)
                is_later = report.window.last_day > first
                later += is_later
                if report.task_id in self.changed or (is_later and later <= LONGEST_HISTORY):
                    yield report, series[max(0, place - LONGEST_HISTORY) : place]

    def of_reports(self) -> Iterator[_Found]:
        """Each report on its own, and beside its own history."""
        for report, before in self.judged:
            for oddity in (
                *against_history(report, before, self.catalogue),
                *identities_of(report.exact, self.catalogue),
                *balance_of(report, before, self.catalogue),
                *round_numbers(report, self.catalogue),
            ):
                yield _of(report, oddity)
        yield from self._of_mergers()

    def _of_mergers(self) -> Iterator[_Found]:
        asked = [each for report, _before in self.judged for each in self._predecessors(report)]
        units = {unit for _report, _code, _window, parts in asked for unit in parts}
        known: dict[tuple[int, str], list[Report]] = defaultdict(list)
        for each in reports_of(units, [window for _report, _code, window, _parts in asked], self.windows):
            known[each.window.key, each.line].append(each)
        for report, code, window, parts in asked:
            before = [each for each in known[window.key, report.line] if each.unit_id in parts]
            for oddity in after_a_merger(report, before, self.catalogue, code=code, count=len(parts)):
                yield _of(report, oddity)

    def _predecessors(self, report: Report) -> Iterator[tuple[Report, str, Window, frozenset[int]]]:
        """The windows before the report's unit began that it is held against, and the units it was made of."""
        began = self._first_days[report.organisation_id]
        if began is None or report.window.first_day < began:
            return
        for code, window in (
            ("same_period", self.windows.year_before(report.window)),
            ("period_before", self.windows.right_before(report.window)),
        ):
            if window is not None and window.last_day < began:
                parts = self._origins_of(window, report.window).by_successor.get(report.unit_id)
                if parts:
                    yield report, code, window, parts

    def _origins_of(self, earlier: Window, later: Window) -> Origins:
        key = (earlier.key, later.key)
        if key not in self._origins:
            self._origins[key] = origins_between(earlier, later)
        return self._origins[key]

    def of_sides(self) -> Iterator[_Found]:
        """Police and Front beside all others of the place, in the places and periods where somebody changed."""
        found: dict[tuple[int, int], list[Report]] = defaultdict(list)
        for report in reports_of({unit for unit, _window in self.places}, self._windows_changed, self.windows):
            found[report.unit_id, report.window.key].append(report)
        for reports in found.values():
            sides = {report.line: report for report in reports if report.line in SIDES}
            for line, other in zip(SIDES, reversed(SIDES), strict=True):
                if len(sides) == len(SIDES):
                    others = [report for report in reports if report.line != line]
                    for oddity in joint_work_differs(sides[line], others, self.catalogue):
                        yield _of(sides[line], oddity, other_id=sides[other].organisation_id)

    @property
    def _windows_changed(self) -> list[Window]:
        return [self.windows.by_key[key] for key in sorted(self.periods)]

    def of_wholes(self, line: Line, window: Window) -> Iterator[_Found]:
        """The totals of the units above."""
        for whole in wholes_of(line, window, self.catalogue):
            yield _Found(whole.oddity, whole.organisation_id, whole.unit_id, line.value, window)


def _of(report: Report, oddity: Oddity, *, other_id: int | None = None) -> _Found:
    return _Found(oddity, report.organisation_id, report.unit_id, report.line, report.window, report.task_id, other_id)


def _warnings_about(condition: Q) -> QuerySet[QualityWarning]:
    """The warnings that a look makes anew, held until it is done."""
    return QualityWarning.objects.filter(condition).select_for_update(of=("self",))


def _write(standing: QuerySet[QualityWarning], found: Iterable[_Found], now: datetime) -> None:
    """Make `standing` what was found: a changed figure loses its reply; what is gone stays only with one."""
    wanted = {each.key: each for each in found}
    known = {_key(warning): warning for warning in standing}
    gone = [warning for key, warning in known.items() if key not in wanted]
    replied = set(QualityReply.objects.filter(warning__in=gone).values_list("warning", flat=True)) if gone else set()
    QualityWarning.objects.filter(pk__in=[warning.pk for warning in gone if warning.pk not in replied]).delete()
    for warning in gone:
        warning.is_current = False
    changed = [_renewed(warning, wanted[key], now) for key, warning in known.items() if key in wanted]
    QualityWarning.objects.bulk_update(
        [*changed, *(warning for warning in gone if warning.pk in replied)],
        ["numbers", "stands_on", "is_current", "found_at", "reply", "task", "other"],
        batch_size=BATCH,
    )
    new = [_new(each, now) for key, each in wanted.items() if key not in known]
    QualityWarning.objects.bulk_create(new, batch_size=BATCH)
    _take_answers_given_on_sending([*changed, *new])


def _key(warning: QualityWarning) -> Key:
    return (
        warning.organisation_id,
        warning.period_id,
        warning.cell_id,
        warning.kind,
        warning.code,
        warning.is_whole,
    )


def _renewed(warning: QualityWarning, found: _Found, now: datetime) -> QualityWarning:
    oddity = found.oddity
    if warning.stands_on != oddity.stands_on:
        warning.reply, warning.found_at = None, now
    warning.numbers, warning.stands_on = dict(oddity.numbers), oddity.stands_on
    warning.is_current, warning.task_id, warning.other_id = True, found.task_id, found.other_id
    return warning


def _new(found: _Found, now: datetime) -> QualityWarning:
    oddity = found.oddity
    return QualityWarning(
        kind=oddity.kind,
        code=oddity.code,
        organisation_id=found.organisation_id,
        other_id=found.other_id,
        unit_id=found.unit_id,
        line=found.line,
        period_id=found.window.key,
        cell_id=oddity.cell,
        task_id=found.task_id,
        is_whole=found.task_id is None,
        numbers=dict(oddity.numbers),
        stands_on=oddity.stands_on,
        last_day=found.window.last_day,
        found_at=now,
    )


def _take_answers_given_on_sending(warnings: Iterable[QualityWarning]) -> None:
    """The reasons that an office gave for the same warning when it sent the report hold here too."""
    asked: dict[int, list[QualityWarning]] = defaultdict(list)
    for warning in warnings:
        if warning.kind == WarningKind.IDENTITY and warning.task_id is not None and warning.reply_id is None:
            asked[warning.task_id].append(warning)
    if not asked:
        return
    submissions = Submission.objects.filter(task__in=asked, submitted_by__isnull=False).select_related("submitted_by")
    answered = submissions.exclude(accepted_version__warnings_answered={}).values_list(
        "task_id", "submitted_by_id", "accepted_version__sealed_at", "accepted_version__warnings_answered"
    )
    for task, by, at, reasons in answered:
        for warning in asked[task]:
            reason = reasons.get(f"{warning.code}:{warning.cell_id}")
            if reason:
                warning.reply = QualityReply.objects.create(
                    warning=warning,
                    verdict=Verdict.RIGHT,
                    reason=reason,
                    stands_on=warning.stands_on,
                    by_id=by,
                    at=at or warning.found_at,
                )
                warning.save(update_fields=["reply"])


def _keep_looks(look: _Look, now: datetime) -> None:
    QualityLook.objects.filter(task__in=look.taken_back).delete()
    QualityLook.objects.bulk_create(
        [
            QualityLook(task_id=task, version_id=version, edition=EDITION, looked_at=now)
            for task, version in look.changed.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["version", "edition", "looked_at"],
    )
