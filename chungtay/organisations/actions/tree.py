"""Organisations, the dated trees they stand in, and to whom they report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.core.vietnamese import fold, normalise, sort_key
from chungtay.organisations import rules
from chungtay.organisations.codes import OrganisationKind, Regime
from chungtay.organisations.errors import OfficeNotThere, TreeMakesCircle
from chungtay.organisations.founding import Plan, PlannedOrganisation, UnitState, plan_province
from chungtay.organisations.models import (
    Membership,
    Organisation,
    OrganisationAncestor,
    OrganisationParent,
    ReportingLine,
)
from chungtay.organisations.names import COMMITTEE_NAME
from chungtay.organisations.spans import Span, all_above, makes_a_circle
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitVersion

BATCH = 2000


@transaction.atomic
def create_organisation(
    unit: AdministrativeUnit,
    *,
    kind: OrganisationKind,
    name: str,
    short_name: str,
    from_on: date,
    by: Membership | None,
    now: datetime,
    symbol: str = "",
) -> Organisation:
    """Found an organisation that works in `unit` from `from_on` on, as long as the unit lives.

    Raises OfficeNotThere when the unit is not valid on that day.
    """
    require(by is None or rules.can_administer(by))
    require_clean(name, field="name")
    require_clean(short_name, field="short_name")
    lived = Span.of(unit.validity).meet(Span(from_on, None))
    if lived is None or lived.lower != from_on:
        raise OfficeNotThere(office=name, on=f"{from_on:%d/%m/%Y}")
    organisation = Organisation.objects.create(
        kind=kind,
        level=unit.level,
        unit=unit,
        name=normalise(name),
        short_name=normalise(short_name),
        symbol=symbol,
        validity=lived.validity,
        sort_key=sort_key(short_name)[:600],
        search_text=fold(name)[:500],
    )
    record(organisation, "organisation_created", by=by, at=now, kind=str(kind), from_on=from_on.isoformat())
    return organisation


@transaction.atomic
def place_under(
    organisation: Organisation, parent: Organisation, *, from_on: date, by: Membership | None, now: datetime
) -> OrganisationParent:
    """Put `organisation` under `parent` in its own line from `from_on` on; where it stood before ends the day before.

    Raises TreeMakesCircle when it would stand above itself.
    """
    require(by is None or rules.can_administer(by))
    Organisation.objects.select_for_update().filter(pk__in=[organisation.pk, parent.pk]).order_by("pk").first()
    span = _living(organisation, parent, from_on)
    parents = _parents_of_all()
    require(
        not makes_a_circle(organisation.pk, parent.pk, span, parents), TreeMakesCircle(office=organisation.short_name)
    )
    _cut_from(OrganisationParent.objects.filter(organisation=organisation), from_on)
    placed = OrganisationParent.objects.create(organisation=organisation, parent=parent, validity=span.validity)
    _rebuild_ancestors([organisation.pk, *_ever_below(organisation.pk)])
    record(organisation, "organisation_placed", by=by, at=now, parent=parent.pk, from_on=from_on.isoformat())
    return placed


@transaction.atomic
def set_reporting_line(
    from_organisation: Organisation,
    to_organisation: Organisation,
    *,
    from_on: date,
    by: Membership | None,
    now: datetime,
    regime: Regime = Regime.PROGRAMME,
) -> ReportingLine:
    """Let `from_organisation` report to `to_organisation` from `from_on` on; the line before ends the day before."""
    require(by is None or rules.can_administer(by))
    span = _living(from_organisation, to_organisation, from_on)
    _cut_from(ReportingLine.objects.filter(from_organisation=from_organisation, regime=regime), from_on)
    line = ReportingLine.objects.create(
        from_organisation=from_organisation, to_organisation=to_organisation, regime=regime, validity=span.validity
    )
    record(from_organisation, "reporting_line_set", by=by, at=now, to=to_organisation.pk, from_on=from_on.isoformat())
    return line


@transaction.atomic
def found_province(
    province: AdministrativeUnit, *, by: Membership | None, now: datetime, committee: str = COMMITTEE_NAME
) -> int:
    """Found police, Front, members, committee and People's Committee in every unit that ever stood in `province`.

    Trees and reporting lines follow the dated states of the units; the police leave the districts on 1 March 2025.
    Returns how many organisations were founded; 0 when the province already has some (safe to repeat).
    """
    require(by is None or rules.can_administer(by))
    AdministrativeUnit.objects.select_for_update().get(pk=province.pk)
    states = _states_of(province)
    if Organisation.objects.filter(unit_id__in={state.unit_id for state in states}).exists():
        return 0
    plan = plan_province(states, province.pk, committee=committee)
    _store(plan)
    record(province, "province_founded", by=by, at=now, organisations=len(plan.organisations))
    return len(plan.organisations)


def _states_of(province: AdministrativeUnit) -> list[UnitState]:
    below = UnitAncestor.objects.filter(ancestor=province).values("unit_id")
    in_force = UnitVersion.objects.filter(validity__isempty=False)
    versions = in_force.filter(Q(unit_id__in=below) | Q(unit_id=province.pk))
    rows = versions.values_list("unit_id", "parent_id", "level", "kind", "name", "validity")
    return [
        UnitState(unit_id, parent_id, Level(level), UnitKind(kind), name, Span.of(validity))
        for unit_id, parent_id, level, kind, name, validity in rows
    ]


def _store(plan: Plan) -> None:
    """Write a plan in bulk: organisations, their trees, what stands above each, reporting lines."""
    stored = Organisation.objects.bulk_create(map(_row, plan.organisations), batch_size=BATCH)
    keys = {planned.key: row.pk for planned, row in zip(plan.organisations, stored, strict=True)}
    OrganisationParent.objects.bulk_create(
        [
            OrganisationParent(organisation_id=keys[link.key], parent_id=keys[link.parent], validity=link.span.validity)
            for link in plan.parents
        ],
        batch_size=BATCH,
    )
    ReportingLine.objects.bulk_create(
        [
            ReportingLine(
                from_organisation_id=keys[link.key], to_organisation_id=keys[link.parent], validity=link.span.validity
            )
            for link in plan.parents
            if link.reports
        ],
        batch_size=BATCH,
    )
    parents: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for link in plan.parents:
        parents[keys[link.key]].append((keys[link.parent], link.span))
    _store_ancestors(parents, parents)


def _row(planned: PlannedOrganisation) -> Organisation:
    return Organisation(
        kind=planned.kind,
        level=planned.level,
        unit_id=planned.unit_id,
        name=planned.name.name,
        short_name=planned.name.short_name,
        symbol=planned.name.symbol,
        validity=planned.span.validity,
        sort_key=sort_key(planned.name.short_name)[:600],
        search_text=fold(planned.name.name)[:500],
    )


def _living(organisation: Organisation, above: Organisation, from_on: date) -> Span:
    """From `from_on` on, as long as both live."""
    for body in (organisation, above):
        span = Span.of(body.validity)
        inside = (span.lower is None or span.lower <= from_on) and (span.upper is None or from_on < span.upper)
        require(inside, OfficeNotThere(office=body.short_name, on=f"{from_on:%d/%m/%Y}"))
    lived = Span.of(organisation.validity).meet(Span.of(above.validity))
    return (lived or Span()).meet(Span(from_on, None)) or Span(from_on, from_on)


def _cut_from(rows: QuerySet[OrganisationParent] | QuerySet[ReportingLine], from_on: date) -> None:
    """End the dated `rows` the day before `from_on`; those that would begin later are taken back."""
    for row in rows:
        before = Span.of(row.validity).meet(Span(None, from_on))
        if before is None:
            row.delete()
        elif before != Span.of(row.validity):
            row.validity = before.validity
            row.save(update_fields=["validity"])


def _parents_of_all() -> dict[int, list[tuple[int, Span]]]:
    parents: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for child, parent, validity in OrganisationParent.objects.values_list("organisation_id", "parent_id", "validity"):
        parents[child].append((parent, Span.of(validity)))
    return parents


def _ever_below(organisation_id: int) -> list[int]:
    return list(
        OrganisationAncestor.objects.filter(ancestor_id=organisation_id).values_list("organisation_id", flat=True)
    )


def _rebuild_ancestors(organisation_ids: Collection[int]) -> None:
    OrganisationAncestor.objects.filter(organisation_id__in=organisation_ids).delete()
    _store_ancestors(set(organisation_ids), _parents_of_all())


def _store_ancestors(organisation_ids: Collection[int], parents: dict[int, list[tuple[int, Span]]]) -> None:
    rows = [
        OrganisationAncestor(
            organisation_id=key, ancestor_id=above.key, depth=above.depth, validity=above.span.validity
        )
        for key in organisation_ids
        for above in all_above(key, parents)
    ]
    OrganisationAncestor.objects.bulk_create(rows, batch_size=BATCH)
