"""What is asked of whom, by when: the catalogue on a day, its periods to come, and the table of days off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from chungtay.core.errors import NotFound, NotPermitted, require
from chungtay.organisations.codes import Reach
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import reach_of
from chungtay.reporting.codes import Grain
from chungtay.reporting.models import (
    Assignment,
    CatalogueEntry,
    Form,
    FormVersion,
    Indicator,
    IndicatorSetGrain,
    ReportingPeriod,
    ReportTask,
)
from chungtay.reporting.queries.days_off import DaysOff
from chungtay.territory.codes import Level

PERIODS_SHOWN = 6


@dataclass(frozen=True)
class Due:
    """The deadline of one level, and where it would stand without days off in between."""

    level: Level
    on: date
    instead_of: date | None


@dataclass(frozen=True)
class PeriodAsked:
    """One period of an entry: its window, its deadlines, and how many reports were asked for."""

    period: ReportingPeriod
    cut_off: date
    due: tuple[Due, ...]
    task_count: int
    assignment: Assignment | None

    @property
    def is_running(self) -> bool:
        """Whether its reports are being asked for now."""
        return self.assignment is not None and self.assignment.finished_at is None


def catalogue_for(hat: Membership, on: date) -> list[CatalogueEntry]:
    """The entries in force on `on`, in the order of sets and forms. Rules are for everybody who works here."""
    require(reach_of(hat.role) is not Reach.NONE, NotPermitted())
    entries = CatalogueEntry.objects.filter(validity__contains=on).select_related("form__indicator_set")
    return list(entries.order_by("form__indicator_set", "form"))


def form_for(hat: Membership, code: str) -> Form:
    """The form with this code, for a hat that may see data at all."""
    require(reach_of(hat.role) is not Reach.NONE, NotPermitted())
    form = Form.objects.filter(code=code, entries__isnull=False).select_related("indicator_set").first()
    if form is None:
        raise NotFound()
    return form


def entries_of(form: Form) -> list[CatalogueEntry]:
    """All entries of a form, the latest first."""
    return list(form.entries.select_related("issued_by__organisation").order_by("-number"))


def entry_on(form: Form, on: date) -> CatalogueEntry:
    """The entry in force on `on`, else the last one; `NotFound` for a form that is in no catalogue."""
    entries = form.entries.order_by("number")
    found = entries.filter(validity__contains=on).first() or entries.last()
    if found is None:
        raise NotFound()
    return found


def form_version_on(form: Form, on: date) -> FormVersion:
    """How the form stands on `on`; the latest where none stands then."""
    versions = form.versions.order_by("id")
    return versions.filter(validity__contains=on).first() or versions.latest("id")


def base_grain(set_id: int, on: date) -> Grain:
    """The length of the periods in which a set is reported on `on`; a year where nothing was said."""
    found = IndicatorSetGrain.objects.filter(indicator_set=set_id, validity__contains=on).first()
    return Grain(found.grain) if found else Grain.YEAR


def periods_of(form: Form, on: date) -> QuerySet[ReportingPeriod]:
    """The periods of the form's base grain on `on` that are not over for long, the earliest first."""
    grain = base_grain(form.indicator_set_id, on)
    since = on - timedelta(days=62 if grain == Grain.MONTH else 400)
    return ReportingPeriod.objects.filter(
        indicator_set=form.indicator_set_id, grain=grain, window__endswith__gt=since
    ).order_by("window")


def periods_asked(entry: CatalogueEntry, periods: Sequence[ReportingPeriod]) -> list[PeriodAsked]:
    """Windows, deadlines and counts of `periods` under `entry`. Four queries whatever their number."""
    cut_offs = {period.pk: period.window.upper - timedelta(days=1) for period in periods}
    levels = levels_since(min(cut_offs.values())) if cut_offs else set()
    table = DaysOff.now()
    counts = _counts(entry, periods)
    running: dict[int, Assignment] = {}
    for each in Assignment.objects.filter(period__in=periods).order_by("id"):
        running[each.period_id] = each
    return [
        PeriodAsked(
            period,
            cut_offs[period.pk],
            _due(entry, table, cut_offs[period.pk], levels),
            counts.get(period.pk, 0),
            running.get(period.pk),
        )
        for period in periods
    ]


def free_periods(form: Form, on: date) -> list[ReportingPeriod]:
    """The periods from which a new entry may hold: begun later than the latest entry, and no report asked for yet."""
    last = form.entries.latest("number").validity.lower
    asked = ReportTask.objects.filter(form_version__form=form, is_claim=False).order_by("-period__window")
    latest = asked.values_list("period__window", flat=True).first()
    found = periods_of(form, on).filter(window__endswith__gt=on)
    if latest is not None:
        found = found.filter(window__startswith__gte=latest.upper)
    if last is not None:
        found = found.filter(window__startswith__gt=last)
    return list(found[:PERIODS_SHOWN])


def levels_since(day: date) -> set[Level]:
    """The levels at which offices stand on `day` or later: there are no districts any more."""
    lasting = Q(validity__endswith__gt=day) | Q(validity__upper_inf=True)
    found = Organisation.objects.filter(lasting).order_by().values_list("level", flat=True).distinct()
    return {Level(level) for level in found}


def _due(entry: CatalogueEntry, table: DaysOff, cut_off: date, levels: Collection[Level]) -> tuple[Due, ...]:
    return tuple(
        Due(level, table.due(cut_off, days), table.moved_by(cut_off, days))
        for level, days in entry.working_days.items()
        if level in entry.levels and level in levels
    )


def _counts(entry: CatalogueEntry, periods: Sequence[ReportingPeriod]) -> Mapping[int, int]:
    """How many reports were asked for, by period. How many came in is working matter, which the board shows."""
    tasks = ReportTask.objects.filter(period__in=periods, form_version__form=entry.form_id, is_claim=False)
    return dict(tasks.order_by().values_list("period").annotate(count=Count("id")))


def indicators_of(form: Form) -> QuerySet[Indicator]:
    """The indicators that a form can ask for, those of its set, with their cells; in the order of the catalogue."""
    return Indicator.objects.filter(indicator_set=form.indicator_set_id).prefetch_related("cells").order_by("position")
