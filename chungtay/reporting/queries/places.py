"""Which figures a hat may see, unit by unit and year by year: the one rule behind pedigrees and tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from chungtay.organisations.codes import (
    LINE_OF_KIND,
    SIDE_OF_KIND,
    Line,
    Matter,
    OrganisationKind,
    Relation,
    Sight,
    Stage,
)
from chungtay.organisations.models import Organisation
from chungtay.organisations.queries import Scope, with_relation
from chungtay.organisations.rules import sight
from chungtay.reporting.models import Consolidation, Indicator
from chungtay.territory.codes import Level

SMALLEST_SHOWN = 5
BOTH_SIDES = (OrganisationKind.POLICE, OrganisationKind.FRONT)


@dataclass(frozen=True)
class Places:
    """What one hat sees of the figures of a line, for the units and years that were asked about."""

    scope: Scope
    line: Line
    consolidated: Collection[tuple[int, int]]
    offices: Mapping[tuple[int, OrganisationKind], Sequence[Organisation]] = field(default_factory=dict)

    def stage(self, unit_id: int, year: int) -> Stage:
        """How far the year's figures have come: consolidated once frozen for the unit or one above it."""
        return Stage.CONSOLIDATED if (unit_id, year) in self.consolidated else Stage.OPEN

    def sees(self, unit_id: int, year: int, day: date) -> bool:
        """Whether the figure of a unit and year, looked at on the map of `day`, may be seen at all.

        Police and Front make the consolidation of their unit, so its figures are theirs; elsewhere a figure of all
        lines is seen where something of both sides' figures is seen, because less one's own it would tell the other's.
        """
        if self.scope.sees_all or self.scope.sees_nothing:
            return self.scope.sees_all
        consolidated = self.line is Line.ALL or self.stage(unit_id, year) >= Stage.CONSOLIDATED
        return (self._consolidates(unit_id) and consolidated) or self.sees_own_work(unit_id, year, day)

    def sees_own_work(self, unit_id: int, year: int, day: date) -> bool:
        """Whether what the offices of the unit itself reported may be seen, apart from what lies below them.

        Who consolidates a unit sees its figures whole, which does not open the own work of the other side's office.
        """
        if self.scope.sees_all or self.scope.sees_nothing:
            return self.scope.sees_all
        stage = self.stage(unit_id, year)
        return all(self._sees_office(unit_id, kind, day, stage) for kind in kinds_of(self.line))

    def _consolidates(self, unit_id: int) -> bool:
        here = unit_id == self.scope.unit_id and self.scope.level <= Level.DISTRICT
        return here and self.scope.kind in BOTH_SIDES

    def _sees_office(self, unit_id: int, kind: OrganisationKind, day: date, stage: Stage) -> bool:
        office = next((each for each in self.offices.get((unit_id, kind), ()) if day in each.validity), None)
        if office is None:
            return False
        # `relation` is what with_relation annotates.
        relation = Relation(office.relation)  # type: ignore[attr-defined]
        return sight(Matter.FIGURES_NOT_JOINT, relation, stage) is not Sight.NONE


def places_of(scope: Scope, units: Collection[int], years: Collection[int], line: Line) -> Places:
    """The places of these units and years; two queries whatever their number, none for who sees all or nothing."""
    if scope.sees_all:
        return Places(scope, line, _consolidated(units, years))
    if scope.sees_nothing:
        return Places(scope, line, ())
    found: dict[tuple[int, OrganisationKind], list[Organisation]] = defaultdict(list)
    offices = Organisation.objects.filter(unit__in=units, kind__in=kinds_of(line)).order_by("sort_key", "id")
    for office in with_relation(offices.only("unit_id", "kind", "validity"), scope):
        found[office.unit_id, OrganisationKind(office.kind)].append(office)
    return Places(scope, line, _consolidated(units, years), found)


def kinds_of(line: Line) -> tuple[OrganisationKind, ...]:
    """The kinds of offices whose figures stand in a line; of all lines, the two sides that freeze them."""
    if line is Line.ALL:
        return BOTH_SIDES
    return tuple(kind for kind, its_line in LINE_OF_KIND.items() if its_line is line)


def is_hidden_when_small(scope: Scope, unit_id: int, line: Line, indicator: Indicator, value: Fraction | None) -> bool:
    """Counts of 1 to 4 of sensitive indicators: for the owning unit, its own side at the province, the auditor."""
    if not indicator.is_sensitive_when_small or scope.sees_all or scope.unit_id == unit_id:
        return False
    own_side = line is Line.ALL or all(SIDE_OF_KIND[kind] is scope.side for kind in kinds_of(line))
    return 0 < (value or 0) < SMALLEST_SHOWN and not (scope.level == Level.PROVINCE and own_side)


def _consolidated(units: Collection[int], years: Collection[int]) -> set[tuple[int, int]]:
    frozen = Consolidation.objects.filter(
        period__year__in=years, frozen_at__isnull=False, unit__descendants__unit__in=units
    )
    return set(frozen.values_list("unit__descendants__unit", "period__year").distinct())
