"""A whole report in one request: sent as the form would send it, or refused whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chungtay.core.models import Deed
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.submissions import save_draft
from chungtay.reporting.codes import Qualifier, Step, SubmissionStatus
from chungtay.reporting.contents import CellFigure, Contents, contents_of
from chungtay.reporting.models import Decision, ReportTask, Submission, SubmissionVersion
from tests.reporting.stage import ATTENDANCES, NOON, SESSIONS, WORKERS, Stage

FINAL = {"certainty": "final", "no_joint_work": "1"}


def send(hat: Membership, task: ReportTask, fields: dict[str, str]) -> HttpResponse:
    client = Client(headers={"accept": "application/json"})
    client.force_login(hat.user)
    return client.post(reverse("reporting:submit-whole", args=[task.pk]), {**FINAL, **fields})


def test_a_report_is_stored_and_sent(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)

    answer = send(stage.dong_thanh.reporter, task, {"v-0": "1.234", "q-0": "1", "j-0": "20", "e-0": "5"})

    assert (answer.status_code, answer.json()) == (201, {"task": task.pk, "version": 1, "status": "submitted"})
    submission = Submission.objects.get()
    version = SubmissionVersion.objects.get()
    assert (submission.status, submission.current_version) == (SubmissionStatus.SUBMITTED, version)
    assert submission.submitted_by == version.created_by == stage.dong_thanh.reporter
    assert version.sealed_at is not None
    assert contents_of(version, stage.layout.cells).figures == {
        SESSIONS: CellFigure(1234, Qualifier.GT, joint=20, led_elsewhere=5)
    }
    assert [one.step for one in Decision.objects.all()] == [Step.SUBMITTED]
    assert [deed.verb for deed in Deed.objects.filter(subject_type="reporting.submission")] == ["submitted"]


def test_everything_wrong_is_told_and_nothing_is_stored(stage: Stage) -> None:
    answer = send(stage.dong_thanh.reporter, stage.task(stage.dong_thanh), {"v-0": "1,5", "v-1": "nhiều", "v-4": "7"})

    assert answer.status_code == 400
    assert [problem["data"]["field"] for problem in answer.json()["problems"]] == ["v-0", "v-1"]
    assert Submission.objects.count() == 0


def test_an_unusual_figure_needs_its_reason(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    figures = {"v-0": "2", "v-2": "900"}

    refused = send(stage.dong_thanh.reporter, task, figures)
    told = refused.json()["warnings"]
    given = send(stage.dong_thanh.reporter, task, {**figures, told[0]["answer"]: "Hội nghị toàn xã"})

    assert refused.status_code == 422
    assert [(one["answer"], one["cell"]) for one in told] == [
        (f"answer-attendances_per_session:{ATTENDANCES}", ATTENDANCES)
    ]
    assert given.status_code == 201
    assert SubmissionVersion.objects.get().warnings_answered == {
        f"attendances_per_session:{ATTENDANCES}": "Hội nghị toàn xã"
    }


def test_a_draft_is_written_over_and_sent(stage: Stage) -> None:
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter
    save_draft(task, contents=Contents({SESSIONS: CellFigure(3), WORKERS: CellFigure(4)}), by=reporter, now=NOON)

    assert send(reporter, task, {"v-0": "5"}).status_code == 201

    version = SubmissionVersion.objects.get()
    assert contents_of(version, stage.layout.cells).figures == {SESSIONS: CellFigure(5)}
    assert version.sealed_at is not None


def test_what_was_sent_is_not_sent_again(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    send(stage.dong_thanh.reporter, task, {"v-0": "5"})

    again = send(stage.dong_thanh.reporter, task, {"v-0": "6"})

    assert (again.status_code, again.json()["code"]) == (409, "reporting.not_open_for_entry")
    assert [one.values[0] for one in SubmissionVersion.objects.all()] == [5]


@pytest.mark.parametrize("stranger", ["hac_thanh", "dong_thanh_front"])
def test_another_office_does_not_find_the_report(stage: Stage, stranger: str) -> None:
    answer = send(getattr(stage, stranger).reporter, stage.task(stage.dong_thanh), {"v-0": "5"})

    assert answer.status_code == 404
    assert Submission.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_reports_that_arrive_at_once_are_all_sent_and_each_refusal_is_its_own(stage: Stage) -> None:
    offices = [stage.dong_thanh, stage.hac_thanh, stage.dong_thanh_front]
    asked = [(office, stage.task(office, index=index)) for office in offices for index in (9, 10, 11)]
    start = Barrier(len(asked))

    def one(number: int) -> int:
        office, task = asked[number]
        start.wait(20)
        try:
            return send(
                office.reporter, task, {"v-0": str(number)} if number != 4 else {"v-0": "2", "v-2": "900"}
            ).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(one, range(len(asked))))

    assert answers == [201] * 4 + [422] + [201] * 4
    stored = {version.submission.task_id: version.values[0] for version in SubmissionVersion.objects.all()}
    assert stored == {task.pk: number for number, (_office, task) in enumerate(asked) if number != 4}
