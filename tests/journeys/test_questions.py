"""Questions over time, units and maps, in a real browser, down to the sentence a figure stands on."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.analytics.models import SavedView, Target
from chungtay.organisations.actions import found_province
from chungtay.organisations.codes import Role
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.totals import fold
from chungtay.territory.actions import replay_ledger
from chungtay.territory.codes import EventKind, UnitKind
from chungtay.territory.ledger import Step, UnitData, whole
from tests.cast import DONG_THANH, HAC_THANH, NOW, POLICE, PROVINCE, Cast
from tests.journeys.conftest import Visit
from tests.journeys.test_year import send_reports

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIVOT, SERIES = reverse("analytics:pivot"), reverse("analytics:series")
YEAR = "theo=nam&tu=2021-01&den=2021-12&chi-tieu=OUT_SESSIONS"


@pytest.fixture
def accepted(cast: Cast) -> Cast:
    """The reports of 2021, accepted by both offices of the province."""
    for task in send_reports(cast):
        accept(task, by=cast.hat(PROVINCE, task.organisation.kind, Role.CONSOLIDATOR), now=NOW)
    fold()
    return cast


def test_a_table_is_opened_down_to_the_report_it_stands_on(accepted: Cast, visit: Visit) -> None:
    page = visit.page
    visit.wear(accepted.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(f"{PIVOT}?{YEAR}")
    expect(page.locator("tr.is-total")).to_contain_text("40.002")

    page.locator("main tbody a.figure", has_text="26.101").click()
    page.wait_for_url("**/nguon-goc/**")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("26.101")
    page.locator("main .worklist a", has_text="Công an xã Đông Thanh").click()
    page.wait_for_url("**/phien-ban/**")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("26.101")


def test_the_question_is_changed_by_keyboard_and_its_address_says_it(accepted: Cast, visit: Visit) -> None:
    page = visit.page
    visit.wear(accepted.hat(PROVINCE, POLICE, Role.AUDITOR))
    visit.open(f"{PIVOT}?{YEAR}")

    page.locator("form.question summary", has_text="Khối, địa giới và bố cục").focus()
    page.keyboard.press("Enter")
    page.select_option("#khoi", "police")
    page.select_option("#hang", "chi-tieu")
    page.locator("form.question button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visit.require_fit()

    asked = parse_qs(urlparse(page.url).query)
    assert (asked["khoi"], asked["hang"]) == (["police"], ["chi-tieu"])
    expect(page.locator("main tbody th").first).to_have_text("Số buổi, cuộc tuyên truyền")


def test_a_year_is_shown_on_the_map_after_a_merger(accepted: Cast, visit: Visit) -> None:
    page = visit.page
    visit.wear(accepted.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(f"{PIVOT}?{YEAR}&dia-gioi=2021-12-14&khoi=police")
    expect(page.locator("main tbody tr")).to_have_count(3)
    merge_two_communes(accepted)

    visit.open(f"{PIVOT}?{YEAR}&dia-gioi=2026-11-01&khoi=police")

    expect(page.locator("main tbody tr")).to_have_count(2)
    expect(page.locator("main tbody tr").last).to_contain_text("40.002")
    page.locator("main tbody tr").last.locator("a.figure").click()
    page.wait_for_url("**dia-gioi=2026-11-01")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("40.002")


def test_charts_targets_receipts_and_views(accepted: Cast, visit: Visit) -> None:
    page = visit.page
    coordinator = accepted.hat(PROVINCE, POLICE, Role.COORDINATOR)
    visit.wear(coordinator)
    for comparison in ("thoi-gian", "cung-ky", "don-vi", "tung-don-vi"):
        visit.open(f"{SERIES}?{YEAR}&so={comparison}")
    visit.open(f"{reverse('analytics:completeness')}?{YEAR}")
    visit.open(reverse("analytics:not-reached"))

    visit.open(reverse("analytics:targets"))
    page.select_option("#id_measure", "OUT_SESSIONS")
    page.fill("#id_value", "45.000")
    page.fill("#id_source", "Kế hoạch số 12")
    visit.press(reverse("analytics:set-target") + "?nam=2026")
    assert [target.value for target in Target.objects.all()] == [45_000]

    visit.open(f"{PIVOT}?{YEAR}")
    page.locator("summary", has_text="Lưu khung nhìn này").click()
    page.fill("#view-name", "Tuyên truyền năm 2021")
    visit.press(reverse("analytics:save-view"))
    visit.open(reverse("today"))
    page.locator("main a", has_text="Tuyên truyền năm 2021").click()
    page.wait_for_url(f"**{PIVOT}**")
    visit.open(reverse("analytics:saved"))
    page.locator("main summary", has_text="Đổi tên hoặc xóa").click()
    visit.press(reverse("analytics:delete-view", args=[SavedView.objects.get(preset="").pk]))
    assert SavedView.objects.count() == 0


def test_a_table_fits_on_paper_across(accepted: Cast, visit: Visit) -> None:
    visit.wear(accepted.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(f"{PIVOT}?{YEAR}")

    printed = visit.page.pdf(prefer_css_page_size=True)

    assert b"/MediaBox [0 0 841" in printed
    assert printed.count(b"/Type /Page\n") == 1


def merge_two_communes(cast: Cast) -> None:
    """Đông Thanh and Hạc Thành become one ward on 1 July 2025."""
    merger = Step(
        EventKind.MERGE,
        date(2025, 7, 1),
        "Nghị quyết 1686/NQ-UBTVQH15",
        ends=(DONG_THANH, HAC_THANH),
        starts=(UnitData("16010", UnitKind.WARD, "Đông Hạc", PROVINCE),),
        parts=whole((DONG_THANH, HAC_THANH), "16010"),
    )
    replay_ledger((merger,), by=None, now=NOW)
    found_province(cast.units[PROVINCE], by=None, now=NOW)
