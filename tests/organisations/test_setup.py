"""The first hour of an empty installation, and the commands of the machine."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from chungtay.core import clock
from chungtay.core.models import Installation
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.actions import (
    create_first_administrator,
    first_administrator_link,
    found_province,
    name_installation,
    redeem_code,
    require_setup_link,
)
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.errors import AlreadyNamed, LinkNotValid, ProvinceUnknown
from chungtay.organisations.models import Membership, Organisation, SetupLink, User
from chungtay.organisations.queries import organisations_on
from chungtay.territory.codes import Level
from tests.organisations.conftest import NOW, TODAY, Place

PASSWORD = "mot-hai-ba-bon-5"
GIVEN = {"province_code": "38", "username": "quantri", "display_name": "Quản trị tỉnh", "password": PASSWORD}


@pytest.fixture
def place(units: Place) -> Place:
    """Organisations for one test alone: others of this module need a province without any."""
    found_province(units.province, by=None, now=NOW)
    return units


def test_link_is_good_for_thirty_minutes_and_kept_as_digest(units: Place) -> None:
    token = first_administrator_link(now=NOW)

    assert require_setup_link(token, now=NOW + timedelta(minutes=29)) == SetupLink.objects.get()
    assert token not in SetupLink.objects.get().digest
    with pytest.raises(LinkNotValid):
        require_setup_link(token, now=NOW + timedelta(minutes=30))


def test_newer_link_voids_the_older(units: Place) -> None:
    older = first_administrator_link(now=NOW)
    first_administrator_link(now=NOW)

    with pytest.raises(LinkNotValid):
        require_setup_link(older, now=NOW)


def test_first_administrator_names_the_province_once(units: Place) -> None:
    token = first_administrator_link(now=NOW)

    user = create_first_administrator(token, **GIVEN, now=NOW)

    hat = Membership.objects.get()
    police = units.office(units.province, OrganisationKind.POLICE)
    assert (hat.user, hat.role, hat.organisation) == (user, Role.ADMINISTRATOR, police)
    assert (Installation.objects.get().province_code, Organisation.objects.count()) == ("38", 61)
    assert user.check_password(PASSWORD)
    with pytest.raises(LinkNotValid):
        create_first_administrator(token, **GIVEN, now=NOW)
    with pytest.raises(AlreadyNamed):
        first_administrator_link(now=NOW)


def test_first_administrator_of_an_unknown_province_leaves_nothing(units: Place) -> None:
    token = first_administrator_link(now=NOW)

    with pytest.raises(ProvinceUnknown):
        create_first_administrator(token, **{**GIVEN, "province_code": "99"}, now=NOW)

    assert (User.objects.count(), Organisation.objects.count(), Installation.objects.count()) == (0, 0, 0)
    assert require_setup_link(token, now=NOW).used_at is None


def test_naming_an_empty_installation_loads_the_ledger_of_the_province(db: None) -> None:
    """Huế (46) is among the smallest: 40 communes since the merger."""
    police = name_installation("46", by=None, now=NOW)

    assert police.name == "Công an thành phố Huế"
    assert organisations_on(TODAY).filter(kind=OrganisationKind.POLICE, level=Level.COMMUNE).count() == 40


def test_installation_serves_one_province(place: Place) -> None:
    Installation.objects.create(province_code="01")

    with pytest.raises(AlreadyNamed):
        name_installation("38", by=None, now=NOW)


def test_the_name_of_the_committee_passes_the_scanner(units: Place) -> None:
    with pytest.raises(ForbiddenMatter):
        name_installation("38", by=None, now=NOW, committee="Ban Chỉ đạo 138, gọi 0912 345 678")


def test_page_of_the_first_administrator(client: Client, units: Place, settings: object) -> None:
    settings.LOGIN_REDIRECT_URL = "organisations:hats"
    stream = StringIO()
    call_command("first_administrator_link", "--site", "http://127.0.0.1:8000/", stdout=stream)
    address = stream.getvalue().strip()
    path = address.removeprefix("http://127.0.0.1:8000")
    typed = {"province_code": "38", "committee": "Ban Chỉ đạo 138", "username": "quantri", "display_name": "Quản trị"}

    unequal = client.post(path, {**typed, "new_password": PASSWORD, "repeated": "khac"})
    easy = client.post(path, {**typed, "new_password": "12345", "repeated": "12345"})
    done = client.post(path, {**typed, "new_password": PASSWORD, "repeated": PASSWORD})

    assert list(unequal.context["form"].errors) == ["repeated"]
    assert list(easy.context["form"].errors) == ["new_password"]
    assert (done.status_code, done["Location"]) == (302, "/to-chuc/vai/")
    assert client.get("/to-chuc/vai/").context["worn"].role == Role.ADMINISTRATOR
    assert Client().get(path).status_code == 400


def test_user_code_prints_a_code_that_works(place: Place) -> None:
    user = place.hat(place.yen_tho, OrganisationKind.POLICE, username="ca.yentho").user
    stream = StringIO()

    call_command("user_code", "ca.yentho", stdout=stream)

    assert redeem_code(stream.getvalue(), new_password=PASSWORD, now=clock.now()) == user


def test_user_code_for_nobody_is_one_sentence(db: None) -> None:
    with pytest.raises(CommandError, match=r"^No account has the user name 'ai\.do'\.$"):
        call_command("user_code", "ai.do")


def test_found_province_command(units: Place) -> None:
    stream = StringIO()

    call_command("found_province", "38", stdout=stream)

    assert stream.getvalue() == "61 organisations\n"
