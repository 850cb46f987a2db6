"""Questions about organisations, accounts and sight. Whatever a page shows starts here.

The scope of a hat answers "whose matter, and how much of it": other rooms build their `..._for(hat)` on
`visible_organisations` and `with_relation`, and show no more than the `sight` of what they found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from chungtay.core.errors import NotFound
from chungtay.core.models import Installation
from chungtay.core.prepared import Prepared, given
from chungtay.core.vietnamese import fold
from chungtay.organisations.codes import (
    REACH_OF_ROLE,
    SIDE_OF_KIND,
    Line,
    Matter,
    OrganisationKind,
    Reach,
    Regime,
    Relation,
    Role,
    Side,
    Sight,
    Stage,
)
from chungtay.organisations.models import (
    Delegation,
    Membership,
    Organisation,
    OrganisationAncestor,
    OrganisationParent,
    ReportingLine,
    User,
)
from chungtay.organisations.sight import relations_that_see, sight
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitAncestor, UnitSuccession

# Leaders who may reset the accounts of the offices below them.
LEADING_ROLES = (Role.COORDINATOR, Role.APPROVER)
# Only an administrator touches these accounts: resetting one would hand over what it may see or do.
PROTECTED_ROLES = (Role.AUDITOR, Role.ADMINISTRATOR)
# The order of hats when none was chosen: work first, keeping of accounts and reading last.
HAT_ORDER = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True)
class Scope:
    """Where a hat stands on one day: its office, line, side, unit, role, and how far its eyes go."""

    hat_id: int
    organisation_id: int
    kind: OrganisationKind
    line: Line
    side: Side
    level: Level
    unit_id: int
    role: str
    reach: Reach
    on: date

    @property
    def sees_all(self) -> bool:
        """The auditor: everything, read only."""
        return self.reach is Reach.ALL

    @property
    def sees_nothing(self) -> bool:
        """Roles without data: keepers of accounts, administrators, and any role that nobody granted a reach."""
        return self.reach is Reach.NONE


def scope_of(hat: Membership, on: date) -> Scope:
    """The scope of `hat` on `on`; no query when `hat.organisation` is loaded. Rights are of this hat alone."""
    organisation = hat.organisation
    return Scope(
        hat_id=hat.pk,
        organisation_id=organisation.pk,
        kind=OrganisationKind(organisation.kind),
        line=organisation.line,
        side=organisation.side,
        level=Level(organisation.level),
        unit_id=organisation.unit_id,
        role=hat.role,
        reach=reach_of(hat.role),
        on=on,
    )


def reach_of(role: str) -> Reach:
    """How far the eyes of `role` go; a role without a grant sees nothing."""
    return next((reach for granted, reach in REACH_OF_ROLE.items() if granted == role), Reach.NONE)


def relation_of(scope: Scope, organisation: Organisation) -> Relation:
    """How the viewer stands to `organisation`: the column of the table of sight. At most two queries."""
    named = with_relation(Organisation.objects.filter(pk=organisation.pk), scope).values_list("relation", flat=True)
    return Relation(named.get())


def sight_of(scope: Scope, organisation: Organisation, matter: Matter, stage: Stage) -> Sight:
    """How much of a `matter` of `organisation` at `stage` the viewer sees."""
    return sight(matter, relation_of(scope, organisation), stage)


def visible_organisations(
    scope: Scope, matter: Matter, stage: Stage, *, at_least: frozenset[Sight] | None = None
) -> QuerySet[Organisation]:
    """The organisations of whose `matter` at `stage` the viewer sees something, or a sight in `at_least`.

    Use it as a subquery: `Submission.objects.filter(task__organisation__in=visible_organisations(...))`.
    """
    seeing = relations_that_see(matter, stage, at_least=at_least)
    if scope.sees_all:
        return Organisation.objects.all() if Relation.AUDITOR in seeing else Organisation.objects.none()
    if scope.sees_nothing:
        return Organisation.objects.none()
    if Relation.PUBLIC in seeing:
        return with_relation(Organisation.objects.all(), scope).filter(relation__in=seeing)
    reached = Q(pk__in=[])
    for relation, condition in _conditions(scope, ""):
        if relation in seeing:
            reached |= condition
    return Organisation.objects.filter(reached)


def with_relation(queryset: QuerySet[Any], scope: Scope, *, path: str = "") -> QuerySet[Any]:
    """`queryset` with `relation` annotated: how the viewer stands to the organisation at `path` of each row.

    `path` is a lookup such as "task__organisation"; empty when the rows are organisations. Lists read the sight of
    each row from it without a further query.
    """
    return queryset.annotate(relation=relation_case(scope, path=path))


def relation_case(scope: Scope, *, path: str = "") -> Case | Value:
    """The SQL expression behind `with_relation`."""
    if scope.sees_all:
        return Value(Relation.AUDITOR.value, output_field=CharField())
    if scope.sees_nothing:
        return Value(Relation.NOBODY.value, output_field=CharField())
    prefix = f"{path}__" if path else ""
    whens = [When(condition, then=Value(relation.value)) for relation, condition in _conditions(scope, prefix)]
    return Case(*whens, default=Value(Relation.PUBLIC.value), output_field=CharField())


def _conditions(scope: Scope, prefix: str) -> list[tuple[Relation, Q]]:
    """Each relation the scope can have, as a condition on organisations, the closest first."""
    own = Q(**{f"{prefix}pk": scope.organisation_id})
    if scope.reach is Reach.OWN:
        return [(Relation.OWN, own)]
    in_line = Q(**{f"{prefix}pk__in": below_in_line(scope.organisation_id, scope.on)})
    if scope.level is Level.COMMUNE:
        in_line |= Q(**{f"{prefix}unit_id__in": inherited_units(scope.unit_id), f"{prefix}kind": scope.kind})
    conditions = [(Relation.OWN, own), (Relation.OWN_LINE_ABOVE, in_line)]
    if scope.side is Side.STATE:
        return [*conditions, (Relation.STATE, ~Q(**{f"{prefix}kind__in": _kinds_of(Side.STATE)}))]
    same_unit = Q(**{f"{prefix}unit_id": scope.unit_id})
    below = Q(**{f"{prefix}unit_id__in": units_below(scope.unit_id, scope.on)})
    same_side = Q(**{f"{prefix}kind__in": _kinds_of(scope.side)})
    return [
        *conditions,
        (Relation.SAME_SIDE_SAME_UNIT, same_unit & same_side & ~Q(**{f"{prefix}kind": scope.kind})),
        (Relation.SAME_SIDE_ABOVE, below & same_side & ~Q(**{f"{prefix}kind": scope.kind})),
        (Relation.OTHER_LINE_SAME_UNIT, same_unit & ~same_side),
        (Relation.OTHER_LINE_ABOVE, below & ~same_side),
    ]


def _kinds_of(side: Side) -> list[OrganisationKind]:
    return [kind for kind, its_side in SIDE_OF_KIND.items() if its_side is side]


def below_in_line(organisation_id: int, on: date) -> QuerySet[Any, Any]:
    """Ids of the organisations that stand below on `on` in its own line, and of those that ended standing below it.

    What an office received stays in its sight after the sender was merged away; what moved to another office did not.
    """
    rows = OrganisationAncestor.objects.filter(ancestor_id=organisation_id)
    return rows.filter(_still_or_to_the_end("organisation", on)).values("organisation_id")


def units_below(unit_id: int, on: date) -> QuerySet[Any, Any]:
    """Ids of the units below `unit_id` on `on`, and of those that ended below it."""
    rows = UnitAncestor.objects.filter(ancestor_id=unit_id, depth__gt=0)
    return rows.filter(_still_or_to_the_end("unit", on)).values("unit_id")


def inherited_units(unit_id: int) -> QuerySet[Any, Any]:
    """Ids of the units that went into `unit_id`, at up to three removes, as their default target.

    The office of a merged unit hands its papers to the successor's office of the same kind, which keeps sight of them.
    """
    default = {"is_default_target": True, "event__voided_at__isnull": True}
    once = Q(to_unit_id=unit_id)
    twice = _through(1, default) & Q(to_unit__successions__to_unit_id=unit_id)
    thrice = (
        _through(1, default) & _through(2, default) & Q(to_unit__successions__to_unit__successions__to_unit_id=unit_id)
    )
    return UnitSuccession.objects.filter(once | twice | thrice, **default).values("from_unit_id")


def _through(steps: int, conditions: dict[str, bool]) -> Q:
    path = "to_unit__successions__" * steps
    return Q(**{f"{path}{name}": value for name, value in conditions.items()})


def _still_or_to_the_end(path: str, on: date) -> Q:
    return Q(validity__contains=on) | Q(validity__endswith=F(f"{path}__validity__endswith"), validity__endswith__lte=on)


def organisations_on(on: date) -> QuerySet[Organisation]:
    """Organisations that exist on `on`, in dictionary order."""
    return Organisation.objects.filter(validity__contains=on).order_by("sort_key", "id")


def search_organisations(on: date, text: str) -> QuerySet[Organisation]:
    """Organisations that exist on `on` whose name holds `text`, without regard to marks and capitals.

    Offices, like units, are public facts: every hat may look them up. Whose matter one sees is another question.
    """
    return organisations_on(on).filter(search_text__contains=fold(text))


def parents_of(organisation: Organisation) -> QuerySet[OrganisationParent]:
    """Under whom an organisation stood and stands, the latest first."""
    return organisation.parents.select_related("parent").order_by(F("validity__startswith").desc(nulls_last=True))


def reporting_lines_of(organisation: Organisation) -> QuerySet[ReportingLine]:
    """To whom an organisation reported and reports, the latest first."""
    lines = organisation.reports_to.select_related("to_organisation")
    return lines.order_by(F("validity__startswith").desc(nulls_last=True))


def organisation_by_key(key: int) -> Organisation:
    """The organisation with this key, or NotFound."""
    found = Organisation.objects.filter(pk=key).select_related("unit").first()
    if found is None:
        raise NotFound
    return found


def organisation_of(unit_id: int, kind: OrganisationKind, on: date) -> Organisation | None:
    """The organisation of `kind` that works in a unit on `on`; None when there is none (police districts since 3/2025).

    Agencies and schools are many in one unit; for them this is the first by name.
    """
    return organisations_on(on).filter(unit_id=unit_id, kind=kind).first()


def parent_on(organisation: Organisation, on: date) -> Organisation | None:
    """The organisation directly above in the own line on `on`, None at the top."""
    return Organisation.objects.filter(children__organisation=organisation, children__validity__contains=on).first()


def children_on(organisation: Organisation, on: date) -> QuerySet[Organisation]:
    """The organisations directly below in the own line on `on`, in dictionary order."""
    return organisations_on(on).filter(parents__parent=organisation, parents__validity__contains=on)


def receiver_of(organisation: Organisation, on: date, *, regime: Regime = Regime.PROGRAMME) -> Organisation | None:
    """Who receives and accepts the reports of `organisation` on `on`; None when it reports to nobody here."""
    lines = ReportingLine.objects.filter(from_organisation=organisation, regime=regime, validity__contains=on)
    found = lines.select_related("to_organisation").first()
    return found.to_organisation if found else None


def reporters_to(organisation: Organisation, on: date, *, regime: Regime = Regime.PROGRAMME) -> QuerySet[Organisation]:
    """The organisations that report to `organisation` on `on`, in dictionary order."""
    lines = ReportingLine.objects.filter(to_organisation=organisation, regime=regime, validity__contains=on)
    return Organisation.objects.filter(pk__in=lines.values("from_organisation")).order_by("sort_key", "id")


_HATS_OF_ACCOUNT = Prepared(
    lambda: Membership.objects.filter(
        user=given("user", BigIntegerField()), user__is_active=True, validity__contains=given("on", DateField())
    ).select_related("user", "organisation", "organisation__unit")
)


def hats_of(user: User, on: date) -> list[Membership]:
    """The hats `user` may wear on `on`, in the order in which one is put on when none was chosen. One query.

    The order: roles as `Role` lists them (work before keeping of accounts), then the name of the office.
    """
    return hats_of_key(user.pk, on)


def hats_of_key(user_id: int, on: date) -> list[Membership]:
    """`hats_of` by the key of the account; each hat has its account, the same one."""
    hats = _HATS_OF_ACCOUNT.rows(user=user_id, on=on)
    for hat in hats:
        hat.user = hats[0].user
    return sorted(hats, key=lambda hat: (HAT_ORDER.get(Role(hat.role), 99), hat.organisation.sort_key, hat.pk))


def holders_of(organisation: Organisation | int, role: Role, on: date) -> QuerySet[Membership]:
    """Who wears `role` in `organisation` (or the one with this key) on `on`."""
    return Membership.objects.filter(
        organisation=organisation, role=role, validity__contains=on, user__is_active=True
    ).select_related("user", "organisation")


def organisations_kept_by(hat: Membership, on: date) -> QuerySet[Organisation]:
    """The organisations whose accounts this hat keeps: opens, gives roles, resets.

    The administrator keeps all. The keeper of accounts keeps the own side in the own unit and the units below: the
    Front's keeper also cares for the five members, because one officer often works for several of them. Other roles
    keep none, though leaders may reset below themselves (`accounts_resettable_by`).
    """
    if hat.role == Role.ADMINISTRATOR:
        return Organisation.objects.all()
    if hat.role == Role.ACCOUNT_KEEPER:
        return _own_side(hat, on, own_unit=True)
    return Organisation.objects.none()


def accounts_for(hat: Membership, on: date) -> QuerySet[User]:
    """The accounts this hat keeps: all of their present roles are in organisations it keeps.

    An account that also wears a hat elsewhere, or an auditor's or administrator's, belongs to the administrator:
    whoever can reset an account can become it. An account without present roles is kept where it last worked.
    """
    return _accounts_within(organisations_kept_by(hat, on), hat, on)


def accounts_resettable_by(hat: Membership, on: date) -> QuerySet[User]:
    """The accounts this hat may reset: those it keeps, and for leaders those strictly below in the own side."""
    if hat.role in LEADING_ROLES:
        return _accounts_within(_own_side(hat, on, own_unit=False), hat, on)
    return accounts_for(hat, on)


def search_accounts(accounts: QuerySet[User], text: str) -> QuerySet[User]:
    """`accounts` whose user name, shown name or office holds `text`, without regard to marks and capitals."""
    wanted = fold(text)
    if not wanted:
        return accounts
    offices = Membership.objects.filter(user=OuterRef("pk"), organisation__search_text__contains=wanted)
    return accounts.filter(Q(username__contains=wanted) | Q(search_text__contains=wanted) | Exists(offices))


def memberships_seen_by(hat: Membership, on: date) -> QuerySet[Membership]:
    """The roles of the accounts this hat keeps or may reset, and the worn one itself, with account and office."""
    accounts = accounts_resettable_by(hat, on)
    return Membership.objects.filter(Q(user__in=accounts) | Q(pk=hat.pk)).select_related("user", "organisation")


def offices_to_choose(hat: Membership, on: date, text: str = "") -> QuerySet[Organisation]:
    """The offices in which this hat may open accounts on `on`, whose name holds `text`, in dictionary order."""
    kept = organisations_kept_by(hat, on).filter(validity__contains=on)
    return kept.filter(search_text__contains=fold(text)).order_by("level", "sort_key", "id")


def colleagues_of(membership: Membership, on: date) -> QuerySet[Membership]:
    """Roles of other officers in the same office on `on`: to whom work can be handed over."""
    same = Membership.objects.filter(organisation=membership.organisation_id, validity__contains=on)
    others = same.filter(user__is_active=True).exclude(user=membership.user_id)
    return others.select_related("user", "organisation").order_by("user__display_name", "id")


@dataclass(frozen=True)
class StandsBehind:
    """Who counts as one with a hat: `users` in whose place it acts, `memberships` worn in the place of its person."""

    users: frozenset[int]
    memberships: frozenset[int]

    def is_one_with(self, other: Membership) -> bool:
        """Whether the person of the hat stands behind `other` too, themselves or through a delegation."""
        return other.user_id in self.users or other.pk in self.memberships


def stands_behind(hat: Membership) -> StandsBehind:
    """The person of a hat, whose role they wear by delegation, and the hats worn for them. One query.

    Delegations that ended count too: what was done under them was done for the holder.
    """
    rows = Delegation.objects.filter(Q(membership=hat.pk) | Q(from_membership__user=hat.user_id)).values_list(
        "membership_id", "from_membership__user_id"
    )
    found = list(rows)
    return StandsBehind(
        frozenset({hat.user_id, *(user for membership, user in found if membership == hat.pk)}),
        frozenset(membership for membership, user in found if user == hat.user_id),
    )


def delegations_of(holder: Membership, on: date) -> QuerySet[Delegation]:
    """Delegations of a role that run on `on` or later, the first day first."""
    open_ones = Delegation.objects.filter(from_membership=holder, membership__validity__endswith__gt=on)
    return open_ones.select_related("membership__user", "by__user").order_by("membership__validity", "id")


def delegable_colleagues(hat: Membership, on: date) -> QuerySet[Membership]:
    """Roles of colleagues that a leader of the same office may delegate, such as of one who fell ill; else none."""
    if hat.role not in LEADING_ROLES:
        return Membership.objects.none()
    kept = (Role.AUDITOR, Role.ADMINISTRATOR, Role.ACCOUNT_KEEPER)
    return colleagues_of(hat, on).exclude(role__in=kept).filter(delegation__isnull=True)


def membership_by_key(pk: int) -> Membership | None:
    """The role with this key; whoever asks must say who may see it."""
    return Membership.objects.select_related("user", "organisation").filter(pk=pk).first()


def delegation_by_key(pk: int) -> Delegation | None:
    """The delegation with this key; whoever asks must say who may see it."""
    return Delegation.objects.select_related("membership", "from_membership").filter(pk=pk).first()


def delegated_from(hats: Iterable[Membership]) -> dict[int, str]:
    """Of hats worn by delegation, whose role each is: the shown name of the holder by the key of the hat. One query."""
    rows = Delegation.objects.filter(membership__in=list(hats))
    return dict(rows.values_list("membership_id", "from_membership__user__display_name"))


def demo_people(on: date) -> QuerySet[Membership]:
    """One hat of each demo person on `on`, the first made first."""
    worn = Membership.objects.filter(user__is_demo=True, user__is_active=True, validity__contains=on)
    return worn.select_related("user", "organisation").order_by("user_id", "id").distinct("user_id")


def is_demo_installation() -> bool:
    """Whether this database is marked as a demonstration."""
    return Installation.objects.filter(is_demo=True).exists()


def province_served() -> str:
    """The code of the province that this installation serves; "" before it was named."""
    return Installation.objects.values_list("province_code", flat=True).first() or ""


def _own_side(hat: Membership, on: date, *, own_unit: bool) -> QuerySet[Organisation]:
    organisation = hat.organisation
    units = Q(unit_id__in=units_below(organisation.unit_id, on))
    if own_unit:
        units |= Q(unit_id=organisation.unit_id)
    return Organisation.objects.filter(units, kind__in=_kinds_of(organisation.side))


def _accounts_within(organisations: QuerySet[Organisation], hat: Membership, on: date) -> QuerySet[User]:
    if hat.role == Role.ADMINISTRATOR:
        return User.objects.all()
    within = Q(organisation__in=organisations)
    lasting = Q(validity__endswith__gt=on) | Q(validity__upper_inf=True)
    elsewhere = lasting & (~within | Q(role__in=PROTECTED_ROLES))
    # Counted in one pass: the planner takes accounts without a role elsewhere for next to none, and would look up the
    # offices anew for each of them.
    roles = Membership.objects.values("user").annotate(
        within=Count("pk", filter=within), elsewhere=Count("pk", filter=elsewhere)
    )
    return User.objects.filter(pk__in=roles.filter(within__gt=0, elsewhere=0).values("user"))
