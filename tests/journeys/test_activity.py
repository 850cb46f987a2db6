"""An activity from the telephone to the report: recorded, asked about, confirmed, counted, and opened again."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.organisations.codes import Role
from chungtay.programmes.models import Activity, ActivityDraft, JointOffer
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.actions.submissions import submit
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.models import ReportTask
from chungtay.reporting.totals import fold
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, PROVINCE, Cast, cell_of, month
from tests.journeys.conftest import TELEPHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def record_on_a_telephone(visit: Visit, cast: Cast) -> Activity:
    """The police of Đông Thanh note a meeting and name the Front; what is typed is kept on the way."""
    page = visit.page
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("programmes:record-activity"))
    page.set_viewport_size({"width": TELEPHONE[0], "height": TELEPHONE[1]})
    expect(page.locator("#id_held_on")).to_have_value("2026-11-20")
    page.locator("#id_held_on").fill("2026-11-12")
    page.locator("#id_village").fill("Thôn 3")
    page.locator("#id_kind").select_option("village_meeting")
    page.locator("#id_attendance").fill("68")
    with page.expect_response("**/tu-luu/"):
        page.locator("#id_leaflets").fill("50")
        page.locator("#id_leaflets").blur()
    assert ActivityDraft.objects.get().typed["attendance"] == "68"
    page.locator("summary", has_text="Cùng tổ chức với").click()
    office = cast.office(DONG_THANH, FRONT)
    page.locator(f"input[name=partners][value='{office.pk}']").check()
    visit.follow(page.locator("main form[enctype] button", has_text="Ghi"))
    return Activity.objects.get()


def confirm_the_joint_activity(visit: Visit, cast: Cast) -> None:
    """The Front of Đông Thanh sees day and kind of the offer, says yes, and only then sees the rest."""
    page, offer = visit.page, JointOffer.objects.get()
    visit.wear(cast.hat(DONG_THANH, FRONT))
    visit.open(reverse("today"))
    visit.open(reverse("programmes:offers"))
    page.locator("main .worklist a").click()
    page.wait_for_url(f"**/chung/{offer.pk}/")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("12/11/2026")
    expect(page.locator("main")).not_to_contain_text("Thôn 3")
    visit.press(reverse("programmes:confirm-offer", args=[offer.pk]))
    expect(page.locator("main")).to_contain_text("Thôn 3")


def fill_in_from_activities(visit: Visit, cast: Cast, task: ReportTask) -> None:
    """The police let the records of the month fill in their report."""
    page = visit.page
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("reporting:from-activities", args=[task.pk]))
    expect(page.locator("main tfoot")).to_contain_text("68")
    visit.press()
    expect(page.locator(f"#v-{cell_of('OUT_ATTENDANCES')}")).to_have_value("68")


def test_from_the_telephone_to_the_pedigree(cast: Cast, visit: Visit) -> None:
    page, period = visit.page, month(11)
    task = cast.task(DONG_THANH, POLICE, period)
    activity = record_on_a_telephone(visit, cast)
    confirm_the_joint_activity(visit, cast)
    fill_in_from_activities(visit, cast, task)

    submit(task, by=cast.hat(DONG_THANH, POLICE), now=NOW)
    accept(task, by=cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), now=NOW)
    fold()
    address = FigureAddress(cast.units[DONG_THANH].pk, period.pk, "police", cell_of("OUT_ATTENDANCES"))
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:pedigree", args=[address.code]))
    page.locator(f"main a[href='{reverse('programmes:activity', args=[activity.pk])}']").click()
    page.wait_for_url(f"**/hoat-dong/{activity.pk}/")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("Thôn 3")


def test_a_message_and_a_sheet_become_records(cast: Cast, visit: Visit) -> None:
    page = visit.page
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("programmes:paste-message"))
    page.locator("#id_text").fill("Thôn 3 tối 12/11 họp 68 người, 50 tờ rơi. Ông Trần Văn Yến, 0987123456")
    visit.press(reverse("programmes:paste-message"))
    expect(page.locator("main")).not_to_contain_text("Yến")
    visit.follow(page.locator("main .card form button").first)

    visit.open(reverse("programmes:by-village"))
    page.locator("#id_kind").select_option("outreach")
    page.locator("#id_form-0-attendance").fill("40")
    visit.press()

    held = Activity.objects.order_by("id").values_list("kind", "village", "attendance")
    assert list(held) == [("village_meeting", "Thôn 3", 68), ("outreach", "Thôn 3", 40)]
