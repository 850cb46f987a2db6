"""The plans of both years of the story: the province's, and those of most districts and communes.

Some units have none and some leave items out, so that the page of alignment has something to tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from chungtay.core.clock import VIETNAM
from chungtay.demo.people import hats_by_office
from chungtay.demo.plan_words import (
    ADDITIONS,
    BASES,
    FORMER,
    OBJECTIVES,
    OWN,
    PRESENT,
    WORK,
    items_of_province,
)
from chungtay.demo.story import HISTORY_YEAR
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.actions.bases import record_basis
from chungtay.programmes.actions.bulk import ApprovedPlan, approve_in_bulk, disseminate_in_bulk
from chungtay.programmes.actions.plans import agree, approve, lay, save_draft, send_down, start_plan
from chungtay.programmes.actions.programmes import open_programme, record_framework
from chungtay.programmes.codes import DisseminationForm
from chungtay.programmes.items import Ground, ItemDraft, kinds_of, proposed
from chungtay.programmes.models import Plan, PlanItem, PlanVersion, Programme
from chungtay.programmes.queries.measures import measures
from chungtay.programmes.queries.plans import items_of, plan_day
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit, UnitVersion

POLICE, FRONT = OrganisationKind.POLICE, OrganisationKind.FRONT
# How many of a hundred communes have a plan, and how many of those leave something out.
WITH_PLAN, WITH_GAPS, WITH_ADDITION, OWN_WORDS, TOLD = 88, 30, 40, 55, 80


def record_frameworks(province: AdministrativeUnit, nation: AdministrativeUnit, *, now: datetime) -> None:
    """The ten-year programmes of the two central bodies, and the province's own under the present one."""
    record_framework(FORMER, unit=nation, above=None, by=None, now=now)
    present = record_framework(PRESENT, unit=nation, above=None, by=None, now=now)
    record_framework(OWN, unit=province, above=present, by=None, now=now)


def plan_year(year: int, *, officers: Mapping[int, Membership], seed: int, first: int) -> PlanVersion:
    """The programme of a year with the province's plan and the local ones; the plan of `first`'s unit is left to write.

    In 2021 districts make the province's plan concrete and communes their district's; today communes do it directly.
    """
    chance = Random(f"{seed}:plans:{year}")
    top = _plan_of_province(year)
    above: list[PlanVersion] = [top]
    while above:
        plans = _plans_below(above, officers, chance, leave=first)
        rows = approve_in_bulk(top.plan.programme, plans) if plans else []
        sent = {row.pk for row, plan in zip(rows, plans, strict=True) if plan.sent_down}
        above = list(PlanVersion.objects.filter(plan__in=sent).select_related("plan__programme", "plan__organisation"))
    _make_known(top, officers, chance)
    return top


def _plan_of_province(year: int) -> PlanVersion:
    """Written by the consolidator of the police, agreed to by the Front, approved by the coordinator, sent down."""
    day = datetime(year, 1, 4, 8, 30, tzinfo=VIETNAM)
    by, approver = writer(), coordinator()
    programme: Programme = open_programme(year, by=approver, now=day)
    version = start_plan(programme, joint=True, by=by, now=day)
    items = items_of_province(year, past=year == HISTORY_YEAR)
    version = save_draft(version, items, objectives=OBJECTIVES, by=by, now=day)
    for symbol, dated, body, summary in BASES[year == HISTORY_YEAR]:
        record_basis(symbol=symbol, dated=dated, body=body, summary=summary, plan=version.plan, by=by, now=day)
    version = through_hands(version, partner=partner(), approver=approver, at=day)
    return send_down(version, by=by, now=day + timedelta(days=2))


def through_hands(version: PlanVersion, *, partner: Membership, approver: Membership, at: datetime) -> PlanVersion:
    """A draft laid by its writer, agreed to by the partner and approved by the day after."""
    version = lay(version, by=version.written_by, now=at + timedelta(hours=3))
    version = agree(version, by=partner, now=at + timedelta(days=1))
    return approve(version, by=approver, now=at + timedelta(days=1, hours=4))


def writer() -> Membership:
    """Who writes the plan of the province."""
    return _hat(POLICE, Role.CONSOLIDATOR)


def partner() -> Membership:
    """Who agrees to it."""
    return _hat(FRONT, Role.COORDINATOR)


def coordinator() -> Membership:
    """Who approves it, and the plans of communes without a leader."""
    return _hat(POLICE, Role.COORDINATOR)


def _plans_below(
    above: Sequence[PlanVersion], officers: Mapping[int, Membership], chance: Random, *, leave: int
) -> list[ApprovedPlan]:
    year = above[0].plan.programme.year
    day = plan_day(year, datetime(year, 3, 1, tzinfo=VIETNAM).date())
    parents = {version.plan.unit_id: version for version in above}
    units = list(UnitVersion.objects.filter(parent__in=parents, validity__contains=day).order_by("sort_key", "unit_id"))
    bodies = _bodies([unit.unit_id for unit in units], day)
    shares = _counts(unit.parent_id for unit in units)
    units_of_measures = {code: measure.unit for code, measure in measures().items()}
    items = {version.pk: items_of(version) for version in above}
    of_province = coordinator()
    plans = []
    for unit in units:
        parent, own = parents[unit.parent_id or 0], bodies.get(unit.unit_id, {})
        has_plan = chance.randrange(100) < WITH_PLAN or unit.level < Level.COMMUNE
        police, front = (officers.get(own[kind].pk) if kind in own else None for kind in (POLICE, FRONT))
        if not has_plan or police is None or front is None or unit.unit_id == leave:
            continue
        kinds = kinds_of(own)
        above_items = items[parent.pk]
        drafts = _local_items(
            above_items, kinds, shares[unit.parent_id], chance, year=year, complete=unit.level < Level.COMMUNE
        )
        approver = officers.get(-parent.plan.organisation_id, of_province)
        at = datetime(year, 1, 15, 14, tzinfo=VIETNAM) + timedelta(
            days=chance.randrange(10) + (20 if unit.level == Level.COMMUNE and parent.plan.parent_id else 5)
        )
        ground = Ground(year, kinds, {item.number: item for item in above_items}, units_of_measures)
        plans.append(
            ApprovedPlan(police, front, approver, at, parent.plan, drafts, ground, sent_down=unit.level < Level.COMMUNE)
        )
    return plans


def _local_items(
    above: Sequence[PlanItem], kinds: Collection[str], share_of: int, chance: Random, *, year: int, complete: bool
) -> list[ItemDraft]:
    """The items above as a unit makes them concrete: often in its own words, its share a little more or less."""
    gaps = not complete and chance.randrange(100) < WITH_GAPS
    left_out = set(chance.sample([item.number for item in above], chance.randint(1, 3))) if gaps else set()
    words = {work.text: work.words for work in WORK}
    drafts = []
    for item in above:
        if item.number in left_out:
            continue
        draft = proposed(item, kinds=kinds, lead="police", share_of=share_of)
        if not complete and words.get(item.text) and chance.randrange(100) < OWN_WORDS:
            draft = replace(draft, text=chance.choice(words[item.text]))
        if not complete and draft.target is not None and draft.target_unit != "%" and draft.target > 20:
            changed = draft.target * chance.randint(90, 115) / 100
            draft = replace(draft, target=changed.to_integral_value())
        drafts.append(draft)
    if not complete and chance.randrange(100) < WITH_ADDITION:
        text, lead = chance.choice(ADDITIONS)
        due = datetime(year, 10, 31, tzinfo=VIETNAM).date()
        drafts.append(ItemDraft(text, lead if lead in kinds else "police", due, objective=2, target=None))
    return drafts


def _bodies(units: Iterable[int], day: date) -> dict[int, dict[str, Organisation]]:
    found: dict[int, dict[str, Organisation]] = {}
    offices = Organisation.objects.filter(unit__in=list(units), validity__contains=day)
    for office in offices:
        found.setdefault(office.unit_id, {})[office.kind] = office
    return found


def _counts(keys: Iterable[int | None]) -> dict[int | None, int]:
    counted: dict[int | None, int] = {}
    for key in keys:
        counted[key] = counted.get(key, 0) + 1
    return counted


def officers_of_offices() -> dict[int, Membership]:
    """Who reports in each office; under the negative key who approves what is sent to it."""
    approvers = hats_by_office(Role.CONSOLIDATOR) | hats_by_office(Role.COORDINATOR)
    return hats_by_office(Role.REPORTER) | {-office: hat for office, hat in approvers.items()}


def _make_known(top: PlanVersion, officers: Mapping[int, Membership], chance: Random) -> None:
    """Most offices directly below made known what the plan rests on, within two months."""
    below = {plan.organisation_id: plan.partner_id for plan in Plan.objects.filter(parent=top.plan)}
    hats = [officers[key] for pair in below.items() for key in pair if key is not None and key in officers]
    begin = top.sent_down_at
    assert begin is not None
    for document in top.plan.bases.order_by("id"):
        stated = [
            (hat, begin + timedelta(days=chance.randint(1, 50)), chance.choice(list(DisseminationForm)))
            for hat in hats
            if chance.randrange(100) < TOLD
        ]
        disseminate_in_bulk(document, stated)


def _hat(kind: OrganisationKind, role: Role) -> Membership:
    return Membership.objects.select_related("organisation__unit", "user").get(
        role=role, organisation__kind=kind, organisation__level=Level.PROVINCE
    )
