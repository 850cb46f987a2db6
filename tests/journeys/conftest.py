"""What the journeys share: a browser signed in as somebody, and what each page must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from chungtay.organisations.models import Membership
from tests.cast import Cast, build_cast

TELEPHONE, DESK = (360, 800), (1280, 900)
WIDTHS = (TELEPHONE, DESK)


class Visit:
    """A page of the live site, seen by one officer after the other; it minds every complaint of the browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        # At which widths each page is looked at. A long journey looks at a desk, and at the telephone where it matters.
        self.widths = WIDTHS
        # Whether a page that the same reader comes to again, perhaps for another thing, is looked at no second time.
        self.looks_once = False
        self._seen: set[tuple[str, int]] = set()
        self.complaints: list[str] = []
        self._hat = 0
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, told: Any) -> None:
        if "Security Policy" in told.text:
            self.complaints.append(told.text)

    def wear(self, hat: Membership) -> None:
        """Be this officer from now on."""
        self._hat = hat.pk
        client = Client()
        client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.address}])

    def open(self, path: str) -> None:
        """Go to a page; it must be fit to use."""
        self.page.goto(f"{self.address}{path}")
        self.require_fit()

    def follow(self, target: Locator) -> None:
        """Press what leads to another page; that one must be fit to use, not the one still seen while it comes."""
        with self.page.expect_navigation():
            target.click()
        self.require_fit()

    def press(self, form_action: str = "") -> None:
        """Send the form with this address (else the page's own form), say yes where asked, look where it leads."""
        form = f"form[action='{form_action}']" if form_action else "main form[method=post]"
        button = self.page.locator(f"{form} button:not([type=button])").last
        is_asked_again = button.get_attribute("data-confirm") is not None
        if is_asked_again:
            button.click()
            button = self.page.locator("dialog[open] button[value=yes]")
        self.follow(button)

    def require_fit(self, *widths: tuple[int, int]) -> None:
        """No violation of the accessibility rules; nothing wider than a telephone's window or a desk's."""
        for width, height in widths or self.widths:
            if self.looks_once and not self._is_new(width):
                continue
            self.page.set_viewport_size({"width": width, "height": height})
            found = Axe().run(self.page)
            violations = [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
            assert (self.page.url, width, violations) == (self.page.url, width, [])
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert (self.page.url, width, max(wide, 0)) == (self.page.url, width, 0)

    def _is_new(self, width: int) -> bool:
        """Whether this reader is at such a page at this width for the first time."""
        kind = (f"{self._hat} {re.sub(r'[0-9]+', '0', self.page.url.partition('?')[0])}", width)
        is_new = kind not in self._seen
        self._seen.add(kind)
        return is_new


@pytest.fixture
def cast(transactional_db: None, ticking_clock: Callable[[], object]) -> Cast:
    """The province, seen by the server's thread too, so not inside a transaction."""
    return build_cast()


@pytest.fixture
def colleague(browser: Browser, live_server: Any) -> Iterator[Visit]:
    """A second browser, for somebody who is at work in the same moment."""
    context = browser.new_context()
    visit = Visit(context.new_page(), live_server.url)
    yield visit
    context.close()
    assert visit.complaints == []


@pytest.fixture
def visit(context: BrowserContext, live_server: Any) -> Iterator[Visit]:
    """The browser."""
    visit = Visit(context.new_page(), live_server.url)
    yield visit
    assert visit.complaints == []
