"""A wrong figure in an issued report, from finding it to the report that replaces it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.documents.models import Document
from chungtay.organisations.codes import Line, Role
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.models import ReportTask, Submission
from chungtay.reporting.queries.papers import consolidation_of
from tests.cast import DONG_THANH, FRONT, POLICE, PROVINCE, TODAY, Cast, cell_of, whole_year
from tests.journeys.conftest import Visit
from tests.journeys.test_year import accept_all, freeze_by_both_sides, send_reports

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEPS = (
    (POLICE, Role.DRAFTING_HEAD, "check-content"),
    (POLICE, Role.FORM_CHECKER, "check-form"),
    (FRONT, Role.COORDINATOR, "agree"),
    (FRONT, Role.SIGNER, "sign"),
    (POLICE, Role.SIGNER, "sign"),
)


def test_a_wrong_figure_in_an_issued_report_leads_to_the_report_that_replaces_it(cast: Cast, visit: Visit) -> None:
    send_reports(cast)
    accept_all(cast, visit)
    freeze_by_both_sides(cast, visit)
    first = issue_a_report(cast, visit, 215, start_at=lambda: visit.open(reverse("reporting:papers")))

    find_the_wrong_figure(cast, visit, first)
    correct_the_report_below(cast, visit, cast.task(DONG_THANH, POLICE, whole_year(2021)), "26000")
    freeze_again(cast, visit)
    look_at_what_is_affected(cast, visit, first)
    second = issue_a_report(
        cast, visit, 216, start_at=lambda: visit.open(reverse("reporting:issued-now", args=[first.pk]))
    )

    first.refresh_from_db()
    assert (first.status, second.replaces_id, second.status) == ("replaced", first.pk, "issued")
    read_both_figures(cast, visit, first)


def issue_a_report(
    cast: Cast, visit: Visit, number: int, *, start_at: Callable[[], None], year: int = 2021
) -> Document:
    """Draft it where `start_at` leads, then through its hands to issue."""
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    start_at()
    visit.press(reverse("reporting:draft-paper", args=[year, "annual"]))
    document = Document.objects.latest("pk")
    for kind, role, step in STEPS:
        visit.wear(cast.hat(PROVINCE, kind, role))
        visit.page.goto(f"{visit.address}{reverse('documents:document', args=[document.pk])}")
        visit.press(reverse(f"documents:{step}", args=[document.pk]))
    visit.wear(cast.hat(PROVINCE, POLICE, Role.REGISTRY_CLERK))
    visit.open(reverse("documents:document", args=[document.pk]))
    visit.page.fill("[name=number]", str(number))
    visit.page.fill("[name=dated]", TODAY.isoformat())
    visit.press(reverse("documents:number", args=[document.pk]))
    visit.press(reverse("documents:issue", args=[document.pk]))
    document.refresh_from_db()
    return document


def find_the_wrong_figure(cast: Cast, visit: Visit, document: Document, year: int = 2021) -> None:
    """From the issued report over the guide of the three acts to the figures, and open them again with a reason."""
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("documents:document", args=[document.pk]))
    visit.page.locator(f"main a[href='{reverse('documents:mend', args=[document.pk])}']").click()
    visit.page.wait_for_url("**/cho-sai/")
    visit.require_fit()
    visit.page.locator(f"main a[href='{reverse('reporting:issued-now', args=[document.pk])}']").click()
    visit.page.wait_for_url("**/da-ban-hanh/**")
    visit.page.fill("form[action$='/mo-lai/'] [name=reason]", "Số buổi của Đông Thanh cộng nhầm")
    visit.press(reverse("reporting:reopen-year", args=[year]))


def correct_the_report_below(cast: Cast, visit: Visit, task: ReportTask, sessions: str) -> None:
    """The commune corrects what it wrote; the province accepts."""
    page = visit.page
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("reporting:task", args=[task.pk]))
    page.locator("details.more", has=page.locator("form[action$='/sua-lai/']")).locator("summary").click()
    page.fill(f"form[action='{reverse('reporting:correct', args=[task.pk])}'] [name=reason]", "Cộng nhầm hai buổi")
    visit.press(reverse("reporting:correct", args=[task.pk]))
    page.fill(f"#v-{cell_of('OUT_SESSIONS')}", sessions)
    visit.follow(page.locator("button[name=do][value=send]"))
    visit.press()
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:review-one", args=[task.pk]))
    visit.press(reverse("reporting:accept", args=[task.pk]))
    accepted = Submission.objects.get(task=task).accepted_version
    assert accepted is not None
    assert int(sessions) in accepted.values


def freeze_again(cast: Cast, visit: Visit, year: int = 2021) -> None:
    """Both sides."""
    for kind in (POLICE, FRONT):
        visit.wear(cast.hat(PROVINCE, kind, Role.CONSOLIDATOR))
        visit.open(reverse("reporting:consolidation", args=[year]))
        visit.press(reverse("reporting:freeze", args=[year]))


def look_at_what_is_affected(cast: Cast, visit: Visit, document: Document) -> None:
    """Both figures, the reason, the report in which they stand."""
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:issued-now", args=[document.pk]))
    main = visit.page.locator("main")
    for words in ("40.516", "40.415", "Cộng nhầm hai buổi", document.full_symbol):
        expect(main).to_contain_text(words)


def read_both_figures(cast: Cast, visit: Visit, document: Document) -> None:
    """The code printed in the replaced report still opens: what was issued, what stands now, and why."""
    consolidation = consolidation_of(document)
    assert consolidation is not None
    period = whole_year(2021)
    address = FigureAddress(consolidation.unit_id, period.pk, Line.ALL, cell_of("OUT_SESSIONS"), consolidation.pk)
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:pedigree", args=[address.code]))
    for words in ("40.516", "40.415", "215/BC-CAT-MTTQ", "Cộng nhầm hai buổi"):
        expect(visit.page.locator("main")).to_contain_text(words)
