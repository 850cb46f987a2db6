"""The whole year once round, in a real browser: from the province's plan to the report that replaces a wrong one.

Its steps are those of the journeys beside it; here they follow from one another. Every page is looked at once for each
reader on a desk, the pages at which somebody decides on a telephone too.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.models import EditConflict, ReportTask, Submission
from tests.cast import DONG_THANH, POLICE, PROVINCE, Cast, cell_of, month
from tests.journeys.conftest import DESK, TELEPHONE, Visit
from tests.journeys.test_activity import confirm_the_joint_activity, fill_in_from_activities, record_on_a_telephone
from tests.journeys.test_corrections import (
    correct_the_report_below,
    find_the_wrong_figure,
    freeze_again,
    issue_a_report,
)
from tests.journeys.test_plan import plan_the_commune, plan_the_province
from tests.journeys.test_year import accept_all, freeze_by_both_sides, send_reports
from tests.programmes.plans import YEAR, build_year, seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_year_goes_round(cast: Cast, visit: Visit, colleague: Visit) -> None:
    visit.widths = colleague.widths = (DESK,)
    visit.looks_once = True
    year, task = build_year(cast), cast.task(DONG_THANH, POLICE, month(11))
    officer = cast.hat(DONG_THANH, POLICE)
    second_officer = seat(cast, DONG_THANH, POLICE, Role.REPORTER)

    plan = plan_the_province(year, visit)
    plan_the_commune(year, visit, plan)
    visit.require_fit(TELEPHONE)

    record_on_a_telephone(visit, cast)
    confirm_the_joint_activity(visit, cast)
    visit.require_fit(TELEPHONE)
    fill_in_from_activities(visit, cast, task)
    send(visit, officer, task)
    return_for_completion(visit, cast, task)
    let_two_people_fill_it_in(visit, officer, colleague, second_officer, task)
    settle_the_conflict(visit, second_officer, task)
    send(visit, second_officer, task)

    send_reports(cast, month(11), besides=(DONG_THANH, POLICE))
    accept_all(cast, visit)
    visit.require_fit(TELEPHONE)
    freeze_by_both_sides(cast, visit, YEAR)
    visit.require_fit(TELEPHONE)
    first = issue_a_report(cast, visit, 215, start_at=lambda: visit.open(reverse("reporting:papers")), year=YEAR)

    find_the_wrong_figure(cast, visit, first, YEAR)
    correct_the_report_below(cast, visit, task, "3")
    freeze_again(cast, visit, YEAR)
    second = issue_a_report(cast, visit, 216, start_at=lambda: compare(visit, first.pk, "14.417", "14.418"), year=YEAR)

    first.refresh_from_db()
    assert (first.status, second.replaces_id, second.status) == ("replaced", first.pk, "issued")
    assert second.number == 216


def send(visit: Visit, officer: Membership, task: ReportTask) -> None:
    """Look once more, then send."""
    visit.wear(officer)
    visit.open(reverse("reporting:entry", args=[task.pk]))
    with visit.page.expect_navigation():
        visit.page.locator("button[name=do][value=send]").click()
    visit.require_fit(DESK, TELEPHONE)
    visit.press()
    assert Submission.objects.get(task=task).status == "submitted"


def return_for_completion(visit: Visit, cast: Cast, task: ReportTask) -> None:
    """The province asks for the sessions of another hamlet; the commune reads why."""
    page = visit.page
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("reporting:review-one", args=[task.pk]))
    visit.require_fit(TELEPHONE)
    page.locator("details", has=page.locator("form[action$='/tra-lai/']")).locator("summary").click()
    page.fill("form[action$='/tra-lai/'] [name=reason]", "Thiếu buổi họp của Thôn 5")
    visit.press(reverse("reporting:return", args=[task.pk]))
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("reporting:entry", args=[task.pk]))
    expect(page.locator("main")).to_contain_text("Thiếu buổi họp của Thôn 5")


def let_two_people_fill_it_in(
    visit: Visit, officer: Membership, colleague: Visit, second_officer: Membership, task: ReportTask
) -> None:
    """Both have the form open; each writes another number of sessions and stores it."""
    field = f"#v-{cell_of('OUT_SESSIONS')}"
    for each, hat in ((visit, officer), (colleague, second_officer)):
        each.wear(hat)
        each.open(reverse("reporting:entry", args=[task.pk]))
    for each, sessions in ((visit, "2"), (colleague, "5")):
        each.page.fill(field, sessions)
        with each.page.expect_response("**/tu-luu/"):
            each.page.locator(field).blur()
    assert EditConflict.objects.filter(settled_at=None).count() == 1


def settle_the_conflict(visit: Visit, officer: Membership, task: ReportTask) -> None:
    """Both figures stand side by side with both names; nothing is sent until one of them is chosen. Both are kept."""
    page, conflict = visit.page, EditConflict.objects.get()
    visit.wear(officer)
    visit.open(reverse("reporting:entry", args=[task.pk]))
    visit.require_fit(TELEPHONE)
    choice = page.locator(f"form[action='{reverse('reporting:settle-conflict', args=[task.pk, conflict.pk])}']")
    names = [hat.user.display_name for hat in (conflict.stands_by, conflict.offered_by) if hat]
    for words in ("2", "5", *names):
        expect(choice).to_contain_text(words)
    visit.follow(choice.locator("button[value=stands]"))
    conflict.refresh_from_db()
    assert (conflict.settled_by, conflict.took_offered) == (officer, False)
    expect(page.locator(f"#v-{cell_of('OUT_SESSIONS')}")).to_have_value("2")
    visit.open(reverse("reporting:task", args=[task.pk]))
    expect(page.locator("main")).to_contain_text(names[1])


def compare(visit: Visit, document_id: int, *figures: str) -> None:
    """Issued and present figures side by side, each under its name."""
    visit.open(reverse("reporting:issued-now", args=[document_id]))
    visit.require_fit(TELEPHONE)
    for words in ("Số đã ban hành", "Số hiện tại", *figures):
        expect(visit.page.locator("main")).to_contain_text(words)
