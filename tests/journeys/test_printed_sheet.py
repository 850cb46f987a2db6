"""Whoever holds nothing but the printed sheet: its words are pressed one after the other, on a telephone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, expect

from chungtay.reporting.models import Submission
from tests.cast import DONG_THANH, POLICE, Cast, month
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TELEPHONE = {"width": 360, "height": 760}
REPORT = (
    "Trong tháng, đơn vị đã tổ chức 04 buổi tuyên truyền, thu hút 312 lượt người tham gia; phát 450 tờ rơi; "
    "treo 12 băng rôn; đăng 09 tin, bài."
)


def test_the_words_of_the_sheet_lead_from_the_list_to_the_sent_report(cast: Cast, visit: Visit) -> None:
    task = cast.task(DONG_THANH, POLICE, month(11))
    page = visit.page
    page.set_viewport_size(TELEPHONE)
    visit.wear(cast.hat(DONG_THANH, POLICE))
    page.goto(f"{visit.address}{reverse('reporting:tasks')}")

    named(visit, "link", "Fill in").click()
    named(visit, "link", "From the report you already have").click()
    page.fill("textarea[name=text]", REPORT)
    named(visit, "button", "Read the figures").click()
    take_all = named(visit, "button", "Take all sure figures")
    expect(take_all).to_be_in_viewport()
    assert page.evaluate("window.scrollY") == 0
    take_all.click()
    on = named(visit, "link", "Look once more and send")
    expect(on).to_be_in_viewport()
    visit.follow(on)
    for field in page.locator("main input[name^=answer-]").all():
        field.fill("Đã đối chiếu sổ theo dõi")
    page.locator("main form[method=post] .form-actions button").first.click()
    page.wait_for_url(f"**{reverse('reporting:task', args=[task.pk])}")

    assert Submission.objects.get(task=task).status == "submitted"
    visit.require_fit()


def named(visit: Visit, role: str, words: str) -> Locator:
    """The first link or button with these words of the sheet, in Vietnamese."""
    with translation.override("vi"):
        label = gettext(words)
    return visit.page.get_by_role(role, name=label).first  # type: ignore[arg-type]  # one of two roles
