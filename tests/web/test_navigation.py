import pytest
from django.test import RequestFactory

from chungtay.organisations.codes import Role
from chungtay.territory.codes import Level
from chungtay.web import navigation
from chungtay.web.context import Shell, first_address
from chungtay.web.navigation import NavItem, Way, items_for

URLS = "tests.web.sample_urls"


@pytest.fixture(autouse=True)
def _sample_ways(settings, monkeypatch):
    settings.ROOT_URLCONF = URLS
    ways = (
        Way("account_login", "Sign in", "In", "key", frozenset({"reporter", "auditor"})),
        Way("web:style-guide", "Style", "Style", "board", frozenset({"reporter"})),
        Way("web:language", "Follow-up", "Follow", "board", frozenset({"approver"}), receivers_only=True),
        Way("reporting:absent", "Absent", "Absent", "board", frozenset({"reporter"})),
    )
    monkeypatch.setattr(navigation, "WAYS", ways)


def test_items_are_those_of_the_role_whose_page_exists():
    assert [item.label for item in items_for("reporter", Level.COMMUNE, "/")] == ["Sign in", "Style"]
    assert [item.label for item in items_for("auditor", Level.PROVINCE, "/")] == ["Sign in"]
    assert items_for("editor", Level.PROVINCE, "/") == []


def test_pages_for_receivers_are_not_for_communes():
    assert [item.label for item in items_for("approver", Level.PROVINCE, "/")] == ["Follow-up"]
    assert items_for("approver", Level.COMMUNE, "/") == []


@pytest.mark.parametrize(
    ("count", "seen"), [(3, (3, 0, 0)), (5, (5, 0, 0)), (6, (4, 2, 0)), (10, (4, 6, 0)), (11, (4, 5, 2))]
)
def test_what_has_no_room_in_the_line_stands_behind_more(count, seen):
    shell = Shell(RequestFactory().get("/"))
    shell.nav = [NavItem(f"/{place}/", "Way", "Way", "board", place == count - 1) for place in range(count)]

    assert (len(shell.nav_bar), len(shell.nav_wide), len(shell.nav_rest)) == seen
    assert [*shell.nav_bar, *shell.nav_wide, *shell.nav_rest] == shell.nav
    assert shell.is_in_rest == (seen[2] > 0)


def test_a_page_below_an_entry_belongs_to_it():
    items = items_for("reporter", Level.COMMUNE, "/kieu-dang/mau/")

    assert [(item.label, item.is_current) for item in items] == [("Sign in", False), ("Style", True)]


def test_every_role_that_reads_data_has_somewhere_to_go():
    assert {role.value for role in Role} == navigation.READERS | navigation.KEEPERS


def test_first_address_skips_pages_that_do_not_exist():
    assert first_address("reporting:absent", "web:style-guide") == "/kieu-dang/"
    assert first_address("reporting:absent") == "/"


@pytest.mark.parametrize(
    ("referer", "shown"),
    [
        ("http://testserver/kieu-dang/", "http://testserver/kieu-dang/"),
        ("http://testserver/here/", ""),
        ("https://elsewhere.example/", ""),
        ("", ""),
    ],
)
def test_came_from_is_a_page_of_ours_and_not_this_one(referer, shown):
    request = RequestFactory().get("/here/", headers={"Referer": referer})

    assert Shell(request).came_from == shown
