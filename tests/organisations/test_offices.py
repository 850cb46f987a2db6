"""Pages of offices: looked up by every hat, changed by the administrator."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import parent_on, receiver_of
from tests.organisations.conftest import Place
from tests.organisations.test_pages import as_

POLICE, SCHOOL = OrganisationKind.POLICE, OrganisationKind.SCHOOL


@pytest.fixture
def administrator(place: Place) -> Membership:
    return place.hat(place.province, POLICE, Role.ADMINISTRATOR, username="quantri")


@pytest.fixture
def reporter(place: Place) -> Membership:
    return place.hat(place.yen_tho, POLICE, username="ca.yentho")


def names(answer: object) -> list[str]:
    return [office.short_name for office in answer.context["page"].rows]


def test_offices_of_today_in_dictionary_order(place: Place, reporter: Membership) -> None:
    assert names(as_(reporter).get("/to-chuc/?q=cong an")) == [
        "Công an phường Đông Hạc",
        "Công an tỉnh Lam Sơn",
        "Công an xã Yên Thọ",
    ]


def test_offices_come_page_by_page(place: Place, reporter: Membership) -> None:
    client = as_(reporter)
    first = client.get("/to-chuc/")
    today = set(Organisation.objects.filter(validity__contains=date.today()).values_list("short_name", flat=True))

    assert first.context["page"].next_cursor is None
    assert set(names(first)) == today


@pytest.mark.parametrize("text", ["yen tho", "zzz", ""])
def test_offices_cost_the_same_queries_however_many(
    place: Place, reporter: Membership, text: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(reporter)

    # session, account with its hats, rows, the mark of a demonstration
    with django_assert_num_queries(4):
        client.get(f"/to-chuc/?q={text}")


def test_office_shows_its_trees_in_time(place: Place, reporter: Membership) -> None:
    office = place.office(place.yen_tho, POLICE)

    page = as_(reporter).get(f"/to-chuc/{office.pk}/")

    province, district = place.office(place.province, POLICE), place.office(place.district, POLICE)
    assert [tie.parent for tie in page.context["parents"]] == [province, district]
    assert [tie.to_organisation for tie in page.context["lines"]] == [province, district]
    assert as_(reporter).get(f"/to-chuc/{district.pk}/").status_code == 200
    assert as_(reporter).get("/to-chuc/999999999/").status_code == 404


@pytest.mark.parametrize("path", ["/to-chuc/lap/", "/to-chuc/{}/truc-thuoc/", "/to-chuc/{}/tuyen-bao-cao/"])
def test_only_the_administrator_changes_offices(place: Place, reporter: Membership, path: str) -> None:
    client: Client = as_(reporter)
    office = place.office(place.yen_tho, POLICE)

    assert client.get(path.format(office.pk)).status_code == 403
    assert client.post(path.format(office.pk), {"office": office.pk, "from_on": "2026-01-01"}).status_code == 403


def test_administrator_founds_a_school_and_places_it(place: Place, administrator: Membership) -> None:
    client = as_(administrator)
    typed = {
        "unit_code": "38",
        "kind": SCHOOL,
        "name": "Trường Cao đẳng Y tế tỉnh Lam Sơn",
        "short_name": "Trường CĐ Y tế",
        "symbol": "",
        "from_on": "2026-01-01",
    }

    refused = client.post("/to-chuc/lap/", {**typed, "unit_code": "99"})
    client.post("/to-chuc/lap/", typed)
    school = Organisation.objects.get(short_name="Trường CĐ Y tế")
    police = place.office(place.province, POLICE)
    for step in ("truc-thuoc", "tuyen-bao-cao"):
        client.post(f"/to-chuc/{school.pk}/{step}/", {"office": police.pk, "from_on": "2026-02-01"})
    circle = client.post(f"/to-chuc/{police.pk}/truc-thuoc/", {"office": school.pk, "from_on": "2026-02-01"})

    assert (refused.status_code, circle.status_code) == (422, 422)
    assert (parent_on(school, date(2026, 2, 1)), parent_on(school, date(2026, 1, 31))) == (police, None)
    assert receiver_of(school, date(2026, 2, 1)) == police
