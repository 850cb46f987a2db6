"""What every step has in common: lock, duty, order, separation; and the row that remembers it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.documents import rules
from chungtay.documents.codes import DocumentStatus, Step
from chungtay.documents.errors import NotYourStep, ReasonNeeded, SamePersonTwice, StepOutOfOrder
from chungtay.documents.models import Document, DocumentStep
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import stands_behind

SHORTEST_REASON = 5


def lock(document: Document) -> Document:
    """The document as it is now, closed to others until the transaction ends."""
    locked = Document.objects.select_for_update(of=("self",)).select_related("lead", "partner")
    return locked.get(pk=document.pk)


def begin(document: Document, step: Step, *, by: Membership) -> Document:
    """Lock `document` and refuse `step` unless it is the duty of `by`, its turn, and not checked by its own author."""
    document = lock(document)
    require(rules.can_take(by, document, step), not_your_step(document, rules.DUTIES[step]))
    require_turn(document, step)
    earlier_steps = _steps_of_round(document, rules.SEPARATED.get(step, ()))
    behind = stands_behind(by) if earlier_steps else None
    for earlier in earlier_steps:
        is_other = behind is not None and not behind.is_one_with(earlier.by)
        require(is_other, SamePersonTwice(step=Step(earlier.step).label))
    return document


def require_turn(document: Document, step: Step) -> None:
    """Raise `StepOutOfOrder` unless `step` follows the document's status."""
    require(rules.is_turn_of(document, step), StepOutOfOrder(status=DocumentStatus(document.status).label))


def not_your_step(document: Document, duty: rules.Duty) -> NotYourStep:
    """The refusal that names whose step it is."""
    office = document.lead if duty.of_lead or document.partner is None else document.partner
    return NotYourStep(role=duty.roles[0].label, office=office.name)


def remember(document: Document, step: Step, *, by: Membership, now: datetime, **details: Any) -> None:
    """Keep the step with the document and in the log of deeds."""
    DocumentStep.objects.create(
        document=document,
        round=document.round,
        step=step,
        organisation_id=by.organisation_id,
        by=by,
        at=now,
        details=details,
    )
    record(document, step.value, by=by, at=now, round=document.round)


def clean_reason(reason: str, *, field: str = "reason") -> str:
    """`reason` without outer blanks; raises `ReasonNeeded` when it says nothing, and refuses forbidden matter."""
    reason = reason.strip()
    require(len(reason) >= SHORTEST_REASON, ReasonNeeded(field=field))
    return require_clean(reason, field=field)


def _steps_of_round(document: Document, wanted: tuple[Step, ...]) -> list[DocumentStep]:
    if not wanted:
        return []
    return list(document.steps.filter(round=document.round, step__in=wanted).select_related("by"))
