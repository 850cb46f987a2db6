"""A whole report in one request: sent as the form would send it, or refused whole."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.core.models import Deed
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.submissions import save_draft
from chungtay.reporting.codes import Qualifier, Step, SubmissionStatus
from chungtay.reporting.contents import CellFigure, Contents, contents_of
from chungtay.reporting.forms import LARGEST
from chungtay.reporting.layout import FormLayout, LayoutRow
from chungtay.reporting.models import Cell, Decision, Indicator, ReportTask, Submission, SubmissionVersion
from chungtay.reporting.whole_report import read_whole_report
from tests.reporting.stage import ATTENDANCES, NOON, SESSIONS, WORKERS, Stage

PHONE = "Hỏi chị Lan, số 0912 345 678"
FINAL = {"certainty": "final", "no_joint_work": True}


def post(hat: Membership, task: ReportTask, body: str) -> HttpResponse:
    client = Client(headers={"accept": "application/json"})
    client.force_login(hat.user)
    return client.post(reverse("reporting:submit-whole", args=[task.pk]), body, content_type="application/json")


def send(hat: Membership, task: ReportTask, *figures: dict[str, Any], **more: Any) -> HttpResponse:
    return post(hat, task, json.dumps({**FINAL, "figures": figures, **more}))


def test_a_report_is_stored_and_sent(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)

    answer = send(
        stage.dong_thanh.reporter, task, {"cell": 0, "value": 1234, "qualifier": "gt", "joint": 20, "led_elsewhere": 5}
    )

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
    wrong = [1.5, "nhiều", -1, True, 10**15, None]
    figures = [{"cell": stage.layout.cells[place], "value": value} for place, value in enumerate(wrong)]

    answer = send(stage.dong_thanh.reporter, stage.task(stage.dong_thanh), *figures, {"cell": 999, "value": 7})

    assert answer.status_code == 400
    assert [(problem["code"], problem["data"]["field"]) for problem in answer.json()["problems"]] == [
        ("reporting.too_many_decimals", "figures.0.value"),
        ("reporting.not_a_number", "figures.1.value"),
        ("reporting.not_a_number", "figures.2.value"),
        ("reporting.not_a_number", "figures.3.value"),
        ("reporting.number_too_large", "figures.4.value"),
        ("reporting.cell_not_in_form", "figures.999.value"),
    ]
    assert Submission.objects.count() == 0


def test_an_unusual_figure_needs_its_reason(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    figures = ({"cell": 0, "value": 2}, {"cell": 2, "value": 900})

    refused = send(stage.dong_thanh.reporter, task, *figures)
    told = refused.json()["warnings"]
    accepted = send(stage.dong_thanh.reporter, task, *figures, answers={told[0]["answer"]: " Hội nghị toàn xã "})

    assert refused.status_code == 422
    assert [(one["answer"], one["cell"]) for one in told] == [(f"attendances_per_session:{ATTENDANCES}", ATTENDANCES)]
    assert accepted.status_code == 201
    assert SubmissionVersion.objects.get().warnings_answered == {
        f"attendances_per_session:{ATTENDANCES}": "Hội nghị toàn xã"
    }


@pytest.mark.parametrize("typed", [{"reason": PHONE}, {"answers": {f"attendances_per_session:{ATTENDANCES}": PHONE}}])
def test_forbidden_words_are_refused(stage: Stage, typed: dict[str, Any]) -> None:
    figures = ({"cell": 0, "value": 2}, {"cell": 2, "value": 900})

    answer = send(stage.dong_thanh.reporter, stage.task(stage.dong_thanh), *figures, **typed)

    assert (answer.status_code, answer.json()["code"]) == (400, "core.forbidden_matter")
    assert Submission.objects.count() == 0


def test_a_draft_is_written_over_and_sent(stage: Stage) -> None:
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter
    save_draft(task, contents=Contents({SESSIONS: CellFigure(3), WORKERS: CellFigure(4)}), by=reporter, now=NOON)

    assert send(reporter, task, {"cell": 0, "value": 5}).status_code == 201

    version = SubmissionVersion.objects.get()
    assert contents_of(version, stage.layout.cells).figures == {SESSIONS: CellFigure(5)}
    assert version.sealed_at is not None


def test_what_was_sent_is_not_sent_again(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    send(stage.dong_thanh.reporter, task, {"cell": 0, "value": 5})

    again = send(stage.dong_thanh.reporter, task, {"cell": 0, "value": 6})

    assert (again.status_code, again.json()["code"]) == (409, "reporting.not_open_for_entry")
    assert [one.values[0] for one in SubmissionVersion.objects.all()] == [5]


@pytest.mark.parametrize("stranger", ["hac_thanh", "dong_thanh_front"])
def test_another_office_does_not_find_the_report(stage: Stage, stranger: str) -> None:
    answer = send(getattr(stage, stranger).reporter, stage.task(stage.dong_thanh), {"cell": 0, "value": 5})

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
            unusual = [{"cell": 2, "value": 9000}] if number == 4 else []
            return send(office.reporter, task, {"cell": 0, "value": number}, *unusual).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(one, range(len(asked))))

    assert answers == [201] * 4 + [422] + [201] * 4
    stored = {version.submission.task_id: version.values[0] for version in SubmissionVersion.objects.all()}
    assert stored == {task.pk: number for number, (_office, task) in enumerate(asked) if number != 4}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("", "{"),
        ("{", "{"),
        ("[" * 100_000, "{"),
        ("[]", "{"),
        ('{"figures": [{"cell": 0, "value": NaN}]}', "{"),
        ('{"figures": [{"cell": 0, "value": 1e999999999}]}', "{"),
        ('{"figures": {"0": 5}}', "figures"),
        ('{"figures": [5]}', "figures[0]"),
        ('{"figures": [{"cell": "0", "value": 5}]}', "figures[0]"),
        ('{"figures": [{"cell": 0, "value": 5}, {"cell": 0, "value": 6}]}', "figures[1]"),
        ('{"figures": [{"cell": 0, "valeu": 5}]}', "figures[0]"),
        ('{"figures": [{"cell": 0, "value": 5, "qualifier": ["gt"]}]}', "figures.0.qualifier"),
        ('{"figures": [{"cell": 0, "names": "x"}]}', "figures[0].names"),
        ('{"certainty": "sure"}', "certainty"),
        ('{"answers": []}', "answers"),
        ('{"reason": 5}', "reason"),
        ('{"reason": "a\\u0000b"}', "reason"),
        ('{"reason": "a\\ud800b"}', "reason"),
        ('{"figures": [{"cell": 0, "names": ["\\ud800"]}]}', "figures[0].names"),
    ],
)
def test_what_is_no_report_is_refused_with_its_place(stage: Stage, body: str, place: str) -> None:
    answer = post(stage.dong_thanh.reporter, stage.task(stage.dong_thanh), body)

    assert (answer.status_code, answer.json()["code"]) == (400, "reporting.not_a_report")
    assert f"“{place}”" in answer.json()["sentence"]
    assert Submission.objects.count() == 0


def test_a_range_and_a_section_where_nothing_arose(stage: Stage) -> None:
    answer = send(
        stage.dong_thanh.reporter,
        stage.task(stage.dong_thanh),
        {"cell": SESSIONS, "value": 3, "high": 5, "qualifier": "range"},
        {"cell": WORKERS, "value": 0, "nil": True},
        {"cell": ATTENDANCES, "value": 90, "high": 95},
    )

    assert answer.status_code == 201
    assert contents_of(SubmissionVersion.objects.get(), stage.layout.cells).figures == {
        SESSIONS: CellFigure(3, Qualifier.RANGE, high=5),
        WORKERS: CellFigure(0, is_nil=True),
        ATTENDANCES: CellFigure(90),
    }


@settings(max_examples=200)
@given(units=st.integers(0, 10**9), parts=st.integers(0, 99), scale=st.integers(0, 3))
def test_decimals_are_exact(units: int, parts: int, scale: int) -> None:
    row = LayoutRow(Cell(number=0), Indicator(scale=scale), 0)
    layout = FormLayout(form_version_id=0, cells=(0,), rows=(row,))
    body = f'{{"figures": [{{"cell": 0, "value": {units}.{parts:02}}}]}}'

    reading = read_whole_report(layout, body.encode())

    exact = Fraction(units * 100 + parts, 100) * 10**scale
    if exact.denominator == 1 and exact < LARGEST:
        assert reading.contents.figures == {0: CellFigure(int(exact))}
    else:
        assert [problem.code for problem in reading.problems] == ["reporting.too_many_decimals"]
