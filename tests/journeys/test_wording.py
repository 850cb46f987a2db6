"""The words of a report, in a real browser: picked, merged, a number flagged, mended, and the document drafted."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.documents.models import Document
from chungtay.documents.queries import own_text
from chungtay.organisations.codes import Role
from chungtay.reporting.models import WrittenSentence
from tests.cast import DONG_THANH, FRONT, HAC_THANH, POLICE, PROVINCE, Cast
from tests.journeys.conftest import Visit
from tests.reporting.frozen_year import frozen_2021
from tests.reporting.told_year import LIMIT, tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHER = "Kinh phí cho phong trào ở cơ sở còn hạn hẹp, chủ yếu dựa vào vận động."
WRONG = "Toàn tỉnh đã tổ chức 45.000 buổi tuyên truyền trong năm."
RIGHT = WRONG.replace("45.000", "hơn 40.000")
MERGED = "Sinh hoạt ở một số nơi còn đơn điệu, kinh phí còn hạn hẹp."


def test_words_are_picked_merged_mended_and_drafted(cast: Cast, visit: Visit) -> None:
    frozen_2021(cast)
    tell(cast, DONG_THANH, POLICE, f"II. TỒN TẠI, HẠN CHẾ\n- {LIMIT}\n")
    tell(cast, HAC_THANH, POLICE, f"II. TỒN TẠI, HẠN CHẾ\n- {OTHER}\n")
    pick_and_merge(cast, visit)
    write_a_wrong_number(cast, visit)
    see_the_draft_refused(visit)
    mend_and_draft(cast, visit)


def pick_and_merge(cast: Cast, visit: Visit) -> None:
    """Two sentences of two units become one, with both as its sources."""
    page = visit.page
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(f"{reverse('reporting:wording', args=[2021])}?chu-de=limits")
    for box in page.locator("input[name=place]").all():
        box.check()
    visit.follow(page.locator("button[name=do][value=merge]"))
    expect(page.locator("main q")).to_have_text([LIMIT, OTHER])
    sentence = WrittenSentence.objects.get()
    page.fill("#text", MERGED)
    visit.press(reverse("reporting:rewrite-words", args=[2021, sentence.pk]))
    sentence.refresh_from_db()
    assert (sentence.text, sentence.number, sentence.sources.count()) == (MERGED, 2, 2)


def write_a_wrong_number(cast: Cast, visit: Visit) -> None:
    """A sentence of one's own says another number than the table: both stand beside it."""
    page = visit.page
    visit.wear(cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR))
    visit.open(f"{reverse('reporting:wording', args=[2021])}?chu-de=results")
    page.locator("summary", has_text="Tự viết một câu").click()
    page.fill("#own-text", WRONG)
    visit.press(reverse("reporting:write-words", args=[2021]))
    expect(page.locator(".number-flag dd")).to_have_text([re.compile("^45.000 buổi"), "40.312 (hơn 40.000)"])


def see_the_draft_refused(visit: Visit) -> None:
    """No document is drafted from words that the table denies."""
    page = visit.page
    visit.open(reverse("reporting:papers"))
    assert Document.objects.count() == 0
    expect(page.get_by_role("link", name="Lời văn kèm nguồn").first).to_be_visible()


def mend_and_draft(cast: Cast, visit: Visit) -> None:
    """The police are told why no draft is made; mended, the report prints both sentences."""
    page = visit.page
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:papers"))
    visit.press(reverse("reporting:draft-paper", args=[2021, "annual"]))
    expect(page.locator("main")).to_contain_text("lệch với bảng")
    assert Document.objects.count() == 0
    wrong = WrittenSentence.objects.get(text=WRONG)
    visit.open(reverse("reporting:written", args=[2021, wrong.pk]))
    page.fill("#text", RIGHT)
    visit.press(reverse("reporting:rewrite-words", args=[2021, wrong.pk]))
    expect(page.locator(".number-flag")).to_have_count(0)
    visit.open(reverse("reporting:shown-figures", args=[2021]))
    visit.open(reverse("reporting:papers"))
    visit.press(reverse("reporting:draft-paper", args=[2021, "annual"]))
    printed = own_text(Document.objects.get()).splitlines()
    assert [line for line in printed if line in (f"- {RIGHT}", f"- {MERGED}")] == [f"- {RIGHT}", f"- {MERGED}"]
