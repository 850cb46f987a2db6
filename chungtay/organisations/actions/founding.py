"""Organisations follow the ledger of units: founded where a unit has none, ended and renamed with their units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from chungtay.core.bulk import write_many
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.vietnamese import fold, sort_key
from chungtay.organisations import rules
from chungtay.organisations.ancestry import rebuild_ancestors
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.founding import Plan, PlannedOrganisation, PlannedParent, UnitState, plan_province
from chungtay.organisations.models import (
    Membership,
    Organisation,
    OrganisationAncestor,
    OrganisationParent,
    ReportingLine,
)
from chungtay.organisations.names import COMMITTEE_NAME
from chungtay.organisations.spans import NEVER, Span
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitVersion

BATCH = 2000
MANY_IN_A_UNIT = (OrganisationKind.AGENCY, OrganisationKind.SCHOOL)
Place = tuple[int, str, str]
Tie = OrganisationParent | ReportingLine
Held = TypeVar("Held", Membership, OrganisationParent, ReportingLine)


@transaction.atomic
def found_province(
    province: AdministrativeUnit, *, by: Membership | None, now: datetime, committee: str = COMMITTEE_NAME
) -> int:
    """Let the organisations of `province` follow its ledger: police, Front, members, committee, People's Committee in
    every unit that ever stood in it. Returns how many were founded.

    Safe to repeat, and to be repeated after each event of the ledger: it founds what a new unit lacks, ends what
    stood in a merged one (with the roles held there), renames with the unit, and ties loose ends of the trees and
    reporting lines for the days on which nobody tied them otherwise. The police leave the districts on 1 March 2025.
    """
    require(by is None or rules.can_administer(by))
    AdministrativeUnit.objects.select_for_update().get(pk=province.pk)
    plan = plan_province(_states_of(province), province.pk, committee=committee)
    there = _organisations_of(province)
    changed, loosened = _followed(plan, there)
    founded = _founded(plan, there)
    keys = {planned.key: there[_place_of(planned)] for planned in plan.organisations}
    tied = _tied(OrganisationParent, "organisation_id", "parent_id", plan.parents, keys)
    reporting = [link for link in plan.parents if link.reports]
    reports_anew = _tied(ReportingLine, "from_organisation_id", "to_organisation_id", reporting, keys)
    if founded or changed or tied or reports_anew:
        _rebuild_below(loosened | tied)
        record(province, "province_founded", by=by, at=now, founded=founded, changed=changed)
    return founded


def _rebuild_below(touched: set[int]) -> None:
    """Write anew what stands above the organisations whose ties changed, and above those that ever stood below."""
    below = OrganisationAncestor.objects.filter(ancestor_id__in=touched).values_list("organisation_id", flat=True)
    rebuild_ancestors(touched | set(below))


def _states_of(province: AdministrativeUnit) -> list[UnitState]:
    in_force = UnitVersion.objects.filter(validity__isempty=False)
    versions = in_force.filter(Q(unit_id__in=_units_ever_below(province)) | Q(unit_id=province.pk))
    rows = versions.values_list("unit_id", "parent_id", "level", "kind", "name", "validity")
    return [
        UnitState(unit_id, parent_id, Level(level), UnitKind(kind), name, Span.of(validity))
        for unit_id, parent_id, level, kind, name, validity in rows
    ]


def _units_ever_below(province: AdministrativeUnit) -> Iterable[int]:
    return UnitAncestor.objects.filter(ancestor=province).values_list("unit_id", flat=True)


def _organisations_of(province: AdministrativeUnit) -> dict[Place, Organisation]:
    """What was founded already, by unit and kind; agencies and schools by their name too."""
    # Keys first: the planner takes a whole minute over the three ways in one condition.
    units = {province.pk, *_units_ever_below(province)}
    below = OrganisationAncestor.objects.filter(ancestor__unit=province)
    in_line = set(below.values_list("organisation_id", flat=True))
    rows = Organisation.objects.filter(Q(unit_id__in=units) | Q(pk__in=in_line)).order_by("id")
    return {_place(row.unit_id, row.kind, row.name): row for row in rows}


def _place(unit_id: int, kind: str, name: str) -> Place:
    return unit_id, str(kind), name if kind in MANY_IN_A_UNIT else ""


def _place_of(planned: PlannedOrganisation) -> Place:
    return _place(planned.unit_id, planned.kind, planned.name.name)


def _followed(plan: Plan, there: Mapping[Place, Organisation]) -> tuple[int, set[int]]:
    """Give what is there the days and the name of its unit.

    Returns how many changed, and the keys of the organisations whose place in the tree was cut.
    """
    planned = {_place_of(each): each for each in plan.organisations}
    changed: list[Organisation] = []
    for place, organisation in there.items():
        wanted = planned.get(place)
        if place[1] in MANY_IN_A_UNIT:
            continue
        validity = wanted.span.validity if wanted else NEVER
        name = wanted.name.name if wanted else organisation.name
        if (organisation.validity, organisation.name) != (validity, name):
            organisation.validity = validity
            if wanted:
                _name(organisation, wanted)
            changed.append(organisation)
    write_many(changed, ["validity", "name", "short_name", "symbol", "sort_key", "search_text"])
    lives = {organisation.pk: organisation.validity for organisation in changed}
    _cut(Membership, ("organisation_id",), lives)
    _cut(ReportingLine, ("from_organisation_id", "to_organisation_id"), lives)
    loosened = _cut(OrganisationParent, ("organisation_id", "parent_id"), lives)
    return len(changed), {tie.organisation_id for tie in loosened}


def _cut(model: type[Held], columns: Sequence[str], lives: Mapping[int, DateRange]) -> list[Held]:
    """No role and no tie outlives its offices; one wholly outside was never in force. Returns what was cut."""
    of_changed = Q(*((f"{column}__in", lives) for column in columns), _connector=Q.OR)
    cut: list[Held] = []
    for row in model.objects.filter(of_changed, validity__isempty=False):
        kept: Span | None = Span.of(row.validity)
        for life in (lives[key] for column in columns if (key := getattr(row, column)) in lives):
            kept = kept.meet(Span.of(life)) if kept and not life.isempty else None
        validity = kept.validity if kept else NEVER
        if row.validity != validity:
            row.validity = validity
            cut.append(row)
    write_many(cut, ["validity"])
    return cut


def _founded(plan: Plan, there: dict[Place, Organisation]) -> int:
    """Found what is missing and add it to `there`. Returns how many."""
    missing = [planned for planned in plan.organisations if _place_of(planned) not in there]
    rows = []
    for planned in missing:
        row = Organisation(
            kind=planned.kind, level=planned.level, unit_id=planned.unit_id, validity=planned.span.validity
        )
        rows.append(_name(row, planned))
    stored = Organisation.objects.bulk_create(rows, batch_size=BATCH)
    there.update({_place_of(planned): row for planned, row in zip(missing, stored, strict=True)})
    return len(missing)


def _name(organisation: Organisation, planned: PlannedOrganisation) -> Organisation:
    organisation.name = planned.name.name
    organisation.short_name = planned.name.short_name
    organisation.symbol = planned.name.symbol
    organisation.sort_key = sort_key(planned.name.short_name)[:600]
    organisation.search_text = fold(planned.name.name)[:500]
    return organisation


def _tied(
    model: type[Tie], lower: str, upper: str, links: Sequence[PlannedParent], keys: Mapping[int, Organisation]
) -> set[int]:
    """Add the planned ties for the days on which an organisation has none. Returns who lacked one."""
    held: dict[int, list[Span]] = defaultdict(list)
    for organisation_id, validity in model.objects.filter(validity__isempty=False).values_list(lower, "validity"):
        held[organisation_id].append(Span.of(validity))
    rows: list[Any] = [
        model(**{lower: keys[link.key].pk, upper: keys[link.parent].pk}, validity=span.validity)
        for link in links
        for span in _uncovered(link.span, held[keys[link.key].pk])
    ]
    model.objects.bulk_create(rows, batch_size=BATCH)
    return {getattr(row, lower) for row in rows}


def _uncovered(span: Span, covered: Iterable[Span]) -> list[Span]:
    left = [span]
    for other in covered:
        left = [part for rest in left for part in rest.without(other)]
    return left
