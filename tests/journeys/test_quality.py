"""An outlier found, opened down to its report and explained, in a real browser."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.analytics.actions.looking import look_over
from chungtay.organisations.codes import Role
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.totals import fold
from tests.cast import DONG_THANH, NOW, POLICE, PROVINCE, Cast, cell_of, month
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = reverse("analytics:warnings")
WHY = "Tháng phát động cao điểm, đã đối chiếu với sổ"


@pytest.fixture
def odd(cast: Cast) -> Cast:
    """Seven months of one commune's police, the last ten times the others."""
    officer, receiver = cast.hat(DONG_THANH, POLICE), cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    for place, value in enumerate((40, 41, 42, 43, 44, 45, 420)):
        task = cast.task(DONG_THANH, POLICE, month(5 + place))
        figures = {cell_of("OUT_BANNERS"): CellFigure(value, joint=0, led_elsewhere=0)}
        submit_in_bulk([Entry(task, Contents(figures), officer, NOW, WHY)])
        accept(task, by=receiver, now=NOW)
    fold()
    look_over(now=NOW)
    return cast


def test_an_outlier_is_found_and_explained(odd: Cast, visit: Visit) -> None:
    page = visit.page
    visit.wear(odd.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(LIST)
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody tr")).to_contain_text("cao gấp 9,9 lần mức thường thấy")
    page.locator("main tbody a.figure").click()
    page.wait_for_url("**/nguon-goc/**")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("420")

    visit.wear(odd.hat(DONG_THANH, POLICE))
    visit.open(LIST)
    page.locator("main tbody a", has_text="Xem và giải trình").click()
    page.wait_for_url("**/canh-bao/*/")
    visit.require_fit()
    page.get_by_label("Số liệu đúng", exact=True).focus()
    page.keyboard.press("Space")
    page.locator("#id_reason").fill(WHY)
    visit.press()
    expect(page.locator("main")).to_contain_text(WHY)

    visit.wear(odd.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(LIST)
    expect(page.locator("main tbody tr")).to_have_count(0)
    visit.open(f"{LIST}?tinh-trang=da-giai-trinh")
    expect(page.locator("main tbody tr")).to_contain_text(WHY)
