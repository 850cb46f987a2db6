"""Amending an issued report: which figures it names, how it looks, how both stand afterwards, and who drafts it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document as open_word

from chungtay.core.scanner import ForbiddenMatter
from chungtay.documents import actions as documents
from chungtay.documents.codes import DocumentStatus, FileFormat, PaperKind, Rendering
from chungtay.documents.errors import MendingOnItsWay, NothingToAmend, NotYourStep
from chungtay.documents.models import Document
from chungtay.documents.queries import (
    documents_about,
    drafters_reason,
    file_of,
    files_of,
    findings_of,
    own_text,
    printed_codes,
)
from chungtay.organisations.codes import Role
from chungtay.portal.actions import release_document
from chungtay.portal.models import PublishedFigure
from chungtay.portal.queries import documents_to_release, outdated_years
from chungtay.reporting.actions.amending import NothingMoved, draft_amendment, redraft_amendment
from chungtay.reporting.actions.papers import FreezeFirst, draft_annual
from chungtay.reporting.codes import Remedy
from chungtay.reporting.models import Consolidation
from chungtay.reporting.queries.changes import affected_documents
from chungtay.reporting.queries.papers import said_by
from chungtay.reporting.queries.pedigree import pedigree_for
from chungtay.reporting.queries.remedies import next_step
from chungtay.reporting.returned_papers import differences_of
from tests.cast import DONG_THANH, FRONT, HAC_THANH, OFFICERS, POLICE, PROVINCE, TODAY, Cast, build_cast, cell_of
from tests.reporting.frozen_year import LATER, freeze_2021, frozen_2021, report_2021
from tests.reporting.test_changes import WHEN, consolidator, corrected, issued, made_from, reopened, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast((*OFFICERS, (PROVINCE, POLICE, Role.EDITOR)))


@pytest.fixture
def report(cast: Cast) -> Document:
    """The annual report of 2021, issued as 12/BC-CAT-MTTQ."""
    return issued(cast, draft_annual(frozen_2021(cast), by=consolidator(cast), now=LATER))


def frozen_anew(cast: Cast, report: Document, sessions: int = 26_000) -> Consolidation:
    """The figures opened again, Đông Thanh's corrected, and frozen by both sides."""
    said = said_by(report)
    assert said is not None
    if said.replaced_by_id is None:
        reopened(cast, _last_of(report))
    corrected(cast, sessions=sessions)
    return freeze_2021(cast)


def _last_of(report: Document) -> Document:
    return report.amended_by.order_by("-id").first() or report


def amended(cast: Cast, report: Document, reason: str = "") -> Document:
    return draft_amendment(report, reason=reason, by=consolidator(cast), now=WHEN)


def words_of(document: Document) -> str:
    return " ".join(own_text(document).split())


def test_the_amending_report_names_each_printed_figure_old_and_new_with_the_reason(
    cast: Cast, report: Document
) -> None:
    frozen_anew(cast, report)

    amending = amended(cast, report, "Xã Đông Thanh cộng nhầm hai buổi")

    words = words_of(amending)
    assert amending.title.startswith("Sửa đổi, bổ sung một số số liệu của Báo cáo số 12/BC-CAT-MTTQ ngày ")
    for said in (
        "lý do: Xã Đông Thanh cộng nhầm hai buổi",
        "Khoản 3 Điều 18 Nghị định số 30/2020/NĐ-CP",
        "1 Số buổi, cuộc tuyên truyền buổi 40.312 40.211 Công an xã Đông Thanh sửa báo cáo",
        "Đông Thanh: Số buổi, cuộc tuyên truyền buổi 26.411 26.310 Công an xã Đông Thanh sửa báo cáo",
        "Các nội dung khác của Báo cáo số 12/BC-CAT-MTTQ",
    ):
        assert said in words, said
    # Attendances did not move, and are not amended.
    assert "1.221.415" not in words


def test_the_reason_is_that_of_opening_the_figures_unless_another_is_given(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)

    assert "lý do: Sai số của Đông Thanh" in words_of(amended(cast, report))


def test_a_figure_that_came_later_is_added(cast: Cast, report: Document) -> None:
    reopened(cast, report)
    report_2021(cast, {(HAC_THANH, FRONT): {"AWD_INDIVIDUALS": 6}})
    freeze_2021(cast)

    words = words_of(amended(cast, report))

    assert " - 6 Ủy ban Mặt trận Tổ quốc Việt Nam phường Hạc Thành sửa báo cáo" in words


def test_the_amending_report_keeps_the_rules_of_layout_and_has_both_copies(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)

    amending = amended(cast, report)

    assert findings_of(amending) == []
    assert {(each.rendering, each.format) for each in files_of(amending)} == {
        (copy, format_) for copy in Rendering for format_ in FileFormat
    }
    assert (amending.symbol, amending.partner_id, amending.amends) == (report.symbol, report.partner_id, report)


def test_both_stay_in_force_name_each_other_and_the_work_is_done(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)
    amending = amended(cast, report)
    on_its_way = next_step(report, made_from(report))
    issued(cast, amending, number=13)
    report.refresh_from_db()
    amending.refresh_from_db()

    assert (on_its_way.remedy, on_its_way.document) == (Remedy.ISSUE, amending)
    last = next_step(report, made_from(report))
    assert (last.remedy, last.document) == (Remedy.DONE, amending)
    assert (report.status, amending.status) == (DocumentStatus.ISSUED, DocumentStatus.ISSUED)
    assert documents_about(report, consolidator(cast), TODAY) == [amending]
    assert affected_documents(consolidator(cast), made_from(report), TODAY) == []


def test_figures_tell_in_which_document_they_were_issued(cast: Cast, report: Document) -> None:
    old = made_from(report)
    new = frozen_anew(cast, report)
    amending = issued(cast, amended(cast, report), number=13)

    printed, live = (pedigree_for(consolidator(cast), sessions(cast, freeze), TODAY) for freeze in (old, None))
    untouched = pedigree_for(consolidator(cast), replace(sessions(cast), cell=cell_of("OUT_ATTENDANCES")), TODAY)

    assert printed.issued is not None
    assert (printed.issued.document, printed.value, printed.has_moved) == (report, Fraction(40_312), True)
    assert live.issued is not None
    assert (live.issued.document, live.issued.value, live.is_other_than_issued) == (amending, Fraction(40_211), False)
    # What the amendment does not speak of was issued by the report itself.
    assert untouched.issued is not None
    assert untouched.issued.document == report
    assert said_by(report) == new


def test_a_second_amendment_names_the_first_and_starts_from_it(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)
    issued(cast, amended(cast, report), number=13)
    report.refresh_from_db()
    frozen_anew(cast, report, sessions=25_900)

    found = affected_documents(consolidator(cast), made_from(_last_of(report)), TODAY)
    second = amended(cast, report)

    assert [each.document for each in found] == [report]
    words = words_of(second)
    assert "(đã được sửa đổi, bổ sung tại Báo cáo số 13/BC-CAT-MTTQ" in words
    assert "40.211 40.111" in words
    assert "40.312" not in words


def test_an_amendment_of_figures_opened_again_is_drafted_again_from_the_new_freeze(
    cast: Cast, report: Document
) -> None:
    frozen_anew(cast, report)
    amending = amended(cast, report)
    newest = frozen_anew(cast, amending, sessions=25_900)

    assert next_step(amending, made_from(amending)).remedy is Remedy.REDRAFT
    redraft_amendment(amending, by=consolidator(cast), now=WHEN)

    amending.refresh_from_db()
    assert made_from(amending) == newest
    assert "40.312 40.111" in words_of(amending)


def test_drafting_again_keeps_the_words_of_its_drafter(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)
    amending = amended(cast, report, " Cộng nhầm hai buổi ")
    frozen_anew(cast, amending, sessions=25_900)

    redraft_amendment(amending, by=consolidator(cast), now=WHEN)
    kept = words_of(amending)
    redraft_amendment(amending, reason="Đông Thanh rà soát lần hai", by=consolidator(cast), now=WHEN)
    redraft_amendment(amending, by=consolidator(cast), now=WHEN)

    assert "lý do: Cộng nhầm hai buổi)" in kept
    assert "lý do: Đông Thanh rà soát lần hai)" in words_of(amending)
    with pytest.raises(ForbiddenMatter):
        redraft_amendment(amending, reason="Gọi số 0912345678", by=consolidator(cast), now=WHEN)
    assert drafters_reason(amending) == "Đông Thanh rà soát lần hai"


def test_the_page_hands_the_words_over_to_who_drafts_again(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)
    amending = amended(cast, report, "Cộng nhầm hai buổi")
    frozen_anew(cast, amending, sessions=25_900)
    page, deed = (reverse(f"reporting:{name}", args=[amending.pk]) for name in ("issued-now", "draft-again"))
    seen = {}
    for hat in (consolidator(cast), consolidator(cast, FRONT)):
        client = Client()
        client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        seen[hat] = client.get(page).content.decode()
    client.force_login(consolidator(cast).user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.post(deed, {"reason": "Cộng nhầm ba buổi"})

    assert [deed in html for html in seen.values()] == [True, False]
    assert "\nCộng nhầm hai buổi</textarea>" in seen[consolidator(cast)]
    assert "lý do: Cộng nhầm ba buổi)" in words_of(amending)


def test_the_look_up_copy_ends_with_the_sources_of_every_figure_it_prints(cast: Cast, report: Document) -> None:
    old, new = made_from(report), frozen_anew(cast, report)

    amending = amended(cast, report)

    rows = sources_in(amending)
    whole, unit = "Số buổi, cuộc tuyên truyền", "Xã Đông Thanh: Số buổi, cuộc tuyên truyền"
    assert {code for code, *_rest in rows} == set(printed_codes(amending))
    formula = "Cộng các phiếu đã chấp nhận, mỗi hoạt động một lần"
    stated = [(label, value, how) for code, label, value, how, _origin in rows if label.startswith((whole, unit))]
    assert stated == [
        (f"{whole} - số đã báo cáo", "40.312 buổi", formula),
        (f"{whole} - số sửa đổi, bổ sung", "40.211 buổi", formula),
    ]
    assert (rows[0][0], rows[1][0]) == (sessions(cast, old).code, sessions(cast, new).code)


def sources_in(document: Document) -> list[list[str]]:
    """The rows of the sheet that ends the look-up copy, without its head."""
    word = open_word(BytesIO(file_of(document, Rendering.LOOK_UP, FileFormat.DOCX).content))
    return [[cell.text for cell in row.cells] for row in word.tables[-1].rows][1:]


def test_only_what_moved_in_frozen_figures_of_an_issued_report_is_amended(cast: Cast, report: Document) -> None:
    with pytest.raises(NothingMoved):
        amended(cast, report)
    reopened(cast, report)
    with pytest.raises(FreezeFirst):
        amended(cast, report)
    corrected(cast)
    freeze_2021(cast)
    for hat in (cast.hat(DONG_THANH, POLICE), consolidator(cast, FRONT), cast.hat(PROVINCE, POLICE, Role.SIGNER)):
        with pytest.raises(NotYourStep):
            draft_amendment(report, reason="", by=hat, now=WHEN)
    with pytest.raises(ForbiddenMatter):
        amended(cast, report, "Theo ông Nguyễn Văn A, số điện thoại 0912345678")
    amended(cast, report)

    with pytest.raises(MendingOnItsWay):
        amended(cast, report)
    with pytest.raises(MendingOnItsWay):
        draft_annual(_in_force(report), by=consolidator(cast), now=WHEN)
    assert report.amended_by.count() == 1


def _in_force(report: Document) -> Consolidation:
    found = next_step(report, made_from(report)).in_force
    assert found is not None
    return found


def test_an_amendment_of_a_report_that_was_recalled_gets_no_number(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)
    amending = amended(cast, report)
    report.refresh_from_db()
    documents.recall(report, reason="Ban hành nhầm", by=cast.hat(PROVINCE, POLICE, Role.SIGNER), now=WHEN)

    with pytest.raises(NothingToAmend):
        issued(cast, amending, number=13)

    amending.refresh_from_db()
    assert (amending.status, amending.number) == (DocumentStatus.SIGNED, None)


def test_the_database_knows_no_amendment_of_nothing(cast: Cast, report: Document) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=report.pk).update(kind=PaperKind.AMENDING)


def test_its_own_figures_are_no_differences_when_the_signed_copy_comes_back(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)
    amending = amended(cast, report)
    text = own_text(amending)

    assert differences_of(amending, text) == []
    found = differences_of(amending, text.replace("40.211", "40.112", 1))
    assert found is not None
    assert [(each["frozen"], each["found"]) for each in found] == [("40.211", "40.112")]


def test_the_page_offers_both_ways_and_leads_to_the_amending_report(cast: Cast, report: Document) -> None:
    frozen_anew(cast, report)
    client = Client()
    client.force_login(consolidator(cast).user, backend=settings.AUTHENTICATION_BACKENDS[0])
    page, deed = (reverse(f"reporting:{name}", args=[report.pk]) for name in ("issued-now", "draft-amendment"))

    offered = client.get(page).content.decode()
    answer = client.post(deed, {"reason": "Cộng nhầm hai buổi"})
    amending = Document.objects.get(kind=PaperKind.AMENDING)
    afterwards = client.get(reverse("documents:document", args=[report.pk])).content.decode()

    assert (deed in offered, "Sai số của Đông Thanh" in offered) == (True, True)
    assert answer.headers["Location"] == reverse("documents:document", args=[amending.pk])
    assert reverse("documents:document", args=[amending.pk]) in afterwards


def test_the_public_page_follows_the_amendment(cast: Cast, report: Document) -> None:
    editor = cast.hat(PROVINCE, POLICE, Role.EDITOR)
    release_document(report, by=editor, now=WHEN)
    frozen_anew(cast, report)
    amending = amended(cast, report)
    before = (list(documents_to_release(editor)), outdated_years(editor))
    issued(cast, amending, number=13)
    after = (list(documents_to_release(editor)), outdated_years(editor))
    amending.refresh_from_db()
    release_document(amending, by=editor, now=WHEN)

    assert (before, after) == (([report], []), ([amending], [2021]))
    assert outdated_years(editor) == []
    public = PublishedFigure.objects.get(indicator_code="OUT_SESSIONS", withdrawn_at__isnull=True)
    assert (public.document_symbol, public.value) == ("13/BC-CAT-MTTQ", 40_211)
