"""The worked example: 1 July 2025 in province 38, from 547 communes to 166, rehearsed and applied from its data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chungtay.organisations.actions import NewAccount, open_accounts
from chungtay.organisations.actions.setup import name_installation
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation, OrganisationParent, ReportingLine
from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.actions.tasks import generate_tasks
from chungtay.reporting.codes import Grain
from chungtay.reporting.models import ReportingPeriod, ReportTask
from chungtay.territory import actions, queries
from chungtay.territory.actions import NATION
from chungtay.territory.codes import FindingKind, Level
from chungtay.territory.models import UnitVersion
from chungtay.territory.proposal_sheet import lines_of, read_proposal, sheet_of
from chungtay.territory.sources import TWO_TIERS_ON, shipped_steps

EVE = date(2025, 6, 30)
NOW = datetime(2025, 6, 20, 3, tzinfo=UTC)
PROVINCE = "38"


@pytest.fixture
def eve(db: None) -> dict[str, Membership]:
    """Province 38 as it stood before: two levels below it, its offices, officers, and the reports of two months."""
    steps = [step for step in shipped_steps({PROVINCE}) if step.effective_on < TWO_TIERS_ON]
    actions.replay_ledger([NATION, *steps], by=None, now=NOW)
    name_installation(PROVINCE, by=None, now=NOW)
    load_catalogue(years=(2025,))
    offices = {
        (office.unit_id, office.kind): office
        for office in Organisation.objects.filter(validity__contains=EVE, kind=OrganisationKind.POLICE)
    }
    communes = UnitVersion.objects.filter(validity__contains=EVE, level=Level.COMMUNE).order_by("code")
    province = offices[queries.unit_by_code(PROVINCE, EVE).pk, OrganisationKind.POLICE]
    accounts = [
        NewAccount(f"ca.{row.code}", f"Công an {row.name}", offices[row.unit_id, "police"], Role.REPORTER, EVE)
        for row in communes
    ]
    accounts += [
        NewAccount(f"tinh.{role.value}", role.value, province, role, EVE)
        for role in (Role.ADMINISTRATOR, Role.COORDINATOR)
    ]
    open_accounts(accounts, by=None, now=NOW)
    months = ReportingPeriod.objects.filter(indicator_set__code="programme", grain=Grain.MONTH, year=2025)
    for index in (6, 7):
        generate_tasks(months.get(index=index))
    hats = Membership.objects.select_related("organisation", "user").filter(user__username__startswith="tinh.")
    return {hat.role: hat for hat in hats}


def the_step() -> list[Any]:
    return [step for step in shipped_steps({PROVINCE}) if step.effective_on == TWO_TIERS_ON]


def counted(findings: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """By kind: rows, and how many things they are."""
    kinds = [row["kind"] for row in findings]
    return {
        kind: (kinds.count(kind), sum(row["count"] for row in findings if row["kind"] == kind)) for kind in set(kinds)
    }


@pytest.mark.slow
def test_the_step_of_2025_is_rehearsed_applied_and_taken_back_from_its_sheet(eve: dict[str, Membership]) -> None:
    lines = read_proposal(sheet_of(lines_of(the_step())))
    proposal = actions.propose("Sắp xếp ngày 1/7/2025", lines=lines, by=eve["administrator"], now=NOW)
    before = standing()

    rehearsal = actions.rehearse(proposal, by=eve["administrator"], now=NOW)
    applied = actions.apply_proposal(proposal, by=eve["coordinator"], now=NOW)
    communes = queries.units_on(TWO_TIERS_ON, level=Level.COMMUNE).count()
    actions.undo_proposal(proposal, by=eve["coordinator"], now=NOW)

    assert rehearsal.refusals == []
    assert applied.findings == rehearsal.findings
    assert communes == 166
    assert {kind: counted(rehearsal.findings)[kind] for kind in EXPECTED} == EXPECTED
    assert standing() == before


# By kind: rows, and how many things they are. 144 communes are new, 22 kept their territory: 166.
EXPECTED = {
    FindingKind.UNIT_JOINS: (144, 515),
    FindingKind.UNIT_CHANGES: (22, 22),
    FindingKind.SPLIT_ESTIMATED: (10, 21),
    FindingKind.LEVEL_ENDS: (26, 26),
    FindingKind.CODE_AGAIN: (144, 144),
    FindingKind.OFFICE_BEGINS: (144, 144 * 9),
    FindingKind.OFFICE_ENDS: (551, 525 * 9 + 26 * 8),
    FindingKind.ROLE_CARRIED: (525, 525),
    FindingKind.TASK_CARRIED: (551, 525 * 7 + 26 * 6),
    FindingKind.TASK_REPLACED: (551, 525 * 7 + 26 * 6),
    FindingKind.TASK_MADE: (144, 144 * 7),
}


def standing() -> list[Any]:
    """Offices, roles and reports with their days, and the map."""
    return [
        list(model.objects.order_by("id").values())
        for model in (Organisation, OrganisationParent, ReportingLine, Membership, ReportTask)
    ] + [list(queries.units_on(date(2030, 1, 1)).values())]
