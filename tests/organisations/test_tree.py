"""Organisations and their dated trees as the database keeps them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.errors import NotPermitted
from chungtay.organisations.actions import create_organisation, found_province, place_under, set_reporting_line
from chungtay.organisations.codes import OrganisationKind, Regime, Role
from chungtay.organisations.errors import OfficeNotThere, TreeMakesCircle
from chungtay.organisations.models import Organisation, OrganisationAncestor, OrganisationParent, ReportingLine
from chungtay.organisations.queries import children_on, parent_on, receiver_of
from tests.organisations.conftest import MERGER, NOW, TODAY, Place

POLICE, FRONT, SCHOOL = OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.SCHOOL


def above(organisation: Organisation) -> set[tuple[int, int, DateRange]]:
    rows = OrganisationAncestor.objects.filter(organisation=organisation)
    return {(row.ancestor_id, row.depth, row.validity) for row in rows}


def test_found_province_stores_the_tree_above_each(place: Place) -> None:
    police = {unit: place.office(unit, POLICE).pk for unit in (place.province, place.district)}

    assert above(place.office(place.yen_tho, POLICE)) == {
        (police[place.district], 1, DateRange(None, date(2025, 3, 1))),
        (police[place.province], 2, DateRange(None, date(2025, 3, 1))),
        (police[place.province], 1, DateRange(date(2025, 3, 1), None)),
    }


def test_found_province_again_changes_nothing(place: Place) -> None:
    before = Organisation.objects.count()

    assert found_province(place.province, by=None, now=NOW) == 0
    assert Organisation.objects.count() == before == 9 * 6 + 7


def test_organisations_live_as_long_as_their_unit(place: Place) -> None:
    assert place.office(place.dong_thanh, POLICE).validity == DateRange(None, MERGER)
    assert place.office(place.dong_hac, POLICE).validity == DateRange(MERGER, None)


def test_children_on_a_day(place: Place) -> None:
    front = place.office(place.province, FRONT)

    assert list(children_on(front, date(2025, 6, 30))) == [place.office(place.district, FRONT)]
    assert set(children_on(front, TODAY)) == {place.office(place.yen_tho, FRONT), place.office(place.dong_hac, FRONT)}


def test_place_under_moves_the_whole_branch_from_that_day_on(place: Place) -> None:
    school = create_organisation(
        place.yen_tho, kind=SCHOOL, name="Trường A", short_name="Trường A", from_on=MERGER, by=None, now=NOW
    )
    part = create_organisation(
        place.yen_tho, kind=SCHOOL, name="Phân hiệu A1", short_name="Phân hiệu A1", from_on=MERGER, by=None, now=NOW
    )
    first, second = place.office(place.province, POLICE), place.office(place.province, FRONT)
    moved_on = date(2026, 1, 1)

    place_under(school, first, from_on=MERGER, by=None, now=NOW)
    place_under(part, school, from_on=MERGER, by=None, now=NOW)
    place_under(school, second, from_on=moved_on, by=None, now=NOW)

    assert (parent_on(school, date(2025, 12, 31)), parent_on(school, moved_on)) == (first, second)
    assert above(part) == {
        (school.pk, 1, DateRange(MERGER, None)),
        (first.pk, 2, DateRange(MERGER, moved_on)),
        (second.pk, 2, DateRange(moved_on, None)),
    }


def test_place_under_never_makes_a_circle(place: Place) -> None:
    with pytest.raises(TreeMakesCircle):
        place_under(
            place.office(place.province, POLICE), place.office(place.yen_tho, POLICE), from_on=TODAY, by=None, now=NOW
        )


def test_place_under_needs_both_to_live_on_that_day(place: Place) -> None:
    with pytest.raises(OfficeNotThere):
        place_under(
            place.office(place.yen_tho, FRONT), place.office(place.district, FRONT), from_on=MERGER, by=None, now=NOW
        )


def test_tree_is_the_administrators(place: Place) -> None:
    keeper = place.hat(place.province, POLICE, Role.ACCOUNT_KEEPER)
    offices = (place.office(place.yen_tho, POLICE), place.office(place.province, FRONT))

    with pytest.raises(NotPermitted):
        place_under(*offices, from_on=TODAY, by=keeper, now=NOW)
    with pytest.raises(NotPermitted):
        set_reporting_line(*offices, from_on=TODAY, by=keeper, now=NOW)


def test_reporting_line_changes_on_a_day(place: Place) -> None:
    front, women = place.office(place.yen_tho, FRONT), place.office(place.yen_tho, OrganisationKind.WOMEN)
    at_province = receiver_of(women, TODAY)

    set_reporting_line(women, front, from_on=date(2026, 6, 1), by=None, now=NOW)

    assert receiver_of(women, date(2026, 5, 31)) == at_province
    assert receiver_of(women, date(2026, 6, 1)) == front


def test_database_refuses_two_parents_two_targets_and_two_police_of_a_unit(place: Place) -> None:
    police, province = place.office(place.yen_tho, POLICE), place.office(place.province, FRONT)
    always = DateRange(None, None)
    rows = (
        lambda: OrganisationParent.objects.create(organisation=police, parent=province, validity=always),
        lambda: ReportingLine.objects.create(
            from_organisation=police, to_organisation=province, regime=Regime.PROGRAMME, validity=always
        ),
        lambda: Organisation.objects.create(
            kind=POLICE,
            level=3,
            unit=place.yen_tho,
            name="x",
            short_name="x",
            validity=always,
            sort_key="",
            search_text="",
        ),
        lambda: OrganisationParent.objects.create(organisation=province, parent=province, validity=always),
    )

    for create in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            create()
