"""Pages: what each hat finds, does and is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from chungtay.core.models import Deed
from chungtay.documents import actions
from chungtay.documents.codes import DocumentStatus
from chungtay.documents.models import Document, DocumentFile, SignedCopy
from chungtay.organisations.models import Membership
from officialdoc import render_docx
from tests.documents.conftest import NOW, People, drafted, form_checked, issued, signed
from tests.documents.papers import draft, paper


@pytest.fixture(autouse=True)
def _the_day_of_signing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands three hours after the documents of these tests were signed."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=3))


def _as(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user)
    return client


def _page(document: Document) -> str:
    return reverse("documents:document", args=[document.pk])


def _do(hat: Membership, step: str, document: Document, **given: Any) -> Any:
    return _as(hat).post(reverse(f"documents:{step}", args=[document.pk]), given)


def _word(name: str = "du-thao.docx", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, render_docx(paper()) if content is None else content)


def test_the_list_asks_as_many_questions_with_one_document_as_with_three(people: People) -> None:
    client = _as(people.drafter)
    address = reverse("documents:documents")
    counts = []
    for wanted in (1, 3):
        while Document.objects.count() < wanted:
            drafted(people)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(address)
        counts.append((len(asked), page.content.decode().count(reverse("documents:documents") + str(0))))

    assert counts[0][0] == counts[1][0]


def test_the_page_of_a_document_asks_a_fixed_number_of_questions(people: People) -> None:
    document = drafted(people)
    client = _as(people.drafter)
    with CaptureQueriesContext(connection) as few:
        client.get(_page(document))
    actions.redraft(document, draft(), by=people.drafter, now=NOW)
    form_checked(people, document)
    with CaptureQueriesContext(connection) as many:
        client.get(_page(document))

    assert len(many) == len(few)


def test_every_address_is_closed_to_strangers_and_to_those_who_may_not_see(people: People) -> None:
    document = drafted(people)
    outsider = _as(people.commune_police.consolidator)
    addresses = [
        _page(document),
        reverse("documents:file", args=[document.pk, "for_signature", "pdf"]),
        reverse("documents:issued-file", args=[document.pk, "pdf"]),
    ]

    assert [outsider.get(address).status_code for address in addresses] == [404, 404, 404]
    assert [Client().get(address).status_code for address in addresses] == [302, 302, 302]
    for step in ("check-content", "sign", "issue", "agree", "check-form"):
        assert _do(people.commune_police.consolidator, step, document).status_code == 404
    assert Document.objects.get().status == DocumentStatus.DRAFT


def test_a_document_walks_through_its_pages(people: People) -> None:
    document = drafted(people)

    for hat, step in ((people.head, "check-content"), (people.form, "check-form")):
        assert _do(hat, step, document).status_code == 302
    for hat, step in ((people.front_coordinator, "agree"), (people.chair, "sign"), (people.director, "sign")):
        assert _do(hat, step, document).status_code == 302
    numbered = _do(people.clerk, "number", document, number="9", dated=NOW.date().isoformat())
    sent = _do(people.clerk, "issue", document)

    document.refresh_from_db()
    assert (numbered.status_code, sent.status_code) == (302, 302)
    assert (document.status, document.number) == (DocumentStatus.ISSUED, 9)


def test_a_step_of_another_role_is_answered_with_whose_step_it_is(people: People) -> None:
    answer = _do(people.drafter, "sign", drafted(people))

    assert answer.status_code == 403
    assert "Công an tỉnh" in answer.content.decode()


def test_a_number_that_is_taken_is_said_beside_the_field(people: People) -> None:
    issued(people, drafted(people), number=12)
    document = signed(people, drafted(people))

    answer = _do(people.clerk, "number", document, number="12", dated=NOW.date().isoformat())

    assert answer.status_code == 422
    assert list(answer.context["number_form"].errors) == ["number"]


def test_the_page_below_shows_the_issued_document_without_its_discussion(people: People) -> None:
    document = drafted(people)
    actions.check_content(document, by=people.head, now=NOW)
    actions.return_document(document, reason="Chưa thống nhất số liệu", by=people.form, now=NOW)
    issued(people, document)

    inside = _as(people.chair).get(_page(document)).content.decode()
    below = _as(people.commune_police.consolidator).get(_page(document)).content.decode()

    assert "Chưa thống nhất số liệu" in inside
    assert "Chưa thống nhất số liệu" not in below
    assert "12/BC-CAT-MTTQ" in below


def test_a_pdf_opens_in_the_browser_and_word_is_saved(people: People) -> None:
    document = drafted(people)
    client = _as(people.drafter)

    pdf = client.get(reverse("documents:file", args=[document.pk, "for_signature", "pdf"]))
    word = client.get(reverse("documents:file", args=[document.pk, "look_up", "docx"]))

    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert word.headers["Content-Disposition"].startswith("attachment")
    assert word.content == bytes(DocumentFile.objects.get(rendering="look_up", format="docx").content)


def test_bring_draft_makes_the_next_version(people: People) -> None:
    document = form_checked(people, drafted(people))

    answer = _do(people.drafter, "bring-draft", document, **{"draft-file": _word()})

    document.refresh_from_db()
    assert answer.status_code == 302
    assert (document.status, document.round, document.versions.count()) == (DocumentStatus.DRAFT, 2, 2)
    assert document.versions.get(number=2).content is None


def test_the_register_shows_the_numbers_of_the_own_office(people: People) -> None:
    issued(people, drafted(people), number=12)
    address = reverse("documents:register")

    assert b"12/BC-CAT-MTTQ" in _as(people.clerk).get(address).content
    assert b"12/BC-CAT-MTTQ" not in _as(people.chair).get(address).content


# The page that checks layouts


def _checked(hat: Membership, file: SimpleUploadedFile, profile: str = "nha-nuoc") -> Any:
    return _as(hat).post(reverse("documents:check"), {"file": file, "profile": profile})


def test_check_page_finds_nothing_in_a_right_file(people: People) -> None:
    answer = _checked(people.commune_front.reporter, _word())

    assert (answer.status_code, answer.context["findings"]) == (200, ())


def test_check_page_lists_place_found_wanted_and_mend(people: People) -> None:
    answer = _checked(people.drafter, _word(content=render_docx(replace(paper(), symbol="bc-cat"))))

    assert [finding.rule for finding in answer.context["findings"]] == ["symbol-case", "symbol-type"]
    shown = answer.content.decode()
    for finding in answer.context["findings"]:
        assert (escape(finding.place) in shown, escape(finding.mend) in shown) == (True, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 hong", b"MZ\x90\x00 not a document", b"%PDF-1.7 khong phai"])
def test_check_page_answers_a_file_that_is_none_with_a_sentence(people: People, content: bytes) -> None:
    answer = _checked(people.drafter, _word(content=content))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]


def test_check_page_refuses_a_secrecy_stamp_and_keeps_the_office_alone(people: People) -> None:
    answer = _checked(people.drafter, _word(name="TUYET MAT.docx", content=b"x"))
    stamped = _checked(people.drafter, _word(name="TUYỆT MẬT.docx"))

    deed = Deed.objects.get(verb="refused_secret")
    assert (answer.status_code, stamped.status_code) == (422, 409)
    assert (deed.office, deed.user_id, deed.details) == ("Công an tỉnh", None, {})


def test_check_page_stores_nothing(people: People) -> None:
    _checked(people.drafter, _word())

    assert (DocumentFile.objects.count(), SignedCopy.objects.count()) == (0, 0)
    assert not list(Path(".").glob("*.docx"))
