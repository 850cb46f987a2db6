"""A province small enough to hold in the head, as it was and as it is, with its organisations and a few officers.

Province Lam Sơn. Until 30 June 2025 it has the district Thọ Hạc with the communes Đông Thanh, Hạc Thanh and Yên Thọ;
then Đông Thanh and Hạc Thanh become the ward Đông Hạc, and Yên Thọ stands directly under the province.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.models import Installation
from chungtay.core.vietnamese import fold, sort_key
from chungtay.organisations.actions import found_province
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation, User
from chungtay.territory.codes import MILLION, EventKind, Level, UnitKind
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitEvent, UnitSuccession, UnitVersion

MERGER = date(2025, 7, 1)
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@dataclass
class Place:
    """The units of the province, and how to find an office or dress an officer there."""

    nation: AdministrativeUnit
    province: AdministrativeUnit
    district: AdministrativeUnit
    dong_thanh: AdministrativeUnit
    hac_thanh: AdministrativeUnit
    yen_tho: AdministrativeUnit
    dong_hac: AdministrativeUnit

    def office(self, unit: AdministrativeUnit, kind: OrganisationKind) -> Organisation:
        """The organisation of `kind` in `unit`, whenever it lives."""
        return Organisation.objects.select_related("unit").get(unit=unit, kind=kind)

    def hat(
        self,
        unit: AdministrativeUnit,
        kind: OrganisationKind,
        role: Role | str = Role.REPORTER,
        *,
        user: User | None = None,
        username: str = "",
    ) -> Membership:
        """An officer with one more hat, worn since 1 January 2026."""
        office = self.office(unit, kind)
        user = user or User.objects.create_user(username or f"{kind}.{unit.pk}.{role}", display_name="Cán bộ thử")
        return Membership.objects.create(
            user=user, organisation=office, role=role, validity=DateRange(date(2026, 1, 1), None)
        )


@pytest.fixture(scope="module")
def _units(django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    """The units, made once a module inside a transaction that is taken back; each test has a savepoint in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield all_units()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _place(_units: Place, django_db_blocker: Any) -> Iterator[Place]:
    with django_db_blocker.unblock(), transaction.atomic():
        found_province(_units.province, by=None, now=NOW)
        yield _units
        transaction.set_rollback(True)


@pytest.fixture
def units(_units: Place, db: None) -> Place:
    """The units alone, without organisations."""
    return _units


@pytest.fixture
def place(_place: Place, db: None) -> Place:
    """The units with all their organisations."""
    return _place


def all_units() -> Place:
    """The units of the province, stored."""
    basis = {"legal_basis": "Nghị quyết thử"}
    UnitEvent.objects.create(kind=EventKind.CREATE, effective_on=date(2021, 1, 1), date_is_known=False, **basis)
    merger = UnitEvent.objects.create(kind=EventKind.MERGE, effective_on=MERGER, **basis)
    nation = _unit(Level.NATION, None)
    province = _unit(Level.PROVINCE, None)
    district = _unit(Level.DISTRICT, MERGER)
    dong_thanh, hac_thanh = _unit(Level.COMMUNE, MERGER), _unit(Level.COMMUNE, MERGER)
    yen_tho = _unit(Level.COMMUNE, None)
    dong_hac = _unit(Level.COMMUNE, None, since=MERGER)
    _version(nation, None, "00", "Việt Nam", UnitKind.NATION)
    _version(province, nation, "38", "Lam Sơn", UnitKind.PROVINCE)
    _version(district, province, "380", "Thọ Hạc", UnitKind.RURAL_DISTRICT, until=MERGER)
    _version(dong_thanh, district, "14801", "Đông Thanh", UnitKind.RURAL_COMMUNE, until=MERGER)
    _version(hac_thanh, district, "14802", "Hạc Thanh", UnitKind.RURAL_COMMUNE, until=MERGER)
    _version(yen_tho, district, "14803", "Yên Thọ", UnitKind.RURAL_COMMUNE, until=MERGER)
    _version(yen_tho, province, "14803", "Yên Thọ", UnitKind.RURAL_COMMUNE, since=MERGER)
    _version(dong_hac, province, "14801", "Đông Hạc", UnitKind.WARD, since=MERGER)
    _above(district, province, 1, None, MERGER)
    for commune in (dong_thanh, hac_thanh, yen_tho):
        _above(commune, district, 1, None, MERGER)
        _above(commune, province, 2, None, MERGER)
    _above(yen_tho, province, 1, MERGER, None)
    _above(dong_hac, province, 1, MERGER, None)
    for merged in (dong_thanh, hac_thanh):
        UnitSuccession.objects.create(
            event=merger,
            from_unit=merged,
            to_unit=dong_hac,
            share_millionths=MILLION,
            is_reviewed=True,
            is_default_target=True,
        )
    return Place(nation, province, district, dong_thanh, hac_thanh, yen_tho, dong_hac)


@pytest.fixture
def demo(db: None) -> Installation:
    """A database marked as a demonstration."""
    return Installation.objects.create(is_demo=True, province_code="38")


def _unit(level: Level, until: date | None, since: date | None = None) -> AdministrativeUnit:
    return AdministrativeUnit.objects.create(level=level, validity=DateRange(since, until))


def _version(
    unit: AdministrativeUnit,
    parent: AdministrativeUnit | None,
    code: str,
    name: str,
    kind: UnitKind,
    *,
    since: date | None = None,
    until: date | None = None,
) -> None:
    UnitVersion.objects.create(
        unit=unit,
        event=UnitEvent.objects.get(kind=EventKind.MERGE if since else EventKind.CREATE),
        parent=parent,
        code=code,
        name=name,
        kind=kind,
        level=unit.level,
        validity=DateRange(since, until),
        sort_key=sort_key(name),
        search_text=fold(name),
    )


def _above(
    unit: AdministrativeUnit, ancestor: AdministrativeUnit, depth: int, since: date | None, until: date | None
) -> None:
    UnitAncestor.objects.create(unit=unit, ancestor=ancestor, depth=depth, validity=DateRange(since, until))
