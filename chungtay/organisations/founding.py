"""The organisations of a whole province, laid out from its units: who exists when, under whom, reporting to whom.

Pure planning; `actions.found_province` stores the plan. Source: docs/rules/scope.md#trees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from chungtay.organisations.codes import MEMBER_KINDS, OrganisationKind
from chungtay.organisations.names import COMMITTEE_NAME, PROVINCE_MANAGED, OfficialName, official_name, unit_words
from chungtay.organisations.spans import Span
from chungtay.territory.codes import Level, UnitKind

# Police have had no district level since 1 March 2025 (announced 28 February 2025); government kept it until 1 July.
POLICE_LEAVES_DISTRICTS_ON = date(2025, 3, 1)
KINDS_IN_EVERY_UNIT = (
    OrganisationKind.POLICE,
    OrganisationKind.FRONT,
    *MEMBER_KINDS,
    OrganisationKind.COMMITTEE,
    OrganisationKind.GOVERNMENT,
)
# State bodies see released matter and report elsewhere.
REPORTING_KINDS = frozenset({OrganisationKind.POLICE, OrganisationKind.FRONT, *MEMBER_KINDS})


@dataclass(frozen=True)
class UnitState:
    """Name, kind and parent of a unit over a span."""

    unit_id: int
    parent_id: int | None
    level: Level
    kind: UnitKind
    name: str
    span: Span


@dataclass(frozen=True)
class PlannedOrganisation:
    """One organisation to found. `key` names it inside the plan."""

    key: int
    unit_id: int
    kind: OrganisationKind
    level: Level
    name: OfficialName
    span: Span


@dataclass(frozen=True)
class PlannedParent:
    """`key` stands under `parent` during `span`; `reports` when it also reports there."""

    key: int
    parent: int
    span: Span
    reports: bool


@dataclass
class Plan:
    """Everything to found, in the order in which it is stored: parents before children."""

    organisations: list[PlannedOrganisation] = field(default_factory=list)
    parents: list[PlannedParent] = field(default_factory=list)


def plan_province(states: Sequence[UnitState], province_id: int, *, committee: str = COMMITTEE_NAME) -> Plan:
    """The plan for the province `province_id`, from every dated state of it and of the units ever below it.

    An organisation lives as long as its unit (police of a district no longer than 28 February 2025) and is named as
    the unit was last called. It stands under the body of its kind one level up, or the next one that exists then.
    """
    plan = Plan()
    by_unit: dict[int, list[UnitState]] = defaultdict(list)
    for state in sorted(states, key=lambda state: (state.level, state.unit_id, state.span.lower or date.min)):
        by_unit[state.unit_id].append(state)
    placed: dict[tuple[int, OrganisationKind], PlannedOrganisation] = {}
    for unit_id, history in by_unit.items():
        for kind in KINDS_IN_EVERY_UNIT:
            organisation = _planned(len(plan.organisations), unit_id, kind, history, committee)
            if organisation is None:
                continue
            plan.organisations.append(organisation)
            placed[unit_id, kind] = organisation
            if unit_id != province_id:
                plan.parents.extend(_parents(organisation, by_unit, placed))
    _add_province_managed(plan, by_unit[province_id], placed)
    return plan


def _planned(
    key: int, unit_id: int, kind: OrganisationKind, history: Sequence[UnitState], committee: str
) -> PlannedOrganisation | None:
    last = history[-1]
    span: Span | None = Span(history[0].span.lower, last.span.upper)
    if kind is OrganisationKind.POLICE and last.level is Level.DISTRICT:
        span = Span(history[0].span.lower, last.span.upper).meet(Span(None, POLICE_LEAVES_DISTRICTS_ON))
    if span is None:
        return None
    name = official_name(kind, last.level, last.kind, last.name, committee=committee)
    return PlannedOrganisation(key, unit_id, kind, last.level, name, span)


def _parents(
    organisation: PlannedOrganisation,
    by_unit: dict[int, list[UnitState]],
    placed: dict[tuple[int, OrganisationKind], PlannedOrganisation],
) -> Iterator[PlannedParent]:
    """The bodies of its kind above it, span by span, joined where the same one continues."""
    found = sorted(
        _bodies_above(organisation.unit_id, organisation.kind, organisation.span, by_unit, placed),
        key=lambda pair: pair[1].lower or date.min,
    )
    joined: list[tuple[int, Span]] = []
    for parent, span in found:
        if joined and joined[-1][0] == parent and joined[-1][1].upper == span.lower:
            joined[-1] = (parent, Span(joined[-1][1].lower, span.upper))
        else:
            joined.append((parent, span))
    for parent, span in joined:
        yield PlannedParent(organisation.key, parent, span, organisation.kind in REPORTING_KINDS)


def _bodies_above(
    unit_id: int,
    kind: OrganisationKind,
    span: Span,
    by_unit: dict[int, list[UnitState]],
    placed: dict[tuple[int, OrganisationKind], PlannedOrganisation],
) -> Iterator[tuple[int, Span]]:
    for state in by_unit.get(unit_id, ()):
        during = span.meet(state.span)
        if during is None or state.parent_id is None:
            continue
        body = placed.get((state.parent_id, kind))
        here = during.meet(body.span) if body else None
        if body and here:
            yield body.key, here
        for rest in during.without(body.span) if body else [during]:
            yield from _bodies_above(state.parent_id, kind, rest, by_unit, placed)


def _add_province_managed(
    plan: Plan,
    history: Sequence[UnitState],
    placed: dict[tuple[int, OrganisationKind], PlannedOrganisation],
) -> None:
    """Agencies and schools that the province manages itself; they stand under its People's Committee."""
    last = history[-1]
    government = placed[last.unit_id, OrganisationKind.GOVERNMENT]
    unit = unit_words(last.kind, last.name)
    for kind, words, symbol in PROVINCE_MANAGED:
        name = OfficialName(f"{words} {unit}", f"{words} {unit}", symbol)
        body = PlannedOrganisation(len(plan.organisations), last.unit_id, kind, last.level, name, government.span)
        plan.organisations.append(body)
        plan.parents.append(PlannedParent(body.key, government.key, government.span, reports=False))
