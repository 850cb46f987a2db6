"""Time on task: four errands of a day, done in the browser at the pace of a person, on a site with the demo province.

`python -m tests.journeys.time_on_task http://127.0.0.1:8000` with the settings of that site in the environment. A press
takes a second, forty words a minute are typed (a word is five letters), a list takes two presses. Each errand begins on
*Việc hôm nay* of a signed-in officer, is done five times by five officers, and its median is printed beside its limit.
It writes: only a demo province will do.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import docx
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

RUNS = 5
PRESS = 1.0
LETTER = 60 / (40 * 5)
PHONE: ViewportSize = {"width": 360, "height": 760}
DESK: ViewportSize = {"width": 1280, "height": 860}

REPORT = (
    "I. KẾT QUẢ THỰC HIỆN THÁNG 11 NĂM 2026",
    "Trong tháng, đơn vị đã phối hợp tổ chức 04 buổi tuyên truyền, thu hút 312 lượt người tham gia; "
    "phát 450 tờ rơi; treo 12 băng zôn; đăng 09 tin, bài trên trang thông tin điện tử.",
    "Tổ chức 01 lễ phát động phong trào Toàn dân bảo vệ an ninh Tổ quốc.",
    "II. XÂY DỰNG MÔ HÌNH",
    "Hiện có 06 mô hình tự quản về an ninh, trật tự đang hoạt động.",
)


@dataclass
class Hand:
    """A person at a page: slow, and counting presses."""

    page: Page
    presses: int = 0

    def press(self, target: Locator) -> None:
        """Press something once it is there."""
        target.wait_for()
        self.page.wait_for_timeout(PRESS * 1000)
        target.click()
        self.presses += 1

    def type(self, target: Locator, words: str) -> None:
        """Press a field and type into it."""
        self.press(target)
        self.page.keyboard.type(words, delay=LETTER * 1000)

    def choose(self, target: Locator, value: str) -> None:
        """Open a list and press one line of it."""
        target.wait_for()
        self.page.wait_for_timeout(2 * PRESS * 1000)
        target.select_option(value)
        self.presses += 2

    def choose_file(self, target: Locator, path: Path) -> None:
        """Press the field, then the file in the window that opens."""
        target.wait_for()
        self.page.wait_for_timeout(2 * PRESS * 1000)
        target.set_input_files(path)
        self.presses += 2


def send_a_word_report(hand: Hand, folder: Path) -> None:
    """The first monthly report from a Word file, until it is sent."""
    page = hand.page
    hand.press(page.locator("section[aria-labelledby=pile-due] a").first)
    hand.press(page.locator(".card--next a"))
    hand.choose_file(page.locator("input[type=file]"), folder / "bao-cao-thang-11.docx")
    hand.press(page.locator("main form[method=post] .form-actions button").first)
    hand.press(page.locator("#counts form button").first)
    hand.press(page.locator(".split a.button").first)
    for field in page.locator("main input[name^=answer-]").all():
        hand.type(field, "Số đúng, đã đối chiếu sổ theo dõi")
    hand.press(page.locator("main form[method=post] .form-actions button").first)
    page.wait_for_url("**/phieu/*/")


def record_an_activity(hand: Hand, _folder: Path) -> None:
    """An activity near the event, on a telephone."""
    page = hand.page
    hand.press(page.locator("main a[href$='/hoat-dong/ghi/']").first)
    kinds = page.locator("select[name=kind]")
    hand.choose(kinds, kinds.locator("option").nth(1).get_attribute("value") or "")
    hand.type(page.locator("input[name=village]"), "Thôn 3")
    hand.type(page.locator("input[name=attendance]"), "68")
    hand.press(page.locator("main form[enctype] .form-actions button"))
    page.wait_for_url("**/hoat-dong/*/")


def remind_who_has_not_sent(hand: Hand, _folder: Path) -> None:
    """Who has not sent? A text to paste in the group of the line."""
    page = hand.page
    hand.press(page.locator("a[href$='/theo-doi/']:visible").first)
    hand.press(page.locator("a[href='#reminder-heading']"))
    hand.press(page.locator("[data-copy-from=reminder]").first)


def find_where_a_figure_comes_from(hand: Hand, _folder: Path) -> None:
    """From a figure of the consolidated year to the units it is the sum of."""
    page = hand.page
    hand.press(page.locator("main table a").first)
    page.locator("main .figure-large").wait_for()


@dataclass(frozen=True)
class Errand:
    """An errand: where it begins, who does it, on what, and its limits."""

    name: str
    do: Callable[[Hand, Path], None]
    begins: str
    roles: tuple[str, ...]
    window: ViewportSize
    seconds: int
    presses: int | None = None


ERRANDS = (
    Errand("report from a Word file", send_a_word_report, "/viec-hom-nay/", ("reporter",), DESK, 180, 12),
    Errand("activity", record_an_activity, "/viec-hom-nay/", ("reporter",), PHONE, 60),
    Errand("who has not sent", remind_who_has_not_sent, "/viec-hom-nay/", ("coordinator",), DESK, 60),
    Errand(
        "where a figure comes from",
        find_where_a_figure_comes_from,
        "/bao-cao/tong-hop/2021/",
        ("coordinator",),
        DESK,
        10,
    ),
)


def officers(roles: tuple[str, ...]) -> Iterator[str]:
    """Cookies of five sessions: of reporters who still owe November, or of the province's coordinator."""
    from django.conf import settings
    from django.test import Client

    from chungtay.organisations.models import Membership
    from chungtay.reporting.models import ReportTask

    if roles == ("reporter",):
        owing = ReportTask.objects.filter(period__year=2026, period__index=11, submission=None, line="police")
        hats = Membership.objects.filter(role="reporter", organisation__in=owing.values("organisation"))
    else:
        hats = Membership.objects.filter(user__username="dieuphoi.congan", role="coordinator")
    found = list(hats.select_related("user").order_by("pk")[:RUNS])
    for turn in range(RUNS):
        client = Client()
        client.force_login(found[turn % len(found)].user, backend=settings.AUTHENTICATION_BACKENDS[0])
        yield client.cookies[settings.SESSION_COOKIE_NAME].value


def once(browser: Browser, site: str, cookie: str, errand: Errand, folder: Path) -> tuple[float, int]:
    """Seconds and presses of one go."""
    from django.conf import settings

    context = browser.new_context(viewport=errand.window, locale="vi-VN", permissions=["clipboard-write"])
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page = context.new_page()
    page.goto(site + errand.begins)
    hand, begun = Hand(page), time.monotonic()
    errand.do(hand, folder)
    seconds = time.monotonic() - begun
    context.close()
    return seconds, hand.presses


def main(site: str, *only: str) -> int:
    """Do every errand, or `only` those named, five times; 1 when a median is over its limit."""
    django.setup()
    is_over = False
    # Before the browser's driver runs, in whose thread no query may be asked.
    cookies = {errand.name: list(officers(errand.roles)) for errand in ERRANDS}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        document = docx.Document()
        for line in REPORT:
            document.add_paragraph(line)
        document.save(str(folder / "bao-cao-thang-11.docx"))
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for errand in [each for each in ERRANDS if not only or each.name in only]:
            runs = [once(browser, site.rstrip("/"), cookie, errand, folder) for cookie in cookies[errand.name]]
            seconds, presses = statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)
            is_over |= seconds > errand.seconds or (errand.presses is not None and presses > errand.presses)
            told = {"errand": errand.name, "seconds": round(seconds, 1), "limit": errand.seconds, "presses": presses}
            print(json.dumps(told | {"presses limit": errand.presses}), flush=True)
        browser.close()
    return int(is_over)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
