"""A year from the reports that wait to the signed copy that came back, in a real browser, page by page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.documents.codes import FileFormat
from chungtay.documents.models import Document, SignedCopy
from chungtay.documents.queries import issued_file
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import Consolidation, ReportingPeriod, ReportTask, Submission
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, Cast, cell_of, whole_year
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REPORTS = {
    (DONG_THANH, POLICE): (26_101, 800_250),
    (HAC_THANH, POLICE): (13_901, 412_020),
    (DONG_THANH, FRONT): (310, 9_145),
    (HAC_THANH, FRONT): (204, 6_120),
}


def send_reports(
    cast: Cast, period: ReportingPeriod | None = None, *, besides: tuple[str, OrganisationKind] | None = None
) -> list[ReportTask]:
    """The reports of police and Front in both communes, of 2021 or `period`, sent, without anything unusual.

    `besides`: the office that sends its own.
    """
    period = period or whole_year(2021)
    cells = [cell_of("OUT_SESSIONS"), cell_of("OUT_ATTENDANCES")]
    entries = []
    for (code, kind), numbers in REPORTS.items():
        if (code, kind) == besides:
            continue
        figures = {
            cell: CellFigure(number, joint=0, led_elsewhere=0) for cell, number in zip(cells, numbers, strict=True)
        }
        entries.append(Entry(cast.task(code, kind, period), Contents(figures), cast.hat(code, kind), NOW))
    submit_in_bulk(entries)
    return [entry.task for entry in entries]


def test_a_year_is_accepted_frozen_explained_and_issued(cast: Cast, visit: Visit, tmp_path: Path) -> None:
    send_reports(cast)
    accept_all(cast, visit)
    freeze_by_both_sides(cast, visit)
    open_a_pedigree_and_print_it(cast, visit)
    document = draft_sign_and_number(cast, visit)
    bring_the_signed_copy_back(cast, visit, document, tmp_path)


def accept_all(cast: Cast, visit: Visit) -> None:
    """Both offices of the province look at what has no warning, and accept it with one press."""
    for kind in (POLICE, FRONT):
        visit.wear(cast.hat(PROVINCE, kind, Role.CONSOLIDATOR))
        visit.open(reverse("today"))
        visit.open(reverse("reporting:board"))
        visit.open(reverse("reporting:review"))
        visit.page.locator("main a", has_text="Chấp nhận tất cả báo cáo không có cảnh báo").click()
        visit.page.wait_for_url("**/nhan-tat-ca/**")
        visit.require_fit()
        visit.press(reverse("reporting:accept-all"))
        expect(visit.page.locator("h1")).to_contain_text("Đã chấp nhận 2 báo cáo")
    assert {one.status for one in Submission.objects.all()} == {SubmissionStatus.ACCEPTED}


def freeze_by_both_sides(cast: Cast, visit: Visit, year: int = 2021) -> None:
    """The police open the year and freeze it; frozen it is when the Front has frozen too."""
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:consolidations"))
    visit.open(reverse("reporting:consolidation", args=[year]))
    visit.press(reverse("reporting:open-year", args=[year]))
    visit.press(reverse("reporting:freeze", args=[year]))
    assert Consolidation.objects.get().frozen_at is None
    visit.wear(cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR))
    visit.open(reverse("today"))
    visit.open(reverse("reporting:consolidation", args=[year]))
    visit.press(reverse("reporting:freeze", args=[year]))
    assert Consolidation.objects.get().frozen_at is not None


def open_a_pedigree_and_print_it(cast: Cast, visit: Visit) -> None:
    """From the figure on the page to the commune's report, and to one sheet of paper."""
    page = visit.page
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:consolidation", args=[2021]))
    page.locator("main a[href*='/nguon-goc/']", has_text="40.516").first.click()
    page.wait_for_url("**/nguon-goc/**")
    visit.require_fit()
    expect(page.locator("main")).to_contain_text("40.516")
    visit.follow(page.locator("main a", has_text="Đông Thanh").first)
    expect(page.locator("main")).to_contain_text("Công an xã Đông Thanh")
    expect(page.locator("main")).to_contain_text("26.101")
    page.locator("a[href$='/phieu/']").first.click()
    page.wait_for_url("**/phieu/")
    visit.require_fit()
    printed = page.pdf(format="A4")
    assert printed.count(b"/Type /Page\n") == 1


def draft_sign_and_number(cast: Cast, visit: Visit) -> Document:
    """The joint report through its hands: drafted, checked twice, agreed, signed by both, numbered, issued."""
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("documents:documents"))
    visit.open(reverse("reporting:papers"))
    visit.press(reverse("reporting:draft-paper", args=[2021, "annual"]))
    document = Document.objects.get()
    page = reverse("documents:document", args=[document.pk])
    for kind, role, step in (
        (POLICE, Role.DRAFTING_HEAD, "check-content"),
        (POLICE, Role.FORM_CHECKER, "check-form"),
        (FRONT, Role.COORDINATOR, "agree"),
        (FRONT, Role.SIGNER, "sign"),
        (POLICE, Role.SIGNER, "sign"),
    ):
        visit.wear(cast.hat(PROVINCE, kind, role))
        visit.open(page)
        visit.press(reverse(f"documents:{step}", args=[document.pk]))
    visit.wear(cast.hat(PROVINCE, POLICE, Role.REGISTRY_CLERK))
    visit.open(page)
    visit.page.fill("[name=number]", "215")
    visit.page.fill("[name=dated]", TODAY.isoformat())
    visit.press(reverse("documents:number", args=[document.pk]))
    visit.press(reverse("documents:issue", args=[document.pk]))
    document.refresh_from_db()
    assert (document.status, document.number, document.issued_on) == ("issued", 215, TODAY)
    return document


def bring_the_signed_copy_back(cast: Cast, visit: Visit, document: Document, tmp_path: Path) -> None:
    """The clerk brings the signed PDF in; every figure is found to be the frozen one."""
    signed = tmp_path / "215-BC-CAT-MTTQ.pdf"
    signed.write_bytes(issued_file(document, FileFormat.PDF).content)
    visit.open(reverse("documents:document", args=[document.pk]))
    visit.page.set_input_files("input[name$=file]", signed)
    visit.press(reverse("documents:bring-signed-copy", args=[document.pk]))
    visit.open(reverse("documents:register"))
    assert SignedCopy.objects.get().differences == []
