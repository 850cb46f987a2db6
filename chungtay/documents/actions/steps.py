"""The steps from draft to signature, each by its own role, and the way back.

Source: Nghị định 30/2020/NĐ-CP, Art. 10 (draft), 12 (two named persons check content and form), 13 (signature).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from chungtay.core.errors import require
from chungtay.documents import rules
from chungtay.documents.actions.taking import begin, clean_reason, lock, not_your_step, remember, require_turn
from chungtay.documents.codes import DocumentStatus, Step
from chungtay.documents.errors import AlreadySigned, FormNotAnswered, NothingToAgree
from chungtay.documents.models import Document
from chungtay.documents.queries import findings_of
from chungtay.documents.signals import about_to_bind
from chungtay.organisations.models import Membership


@transaction.atomic
def check_content(document: Document, *, by: Membership, now: datetime) -> Document:
    """The head of the drafting office answers for the content (Art. 12(1)); never who drafted this version."""
    document = begin(document, Step.CONTENT_CHECKED, by=by)
    return _move(document, DocumentStatus.CONTENT_CHECKED, Step.CONTENT_CHECKED, by=by, now=now)


@transaction.atomic
def check_form(
    document: Document, *, answers: Mapping[str, str] | None = None, by: Membership, now: datetime
) -> Document:
    """The form checker answers for the form (Art. 12(2)); never who drafted or checked the content.

    `answers` says for each broken rule of layout, by its key, why it may stand. Raises `FormNotAnswered` when a rule is
    broken and not answered.
    """
    document = begin(document, Step.FORM_CHECKED, by=by)
    given = answers or {}
    broken = list(dict.fromkeys(finding.rule for finding in findings_of(document)))
    unanswered = [key for key in broken if not given.get(key, "").strip()]
    require(not unanswered, FormNotAnswered(count=len(unanswered), rules=unanswered))
    kept = {key: clean_reason(given[key], field=f"answer-{key}") for key in broken}
    return _move(document, DocumentStatus.FORM_CHECKED, Step.FORM_CHECKED, by=by, now=now, answers=kept)


@transaction.atomic
def agree(document: Document, *, by: Membership, now: datetime) -> Document:
    """The partner agrees to a joint document; without a partner there is nothing to agree."""
    require(document.is_joint, NothingToAgree())
    document = begin(document, Step.AGREED, by=by)
    return _move(document, DocumentStatus.AGREED, Step.AGREED, by=by, now=now)


@transaction.atomic
def sign(document: Document, *, by: Membership, now: datetime) -> Document:
    """Record that one side has signed; with the last signature the document is signed.

    A joint document takes the signers of both sides, in either order. Raises `AlreadySigned` for a second one.
    """
    document = begin(document, Step.SIGNED, by=by)
    about_to_bind.send(sender=Document, document=document)
    require(not rules.has_signed(document, by.organisation_id), AlreadySigned(office=by.office))
    side = "lead_signed_at" if by.organisation_id == document.lead_id else "partner_signed_at"
    setattr(document, side, now)
    is_last = document.lead_signed_at is not None and (document.partner_signed_at is not None or not document.is_joint)
    if is_last:
        document.status = DocumentStatus.SIGNED
    document.save(update_fields=[side, "status"])
    remember(document, Step.SIGNED, by=by, now=now)
    return document


@transaction.atomic
def return_document(document: Document, *, reason: str, by: Membership, now: datetime) -> Document:
    """Send the document back to its drafting office, before it has a number; signatures given so far fall away.

    By whoever it lies with now, or a signer. The checks begin again with the next round.
    """
    document = lock(document)
    require_turn(document, Step.RETURNED)
    require(rules.can_return(by, document), not_your_step(document, rules.DUTIES[_next_check(document)]))
    remember(document, Step.RETURNED, by=by, now=now, reason=clean_reason(reason))
    document.round += 1
    document.status = DocumentStatus.DRAFT
    document.lead_signed_at = document.partner_signed_at = None
    document.save(update_fields=["round", "status", "lead_signed_at", "partner_signed_at"])
    return document


def _next_check(document: Document) -> Step:
    return next(step for step in rules.CHECKS if rules.is_turn_of(document, step))


def _move(
    document: Document,
    status: DocumentStatus,
    step: Step,
    *,
    by: Membership,
    now: datetime,
    answers: Mapping[str, str | Sequence[str]] | None = None,
) -> Document:
    document.status = status
    document.save(update_fields=["status"])
    remember(document, step, by=by, now=now, **({"answers": dict(answers)} if answers else {}))
    return document
