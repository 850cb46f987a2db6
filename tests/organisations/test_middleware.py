"""The hat of a request, and the door of every page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries

from chungtay.organisations.access import is_open_to_all
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from tests.organisations.conftest import Place

POLICE, FRONT, WOMEN = OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.WOMEN
BACKEND = "chungtay.organisations.backends.OfficerBackend"


@pytest.fixture
def front(place: Place) -> Membership:
    return place.hat(place.yen_tho, FRONT, username="mt.yentho")


@pytest.fixture
def women(place: Place, front: Membership) -> Membership:
    return place.hat(place.yen_tho, WOMEN, Role.APPROVER, user=front.user)


def signed_in(client: Client, hat: Membership) -> Client:
    client.force_login(hat.user, backend=BACKEND)
    return client


def test_stranger_goes_to_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/to-chuc/vai/?x=1")

    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap/?next=%2Fto-chuc%2Fvai%2F%3Fx%3D1")


def test_stranger_in_a_fragment_moves_the_whole_page(client: Client, db: None) -> None:
    answer = client.get("/to-chuc/vai/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/dang-nhap/")


def test_first_hat_is_worn_until_another_is_chosen(client: Client, front: Membership, women: Membership) -> None:
    signed_in(client, front)
    before = client.get("/to-chuc/vai/")
    chosen = client.post("/to-chuc/vai/chon/", {"hat": women.pk, "next": "/to-chuc/vai/"})
    after = client.get("/to-chuc/vai/")

    assert before.context["worn"] == front
    assert (chosen.status_code, chosen["Location"]) == (302, "/to-chuc/vai/")
    assert after.context["worn"] == women
    assert after.wsgi_request.scope.organisation_id == women.organisation_id


def test_somebody_elses_hat_cannot_be_worn(client: Client, place: Place, front: Membership) -> None:
    foreign = place.hat(place.province, POLICE, Role.COORDINATOR)
    signed_in(client, front)

    assert client.post("/to-chuc/vai/chon/", {"hat": foreign.pk}).status_code == 404
    assert client.get("/to-chuc/vai/").context["worn"] == front


def test_wear_never_leads_out_of_the_house(client: Client, front: Membership, settings: object) -> None:
    settings.LOGIN_REDIRECT_URL = "organisations:hats"
    signed_in(client, front)

    answer = client.post("/to-chuc/vai/chon/", {"hat": front.pk, "next": "https://example.org/"})

    assert answer["Location"] == "/to-chuc/vai/"


def test_ended_hat_signs_out_with_a_sentence(client: Client, front: Membership) -> None:
    signed_in(client, front)
    assert client.get("/to-chuc/vai/").status_code == 200
    front.validity = DateRange(date(2026, 1, 1), date(2026, 1, 2))
    front.save(update_fields=["validity"])

    answer = client.get("/to-chuc/vai/", follow=True)

    assert answer.redirect_chain == [("/dang-nhap/?next=%2Fto-chuc%2Fvai%2F", 302)]
    assert len(list(answer.context["messages"])) == 1
    assert "_auth_user_id" not in client.session


def test_closed_account_is_signed_out_with_a_sentence(client: Client, front: Membership) -> None:
    signed_in(client, front)
    front.user.is_active = False
    front.user.save(update_fields=["is_active"])

    answer = client.get("/to-chuc/vai/", follow=True)

    assert answer.request["PATH_INFO"] == "/dang-nhap/"
    assert len(list(answer.context["messages"])) == 1


def test_pages_of_a_hat_are_not_kept_by_the_browser(client: Client, front: Membership) -> None:
    assert signed_in(client, front).get("/to-chuc/vai/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("more", [0, 3])
def test_hats_cost_the_same_queries_however_many(
    client: Client, place: Place, front: Membership, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in list(OrganisationKind)[2 : 2 + more]:
        place.hat(place.yen_tho, kind, user=front.user)
    signed_in(client, front)

    # session, account with its hats, whose role the worn one is, and the mark of a demonstration above the page
    with django_assert_num_queries(4):
        client.get("/to-chuc/vai/")


def _views(patterns: list, prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _views(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            found.append((here, pattern.callback))
    return found


def test_open_pages_of_this_room_are_these_alone() -> None:
    ours = [(path, view) for path, view in _views(get_resolver().url_patterns) if path.startswith(("to-chuc/", "d"))]

    assert {path for path, view in ours if is_open_to_all(view)} == {
        "to-chuc/ma-in-san/",
        "to-chuc/vao-xem-thu/",
        "to-chuc/khoi-tao/<slug:token>/",
        "dang-nhap/",
        "dang-xuat/",
        "dang-ky/",
        "dat-mat-khau/",
    }
