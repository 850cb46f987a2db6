"""A map of figures in a real browser: opened by keyboard, shaded once boundaries are loaded, printed on one sheet."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.organisations.codes import Role
from chungtay.territory.actions import load_boundaries
from tests.cast import DONG_THANH, HAC_THANH, NOW, POLICE, PROVINCE, Cast
from tests.journeys.conftest import Visit
from tests.journeys.test_questions import YEAR, accepted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = reverse("analytics:map")

__all__ = ["accepted"]


def load_squares() -> None:
    """A square around each of the two communes."""
    features = []
    for code, west in ((DONG_THANH, 105.66), (HAC_THANH, 105.74)):
        ring = [[west, 19.76], [west + 0.08, 19.76], [west + 0.08, 19.84], [west, 19.84], [west, 19.76]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
    layer = json.dumps({"type": "FeatureCollection", "features": features})
    load_boundaries(layer.encode(), on=NOW.date(), by=None, now=NOW)


def test_a_place_is_opened_by_keyboard_down_to_its_figure(accepted: Cast, visit: Visit) -> None:
    page = visit.page
    visit.wear(accepted.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(f"{MAP}?{YEAR}")
    places = page.locator(".chart--map svg a")
    expect(places).to_have_count(2)
    expect(places.first).to_have_attribute("aria-label", "Xã Đông Thanh: 26.101 buổi")

    page.locator("a[href='#map-table']").focus()
    page.keyboard.press("Tab")  # the frame of the map, which scrolls by keyboard
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.wait_for_url("**/nguon-goc/**")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("26.101")


def test_areas_are_shaded_by_class_once_boundaries_are_loaded(accepted: Cast, visit: Visit) -> None:
    page = visit.page
    load_squares()
    visit.wear(accepted.hat(PROVINCE, POLICE, Role.AUDITOR))
    visit.open(f"{MAP}?{YEAR}")

    visit.follow(page.locator(".map-choice a", has_text="Vùng tô màu"))
    visit.follow(page.locator(".map-choice a", has_text="Bước đều nhau"))

    asked = parse_qs(urlparse(page.url).query)
    assert (asked["kieu"], asked["chia"]) == (["vung-mau"], ["buoc-deu"])
    expect(page.locator(".chart--map svg a path[stroke]")).to_have_count(2)
    with page.expect_navigation():
        page.locator("form.question button").click()
    assert parse_qs(urlparse(page.url).query)["chia"] == ["buoc-deu"]


def test_a_map_and_its_table_fit_on_paper(accepted: Cast, visit: Visit) -> None:
    visit.wear(accepted.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(f"{MAP}?{YEAR}")

    printed = visit.page.pdf(prefer_css_page_size=True)

    assert b"/MediaBox [0 0 594" in printed
    assert printed.count(b"/Type /Page\n") == 2
