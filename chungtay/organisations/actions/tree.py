"""Organisations, the dated trees they stand in, and to whom they report."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.core.vietnamese import fold, normalise, sort_key
from chungtay.organisations import rules
from chungtay.organisations.ancestry import parents_of_all, rebuild_ancestors
from chungtay.organisations.codes import OrganisationKind, Regime
from chungtay.organisations.errors import OfficeNotThere, TreeMakesCircle
from chungtay.organisations.models import (
    Membership,
    Organisation,
    OrganisationAncestor,
    OrganisationParent,
    ReportingLine,
)
from chungtay.organisations.spans import Span, makes_a_circle
from chungtay.territory.models import AdministrativeUnit


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
    require_clean(symbol, field="symbol")
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
    list(Organisation.objects.select_for_update().filter(pk__in=[organisation.pk, parent.pk]).order_by("pk"))
    span = _living(organisation, parent, from_on)
    parents = parents_of_all()
    require(
        not makes_a_circle(organisation.pk, parent.pk, span, parents), TreeMakesCircle(office=organisation.short_name)
    )
    _cut_from(OrganisationParent.objects.filter(organisation=organisation), from_on)
    placed = OrganisationParent.objects.create(organisation=organisation, parent=parent, validity=span.validity)
    rebuild_ancestors([organisation.pk, *_ever_below(organisation.pk)])
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


def _ever_below(organisation_id: int) -> list[int]:
    return list(
        OrganisationAncestor.objects.filter(ancestor_id=organisation_id).values_list("organisation_id", flat=True)
    )
