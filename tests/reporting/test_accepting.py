"""Accepting by rule: what the preview says, what the press does, what changed in the meantime."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.core import clock
from chungtay.core.errors import NotFound, NotPermitted
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.accepting import accept_by_rule
from chungtay.reporting.actions.decisions import BulkResult, accept, return_submission
from chungtay.reporting.actions.submissions import save_draft, submit
from chungtay.reporting.errors import NothingChosen
from chungtay.reporting.models import Decision, DeltaPending, ReportTask, Submission
from chungtay.reporting.queries.accepting import waiting_counts
from chungtay.reporting.views import accepting as pages
from tests.reporting.stage import NOON, SESSIONS, Stage, hat
from tests.reporting.test_board import more_offices
from tests.reporting.test_races import together
from tests.reporting.test_submissions import LATER, contents, sent

ADDRESS = "reporting:accept-all"


@pytest.fixture(autouse=True)
def _a_day_before_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is a true border: pages are looked at on 17 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(day=17))


def version_of(task: ReportTask) -> int:
    """The version of a report that waits now."""
    version = Submission.objects.get(task=task).current_version_id
    assert version is not None
    return version


def statuses() -> dict[int, str]:
    """Where every report stands."""
    return dict(Submission.objects.values_list("task_id", "status"))


def reasons(result: BulkResult) -> list[tuple[int, str]]:
    """The reports that were left, with the code of the reason."""
    return [(task.pk, refusal.code) for task, refusal in result.left]


def test_accept_by_rule_takes_the_ticked_reports_and_nothing_else(stage: Stage) -> None:
    ticked, unticked = (sent(stage, office, contents(SESSIONS=12)) for office in (stage.dong_thanh, stage.hac_thanh))

    result = accept_by_rule(stage.period(), [version_of(ticked)], by=stage.police.consolidator, now=LATER)

    assert ([one.task_id for one in result.accepted], result.left) == ([ticked.pk], ())
    assert statuses() == {ticked.pk: "accepted", unticked.pk: "submitted"}


def test_accept_by_rule_leaves_a_report_with_a_warning_even_when_it_was_ticked(stage: Stage) -> None:
    warned = sent(stage, stage.hac_thanh, contents(SESSIONS=2, ATTENDANCES=900))

    result = accept_by_rule(stage.period(), [version_of(warned)], by=stage.police.consolidator, now=LATER)

    assert (result.accepted, reasons(result)) == ((), [(warned.pk, "reporting.has_warnings")])
    assert statuses() == {warned.pk: "submitted"}


def test_accept_by_rule_leaves_ones_own_with_the_reason(stage: Stage) -> None:
    own = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    same_person = hat(stage.police.organisation, Role.COORDINATOR, user=stage.dong_thanh.reporter.user)

    result = accept_by_rule(stage.period(), [version_of(own)], by=same_person, now=LATER)

    assert (result.accepted, reasons(result)) == ((), [(own.pk, "reporting.own_submission")])


def test_a_second_press_is_the_same_as_the_first(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    version = version_of(task)

    first = accept_by_rule(stage.period(), [version], by=stage.police.consolidator, now=LATER)
    second = accept_by_rule(stage.period(), [version], by=stage.police.consolidator, now=LATER + timedelta(seconds=1))

    assert [one.task_id for one in first.accepted] == [one.task_id for one in second.accepted] == [task.pk]
    assert second.left == ()
    assert [row.sums[SESSIONS] for row in DeltaPending.objects.filter(line="all")] == [12]
    assert Decision.objects.filter(step="accepted").count() == 1


def test_what_changed_in_the_meantime_is_left_with_the_colleagues_name(stage: Stage) -> None:
    accepted, returned, completed = (
        sent(stage, office, contents(SESSIONS=12))
        for office in (stage.dong_thanh, stage.hac_thanh, *more_offices(stage, 1))
    )
    shown = [version_of(task) for task in (accepted, returned, completed)]
    colleague = hat(stage.police.organisation, Role.COORDINATOR)
    accept(accepted, by=colleague, now=LATER)
    return_submission(returned, reason="Thiếu số của quý", to=None, by=colleague, now=LATER)
    return_submission(completed, reason="Thiếu số của quý", to=None, by=colleague, now=LATER)
    author = Submission.objects.get(task=completed).submitted_by
    assert author is not None
    save_draft(completed, contents=contents(SESSIONS=15), by=author, now=LATER)
    submit(completed, by=author, now=LATER)

    result = accept_by_rule(stage.period(), shown, by=stage.police.consolidator, now=LATER)

    assert result.accepted == ()
    assert reasons(result) == [
        (accepted.pk, "reporting.accepted_meanwhile"),
        (returned.pk, "reporting.returned_meanwhile"),
        (completed.pk, "reporting.sent_again"),
    ]
    assert result.left[0][1].data == {"person": colleague.user.display_name}
    assert statuses()[completed.pk] == "submitted"


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_one_accepts_and_the_other_reads_her_name(stage: Stage) -> None:
    tasks = [sent(stage, office, contents(SESSIONS=12)) for office in (stage.dong_thanh, stage.hac_thanh)]
    shown = [version_of(task) for task in tasks]
    colleague = hat(stage.police.organisation, Role.COORDINATOR)
    results: dict[int, BulkResult] = {}

    def press(by: Membership) -> None:
        results[by.pk] = accept_by_rule(stage.period(), shown, by=by, now=LATER)

    together(lambda: press(stage.police.consolidator), lambda: press(colleague))

    slower, faster = sorted(results.values(), key=lambda one: len(one.accepted))
    assert ([one.task_id for one in faster.accepted], faster.left) == ([task.pk for task in tasks], ())
    assert (slower.accepted, {code for _task, code in reasons(slower)}) == ((), {"reporting.accepted_meanwhile"})
    assert [row.sums[SESSIONS] for row in DeltaPending.objects.filter(line="all")] == [12, 12]


def test_accept_by_rule_knows_only_what_was_sent_to_the_office(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    clerk = hat(stage.police.organisation, Role.REPORTER)

    for by, versions, refusal in (
        (stage.front.consolidator, [version_of(task)], NotFound),
        (stage.police.consolidator, [10**9], NotFound),
        (stage.police.consolidator, [], NothingChosen),
        (clerk, [version_of(task)], NotPermitted),
    ):
        with pytest.raises(refusal):
            accept_by_rule(stage.period(), versions, by=by, now=LATER)
    assert statuses() == {task.pk: "submitted"}


def test_preview_says_what_would_be_accepted_and_why_another_is_not(stage: Stage, client: Client) -> None:
    clean = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    warned = sent(stage, stage.hac_thanh, contents(SESSIONS=2, ATTENDANCES=900))
    client.force_login(stage.police.consolidator.user)

    page = client.get(reverse(ADDRESS), {"ky": stage.period().pk})

    assert [(row["task"].pk, row["is_own"]) for row in page.context["rows"]] == [(clean.pk, False)]
    assert (page.context["counts"].clean, page.context["counts"].all, page.context["tick_count"]) == (1, 2, 1)
    [left] = page.context["warned"]
    assert (left.task, [one.answer for one in left.warnings]) == (warned, ["Đã kiểm tra lại, số đúng"])
    assert "1 trong 2 báo cáo đang chờ không có cảnh báo" in page.content.decode()
    assert statuses() == {clean.pk: "submitted", warned.pk: "submitted"}


def test_preview_shows_ones_own_report_without_a_tick(stage: Stage, client: Client) -> None:
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    same_person = hat(stage.police.organisation, Role.COORDINATOR, user=stage.dong_thanh.reporter.user)
    client.force_login(same_person.user)
    client.post(reverse("organisations:wear"), {"hat": same_person.pk})

    page = client.get(reverse(ADDRESS), {"ky": stage.period().pk})

    assert ([row["is_own"] for row in page.context["rows"]], page.context["tick_count"]) == ([True], 0)
    assert 'name="nhan"' not in page.content.decode()


def test_the_press_leads_to_what_came_of_it_and_a_second_one_to_the_same(stage: Stage, client: Client) -> None:
    taken = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    changed = sent(stage, stage.hac_thanh, contents(SESSIONS=12))
    data = {"ky": stage.period().pk, "nhan": [version_of(taken), version_of(changed)]}
    return_submission(changed, reason="Thiếu", to=None, by=stage.police.consolidator, now=LATER)
    client.force_login(stage.police.consolidator.user)

    pages_seen = [client.post(reverse(ADDRESS), data, follow=True) for _press in range(2)]

    for page in pages_seen:
        assert page.redirect_chain == [(reverse("reporting:accepted"), 302)]
        assert page.context["accepted"] == [taken]
        assert [task for task, _sentence in page.context["left"]] == [changed]
        assert "vừa trả lại báo cáo này" in page.content.decode()
    assert statuses() == {taken.pk: "accepted", changed.pk: "returned"}


def test_what_came_of_a_press_is_nothing_for_another_hat(stage: Stage, client: Client) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    client.force_login(stage.police.consolidator.user)
    client.post(reverse(ADDRESS), {"ky": stage.period().pk, "nhan": version_of(task)})
    session = client.session
    session[pages.RESULT_KEY] = {**session[pages.RESULT_KEY], "hat": stage.front.consolidator.pk}
    session.save()

    answer = client.get(reverse("reporting:accepted"))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("reporting:review"))


def test_a_long_list_goes_on_from_page_to_page(stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    for office in (stage.dong_thanh, stage.hac_thanh, *more_offices(stage, 1)):
        sent(stage, office, contents(SESSIONS=12))
    client.force_login(stage.police.consolidator.user)

    first = client.get(reverse(ADDRESS), {"ky": stage.period().pk})
    kept, *_others = [row["submission"].current_version_id for row in first.context["rows"]]
    following = urlencode({"cursor": first.context["page"].next_cursor})
    done = client.post(f"{reverse(ADDRESS)}?{following}", {"ky": stage.period().pk, "nhan": kept}, follow=True)
    second = client.get(f"{reverse(ADDRESS)}?ky={stage.period().pk}&{following}")

    assert f"?ky={stage.period().pk}&amp;{following}" in done.content.decode()
    assert [len(page.context["rows"]) for page in (first, second)] == [2, 1]
    assert waiting_counts(stage.police.consolidator, stage.period()).all == 2


def test_preview_asks_the_same_questions_for_one_row_and_for_three(stage: Stage, client: Client) -> None:
    client.force_login(stage.police.consolidator.user)
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    sent(stage, stage.hac_thanh, contents(SESSIONS=2, ATTENDANCES=900))
    address = f"{reverse(ADDRESS)}?ky={stage.period().pk}"
    client.get(address)

    with CaptureQueriesContext(connection) as of_one:
        client.get(address)
    clean_one, clean_two, warned_one, warned_two = more_offices(stage, 4)
    for office in (clean_one, clean_two):
        sent(stage, office, contents(SESSIONS=12))
    for office in (warned_one, warned_two):
        sent(stage, office, contents(SESSIONS=2, ATTENDANCES=900))
    with CaptureQueriesContext(connection) as of_three:
        client.get(address)

    assert len(of_three) == len(of_one)
