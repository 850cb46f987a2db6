from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.core.models import Installation
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation, User
from chungtay.territory.codes import LEDGER_ROLES
from chungtay.territory.queries import unit_by_code

TODAY = date(2026, 11, 23)


@pytest.fixture
def reader(client, province_38):
    """A reporter of a ward, signed in, in the installation of province 38."""
    Installation.objects.create(province_code="38")
    ward = unit_by_code("14797", TODAY)
    office = Organisation.objects.create(
        kind=OrganisationKind.POLICE,
        level=3,
        unit=ward,
        name="Công an phường Hạc Thành",
        short_name="CA Hạc Thành",
        validity=DateRange(date(2025, 7, 1), None),
        sort_key="x",
        search_text="x",
    )
    user = User.objects.create_user("doc", display_name="Người đọc")
    Membership.objects.create(
        user=user, organisation=office, role=Role.REPORTER, validity=DateRange(date(2025, 7, 1), None)
    )
    client.force_login(user)
    return client


def rows_of(response) -> list[str]:
    return [version.heading for version, _ in response.context["rows"]]


def test_units_lists_the_map_of_the_day_that_is_asked_for(reader):
    now = reader.get(reverse("territory:units"))
    then = reader.get(reverse("territory:units"), {"on": "2022-01-01", "level": "2"})

    assert len(rows_of(now)) == 50
    assert rows_of(now)[0] == "Xã An Nông"
    assert rows_of(then)[:3] == ["Huyện Bá Thước", "Thị xã Bỉm Sơn", "Huyện Cẩm Thủy"]
    assert len(rows_of(then)) == 27
    assert "cursor=" in now.content.decode()


def test_units_pages_through_the_whole_list(reader):
    seen, address = [], reverse("territory:units")
    while address:
        response = reader.get(address)
        seen += rows_of(response)
        following = response.context["page"].next_cursor
        address = f"{reverse('territory:units')}?cursor={following}" if following else ""

    assert len(seen) == len(set(seen)) == 166


def test_units_searches_without_marks(reader):
    response = reader.get(reverse("territory:units"), {"q": "dong tho", "on": "2022-01-01"})

    assert rows_of(response)[0] == "Phường Đông Thọ"
    assert "Thành phố Thanh Hóa" in response.content.decode()


def test_units_says_what_to_do_when_nothing_is_found_or_asked_wrongly(reader):
    nothing = reader.get(reverse("territory:units"), {"q": "qqqq"})
    wrong = reader.get(reverse("territory:units"), {"on": "hôm qua", "level": "9"})

    assert rows_of(nothing) == []
    assert wrong.status_code == 200
    assert len(rows_of(wrong)) == 50
    assert "aria-invalid" in wrong.content.decode()


def test_unit_tells_origins_heirs_and_history(reader):
    gone = unit_by_code("14758", date(2022, 1, 1))

    page = reader.get(reverse("territory:unit", args=[gone.pk])).content.decode()

    assert page.count("Phường Hạc Thành") == page.count("Phường Hàm Rồng") == 1
    assert "1686/NQ-UBTVQH15" not in page  # the history of this key ends before that resolution opened another
    assert "1238/NQ-UBTVQH15" in page


def test_unit_that_never_was_is_not_found(reader):
    assert reader.get(reverse("territory:unit", args=[0])).status_code == 404


def test_ledger_names_events_with_their_basis(reader):
    page = reader.get(reverse("territory:ledger"))

    assert len(page.context["lines"]) == 30
    assert "1686/NQ-UBTVQH15" in page.content.decode()


def test_strangers_are_sent_to_sign_in(client, province_38):
    for address in (reverse("territory:units"), reverse("territory:ledger"), reverse("territory:unit", args=[1])):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_units_take_the_same_queries_for_one_row_and_for_many(reader):
    def queries_of(text: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            response = reader.get(reverse("territory:units"), {"q": text})
        return len(rows_of(response)), len(captured)

    queries_of("thanh")
    few, many = queries_of("ham rong"), queries_of("xa")

    assert few[0] < 5 < 45 < many[0]
    assert few[1] == many[1]


def test_keepers_of_the_ledger_are_roles_that_exist():
    assert {role.value for role in Role} >= LEDGER_ROLES
