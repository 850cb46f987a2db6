"""The cast: a few named places, offices and people, one comment each on who they are and what they may do.

Province Lâm Giang has two communes, Đông Thanh and Hạc Thành. Everything is made by the actions that people use: the
ledger, the founding of offices, the catalogue, the periods, the accounts. Tests add what they need to tell their story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chungtay.core import clock
from chungtay.core.models import Installation
from chungtay.organisations.actions import NewAccount, open_accounts
from chungtay.organisations.actions.setup import name_installation
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.actions.tasks import generate_tasks
from chungtay.reporting.codes import Grain
from chungtay.reporting.models import Cell, ReportingPeriod, ReportTask
from chungtay.territory.actions import replay_ledger
from chungtay.territory.codes import EventKind, UnitKind
from chungtay.territory.ledger import Step, UnitData
from chungtay.territory.models import AdministrativeUnit, UnitVersion

PROVINCE, DONG_THANH, HAC_THANH = "38", "16001", "16002"
POLICE, FRONT, WOMEN = OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.WOMEN
COMMITTEE, GOVERNMENT = OrganisationKind.COMMITTEE, OrganisationKind.GOVERNMENT
# Friday 20 November 2026, ten o'clock in the morning in Viet Nam: the report of November is due these days.
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
TODAY = date(2026, 11, 20)
FOUNDED = date(2019, 12, 1)

LEDGER = (
    Step(
        EventKind.CREATE,
        FOUNDED,
        "Nghị quyết 786/NQ-UBTVQH14",
        starts=(
            UnitData("VN", UnitKind.NATION, "Việt Nam", None),
            UnitData(PROVINCE, UnitKind.PROVINCE, "Lâm Giang", "VN"),
            UnitData(DONG_THANH, UnitKind.RURAL_COMMUNE, "Đông Thanh", PROVINCE, 19_800_000, 105_700_000),
            UnitData(HAC_THANH, UnitKind.WARD, "Hạc Thành", PROVINCE, 19_810_000, 105_780_000),
        ),
    ),
)

Seat = tuple[str, OrganisationKind, Role]
# Everybody a journey needs: who reports in the communes, who decides, drafts, checks, signs and keeps the register.
OFFICERS: tuple[Seat, ...] = (
    (DONG_THANH, POLICE, Role.REPORTER),
    (DONG_THANH, FRONT, Role.REPORTER),
    (DONG_THANH, WOMEN, Role.REPORTER),
    (HAC_THANH, POLICE, Role.REPORTER),
    (HAC_THANH, FRONT, Role.REPORTER),
    (PROVINCE, POLICE, Role.CONSOLIDATOR),
    (PROVINCE, POLICE, Role.COORDINATOR),
    (PROVINCE, POLICE, Role.DRAFTING_HEAD),
    (PROVINCE, POLICE, Role.FORM_CHECKER),
    (PROVINCE, POLICE, Role.SIGNER),
    (PROVINCE, POLICE, Role.REGISTRY_CLERK),
    (PROVINCE, POLICE, Role.AUDITOR),
    (PROVINCE, POLICE, Role.ACCOUNT_KEEPER),
    (PROVINCE, POLICE, Role.ADMINISTRATOR),
    (PROVINCE, FRONT, Role.CONSOLIDATOR),
    (PROVINCE, FRONT, Role.COORDINATOR),
    (PROVINCE, FRONT, Role.SIGNER),
    (PROVINCE, WOMEN, Role.CONSOLIDATOR),
)


@dataclass
class Cast:
    """The people and places of a test, by name."""

    units: dict[str, AdministrativeUnit]
    hats: dict[Seat, Membership]

    def office(self, code: str, kind: OrganisationKind) -> Organisation:
        """The organisation of `kind` in the unit with `code`."""
        return Organisation.objects.get(unit=self.units[code], kind=kind)

    def hat(self, code: str, kind: OrganisationKind, role: Role = Role.REPORTER) -> Membership:
        """The one officer who wears this hat."""
        return self.hats[code, kind, role]

    def task(self, code: str, kind: OrganisationKind, period: ReportingPeriod) -> ReportTask:
        """The report on the programme that an office owes for a period."""
        return ReportTask.objects.select_related("period", "organisation", "receiver", "form_version__form").get(
            organisation=self.office(code, kind), period=period, is_claim=False
        )


def build_cast(seats: Sequence[Seat] = OFFICERS, *, name: Callable[[Seat], str] | None = None) -> Cast:
    """Write the province with its offices, the catalogue, and one account for each of `seats`.

    `name` gives the shown name of an officer; without it the office and the role are the name.
    """
    replay_ledger(LEDGER, by=None, now=NOW)
    name_installation(PROVINCE, by=None, now=NOW)
    Installation.objects.update(is_demo=True)
    load_catalogue(years=(2021, 2025, 2026))
    keys = dict(UnitVersion.objects.values_list("code", "unit_id"))
    units = {code: AdministrativeUnit.objects.get(pk=key) for code, key in keys.items()}
    offices = {(office.unit_id, office.kind): office for office in Organisation.objects.all()}
    shown = name or (lambda seat: f"{offices[keys[seat[0]], seat[1]].short_name} {seat[2].value}")
    accounts = {
        seat: NewAccount(username_of(seat), shown(seat)[:120], offices[keys[seat[0]], seat[1]], seat[2], FOUNDED)
        for seat in seats
    }
    open_accounts(list(accounts.values()), by=None, now=NOW, is_demo=True)
    hats = {
        (hat.user.username): hat
        for hat in Membership.objects.select_related("user", "organisation", "organisation__unit")
    }
    return Cast(units, {seat: hats[account.username] for seat, account in accounts.items()})


def username_of(seat: Seat) -> str:
    """The user name of whoever sits there, such as police-16001-reporter."""
    code, kind, role = seat
    return f"{kind.value}-{code}-{role.value.replace('_', '-')}"


def month(index: int, year: int = 2026) -> ReportingPeriod:
    """A month of the programme, with its reports asked for."""
    return _opened(Grain.MONTH, year, index)


def whole_year(year: int) -> ReportingPeriod:
    """A year of the programme, with its reports asked for."""
    return _opened(Grain.YEAR, year, 1)


def cell_of(indicator: str) -> int:
    """The number of the first cell of an indicator: its total, or the numerator of a ratio."""
    return Cell.objects.filter(indicator__code=indicator).order_by("number").values_list("number", flat=True)[0]


def _opened(grain: Grain, year: int, index: int) -> ReportingPeriod:
    period = ReportingPeriod.objects.get(indicator_set__code="programme", grain=grain, year=year, index=index)
    generate_tasks(period)
    return period


@pytest.fixture
def ticking_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], datetime]]:
    """The present is `NOW`, and a second later at each look: what a page shows does not hang on the day of the run."""
    yield from tick(monkeypatch)


def tick(monkeypatch: Any) -> Iterator[Callable[[], datetime]]:
    """Set the clock of the product on `NOW`; a fake at a true border."""
    looks = iter(range(10**9))

    def now() -> datetime:
        return NOW + timedelta(seconds=next(looks))

    monkeypatch.setattr(clock, "now", now)
    yield now
