"""The pages of accounts, and the ways in that need no password."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chungtay.core import clock
from chungtay.core.models import Installation
from chungtay.organisations.actions import issue_one_time_code
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Handover, Membership, OneTimeCode, User
from tests.organisations.conftest import Place
from tests.organisations.test_imports import GOOD, workbook

POLICE, FRONT, WOMEN = OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.WOMEN
BACKEND = "chungtay.organisations.backends.OfficerBackend"
PASSWORD = "mot-hai-ba-bon-5"


@pytest.fixture(autouse=True)
def _land_on_our_own_page(settings: object) -> None:
    settings.LOGIN_REDIRECT_URL = "organisations:hats"


@pytest.fixture
def keeper(place: Place) -> Membership:
    return place.hat(place.province, POLICE, Role.ACCOUNT_KEEPER, username="tk.catinh")


@pytest.fixture
def reporter(place: Place) -> Membership:
    return place.hat(place.yen_tho, POLICE, username="ca.yentho")


def as_(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user, backend=BACKEND)
    return client


def names(answer: object) -> list[str]:
    return [user.username for user in answer.context["page"].rows]


def test_accounts_are_those_in_care_and_searchable(place: Place, keeper: Membership, reporter: Membership) -> None:
    place.hat(place.yen_tho, FRONT, username="mt.yentho")
    place.hat(place.dong_hac, POLICE, username="ca.donghac")
    client = as_(keeper)

    assert names(client.get("/to-chuc/tai-khoan/")) == ["ca.donghac", "ca.yentho", "tk.catinh"]
    assert names(client.get("/to-chuc/tai-khoan/?q=yen tho")) == ["ca.yentho"]
    assert names(client.get("/to-chuc/tai-khoan/?q=Đông Hạc")) == ["ca.donghac"]
    assert names(client.get("/to-chuc/tai-khoan/?q=mt.yentho")) == []


@pytest.mark.parametrize("more", [0, 2])
def test_account_list_costs_the_same_queries_however_many(
    place: Place,
    keeper: Membership,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(more):
        place.hat(place.yen_tho, POLICE, username=f"ca{number}.yentho")
    client = as_(keeper)

    # session, account with its hats, rows, their roles, the offices of these, the mark of a demonstration
    with django_assert_num_queries(6):
        client.get("/to-chuc/tai-khoan/")


@pytest.mark.parametrize(
    "path",
    [
        "/to-chuc/tai-khoan/",
        "/to-chuc/tai-khoan/mo/",
        "/to-chuc/tai-khoan/nhap/",
        "/to-chuc/tai-khoan/mau/",
        "/to-chuc/tai-khoan/1/",
        "/to-chuc/tai-khoan/1/vai/",
    ],
)
def test_pages_of_accounts_are_closed_to_reporters(reporter: Membership, path: str) -> None:
    assert as_(reporter).get(path).status_code == 403


def test_account_out_of_care_does_not_exist(place: Place, keeper: Membership) -> None:
    foreign = place.hat(place.yen_tho, FRONT, username="mt.yentho")
    client = as_(keeper)
    path = f"/to-chuc/tai-khoan/{foreign.user_id}/"

    answers = [client.get(path), client.get(f"{path}vai/"), client.post(f"{path}cap-ma/"), client.post(f"{path}dong/")]
    answers += [client.get(f"/to-chuc/vai/{foreign.pk}/ket-thuc/"), client.get(f"/to-chuc/vai/{foreign.pk}/ban-giao/")]

    assert {answer.status_code for answer in answers} == {404}
    foreign.user.refresh_from_db()
    assert (foreign.user.is_active, OneTimeCode.objects.count()) == (True, 0)


def test_open_account_shows_the_slip_once(place: Place, keeper: Membership) -> None:
    client = as_(keeper)
    office = place.office(place.dong_hac, POLICE)
    typed = {
        "username": "CA.DongHac",
        "display_name": "Công an Đông Hạc",
        "organisation": office.pk,
        "role": Role.REPORTER,
        "from_on": "2026-11-20",
    }

    answer = client.post("/to-chuc/tai-khoan/mo/", typed)
    again = client.post("/to-chuc/tai-khoan/mo/", typed)

    [[slip]] = answer.context["sheets"]
    assert answer["Cache-Control"] == "no-store"
    assert slip.code in answer.content.decode()
    assert list(again.context["form"].errors) == ["username"]
    assert User.objects.filter(username="ca.donghac").count() == 1


def test_offices_to_choose_are_those_in_care(place: Place, keeper: Membership) -> None:
    form = as_(keeper).get("/to-chuc/tai-khoan/mo/?q=Yên").context["form"]
    foreign = place.office(place.yen_tho, FRONT)

    assert [label for _pk, label in form.fields["organisation"].choices] == ["Công an xã Yên Thọ"]
    assert not form.fields["organisation"].queryset.filter(pk=foreign.pk).exists()


def test_grant_and_end_a_role(place: Place, keeper: Membership, reporter: Membership) -> None:
    client = as_(keeper)
    path = f"/to-chuc/tai-khoan/{reporter.user_id}/"

    given = client.post(
        f"{path}vai/", {"organisation": reporter.organisation_id, "role": Role.APPROVER, "from_on": "2026-11-20"}
    )
    hat = Membership.objects.get(user=reporter.user, role=Role.APPROVER)
    ended = client.post(f"/to-chuc/vai/{hat.pk}/ket-thuc/", {"last_on": "2026-12-31"})

    hat.refresh_from_db()
    assert (given["Location"], ended["Location"]) == (path, path)
    assert f"{hat.validity.upper:%d/%m/%Y}" == "01/01/2027"
    assert [role.pk for role in client.get(path).context["roles"]] == [hat.pk, reporter.pk]


def test_reset_needs_a_press_and_prints_the_slip(place: Place, keeper: Membership, reporter: Membership) -> None:
    client = as_(keeper)
    path = f"/to-chuc/tai-khoan/{reporter.user_id}/cap-ma/"

    assert client.get(path).status_code == 405
    [[slip]] = client.post(path).context["sheets"]
    assert slip.username == "ca.yentho"


def test_hand_over_by_the_officer_alone(place: Place, reporter: Membership) -> None:
    colleague = place.hat(place.yen_tho, POLICE, username="ca2.yentho")
    path = f"/to-chuc/vai/{reporter.pk}/ban-giao/"
    client = as_(reporter)

    assert list(client.get(path).context["form"].fields["to_membership"].queryset) == [colleague]
    assert as_(colleague).get(path).status_code == 404
    client.post(path, {"to_membership": colleague.pk, "note": ""})
    assert Handover.objects.get().to_membership == colleague


def test_import_page_lists_problems_and_then_prints(place: Place, keeper: Membership) -> None:
    client = as_(keeper)
    bad, good = BytesIO(workbook(GOOD, GOOD)), BytesIO(workbook(GOOD))
    bad.name = good.name = "tai-khoan.xlsx"

    refused = client.post("/to-chuc/tai-khoan/nhap/", {"sheet": bad})
    opened = client.post("/to-chuc/tai-khoan/nhap/", {"sheet": good})

    assert (refused.status_code, len(refused.context["problems"])) == (422, 1)
    assert opened.context["count"] == 1


def test_model_sheet_can_be_downloaded(keeper: Membership) -> None:
    answer = as_(keeper).get("/to-chuc/tai-khoan/mau/")

    assert answer["Content-Disposition"] == 'attachment; filename="mau-tai-khoan.xlsx"'
    assert answer.content[:2] == b"PK"


def test_redeem_signs_in_at_once(client: Client, reporter: Membership) -> None:
    code = issue_one_time_code(reporter.user, by=None, now=clock.now())
    typed = {"code": code, "new_password": PASSWORD, "repeated": PASSWORD}

    answer = client.post("/to-chuc/ma-in-san/", typed)
    again = Client().post("/to-chuc/ma-in-san/", typed)

    assert answer["Location"] == "/to-chuc/vai/"
    assert client.get("/to-chuc/vai/").context["worn"] == reporter
    assert (again.status_code, list(again.context["form"].errors)) == (400, ["code"])


@pytest.fixture
def demo_officer(reporter: Membership) -> Membership:
    reporter.user.is_demo = True
    reporter.user.save(update_fields=["is_demo"])
    return reporter


def press(client: Client, name: str = "ca.yentho", **extra: str) -> int:
    return client.post("/to-chuc/vao-xem-thu/", {"username": name}, **extra).status_code


def test_demo_person_signs_in_by_one_press(client: Client, demo: Installation, demo_officer: Membership) -> None:
    assert [hat.pk for hat in client.get("/dang-nhap/").context["people"]] == [demo_officer.pk]
    assert press(client) == 302
    assert client.get("/to-chuc/vai/").context["worn"] == demo_officer


def test_demo_sign_in_needs_a_demo_database(client: Client, demo_officer: Membership) -> None:
    assert press(client) == 403


@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
        {"HTTP_FORWARDED": "for=10.0.0.7"},
    ],
)
def test_demo_sign_in_is_for_this_machine(
    client: Client, demo: Installation, demo_officer: Membership, extra: dict[str, str]
) -> None:
    assert press(client, **extra) == 403
    assert list(client.get("/dang-nhap/", **extra).context["people"]) == []


def test_demo_sign_in_is_for_demo_people(client: Client, demo: Installation, reporter: Membership) -> None:
    assert press(client) == 403
    assert press(client, "ai.do") == 403


CANARY = "Chim Hoàng Yến"
ROLES_AND_OFFICES = [
    ("yen_tho", POLICE, Role.REPORTER),
    ("yen_tho", POLICE, Role.APPROVER),
    ("yen_tho", FRONT, Role.ACCOUNT_KEEPER),
    ("province", FRONT, Role.COORDINATOR),
    ("province", FRONT, Role.ACCOUNT_KEEPER),
    ("province", WOMEN, Role.ACCOUNT_KEEPER),
    ("province", OrganisationKind.GOVERNMENT, Role.ACCOUNT_KEEPER),
    ("province", POLICE, Role.CONSOLIDATOR),
    ("province", POLICE, Role.AUDITOR),
]


@pytest.mark.parametrize(("unit", "kind", "role"), ROLES_AND_OFFICES)
def test_no_page_of_accounts_tells_of_those_out_of_care(
    place: Place, unit: str, kind: OrganisationKind, role: Role
) -> None:
    """Police accounts carry a canary; nobody outside the police's keepers reads it, and no press changes them."""
    reader = place.hat(getattr(place, unit), kind, role, username="nguoi.xem")
    canary = User.objects.create_user("ca.donghac", PASSWORD, display_name=CANARY)
    hat = place.hat(place.dong_hac, POLICE, user=canary)
    client = as_(reader)
    one, role_of_one = f"/to-chuc/tai-khoan/{canary.pk}/", f"/to-chuc/vai/{hat.pk}/"
    before = list(User.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())

    pages = [client.get(path) for path in ("/to-chuc/vai/", "/to-chuc/tai-khoan/", "/to-chuc/tai-khoan/?q=ca.donghac")]
    pages += [client.get(path) for path in (one, f"{one}vai/", f"{role_of_one}ket-thuc/", f"{role_of_one}ban-giao/")]
    pages += [client.post(path) for path in (f"{one}cap-ma/", f"{one}dong/", f"{one}vai/")]
    pages += [client.post(f"{role_of_one}ket-thuc/", {"last_on": "2026-11-20"}), client.post(f"{role_of_one}ban-giao/")]

    assert [page.request["PATH_INFO"] for page in pages if CANARY in page.content.decode()] == []
    assert (list(User.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())) == before
    assert OneTimeCode.objects.count() == 0


def test_the_canary_is_seen_by_those_who_keep_it(place: Place, keeper: Membership) -> None:
    canary = User.objects.create_user("ca.donghac", PASSWORD, display_name=CANARY)
    place.hat(place.dong_hac, POLICE, user=canary)

    others = [place.hat(place.province, POLICE, role) for role in (Role.ADMINISTRATOR, Role.COORDINATOR)]

    for hat in (keeper, *others):
        assert CANARY in as_(hat).get("/to-chuc/tai-khoan/").content.decode()
