"""What the page of one plan shows, gathered once for every view that answers with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from chungtay.core.clock import today
from chungtay.core.errors import Message
from chungtay.documents.codes import FileFormat, PaperKind
from chungtay.documents.queries import documents_for
from chungtay.documents.rules import can_draft
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes import rules
from chungtay.programmes.codes import IN_FORCE, OPEN, AboveChange, Campaign, PlanStatus
from chungtay.programmes.forms import BasisForm, ReasonForm, RefusableForm
from chungtay.programmes.items import ItemDraft, kinds_of
from chungtay.programmes.models import Plan, PlanItem, PlanVersion
from chungtay.programmes.papers import PAPERS
from chungtay.programmes.phrases import bodies_words, body_words, target_words
from chungtay.programmes.queries.bases import bases_of, spread_of
from chungtay.programmes.queries.following import ChangeAbove, changes_above, parent_version, taken_over
from chungtay.programmes.queries.measures import measures
from chungtay.programmes.queries.papers import source_of
from chungtay.programmes.queries.plans import (
    bodies_of,
    can_follow,
    is_working_on,
    items_of,
    objectives_of,
    plan_day,
    units_beside,
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
class ShownField:
    """One thing that an item above says otherwise: before and now above, here, and as taking it over would write it."""

    label: Message
    before: str
    after: str
    own: str
    taken: str


@dataclass(frozen=True)
class ShownChange:
    """One item of the plan above that is another one now, in words."""

    number: int
    kind: AboveChange
    text: str
    fields: Sequence[ShownField]


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
        **_above(hat, plan, version, bodies, on),
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


def _above(
    hat: Membership, plan: Plan, version: PlanVersion, bodies: Mapping[str, Organisation], on: date
) -> dict[str, Any]:
    """What is to be decided on since the plan above was amended, for those who read the work on this one."""
    is_latest = version.number == max((each.number for each in plan.versions.all()), default=version.number)
    changes = changes_above(plan, version) if is_latest and is_working_on(hat, plan) else []
    if not changes:
        return {"above_changes": []}
    may = rules.can_write(hat, plan.organisation_id) and version.status in (*OPEN, *IN_FORCE)
    return {
        "above_changes": [_shown_change(each, plan, bodies, on) for each in changes],
        "above_version": parent_version(plan),
        "may_follow_above": may,
    }


def _shown_change(change: ChangeAbove, plan: Plan, bodies: Mapping[str, Organisation], on: date) -> ShownChange:
    shares = units_beside(plan.parent, on) if plan.parent else 1
    fresh = taken_over(change, kinds=kinds_of(bodies), lead=plan.organisation.kind, share_of=shares)
    fields = []
    for names in change.fields:
        said = [_said(each, names[0], bodies) for each in (change.before, change.after, change.own, fresh)]
        fields.append(ShownField(FIELD_LABELS[names[0]], *said))
    named = change.own or change.after or change.before
    if change.kind is AboveChange.ADDED and fresh is not None:
        fields = [
            ShownField(FIELD_LABELS[name], "", _said(change.after, name, bodies), "", _said(fresh, name, bodies))
            for name in ("indicator", "due_on", "lead")
        ]
    return ShownChange(change.number, change.kind, named.text if named else "", fields)


def _said(item: PlanItem | ItemDraft | None, name: str, bodies: Mapping[str, Organisation]) -> str:
    """What an item says in one of its fields, in words; empty for no item."""
    if item is None:
        return ""
    if name == "indicator":
        return target_words(item.target, item.target_unit)
    value = getattr(item, name)
    if name == "due_on":
        return f"{value:%d/%m/%Y}"
    if name == "lead":
        return body_words(value, bodies)
    if name == "cooperating":
        return bodies_words(value, bodies)
    if name == "campaign":
        return str(Campaign(value).label) if value else ""
    return str(value or "")


FIELD_LABELS: Mapping[str, Message] = {
    "text": _("What shall be done"),
    "lead": _("Who leads"),
    "cooperating": _("Who helps"),
    "indicator": _("Target"),
    "due_on": _("To be done by"),
    "objective": _("Objective"),
    "campaign": _("Linked campaign"),
}


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
