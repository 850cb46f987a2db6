"""Reports follow the map: which go on in another office, which are replaced, which are new, and what that means.

Runs inside the transaction that applies or rehearses a proposal of the ledger, after the offices followed. Values
never move: what was accepted stays with the unit it is about. Source: docs/rules/submissions.md#when-units-change
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, F, Q, QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from chungtay.core.bulk import write_many
from chungtay.organisations.models import Membership, Organisation, ReportingLine
from chungtay.registry.models import ModelType
from chungtay.reporting.actions.locking import hold_days_off
from chungtay.reporting.actions.tasks import generate_tasks
from chungtay.reporting.codes import IndicatorKind, SubmissionStatus
from chungtay.reporting.models import (
    Indicator,
    ReportingPeriod,
    ReportTask,
    Submission,
    VersionKey,
)
from chungtay.reporting.phrases import period_words
from chungtay.reporting.rules import REPORTING_KINDS
from chungtay.reporting.tasks import remake_totals
from chungtay.territory.actions import ask_follow_up
from chungtay.territory.codes import FindingKind, FollowUpCode, RunStage
from chungtay.territory.models import AdministrativeUnit, UnitVersion
from chungtay.territory.queries import names_at_last
from chungtay.territory.signals import Finding, LedgerChange, ledger_changed, ledger_taken_back

# Reports older than this that are accepted are not handed on: nobody corrects them any more.
CORRECTED_FOR = timedelta(days=400)
# One lineage of reports: period, form, line, claim, and the unit in which it goes on.
Lineage = tuple[int, int, str, bool, int]


@receiver(ledger_changed, dispatch_uid="reporting.following")
def reports_follow(sender: Any, change: LedgerChange, **_more: Any) -> list[Finding]:
    """Hand open reports and drafts on, let the new offices report, and ask for the totals to be made again."""
    change.reached(RunStage.REPORTS)
    hold_days_off()
    found = Found(change)
    periods = _periods_of(change)
    returned = Submission.objects.filter(status=SubmissionStatus.RETURNED, task__unit__in=set(change.heirs))
    with change.tracing(ReportTask.objects.filter(period__in=periods), returned):
        kept = _handed_on(change, periods, found)
        _made(change, periods, kept, found)
        _received_elsewhere(change, periods, found)
        _returned_to_the_same_officer(returned)
    _remake_totals(change)
    return [*found.findings(), *_of_figures(change), *_late(change)]


@receiver(ledger_taken_back, dispatch_uid="reporting.taken_back")
def totals_after_taking_back(sender: Any, change: LedgerChange, **_more: Any) -> None:
    """The map is again what it was; totals of periods that were reported meanwhile are made for it."""
    _remake_totals(change)


@dataclass
class Found:
    """Counts while reports are handed on: by kind, unit before, unit after and period."""

    change: LedgerChange
    counts: dict[FindingKind, Counter[tuple[int, int, int]]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kind: FindingKind, before: int, after: int, period: int, count: int = 1) -> None:
        """So many reports more; 0 for no unit."""
        self.counts[kind][before, after, period] += count

    def findings(self) -> list[Finding]:
        """The counts as rows, in the order of names and periods."""
        places = [place for counted in self.counts.values() for place in counted]
        names = names_at_last({unit for before, after, _period in places for unit in (before, after) if unit})
        periods = ReportingPeriod.objects.in_bulk({period for _before, _after, period in places})
        heading = {key: version.heading for key, version in names.items()} | {0: ""}
        rows = [
            (kind, heading[before], heading[after], periods[period], count)
            for kind, counted in self.counts.items()
            for (before, after, period), count in counted.items()
            if count
        ]
        rows.sort(key=lambda row: (row[3].window.lower, row[3].grain, row[1], row[2]))
        return [
            Finding(kind, before=before, after=after, what=period_words(period), count=count)
            for kind, before, after, period, count in rows
        ]


def _periods_of(change: LedgerChange) -> list[int]:
    """Periods with reports of these units that may still change: those of about the last year, and any still open."""
    since = change.first_day - CORRECTED_FOR
    recent = Q(window__endswith__gt=since)
    waiting = ReportTask.objects.filter(_OPEN, unit__in=change.units).values("period_id")
    taken_over = ReportTask.objects.filter(taken_over_by__unit__in=set(change.heirs)).values("period_id")
    wanted = recent | Q(pk__in=waiting) | Q(pk__in=taken_over)
    return list(ReportingPeriod.objects.filter(wanted).values_list("pk", flat=True))


_OPEN = Q(submission__isnull=True) | ~Q(submission__status=SubmissionStatus.ACCEPTED)


@dataclass(frozen=True)
class Report:
    """What is asked of one report of a unit that ended."""

    key: int
    unit: int
    office_kind: str
    period: int
    form: int
    line: str
    is_claim: bool
    days: DateRange
    status: str | None

    @property
    def is_begun(self) -> bool:
        """Whether somebody wrote into it."""
        return self.status is not None

    @property
    def is_accepted(self) -> bool:
        """Whether its figures are in the totals, and no correction waits."""
        return self.status == SubmissionStatus.ACCEPTED

    def lineages(self, change: LedgerChange) -> set[Lineage]:
        """The lineages in which it goes on: one for each unit that got a part of its unit."""
        return {(self.period, self.form, self.line, self.is_claim, target) for target in change.targets[self.unit]}


_COLUMNS = (
    "id",
    "unit_id",
    "organisation__kind",
    "period_id",
    "form_version__form_id",
    "line",
    "is_claim",
    "days",
    "submission__status",
)


def _handed_on(change: LedgerChange, periods: Sequence[int], found: Found) -> dict[Lineage, date | None]:
    """What becomes of the reports of the units that ended.

    Returns the lineages that go on in the reports of the old units, with the day from which the new unit reports for
    itself: None when it does not report for that period at all.
    """
    rows = ReportTask.objects.filter(unit__in=set(change.heirs), period__in=periods).order_by("id")
    reports = [Report(*row) for row in rows.values_list(*_COLUMNS)]
    windows = dict(ReportingPeriod.objects.filter(pk__in=periods).values_list("pk", "window"))
    begun = {lineage for report in reports if report.is_begun for lineage in report.lineages(change)}
    offices, ends = _heir_offices(change), _ends(change)
    kept: dict[Lineage, date | None] = {}
    replaced: list[int] = []
    joined: Counter[Lineage] = Counter()
    taken: dict[int, int] = {}
    cut: dict[DateRange, list[int]] = defaultdict(list)
    for report in reports:
        window, end, lineages = windows[report.period], ends[report.unit], report.lineages(change)
        heir = offices.get((report.unit, report.office_kind))
        place = (report.unit, heir.unit_id if heir else 0, report.period)
        if window.upper > end and begun.isdisjoint(lineages):
            replaced.append(report.key)
            joined.update(lineages)
            found.add(FindingKind.TASK_REPLACED, *place)
            continue
        if window.upper > end:
            kept |= dict.fromkeys(lineages, end if window.lower < end else None)
        if heir is not None:
            taken[report.key] = heir.pk
        if not report.is_accepted:
            found.add(FindingKind.TASK_CARRIED, *place)
            if window.lower < end < report.days.upper:
                cut[DateRange(report.days.lower, end)].append(report.key)
    for (period, _form, _line, _is_claim, target), count in joined.items():
        found.add(FindingKind.TASKS_JOIN, 0, target, period, count if count > 1 else 0)
    ReportTask.objects.filter(pk__in=replaced).delete()
    for days, keys in cut.items():
        ReportTask.objects.filter(pk__in=keys).update(days=days)
    _take_over({**_handed_on_again(change, offices), **taken})
    return kept


def _handed_on_again(change: LedgerChange, offices: Mapping[tuple[int, str], Organisation]) -> dict[int, int]:
    """Reports of older units that an office took over which ends now itself: by key, the office that goes on."""
    rows = ReportTask.objects.filter(taken_over_by__unit__in=set(change.heirs))
    places = rows.values_list("id", "taken_over_by__unit_id", "taken_over_by__kind")
    return {key: offices[unit, kind].pk for key, unit, kind in places if (unit, kind) in offices}


def _take_over(taken: Mapping[int, int]) -> None:
    write_many([ReportTask(pk=key, taken_over_by_id=office) for key, office in taken.items()], ["taken_over_by"])


def _ends(change: LedgerChange) -> dict[int, date]:
    """By unit that ended, the first day on which it did not stand any more."""
    rows = AdministrativeUnit.objects.filter(pk__in=set(change.heirs)).values_list("pk", "validity")
    return {unit: validity.upper or change.first_day for unit, validity in rows}


def _heir_offices(change: LedgerChange) -> dict[tuple[int, str], Organisation]:
    """By unit that ended and kind of office, the office that goes on: of the heir, or of the unit it stood below."""
    parents = UnitVersion.objects.filter(unit__in=set(change.heirs), ended_by__in=change.events)
    above = dict(parents.order_by("id").values_list("unit_id", "parent_id"))
    leads = {unit: _upwards(unit, change.heirs, above) for unit in change.heirs}
    standing = Organisation.objects.filter(
        unit__in=set(leads.values()), validity__contains=change.last_day, kind__in=REPORTING_KINDS
    )
    by_unit: dict[int, dict[str, Organisation]] = defaultdict(dict)
    for office in standing.order_by("-id"):
        by_unit[office.unit_id][office.kind] = office
    return {(unit, kind): office for unit, lead in leads.items() for kind, office in by_unit.get(lead or 0, {}).items()}


def _upwards(unit: int, heirs: Mapping[int, int | None], above: Mapping[int, int | None]) -> int | None:
    """Where the work of `unit` goes: its heir, else what it stood below, as far up as that ended too."""
    at: int | None = unit
    while at is not None and at in heirs:
        at = heirs[at] or above.get(at)
    return at


def _made(change: LedgerChange, periods: Sequence[int], kept: Mapping[Lineage, date | None], found: Found) -> None:
    """Let the new units report for the periods that are asked for already and end after they begin."""
    offices = Organisation.objects.filter(unit__in=change.begun)
    open_ones = ReportingPeriod.objects.filter(pk__in=periods, window__endswith__gt=change.first_day)
    before = set(ReportTask.objects.filter(unit__in=change.begun).values_list("pk", flat=True))
    for period in open_ones.filter(tasks__is_claim=False).distinct().order_by("pk"):
        generate_tasks(period, offices=offices)
    tasks = ReportTask.objects.filter(unit__in=change.begun).exclude(pk__in=before)
    late: list[int] = []
    parted: list[ReportTask] = []
    for task in tasks.select_related("form_version").order_by("id"):
        lineage = (task.period_id, task.form_version.form_id, task.line, task.is_claim, task.unit_id)
        since: date | None = kept.get(lineage, task.days.lower)
        if since is None:
            late.append(task.pk)
            continue
        found.add(FindingKind.TASK_MADE, 0, task.unit_id, task.period_id)
        if since > task.days.lower:
            task.days = DateRange(since, task.days.upper)
            parted.append(task)
    ReportTask.objects.filter(pk__in=late).delete()
    write_many(parted, ["days"])


def _received_elsewhere(change: LedgerChange, periods: Sequence[int], found: Found) -> None:
    """Send reports that wait to whom the answering office reports on the last day, or on the day of the change."""
    moved = Q(unit__in=change.units) | Q(receiver__unit__in=set(change.heirs))
    rows = ReportTask.objects.filter(_OPEN, moved, period__in=periods).exclude(unit__in=change.begun)
    tasks = list(rows.select_related("period", "receiver").order_by("id"))
    lines: dict[int, list[tuple[DateRange, int]]] = defaultdict(list)
    answering = {task.answering_id for task in tasks}
    held = ReportingLine.objects.filter(from_organisation__in=answering, validity__isempty=False)
    for office, validity, target in held.values_list("from_organisation_id", "validity", "to_organisation_id"):
        lines[office].append((validity, target))
    sent: list[ReportTask] = []
    for task in tasks:
        last = task.period.window.upper - timedelta(days=1)
        day = max(last, change.last_day) if task.taken_over_by_id or last < change.first_day else last
        goes_to = next((to for span, to in lines[task.answering_id] if _holds(span, day)), None)
        if goes_to is None or goes_to == task.receiver_id or (last < day and _holds(task.receiver.validity, day)):
            continue
        task.receiver_id = goes_to
        found.add(FindingKind.RECEIVER_CHANGES, task.unit_id, 0, task.period_id)
        sent.append(task)
    write_many(sent, ["receiver"])


def _holds(span: DateRange, day: date) -> bool:
    return not span.isempty and (span.lower is None or span.lower <= day) and (span.upper is None or day < span.upper)


def _returned_to_the_same_officer(returned: QuerySet[Submission]) -> None:
    """A returned report waits for the same officer in the new office, or for anybody there."""
    for submission in returned.filter(returned_to__isnull=False).select_related("task", "returned_to"):
        officer = submission.returned_to
        assert officer is not None
        goes_on = Membership.objects.filter(
            user=officer.user_id, role=officer.role, organisation=submission.task.answering_id, validity__isempty=False
        )
        submission.returned_to = goes_on.order_by("-id").first()
        submission.save(update_fields=["returned_to"])


def _of_figures(change: LedgerChange) -> list[Finding]:
    """What adds and what does not, by kind of indicator; accepted reports; names that several units gave."""
    kinds = Counter(Indicator.objects.filter(validity__contains=change.last_day).values_list("kind", flat=True))
    findings = [
        Finding(FindingKind.INDICATORS_ADD, before=str(kind.label), after=str(_HOW[kind]), count=kinds[kind])
        for kind in IndicatorKind
        if kinds[kind]
    ]
    names = {unit: version.heading for unit, version in names_at_last(change.units).items()}
    accepted = Submission.objects.filter(accepted_version__isnull=False, task__unit__in=set(change.heirs))
    counted = accepted.order_by().values_list("task__unit_id").annotate(count=Count("id"))
    findings += [
        Finding(FindingKind.REPORTS_STAY, before=names[unit], after=names.get(change.heirs[unit] or 0, ""), count=count)
        for unit, count in sorted(counted, key=lambda pair: names[pair[0]])
    ]
    return findings + _names_twice(change, names)


_HOW = {
    IndicatorKind.FLOW: gettext_lazy("values add; a divided unit's are divided by reviewed shares"),
    IndicatorKind.STOCK: gettext_lazy("last values add; a divided unit's stay with the default target"),
    IndicatorKind.DISTINCT: gettext_lazy("each name counts once"),
    IndicatorKind.RATIO: gettext_lazy("both parts add, then they are divided"),
    IndicatorKind.MAX: gettext_lazy("never totalled"),
}


def _names_twice(change: LedgerChange, names: Mapping[int, str]) -> list[Finding]:
    """Names of models that several units which become one gave for the same period: there they count once."""
    given: dict[tuple[int, int, str], set[int]] = defaultdict(set)
    rows = VersionKey.objects.filter(
        version__submission__task__unit__in=set(change.heirs),
        version=F("version__submission__accepted_version"),
        version__submission__task__period__window__endswith__gt=change.first_day - CORRECTED_FOR,
    )
    place = ("version__submission__task__period_id", "version__submission__task__unit_id", "key")
    for period, unit, key in rows.values_list(*place).distinct():
        if heir := change.heirs[unit]:
            given[period, heir, key].add(unit)
    twice = {where: units for where, units in given.items() if len(units) > 1}
    called = dict(ModelType.objects.filter(code__in={key for _p, _h, key in twice}).values_list("code", "name"))
    periods = ReportingPeriod.objects.in_bulk({period for period, _h, _k in twice})
    return [
        Finding(
            FindingKind.NAMES_COUNTED_ONCE,
            before=", ".join(sorted(names[unit] for unit in units)),
            after=names[heir],
            what=f"{called.get(key, key)} · {period_words(periods[period])}",
            count=len(units),
        )
        for (period, heir, key), units in sorted(twice.items())
    ]


def _late(change: LedgerChange) -> list[Finding]:
    """Periods that end on or after the change and are reported already: what was given stands on the old map."""
    counted = _reported_late(change).order_by().values_list("task__period_id").annotate(count=Count("id"))
    counts = dict(counted)
    periods = ReportingPeriod.objects.filter(pk__in=counts).order_by("window", "grain")
    older = [Finding(FindingKind.OLDER_REPORTS, what=period_words(one), count=counts[one.pk]) for one in periods]
    return [*older, Finding(FindingKind.TOTALS_AGAIN, count=len(older))] if older else []


def _reported_late(change: LedgerChange) -> QuerySet[Submission]:
    return Submission.objects.filter(
        accepted_version__isnull=False,
        task__unit__in=change.units,
        task__period__window__endswith__gt=change.first_day,
    )


def _remake_totals(change: LedgerChange) -> None:
    """Ask for the totals to be made again, when figures of periods that end after the change were added already."""
    if not _reported_late(change).exists():
        return
    asked = ask_follow_up(change.proposal, FollowUpCode.TOTALS, now=change.now)
    transaction.on_commit(lambda: remake_totals.defer(follow_up=asked.pk))
