"""Targets beside what was reached, as far as a hat may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, QuerySet

from chungtay.analytics.models import Target
from chungtay.analytics.queries.catalogue import Measure
from chungtay.core.errors import NotFound, require
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import scope_of, units_below
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.figures import Total, totals
from chungtay.reporting.models import Cell
from chungtay.reporting.queries.consolidation import last_day, periods_of_year
from chungtay.reporting.queries.places import is_hidden_when_small, places_of
from chungtay.territory.models import AdministrativeUnit, UnitVersion
from chungtay.territory.queries import names_at_last, units_on


@dataclass(frozen=True)
class Reached:
    """A target with the year's total of all lines so far; None where nothing is given or it may not be seen."""

    target: Target
    measure: Measure
    unit: UnitVersion
    total: Total | None
    code: str
    is_closed: bool

    @property
    def percent(self) -> Fraction | None:
        """How much of the target is reached, in percent; None where nothing is known or nothing was asked."""
        if self.total is None or not self.target.value:
            return None
        return self.total.value * 100 / self.target.value


def targets_for(hat: Membership, year: int, on: date) -> QuerySet[Target]:
    """The targets of a year that concern the hat's unit: its own, those below and those above; for the auditor, all."""
    scope = scope_of(hat, on)
    require(not scope.sees_nothing, NotFound())
    found = Target.objects.filter(year=year).select_related("cell__indicator", "unit")
    if scope.sees_all:
        return found
    above = Q(unit__descendants__unit=scope.unit_id, unit__descendants__validity__contains=on)
    return found.filter(above | Q(unit__in=units_below(scope.unit_id, on))).distinct()


def target_for(hat: Membership, key: int, on: date) -> Target:
    """One target with its unit; `NotFound` when it does not concern the hat."""
    target = Target.objects.filter(pk=key).select_related("unit").first()
    if target is None or not targets_for(hat, target.year, on).filter(pk=key).exists():
        raise NotFound()
    return target


def units_for_targets(hat: Membership, on: date) -> list[UnitVersion]:
    """The units for which the hat's office may set targets: its own, and those directly below it."""
    own = hat.organisation.unit_id
    rows = units_on(on).filter(Q(unit=own) | Q(parent=own))
    return sorted(rows, key=lambda row: (row.unit_id != own, row.sort_key))


def unit_and_cell(unit_id: int, cell: int) -> tuple[AdministrativeUnit, Cell]:
    """What a target is for; both were chosen from lists."""
    return AdministrativeUnit.objects.get(pk=unit_id), Cell.objects.get(pk=cell)


def reached(hat: Membership, targets: Sequence[Target], on: date) -> list[Reached]:
    """Each target with the total of its year, in as many queries for one as for many."""
    if not targets:
        return []
    scope, year = scope_of(hat, on), targets[0].year
    periods = periods_of_year(year)
    units = {target.unit_id for target in targets}
    places = places_of(scope, units, [year], Line.ALL)
    names = names_at_last(units)
    found = totals(units, [period.pk for period in periods.values()], {target.cell_id for target in targets})
    rows = []
    for target in targets:
        indicator = target.cell.indicator
        period = periods[indicator.indicator_set_id]
        total = found.get((target.unit_id, period.pk, target.cell_id))
        value = total.value if total else None
        closed = not places.sees(target.unit_id, year, min(on, last_day(period)))
        closed = closed or is_hidden_when_small(scope, target.unit_id, Line.ALL, indicator, value)
        code = FigureAddress(target.unit_id, period.pk, Line.ALL, target.cell_id).code
        shown = None if closed else total
        rows.append(Reached(target, Measure(target.cell), names[target.unit_id], shown, code, closed))
    return rows
