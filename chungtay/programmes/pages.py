"""What the page of one plan shows, gathered once for every view that answers with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chungtay.core.clock import today
from chungtay.documents.codes import FileFormat, PaperKind
from chungtay.documents.queries import documents_for
from chungtay.documents.rules import can_draft
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes import rules
from chungtay.programmes.codes import IN_FORCE, OPEN, Campaign, PlanStatus
from chungtay.programmes.forms import BasisForm, ReasonForm, RefusableForm
from chungtay.programmes.models import Plan, PlanItem, PlanVersion
from chungtay.programmes.papers import PAPERS
from chungtay.programmes.phrases import bodies_words, body_words, target_words
from chungtay.programmes.queries.bases import bases_of, spread_of
from chungtay.programmes.queries.measures import measures
from chungtay.programmes.queries.papers import source_of
from chungtay.programmes.queries.plans import (
    bodies_of,
    can_follow,
    is_working_on,
    items_of,
    objectives_of,
    plan_day,
    versions_awaiting_approval,
    versions_seen,
)


@dataclass(frozen=True)
class ShownItem:
    """One item in words."""

    item: PlanItem
    lead: str
    helpers: str
    target: str
    indicator: str
    campaign: str


@dataclass(frozen=True)
class Group:
    """The items under one objective; its text is empty for items without one."""

    text: str
    items: Sequence[ShownItem]


def plan_context(
    hat: Membership, plan: Plan, version: PlanVersion, forms: Mapping[str, RefusableForm] | None = None
) -> dict[str, Any]:
    """The context of the page; `forms` are those that were just refused, by their name on the page."""
    on = today()
    bodies = bodies_of(plan.unit_id, plan_day(plan.programme.year, on))
    is_last = version.status != PlanStatus.REPLACED
    bases = bases_of(plan)
    spread = spread_of(hat, bases, on)
    return {
        "plan": plan,
        "version": version,
        "groups": groups_of(version, bodies),
        "order": _order(version),
        "is_in_force": version.status in IN_FORCE,
        "is_working": is_working_on(hat, plan),
        "versions": list(versions_seen(hat, plan)),
        "steps": _open_steps(hat, plan, version, on) if is_last else {},
        "may_follow": can_follow(hat, plan) and version.status in IN_FORCE,
        "bases": [(document, spread[document.pk]) for document in bases],
        "kinds": [kind for kind in PAPERS if kind != PaperKind.GUIDANCE or plan.unit_id == plan.programme.unit_id],
        "formats": list(FileFormat),
        "may_draft": version.status in IN_FORCE and can_draft(hat, plan.organisation),
        "documents": list(documents_for(hat, on).filter(source__in=[source_of(each) for each in plan.versions.all()])),
        "may_record_basis": rules.can_write(hat, plan.organisation_id),
        "return_form": ReasonForm(prefix="return"),
        "amend_form": ReasonForm(prefix="amend"),
        "basis_form": BasisForm(),
        **(forms or {}),
    }


def groups_of(version: PlanVersion, bodies: Mapping[str, Organisation]) -> list[Group]:
    """The items of a version under their objectives, in words; additions without an objective last."""
    objectives = objectives_of(version.plan, version)
    known = measures()
    grouped: dict[int | None, list[ShownItem]] = {number: [] for number in objectives}
    for item in items_of(version):
        shown = ShownItem(
            item=item,
            lead=body_words(item.lead, bodies),
            helpers=bodies_words(item.cooperating, bodies),
            target=target_words(item.target, item.target_unit),
            indicator=known[item.indicator].label if item.indicator in known else item.indicator,
            campaign=str(Campaign(item.campaign).label) if item.campaign else "",
        )
        grouped.setdefault(item.objective if item.objective in objectives else None, []).append(shown)
    return [Group(objectives.get(number, ""), items) for number, items in grouped.items() if items]  # type: ignore[arg-type]


def _order(version: PlanVersion) -> list[tuple[str, str]]:
    """The steps of a version in their order, as the page shows them."""
    way = [PlanStatus.DRAFT, PlanStatus.LAID, PlanStatus.APPROVED, PlanStatus.SENT_DOWN]
    if version.status == PlanStatus.RETURNED:
        way[0] = PlanStatus.RETURNED
    return [(status.value, str(status.label)) for status in way]


def _open_steps(hat: Membership, plan: Plan, version: PlanVersion, on: date) -> dict[str, bool]:
    """The steps that this hat can take now, by name."""
    status = PlanStatus(version.status)
    writes = rules.can_write(hat, plan.organisation_id)
    laid = status is PlanStatus.LAID
    may_agree = laid and rules.can_agree(hat, plan) and version.written_by.user_id != hat.user_id
    may_approve = laid and versions_awaiting_approval(hat, on).filter(pk=version.pk).exists()
    return {
        "write": writes and status in OPEN,
        "agree": may_agree and version.agreed_at is None,
        "approve": may_approve,
        "return": may_agree or may_approve,
        "send_down": writes and status is PlanStatus.APPROVED,
        "amend": writes and status in IN_FORCE,
    }
