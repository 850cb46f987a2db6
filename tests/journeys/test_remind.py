"""Who has not sent? In a real browser: from the day's page to the words in a chat and the letter, presses counted."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document
from chungtay.organisations.codes import Role
from chungtay.reporting.models import ExtensionRequest, ReportTask
from tests.cast import HAC_THANH, POLICE, PROVINCE, Cast, month
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A person presses once a second and types forty words a minute.
SECONDS_A_PRESS, WORDS_A_SECOND = 1, 40 / 60
BUDGET = 60


class Hand:
    """Counts what a person does: presses, and words typed."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.seconds = visit, 0.0

    def press(self, selector: str, *, text: str = "", leads: bool = True) -> None:
        """Press what is named; where it leads to another page, that page must be fit to use."""
        target = self.visit.page.locator(selector, has_text=text or None).first
        self.seconds += SECONDS_A_PRESS
        if not leads:
            target.click()
            return
        self.visit.follow(target)

    def type(self, selector: str, words: str) -> None:
        """Fill a field."""
        self.visit.page.fill(selector, words)
        self.seconds += SECONDS_A_PRESS + len(words.split()) / WORDS_A_SECOND


def test_who_has_not_sent_is_reminded_in_a_minute(cast: Cast, visit: Visit) -> None:
    period, page = month(11), visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    hand = Hand(visit)

    visit.open(reverse("today"))
    hand.press(f"a[href='{reverse('reporting:board')}?ky={period.pk}']")
    expect(page.locator(".board__cell--wrong")).to_have_count(2)
    hand.press("a[href='#reminder-heading']", leads=False)
    hand.press("[data-copy-from=reminder]", leads=False)
    expect(page.locator("[data-copy-from=reminder]")).to_contain_text("Đã chép")
    pasted = page.evaluate("navigator.clipboard.readText()")
    hand.press(f"form[action='{reverse('reporting:draft-urging')}'] button")

    assert "Quá hạn, chưa gửi (2): " in pasted
    assert "Đông Thanh" in pasted
    assert "17/11/2026" in pasted
    letter = Document.objects.get(kind=PaperKind.URGING)
    assert page.url.endswith(reverse("documents:document", args=[letter.pk]))
    expect(page.locator("main a[href$='.docx'], main a[href*='docx']").first).to_be_visible()
    assert hand.seconds <= BUDGET
    assert hand.seconds == 4


def test_the_board_is_read_and_opened_by_keyboard(cast: Cast, visit: Visit) -> None:
    month(11)
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:board"))
    page = visit.page

    cell = page.locator("a.board__cell", has_text="Đông Thanh")
    cell.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/phieu/**")
    assert "quá hạn" in (cell.inner_text() if cell.count() else page.inner_text("main")).lower()


def test_an_office_asks_for_time_and_is_answered(cast: Cast, visit: Visit) -> None:
    task = cast.task(HAC_THANH, POLICE, month(11))
    visit.wear(cast.hat(HAC_THANH, POLICE))
    hand = Hand(visit)

    visit.open(reverse("reporting:task", args=[task.pk]))
    hand.press("summary", text="Xin gia hạn", leads=False)
    hand.type("#ask_until", "2026-11-27")
    hand.type("#ask_reason", "Mưa lũ chia cắt ba thôn, chưa thu đủ số liệu")
    hand.press(f"form[action='{reverse('reporting:ask-for-time', args=[task.pk])}'] button")
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("today"))
    hand.press("main a", text="Công an phường Hạc Thành")
    asked = ExtensionRequest.objects.get()
    hand.press(f"form[action='{reverse('reporting:grant-time', args=[asked.pk])}'] button")
    visit.open(reverse("reporting:board"))

    assert str(ReportTask.objects.get(pk=task.pk).due_on) == "2026-11-27"
    expect(visit.page.locator(".board__cell", has_text="Hạc Thành")).to_contain_text("được gia hạn")
    assert hand.seconds <= BUDGET


def test_the_catalogue_is_changed_and_its_reports_are_asked_for(cast: Cast, visit: Visit) -> None:
    visit.wear(cast.hat(PROVINCE, POLICE, Role.COORDINATOR))
    for name in ("reporting:catalogue", "reporting:burden", "reporting:observance"):
        visit.open(reverse(name))
    entry = reverse("reporting:catalogue-entry", args=["ct-phoi-hop"])
    visit.open(entry)
    visit.open(reverse("reporting:issue-entry", args=["ct-phoi-hop"]))

    visit.page.fill("[name=name]", "Báo cáo tháng về phong trào")
    visit.press(reverse("reporting:issue-entry", args=["ct-phoi-hop"]))

    expect(visit.page.locator("main")).to_contain_text("trước 15/11/2026")
    visit.open(reverse("reporting:catalogue"))
    expect(visit.page.locator("main")).to_contain_text("Báo cáo tháng về phong trào")
