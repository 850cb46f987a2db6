"""Many plans at once under the rules of one: for plans of past years that are taken over, and the demo province.

Statements do not grow with plans: plans, versions, items and deeds are each written in bulk; each text is looked
through once, however many plans share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from chungtay.core.copying import copy_rows
from chungtay.core.errors import ManyProblems, require
from chungtay.core.record import record_many
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes import rules
from chungtay.programmes.actions.plans import item_row
from chungtay.programmes.codes import DisseminationForm, PlanStatus
from chungtay.programmes.errors import BeforeTheDocument, NotYourAgreement, NotYourApproval, NotYourPlan
from chungtay.programmes.items import Ground, ItemDraft, problems_of_fit, tidy
from chungtay.programmes.models import BasisDocument, Dissemination, Plan, PlanVersion, Programme

BATCH = 1000


@dataclass(frozen=True)
class ApprovedPlan:
    """One joint plan as it was approved: who wrote it, who agreed to it, who approved it and when, and its items.

    `sent_down` says whether it was sent down at the same moment. Items get their numbers in their order.
    """

    written_by: Membership
    agreed_by: Membership
    approved_by: Membership
    at: datetime
    parent: Plan
    items: Sequence[ItemDraft]
    ground: Ground
    sent_down: bool = False

    @property
    def office(self) -> Organisation:
        """Whose plan it is."""
        return self.written_by.organisation


@transaction.atomic
def approve_in_bulk(programme: Programme, plans: Sequence[ApprovedPlan]) -> list[Plan]:
    """Write joint plans that were approved; refuses what `save_draft`, `agree` and `approve` refuse of a single one.

    That the approver leads the office, or the one above, is what the papers that are taken over witness.
    """
    for text in {item.text for each in plans for item in each.items}:
        require_clean(text, field="text")
    for each in plans:
        _require_three_persons(each)
        problems = [
            problem for place, item in enumerate(each.items) for problem in problems_of_fit(item, place, each.ground)
        ]
        require(not problems, ManyProblems(problems))
    rows = [
        Plan(
            programme=programme,
            organisation=each.office,
            partner=each.agreed_by.organisation,
            unit_id=each.office.unit_id,
            parent=each.parent,
        )
        for each in plans
    ]
    Plan.objects.bulk_create(rows, batch_size=BATCH)
    versions = [_version(row, each) for row, each in zip(rows, plans, strict=True)]
    PlanVersion.objects.bulk_create(versions, batch_size=BATCH)
    items = [
        item_row(version, number, tidy(item, each.ground))
        for version, each in zip(versions, plans, strict=True)
        for number, item in enumerate(each.items, start=1)
    ]
    copy_rows(items)
    record_many(((version, each.approved_by, each.at) for version, each in zip(versions, plans, strict=True)),
                "plan_approved")  # fmt: skip
    return rows


def _require_three_persons(each: ApprovedPlan) -> None:
    require(rules.can_write(each.written_by, each.office), NotYourPlan(office=each.office.name))
    kind = rules.PARTNERS.get(each.office.kind)  # type: ignore[call-overload]  # a stored kind is a string
    partner = each.agreed_by.organisation
    is_partner = partner.kind == kind and partner.unit_id == each.office.unit_id
    require(is_partner and each.agreed_by.user_id != each.written_by.user_id, NotYourAgreement())
    others = {each.written_by.user_id, each.agreed_by.user_id}
    may = each.approved_by.role in rules.APPROVING_ABOVE and each.approved_by.user_id not in others
    require(may, NotYourApproval(office=each.office.name))


def _version(plan: Plan, each: ApprovedPlan) -> PlanVersion:
    return PlanVersion(
        plan=plan,
        number=1,
        status=PlanStatus.SENT_DOWN if each.sent_down else PlanStatus.APPROVED,
        written_by=each.written_by,
        written_at=each.at,
        laid_at=each.at,
        agreed_by=each.agreed_by,
        agreed_at=each.at,
        approved_by=each.approved_by,
        approved_at=each.at,
        sent_down_at=each.at if each.sent_down else None,
    )


@transaction.atomic
def disseminate_in_bulk(
    document: BasisDocument, stated: Sequence[tuple[Membership, datetime, DisseminationForm]]
) -> list[Dissemination]:
    """State for many offices that they made a document known: by whom, at which moment, and how."""
    for hat, at, _form in stated:
        require(rules.can_write(hat, hat.organisation), NotYourPlan(office=hat.organisation.name))
        require(at.date() >= document.dated, BeforeTheDocument(field="on", dated=f"{document.dated:%d/%m/%Y}"))
    rows = [
        Dissemination(
            document=document,
            organisation=hat.organisation,
            on=at.date(),
            form=form,
            stated_by=hat,
            stated_at=at,
        )
        for hat, at, form in stated
    ]
    Dissemination.objects.bulk_create(rows, batch_size=BATCH)
    record_many(((row, hat, at) for row, (hat, at, _form) in zip(rows, stated, strict=True)), "disseminated")
    return rows
