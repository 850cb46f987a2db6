"""The hand form: Vietnamese numbers at the border, everything wrong at once, autosave, nil, sending."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from chungtay.reporting.codes import Certainty, Qualifier
from chungtay.reporting.contents import CellFigure, Contents, contents_of
from chungtay.reporting.errors import (
    FigureRefused,
    NotAWholeNumber,
    NumberInWords,
    NumberTooLarge,
    PartOfUnitNotAllowed,
)
from chungtay.reporting.forms import read_figures, read_number
from chungtay.reporting.merging import unpacked
from chungtay.reporting.models import Submission, SubmissionVersion
from chungtay.reporting.phrases import figure_text
from tests.reporting.stage import ATTENDANCES, AWARDS, FUNDS, MODELS, SESSIONS, TYPES, Stage


def posted(**fields: str) -> QueryDict:
    """A form as the browser sends it: `v_0` stands for `v-0`."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.appendlist(name.replace("_", "-") if name[1] == "_" else name, value)
    return data


@pytest.mark.parametrize(
    ("written", "cell", "value"),
    [
        ("", SESSIONS, None),
        ("  ", SESSIONS, None),
        ("0", SESSIONS, 0),
        ("1234", SESSIONS, 1234),
        ("1.234", SESSIONS, 1234),
        (" 1.234.567 ", SESSIONS, 1234567),
        ("1 234", SESSIONS, 1234),
        ("12,0", SESSIONS, 12),
        ("12,5", FUNDS, 125),
        ("1.234,5", FUNDS, 12345),
        ("12", FUNDS, 120),
    ],
)
def test_numbers_are_read_as_offices_write_them(stage: Stage, written: str, cell: int, value: int | None) -> None:
    assert read_number(written, stage.layout.row(cell), name="v") == value


@pytest.mark.parametrize(
    ("written", "cell", "refusal"),
    [
        ("1,2 triệu", SESSIONS, NumberInWords),
        ("40 nghìn", SESSIONS, NumberInWords),
        ("hơn 40", SESSIONS, NotAWholeNumber),
        ("12.34", SESSIONS, NotAWholeNumber),
        ("-5", SESSIONS, NotAWholeNumber),
        ("1e3", SESSIONS, NotAWholeNumber),
        ("1,5", SESSIONS, PartOfUnitNotAllowed),
        ("1,25", FUNDS, PartOfUnitNotAllowed),
        ("1" + "0" * 15, SESSIONS, NumberTooLarge),
    ],
)
def test_what_could_be_misread_is_refused(stage: Stage, written: str, cell: int, refusal: type[FigureRefused]) -> None:
    with pytest.raises(refusal):
        read_number(written, stage.layout.row(cell), name="v")


def test_a_refusal_repeats_nothing_forbidden(stage: Stage) -> None:
    with pytest.raises(NotAWholeNumber) as refused:
        read_number("gọi 0987123456", stage.layout.row(SESSIONS), name="v")

    assert "0987123456" not in refused.value.sentence


@pytest.mark.parametrize(
    ("value", "scale", "text"), [(None, 0, ""), (0, 0, "0"), (1234567, 0, "1.234.567"), (12345, 1, "1.234,5")]
)
def test_figures_are_written_as_they_are_read(value: int | None, scale: int, text: str) -> None:
    assert figure_text(value, scale) == text


def test_read_figures_collects_everything_and_keeps_the_rest(stage: Stage) -> None:
    reading = read_figures(
        stage.layout,
        posted(v_0="12", q_0="1", j_0="3", v_2="1,5", v_4="x", v_11="0", n_11="1", k_3="K01", certainty="estimate"),
    )

    assert reading.contents.figures == {
        SESSIONS: CellFigure(12, Qualifier.GT, joint=3),
        AWARDS: CellFigure(0, is_nil=True),
    }
    assert reading.contents.keys == {TYPES: ("K01",)}
    assert reading.contents.certainty == Certainty.ESTIMATE
    assert [problem.field for problem in reading.problems] == ["v-2", "v-4"]


def test_the_form_says_everything_that_is_wrong_and_keeps_what_was_typed(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)

    answer = client.post(
        reverse("reporting:entry", args=[task.pk]), {"v-0": "1,5", "v-2": "nhiều", "v-4": "7", "certainty": "final"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [problem.field for problem in answer.context["problems"]] == ["v-0", "v-2"]
    assert 'value="nhiều"' in page
    assert 'value="7"' in page
    assert Submission.objects.count() == 0


def test_the_form_stores_and_goes_on_to_sending(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)
    address = reverse("reporting:entry", args=[task.pk])

    stored = client.post(address, {"v-0": "1.234", "q-0": "1", "certainty": "final", "do": "send"})
    sent = client.post(reverse("reporting:send", args=[task.pk]))

    assert stored.headers["Location"] == reverse("reporting:send", args=[task.pk])
    assert sent.headers["Location"] == reverse("reporting:task", args=[task.pk])
    version = SubmissionVersion.objects.get()
    assert contents_of(version, stage.layout.cells).figures == {SESSIONS: CellFigure(1234, Qualifier.GT)}
    assert version.sealed_at is not None


def test_sending_asks_for_a_reason_beside_each_unusual_figure(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)
    client.post(reverse("reporting:entry", args=[task.pk]), {"v-0": "2", "v-2": "900", "certainty": "final"})
    address = reverse("reporting:send", args=[task.pk])
    key = f"attendances_per_session:{ATTENDANCES}"

    shown = client.get(address)
    refused = client.post(address)
    given = client.post(address, {f"answer-{key}": "Hội nghị toàn huyện"})

    assert [warning.key for warning in shown.context["sheet"].warnings] == [key]
    assert refused.status_code == 422
    assert given.status_code == 302
    assert SubmissionVersion.objects.get().warnings_answered == {key: "Hội nghị toàn huyện"}


def test_autosave_stores_what_is_right_and_names_what_is_wrong(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)

    answer = client.post(
        reverse("reporting:autosave", args=[task.pk]),
        {"v-0": "12", "v-2": "nhiều", "certainty": "final", "was": ""},
        headers={"HX-Request": "true"},
    )

    submission = Submission.objects.get()
    assert answer.status_code == 200
    assert answer.context["saved_at"] == submission.updated_at
    assert unpacked(answer.context["was"]) == Contents({SESSIONS: CellFigure(12)})
    assert [problem.field for problem in answer.context["problems"]] == ["v-2"]
    assert contents_of(SubmissionVersion.objects.get(), stage.layout.cells).figures == {SESSIONS: CellFigure(12)}


def test_autosave_keeps_no_forbidden_words(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)

    answer = client.post(
        reverse("reporting:autosave", args=[task.pk]),
        {"v-0": "12", "answer-x": "gọi 0987123456", "certainty": "final"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 400
    assert "0987123456" not in answer.content.decode()
    assert Submission.objects.count() == 0


def test_nil_keeps_what_was_typed_beside_the_button(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)

    client.post(
        reverse("reporting:nil", args=[task.pk]),
        {"v-0": "12", "v-4": "9", "certainty": "final", "section": "models"},
    )

    figures = contents_of(SubmissionVersion.objects.get(), stage.layout.cells).figures
    assert figures[SESSIONS] == CellFigure(12)
    assert figures[MODELS] == CellFigure(9)
    assert [cell for cell, figure in figures.items() if figure.is_nil] == [3, 5]


def test_a_colleagues_draft_is_not_overwritten_by_an_empty_page(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    address = reverse("reporting:entry", args=[task.pk])
    client.force_login(stage.dong_thanh.consolidator.user)
    client.post(address, {"v-0": "12", "certainty": "final", "was": ""})
    client.force_login(stage.dong_thanh.reporter.user)

    client.post(address, {"v-0": "", "v-4": "9", "certainty": "final", "was": ""})

    figures = contents_of(SubmissionVersion.objects.get(), stage.layout.cells).figures
    assert figures == {SESSIONS: CellFigure(12), MODELS: CellFigure(9)}


def test_two_figures_for_one_field_are_shown_side_by_side_and_one_is_chosen(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    address = reverse("reporting:entry", args=[task.pk])
    client.force_login(stage.dong_thanh.consolidator.user)
    client.post(address, {"v-0": "12", "certainty": "final", "was": ""})
    client.force_login(stage.dong_thanh.reporter.user)
    autosaved = client.post(
        reverse("reporting:autosave", args=[task.pk]),
        {"v-0": "1.314", "certainty": "final", "was": ""},
        headers={"HX-Request": "true"},
    )
    (shown,) = client.get(address).context["conflicts"]
    assert (shown.stands, shown.offered) == ("12", "1.314")
    assert [each.pk for each in autosaved.context["conflicts"]] == [shown.pk]

    client.post(reverse("reporting:settle-conflict", args=[task.pk, shown.pk]), {"take": "offered"})

    assert client.get(address).context["conflicts"] == []
    (kept,) = client.get(reverse("reporting:task", args=[task.pk])).context["all_conflicts"]
    assert (kept.settled_by, kept.took_offered) == (stage.dong_thanh.reporter.user.display_name, True)


def test_a_version_is_printed_for_signature(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)
    client.post(reverse("reporting:entry", args=[task.pk]), {"v-0": "1.234", "q-0": "1", "certainty": "estimate"})

    page = client.get(reverse("reporting:version-sheet", args=[task.pk, 1]))

    assert page.status_code == 200
    assert [row.shown for section in page.context["sheet"].filled_sections for row in section.rows] == ["1.234"]
    assert client.get(reverse("reporting:version-sheet", args=[task.pk, 2])).status_code == 404
