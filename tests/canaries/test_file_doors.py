"""Files come in by other doors too: drafts, signed copies, the layout checker, the sheet of accounts.

Forbidden matter is refused wherever in the file it stands, and what cannot be read gets a sentence; neither leaves
anything behind. First each door is shown to be open.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.core.errors import InputRefused
from chungtay.core.models import Deed
from chungtay.documents import actions
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership
from tests.canaries import matter
from tests.canaries.addresses import account_sheet
from tests.canaries.matter import CANARIES, ID_NUMBER, NAME, PERSON, PHONE, Body, Sent, bare_pdf, word
from tests.canaries.tables import changed, checksums, everything_stored
from tests.canaries.test_bad_input import BAD_FILES, MEGABYTE, is_vietnamese
from tests.documents.conftest import NOW, People, drafted, signed

WORDS = "BAO CAO: hai co quan da to chuc cac buoi tuyen truyen, nhan dan du dong du"
NOTHING: dict[str, Any] = {"roster": False, "header": "", "comment": "", "author": "", "keywords": ""}


def clean_word(name: str = "du-thao.docx", **changes: Any) -> Sent:
    """A Word file with one clean sentence, and what `changes` put beside it."""
    return word(("BÁO CÁO", matter.CLEAN), **{**NOTHING, "name": name, **changes})


@dataclass(frozen=True)
class Door:
    """Where a file comes in: who brings it, which field takes it, what goes with it, and a file that is let in."""

    path: Callable[[People], str]
    hat: Callable[[People], Membership]
    field: str
    clean: Callable[[], Sent]
    beside: Callable[[], dict[str, Any]] = dict


def draft_path(people: People) -> str:
    """A joint draft that can still be worked on in Word."""
    return reverse("documents:bring-draft", args=[drafted(people).pk])


def copy_path(people: People) -> str:
    """A joint document with number and date, whose signed copy is awaited."""
    document = signed(people, drafted(people))
    actions.number_document(document, number=7, dated=NOW.date(), by=people.clerk, now=NOW)
    return reverse("documents:bring-signed-copy", args=[document.pk])


DOORS = {
    "draft": Door(draft_path, lambda people: people.drafter, "draft-file", clean_word),
    "signed copy": Door(copy_path, lambda people: people.clerk, "copy-file", lambda: bare_pdf(WORDS)),
    "companion": Door(
        copy_path,
        lambda people: people.clerk,
        "copy-companion",
        lambda: clean_word("van-ban-ky.docx"),
        lambda: {"copy-file": bare_pdf(picture=True).stream},
    ),
    "layout": Door(
        lambda people: reverse("documents:check"),
        lambda people: people.drafter,
        "file",
        clean_word,
        lambda: {"profile": "nha-nuoc"},
    ),
    "accounts": Door(
        lambda people: reverse("organisations:import-accounts"),
        lambda people: people.keeper,
        "sheet",
        lambda: account_sheet("16001", OrganisationKind.POLICE),
    ),
}
IN_WORD = {
    "everywhere": matter.word(),
    "text": clean_word(comment="", header="", keywords="", roster=True),
    "header": clean_word(header=PERSON),
    "comment": clean_word(comment=PERSON),
    "properties": clean_word(keywords=f"{NAME}, {PHONE}"),
    "name": clean_word(f"{matter.BAD_NAME}.docx"),
}
IN_PDF = {
    "text": matter.pdf(name="ban-ky.pdf"),
    "name": bare_pdf(WORDS, name=f"{matter.BAD_NAME}.pdf"),
    "properties": bare_pdf(WORDS, properties=f"Nguoi soan, {PHONE}"),
    "packet": bare_pdf(WORDS, packet=f"Nguoi soan, {PHONE}"),
    "note": bare_pdf(WORDS, note=f"CCCD {ID_NUMBER}"),
    "attached file": bare_pdf(WORDS, attached=f"{ID_NUMBER}, {PHONE}"),
    "picture and text": bare_pdf(f"{WORDS}, so CCCD {ID_NUMBER}", picture=True),
    "properties of a scan": bare_pdf(picture=True, properties=f"Nguoi soan, {PHONE}"),
    "packet of a scan": bare_pdf(picture=True, packet=f"Nguoi soan, {PHONE}"),
    "note of a scan": bare_pdf(picture=True, note=f"CCCD {ID_NUMBER}"),
    "digits on a scan": bare_pdf(ID_NUMBER, picture=True),
    "file attached to a scan": bare_pdf(picture=True, attached=f"{ID_NUMBER}, {PHONE}"),
}
FORBIDDEN = [
    *(
        pytest.param(door, file, id=f"{door}, {place}")
        for door in ("draft", "companion")
        for place, file in IN_WORD.items()
    ),
    *(pytest.param(door, file, id=f"{door}, {place}") for door in ("signed copy",) for place, file in IN_PDF.items()),
    pytest.param("companion", matter.pdf(name="van-ban-ky.pdf"), id="companion, text of a PDF"),
    pytest.param("accounts", matter.excel(), id="accounts, everywhere"),
    pytest.param("accounts", account_sheet("16001", OrganisationKind.POLICE, PERSON), id="accounts, shown name"),
    pytest.param("accounts", account_sheet("16001", OrganisationKind.POLICE, PHONE), id="accounts, telephone"),
]
STAMPED = {
    "draft": clean_word(header="TUYỆT MẬT"),
    "signed copy": matter.pdf("Tổ chức 3 buổi.", agency="MẬT", name="ban-ky.pdf"),
    "companion": clean_word("TỐI MẬT.docx"),
    "layout": word(("MẬT", "BÁO CÁO", matter.CLEAN), **NOTHING, name="bao-cao.docx"),
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chungtay.core.clock.now", lambda: NOW)


def come_to(door: Door, people: People) -> tuple[Client, str]:
    """A browser of who may bring a file in, and the address."""
    client = Client()
    client.force_login(door.hat(people).user)
    return client, door.path(people)


def bring(client: Client, path: str, door: Door, file: Sent) -> Any:
    """Through the door, as a browser does."""
    return client.post(path, {**door.beside(), door.field: file.stream}, follow=True)


def found_in(text: str) -> list[str]:
    """The canaries that stand in `text`."""
    return [each for each in CANARIES if each in text or each.encode().hex() in text]


def said(answer: Any) -> str:
    """The refusal itself, without the page around it: its sentence, or those beside the fields."""
    if "error" in answer.context:
        return str(answer.context["error"].sentence)
    forms = [answer.context[name] for name in ("form", "draft_form", "copy_form") if name in answer.context]
    words = [str(error) for form in forms for errors in form.errors.values() for error in errors]
    # Problems of the lines of a sheet; the summary above a form names the errors of its fields again.
    problems = [each for each in answer.context.get("problems", ()) if isinstance(each, InputRefused)]
    return " ".join([*words, *(problem.sentence for problem in problems)])


@pytest.mark.parametrize("name", DOORS)
def test_a_clean_file_is_let_in(name: str, people: People) -> None:
    client, path = come_to(DOORS[name], people)

    answer = bring(client, path, DOORS[name], DOORS[name].clean())

    assert answer.status_code == 200


@pytest.mark.parametrize(("name", "file"), FORBIDDEN)
def test_forbidden_matter_in_a_file_is_refused_before_any_write(
    name: str, file: Sent, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client, path = come_to(DOORS[name], people)
    before = checksums()

    answer = bring(client, path, DOORS[name], file)

    assert answer.status_code == 422
    assert is_vietnamese(said(answer))
    assert changed(before, checksums()) == []
    assert found_in(answer.content.decode()) == []
    assert found_in(everything_stored()) == []
    assert found_in(caplog.text) == []


@pytest.mark.parametrize("file", IN_WORD.values(), ids=list(IN_WORD))
def test_the_layout_checker_repeats_and_keeps_nothing(
    file: Sent, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client, path = come_to(DOORS["layout"], people)
    before = checksums()

    answer = bring(client, path, DOORS["layout"], file)

    assert answer.status_code in (200, 422)
    assert changed(before, checksums()) == []
    assert found_in(answer.content.decode()) == []
    assert found_in(caplog.text) == []


@pytest.mark.parametrize("name", STAMPED)
def test_a_secrecy_stamp_leaves_nothing_but_the_refusal(name: str, people: People) -> None:
    client, path = come_to(DOORS[name], people)
    before, deeds = checksums(), Deed.objects.count()

    answer = bring(client, path, DOORS[name], STAMPED[name])

    assert changed(before, checksums()) == ["core_deed"]
    assert Deed.objects.count() == deeds + 1
    deed = Deed.objects.latest("id")
    office = DOORS[name].hat(people).organisation.name
    assert (deed.verb, deed.office, deed.user_id, deed.details) == ("refused_secret", office, None, {})
    assert "mật" in said(answer)


def test_a_scan_is_kept_with_the_file_that_was_signed(people: People) -> None:
    door = DOORS["signed copy"]
    client, path = come_to(door, people)
    before = checksums()

    alone = bring(client, path, door, bare_pdf(picture=True))

    assert alone.status_code == 422
    assert changed(before, checksums()) == []
    beside = {"copy-companion": clean_word("van-ban-ky.docx").stream}
    both = client.post(path, {**beside, door.field: bare_pdf(picture=True).stream})
    assert both.status_code == 302


@pytest.mark.parametrize("kind", BAD_FILES)
@pytest.mark.parametrize("name", DOORS)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(name: str, kind: str, people: People) -> None:
    client, path = come_to(DOORS[name], people)
    before = checksums()

    answer = bring(client, path, DOORS[name], BAD_FILES[kind])

    assert 400 <= answer.status_code < 500
    assert is_vietnamese(said(answer))
    assert changed(before, checksums()) == []


@pytest.mark.parametrize("name", DOORS)
def test_a_file_above_the_limit_is_refused_while_it_streams_in(name: str, people: People) -> None:
    client, path = come_to(DOORS[name], people)
    upload = Body(21 * MEGABYTE, field=DOORS[name].field, name="van-ban.docx")
    before = checksums()

    answer = client.request(**upload.request(path))

    assert answer.status_code == 413
    assert "20 MB" in said(answer)
    assert upload.taken < 21 * MEGABYTE
    assert changed(before, checksums()) == []
