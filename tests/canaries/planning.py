"""Plans with a canary in each text: one at each step of its way, in the line of one side or joint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.actions.bases import record_basis
from chungtay.programmes.actions.plans import (
    agree,
    amend,
    approve,
    lay,
    return_plan,
    save_draft,
    send_down,
    stamp_of,
    start_plan,
)
from chungtay.programmes.actions.programmes import FrameworkWords, open_programme, record_framework
from chungtay.programmes.items import ItemDraft, draft_of
from chungtay.programmes.models import BasisDocument, PlanVersion, Programme
from chungtay.programmes.rules import WRITING
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, WOMEN, Cast

if TYPE_CHECKING:
    from tests.canaries.planted import Aviary

YEAR, UNPLANNED_YEAR = TODAY.year, TODAY.year + 1
PLAN_PAGES = ("plan", "edit-plan", "alignment")
KINDS = ("plan", "programme", "guidance")


@dataclass
class Planning:
    """The plans by name, and the document they rest on."""

    programme: Programme
    plans: dict[str, PlanVersion]
    basis: BasisDocument


@dataclass
class _Planner:
    cast: Cast
    aviary: Aviary
    programme: Programme

    def draft(self, name: str, kind: str, by: Membership, *, joint: bool = False) -> PlanVersion:
        """A plan with one item whose text is a canary; at the top with an objective too."""
        version = start_plan(self.programme, joint=joint, by=by, now=NOW)
        offices = [version.plan.organisation, *([version.plan.partner] if version.plan.partner else [])]
        is_top = version.plan.parent_id is None
        word = self.aviary.word(kind, f"item of the plan {name}", *offices)
        item = ItemDraft(
            f"Tuyên truyền {word}",
            version.plan.organisation.kind,
            date(YEAR, 11, 25),
            objective=1 if is_top else None,
            parent_number=None if is_top else 1,
            indicator="OUT_SESSIONS",
            target=Decimal(self.aviary.number(kind, f"target of the plan {name}", *offices)),
        )
        objective = {1: f"Mục tiêu {self.aviary.word(kind, f'objective of {name}', *offices)}"} if is_top else None
        return save_draft(version, [item], objectives=objective, by=by, now=NOW)

    def approved(self, version: PlanVersion, *, by: Membership, partner: Membership | None = None) -> PlanVersion:
        """Laid by its writer, agreed to by the partner, approved by `by`."""
        version = lay(version, by=version.written_by, now=NOW)
        if partner is not None:
            agree(version, by=partner, now=NOW)
        return approve(version, by=by, now=NOW)


def plant_plans(cast: Cast, aviary: Aviary) -> Planning:
    """The province's joint plan, sent down and being amended; its police's own in draft; and those of the communes."""
    coordinator, writer = cast.hat(PROVINCE, POLICE, Role.COORDINATOR), cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    words = FrameworkWords("01/CTrPH-CAT-MTTQT", date(2024, 1, 10), "Hai cơ quan", "Phối hợp", 2024, 2033)
    record_framework(words, unit=cast.units[PROVINCE], above=None, by=coordinator, now=NOW)
    planner = _Planner(cast, aviary, open_programme(YEAR, by=coordinator, now=NOW))
    top = planner.draft("top", "plan-down", writer, joint=True)
    offices = (top.plan.organisation, cast.office(PROVINCE, FRONT))
    basis = record_basis(
        symbol=f"12/KH-{aviary.word('plan-down', 'symbol of the basis', *offices)}",
        dated=date(YEAR, 1, 5),
        body=f"Ban {aviary.word('plan-down', 'body of the basis', *offices)}",
        summary=f"Kế hoạch {aviary.word('plan-down', 'summary of the basis', *offices)}",
        plan=top.plan,
        by=writer,
        now=NOW,
    )
    top = planner.approved(top, by=coordinator, partner=cast.hat(PROVINCE, FRONT, Role.COORDINATOR))
    top = send_down(top, by=writer, now=NOW)
    plans = {"top": top}
    plans["own draft"] = planner.draft("own draft", "working", writer)
    plans["laid"] = lay(
        planner.draft("laid", "plan-laid", cast.hat(DONG_THANH, POLICE), joint=True),
        by=cast.hat(DONG_THANH, POLICE),
        now=NOW,
    )
    joint = planner.draft("joint", "plan-joint", cast.hat(HAC_THANH, POLICE), joint=True)
    leader = cast.hat(HAC_THANH, POLICE, Role.APPROVER)
    plans["joint"] = planner.approved(joint, by=leader, partner=cast.hat(HAC_THANH, FRONT))
    own = planner.draft("own laid", "working", cast.hat(HAC_THANH, POLICE))
    plans["own laid"] = lay(own, by=cast.hat(HAC_THANH, POLICE), now=NOW)
    above = cast.hat(PROVINCE, WOMEN, Role.CONSOLIDATOR)
    women = planner.draft("women", "working", cast.hat(DONG_THANH, WOMEN))
    plans["women"] = planner.approved(women, by=above)
    returned = planner.draft("returned", "working", cast.hat(HAC_THANH, WOMEN))
    lay(returned, by=cast.hat(HAC_THANH, WOMEN), now=NOW)
    why = aviary.word("working", "reason of return of the plan returned", returned.plan.organisation)
    plans["returned"] = return_plan(returned, reason=f"Để bổ sung {why}", by=above, now=NOW)
    _move_the_day(planner, top, writer, coordinator)
    why = aviary.word("plan-own", "reason of the amendment", top.plan.organisation)
    amended = amend(plans["top"].plan, reason=f"Thêm việc {why}", by=writer, now=NOW)
    save_draft(amended, [replace(_item(amended), text=f"Thêm {_own(aviary, top)}")], by=writer, now=NOW, objectives={})
    plans["amended"] = amended
    return Planning(planner.programme, plans, basis)


def _move_the_day(planner: _Planner, top: PlanVersion, writer: Membership, coordinator: Membership) -> None:
    """The plan at the top is amended once and in force: those below have a day to decide on."""
    version = amend(top.plan, reason="Chuyển hạn sớm hơn", by=writer, now=NOW)
    items = [replace(draft_of(item), due_on=date(YEAR, 11, 24)) for item in version.items.all()]
    objectives = {each.number: each.text for each in version.objectives.all()}
    version = save_draft(version, items, objectives=objectives, by=writer, now=NOW)
    planner.approved(version, by=coordinator, partner=planner.cast.hat(PROVINCE, FRONT, Role.COORDINATOR))


def _own(aviary: Aviary, top: PlanVersion) -> str:
    return aviary.word("plan-own", "item of the amendment", top.plan.organisation)


def _item(version: PlanVersion) -> ItemDraft:
    return ItemDraft("Tuyên truyền", version.plan.organisation.kind, date(YEAR, 11, 25), number=1)


def pages_of_plans(planning: Planning) -> Iterator[tuple[str, str]]:
    """Every page of every plan and of what it rests on."""
    for name in ("plans", "frameworks", "bases"):
        yield f"programmes:{name}", reverse(f"programmes:{name}")
    yield "programmes:basis", reverse("programmes:basis", args=[planning.basis.pk])
    for version in planning.plans.values():
        for name in PLAN_PAGES:
            yield f"programmes:{name}", reverse(f"programmes:{name}", args=[version.plan_id])
        yield "programmes:plan-version", reverse("programmes:plan-version", args=[version.plan_id, version.number])
        path = reverse("programmes:plan-file", args=[version.plan_id, version.number, "plan", "docx"])
        yield "programmes:plan-file", path
        yield "analytics:plan-targets", reverse("analytics:plan-targets", args=[version.plan_id])


Owner = Callable[[Membership], bool]


def deeds_of_plans(planning: Planning) -> Iterator[tuple[str, str, dict[str, Any], Owner]]:
    """Every deed on every plan: its address, what a person would send, and whose deed it is."""
    framework = {"symbol": "02/CTrPH-CAT-MTTQT", "dated": "2025-01-10", "bodies": "Hai cơ quan", "subject": "Phối hợp",
                 "first_year": "2024", "last_year": "2033"}  # fmt: skip
    yield "programmes:frameworks", reverse("programmes:frameworks"), framework, _keeps
    yield "programmes:open-programme", reverse("programmes:open-programme", args=[UNPLANNED_YEAR]), {}, _keeps
    for joint in ("0", "1"):
        yield "programmes:start-plan", reverse("programmes:start-plan", args=[YEAR]), {"joint": joint}, _writes
    told = {"on": TODAY.isoformat(), "form": "meeting"}
    yield "programmes:basis", reverse("programmes:basis", args=[planning.basis.pk]), told, _writes
    for version in {version.plan_id: version for version in planning.plans.values()}.values():
        yield from _deeds_of_a_plan(version)


def _deeds_of_a_plan(version: PlanVersion) -> Iterator[tuple[str, str, dict[str, Any], Owner]]:
    plan = version.plan
    lead, partner = {plan.organisation_id}, {plan.partner_id}

    def writes(hat: Membership) -> bool:
        return hat.organisation_id in lead and hat.role in WRITING

    def agrees(hat: Membership) -> bool:
        return hat.organisation_id in partner and hat.role in WRITING

    def decides(hat: Membership) -> bool:
        # A leader of the office, or of the one above in its own line; the partner may return.
        leads = hat.role in (Role.APPROVER, Role.COORDINATOR, Role.SIGNER, Role.CONSOLIDATOR)
        near = hat.organisation_id in lead or _is_above(hat.organisation, plan.organisation)
        return leads and near

    drafting = (Role.CONSOLIDATOR, Role.COORDINATOR, Role.DRAFTING_HEAD)
    basis = {"symbol": "15/KH", "dated": "2026-02-03", "body": "Tỉnh ủy", "summary": "Kế hoạch năm"}
    deeds: dict[str, tuple[dict[str, Any], Owner]] = {
        "edit-plan": (_typed(version), writes),
        "agree-plan": ({}, agrees),
        "approve-plan": ({}, decides),
        "return-plan": ({"return-reason": "Xin bổ sung chỉ tiêu"}, lambda hat: decides(hat) or agrees(hat)),
        "send-plan-down": ({}, writes),
        "amend-plan": ({"amend-reason": "Cấp trên giao thêm"}, writes),
        "record-basis": (basis, writes),
    }
    for name in ("take-from-above", "keep-own-item"):
        yield f"programmes:{name}", reverse(f"programmes:{name}", args=[plan.pk, 1]), {}, writes
    for name, (data, may) in deeds.items():
        yield f"programmes:{name}", reverse(f"programmes:{name}", args=[plan.pk]), data, may
    for kind in KINDS:
        path = reverse("programmes:draft-plan-paper", args=[plan.pk, kind])
        yield "programmes:draft-plan-paper", path, {}, lambda hat: hat.organisation_id in lead and hat.role in drafting
    path = reverse("analytics:take-plan-targets", args=[plan.pk])
    yield "analytics:take-plan-targets", path, {}, _keeps


def _typed(version: PlanVersion) -> dict[str, Any]:
    """The form of a draft with one item."""
    item = {"number": "1", "parent_number": "", "text": "Tổ chức tuyên truyền", "target": "12",
            "due_on": f"{YEAR}-11-20", "lead": version.plan.organisation.kind, "cooperating": "front",
            "indicator": "OUT_SESSIONS", "objective": "", "campaign": "poor", "left_out": ""}  # fmt: skip
    kept = PlanVersion.objects.filter(plan=version.plan_id).latest("number")
    head = {"do": "save", "seen": stamp_of(kept), "item-TOTAL_FORMS": "1", "item-INITIAL_FORMS": "0"}
    objectives = {"objective-1": "Nhân dân hiểu pháp luật"} if version.plan.parent_id is None else {}
    return {**head, **objectives, **{f"item-0-{name}": value for name, value in item.items()}}


def _writes(hat: Membership) -> bool:
    return hat.role in WRITING and hat.organisation.line != "state"


def _keeps(hat: Membership) -> bool:
    office = hat.organisation
    return hat.role == Role.COORDINATOR and office.level == 1 and office.kind in (POLICE, FRONT)


def _is_above(upper: Organisation, lower: Organisation) -> bool:
    return upper.kind == lower.kind and upper.level < lower.level
