"""Keep the table of days off, and let the deadlines of open reports follow it (ngày nghỉ, ngày làm bù)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from chungtay.core.clock import local_day
from chungtay.core.errors import NotFound, require
from chungtay.core.record import record, record_many
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.locking import hold_days_off
from chungtay.reporting.catalogue_errors import DaysChangeNothing, DaysTooFar, DaysTooMany
from chungtay.reporting.models import Holiday, ReportTask
from chungtay.reporting.phrases import day_words
from chungtay.reporting.queries.days_off import DaysOff, DeadlineMove, deadline_moves
from chungtay.reporting.queries.reasons import DEADLINE_MOVED
from chungtay.reporting.windows import ONE_DAY

MOST_DAYS = 31
KEPT_FOR = timedelta(days=3 * 366)
# Monday is 0.
SATURDAY = 5


@dataclass(frozen=True)
class NewDays:
    """Days that become days off, or weekend days worked in exchange: first and last day, name, document."""

    first: date
    last: date
    is_working_day: bool
    label: str
    legal_basis: str

    def days(self, table: DaysOff) -> list[date]:
        """Those of them that change what `table` says: weekdays for days off, weekend days for make-up work."""
        span = [self.first + ONE_DAY * step for step in range((self.last - self.first).days + 1)]
        if self.is_working_day:
            return [day for day in span if day.weekday() >= SATURDAY]
        return [day for day in span if day.weekday() < SATURDAY or day in table.worked]


@transaction.atomic
def keep_days(wanted: NewDays, *, by: Membership, now: datetime) -> list[DeadlineMove]:
    """Write days off or make-up days into the table; returns the deadlines of open reports that moved by it.

    Deadlines only move to later days, never into the past. Raises `DaysTooMany`, `DaysTooFar` or `DaysChangeNothing`.
    """
    require(rules.can_keep_catalogue(by))
    hold_days_off(to_change=True)
    days = days_meant(wanted, on=local_day(now))
    label, basis = wanted.label.strip(), wanted.legal_basis.strip()
    rows = [
        Holiday(
            day=day,
            is_working_day=wanted.is_working_day,
            label_vi=label,
            legal_basis=basis,
            is_withdrawn=False,
            kept_by=by,
            kept_at=now,
        )
        for day in days
    ]
    written = ["is_working_day", "label_vi", "legal_basis", "is_withdrawn", "kept_by", "kept_at"]
    Holiday.objects.bulk_create(rows, update_conflicts=True, unique_fields=["day"], update_fields=written)
    because = because_of(label, basis)
    record_many([(row, by, now) for row in rows], "day_kept", worked=wanted.is_working_day, because=because)
    return move_deadlines(by=by, now=now, because=because)


@transaction.atomic
def withdraw_day(holiday: Holiday, *, legal_basis: str, by: Membership, now: datetime) -> list[DeadlineMove]:
    """Take a day out of the table on the ground of a document; returns the deadlines that moved by it.

    No deadline moves to an earlier day: offices keep the time they were told. Where a make-up day is withdrawn, a
    deadline that stands on it moves on.
    """
    require(rules.can_keep_catalogue(by))
    hold_days_off(to_change=True)
    holiday = Holiday.objects.select_for_update().get(pk=holiday.pk)
    require(not holiday.is_withdrawn, NotFound())
    basis = require_clean(legal_basis.strip(), field="legal_basis")
    holiday.is_withdrawn, holiday.kept_by, holiday.kept_at = True, by, now
    holiday.save(update_fields=["is_withdrawn", "kept_by", "kept_at"])
    because = because_of(holiday.label_vi, basis)
    record(holiday, "day_withdrawn", by=by, at=now, because=because)
    return move_deadlines(by=by, now=now, because=because)


def move_deadlines(*, by: Membership | None, now: datetime, because: str = "") -> list[DeadlineMove]:
    """Move the deadlines of open reports that the table of days off no longer allows; told on each report.

    Runs in the transaction that changed the table, under its lock. A statement or two for each form, period and level.
    """
    moves = deadline_moves(DaysOff.now(), local_day(now))
    for move in moves:
        tasks = list(move.tasks().select_for_update(of=("self",)).only("pk").order_by("pk"))
        ReportTask.objects.filter(pk__in=[task.pk for task in tasks]).update(due_on=move.until)
        record_many(
            [(task, by, now) for task in tasks],
            DEADLINE_MOVED,
            before=str(move.before),
            until=str(move.until),
            because=because,
        )
    return moves


def days_meant(wanted: NewDays, *, on: date) -> list[date]:
    """The days that `wanted` writes into the table as it stands; its words are clean. Raises what `keep_days` does."""
    require_clean(wanted.label, field="label")
    require_clean(wanted.legal_basis, field="legal_basis")
    first, last = on - KEPT_FOR, on + KEPT_FOR
    far = DaysTooFar(field="first", first=day_words(first), last=day_words(last))
    require(first <= wanted.first and wanted.last <= last, far)
    length = (wanted.last - wanted.first).days + 1
    require(1 <= length <= MOST_DAYS, DaysTooMany(field="last", most=MOST_DAYS))
    days = wanted.days(DaysOff.now())
    require(bool(days), DaysChangeNothing(field="first"))
    return days


def because_of(label: str, legal_basis: str) -> str:
    """Days off and the document they rest on, as reports are told of them."""
    return f"{label} ({legal_basis})"
