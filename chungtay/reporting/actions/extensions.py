"""Ask for more time, and answer it (xin gia hạn): the office asks with a reason, the receiving office decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.decisions import extend_deadline
from chungtay.reporting.actions.locking import hold_days_off, lock_task, submission_of
from chungtay.reporting.catalogue_errors import AlreadySent, RequestAnswered, RequestWaits
from chungtay.reporting.codes import RequestStatus
from chungtay.reporting.errors import NotLater, ReasonMissing
from chungtay.reporting.models import ExtensionRequest, ReportTask
from chungtay.reporting.phrases import day_words


@transaction.atomic
def ask_for_time(task: ReportTask, *, until: date, reason: str, by: Membership, now: datetime) -> ExtensionRequest:
    """Ask the receiving office for more time: until a later day than the deadline, with the reason.

    Raises `AlreadySent` for a report that was sent, `RequestWaits` while an earlier request has no answer.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    require(rules.can_ask_for_time(by, task, submission_of(task)), AlreadySent())
    waiting = task.extension_requests.filter(status=RequestStatus.WAITING)
    require(not waiting.exists(), RequestWaits(office=task.receiver.name))
    require(until > task.due_on, NotLater(field="until", due=day_words(task.due_on)))
    asked = ExtensionRequest.objects.create(task=task, until=until, reason=_reason(reason), asked_by=by, asked_at=now)
    record(task, "time_asked_for", by=by, at=now, until=str(until))
    return asked


@transaction.atomic
def give_time(task: ReportTask, *, until: date, reason: str, by: Membership, now: datetime) -> ReportTask:
    """Give more time of one's own accord; a request that waits is granted by it. Raises what `extend_deadline` does."""
    task = extend_deadline(task, until=until, reason=reason, by=by, now=now)
    for asked in task.extension_requests.filter(status=RequestStatus.WAITING):
        _answer(asked, RequestStatus.GRANTED, answer="", until=task.due_on, by=by, now=now)
    return task


@transaction.atomic
def grant_time(asked: ExtensionRequest, *, until: date, by: Membership, now: datetime) -> ExtensionRequest:
    """Grant a request, until the day it asks for or another one; its reason stands with the new deadline."""
    hold_days_off()
    asked = _waiting(asked, by)
    task = extend_deadline(asked.task, until=until, reason=asked.reason, by=by, now=now)
    return _answer(asked, RequestStatus.GRANTED, answer="", until=task.due_on, by=by, now=now)


@transaction.atomic
def refuse_time(asked: ExtensionRequest, *, reason: str, by: Membership, now: datetime) -> ExtensionRequest:
    """Refuse a request with the reason; the deadline stays."""
    asked = _waiting(asked, by)
    return _answer(asked, RequestStatus.REFUSED, answer=_reason(reason), until=None, by=by, now=now)


def _waiting(asked: ExtensionRequest, by: Membership) -> ExtensionRequest:
    """The request as it is under the lock of its report, still without an answer, for whoever decides on it."""
    task = lock_task(asked.task)
    require(rules.can_decide(by, task))
    asked = ExtensionRequest.objects.select_for_update().get(pk=asked.pk)
    asked.task = task
    require(asked.status == RequestStatus.WAITING, RequestAnswered())
    return asked


def _answer(
    asked: ExtensionRequest, status: RequestStatus, *, answer: str, until: date | None, by: Membership, now: datetime
) -> ExtensionRequest:
    asked.status, asked.answer, asked.granted_until = status, answer, until
    asked.answered_by, asked.answered_at = by, now
    asked.save(update_fields=["status", "answer", "granted_until", "answered_by", "answered_at"])
    record(asked, f"time_{status}", by=by, at=now)
    return asked


def _reason(reason: str) -> str:
    require(bool(reason.strip()), ReasonMissing(field="reason"))
    return require_clean(reason.strip(), field="reason")
