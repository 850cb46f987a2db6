"""Ask for the reports of a period: a job that may be killed and run again, and tells how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.actions.catalogue import open_year
from chungtay.reporting.actions.tasks import generate_tasks, reporting_offices
from chungtay.reporting.catalogue_errors import PeriodAhead
from chungtay.reporting.codes import Calendar, Grain
from chungtay.reporting.models import Assignment, CatalogueEntry, IndicatorSet, ReportingPeriod
from chungtay.reporting.phrases import day_words
from chungtay.reporting.queries.catalogue import base_grain
from chungtay.reporting.rules import can_keep_catalogue
from chungtay.reporting.windows import year_of

ASSIGN_TASK = "chungtay.reporting.tasks.assign_reports"
CHUNK = 200
# A job that tells nothing for so long was lost: the reports may be asked for again.
SILENT_FOR = timedelta(minutes=10)


@transaction.atomic
def ask_for_reports(period: ReportingPeriod, *, by: Membership, now: datetime) -> Assignment:
    """Have the reports of `period` asked for by a job; the one that runs already, where there is one.

    Raises `PeriodAhead` before the first day of its window.
    """
    require(can_keep_catalogue(by))
    first_day = period.window.lower
    require(first_day <= local_day(now), PeriodAhead(first=day_words(first_day)))
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    running = period.assignments.filter(finished_at__isnull=True, asked_at__gt=now - SILENT_FOR).order_by("-id").first()
    return running or _queued(period, by=by, now=now)


def carry_out(assignment_id: int, *, now: datetime) -> int:
    """Ask every office for what it owes in the period of the assignment; returns how many reports were new.

    Office by office in chunks, each its own transaction: what a killed run left is made by the next, nothing twice.
    """
    assignment = Assignment.objects.select_related("period").get(pk=assignment_id)
    period = assignment.period
    offices = reporting_offices(period.window.upper - timedelta(days=1))
    keys = list(offices.order_by("id").values_list("id", flat=True))
    assignment.total, assignment.done, assignment.made = len(keys), 0, 0
    assignment.save(update_fields=["total", "done", "made"])
    forms = _forms(assignment)
    for chunk in _chunks(keys):
        made = generate_tasks(period, offices=Organisation.objects.filter(pk__in=chunk), forms=forms)
        assignment.done += len(chunk)
        assignment.made += made
        assignment.save(update_fields=["done", "made"])
    assignment.finished_at = now
    assignment.save(update_fields=["finished_at"])
    return assignment.made


def open_what_is_due(*, now: datetime) -> list[Assignment]:
    """Make the periods of this year and the next, and ask for the reports of periods that open by themselves.

    Only those whose window runs today and that nobody asked for yet, so running it often costs nothing.
    """
    today = local_day(now)
    for indicator_set in IndicatorSet.objects.order_by("id"):
        year = year_of(Calendar(indicator_set.calendar), today)
        for each in (year, year + 1):
            if not indicator_set.periods.filter(year=each, grain=Grain.YEAR).exists():
                open_year(indicator_set, each)
    return [_queued(period, by=None, now=now) for period in _running(today)]


def _running(today: date) -> Iterator[ReportingPeriod]:
    entries = CatalogueEntry.objects.filter(is_automatic=True, validity__contains=today)
    for set_id in entries.order_by().values_list("form__indicator_set", flat=True).distinct():
        period = ReportingPeriod.objects.filter(
            indicator_set=set_id, grain=base_grain(set_id, today), window__contains=today
        ).first()
        if period is not None and not period.assignments.exists():
            yield period


def _queued(period: ReportingPeriod, *, by: Membership | None, now: datetime) -> Assignment:
    assignment = Assignment.objects.create(period=period, asked_by=by, asked_at=now)
    record(period, "reports_asked_for", by=by, at=now)
    # The job imports this module, so it is named here.
    transaction.on_commit(lambda: app.configure_task(ASSIGN_TASK).defer(assignment=assignment.pk))
    return assignment


def _forms(assignment: Assignment) -> list[int] | None:
    """All forms when a person asked, those that open by themselves otherwise."""
    if assignment.asked_by_id is not None:
        return None
    last_day = assignment.period.window.upper - timedelta(days=1)
    entries = CatalogueEntry.objects.filter(is_automatic=True, validity__contains=last_day)
    return list(entries.filter(form__indicator_set=assignment.period.indicator_set_id).values_list("form", flat=True))


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
