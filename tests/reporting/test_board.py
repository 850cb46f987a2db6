"""The receiving office: who has sent, what waits, accepting and returning."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.core import clock
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.decisions import accept, return_submission
from chungtay.reporting.actions.submissions import save_draft
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.models import ReportTask, Submission
from chungtay.reporting.queries.board import Board, board_of
from chungtay.territory.codes import Level
from tests.reporting.stage import ALWAYS, NOON, Office, Stage, hat, make_office, make_unit
from tests.reporting.test_submissions import LATER, contents, sent

DUE = date(2026, 11, 18)
CANARY = 987654


@pytest.fixture(autouse=True)
def _a_day_before_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is a true border: pages are looked at on 17 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(day=17))


def board(stage: Stage, on: date, hat: Membership | None = None) -> Board:
    """The board of the province's police for November."""
    return board_of(hat or stage.police.consolidator, stage.period(), stage.police.organisation, on)


def more_offices(stage: Stage, count: int) -> list[Office]:
    """Further communes with their police."""
    return [
        make_office(
            OrganisationKind.POLICE,
            make_unit(Level.COMMUNE, f"Tân Phú {place}", f"17{place:03}", stage.province, ALWAYS),
            f"Công an xã Tân Phú {place}",
            stage.police,
        )
        for place in range(count)
    ]


def test_board_counts_what_was_sent_and_derives_what_is_overdue(stage: Stage) -> None:
    stage.task(stage.hac_thanh)
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    on_time, late = board(stage, DUE), board(stage, date(2026, 11, 19))

    assert [(cell.name, cell.status) for cell in on_time.cells] == [("Hạc Thành", "due"), ("Đông Thanh", "submitted")]
    assert [(cell.name, cell.status) for cell in late.missing] == [("Hạc Thành", "overdue")]
    assert (on_time.sent_count, len(on_time.cells), on_time.clean_count) == (1, 2, 1)
    assert [cell.status for cell in board(stage, date(2026, 11, 10)).cells] == ["missing", "submitted"]


def test_board_tells_returned_and_accepted_apart(stage: Stage) -> None:
    returned = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    return_submission(returned, reason="Thiếu", to=None, by=stage.police.consolidator, now=LATER)
    taken = sent(stage, stage.hac_thanh, contents(SESSIONS=12))
    accept(taken, by=stage.police.consolidator, now=LATER)

    shown = board(stage, DUE)

    assert {cell.name: cell.status for cell in shown.cells} == {"Đông Thanh": "returned", "Hạc Thành": "accepted"}
    assert [cell.name for cell in shown.missing] == ["Đông Thanh"]


def test_board_shows_only_what_goes_to_the_own_office(stage: Stage) -> None:
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    stage.task(stage.dong_thanh_front)

    beside = board(stage, DUE, stage.front.consolidator)
    auditor = board(stage, DUE, stage.auditor)

    assert beside.cells == ()
    assert [cell.name for cell in auditor.cells] == ["Đông Thanh"]


def test_board_page_offers_the_words_of_a_reminder(stage: Stage, client: Client) -> None:
    stage.task(stage.hac_thanh)
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    client.force_login(stage.police.consolidator.user)

    answer = client.get(reverse("reporting:board"))

    assert answer.status_code == 200
    reminder = answer.context["reminder"]
    assert "Hạc Thành" in reminder
    assert "Đông Thanh" not in reminder
    assert "18/11/2026" in reminder
    assert reverse("reporting:tasks") in reminder


@pytest.mark.parametrize("name", ["board", "review", "tasks"])
def test_lists_ask_the_same_questions_for_one_row_and_for_three(stage: Stage, client: Client, name: str) -> None:
    reader = stage.dong_thanh.reporter if name == "tasks" else stage.police.consolidator
    client.force_login(reader.user)
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    address = reverse(f"reporting:{name}")
    client.get(address)

    with CaptureQueriesContext(connection) as of_one:
        client.get(address)
    for office in more_offices(stage, 2):
        sent(stage, office, contents(SESSIONS=12))
    for index in (9, 10):
        stage.task(stage.dong_thanh, index=index)
    with CaptureQueriesContext(connection) as of_three:
        client.get(address)

    assert len(of_three) == len(of_one)


def test_the_hand_form_asks_the_same_questions_empty_and_filled(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)
    counts = []

    for figures in ({"SESSIONS": 1}, {"SESSIONS": 12, "AWARDS": 3, "MODELS": 20}):
        save_draft(task, contents=contents(**figures), by=stage.dong_thanh.reporter, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reporting:entry", args=[task.pk]))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_review_of_one_shows_warnings_reasons_and_what_was_before(stage: Stage, client: Client) -> None:
    before = sent(stage, stage.dong_thanh, contents(SESSIONS=7654, AWARDS=3), index=10)
    accept(before, by=stage.police.consolidator, now=LATER)
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=2, ATTENDANCES=900))
    client.force_login(stage.police.consolidator.user)

    answer = client.get(reverse("reporting:review-one", args=[task.pk]))

    page = answer.content.decode()
    assert "7.654" in page
    assert [warning.answer for warning in answer.context["sheet"].warnings] == ["Đã kiểm tra lại, số đúng"]


def test_accept_leads_to_the_next_report_that_waits(stage: Stage, client: Client) -> None:
    first = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    second = sent(stage, stage.hac_thanh, contents(SESSIONS=12))
    client.force_login(stage.police.consolidator.user)

    to_second = client.post(reverse("reporting:accept", args=[first.pk]))
    to_list = client.post(reverse("reporting:return", args=[second.pk]), {"reason": "Thiếu số của quý"})

    assert to_second.headers["Location"] == reverse("reporting:review-one", args=[second.pk])
    assert to_list.headers["Location"] == reverse("reporting:review")
    assert statuses() == {first.pk: "accepted", second.pk: "returned"}


def test_nobody_else_opens_or_decides_a_report(stage: Stage, client: Client) -> None:
    task = sent(stage, stage.dong_thanh, contents(AWARDS=CANARY))
    pages = [
        reverse(f"reporting:{name}", args=[task.pk]) for name in ("task", "entry", "send", "review-one", "bring-in")
    ]
    pages.append(reverse("reporting:version", args=[task.pk, 1]))
    deeds = [
        (reverse("reporting:accept", args=[task.pk]), {}),
        (reverse("reporting:return", args=[task.pk]), {"reason": "Thiếu"}),
        (reverse("reporting:reopen", args=[task.pk]), {"reason": "Sai"}),
        (reverse("reporting:correct", args=[task.pk]), {"reason": "Sai"}),
        (reverse("reporting:autosave", args=[task.pk]), {"v-0": "1"}),
        (reverse("reporting:nil", args=[task.pk]), {"section": "outreach"}),
        (reverse("reporting:entry", args=[task.pk]), {"v-0": "1"}),
    ]
    strangers = [stage.hac_thanh.reporter, stage.dong_thanh_front.reporter, stage.front.consolidator]

    # The auditor sees it: there is something that could leak.
    client.force_login(stage.auditor.user)
    assert "987.654" in client.get(reverse("reporting:version", args=[task.pk, 1])).content.decode()
    for stranger in strangers:
        client.force_login(stranger.user)
        answers: list[Any] = [client.get(page) for page in pages] + [client.post(page, data) for page, data in deeds]
        assert {answer.status_code for answer in answers} == {404}
        assert not any("987.654" in answer.content.decode() for answer in answers)

    assert statuses() == {task.pk: "submitted"}


def test_reading_is_not_deciding_nor_filling_in(stage: Stage, client: Client) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    client.force_login(stage.auditor.user)

    answers = {
        name: client.post(reverse(f"reporting:{name}", args=[task.pk]), {"reason": "Thiếu", "v-0": "1"}).status_code
        for name in ("accept", "return", "reopen", "correct", "autosave", "nil", "send", "copy-stocks")
    }

    assert set(answers.values()) == {403}
    assert statuses() == {task.pk: "submitted"}


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("reporting:board"))

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


def statuses() -> dict[int, str]:
    """Where each report stands, by its task."""
    return {task: str(SubmissionStatus(status)) for task, status in Submission.objects.values_list("task_id", "status")}


def test_tasks_page_says_where_the_offices_own_reports_stand(stage: Stage, client: Client) -> None:
    waiting = stage.task(stage.dong_thanh)
    done = sent(stage, stage.dong_thanh, contents(SESSIONS=12), index=10)
    stage.task(stage.hac_thanh)
    client.force_login(stage.dong_thanh.reporter.user)

    every = client.get(reverse("reporting:tasks"))
    to_do = client.get(reverse("reporting:tasks"), {"loc": "can-lam"})

    assert [row["task"] for row in every.context["rows"]] == [waiting, done]
    assert [row["task"] for row in to_do.context["rows"]] == [ReportTask.objects.get(pk=waiting.pk)]


@pytest.mark.parametrize("role", list(Role))
def test_lists_open_for_every_role_and_show_only_what_it_sees(stage: Stage, client: Client, role: Role) -> None:
    sent(stage, stage.hac_thanh, contents(SESSIONS=12))
    client.force_login(hat(stage.dong_thanh.organisation, role).user)

    answers = [client.get(reverse(f"reporting:{name}")) for name in ("tasks", "board", "review")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    seen = [name for name in (answer.content.decode() for answer in answers) if "Hạc Thành" in name]
    assert len(seen) == (2 if role == Role.AUDITOR else 0)
