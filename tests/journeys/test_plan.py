"""The province's plan, a commune's own out of it, and where it is not made concrete, in a real browser."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.organisations.codes import Role
from chungtay.programmes.actions.plans import amend, save_draft
from chungtay.programmes.codes import PlanStatus
from chungtay.programmes.models import Dissemination, Plan, PlanVersion
from chungtay.programmes.queries.plans import items_of
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, PROVINCE, Cast
from tests.journeys.conftest import Visit
from tests.programmes.plans import OBJECTIVES, YEAR, Year, build_year, changed, last_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(cast: Cast) -> Year:
    """The programme of 2026 is open; nobody has planned."""
    return build_year(cast)


def step(visit: Visit, name: str, plan: Plan) -> None:
    """Open the plan and press the step with this address."""
    visit.open(reverse("programmes:plan", args=[plan.pk]))
    visit.press(reverse(f"programmes:{name}", args=[plan.pk]))


def test_the_provinces_plan_becomes_a_communes_and_is_aligned(year: Year, visit: Visit) -> None:
    page = visit.page
    plan = plan_the_province(year, visit)
    local = plan_the_commune(year, visit, plan)
    assert [str(item.target) for item in items_of(local)] == ["2100.000"]

    visit.open(reverse("programmes:alignment", args=[plan.pk]))
    expect(page.locator("main")).to_contain_text("1/2 đơn vị có kế hoạch đã duyệt")
    expect(page.locator("main tbody").first).to_contain_text("2.100 buổi")
    page.locator("main tbody a", has_text="2").first.click()
    page.wait_for_url("**muc=2**")
    visit.require_fit()
    expect(page.locator("#units ~ * tbody tr, section[aria-labelledby=units] tbody tr")).to_have_count(2)
    visit.open(reverse("analytics:plan-targets", args=[plan.pk]))
    expect(page.locator("main")).to_contain_text("4.001")


def plan_the_province(year: Year, visit: Visit) -> Plan:
    """The joint plan written, agreed to by the Front, approved and sent down."""
    page, cast = visit.page, year.cast
    writer = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    visit.wear(writer)
    visit.open(f"{reverse('programmes:plans')}?nam={YEAR}")
    page.locator("main form", has_text="Lập kế hoạch chung").locator("button").click()
    page.wait_for_url("**/soan/")
    visit.require_fit()
    page.fill("#objective-1", "Nhân dân hiểu và chấp hành pháp luật")
    page.fill("#id_item-0-text", "Tổ chức tuyên truyền ở khu dân cư")
    page.fill("#id_item-0-target", "4.001")
    page.locator("main summary", has_text="Chủ trì").first.click()
    page.fill("#id_item-0-indicator", "Số buổi, cuộc tuyên truyền")
    page.locator("label", has_text="MTTQ").first.click()
    page.fill("#id_item-1-text", "Tổ chức Ngày hội Toàn dân bảo vệ an ninh Tổ quốc")
    visit.follow(page.locator("button[value=lay]"))
    plan = Plan.objects.get()

    visit.wear(cast.hat(PROVINCE, FRONT, Role.COORDINATOR))
    visit.open(reverse("today"))
    expect(page.locator("main")).to_contain_text("Cho ý kiến về kế hoạch chung")
    step(visit, "agree-plan", plan)
    visit.wear(cast.hat(PROVINCE, POLICE, Role.COORDINATOR))
    step(visit, "approve-plan", plan)
    visit.wear(writer)
    step(visit, "send-plan-down", plan)
    return plan


def plan_the_commune(year: Year, visit: Visit, plan: Plan) -> PlanVersion:
    """Đông Thanh's joint plan out of the province's: written, agreed to, approved."""
    cast = year.cast
    write_the_communes_plan(year, visit)
    local = PlanVersion.objects.get(plan__parent=plan)
    assert local.status == PlanStatus.LAID
    visit.wear(cast.hat(DONG_THANH, FRONT))
    step(visit, "agree-plan", local.plan)
    visit.wear(cast.hat(PROVINCE, POLICE, Role.COORDINATOR))
    step(visit, "approve-plan", local.plan)
    return local


def write_the_communes_plan(year: Year, visit: Visit) -> None:
    """From the page of today: open, change a number, leave one item out, send."""
    page = visit.page
    visit.wear(year.cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("today"))
    page.locator("main a", has_text="Cụ thể hóa kế hoạch năm").click()
    page.wait_for_url("**/chuong-trinh/?nam=**")
    visit.require_fit()
    page.locator("main form", has_text="Cụ thể hóa kế hoạch cấp trên").locator("button").click()
    page.wait_for_url("**/soan/")
    visit.require_fit()
    expect(page.locator("#id_item-0-target")).to_have_value("2.001")
    page.fill("#id_item-0-target", "2.100")
    page.locator("label[for=id_item-1-left_out]").click()
    visit.follow(page.locator("button[value=lay]"))


def test_a_plan_is_returned_amended_and_its_grounds_are_made_known(year: Year, visit: Visit) -> None:
    page = visit.page
    top = year.top()
    visit.wear(year.writer)
    visit.open(reverse("programmes:plan", args=[top.plan_id]))
    page.locator("main summary", has_text="Ghi văn bản căn cứ").click()
    page.fill("#id_symbol", "178/KH-BCĐ")
    page.fill("#id_dated", f"{YEAR}-01-05")
    page.fill("#id_body", "Ban Chỉ đạo Trung ương")
    page.fill("#id_summary", "Phong trào năm nay")
    visit.press(reverse("programmes:record-basis", args=[top.plan_id]))
    page.locator("main summary", has_text="Điều chỉnh kế hoạch").click()
    page.fill("#id_amend-reason", "Bộ giao thêm chỉ tiêu")
    visit.press(reverse("programmes:amend-plan", args=[top.plan_id]))
    expect(page.locator("main")).to_contain_text("Phiên bản 2")

    visit.wear(year.police)
    visit.open(reverse("programmes:bases"))
    page.locator("main a", has_text="178/KH-BCĐ").click()
    page.wait_for_url("**/can-cu/**")
    page.fill("#id_on", "2026-01-20")
    visit.press()
    assert [str(each.on) for each in Dissemination.objects.all()] == ["2026-01-20"]
    visit.open(reverse("programmes:frameworks"))
    visit.wear(year.coordinator)
    visit.open(reverse("programmes:frameworks"))


def test_a_local_plan_follows_the_amended_one_above_and_is_put_in_order(year: Year, visit: Visit) -> None:
    page = visit.page
    top = year.top()
    local = year.local(year.police)
    amended = amend(top.plan, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)
    items = changed(amended, 1, target=Decimal(600))
    save_draft(amended, items, objectives=OBJECTIVES, by=year.writer, now=NOW)
    year.approved(amended)

    visit.wear(year.police)
    visit.open(reverse("today"))
    page.locator("main a", has_text="Kế hoạch cấp trên đã sửa").click()
    page.wait_for_url("**/ke-hoach/**")
    visit.require_fit()
    expect(page.locator("#above")).to_contain_text("những mục sau khác")
    expect(page.locator("#above")).to_contain_text("300 buổi")
    visit.press(reverse("programmes:take-from-above", args=[local.plan_id, 1]))
    expect(page.locator("#above")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Phiên bản 2")

    visit.open(reverse("programmes:edit-plan", args=[local.plan_id]))
    expect(page.locator("#id_item-0-target")).to_have_value("300")
    page.locator("button[value=item-down-0]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visit.require_fit()
    assert [item.parent_number for item in items_of(last_version(local.plan))] == [2, 1, 3, 4]
