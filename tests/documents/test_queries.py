"""Who sees which document, and what waits for whom."""

from __future__ import annotations

import pytest

from chungtay.documents import actions, queries
from chungtay.documents.codes import FileFormat, Rendering
from chungtay.documents.errors import NoSuchDocument
from chungtay.documents.models import Document
from chungtay.organisations.models import Membership
from officialdoc import fingerprint, from_data
from tests.documents.conftest import NOW, People, drafted, form_checked, issued, signed
from tests.documents.papers import draft, paper

TODAY = NOW.date()


def _sees(document: Document, *hats: Membership) -> set[Membership]:
    return {hat for hat in hats if queries.documents_for(hat, TODAY).filter(pk=document.pk).exists()}


def test_a_document_on_its_way_is_seen_by_both_offices_and_the_auditor_alone(people: People) -> None:
    document = form_checked(people, drafted(people))
    insiders = (people.drafter, people.head, people.form, people.clerk, people.chair, people.auditor)
    outsiders = (
        *(people.keeper, people.commune_police.consolidator, people.commune_front.reporter),
        *(people.women.consolidator, people.committee.consolidator),
    )

    assert _sees(document, *insiders, *outsiders) == set(insiders)


def test_an_issued_document_is_seen_below_both_offices_and_by_the_members_that_took_part(people: People) -> None:
    document = issued(people, drafted(people))
    receivers = (people.commune_police.consolidator, people.commune_front.reporter, people.women.consolidator)
    outsiders = (people.keeper, people.committee.consolidator)

    assert _sees(document, *receivers, *outsiders) == set(receivers)


def test_a_document_of_one_office_is_not_seen_by_the_other_until_issued(people: People) -> None:
    document = signed(people, drafted(people, partner=None))

    before = _sees(document, people.chair, people.front.consolidator)
    actions.number_document(document, number=3, dated=TODAY, by=people.clerk, now=NOW)
    actions.issue(document, by=people.clerk, now=NOW)

    assert before == set()
    assert _sees(document, people.chair, people.front.consolidator) == {people.chair, people.front.consolidator}


def test_document_for_answers_alike_for_absent_and_hidden(people: People) -> None:
    document = drafted(people)

    with pytest.raises(NoSuchDocument) as hidden:
        queries.document_for(people.commune_police.consolidator, document.pk, TODAY)
    with pytest.raises(NoSuchDocument) as absent:
        queries.document_for(people.drafter, document.pk + 1, TODAY)

    assert hidden.value.sentence == absent.value.sentence


def test_documents_awaiting_follows_the_steps(people: People) -> None:
    everybody = (people.drafter, people.head, people.form, people.front_coordinator, people.chair, people.director)
    everybody = (*everybody, people.clerk)
    document = drafted(people)

    def waiting() -> set[Membership]:
        return {hat for hat in everybody if queries.documents_awaiting(hat, TODAY).exists()}

    seen = [waiting()]
    for step in (
        lambda: actions.check_content(document, by=people.head, now=NOW),
        lambda: actions.check_form(document, by=people.form, now=NOW),
        lambda: actions.agree(document, by=people.front_coordinator, now=NOW),
        lambda: actions.sign(document, by=people.chair, now=NOW),
        lambda: actions.sign(document, by=people.director, now=NOW),
        lambda: actions.return_document(document, reason="Thiếu phụ lục", by=people.clerk, now=NOW),
    ):
        step()
        seen.append(waiting())

    assert seen == [
        {people.head},
        {people.form},
        {people.front_coordinator},
        {people.director, people.chair},
        {people.director},
        {people.clerk},
        {people.head, people.drafter},
    ]


def test_search_documents_finds_by_title_without_marks_and_by_number(people: People) -> None:
    found = issued(people, drafted(people), number=12)
    other = drafted(people, title="Kế hoạch năm 2027")
    seen = queries.documents_for(people.drafter, TODAY)

    assert list(queries.search_documents(seen, "ket qua thuc hien")) == [found]
    assert list(queries.search_documents(seen, "12/BC-CAT-MTTQ")) == [found]
    assert list(queries.search_documents(seen, " ")) == [other, found]


def test_file_of_gives_the_bytes_of_the_present_version(people: People) -> None:
    document = drafted(people)
    given = next(file for file in draft().files if file.format is FileFormat.PDF)

    file = queries.file_of(document, Rendering.FOR_SIGNATURE, FileFormat.PDF)

    assert (file.name, file.content, file.content_type) == (given.name, given.content, "application/pdf")


def test_issued_file_prints_number_and_date_into_the_same_document(people: People) -> None:
    document = drafted(people)
    with pytest.raises(NoSuchDocument):
        queries.issued_file(document, FileFormat.DOCX)

    document = issued(people, document, number=7)
    file = queries.issued_file(document, FileFormat.DOCX)

    assert file.name == "07-BC-CAT-MTTQ-2026.docx"
    assert file.content.startswith(b"PK")
    stored = from_data(queries.made_content(document) or {})
    assert fingerprint(stored) == fingerprint(paper()) == document.versions.get().fingerprint


def test_own_text_holds_the_words_the_installation_wrote(people: People) -> None:
    words = queries.own_text(drafted(people)).splitlines()

    assert "Hai cơ quan đã tổ chức 40 buổi tuyên truyền." in words
    assert "Xứ Thanh" in words
