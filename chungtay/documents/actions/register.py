"""The register: number and date, issue, recall. Source: Nghị định 30/2020/NĐ-CP, Art. 15, 17 and 18."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.documents.actions.taking import begin, clean_reason, lock, remember
from chungtay.documents.codes import DocumentStatus, Step
from chungtay.documents.errors import DateBeforeSignature, DateInFuture, NothingToAmend, NumberRefused, NumberTaken
from chungtay.documents.models import Document
from chungtay.documents.queries import next_number
from chungtay.documents.signals import about_to_bind
from chungtay.organisations.models import Membership, Organisation

LARGEST_NUMBER = 99_999


@transaction.atomic
def number_document(document: Document, *, number: int, dated: date, by: Membership, now: datetime) -> Document:
    """Record the number and date that the registry clerk of the lead office wrote on the signed document.

    A number is given once a register and year; the date is the day of the last signature or later, and not in the
    future (Art. 15(2)). Raises `NumberTaken` naming the next free one.
    """
    document = begin(document, Step.NUMBERED, by=by)
    require_amended_in_force(document)
    about_to_bind.send(sender=Document, document=document)
    require(1 <= number <= LARGEST_NUMBER, NumberRefused(field="number"))
    signed_on = _signed_on(document)
    require(dated >= signed_on, DateBeforeSignature(field="dated", signed_on=signed_on.strftime("%d/%m/%Y")))
    require(dated <= local_day(now), DateInFuture(field="dated"))
    # One clerk writes into a register at a time, so that two cannot give the same number.
    lead = Organisation.objects.select_for_update().get(pk=document.lead_id)
    if Document.objects.filter(lead=lead, register_year=dated.year, number=number).exists():
        free = next_number(lead.pk, dated.year)
        raise NumberTaken(number=number, year=dated.year, office=lead.name, next=free)
    document.number, document.issued_on, document.register_year = number, dated, dated.year
    document.status = DocumentStatus.NUMBERED
    document.save(update_fields=["number", "issued_on", "register_year", "status"])
    remember(document, Step.NUMBERED, by=by, now=now, number=number, dated=dated.isoformat())
    return document


@transaction.atomic
def issue(document: Document, *, by: Membership, now: datetime) -> Document:
    """Send the document out; the one it replaces, where there is one, becomes *replaced* in the same moment."""
    document = begin(document, Step.ISSUED, by=by)
    require_amended_in_force(document)
    document.status = DocumentStatus.ISSUED
    document.save(update_fields=["status"])
    remember(document, Step.ISSUED, by=by, now=now)
    if document.replaces is not None:
        replaced = lock(document.replaces)
        replaced.status = DocumentStatus.REPLACED
        replaced.save(update_fields=["status"])
        remember(replaced, Step.REPLACED, by=by, now=now, replaced_by=document.pk)
    return document


@transaction.atomic
def recall(document: Document, *, reason: str, by: Membership, now: datetime) -> Document:
    """Take an issued document back, and say why (Art. 18(4)); its number stays taken."""
    document = begin(document, Step.RECALLED, by=by)
    document.status = DocumentStatus.RECALLED
    document.save(update_fields=["status"])
    remember(document, Step.RECALLED, by=by, now=now, reason=clean_reason(reason))
    return document


def require_amended_in_force(document: Document) -> None:
    """Raise when the document that this one amends was replaced or recalled since: it would change nothing."""
    if document.amends is not None:
        require(document.amends.status == DocumentStatus.ISSUED, NothingToAmend())


def _signed_on(document: Document) -> date:
    return max(local_day(at) for at in (document.lead_signed_at, document.partner_signed_at) if at is not None)
