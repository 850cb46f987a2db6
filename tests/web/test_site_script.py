"""`site.js`, htmx and the sheets in a real browser: what they add, and that they break nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complained about: faults of scripts, refusals of the content security policy."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text) if "Security Policy" in message.text else None)
    return heard


@pytest.fixture
def bench(page: Page, live_server, settings, complaints: list[str]) -> Page:
    """The page with one of each help, in English."""
    settings.ROOT_URLCONF = "tests.web.sample_urls"
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    page.goto(f"{live_server.url}/bench/")
    return page


def test_a_grave_step_asks_first(bench, complaints):
    bench.get_by_role("button", name="Close the year").click()
    expect(bench.get_by_role("dialog")).to_contain_text("Close 2021 for good?")
    bench.get_by_role("button", name="No, go back").click()
    assert bench.url.endswith("/bench/")
    expect(bench.get_by_role("button", name="Close the year")).to_be_focused()

    bench.get_by_role("button", name="Close the year").click()
    bench.get_by_role("button", name="Yes, do it").click()

    expect(bench.locator("body")).to_have_text("the view ran")
    assert complaints == []


def test_keys_walk_and_press_inside_their_region_only(bench, complaints):
    bench.get_by_text("First figure").focus()
    bench.keyboard.press("j")
    expect(bench.locator("#second")).to_be_focused()

    bench.keyboard.press("x")
    expect(bench.locator("#second details")).to_have_attribute("open", "")
    bench.locator("#typed").focus()
    bench.keyboard.press("x")

    expect(bench.locator("#typed")).to_have_value("x")
    expect(bench.locator("#first details")).not_to_have_attribute("open", "")
    assert complaints == []


def test_escape_closes_a_menu_and_gives_the_focus_back(bench):
    bench.locator("#menu summary").click()
    bench.locator("#menu a").focus()
    bench.keyboard.press("Escape")

    expect(bench.locator("#menu")).not_to_have_attribute("open", "")
    expect(bench.locator("#menu summary")).to_be_focused()


def test_copying_says_that_it_happened(bench, complaints):
    bench.context.grant_permissions(["clipboard-read", "clipboard-write"])

    bench.get_by_role("button", name="Copy").click()

    expect(bench.get_by_role("status")).to_have_text("Copied")
    assert bench.evaluate("navigator.clipboard.readText()") == "46 communes"
    assert complaints == []


def test_a_file_that_is_too_large_is_told_before_it_travels(bench):
    large = {"name": "a.docx", "mimeType": "application/octet-stream", "buffer": b"x" * 11}

    bench.locator("input[type=file]").set_input_files(large)

    assert bench.locator("input[type=file]").evaluate("field => field.validationMessage") == "Too large."


def test_a_choice_sends_its_form(bench):
    bench.get_by_label("Year").select_option("2022")

    bench.wait_for_url("**/bench/?year=2022")


def test_a_refusal_of_a_fragment_takes_its_place_and_the_focus(bench, complaints):
    bench.get_by_role("button", name="Press for a fragment").click()

    expect(bench.locator("#refusal")).to_contain_text("A rule of the programme does not allow this.")
    expect(bench.locator("#refusal [data-focus]")).to_be_focused()
    assert complaints == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_style_guide_is_accessible_and_fits(bench, live_server, complaints, width):
    bench.set_viewport_size({"width": width, "height": 800})
    bench.goto(f"{live_server.url}/kieu-dang/")

    found = Axe().run(bench).response["violations"]

    assert [(problem["id"], problem["nodes"][0]["html"]) for problem in found] == []
    assert bench.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
