"""Sessions on a shared computer: asked after a pause, ended after a longer one, gone with the browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse

import chungtay
from chungtay.core import clock
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership
from chungtay.organisations.shared_machine import COOKIE, SHARED_KEY
from tests.organisations.conftest import NOW, Place

PASSWORD = "Bến Nứa có 3 cây gạo"
HATS, ASKS = "/to-chuc/vai/", "/to-chuc/ai-dang-dung-may/"


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment

    def wait(self, minutes: float) -> None:
        self.moment += timedelta(minutes=minutes)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(clock, "now", watch)
    return watch


@pytest.fixture
def officer(place: Place) -> Membership:
    hat = place.hat(place.yen_tho, OrganisationKind.FRONT, username="mt.yentho")
    hat.user.set_password(PASSWORD)
    hat.user.save(update_fields=["password"])
    return hat


def sign_in(client: Client, *, shared: bool) -> None:
    typed = {"login": "mt.yentho", "password": PASSWORD, **({"shared": "on"} if shared else {})}
    client.post(reverse("account_login"), typed)


def test_the_box_makes_a_session_that_ends_with_the_browser(client: Client, officer: Membership, watch: Watch) -> None:
    sign_in(client, shared=True)
    shared = dict(client.session)
    again = Client()
    sign_in(again, shared=False)

    assert (shared[SHARED_KEY], client.session.get_expire_at_browser_close()) == (True, True)
    assert SHARED_KEY not in again.session


def test_after_five_minutes_the_next_page_asks_who_is_working(
    client: Client, officer: Membership, watch: Watch
) -> None:
    sign_in(client, shared=True)
    watch.wait(4)
    at_once = client.get(HATS).status_code
    watch.wait(6)

    answer = client.get(f"{HATS}?x=1")
    page = client.get(answer["Location"]).content.decode()
    still = client.get(HATS)
    went_on = client.post(ASKS, {"who": "same", "next": f"{HATS}?x=1"})

    assert (at_once, answer["Location"]) == (200, f"{ASKS}?next=%2Fto-chuc%2Fvai%2F%3Fx%3D1")
    assert officer.user.display_name in page
    assert still.status_code == 302
    assert (went_on["Location"], client.get(HATS).status_code) == (f"{HATS}?x=1", 200)


def test_somebody_else_signs_in_anew(client: Client, officer: Membership, watch: Watch) -> None:
    sign_in(client, shared=True)
    watch.wait(6)

    answer = client.post(ASKS, {"who": "other"})

    assert (answer["Location"], client.get(HATS)["Location"].split("?")[0]) == ("/dang-nhap/", "/dang-nhap/")


def test_what_was_typed_before_the_pause_still_arrives(client: Client, officer: Membership, watch: Watch) -> None:
    sign_in(client, shared=True)
    watch.wait(10)

    typed = client.post(reverse("organisations:wear"), {"hat": str(officer.pk)})
    watch.wait(10)
    fragment = client.get(HATS, headers={"HX-Request": "true"})

    assert (typed.status_code, fragment.status_code) == (302, 200)
    assert client.get(HATS)["Location"].startswith(ASKS)


def test_after_fifteen_minutes_without_a_request_the_session_is_over(
    client: Client, officer: Membership, watch: Watch
) -> None:
    sign_in(client, shared=True)
    watch.wait(14.9)
    before = client.get(HATS)["Location"]
    watch.wait(15)

    answer = client.get(HATS)

    assert before.startswith(ASKS)
    assert answer["Location"].startswith("/dang-nhap/")
    assert "_auth_user_id" not in client.session


def test_a_machine_of_ones_own_is_never_asked(client: Client, officer: Membership, watch: Watch) -> None:
    sign_in(client, shared=False)
    watch.wait(60)

    assert client.get(HATS).status_code == 200


def test_the_machine_remembers_the_box_and_nothing_of_the_person(
    client: Client, officer: Membership, watch: Watch
) -> None:
    sign_in(client, shared=True)
    client.get(HATS)
    kept = client.cookies[COOKIE].value
    client.post(reverse("account_logout"))
    offered = client.get(reverse("account_login")).content.decode()
    sign_in(client, shared=False)
    client.get(HATS)

    assert (kept, client.cookies[COOKIE].value) == ("1", "")
    assert 'name="shared"' in offered
    assert "checked" in offered


def test_other_ways_in_do_as_the_machine_did_last(rf: RequestFactory, officer: Membership, watch: Watch) -> None:
    sessions = []
    for cookies in ({COOKIE: "1"}, {}):
        request = rf.post(reverse("organisations:redeem"), {"code": "ABCD"})
        request.COOKIES.update(cookies)
        request.session = SessionStore()
        user_logged_in.send(sender=type(officer.user), request=request, user=officer.user)
        sessions.append(request.session.get(SHARED_KEY))

    assert sessions == [True, None]


def test_it_leads_to_no_other_site(client: Client, officer: Membership, watch: Watch) -> None:
    sign_in(client, shared=True)

    answer = client.post(ASKS, {"who": "same", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/viec-hom-nay/"


def test_no_script_of_ours_keeps_anything_in_the_browser() -> None:
    scripts = list(Path(chungtay.__file__).parent.rglob("static/**/*.js"))

    keeping = [each.name for each in scripts if "Storage" in each.read_text()]

    assert scripts
    assert keeping == []
