"""Scope, proven by canaries: every address, as every role, for every object; nobody meets what is not theirs.

The matrix is written down anew in `sight`, from its words. First it is shown that the canaries can be met at all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from chungtay.core.workbook import MEDIA_TYPE
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership, Organisation
from tests.canaries import matter
from tests.canaries.addresses import OPEN, PERSONAL, Deed, Page, all_names, deeds, pages
from tests.canaries.planted import SEATS, Canary, Planted, plant
from tests.canaries.sight import may_meet
from tests.canaries.tables import changed, checksums, everything_stored
from tests.canaries.texts import FORBIDDEN, HARMLESS, NEVER_KEPT, fields_of, names_read, with_words
from tests.cast import COMMITTEE, DONG_THANH, FRONT, HAC_THANH, POLICE, PROVINCE, WOMEN, Seat, tick, username_of

# One of each relation to a commune's matter walks always; the other hats, whose eyes reach as far, with --slow.
DIFFERENT = (
    (PROVINCE, POLICE, Role.CONSOLIDATOR),
    (PROVINCE, POLICE, Role.FORM_CHECKER),
    (PROVINCE, FRONT, Role.COORDINATOR),
    (PROVINCE, FRONT, Role.ACCOUNT_KEEPER),
    (PROVINCE, WOMEN, Role.CONSOLIDATOR),
    (PROVINCE, COMMITTEE, Role.COORDINATOR),
    (DONG_THANH, POLICE, Role.REPORTER),
    (DONG_THANH, WOMEN, Role.REPORTER),
    (HAC_THANH, FRONT, Role.REPORTER),
)
WALKERS = [
    pytest.param(seat, id=username_of(seat), marks=() if seat in DIFFERENT else pytest.mark.slow) for seat in SEATS
]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are what is wanted here; only faults are worth a line."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(level)


@pytest.fixture(autouse=True)
def _with_a_relay(settings: Any) -> None:
    """Mail can be sent, so that its pages and deeds are there; nothing leaves the test."""
    settings.EMAIL_HOST = "relay.example.vn"


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    """The province, made once inside a transaction that is taken back; each test has a savepoint in it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        ticking = tick(patch)
        next(ticking)
        yield plant()
        transaction.set_rollback(True)


@pytest.fixture
def site(planted: Planted, db: None) -> Planted:
    """The province, for one test."""
    return planted


def as_(hat: Membership) -> Client:
    """A browser of this person; refusals come as data, which is faster and says more than their page."""
    client = Client(headers={"accept": "application/json"})
    client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def met(canaries: list[Canary], found: list[tuple[Page, HttpResponse]]) -> dict[str, str]:
    """Which canaries stand in the answers: their place, and the first page that shows each."""
    seen: dict[str, str] = {}
    for page, answer in found:
        text = words_of(answer)
        for canary in canaries:
            if canary.place not in seen and any(word in text for word in canary.shown):
                seen[canary.place] = page.path
    return seen


def words_of(answer: HttpResponse) -> str:
    """What an answer holds; a workbook is unpacked, for in a package no word can be found."""
    content = answer.getvalue()
    if answer.headers.get("Content-Type") != MEDIA_TYPE:
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as package:
        return "\n".join(package.read(name).decode(errors="replace") for name in package.namelist())


def walk(hat: Membership, wanted: list[Page]) -> list[tuple[Page, HttpResponse]]:
    client = as_(hat)
    return [(page, client.get(page.path)) for page in wanted]


def test_every_address_is_classified(site: Planted) -> None:
    known = {page.name for page in pages(site)} | {deed.name for deed in deeds(site)} | OPEN | PERSONAL

    assert all_names() == known


def test_the_auditor_meets_every_canary(site: Planted) -> None:
    canaries = [canary for canary in site.aviary.canaries if canary.kind != "name"]

    found = walk(site.cast.hat(PROVINCE, POLICE, Role.AUDITOR), pages(site))

    assert {canary.place for canary in canaries} - set(met(canaries, found)) == set()
    assert [page.path for page, answer in found if answer.status_code >= 500] == []


def test_the_administrator_meets_every_name_and_nothing_else(site: Planted) -> None:
    found = walk(site.cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR), pages(site))

    seen = met(site.aviary.canaries, found)
    assert set(seen) == {canary.place for canary in site.aviary.canaries if canary.kind == "name"}


@pytest.mark.parametrize("seat", WALKERS)
def test_nobody_meets_what_is_not_theirs(site: Planted, seat: Seat) -> None:
    hat = site.cast.hat(*seat)
    offices = {office.pk: office for office in Organisation.objects.all()}
    hidden = [canary for canary in site.aviary.canaries if not may_meet(hat, canary, offices)]

    found = walk(hat, pages(site))

    assert met(hidden, found) == {}
    assert [page.path for page, answer in found if answer.status_code >= 500] == []
    assert files_handed_out_wrongly(hat, found, site, offices) == []


def files_handed_out_wrongly(
    hat: Membership, found: list[tuple[Page, HttpResponse]], site: Planted, offices: dict[int, Organisation]
) -> list[str]:
    """Files of documents whose very title the hat may not meet."""
    titles = {
        document.pk: canary
        for name, document in site.documents.items()
        for canary in site.aviary.canaries
        if canary.place == f"title of the document {name}"
    }
    return [
        page.path
        for page, answer in found
        if page.document and answer.status_code == 200 and not may_meet(hat, titles[page.document.pk], offices)
    ]


@pytest.mark.parametrize("seat", WALKERS)
def test_what_is_not_ones_deed_changes_nothing(site: Planted, seat: Seat) -> None:
    hat = site.cast.hat(*seat)
    client = as_(hat)
    before = checksums()

    answers = [(deed, deed.send(client, deed.sent)) for deed in deeds(site) if not deed.may(hat)]

    assert changed(before, checksums()) == []
    assert [deed.path for deed, answer in answers if answer.status_code >= 500] == []
    assert len(answers) > 100


def test_every_deed_can_be_done_by_somebody(site: Planted) -> None:
    """Without this, the test above could pass because what it sends is refused for another reason."""
    wanted = deeds(site)

    done = {deed.name for deed, _client in done_deeds(site)}

    assert {deed.name for deed in wanted} - done == set()


def done_deeds(site: Planted) -> Iterator[tuple[Deed, Client]]:
    """For each kind of deed the first one that somebody can do, with the browser of who can; taken back each time."""
    # Signing in writes when it happened: everybody is in before the tables are looked at.
    browsers = [(hat, as_(hat)) for hat in site.cast.hats.values()]
    before = checksums()
    done: set[str] = set()
    for deed in deeds(site):
        may = (client for hat, client in browsers if deed.name not in done and deed.may(hat))
        doer = next((client for client in may if touched_by(deed, client, [deed.sent], before)[0]), None)
        if doer is not None:
            done.add(deed.name)
            yield deed, doer


def touched_by(
    deed: Deed, client: Client, sent: Sequence[dict[str, Any]], before: dict[str, str]
) -> tuple[list[str], str]:
    """Which tables change when a deed is sent, once for each of `sent`, and what stands in them; taken back."""
    point = transaction.savepoint()
    for each in sent:
        deed.send(client, each)
    touched = changed(before, checksums())
    stored = everything_stored(touched)
    transaction.savepoint_rollback(point)
    return touched, stored


def test_strangers_are_sent_to_the_sign_in_page(site: Planted) -> None:
    client = Client()
    before = checksums()

    looked = [(page, client.get(page.path)) for page in pages(site) if page.name not in OPEN]
    tried = [(deed, deed.send(client, deed.sent)) for deed in deeds(site)]

    assert {answer.headers.get("Location", "").split("?")[0] for _one, answer in looked + tried} == {"/dang-nhap/"}
    assert changed(before, checksums()) == []


def test_open_pages_show_strangers_no_canary(site: Planted) -> None:
    client = Client()
    public = [page for page in pages(site) if page.name in OPEN]

    found = [(page, client.get(page.path)) for page in public]

    assert met(site.aviary.canaries, found) == {}
    assert {answer.status_code for _page, answer in found} == {200}


# Which field of which deed keeps words as they are typed. A new one belongs here once it passes the scanner.
TEXT_DOORS = {
    ("analytics:answer-warning", "reason"),
    ("analytics:rename-view", "name"),
    ("analytics:save-view", "name"),
    ("analytics:set-target", "source"),
    ("documents:correct", "form-0-printed"),
    ("documents:correct", "form-0-right"),
    ("documents:recall", "recall-reason"),
    ("documents:return", "return-reason"),
    ("organisations:create-office", "name"),
    ("organisations:create-office", "short_name"),
    ("organisations:create-office", "symbol"),
    ("organisations:hand-over", "note"),
    ("organisations:open-account", "display_name"),
    ("organisations:open-account", "username"),
    ("programmes:activity-draft", "note"),
    ("programmes:activity-draft", "village"),
    ("programmes:add-photos", "caption"),
    ("programmes:amend-plan", "amend-reason"),
    ("programmes:by-village", "form-0-village"),
    ("programmes:correct-activity", "note"),
    ("programmes:correct-activity", "reason"),
    ("programmes:correct-activity", "village"),
    ("programmes:decline-offer", "reason"),
    ("programmes:edit-plan", "item-0-text"),
    ("programmes:edit-plan", "objective-1"),
    ("programmes:frameworks", "bodies"),
    ("programmes:frameworks", "subject"),
    ("programmes:frameworks", "symbol"),
    ("programmes:record-basis", "body"),
    ("programmes:record-basis", "summary"),
    ("programmes:record-basis", "symbol"),
    ("programmes:record-activity", "note"),
    ("programmes:record-activity", "village"),
    ("programmes:return-plan", "return-reason"),
    ("programmes:take-proposal", "note"),
    ("programmes:take-proposal", "village"),
    ("programmes:twin", "reason"),
    ("programmes:withdraw-activity", "reason"),
    ("reporting:answer-number", "reason"),
    ("reporting:answer-warning", "reason"),
    ("reporting:ask-for-time", "reason"),
    ("reporting:autosave", "answer-attendances_per_session:0"),
    ("reporting:autosave", "reason"),
    ("reporting:bring-in", "text"),
    ("reporting:correct", "reason"),
    ("reporting:days-off", "label"),
    ("reporting:days-off", "legal_basis"),
    ("reporting:discussion", "text"),
    ("reporting:entry", "answer-attendances_per_session:0"),
    ("reporting:entry", "reason"),
    ("reporting:draft-amendment", "reason"),
    ("reporting:extend", "reason"),
    ("reporting:issue-entry", "legal_basis"),
    ("reporting:issue-entry", "name"),
    ("reporting:issue-entry", "s-outreach-note"),
    ("reporting:issue-entry", "s-outreach-title"),
    ("reporting:issue-entry", "w-0-note"),
    ("reporting:issue-entry", "w-0-title"),
    ("reporting:refuse-time", "reason"),
    ("reporting:reopen", "reason"),
    ("reporting:reopen-year", "reason"),
    ("reporting:return", "reason"),
    ("reporting:rewrite-words", "text"),
    ("reporting:submit-whole", "reason"),
    ("reporting:withdraw-day", "legal_basis"),
    ("reporting:write-words", "text"),
    ("territory:edit-proposal", "t0-name"),
    ("territory:edit-proposal", "title"),
    ("territory:propose", "basis"),
    ("territory:propose", "note"),
    ("territory:propose", "title"),
    ("territory:upload-proposal", "title"),
}


def test_no_field_of_any_deed_keeps_forbidden_matter(site: Planted) -> None:
    """Each field of a deed that can be done gets a harmless word, which tells the doors of text, then forbidden ones.

    For what is brought in as a text see `test_forbidden`: there the clean part of it is kept.
    """
    doors: set[tuple[str, str]] = set()
    leaks: list[tuple[str, str, str]] = []

    for deed, client in done_deeds(site):
        before = checksums()
        for name in fields_of(deed):
            _touched, stored = touched_by(deed, client, [with_words(deed, name, HARMLESS)], before)
            if HARMLESS in stored:
                doors.add((deed.name, name))
            forbidden = [with_words(deed, name, words) for words in FORBIDDEN]
            _touched, stored = touched_by(deed, client, forbidden, before)
            leaks += [(deed.name, name, each) for each in matter.CANARIES if each in stored]

    assert leaks == []
    assert doors == TEXT_DOORS


def test_every_name_that_is_read_is_known(site: Planted) -> None:
    """A field that is read and stands in no deed here would be a door that nobody tried."""
    sent = {part for deed in deeds(site) for name in fields_of(deed) for part in (name, name.rpartition("-")[2])}

    assert names_read() - sent - NEVER_KEPT == set()
