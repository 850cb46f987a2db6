"""The targets of a plan beside what was reached: where planned work and reported figures meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from chungtay.analytics.models import Target
from chungtay.analytics.queries.catalogue import Measure, catalogue
from chungtay.analytics.queries.targets import Reached, reached
from chungtay.organisations.models import Membership
from chungtay.programmes.codes import IN_FORCE
from chungtay.programmes.models import Plan, PlanItem, PlanVersion
from chungtay.programmes.queries.plans import items_of, plans_for
from chungtay.reporting.models import Cell
from chungtay.reporting.queries.consolidation import periods_of_year

MOST_PLANS = 10


@dataclass(frozen=True)
class PlannedReached:
    """An item with a target, and the year's total of its unit; `of` is the denominator where it is a share.

    `reached` is None where the year has no periods, or the catalogue no such figure.
    """

    item: PlanItem
    measure: Measure | None
    reached: Reached | None
    of: Reached | None

    @property
    def value(self) -> Fraction | None:
        """What was reached in the target's own unit: the total, or the share in percent; None where unknown."""
        total = self.reached.total if self.reached else None
        if total is None or self.measure is None:
            return None
        if self.measure.of is None:
            return Fraction(total.value, 10**self.measure.indicator.scale)
        whole = self.of.total if self.of else None
        return Fraction(total.value) * 100 / Fraction(whole.value) if whole and whole.value else None

    @property
    def percent(self) -> Fraction | None:
        """How much of the target is reached, in percent; None where nothing is known or nothing was asked."""
        if self.value is None or not self.item.target:
            return None
        return self.value * 100 / Fraction(self.item.target)


def planned_and_reached(hat: Membership, plan: Plan, version: PlanVersion, on: date) -> list[PlannedReached]:
    """The items of a plan that have a target, each with what its unit reached; as many queries for one as for many.

    A figure stands under the same sight as in the page of targets: what its pedigree refuses is closed here too.
    """
    known, year = catalogue().by_code, plan.programme.year
    items = [item for item in items_of(version) if item.target is not None]
    periods = periods_of_year(year)
    measures = {
        item.indicator: measure
        for item in items
        if (measure := known.get(item.indicator)) is not None and measure.set_id in periods
    }
    cells = {cell.number: cell for measure in measures.values() for cell in measure.cells}
    found = _reached(hat, plan, cells, on)
    return [_row(item, measures.get(item.indicator), found) for item in items]


def _reached(hat: Membership, plan: Plan, cells: Mapping[int, Cell], on: date) -> dict[int, Reached]:
    year = plan.programme.year
    asked: Sequence[Target] = [Target(unit=plan.unit, cell=cell, year=year, value=0) for cell in cells.values()]
    return {each.target.cell_id: each for each in reached(hat, asked, on)}


def _row(item: PlanItem, measure: Measure | None, found: Mapping[int, Reached]) -> PlannedReached:
    if measure is None:
        return PlannedReached(item, None, None, None)
    of = found.get(measure.of.number) if measure.of is not None else None
    return PlannedReached(item, measure, found.get(measure.cell.number), of)


def whole_target(item: PlanItem, measure: Measure) -> int | None:
    """The target in the integers of the indicator's scale; None for a share, or where it has more decimals."""
    value = Decimal(item.target or 0).scaleb(measure.indicator.scale)
    return int(value) if measure.of is None and value == value.to_integral_value() else None


def plans_with_targets(hat: Membership, year: int, on: date) -> list[Plan]:
    """The plans of a year that the hat may see for its own unit and at the top, the highest first."""
    seen = plans_for(hat, on).filter(programme__year=year, versions__status__in=IN_FORCE)
    near = seen.filter(Q(parent=None) | Q(unit=hat.organisation.unit_id))
    return list(near.order_by("organisation__level", "pk")[:MOST_PLANS])
