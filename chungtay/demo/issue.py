"""The plan and the reports of the story's past from draft to issue, by the people whose steps they are."""

from __future__ import annotations

from datetime import datetime, timedelta

from chungtay.core.clock import local_day
from chungtay.demo.correction import COPIED
from chungtay.documents.actions import agree, check_content, check_form, issue, number_document, sign
from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.portal.actions import release_document
from chungtay.programmes.actions.papers import draft_plan_paper
from chungtay.programmes.codes import PlanStatus
from chungtay.programmes.models import PlanVersion
from chungtay.reporting.actions.amending import draft_amendment
from chungtay.reporting.actions.papers import draft_annual
from chungtay.reporting.models import Consolidation
from chungtay.reporting.queries.papers import source_of
from chungtay.territory.codes import Level

# The amending report is among the first of the next year's register.
REGISTER_NUMBER, PLAN_NUMBER, AMENDING_NUMBER = 215, 8, 4


def issue_plan(year: int, *, now: datetime) -> Document:
    """Draft the paper of the province's plan of a year; check, agree, sign, number and issue it."""
    version = PlanVersion.objects.select_related("plan__programme", "plan__organisation", "plan__partner").get(
        plan__programme__year=year, plan__parent=None, status=PlanStatus.SENT_DOWN
    )
    by = _hat(OrganisationKind.POLICE, Role.CONSOLIDATOR)
    return _issued(draft_plan_paper(version, PaperKind.PLAN, by=by, now=now), PLAN_NUMBER, now=now)


def issue_annual(consolidation: Consolidation, *, now: datetime) -> Document:
    """Draft, check, agree, sign by both, number and issue the joint report; a step a few hours after the other."""
    by = _hat(OrganisationKind.POLICE, Role.CONSOLIDATOR)
    return _issued(draft_annual(consolidation, PaperKind.ANNUAL, by=by, now=now), REGISTER_NUMBER, now=now)


def amend_annual(consolidation: Consolidation, *, now: datetime) -> Document:
    """The same for the short report that amends the annual one, after the figures it stood on were frozen anew."""
    report = Document.objects.get(source=source_of(consolidation), kind=PaperKind.ANNUAL)
    by = _hat(OrganisationKind.POLICE, Role.CONSOLIDATOR)
    return _issued(draft_amendment(report, reason=COPIED.why, by=by, now=now), AMENDING_NUMBER, now=now)


def _issued(document: Document, number: int, *, now: datetime) -> Document:
    police, front = OrganisationKind.POLICE, OrganisationKind.FRONT
    check_content(document, by=_hat(police, Role.DRAFTING_HEAD), now=now + timedelta(hours=3))
    check_form(document, by=_hat(police, Role.FORM_CHECKER), now=now + timedelta(hours=5))
    agree(document, by=_hat(front, Role.COORDINATOR), now=now + timedelta(hours=24))
    sign(document, by=_hat(police, Role.SIGNER), now=now + timedelta(hours=26))
    sign(document, by=_hat(front, Role.SIGNER), now=now + timedelta(hours=28))
    numbered_at = now + timedelta(hours=29)
    clerk = _hat(police, Role.REGISTRY_CLERK)
    number_document(document, number=number, dated=local_day(numbered_at), by=clerk, now=numbered_at)
    return issue(document, by=clerk, now=numbered_at + timedelta(hours=1))


def release_annual(document: Document, *, now: datetime) -> None:
    """Release the figures that the document issued, in place of those released for its year before."""
    release_document(document, by=_hat(OrganisationKind.FRONT, Role.EDITOR), now=now)


def _hat(kind: OrganisationKind, role: Role) -> Membership:
    return Membership.objects.select_related("organisation", "user").get(
        role=role, organisation__kind=kind, organisation__level=Level.PROVINCE
    )
