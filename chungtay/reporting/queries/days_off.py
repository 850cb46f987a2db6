"""The table of days off, and which deadlines of open reports move when it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from chungtay.core.errors import NotFound, NotPermitted, require
from chungtay.organisations.codes import Reach
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import reach_of
from chungtay.reporting.models import CatalogueEntry, Form, Holiday, ReportingPeriod, ReportTask
from chungtay.reporting.queries.submissions import OPEN
from chungtay.reporting.windows import due_day, first_working_day
from chungtay.territory.codes import Level


@dataclass(frozen=True)
class DaysOff:
    """The whole table: days on which offices rest, and weekend days on which they work in exchange."""

    off: frozenset[date]
    worked: frozenset[date]

    @classmethod
    def now(cls) -> DaysOff:
        """The table as it stands: a dozen days a year; one query."""
        rows = Holiday.objects.in_force().values_list("day", "is_working_day")
        kept = {True: set[date](), False: set[date]()}
        for day, is_worked in rows:
            kept[is_worked].add(day)
        return cls(off=frozenset(kept[False]), worked=frozenset(kept[True]))

    def changed(self, days: Iterable[date], *, worked: bool | None) -> DaysOff:
        """The table with `days` as working days or as days off; None takes them out of it."""
        touched = frozenset(days)
        off, kept = self.off - touched, self.worked - touched
        return DaysOff(off | touched if worked is False else off, kept | touched if worked else kept)

    def due(self, last_day: date, working_days: int) -> date:
        """The deadline so many working days after a cut-off: never a day off."""
        return due_day(last_day, working_days, off=self.off, worked=self.worked)

    def moved_by(self, last_day: date, working_days: int) -> date | None:
        """Where that deadline would stand if there were no table of days off; None where that changes nothing."""
        plain = due_day(last_day, working_days, off=(), worked=())
        return plain if plain != self.due(last_day, working_days) else None

    def first_working_day(self, since: date) -> date:
        """`since`, or the next day on which offices work."""
        return first_working_day(since, off=self.off, worked=self.worked)


@dataclass(frozen=True)
class DeadlineMove:
    """The open reports of one form, period and level whose deadline moves, and from which day to which."""

    period: ReportingPeriod
    form: Form
    level: Level
    before: date
    until: date
    count: int

    def tasks(self) -> QuerySet[ReportTask]:
        """The reports themselves."""
        return ReportTask.objects.filter(
            OPEN,
            period=self.period,
            form_version__form=self.form,
            organisation__level=self.level,
            due_on=self.before,
        )


def holidays_for(hat: Membership) -> QuerySet[Holiday]:
    """The days off and make-up days in force. Rules are for everybody who works here."""
    require(reach_of(hat.role) is not Reach.NONE, NotPermitted())
    return Holiday.objects.in_force().select_related("kept_by__organisation")


def holiday_for(hat: Membership, written: str) -> Holiday:
    """The day off in force on the day `written` as yyyy-mm-dd."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise NotFound() from None
    found = holidays_for(hat).filter(day=day).first()
    if found is None:
        raise NotFound()
    return found


def deadline_moves(table: DaysOff, on: date) -> list[DeadlineMove]:
    """Which deadlines of reports that were not sent move on `on` when the table of days off is `table`.

    Never to an earlier day than offices were told, and never into the past; more time that was given stays. Five
    queries, whatever the number of reports.
    """
    groups = ("period", "form_version__form", "organisation__level", "due_on")
    rows = list(
        ReportTask.objects.filter(OPEN).order_by("due_on", *groups[:3]).values_list(*groups).annotate(Count("pk"))
    )
    periods = ReportingPeriod.objects.in_bulk({period for period, *_rest in rows})
    forms = Form.objects.select_related("indicator_set").in_bulk({form for _period, form, *_rest in rows})
    entries = _entries_of(forms)
    moves = []
    for period_id, form_id, level, before, count in rows:
        period = periods[period_id]
        until = _moved(table, before, _counted(table, entries[form_id], period, Level(level)))
        if until > before and until >= on:
            moves.append(DeadlineMove(period, forms[form_id], Level(level), before, until, count))
    return moves


def _entries_of(forms: Collection[int]) -> dict[int, list[CatalogueEntry]]:
    found: dict[int, list[CatalogueEntry]] = defaultdict(list)
    for entry in CatalogueEntry.objects.filter(form__in=list(forms)):
        found[entry.form_id].append(entry)
    return found


def _counted(table: DaysOff, entries: Collection[CatalogueEntry], period: ReportingPeriod, level: Level) -> date | None:
    """The deadline as it is counted from the cut-off; None where no level of the entry has one."""
    last_day = period.window.upper - timedelta(days=1)
    entry = next((each for each in entries if last_day in each.validity), None)
    days = entry.working_days.get(level) if entry is not None else None
    return table.due(last_day, days) if days else None


def _moved(table: DaysOff, before: date, counted: date | None) -> date:
    return max(table.first_working_day(before), counted or before)
