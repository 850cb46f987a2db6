"""Offices and accounts follow the map: what this room does and finds when a proposal of the ledger is carried out.

Runs inside the transaction that applies or rehearses it. Source: docs/rules/scope.md#trees
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.dispatch import receiver

from chungtay.organisations.actions.founding import found_province
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import (
    Membership,
    Organisation,
    OrganisationAncestor,
    OrganisationParent,
    ReportingLine,
)
from chungtay.organisations.names import COMMITTEE_NAME, official_name
from chungtay.organisations.queries import PROTECTED_ROLES
from chungtay.territory.codes import FindingKind, Level, RunStage, UnitKind
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitVersion
from chungtay.territory.queries import names_at_last
from chungtay.territory.signals import Finding, LedgerChange, ledger_changed

Place = tuple[int, str]


@receiver(ledger_changed, dispatch_uid="organisations.following")
def offices_and_accounts_follow(sender: Any, change: LedgerChange, **_more: Any) -> list[Finding]:
    """Found, end and rename offices as the units did; let the officers of a merged unit go on in its heir's office."""
    provinces = _founded_provinces(change)
    if not provinces:
        return []
    before = {office.pk: office for office in Organisation.objects.filter(unit__in=change.units)}
    held = _memberships_of(before)
    everything = (
        Organisation.objects.all(),
        OrganisationParent.objects.all(),
        ReportingLine.objects.all(),
        OrganisationAncestor.objects.all(),
        Membership.objects.all(),
    )
    change.reached(RunStage.OFFICES)
    with change.tracing(*everything):
        for province in provinces:
            found_province(province, by=None, now=change.now, committee=_committee_of(province, change.first_day))
        change.reached(RunStage.ACCOUNTS)
        after = {office.pk: office for office in Organisation.objects.filter(unit__in=change.units)}
        carried = list(_carried(change, held, after))
        Membership.objects.bulk_create([new for _old, new in carried if new is not None])
    return [*_of_offices(change, before, after), *_of_accounts(carried)]


def _founded_provinces(change: LedgerChange) -> list[AdministrativeUnit]:
    """The provinces above the units of the change whose offices stand in this installation."""
    # Three small questions: as one, the planner counts on statistics that a transaction of this size does not have.
    above = UnitAncestor.objects.filter(unit__in=change.units, ancestor__level=Level.PROVINCE)
    provinces = set(above.order_by().values_list("ancestor_id", flat=True).distinct())
    with_offices = Organisation.objects.filter(unit__in=provinces).order_by().values_list("unit_id", flat=True)
    return list(AdministrativeUnit.objects.filter(pk__in=set(with_offices.distinct())).order_by("pk"))


def _committee_of(province: AdministrativeUnit, on: date) -> str:
    """What steering committees are called in this province: the name of the one at its top without the unit."""
    top = Organisation.objects.filter(unit=province, kind=OrganisationKind.COMMITTEE).order_by("-id").first()
    version = UnitVersion.objects.filter(unit=province, validity__contains=on).first()
    if top is None or version is None:
        return COMMITTEE_NAME
    rest = official_name(OrganisationKind.COMMITTEE, Level.PROVINCE, UnitKind(version.kind), version.name, committee="")
    return top.name.removesuffix(rest.name).strip() or COMMITTEE_NAME


def _memberships_of(offices: Iterable[int]) -> list[tuple[Membership, DateRange]]:
    """The roles held in these offices with the days on which they were held."""
    rows = Membership.objects.filter(organisation__in=offices, validity__isempty=False)
    found = rows.select_related("user", "organisation", "delegation").order_by(
        "organisation__sort_key", "user__username", "id"
    )
    return [(row, row.validity) for row in found]


def _carried(
    change: LedgerChange, held: Iterable[tuple[Membership, DateRange]], after: dict[int, Organisation]
) -> Iterator[tuple[Membership, Membership | None]]:
    """Each role that its office's end cut short, with its continuation in the heir's office of the same kind.

    None where there is no such office, or where an administrator must give the role anew. A role that the same person
    holds in the new office already is not doubled.
    """
    by_place: dict[Place, Organisation] = {}
    for office in after.values():
        if not office.validity.isempty and office.validity.upper is None:
            by_place[office.unit_id, office.kind] = office
    taken: set[tuple[int, int, str]] = set()
    for role, validity in held:
        end = after[role.organisation_id].validity.upper
        if end is None or (validity.upper is not None and validity.upper <= end):
            continue
        heir = change.heirs.get(role.organisation.unit_id)
        new_office = by_place.get((heir, role.organisation.kind)) if heir else None
        if new_office is None or role.role in PROTECTED_ROLES or not role.user.is_active or _is_delegated(role):
            yield role, None
            continue
        place = (role.user_id, new_office.pk, role.role)
        if place not in taken:
            taken.add(place)
            start = max(end, validity.lower or end)
            yield (
                role,
                Membership(
                    user=role.user, organisation=new_office, role=role.role, validity=DateRange(start, validity.upper)
                ),
            )


def _is_delegated(role: Membership) -> bool:
    """Worn for somebody else: that one's successor delegates anew."""
    return hasattr(role, "delegation")


def _of_offices(change: LedgerChange, before: dict[int, Organisation], after: dict[int, Organisation]) -> list[Finding]:
    names = {unit: version.heading for unit, version in names_at_last(change.units).items()}
    ended: Counter[int] = Counter()
    begun: Counter[int] = Counter()
    joined: dict[int, Counter[str]] = defaultdict(Counter)
    findings = []
    for office in after.values():
        former = before.get(office.pk)
        heir = change.heirs.get(office.unit_id)
        if former is None:
            begun[office.unit_id] += 1
        elif former.validity.upper is None and office.validity.upper is not None:
            ended[office.unit_id] += 1
            if heir:
                joined[heir][office.kind] += 1
        elif former.name != office.name:
            findings.append(Finding(FindingKind.OFFICE_CHANGES, before=former.name, after=office.name))
    findings += [
        Finding(FindingKind.OFFICE_ENDS, before=names[unit], after=names.get(change.heirs.get(unit) or 0, ""), count=n)
        for unit, n in _by_name(ended, names)
    ]
    findings += [Finding(FindingKind.OFFICE_BEGINS, after=names[unit], count=n) for unit, n in _by_name(begun, names)]
    several = Counter({unit: sum(n for n in kinds.values() if n > 1) for unit, kinds in joined.items()})
    findings += [
        Finding(FindingKind.OFFICES_JOIN, after=names[unit], count=n) for unit, n in _by_name(several, names) if n
    ]
    return findings


def _by_name(counted: Counter[int], names: dict[int, str]) -> list[tuple[int, int]]:
    return sorted(counted.items(), key=lambda pair: (names[pair[0]], pair[0]))


def _of_accounts(carried: Iterable[tuple[Membership, Membership | None]]) -> list[Finding]:
    """Roles by office; nobody is named, since a change concerns the offices of both sides."""
    counted: Counter[tuple[FindingKind, str, str, str]] = Counter()
    holders: Counter[tuple[str, str]] = Counter()
    for old, new in carried:
        role = str(Role(old.role).label)
        kind = FindingKind.ROLE_ENDS if new is None else FindingKind.ROLE_CARRIED
        counted[kind, old.organisation.short_name, new.organisation.short_name if new else "", role] += 1
        if new is not None:
            holders[new.organisation.short_name, role] += 1
    return [
        *(Finding(kind, before=b, after=a, what=role, count=count) for (kind, b, a, role), count in counted.items()),
        *(
            Finding(FindingKind.ROLE_TWICE, after=office, what=role, count=count)
            for (office, role), count in holders.items()
            if count > 1
        ),
    ]
