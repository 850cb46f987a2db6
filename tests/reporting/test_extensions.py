"""Asking for more time: who asks, who answers, what that does to the deadline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.core import clock
from chungtay.core.errors import NotFound, NotPermitted
from chungtay.core.scanner import ForbiddenMatter
from chungtay.reporting.actions.decisions import accept, return_submission
from chungtay.reporting.actions.extensions import ask_for_time, give_time, grant_time, refuse_time
from chungtay.reporting.catalogue_errors import AlreadySent, RequestAnswered, RequestWaits
from chungtay.reporting.codes import RequestStatus
from chungtay.reporting.errors import NotLater, ReasonMissing
from chungtay.reporting.models import ExtensionRequest, ReportTask
from chungtay.reporting.queries.extensions import overdue_by_period, request_for, requests_waiting
from chungtay.reporting.queries.reasons import extensions_of
from tests.reporting.stage import NOON, Stage
from tests.reporting.test_submissions import LATER, contents, sent

DUE, LATER_DAY = date(2026, 11, 18), date(2026, 11, 25)
WHY = "Mưa lũ chia cắt ba thôn"


@pytest.fixture(autouse=True)
def _a_day_before_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is a true border: pages are looked at on 17 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(day=17))


def asked(stage: Stage) -> ExtensionRequest:
    """Đông Thanh asks for a week."""
    task = stage.task(stage.dong_thanh)
    return ask_for_time(task, until=LATER_DAY, reason=WHY, by=stage.dong_thanh.reporter, now=NOON)


def test_a_request_changes_nothing_until_it_is_granted(stage: Stage) -> None:
    request = asked(stage)
    before = ReportTask.objects.get(pk=request.task_id).due_on

    grant_time(request, until=date(2026, 11, 23), by=stage.police.consolidator, now=LATER)

    request.refresh_from_db()
    assert before == DUE
    assert ReportTask.objects.get(pk=request.task_id).due_on == date(2026, 11, 23)
    assert (request.status, request.granted_until, request.until) == ("granted", date(2026, 11, 23), LATER_DAY)
    (given,) = extensions_of([request.task_id])[request.task_id]
    assert (given.until, given.reason) == (date(2026, 11, 23), WHY)


def test_a_refused_request_leaves_the_deadline_and_says_why(stage: Stage, client: Client) -> None:
    request = asked(stage)

    refuse_time(request, reason="Đã báo trước một tháng", by=stage.police.consolidator, now=LATER)

    assert ReportTask.objects.get(pk=request.task_id).due_on == DUE
    client.force_login(stage.dong_thanh.reporter.user)
    page = client.get(reverse("reporting:task", args=[request.task_id])).content.decode()
    assert "Đã báo trước một tháng" in page
    with pytest.raises(RequestAnswered):
        grant_time(request, until=LATER_DAY, by=stage.police.consolidator, now=LATER)


def test_one_request_waits_at_a_time(stage: Stage) -> None:
    request = asked(stage)

    with pytest.raises(RequestWaits):
        asked(stage)

    refuse_time(request, reason="Chưa đủ lý do", by=stage.police.consolidator, now=LATER)
    assert asked(stage).status == RequestStatus.WAITING


def test_giving_time_of_ones_own_accord_answers_the_request(stage: Stage) -> None:
    request = asked(stage)

    give_time(request.task, until=LATER_DAY, reason="Bão số 12", by=stage.police.consolidator, now=LATER)

    request.refresh_from_db()
    assert (request.status, request.granted_until) == (RequestStatus.GRANTED, LATER_DAY)


@pytest.mark.parametrize(
    ("until", "reason", "error"),
    [(DUE, WHY, NotLater), (LATER_DAY, "  ", ReasonMissing), (LATER_DAY, "Gọi 0912345678", ForbiddenMatter)],
)
def test_a_request_needs_a_later_day_and_a_clean_reason(
    stage: Stage, until: date, reason: str, error: type[Exception]
) -> None:
    task = stage.task(stage.dong_thanh)

    with pytest.raises(error):
        ask_for_time(task, until=until, reason=reason, by=stage.dong_thanh.reporter, now=NOON)

    assert not ExtensionRequest.objects.exists()


def test_what_was_sent_needs_no_time_and_what_was_returned_does(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    with pytest.raises(AlreadySent):
        ask_for_time(task, until=LATER_DAY, reason=WHY, by=stage.dong_thanh.reporter, now=NOON)

    return_submission(task, reason="Thiếu", to=None, by=stage.police.consolidator, now=LATER)

    assert ask_for_time(task, until=LATER_DAY, reason=WHY, by=stage.dong_thanh.reporter, now=LATER).pk


def test_only_the_office_asks_and_only_the_receiver_answers(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    with pytest.raises(NotPermitted):
        ask_for_time(task, until=LATER_DAY, reason=WHY, by=stage.hac_thanh.reporter, now=NOON)
    request = asked(stage)

    with pytest.raises(NotPermitted):
        grant_time(request, until=LATER_DAY, by=stage.dong_thanh.consolidator, now=LATER)
    with pytest.raises(NotPermitted):
        refuse_time(request, reason="Không", by=stage.front.consolidator, now=LATER)
    with pytest.raises(NotFound):
        request_for(stage.front.consolidator, request.pk, NOON.date())


def test_a_request_stops_waiting_when_the_report_is_sent(stage: Stage) -> None:
    request = asked(stage)
    assert list(requests_waiting(stage.police.consolidator, DUE)) == [request]

    sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    assert list(requests_waiting(stage.police.consolidator, DUE)) == []


def test_the_day_of_the_receiver_shows_requests_and_overdue_reports(stage: Stage, client: Client) -> None:
    request = asked(stage)
    late = stage.task(stage.hac_thanh, index=10)
    client.force_login(stage.police.consolidator.user)

    page = client.get(reverse("today"))

    assert [row["asked"] for row in page.context["requests"]] == [request]
    assert [(found, count) for found, _words, count in page.context["overdue_periods"]] == [(late.period, 1)]
    assert overdue_by_period(stage.dong_thanh.reporter, DUE + timedelta(days=9), most=3) == []


def test_an_accepted_report_is_not_overdue(stage: Stage) -> None:
    task = sent(stage, stage.hac_thanh, contents(SESSIONS=12), index=10)
    accept(task, by=stage.police.consolidator, now=LATER)

    assert overdue_by_period(stage.police.consolidator, DUE, most=3) == []


def test_requests_are_granted_and_refused_on_their_page(stage: Stage, client: Client) -> None:
    request = asked(stage)
    client.force_login(stage.police.consolidator.user)

    shown = client.get(reverse("reporting:extension-requests"))
    granted = client.post(reverse("reporting:grant-time", args=[request.pk]), {"until": "2026-11-24"})

    assert [row["asked"] for row in shown.context["rows"]] == [request]
    assert granted.status_code == 302
    assert ReportTask.objects.get(pk=request.task_id).due_on == date(2026, 11, 24)
