"""Letters of correction: who makes one, of what, how it looks, and how both documents name each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.core.scanner import ForbiddenMatter
from chungtay.documents import actions, queries
from chungtay.documents.codes import DocumentStatus, FileFormat, FormPart, PaperKind, Rendering
from chungtay.documents.errors import CorrectionOfContent, NothingToCorrect, NotYourStep
from chungtay.documents.letters import Mistake, letter_of_correction
from chungtay.documents.models import Document
from chungtay.organisations.models import Membership
from officialdoc import Profile, render_docx
from officialdoc.check import check
from tests.documents.conftest import NOW, People, drafted, issued
from tests.documents.papers import paper

LATER = NOW + timedelta(hours=5)
MISTAKE = Mistake(FormPart.RECIPIENTS, "Thường trực Tỉnh Ủy", "Thường trực Tỉnh ủy")


def _letter(document: Document, by: Membership, *mistakes: Mistake) -> Document:
    return actions.draft_letter_of_correction(document, mistakes or (MISTAKE,), by=by, now=LATER)


def _words(letter: Document) -> str:
    return " ".join(queries.own_text(letter).split())


# What it says


@pytest.mark.parametrize(
    ("part", "printed", "right", "is_of_form"),
    [
        (FormPart.LAYOUT, "Nhân dân hưỡng ứng", "Nhân dân hưởng ứng", True),
        (FormPart.LAYOUT, "tổ chức 40 buổi", "tổ chức 41 buổi", False),
        (FormPart.TITLE, "năm 2025", "năm 2026", False),
        (FormPart.NUMBER, "Số: 12/BC-CAT", "Số: 12/BC-CAT-MTTQ", True),
        (FormPart.DATE, "ngày 4 tháng 12", "ngày 14 tháng 12", True),
    ],
)
def test_a_number_is_form_in_number_and_date_alone(part: FormPart, printed: str, right: str, is_of_form: bool) -> None:
    assert Mistake(part, printed, right).is_of_form is is_of_form


@pytest.mark.parametrize("profile", [Profile.STATE, Profile.FRONT])
def test_the_letter_keeps_the_rules_of_layout_of_a_cong_van(profile: Profile) -> None:
    symbol = "BC-MTTQ-CAT" if profile is Profile.FRONT else "BC-CAT-MTTQ"
    corrected = replace(paper(), profile=profile, symbol=symbol)

    letter = letter_of_correction(corrected, number=f"12/{symbol}", dated=NOW.date(), mistakes=[MISTAKE, MISTAKE])

    assert (letter.type_name, letter.symbol, letter.number) == (None, symbol.removeprefix("BC-"), None)
    assert check(render_docx(letter), profile=profile.value) == []


def test_the_letter_names_the_document_its_date_and_each_mistake(people: People) -> None:
    letter = _letter(issued(people, drafted(people)), people.clerk)

    assert letter.title == f"Đính chính thể thức văn bản số 12/BC-CAT-MTTQ: {paper().subject}"
    assert "Báo cáo số 12/BC-CAT-MTTQ ngày 14 tháng 12 năm 2026" in _words(letter)
    assert "Tại phần nơi nhận: đã ghi “Thường trực Tỉnh Ủy”, nay sửa là “Thường trực Tỉnh ủy”." in _words(letter)
    assert [(each.rendering, each.format) for each in queries.files_of(letter)] == [
        (Rendering.FOR_SIGNATURE, FileFormat.DOCX),
        (Rendering.FOR_SIGNATURE, FileFormat.PDF),
    ]
    assert queries.findings_of(letter) == []


# Who makes one, and of what


def test_the_clerk_and_who_drafts_make_the_letter_and_nobody_else(people: People) -> None:
    document = issued(people, drafted(people))

    for by in (people.director, people.form, people.front.consolidator, people.auditor, people.commune_police.reporter):
        with pytest.raises(NotYourStep):
            _letter(document, by)
    assert [_letter(document, by).corrects for by in (people.clerk, people.drafter, people.head)] == [document] * 3


def test_only_an_issued_document_is_corrected(people: People) -> None:
    draft = drafted(people)
    recalled = issued(people, drafted(people))
    actions.recall(recalled, reason="Sai thẩm quyền", by=people.director, now=LATER)

    for document in (draft, recalled):
        with pytest.raises(NothingToCorrect):
            _letter(document, people.clerk)
    with pytest.raises(NothingToCorrect):
        actions.draft_letter_of_correction(issued(people, drafted(people), 13), [], by=people.clerk, now=LATER)


def test_a_wrong_figure_is_refused_beside_its_field(people: People) -> None:
    document = issued(people, drafted(people))

    with pytest.raises(CorrectionOfContent) as refused:
        _letter(document, people.clerk, MISTAKE, Mistake(FormPart.LAYOUT, "40 buổi", "41 buổi"))
    with pytest.raises(ForbiddenMatter):
        _letter(document, people.clerk, Mistake(FormPart.LAYOUT, "liên hệ", "liên hệ 0912 345 678"))

    assert refused.value.field == "1-right"
    assert Document.objects.filter(kind=PaperKind.ERRATUM).count() == 0


# Its life


def test_the_letter_takes_the_same_steps_and_leaves_the_document_in_force(people: People) -> None:
    document = issued(people, drafted(people))

    letter = issued(people, _letter(document, people.clerk), number=13)

    document.refresh_from_db()
    letter.refresh_from_db()
    assert (document.status, letter.status) == (DocumentStatus.ISSUED, DocumentStatus.ISSUED)
    assert letter.full_symbol == "13/CAT-MTTQ"
    assert queries.documents_about(document, people.clerk, LATER.date()) == [letter]


# Pages


def _as(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user)
    return client


def _typed(*mistakes: Mistake) -> dict[str, Any]:
    rows = {
        f"form-{place}-{name}": str(getattr(mistake, name))
        for place, mistake in enumerate(mistakes)
        for name in ("part", "printed", "right")
    }
    blank = {"form-2-part": "layout", "form-2-printed": "", "form-2-right": ""}
    return {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0, "form-1-part": "layout", **blank, **rows}


def test_the_page_drafts_the_letter_and_both_pages_link_to_each_other(people: People, ticking_clock: object) -> None:
    document = issued(people, drafted(people))
    client, page = _as(people.clerk), reverse("documents:document", args=[document.pk])
    form = reverse("documents:correct", args=[document.pk])

    guide = reverse("documents:mend", args=[document.pk])
    offered = guide in client.get(page).content.decode() and form in client.get(guide).content.decode()
    answer = client.post(form, _typed(MISTAKE))

    letter = Document.objects.get(kind=PaperKind.ERRATUM)
    its_page = reverse("documents:document", args=[letter.pk])
    assert (offered, answer.status_code, answer["Location"]) == (True, 302, its_page)
    assert its_page in client.get(page).content.decode()
    assert page in client.get(its_page).content.decode()
    assert its_page not in _as(people.commune_police.reporter).get(page).content.decode()


def test_the_page_shows_what_is_not_form_beside_its_field_and_keeps_what_was_typed(
    people: People, ticking_clock: object
) -> None:
    document = issued(people, drafted(people))
    form = reverse("documents:correct", args=[document.pk])

    answer = _as(people.clerk).post(form, _typed(MISTAKE, Mistake(FormPart.LAYOUT, "40 buổi", "41 buổi")))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_form-1-right"' in shown
    assert "Thường trực Tỉnh Ủy" in shown
    assert _as(people.clerk).post(form, _typed()).status_code == 422


def test_the_page_is_closed_to_those_who_make_no_letter(people: People, ticking_clock: object) -> None:
    document = issued(people, drafted(people))
    form = reverse("documents:correct", args=[document.pk])

    answers = [_as(hat).get(form).status_code for hat in (people.clerk, people.director, people.chair, people.auditor)]

    assert answers == [200, 404, 404, 404]
