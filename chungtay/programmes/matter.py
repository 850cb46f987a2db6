"""Gather what a paper of a plan is made from: the one place of the papers that asks the database."""

from __future__ import annotations

from datetime import date

from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Organisation
from chungtay.organisations.queries import parent_on
from chungtay.programmes.codes import Campaign
from chungtay.programmes.models import PlanItem, PlanVersion
from chungtay.programmes.papers import CAMPAIGN_WORDS, Agency, Cited, PlanMatter, PlannedWork
from chungtay.programmes.phrases import bodies_words, body_words, target_words
from chungtay.programmes.queries.bases import bases_of
from chungtay.programmes.queries.papers import cited_paper
from chungtay.programmes.queries.plans import bodies_of, items_of, objectives_of, plan_day
from chungtay.territory.codes import Level
from chungtay.territory.queries import version_on
from narrative.numbers import format_number


def plan_matter(version: PlanVersion, on: date) -> PlanMatter:
    """The matter of the papers of one version of a plan, with offices and units as they are on the day of its year."""
    plan = version.plan
    day = plan_day(plan.programme.year, on)
    bodies = bodies_of(plan.unit_id, day)
    unit = version_on(plan.unit, day)
    objectives = objectives_of(plan, version)
    grouped: dict[int | None, list[PlannedWork]] = {number: [] for number in objectives}
    for item in items_of(version):
        known = item.objective if item.objective in objectives else None
        grouped.setdefault(known, []).append(_work(item, bodies))
    framework = plan.programme.framework
    offices = [plan.organisation, *([plan.partner] if plan.partner else [])]
    return PlanMatter(
        year=plan.programme.year,
        level=Level(plan.organisation.level),
        place=unit.name,
        unit=unit.official_name,
        agencies=[_agency(office, day) for office in offices],
        framework=Cited(framework.symbol, framework.dated, framework.bodies, framework.subject),
        bases=[Cited(each.symbol, each.dated, each.body, each.summary) for each in bases_of(plan)],
        above=_above(version, day),
        groups=[(objectives.get(number or 0, ""), works) for number, works in grouped.items() if works],
        amends=cited_paper(plan) if version.number > 1 else "",
    )


def _work(item: PlanItem, bodies: dict[str, Organisation]) -> PlannedWork:
    return PlannedWork(
        text=item.text.rstrip(" .;"),
        lead=body_words(item.lead, bodies),
        helpers=bodies_words(item.cooperating, bodies),
        target=target_words(item.target, item.target_unit),
        number=format_number(item.target) if item.target is not None else "",
        unit=item.target_unit,
        due_on=item.due_on,
        campaign=CAMPAIGN_WORDS[Campaign(item.campaign)] if item.campaign else "",
    )


def _agency(office: Organisation, day: date) -> Agency:
    above = parent_on(office, day)
    is_police = office.kind == OrganisationKind.POLICE
    parent = above.name if above else "Bộ Công an" if is_police else None
    return Agency(OrganisationKind(office.kind), office.name, office.symbol, parent if is_police else None)


def _above(version: PlanVersion, day: date) -> str:
    """The plan above in words: its number and day where it was issued, else whose plan it is."""
    parent = version.plan.parent
    if parent is None:
        return ""
    year = version.plan.programme.year
    return cited_paper(parent) or f"Kế hoạch năm {year} của {version_on(parent.unit, day).official_name}"
