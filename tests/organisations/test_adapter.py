"""Signing in: password, lock-out in words, pages of the library that do not exist here."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.lockout import ALLOWED_FAILURES, COOKIE
from chungtay.organisations.models import Membership, SignInLock
from tests.organisations.conftest import Place

PASSWORD = "mot-hai-ba-bon-5"


@pytest.fixture
def officer(place: Place, settings: object) -> Membership:
    settings.LOGIN_REDIRECT_URL = "organisations:hats"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
    hat = place.hat(place.yen_tho, OrganisationKind.POLICE, username="ca.yentho")
    hat.user.set_password(PASSWORD)
    hat.user.save(update_fields=["password"])
    return hat


def codes_of(answer: object) -> list[str]:
    return [error.code for error in answer.context["form"].non_field_errors().as_data()]


def sign_in(client: Client, password: str = PASSWORD, **extra: object) -> object:
    return client.post("/dang-nhap/", {"login": "ca.yentho", "password": password}, **extra)


def test_sign_in_with_password_leads_to_work_and_marks_the_device(client: Client, officer: Membership) -> None:
    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/to-chuc/vai/")
    assert client.session["_auth_user_id"] == str(officer.user_id)
    assert COOKIE in client.cookies
    assert client.session.get_expire_at_browser_close()


def test_sign_in_with_wrong_password_says_what_to_do(client: Client, officer: Membership) -> None:
    answer = sign_in(client, "sai-hoan-toan")

    assert codes_of(answer) == ["username_password_mismatch"]
    assert SignInLock.objects.get().failed_count == 1


def test_sign_in_locked_refuses_the_right_password_on_an_unknown_device(client: Client, officer: Membership) -> None:
    known = Client()
    sign_in(known)
    known.post("/dang-xuat/")
    for _ in range(ALLOWED_FAILURES):
        sign_in(client, "sai-hoan-toan")

    refused = sign_in(client)
    welcome = sign_in(known)

    assert refused.status_code == 200
    assert codes_of(refused) == ["organisations.sign_in_locked"]
    assert welcome.status_code == 302


def test_forged_device_cookie_is_an_unknown_device(client: Client, officer: Membership) -> None:
    for _ in range(ALLOWED_FAILURES):
        sign_in(client, "sai-hoan-toan")
    client.cookies[COOKIE] = "eyJpZCI6ICJ4In0:forged:signature"

    assert sign_in(client).status_code == 200


def test_inactive_account_reads_that_it_is_closed(client: Client, officer: Membership) -> None:
    officer.user.is_active = False
    officer.user.save(update_fields=["is_active"])

    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan-da-khoa/")
    assert client.get("/tai-khoan-da-khoa/").status_code == 403


@pytest.mark.parametrize("path", ["/dang-ky/", "/dat-mat-khau/"])
def test_sign_up_and_the_like_do_not_exist(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, {"username": "ke.la", "password1": PASSWORD}).status_code == 404


def test_of_the_library_only_these_pages_have_addresses(db: None) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account_")}

    assert names == {
        "account_login",
        "account_logout",
        "account_change_password",
        "account_inactive",
        "account_signup",
        "account_set_password",
    }


def test_change_password_keeps_the_session_and_asks_for_the_present_one(client: Client, officer: Membership) -> None:
    sign_in(client)
    new = "sau-bay-tam-chin"
    wrong = client.post("/doi-mat-khau/", {"oldpassword": "sai", "password1": new, "password2": new})
    right = client.post("/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert wrong.status_code == 200
    assert (right.status_code, right["Location"]) == (302, "/to-chuc/vai/")
    assert client.get("/to-chuc/vai/").status_code == 200
    officer.user.refresh_from_db()
    assert officer.user.check_password(new)


def test_sign_in_page_shows_no_demo_people_outside_a_demo(client: Client, officer: Membership) -> None:
    officer.user.is_demo = True
    officer.user.save(update_fields=["is_demo"])

    assert list(client.get("/dang-nhap/").context["people"]) == []
