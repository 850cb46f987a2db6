"""Verbs of plans: begin, write, lay, agree, approve, return, send down, amend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from chungtay.core.clock import local_day
from chungtay.core.errors import InputRefused, ManyProblems, require
from chungtay.core.record import record
from chungtay.core.scanner import ForbiddenMatter, require_clean
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import organisation_of
from chungtay.programmes import rules
from chungtay.programmes.codes import IN_FORCE, OPEN, PlanStatus
from chungtay.programmes.errors import (
    EmptyPlan,
    NoPartner,
    NotAgreedYet,
    NothingAbove,
    NotYourAgreement,
    NotYourApproval,
    NotYourPlan,
    PlanChanged,
    PlanExists,
    PlanOutOfOrder,
    ReasonNeeded,
)
from chungtay.programmes.items import Ground, ItemDraft, draft_of, kinds_of, problems_of, proposed, repeated, tidy
from chungtay.programmes.models import Objective, Plan, PlanItem, PlanVersion, Programme
from chungtay.programmes.queries.following import decided_on, parent_version
from chungtay.programmes.queries.measures import measures
from chungtay.programmes.queries.plans import (
    bodies_of,
    items_by_number,
    items_of,
    objectives_of,
    plan_above,
    plan_day,
    units_beside,
    version_in_force,
    versions_awaiting_approval,
)

SHORTEST_REASON = 5


@transaction.atomic
def start_plan(programme: Programme, *, joint: bool, by: Membership, now: datetime) -> PlanVersion:
    """Begin the plan of the hat's office: at the province the top one, elsewhere one that follows the plan above.

    The draft holds proposals: of the items above each with a share of its target and an earlier day; at the top those
    of the year before, a year later. Raises `PlanExists`, `NothingAbove`, `NoPartner`.
    """
    office = by.organisation
    require(rules.can_write(by, office) and rules.can_have_plan(office), NotYourPlan(office=office.name))
    on, year = local_day(now), programme.year
    partner = _partner(office, year, on) if joint else None
    parent = plan_above(office, year, on, joint=joint)
    if parent is None and office.unit_id != programme.unit_id:
        raise NothingAbove(year=year, office=office.name)
    Programme.objects.select_for_update().get(pk=programme.pk)
    clash = Q(unit=office.unit_id, partner__isnull=False) if joint else Q(organisation=office, partner__isnull=True)
    require(not Plan.objects.filter(clash, programme=programme).exists(), PlanExists(year=year))
    plan = Plan.objects.create(
        programme=programme, organisation=office, partner=partner, unit_id=office.unit_id, parent=parent
    )
    version = PlanVersion.objects.create(plan=plan, number=1, written_by=by, written_at=now)
    items, objectives = _proposals(plan, on)
    store_items(version, items, objectives, ground_of(plan, on))
    record(plan, "plan_started", by=by, at=now, year=year)
    return version


def ground_of(plan: Plan, on: date) -> Ground:
    """What the items of `plan` are held against."""
    year = plan.programme.year
    return Ground(
        year=year,
        kinds=kinds_of(bodies_of(plan.unit_id, plan_day(year, on))),
        above=items_by_number(parent_version(plan)),
        measures={code: measure.unit for code, measure in measures().items()},
    )


@transaction.atomic
def save_draft(
    version: PlanVersion,
    items: Sequence[ItemDraft],
    *,
    by: Membership,
    now: datetime,
    objectives: Mapping[int, str] | None = None,
    seen: str | None = None,
) -> PlanVersion:
    """Store the items of a draft in the place of those before, and for a plan at the top its objectives by number.

    `seen` is `stamp_of` the draft when it was opened: `PlanChanged` where somebody saved in between. Raises
    `ManyProblems` with everything that is wrong, and stores nothing then.
    """
    version = locked_version(version)
    plan = version.plan
    require_writer(by, plan)
    require_status(version, OPEN)
    require(seen is None or seen == stamp_of(version), PlanChanged(person=version.written_by.office))
    ground = ground_of(plan, local_day(now))
    problems = [*problems_of(items, ground), *_problems_of_objectives(objectives or {})]
    require(not problems, ManyProblems(problems))
    store_items(version, items, objectives if plan.parent_id is None else None, ground)
    version.written_by, version.written_at = by, now
    version.save(update_fields=["written_by", "written_at"])
    record(version, "plan_written", by=by, at=now, items=len(items))
    return version


def stamp_of(version: PlanVersion) -> str:
    """When the draft was last saved, as a page keeps it to notice that somebody else saved."""
    return version.written_at.isoformat()


@transaction.atomic
def lay(version: PlanVersion, *, by: Membership, now: datetime) -> PlanVersion:
    """Lay a draft before its approver, and a joint one before its partner first. Raises `EmptyPlan`."""
    version = locked_version(version)
    require_writer(by, version.plan)
    require_status(version, OPEN)
    require(version.items.exists(), EmptyPlan())
    version.status, version.laid_at = PlanStatus.LAID, now
    version.agreed_by, version.agreed_at = None, None
    version.save(update_fields=["status", "laid_at", "agreed_by", "agreed_at"])
    record(version, "plan_laid", by=by, at=now)
    return version


@transaction.atomic
def agree(version: PlanVersion, *, by: Membership, now: datetime) -> PlanVersion:
    """Agree to a joint plan as its partner; never under the account that wrote it."""
    version = locked_version(version)
    may = rules.can_agree(by, version.plan) and version.written_by.user_id != by.user_id
    require(may, NotYourAgreement())
    require_status(version, (PlanStatus.LAID,))
    version.agreed_by, version.agreed_at = by, now
    version.save(update_fields=["agreed_by", "agreed_at"])
    record(version, "plan_agreed", by=by, at=now)
    return version


@transaction.atomic
def approve(version: PlanVersion, *, by: Membership, now: datetime) -> PlanVersion:
    """Approve a plan, as another person than its writer; the version before is replaced.

    An amendment of a plan that was sent down is sent down with its approval: those below work from it. Raises
    `NotAgreedYet` for a joint plan that its partner has not agreed to.
    """
    version = locked_version(version)
    require_status(version, (PlanStatus.LAID,))
    plan = version.plan
    if plan.partner is not None and version.agreed_at is None:
        raise NotAgreedYet(partner=plan.partner.name)
    may = versions_awaiting_approval(by, local_day(now)).filter(pk=version.pk).exists()
    require(may, NotYourApproval(office=plan.organisation.name))
    before = version_in_force(plan)
    sent = before is not None and before.status == PlanStatus.SENT_DOWN
    if before is not None:
        before.status = PlanStatus.REPLACED
        before.save(update_fields=["status"])
    version.status = PlanStatus.SENT_DOWN if sent else PlanStatus.APPROVED
    version.approved_by, version.approved_at = by, now
    version.sent_down_at = now if sent else None
    version.save(update_fields=["status", "approved_by", "approved_at", "sent_down_at"])
    record(version, "plan_approved", by=by, at=now, number=version.number)
    return version


@transaction.atomic
def return_plan(version: PlanVersion, *, reason: str, by: Membership, now: datetime) -> PlanVersion:
    """Return a plan to its writer with a reason: whoever may agree to it or approve it."""
    version = locked_version(version)
    require_status(version, (PlanStatus.LAID,))
    may_approve = versions_awaiting_approval(by, local_day(now)).filter(pk=version.pk).exists()
    require(may_approve or rules.can_agree(by, version.plan), NotYourApproval(office=version.plan.organisation.name))
    version.status, version.return_reason = PlanStatus.RETURNED, _reason(reason)
    version.agreed_by, version.agreed_at = None, None
    version.save(update_fields=["status", "return_reason", "agreed_by", "agreed_at"])
    record(version, "plan_returned", by=by, at=now)
    return version


@transaction.atomic
def send_down(version: PlanVersion, *, by: Membership, now: datetime) -> PlanVersion:
    """Send an approved plan down: from now on the offices below see it and make it concrete."""
    version = locked_version(version)
    require_writer(by, version.plan)
    require_status(version, (PlanStatus.APPROVED,))
    version.status, version.sent_down_at = PlanStatus.SENT_DOWN, now
    version.save(update_fields=["status", "sent_down_at"])
    record(version, "plan_sent_down", by=by, at=now)
    return version


@transaction.atomic
def amend(plan: Plan, *, reason: str, by: Membership, now: datetime) -> PlanVersion:
    """Begin the next version of a plan in force, a copy to write on, with the reason; the present one stays in force.

    Raises `PlanOutOfOrder` before the first approval and while a version is on its way.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("organisation", "programme").get(pk=plan.pk)
    require_writer(by, plan)
    words = _reason(reason)
    latest = plan.versions.latest("number")
    require_status(latest, IN_FORCE)
    version = PlanVersion.objects.create(
        plan=plan,
        number=latest.number + 1,
        reason=words,
        written_by=by,
        written_at=now,
        followed=latest.followed,
    )
    Objective.objects.bulk_create(
        [
            Objective(version=version, number=each.number, position=each.position, text=each.text)
            for each in latest.objectives.all()
        ]
    )
    _write_items(version, [(item.number, draft_of(item)) for item in items_of(latest)])
    record(version, "plan_amended", by=by, at=now, number=version.number)
    return version


def _partner(office: Organisation, year: int, on: date) -> Organisation:
    kind = rules.PARTNERS.get(office.kind)  # type: ignore[call-overload]  # a stored kind is a string
    found = organisation_of(office.unit_id, kind, plan_day(year, on)) if kind else None
    if found is None:
        raise NoPartner()
    return found


def _proposals(plan: Plan, on: date) -> tuple[list[ItemDraft], dict[int, str] | None]:
    """What the draft begins with: shares of the items above; at the top, the items of the year before."""
    parent = parent_version(plan)
    if parent is not None:
        kinds = kinds_of(bodies_of(plan.unit_id, plan_day(plan.programme.year, on)))
        shares = units_beside(parent.plan, on)
        lead = plan.organisation.kind
        return [proposed(item, kinds=kinds, lead=lead, share_of=shares) for item in items_of(parent)], None
    last = Plan.objects.filter(
        organisation=plan.organisation_id, partner=plan.partner_id, programme__year=plan.programme.year - 1
    ).first()
    version = version_in_force(last) if last else None
    if version is None:
        return [], {}
    return [repeated(item) for item in items_of(version)], objectives_of(version.plan, version)


def store_items(
    version: PlanVersion, items: Sequence[ItemDraft], objectives: Mapping[int, str] | None, ground: Ground
) -> None:
    """Write items and objectives in the place of those before, in their order; an item without a number gets the next.

    A number that the plan never gave is not taken from outside.
    """
    if objectives is not None:
        version.objectives.all().delete()
        written = {number: " ".join(text.split()) for number, text in objectives.items()}
        Objective.objects.bulk_create(
            [
                Objective(version=version, number=number, position=place, text=text)
                for place, (number, text) in enumerate(written.items(), start=1)
                if text
            ]
        )
    given = set(PlanItem.objects.filter(version__plan=version.plan_id).values_list("number", flat=True))
    following = (PlanItem.objects.filter(version__plan=version.plan_id).aggregate(most=Max("number"))["most"] or 0) + 1
    version.items.all().delete()
    numbered: list[tuple[int, ItemDraft]] = []
    begun: list[int] = []
    for item in items:
        number = item.number
        if number is None or number not in given:
            number, following = following, following + 1
            begun += [item.parent_number] if item.parent_number is not None else []
        given.discard(number)
        numbered.append((number, tidy(item, ground)))
    _write_items(version, numbered)
    follow(version, begun)


def follow(version: PlanVersion, numbers: Iterable[int]) -> None:
    """Keep that these items of the plan above were decided on as they stand there now."""
    decided = list(numbers)
    parent = parent_version(version.plan) if decided else None
    if parent is not None:
        known = decided_on(version) | dict.fromkeys(decided, parent.number)
        version.followed = {str(number): at for number, at in known.items()}
        version.save(update_fields=["followed"])


def _write_items(version: PlanVersion, items: Sequence[tuple[int, ItemDraft]]) -> None:
    PlanItem.objects.bulk_create(
        [item_row(version, number, item, position=place) for place, (number, item) in enumerate(items, start=1)]
    )


def item_row(version: PlanVersion, number: int, item: ItemDraft, *, position: int = 0) -> PlanItem:
    """The row of a tidy item."""
    return PlanItem(
        version=version,
        number=number,
        position=position,
        objective=item.objective,
        parent_number=item.parent_number,
        text=item.text,
        lead=item.lead,
        cooperating=list(item.cooperating),
        indicator=item.indicator,
        target=item.target,
        target_unit=item.target_unit,
        due_on=item.due_on,
        campaign=item.campaign,
    )


def _problems_of_objectives(objectives: Mapping[int, str]) -> list[InputRefused]:
    found: list[InputRefused] = []
    for number, text in objectives.items():
        try:
            require_clean(text, field=f"objective-{number}")
        except ForbiddenMatter as refused:
            found.append(refused)
    return found


def locked_version(version: PlanVersion) -> PlanVersion:
    """The version as it is now, closed to others until the transaction ends, and its plan with it."""
    Plan.objects.select_for_update().get(pk=version.plan_id)
    found = PlanVersion.objects.select_related(
        "plan__organisation", "plan__partner", "plan__programme", "written_by__organisation"
    )
    return found.get(pk=version.pk)


def require_writer(by: Membership, plan: Plan) -> None:
    """Raise unless the hat writes plans of this office."""
    require(rules.can_write(by, plan.organisation_id), NotYourPlan(office=plan.organisation.name))


def require_status(version: PlanVersion, wanted: Sequence[PlanStatus]) -> None:
    """Raise unless the version stands at one of these steps."""
    status = PlanStatus(version.status)
    require(status in wanted, PlanOutOfOrder(status=status.label))


def _reason(reason: str) -> str:
    words = " ".join(reason.split())
    require(len(words) >= SHORTEST_REASON, ReasonNeeded(field="reason"))
    return require_clean(words[:500], field="reason")
