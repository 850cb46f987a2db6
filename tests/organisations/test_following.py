"""Organisations follow the ledger of units, event after event."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.organisations.actions import found_province, set_reporting_line
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership, Organisation, OrganisationAncestor
from chungtay.organisations.queries import parent_on, receiver_of
from chungtay.territory.actions import Entry, merge_units, rename_unit, undo_latest_event
from chungtay.territory.codes import UnitKind
from chungtay.territory.errors import UndoBlocked
from chungtay.territory.ledger import UnitData
from chungtay.territory.models import AdministrativeUnit
from tests.organisations.conftest import NOW, Place

POLICE, FRONT = OrganisationKind.POLICE, OrganisationKind.FRONT
DAY = date(2027, 1, 1)
ENTRY = Entry(DAY, "Nghị quyết thử")


@pytest.fixture
def merged(place: Place) -> AdministrativeUnit:
    """Yên Thọ and Đông Hạc become one commune on 1 January 2027."""
    into = UnitData("14899", UnitKind.RURAL_COMMUNE, "Yên Hạc", "38")
    return merge_units([place.yen_tho, place.dong_hac], into=into, entry=ENTRY, by=None, now=NOW)


def test_merger_founds_the_successors_offices_and_ends_the_old(place: Place, merged: AdministrativeUnit) -> None:
    hat = place.hat(place.yen_tho, POLICE, username="ca.yentho")

    founded = found_province(place.province, by=None, now=NOW)

    police, old = place.office(merged, POLICE), place.office(place.yen_tho, POLICE)
    province = place.office(place.province, POLICE)
    hat.refresh_from_db()
    assert founded == 9
    assert (police.name, police.validity) == ("Công an xã Yên Hạc", DateRange(DAY, None))
    assert (parent_on(police, DAY), receiver_of(police, DAY)) == (province, province)
    assert old.validity == DateRange(None, DAY)
    assert (parent_on(old, date(2026, 12, 31)), parent_on(old, DAY)) == (province, None)
    assert hat.validity == DateRange(date(2026, 1, 1), DAY)
    assert [row.validity for row in OrganisationAncestor.objects.filter(organisation=police)] == [DateRange(DAY, None)]
    assert found_province(place.province, by=None, now=NOW) == 0


def test_rename_renames_the_offices(place: Place) -> None:
    rename_unit(place.yen_tho, name="Yên Thọ Mới", entry=ENTRY, by=None, now=NOW)

    founded = found_province(place.province, by=None, now=NOW)

    office = place.office(place.yen_tho, FRONT)
    assert founded == 0
    assert (office.short_name, office.search_text) == (
        "MTTQ xã Yên Thọ Mới",
        "uy ban mat tran to quoc viet nam xa yen tho moi",
    )


def test_reporting_line_set_by_hand_is_left_alone(place: Place) -> None:
    women = place.office(place.yen_tho, OrganisationKind.WOMEN)
    front = place.office(place.yen_tho, FRONT)
    set_reporting_line(women, front, from_on=date(2026, 6, 1), by=None, now=NOW)

    found_province(place.province, by=None, now=NOW)

    assert receiver_of(women, date(2026, 6, 1)) == front


def test_undo_brings_the_old_offices_back(place: Place, merged: AdministrativeUnit) -> None:
    before = set(Organisation.objects.values_list("unit_id", "kind", "name", "validity").exclude(unit=merged))
    found_province(place.province, by=None, now=NOW)

    undo_latest_event(by=None, now=NOW)
    found_province(place.province, by=None, now=NOW)

    after = set(Organisation.objects.values_list("unit_id", "kind", "name", "validity").exclude(unit=merged))
    police, province = place.office(place.yen_tho, POLICE), place.office(place.province, POLICE)
    assert after == before
    assert place.office(merged, POLICE).validity.isempty
    assert (parent_on(police, DAY), receiver_of(police, DAY)) == (province, province)


def test_undo_is_refused_while_an_account_stands_on_the_successor(place: Place, merged: AdministrativeUnit) -> None:
    found_province(place.province, by=None, now=NOW)
    hat = place.hat(merged, POLICE, username="ca.yenhac")

    with pytest.raises(UndoBlocked) as refused:
        undo_latest_event(by=None, now=NOW)

    assert [blocker.unit_id for blocker in refused.value.blockers] == [merged.pk]
    Membership.objects.filter(pk=hat.pk).update(validity=DateRange(date(2026, 1, 1), date(2026, 2, 1)))
    assert undo_latest_event(by=None, now=NOW).voided_at == NOW


def test_undo_does_not_mind_accounts_of_the_predecessors(place: Place, merged: AdministrativeUnit) -> None:
    place.hat(place.yen_tho, POLICE, username="ca.yentho")

    assert undo_latest_event(by=None, now=NOW).voided_at == NOW
