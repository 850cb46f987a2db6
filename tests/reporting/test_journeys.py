"""From a report to an accepted submission in a real browser, by keyboard where it matters, accessible at each stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from chungtay.core import clock
from chungtay.organisations.models import Membership
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.contents import CellFigure, contents_of
from chungtay.reporting.models import IncomingText, Submission
from tests.reporting.stage import ATTENDANCES, AWARDS, NOON, SESSIONS, Stage
from tests.reporting.test_board import more_offices
from tests.reporting.test_incoming import REPORT, word_file
from tests.reporting.test_submissions import contents, sent

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("width", [360, 1280]),
]
Visitor = Callable[[Membership], Page]


@pytest.fixture
def visit(context: BrowserContext, live_server: Any, width: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """A page signed in as somebody, on the day before the deadline; it minds every complaint of the browser."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    complaints: list[str] = []

    def as_person(hat: Membership) -> Page:
        client = Client()
        client.force_login(hat.user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.clear_cookies()
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if "Security Policy" in told.text else None)
        return page

    yield as_person
    assert complaints == []


def open_page(page: Page, live_server: Any, name: str, *arguments: int) -> None:
    """Go to a page of this room; it must be accessible and as wide as the window."""
    page.goto(live_server.url + reverse(f"reporting:{name}", args=arguments))
    require_accessible(page)


def require_accessible(page: Page) -> None:
    """No violation of the accessibility rules, nothing wider than the window."""
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def stated(stage: Stage) -> dict[int, CellFigure]:
    """What the newest version of the only submission holds."""
    version = Submission.objects.select_related("current_version").get().current_version
    assert version is not None
    return dict(contents_of(version, stage.layout.cells).figures)


def test_a_pasted_message_is_checked_by_keyboard_and_sent(stage: Stage, visit: Visitor, live_server: Any) -> None:
    task = stage.task(stage.dong_thanh)
    page = visit(stage.dong_thanh.reporter)

    open_page(page, live_server, "tasks")
    open_page(page, live_server, "task", task.pk)
    open_page(page, live_server, "bring-in", task.pk)
    page.fill("[name=text]", f"{REPORT}Mọi thông tin xin liên hệ 0987123456.")
    page.click("main form[method=post] button.button")
    page.wait_for_url("**/van-ban/*/")
    require_accessible(page)
    first, second = page.locator("[data-stop]").nth(0), page.locator("[data-stop]").nth(1)
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("mark.is-accepted")).to_have_count(1)
    expect(second).to_be_focused()
    page.keyboard.press("e")
    expect(second.locator("[name=value]:not([type=hidden])")).to_be_focused()
    page.keyboard.type("1.250")
    page.keyboard.press("Enter")
    expect(page.locator("mark.is-accepted")).to_have_count(2)
    page.goto(live_server.url + reverse("reporting:send", args=[task.pk]))
    require_accessible(page)
    page.click("main form .form-actions button")
    page.wait_for_url(f"**{reverse('reporting:task', args=[task.pk])}")

    assert stated(stage) == {SESSIONS: CellFigure(12), ATTENDANCES: CellFigure(1250, Qualifier.GT)}
    assert Submission.objects.get().status == "submitted"
    assert "0987123456" not in IncomingText.objects.get().text


def test_an_uploaded_report_is_returned_completed_and_accepted(
    stage: Stage, visit: Visitor, live_server: Any, tmp_path: Path
) -> None:
    task = stage.task(stage.dong_thanh)
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(word_file(*REPORT.splitlines()))
    officer = visit(stage.dong_thanh.reporter)

    open_page(officer, live_server, "bring-in", task.pk)
    officer.set_input_files("[name=file]", file)
    officer.click("main form[method=post] button.button")
    officer.wait_for_url("**/van-ban/*/")
    officer.click("#counts button")
    expect(officer.locator("mark.is-accepted")).to_have_count(2)
    open_page(officer, live_server, "send", task.pk)
    officer.click("main form .form-actions button")
    officer.wait_for_url(f"**{reverse('reporting:task', args=[task.pk])}")

    above = visit(stage.police.consolidator)
    open_page(above, live_server, "review")
    with above.expect_navigation():
        above.click("main .worklist a")
    require_accessible(above)
    above.click("main details summary")
    above.fill("[name=reason]", "Thiếu số tập thể được khen")
    above.click("main details[open] button")
    above.wait_for_url("**/duyet/")

    officer = visit(stage.dong_thanh.reporter)
    open_page(officer, live_server, "entry", task.pk)
    expect(officer.locator(".notice--wrong")).to_contain_text("Thiếu số tập thể được khen")
    officer.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    require_accessible(officer)
    officer.fill(f"#v-{AWARDS}", "3")
    expect(officer.locator("#saved p")).to_be_visible()
    officer.click("button[value=send]:visible")
    officer.wait_for_url("**/gui/")
    officer.click("main form .form-actions button")
    officer.wait_for_url(f"**{reverse('reporting:task', args=[task.pk])}")

    above = visit(stage.police.consolidator)
    open_page(above, live_server, "review-one", task.pk)
    above.click("main button.button--done")
    above.wait_for_url("**/duyet/")

    submission = Submission.objects.get()
    assert (submission.status, submission.accepted_version_id) == ("accepted", submission.current_version_id)
    assert stated(stage)[AWARDS] == CellFigure(3)
    require_accessible(above)


def test_reports_without_warnings_are_looked_over_then_accepted_by_one_press(
    stage: Stage, visit: Visitor, live_server: Any
) -> None:
    for office in (stage.dong_thanh, *more_offices(stage, 1)):
        sent(stage, office, contents(SESSIONS=12))
    sent(stage, stage.hac_thanh, contents(SESSIONS=2, ATTENDANCES=900))
    page = visit(stage.police.consolidator)

    open_page(page, live_server, "board")
    page.click("main a[href*='/nhan-tat-ca/']")
    page.wait_for_url("**/nhan-tat-ca/**")
    require_accessible(page)
    page.locator("label", has_text="Tân Phú").click()
    page.click("main form[method=post] .button--done")
    page.wait_for_url("**/da-nhan/")
    require_accessible(page)

    statuses = Submission.objects.order_by("id").values_list("status", flat=True)
    assert list(statuses) == ["accepted", "submitted", "submitted"]


def test_the_hand_form_works_without_script(stage: Stage, live_server: Any, browser: Any, width: int) -> None:
    task = stage.task(stage.dong_thanh)
    client = Client()
    client.force_login(stage.dong_thanh.reporter.user)
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()

    page.goto(live_server.url + reverse("reporting:entry", args=[task.pk]))
    page.fill(f"#v-{SESSIONS}", "1.234")
    with page.expect_navigation():
        page.press(f"#v-{SESSIONS}", "Enter")

    context.close()
    assert stated(stage) == {SESSIONS: CellFigure(1234)}
