"""Issued figures that are others now: which, why, in which documents, what comes next, and who is told."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chungtay.documents import actions as documents
from chungtay.documents.codes import DocumentStatus
from chungtay.documents.models import Document
from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.portal.actions import release_document
from chungtay.portal.queries import outdated_years
from chungtay.portal.receivers import figures_released_from
from chungtay.reporting.actions.consolidation import reopen_consolidation
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.actions.papers import FreezeWasReopened, draft_annual, redraft_annual
from chungtay.reporting.actions.submissions import correct, save_draft, submit
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import Remedy
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import Consolidation
from chungtay.reporting.queries.changes import affected_documents, changed_reports, documents_on_report, moved_figures
from chungtay.reporting.queries.papers import consolidation_of
from chungtay.reporting.queries.pedigree import pedigree_for
from chungtay.reporting.queries.remedies import next_step
from chungtay.reporting.totals import fold
from tests.cast import (
    DONG_THANH,
    FRONT,
    HAC_THANH,
    OFFICERS,
    POLICE,
    PROVINCE,
    TODAY,
    Cast,
    build_cast,
    cell_of,
    whole_year,
)
from tests.reporting.frozen_year import LATER, freeze_2021, frozen_2021, report_2021

pytestmark = pytest.mark.django_db
WHEN = LATER + timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast((*OFFICERS, (PROVINCE, POLICE, Role.EDITOR)))


def consolidator(cast: Cast, kind: OrganisationKind = POLICE) -> Membership:
    return cast.hat(PROVINCE, kind, Role.CONSOLIDATOR)


def issued(cast: Cast, document: Document, number: int = 12) -> Document:
    """`document` through all its hands."""
    documents.check_content(document, by=cast.hat(PROVINCE, POLICE, Role.DRAFTING_HEAD), now=WHEN)
    findings = {each["rule"]: "Theo mẫu của tỉnh" for each in document.versions.latest("number").findings}
    documents.check_form(document, answers=findings, by=cast.hat(PROVINCE, POLICE, Role.FORM_CHECKER), now=WHEN)
    documents.agree(document, by=cast.hat(PROVINCE, FRONT, Role.COORDINATOR), now=WHEN)
    documents.sign(document, by=cast.hat(PROVINCE, FRONT, Role.SIGNER), now=WHEN)
    documents.sign(document, by=cast.hat(PROVINCE, POLICE, Role.SIGNER), now=WHEN)
    clerk = cast.hat(PROVINCE, POLICE, Role.REGISTRY_CLERK)
    documents.number_document(document, number=number, dated=WHEN.date(), by=clerk, now=WHEN)
    return documents.issue(document, by=clerk, now=WHEN)


@pytest.fixture
def report(cast: Cast) -> Document:
    """The annual report of 2021, issued."""
    return issued(cast, draft_annual(frozen_2021(cast), by=consolidator(cast), now=LATER))


def made_from(document: Document) -> Consolidation:
    found = consolidation_of(document)
    assert found is not None
    return found


def reopened(cast: Cast, document: Document) -> Consolidation:
    return reopen_consolidation(made_from(document), reason="Sai số của Đông Thanh", by=consolidator(cast), now=WHEN)


def corrected(cast: Cast, sessions: int = 26_000, kind: OrganisationKind = POLICE) -> None:
    """Đông Thanh states other sessions, and the province accepts."""
    task, by = cast.task(DONG_THANH, kind, whole_year(2021)), cast.hat(DONG_THANH, kind)
    correct(task, reason="Cộng nhầm hai buổi", by=by, now=WHEN)
    figures = {
        cell_of("OUT_SESSIONS"): CellFigure(sessions, joint=0, led_elsewhere=0),
        cell_of("OUT_ATTENDANCES"): CellFigure(800_250, joint=0, led_elsewhere=0),
    }
    if kind == POLICE:
        figures |= {cell_of("MOD_MODELS"): CellFigure(41), cell_of("OUT_NEWS"): CellFigure(950)}
    version = save_draft(task, contents=Contents(figures, reason="Cộng nhầm hai buổi"), by=by, now=WHEN)
    submit(task, by=by, now=WHEN, answers=dict.fromkeys((each["key"] for each in version.warnings), "Đúng thực tế"))
    accept(task, by=consolidator(cast, kind), now=WHEN)
    fold()


def sessions(cast: Cast, consolidation: Consolidation | None = None) -> FigureAddress:
    freeze = consolidation.pk if consolidation else None
    return FigureAddress(cast.units[PROVINCE].pk, whole_year(2021).pk, Line.ALL, cell_of("OUT_SESSIONS"), freeze)


def test_nothing_has_changed_right_after_the_issue(cast: Cast, report: Document) -> None:
    consolidation, hat = made_from(report), consolidator(cast)

    assert moved_figures(hat, consolidation, TODAY) == []
    assert not changed_reports(hat, consolidation, TODAY)
    assert affected_documents(hat, consolidation, TODAY) == []
    assert next_step(report, consolidation).remedy is Remedy.REOPEN


def test_a_corrected_report_moves_its_figures_and_says_why(cast: Cast, report: Document) -> None:
    reopened(cast, report)
    corrected(cast)

    moved = moved_figures(consolidator(cast), made_from(report), TODAY)
    changes = changed_reports(consolidator(cast), made_from(report), TODAY)

    cell = cell_of("OUT_SESSIONS")
    told = {(each.cell.number, each.line): each.difference for each in moved}
    assert told == {(cell, Line.ALL): Fraction(-101), (cell, Line.POLICE): Fraction(-101)}
    assert [(each.office, each.reason, each.cells) for each in changes.reports] == [
        ("Công an xã Đông Thanh", "Cộng nhầm hai buổi", {cell: (26_101, 26_000)})
    ]
    assert not changes.has_others


def test_the_other_side_reads_neither_reason_nor_figures_and_the_office_after_the_freeze_alone(
    cast: Cast, report: Document
) -> None:
    reopened(cast, report)
    corrected(cast)
    front = consolidator(cast, FRONT)

    before = changed_reports(front, made_from(report), TODAY)
    freeze_2021(cast)
    after = changed_reports(front, made_from(report), TODAY)

    assert (list(before.reports), before.has_others) == ([], True)
    assert [(each.office, each.reason, dict(each.cells), each.is_open) for each in after.reports] == [
        ("Công an xã Đông Thanh", "", {}, False)
    ]
    assert {each.line for each in moved_figures(front, made_from(report), TODAY)} == {Line.ALL}


def test_a_report_accepted_after_the_freeze_is_named_too(cast: Cast, report: Document) -> None:
    report_2021(cast, {(HAC_THANH, FRONT): {"OUT_SESSIONS": 204}})

    changes = changed_reports(consolidator(cast, FRONT), made_from(report), TODAY)

    assert [(each.office, each.before) for each in changes.reports] == [
        ("Ủy ban Mặt trận Tổ quốc Việt Nam phường Hạc Thành", None)
    ]
    found = affected_documents(consolidator(cast, FRONT), made_from(report), TODAY)
    assert [(each.document, each.report_count, each.is_stale) for each in found] == [(report, 1, False)]


def test_affected_are_the_issued_and_the_pending_documents_of_the_freeze(cast: Cast, report: Document) -> None:
    short = draft_annual(made_from(report), kind="annual-short", by=consolidator(cast), now=WHEN)  # type: ignore[arg-type]
    reopened(cast, report)
    corrected(cast)

    found = affected_documents(consolidator(cast), made_from(report), TODAY)
    on_report = documents_on_report(
        cast.hat(DONG_THANH, POLICE), cast.task(DONG_THANH, POLICE, whole_year(2021)), TODAY
    )

    assert [(each.document, each.is_stale) for each in found] == [(report, True), (short, True)]
    # The commune reads what was issued to it; the draft is none of its matter.
    assert [each.document for each in on_report] == [report]


def test_the_next_step_leads_from_reopening_to_the_replacing_document(cast: Cast, report: Document) -> None:
    steps = [next_step(report, made_from(report)).remedy]
    reopened(cast, report)
    steps.append(next_step(report, made_from(report)).remedy)
    corrected(cast)
    frozen = freeze_2021(cast)
    steps.append(next_step(report, made_from(report)).remedy)
    successor = draft_annual(frozen, by=consolidator(cast), now=WHEN)
    steps.append(next_step(report, made_from(report)).remedy)
    issued(cast, successor, number=13)
    report.refresh_from_db()
    last = next_step(report, made_from(report))

    assert [*steps, last.remedy] == [Remedy.REOPEN, Remedy.FREEZE, Remedy.DRAFT, Remedy.ISSUE, Remedy.DONE]
    assert (report.status, last.document) == (DocumentStatus.REPLACED, successor)


def test_a_draft_of_reopened_figures_is_not_signed_and_is_drafted_again_from_the_new_freeze(cast: Cast) -> None:
    document = draft_annual(frozen_2021(cast), by=consolidator(cast), now=LATER)
    documents.check_content(document, by=cast.hat(PROVINCE, POLICE, Role.DRAFTING_HEAD), now=WHEN)
    documents.check_form(document, by=cast.hat(PROVINCE, POLICE, Role.FORM_CHECKER), now=WHEN)
    documents.agree(document, by=cast.hat(PROVINCE, FRONT, Role.COORDINATOR), now=WHEN)
    reopened(cast, document)

    with pytest.raises(FreezeWasReopened):
        documents.sign(document, by=cast.hat(PROVINCE, FRONT, Role.SIGNER), now=WHEN)

    corrected(cast)
    frozen = freeze_2021(cast)
    document.refresh_from_db()
    assert next_step(document, made_from(document)).remedy is Remedy.REDRAFT
    redraft_annual(document, frozen, by=consolidator(cast), now=WHEN)
    document.refresh_from_db()
    assert (made_from(document), document.status) == (frozen, DocumentStatus.DRAFT)


def test_the_pedigree_shows_the_issued_and_the_present_figure_with_the_reason(cast: Cast, report: Document) -> None:
    old = made_from(report)
    unchanged = pedigree_for(consolidator(cast), sessions(cast), TODAY)
    reopened(cast, report)
    corrected(cast)

    frozen = pedigree_for(consolidator(cast), sessions(cast, old), TODAY)
    live = pedigree_for(consolidator(cast), sessions(cast), TODAY)

    assert (unchanged.is_other_than_issued, unchanged.changes) == (False, None)
    assert (frozen.value, frozen.has_moved) == (Fraction(40_312), True)
    assert (live.value, live.is_other_than_issued) == (Fraction(40_211), True)
    for found in (frozen, live):
        assert found.issued is not None
        assert found.changes is not None
        assert (found.issued.document, found.issued.value) == (report, Fraction(40_312))
        assert [each.reason for each in found.changes.reports] == ["Cộng nhầm hai buổi"]


def test_the_page_shows_both_figures_and_the_next_step(cast: Cast, report: Document, ticking_clock: object) -> None:
    reopened(cast, report)
    corrected(cast)
    freeze_2021(cast)
    page = reverse("reporting:issued-now", args=[report.pk])

    words = _as(consolidator(cast)).get(page).content.decode()
    on_document = _as(consolidator(cast)).get(reverse("documents:document", args=[report.pk])).content.decode()

    draft = reverse("reporting:draft-paper", args=[2021, "annual"])
    assert [each in words for each in ("40.312", "40.211", "Cộng nhầm hai buổi", draft)] == [True] * 4
    assert page in on_document


def test_the_page_is_for_the_two_offices_and_eyes_that_see_figures(cast: Cast, report: Document) -> None:
    page = reverse("reporting:issued-now", args=[report.pk])
    hats = [
        consolidator(cast),
        consolidator(cast, FRONT),
        cast.hat(DONG_THANH, POLICE),
        cast.hat(PROVINCE, POLICE, Role.REGISTRY_CLERK),
    ]

    assert [_as(hat).get(page).status_code for hat in hats] == [200, 200, 404, 404]


def test_public_figures_of_the_document_are_counted_and_called_outdated_after_the_replacement(
    cast: Cast, report: Document
) -> None:
    editor = cast.hat(PROVINCE, POLICE, Role.EDITOR)
    count = release_document(report, by=editor, now=WHEN)
    reopened(cast, report)
    corrected(cast)

    release = figures_released_from(report, {"OUT_SESSIONS"})

    assert release is not None
    assert (release.year, release.count, release.moved_count) == (2021, count, 1)
    assert outdated_years(editor) == []
    issued(cast, draft_annual(freeze_2021(cast), by=consolidator(cast), now=WHEN), number=13)
    assert outdated_years(editor) == [2021]


def _as(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_storing_the_form_keeps_the_reason_of_the_correction(cast: Cast, report: Document) -> None:
    reopened(cast, report)
    task, by = cast.task(DONG_THANH, POLICE, whole_year(2021)), cast.hat(DONG_THANH, POLICE)
    correct(task, reason="Cộng nhầm hai buổi", by=by, now=WHEN)

    version = save_draft(task, contents=Contents({cell_of("MOD_MODELS"): CellFigure(40)}), by=by, now=WHEN)

    version.refresh_from_db()
    assert version.reason == "Cộng nhầm hai buổi"
