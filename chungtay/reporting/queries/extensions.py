"""Requests for more time: those that wait for an office, those of one report."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, QuerySet

from chungtay.core.errors import NotFound
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.codes import RequestStatus
from chungtay.reporting.models import ExtensionRequest, ReportingPeriod, ReportTask
from chungtay.reporting.queries.submissions import OPEN, tasks_for
from chungtay.reporting.rules import DECIDING

PARTS = ("task__period", "task__organisation", "task__receiver", "task__form_version__form", "asked_by__organisation")


def requests_for(hat: Membership, on: date) -> QuerySet[ExtensionRequest]:
    """The requests that go to the hat's office, of reports it sees; for an auditor, every request."""
    found = ExtensionRequest.objects.filter(task__in=tasks_for(hat, on)).select_related(*PARTS)
    return found if hat.role == Role.AUDITOR else found.filter(task__receiver_id=hat.organisation_id)


def requests_waiting(hat: Membership, on: date) -> QuerySet[ExtensionRequest]:
    """Requests of reports not sent since that wait for the hat's answer, the one asked first first."""
    found = requests_for(hat, on)
    if hat.role not in DECIDING and hat.role != Role.AUDITOR:
        return found.none()
    waiting = found.filter(status=RequestStatus.WAITING, task__in=ReportTask.objects.filter(OPEN))
    return waiting.order_by("asked_at", "pk")


def request_for(hat: Membership, key: int, on: date) -> ExtensionRequest:
    """The request with this key, when it goes to the hat's office; else `NotFound`."""
    found = requests_for(hat, on).filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def last_request(task: ReportTask) -> ExtensionRequest | None:
    """The latest request of a report whose working matter the caller may show."""
    return task.extension_requests.select_related("answered_by__organisation").order_by("-pk").first()


def overdue_by_period(hat: Membership, on: date, *, most: int) -> list[tuple[ReportingPeriod, int]]:
    """How many reports to the hat's office are overdue, by period, the latest periods first. Two queries."""
    if hat.role not in DECIDING:
        return []
    late = ReportTask.objects.filter(OPEN, receiver_id=hat.organisation_id, due_on__lt=on, is_claim=False)
    others = late.exclude(organisation_id=hat.organisation_id)
    rows = others.order_by("-period__window").values_list("period").annotate(count=Count("pk"), day=F("period__window"))
    counts = {period: count for period, count, _day in rows[:most]}
    periods = ReportingPeriod.objects.in_bulk(counts)
    return [(periods[period], count) for period, count in counts.items()]
