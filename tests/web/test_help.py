"""Help says what the screen says: each button it names stands on a page, each role has its card, all of it is short."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from chungtay.organisations.codes import Role
from chungtay.web.help.cards import CARDS, REPORT_STEPS, Card, Step, card_of
from tests.cast import DONG_THANH, POLICE, PROVINCE, Cast, build_cast

SOURCES = Path("chungtay")
OWN = SOURCES / "web" / "help"
# Ninety seconds at the pace of somebody who reads and looks at the screen by turns.
MOST_WORDS = 200
STEPS = [(card.code, step) for card in CARDS for step in card.steps]


def marked_for_pages() -> set[str]:
    """Every sentence that a page or a module outside the help translates."""
    found: set[str] = set()
    for path in [*SOURCES.rglob("*.html"), *SOURCES.rglob("*.py")]:
        if OWN not in path.parents:
            text = path.read_text(encoding="utf-8")
            found |= set(re.findall(r'{% translate "([^"]+)"', text)) | set(re.findall(r'\b_\(\s*"([^"]+)"', text))
    return found


@pytest.fixture(scope="module")
def pages() -> set[str]:
    """The words of the pages."""
    return marked_for_pages()


@pytest.mark.parametrize(("code", "step"), STEPS, ids=[f"{code}-{place}" for place, (code, _step) in enumerate(STEPS)])
def test_every_button_that_a_card_names_stands_on_a_page(code: str, step: Step, pages: set[str]) -> None:
    assert set(step.names.values()) - pages == set()
    assert set(re.findall(r"%\((\w+)\)s", step.sentence)) == set(step.names)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_one_card(role: Role) -> None:
    assert [role in card.roles for card in CARDS].count(True) == 1
    assert reverse(card_of(role).page)


@pytest.mark.parametrize("card", CARDS, ids=[card.code for card in CARDS])
def test_a_card_is_read_in_ninety_seconds_in_vietnamese(card: Card) -> None:
    with translation.override("vi"):
        words = f"{card.purpose_words} {' '.join(step.words for step in card.steps)}"

    assert len(words.split()) <= MOST_WORDS
    assert "Press" not in words


@pytest.fixture
def cast(db: None) -> Cast:
    """The province."""
    return build_cast()


def browser(cast: Cast, code: str, role: Role) -> Client:
    client = Client()
    client.force_login(cast.hat(code, POLICE, role).user)
    return client


def test_help_opens_at_the_card_of_ones_role_and_stands_in_the_menu(cast: Cast) -> None:
    client = browser(cast, PROVINCE, Role.REGISTRY_CLERK)

    answer = client.get(reverse("web:help"))

    assert answer.context["own"] is card_of(Role.REGISTRY_CLERK)
    assert [card.code for card in answer.context["others"]] == [card.code for card in CARDS if card.code != "van-thu"]
    assert f'href="{reverse("web:help")}"' in client.get(reverse("today")).content.decode()


def test_the_sheet_says_the_address_the_steps_and_whom_to_call(cast: Cast) -> None:
    client = browser(cast, DONG_THANH, Role.REPORTER)
    receiver = cast.office(PROVINCE, POLICE).name

    page = client.get(reverse("web:help-sheet"))

    sheet = page.context["sheet"]
    assert (sheet.address, sheet.receiver) == ("http://testserver", receiver)
    assert receiver in sheet.call
    assert len(sheet.steps) == 2 + len(REPORT_STEPS)
    assert all(step in page.content.decode() for step in [sheet.title, sheet.office])


def test_the_sheet_is_one_page_of_pdf_with_every_step(cast: Cast) -> None:
    answer = browser(cast, DONG_THANH, Role.REPORTER).get(reverse("web:help-sheet-pdf"))

    document = pypdfium2.PdfDocument(BytesIO(answer.content))
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert (answer["Content-Type"], len(document)) == ("application/pdf", 1)
    assert "Cách nộp báo cáo" in text
    assert "http://testserver" in text
    assert cast.office(PROVINCE, POLICE).name in text
