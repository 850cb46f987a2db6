"""May this hat take this step of that document? Who may *see* it is in `queries`.

The order and the duties of the steps are data: one table says whose step it is, one from which status it is taken.
Source: Nghị định 30/2020/NĐ-CP, Art. 10 to 19; the matrix of docs/rules/scope.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chungtay.documents.codes import DocumentStatus, Step
from chungtay.documents.models import Document
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership, Organisation

DRAFTING_ROLES = (Role.CONSOLIDATOR, Role.COORDINATOR, Role.DRAFTING_HEAD)


@dataclass(frozen=True)
class Duty:
    """Whose step it is: one of these roles, in the lead office, in the partner's, or in either."""

    roles: tuple[Role, ...]
    of_lead: bool = True
    of_partner: bool = False


DUTIES: Mapping[Step, Duty] = {
    Step.REDRAFTED: Duty(DRAFTING_ROLES),
    Step.CONTENT_CHECKED: Duty((Role.DRAFTING_HEAD,)),
    Step.FORM_CHECKED: Duty((Role.FORM_CHECKER,)),
    Step.AGREED: Duty((Role.COORDINATOR, Role.DRAFTING_HEAD), of_lead=False, of_partner=True),
    Step.SIGNED: Duty((Role.SIGNER,), of_partner=True),
    Step.NUMBERED: Duty((Role.REGISTRY_CLERK,)),
    Step.ISSUED: Duty((Role.REGISTRY_CLERK,)),
    Step.RECALLED: Duty((Role.SIGNER,)),
}
CORRECTION_DUTY = Duty((Role.REGISTRY_CLERK, *DRAFTING_ROLES))
SIGNED_COPY_DUTY = Duty((Role.REGISTRY_CLERK, Role.CONSOLIDATOR, Role.COORDINATOR))

_S = DocumentStatus
BEFORE_SIGNATURE = (_S.DRAFT, _S.CONTENT_CHECKED, _S.FORM_CHECKED, _S.AGREED)
STATUS_BEFORE: Mapping[Step, tuple[DocumentStatus, ...]] = {
    Step.REDRAFTED: BEFORE_SIGNATURE,
    Step.CONTENT_CHECKED: (_S.DRAFT,),
    Step.FORM_CHECKED: (_S.CONTENT_CHECKED,),
    Step.AGREED: (_S.FORM_CHECKED,),
    Step.NUMBERED: (_S.SIGNED,),
    Step.ISSUED: (_S.NUMBERED,),
    Step.RETURNED: (*BEFORE_SIGNATURE, _S.SIGNED),
    Step.RECALLED: (_S.ISSUED,),
}
STATUSES_WITH_SIGNED_COPY = (_S.NUMBERED, _S.ISSUED)
IN_FORCE_OR_PAST = (_S.ISSUED, _S.REPLACED, _S.RECALLED)

# Who took one of these steps of the same round does not take the step before the colon.
SEPARATED: Mapping[Step, tuple[Step, ...]] = {
    Step.CONTENT_CHECKED: (Step.DRAFTED, Step.REDRAFTED),
    Step.FORM_CHECKED: (Step.DRAFTED, Step.REDRAFTED, Step.CONTENT_CHECKED),
    Step.SIGNED: (Step.FORM_CHECKED,),
    Step.NUMBERED: (Step.SIGNED,),
}


def can_draft(hat: Membership, lead: Organisation) -> bool:
    """Draft a document of `lead`: its consolidator, coordinator or head of the drafting office."""
    return hat.organisation_id == lead.pk and hat.role in DRAFTING_ROLES


def can_take(hat: Membership, document: Document, step: Step) -> bool:
    """Whether `step` is this hat's duty; whether it is its turn is `is_turn_of`."""
    return step in DUTIES and _is_duty_of(hat, document, DUTIES[step])


def can_correct(hat: Membership, document: Document) -> bool:
    """Make a letter that corrects the document: the registry clerk, or who drafts for the lead office."""
    return _is_duty_of(hat, document, CORRECTION_DUTY)


def can_bring_signed_copy(hat: Membership, document: Document) -> bool:
    """Bring in the signed copy: the registry clerk, or who drafted for the lead office."""
    return _is_duty_of(hat, document, SIGNED_COPY_DUTY)


def can_return(hat: Membership, document: Document) -> bool:
    """Return the document to its drafting office: whoever it lies with now, and the signers."""
    return can_take(hat, document, Step.SIGNED) or any(
        can_take(hat, document, step) for step in CHECKS if is_turn_of(document, step)
    )


CHECKS = (Step.CONTENT_CHECKED, Step.FORM_CHECKED, Step.AGREED, Step.SIGNED, Step.NUMBERED)


def is_turn_of(document: Document, step: Step) -> bool:
    """Whether `step` follows the document's status. Signing waits for the partner's agreement where there is one."""
    if step is Step.SIGNED:
        return document.status == (_S.AGREED if document.is_joint else _S.FORM_CHECKED)
    if step is Step.AGREED and not document.is_joint:
        return False
    return document.status in STATUS_BEFORE[step]


def works_on(hat: Membership, document: Document) -> bool:
    """Whether the hat belongs to the offices that make the document, or audits them: who sees the discussion of it."""
    return hat.role == Role.AUDITOR or hat.organisation_id in (document.lead_id, document.partner_id)


def has_signed(document: Document, organisation_id: int) -> bool:
    """Whether this side has signed."""
    signed_at = document.lead_signed_at if organisation_id == document.lead_id else document.partner_signed_at
    return signed_at is not None


def open_steps(hat: Membership, document: Document) -> tuple[Step, ...]:
    """The steps that this hat can take now, in the order of the days; returning is among them."""
    found = [step for step in DUTIES if is_turn_of(document, step) and can_take(hat, document, step)]
    if Step.SIGNED in found and has_signed(document, hat.organisation_id):
        found.remove(Step.SIGNED)
    if Step.REDRAFTED in found and (document.lead_signed_at or document.partner_signed_at):
        found.remove(Step.REDRAFTED)
    if is_turn_of(document, Step.RETURNED) and can_return(hat, document):
        found.append(Step.RETURNED)
    return tuple(found)


def _is_duty_of(hat: Membership, document: Document, duty: Duty) -> bool:
    offices = [document.lead_id] * duty.of_lead + [document.partner_id] * duty.of_partner
    return hat.role in duty.roles and hat.organisation_id in offices
