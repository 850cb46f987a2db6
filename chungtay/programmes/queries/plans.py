"""Questions about plans. Whatever a page shows starts from `plans_for(hat, on)`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from chungtay.organisations.codes import MEMBER_KINDS, Matter, Reach, Relation, Side, Stage
from chungtay.organisations.models import Membership, Organisation, OrganisationAncestor, OrganisationParent
from chungtay.organisations.queries import (
    Scope,
    organisations_on,
    reach_of,
    relation_case,
    scope_of,
    visible_organisations,
)
from chungtay.organisations.rules import relations_that_see
from chungtay.programmes import rules
from chungtay.programmes.codes import IN_FORCE, ON_ITS_WAY, OPEN, SEALED, PlanStatus
from chungtay.programmes.errors import NoSuchPlan
from chungtay.programmes.models import Framework, Objective, Plan, PlanItem, PlanVersion, Programme
from chungtay.programmes.queries.following import changes_above_of
from chungtay.territory.models import UnitAncestor
from chungtay.territory.queries import home_province, units_on

SOON = timedelta(days=14)
_IN_OWN_LINE = frozenset({Relation.OWN, Relation.OWN_LINE_ABOVE, Relation.AUDITOR})
_SHARING = relations_that_see(Matter.JOINT_ACCEPTED, Stage.CONSOLIDATED)


def plan_day(year: int, on: date) -> date:
    """The day of a plan's year on which offices and units are looked at: `on`, or the nearest day of the year."""
    return max(date(year, 1, 1), min(on, date(year, 12, 31)))


def plans_for(hat: Membership, on: date) -> QuerySet[Plan]:
    """The plans that a hat may see on `on`, each with how it stands to both offices.

    On its way, a plan is seen by its own office and those above in its own line; a joint one by its partner from the
    moment it is laid before it. Approved, a joint plan is seen as other accepted joint matter is; sent down, any plan
    is seen by the offices below it. The auditor sees all.
    """
    scope = scope_of(hat, on)
    every = Plan.objects.select_related("programme", "organisation", "partner")
    every = every.annotate(  # type: ignore[no-redef]  # the model names what is annotated here
        lead_relation=relation_case(scope, path="organisation"), partner_relation=relation_case(scope, path="partner")
    )
    if scope.sees_all:
        return every
    if scope.sees_nothing:
        return every.none()
    return every.filter(
        Q(organisation__in=visible_organisations(scope, Matter.WORKING, Stage.OPEN))
        | Q(partner=scope.organisation_id) & _has((PlanStatus.LAID, *SEALED))
        | _shared(scope) & _has(SEALED)
        | _from_above(scope) & _has_been_sent_down()
    )


def _has(statuses: Iterable[PlanStatus]) -> Exists:
    return Exists(PlanVersion.objects.filter(plan=OuterRef("pk"), status__in=statuses))


def _has_been_sent_down() -> Exists:
    return Exists(PlanVersion.objects.filter(plan=OuterRef("pk"), sent_down_at__isnull=False))


def _shared(scope: Scope) -> Q:
    sharing = visible_organisations(scope, Matter.JOINT_ACCEPTED, Stage.CONSOLIDATED).values("pk")
    return Q(partner__isnull=False) & (Q(organisation__in=sharing) | Q(partner__in=sharing))


def _from_above(scope: Scope) -> Q:
    """Plans of offices above in the own line, and joint plans of units above, or of the own unit for its members."""
    if scope.reach is not Reach.LINE or scope.side is Side.STATE:
        return Q(pk__in=[])
    in_line = OrganisationAncestor.objects.filter(organisation_id=scope.organisation_id, validity__contains=scope.on)
    units = UnitAncestor.objects.filter(unit_id=scope.unit_id, validity__contains=scope.on)
    joint = Q(partner__isnull=False, unit__in=units.values("ancestor_id"))
    return Q(organisation__in=in_line.values("ancestor_id")) | joint


def statuses_seen(hat: Membership, plan: Plan) -> tuple[PlanStatus, ...]:
    """The statuses of versions of `plan` (from `plans_for`) that the hat reads."""
    if plan.lead_relation in _IN_OWN_LINE:
        return tuple(PlanStatus)
    if plan.partner_id == hat.organisation_id:
        return (PlanStatus.LAID, *SEALED)
    return SEALED


def versions_seen(hat: Membership, plan: Plan) -> QuerySet[PlanVersion]:
    """The versions of `plan` (from `plans_for`) that the hat reads, the latest first.

    Offices below read what was sent down to them, not what is approved and still to be sent.
    """
    versions = plan.versions.filter(status__in=statuses_seen(hat, plan)).order_by("-number")
    if plan.lead_relation in _IN_OWN_LINE or plan.partner_id == hat.organisation_id:
        return versions
    shares = plan.is_joint and {plan.lead_relation, plan.partner_relation} & {each.value for each in _SHARING}
    return versions if shares else versions.filter(sent_down_at__isnull=False)


def plan_for(hat: Membership, plan_id: int, on: date) -> Plan:
    """One plan that the hat may see, or `NoSuchPlan`."""
    found = plans_for(hat, on).filter(pk=plan_id).first()
    if found is None:
        raise NoSuchPlan()
    return found


def version_for(hat: Membership, plan: Plan, number: int | None = None) -> PlanVersion:
    """The version with this number that the hat reads, the latest one without; `NoSuchPlan` where there is none."""
    seen = versions_seen(hat, plan)
    found = (seen if number is None else seen.filter(number=number)).select_related("written_by", "approved_by").first()
    if found is None:
        raise NoSuchPlan()
    found.plan = plan
    return found


def is_working_on(hat: Membership, plan: Plan) -> bool:
    """Whether the hat reads drafts, reasons and who has not planned below: its own line, or the auditor."""
    return plan.lead_relation in _IN_OWN_LINE


def can_follow(hat: Membership, plan: Plan) -> bool:
    """Whether the hat sees how the plan is made concrete below: both offices that share it, and their own lines.

    Not a role whose eyes end at its own office: the sums of local targets are other offices' matter.
    """
    sees_below = reach_of(hat.role) in (Reach.LINE, Reach.ALL)
    return sees_below and (is_working_on(hat, plan) or plan.partner_relation in _IN_OWN_LINE)


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The version that is approved or sent down; None before the first approval."""
    return plan.versions.filter(status__in=IN_FORCE).first()


def joint_targets(unit_id: int, year: int) -> dict[str, Decimal]:
    """What the joint plan of a unit in force asks of a year, by the code of the figure, in plain units or percent.

    A figure that two items ask for stands left out: neither alone is the target of the whole.
    """
    asked = PlanItem.objects.filter(
        version__plan__unit=unit_id,
        version__plan__partner__isnull=False,
        version__plan__programme__year=year,
        version__status__in=IN_FORCE,
        target__isnull=False,
    )
    once = asked.values("indicator").annotate(items=Count("pk"), asked=Max("target")).filter(items=1)
    return dict(once.values_list("indicator", "asked"))


def open_version(plan: Plan) -> PlanVersion | None:
    """The version on its way; None where nobody writes one."""
    return plan.versions.filter(status__in=ON_ITS_WAY).first()


def items_of(version: PlanVersion) -> list[PlanItem]:
    """The items of a version by objective, in the order that its writer gave; those without an objective last."""
    return list(version.items.order_by(F("objective").asc(nulls_last=True), "position", "number"))


def items_by_number(version: PlanVersion | None) -> dict[int, PlanItem]:
    """The items of a version by their numbers; empty for no version."""
    return {item.number: item for item in version.items.all()} if version else {}


def objectives_of(plan: Plan, version: PlanVersion | None = None) -> dict[int, str]:
    """The objectives that items of a plan stand under, by number and in their order: those of the top plan in force.

    For the top plan itself those of `version`.
    """
    top = plan
    while top.parent_id is not None:
        top = Plan.objects.get(pk=top.parent_id)
    if top.pk != plan.pk or version is None:
        version = version_in_force(top)
    rows = (
        Objective.objects.filter(version=version).order_by("position", "number")
        if version
        else Objective.objects.none()
    )
    return {row.number: row.text for row in rows}


def bodies_of(unit_id: int, day: date) -> dict[str, Organisation]:
    """The bodies of a unit on a day by kind; of agencies and schools the first by name."""
    found: dict[str, Organisation] = {}
    for office in organisations_on(day).filter(unit_id=unit_id):
        found.setdefault(office.kind, office)
    return found


def programme_of(year: int, on: date) -> Programme | None:
    """The programme of a year of the installation's province; None before it was opened."""
    province = home_province(on)
    return Programme.objects.filter(unit=province, year=year).select_related("framework").first() if province else None


def programmes_of_province(on: date) -> list[Programme]:
    """The programmes of the installation's province, the latest year first."""
    found = Programme.objects.filter(unit=home_province(on)).select_related("framework").order_by("-year")
    return list(found)


def frameworks(on: date) -> list[Framework]:
    """The frameworks of the nation and of the installation's province, the latest first, those above before others."""
    province = home_province(on)
    found = Framework.objects.filter(Q(unit=province) | Q(above__isnull=True)).select_related("above", "unit")
    return list(found.order_by("-first_year", "-dated", "id"))


def framework_in(year: int, on: date) -> Framework | None:
    """The framework of the province that covers a year, else the nation's; the latest signed first."""
    covering = [each for each in frameworks(on) if each.first_year <= year <= each.last_year]
    own = [each for each in covering if each.above_id is not None]
    return max(own or covering, key=lambda each: each.dated, default=None)


def plan_above(office: Organisation, year: int, on: date, *, joint: bool) -> Plan | None:
    """The plan that a plan of `office` makes concrete: the nearest one above that was sent down; None before.

    A joint plan follows a joint plan. One of a single line follows its own line's, else the nearest joint plan, which
    for a member organisation may be that of its own unit.
    """
    day = plan_day(year, on)
    in_line = OrganisationAncestor.objects.filter(organisation=office, validity__contains=day)
    units = UnitAncestor.objects.filter(unit_id=office.unit_id, validity__contains=day)
    if joint or office.kind not in MEMBER_KINDS:
        units = units.filter(depth__gt=0)
    sent = Plan.objects.filter(programme__year=year, versions__status=PlanStatus.SENT_DOWN)
    shared = Q(partner__isnull=False, unit__in=units.values("ancestor"))
    own = Q(partner__isnull=True, organisation__in=in_line.values("ancestor"))
    found = sent.filter(shared if joint else shared | own).select_related("organisation", "programme")
    return max(found, key=lambda plan: (not plan.is_joint, plan.organisation.level), default=None)


def units_beside(plan: Plan, on: date) -> int:
    """How many units share the work of `plan`: those directly below its unit on the day of its year."""
    return units_on(plan_day(plan.programme.year, on)).filter(parent=plan.unit_id).count()


def versions_awaiting_approval(hat: Membership, on: date) -> QuerySet[PlanVersion]:
    """The versions that this hat may approve now: of its own office, or of one directly below without a leader.

    A joint version only after its partner agreed; nobody approves what was written under the same account.
    """
    laid = PlanVersion.objects.filter(status=PlanStatus.LAID).exclude(written_by__user=hat.user_id)
    laid = laid.exclude(agreed_by__user=hat.user_id)
    laid = laid.filter(Q(plan__partner__isnull=True) | Q(agreed_at__isnull=False))
    mine: Any = Q(pk__in=[])
    if hat.role in rules.APPROVING:
        mine |= Q(plan__organisation=hat.organisation_id)
    if hat.role in rules.APPROVING_ABOVE:
        below = OrganisationParent.objects.filter(parent=hat.organisation_id, validity__contains=on)
        mine |= Q(plan__organisation__in=below.values("organisation")) & ~_has_leader(on)
    return laid.filter(mine).select_related("plan__organisation", "plan__programme").order_by("laid_at", "id")


def _has_leader(on: date) -> Exists:
    leaders = Membership.objects.filter(
        organisation=OuterRef("plan__organisation"),
        role__in=rules.APPROVING,
        validity__contains=on,
        user__is_active=True,
    )
    return Exists(leaders.exclude(user=OuterRef("written_by__user")))


def versions_awaiting_agreement(hat: Membership) -> QuerySet[PlanVersion]:
    """The versions that wait for the hat's office to agree as partner."""
    if hat.role not in rules.WRITING:
        return PlanVersion.objects.none()
    laid = PlanVersion.objects.filter(
        status=PlanStatus.LAID, plan__partner=hat.organisation_id, agreed_at__isnull=True
    ).exclude(written_by__user=hat.user_id)
    return laid.select_related("plan__organisation", "plan__programme").order_by("laid_at", "id")


@dataclass(frozen=True)
class PlanWork:
    """What a hat has to do about plans: whose turn it is, by what it is called, and items that are due soon.

    `to_concretise` are plans that were sent down and that the hat's office has not made concrete yet, `to_follow` own
    plans of which the plan above was amended since.
    """

    to_concretise: Sequence[Plan]
    to_follow: Sequence[Plan]
    to_finish: Sequence[PlanVersion]
    to_agree: Sequence[PlanVersion]
    to_approve: Sequence[PlanVersion]
    due: Sequence[PlanItem]

    def __bool__(self) -> bool:
        return any((self.to_concretise, self.to_follow, self.to_finish, self.to_agree, self.to_approve, self.due))


def plan_work(hat: Membership, on: date, *, most: int = 5) -> PlanWork:
    """The plan work of a hat on `on`, at most so many of each kind; nothing for hats that neither write nor approve."""
    if hat.role not in (*rules.WRITING, *rules.APPROVING) or not rules.can_have_plan(hat.organisation):
        return PlanWork((), (), (), (), (), ())
    open_here = PlanVersion.objects.filter(plan__organisation=hat.organisation_id, status__in=OPEN)
    return PlanWork(
        to_concretise=_to_concretise(hat, on),
        to_follow=_to_follow(hat, on),
        to_finish=list(open_here.select_related("plan__programme").order_by("-number", "id")[:most]),
        to_agree=list(versions_awaiting_agreement(hat)[:most]),
        to_approve=list(versions_awaiting_approval(hat, on)[:most]),
        due=list(_due(hat, on)[:most]),
    )


def _to_concretise(hat: Membership, on: date) -> list[Plan]:
    office = hat.organisation
    if (
        hat.role not in rules.WRITING
        or Plan.objects.filter(_of_office_or_unit(office), programme__year=on.year).exists()
    ):
        return []
    above = plan_above(office, on.year, on, joint=rules.can_be_joint(office))
    return [above] if above is not None else []


def _to_follow(hat: Membership, on: date) -> list[Plan]:
    """Plans of the hat's office, made concrete from a plan that was amended, with items to decide on."""
    if hat.role not in rules.WRITING:
        return []
    amended = PlanVersion.objects.filter(plan=OuterRef("parent"), status=PlanStatus.SENT_DOWN, number__gt=1)
    own = Plan.objects.filter(Exists(amended), organisation=hat.organisation_id, programme__year=on.year)
    latest = PlanVersion.objects.filter(plan__in=own).order_by("plan", "-number").distinct("plan")
    versions = list(latest.select_related("plan__programme", "plan__organisation"))
    told = changes_above_of(versions)
    return [version.plan for version in versions if version.pk in told]


def _of_office_or_unit(office: Organisation) -> Q:
    own = Q(organisation=office)
    return own | Q(unit=office.unit_id, partner__isnull=False) if rules.can_be_joint(office) else own


def _due(hat: Membership, on: date) -> QuerySet[PlanItem]:
    """Items that the hat's office leads and that are due within two weeks, the nearest first."""
    mine = Q(version__plan__organisation=hat.organisation_id) | Q(version__plan__partner=hat.organisation_id)
    found = PlanItem.objects.filter(
        mine, version__status__in=IN_FORCE, lead=hat.organisation.kind, due_on__range=(on, on + SOON)
    )
    return found.select_related("version__plan").order_by("due_on", "id")


def with_statuses(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """`plans` with the status of the version in force and of the one on its way; None where there is none."""
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"))
    return plans.annotate(
        force_status=Subquery(versions.filter(status__in=IN_FORCE).values("status")[:1]),
        open_status=Subquery(versions.filter(status__in=ON_ITS_WAY).values("status")[:1]),
    )


def has_plan(programme: Programme | None, office: Organisation, *, joint: bool) -> bool:
    """Whether a plan of `programme` was begun: the joint one of the office's unit, or the office's own."""
    own = {"unit": office.unit_id, "partner__isnull": False} if joint else {"organisation": office, "partner": None}
    return Plan.objects.filter(programme=programme, **own).exists()


@dataclass(frozen=True)
class Beginning:
    """A plan that an office may begin: a joint one or one of its own line, with the plan above it."""

    joint: bool
    above: Plan | None


def beginnings(hat: Membership, year: int, on: date) -> list[Beginning]:
    """The plans of a year that the hat's office may begin now; none before the programme of the year is open."""
    office, programme = hat.organisation, programme_of(year, on)
    if programme is None or not (rules.can_write(hat, office) and rules.can_have_plan(office)):
        return []
    is_top = programme.unit_id == office.unit_id
    kinds = [joint for joint in (True, False) if not joint or rules.can_be_joint(office)]
    offered = [Beginning(joint, plan_above(office, year, on, joint=joint)) for joint in kinds]
    return [
        each
        for each in offered
        if (each.above is not None or is_top) and not has_plan(programme, office, joint=each.joint)
    ]
