"""Phiếu Excel: what is given out comes back, every wrong cell is named by its address, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chungtay.core.models import Deed
from chungtay.core.scanner import SecretDocument
from chungtay.reporting.actions.form_file import read_form_file, take_form_file
from chungtay.reporting.actions.submissions import save_draft
from chungtay.reporting.codes import Certainty, Grain, Qualifier, Source
from chungtay.reporting.contents import NIL, CellFigure, Contents, contents_of
from chungtay.reporting.errors import (
    FormFileOfAnotherOffice,
    FormFileOfAnotherPeriod,
    FormFileOfAnotherVersion,
    FormFileRefused,
    FormFileTooOld,
    FormFileUnknown,
    FormFileWithPersons,
)
from chungtay.reporting.form_file.child import FormGrid, read_here, read_in_child
from chungtay.reporting.form_file.interpreting import FormReadback, interpreted
from chungtay.reporting.form_file.places import MARKS_TITLE
from chungtay.reporting.form_file.taking import TakenForm, opened, sealed
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import CellEvidence, FormVersion, ReportTask, Submission, SubmissionVersion
from chungtay.reporting.unreadable import TextUnreadable
from tests.canaries.matter import zip_bomb
from tests.canaries.tables import changed, checksums
from tests.canaries.test_bad_input import BAD_FILES, is_vietnamese
from tests.cast import DONG_THANH, FRONT, build_cast, month
from tests.reporting.form_files import filled_in, given_out, line_of, long_layout
from tests.reporting.stage import (
    AREAS,
    ATTENDANCES,
    AWARDS,
    FUNDS,
    MODELS,
    NOON,
    POINTS,
    SESSIONS,
    TEAMS,
    TYPES,
    WORKERS,
    Stage,
)

FORM = "Phiếu"


@pytest.fixture
def task(stage: Stage) -> ReportTask:
    """The report of Đông Thanh's police for November."""
    return stage.task(stage.dong_thanh)


def at(stage: Stage, column: str, cell: int) -> str:
    """The address of a cell of the form in the file."""
    return f"{column}{line_of(stage.layout, cell)}"


def read(task: ReportTask, file: bytes, stage: Stage, *, name: str = "phieu.xlsx") -> FormReadback:
    return read_form_file(task, name=name, content=file, by=stage.dong_thanh.reporter, now=NOON, reader=read_here)


def come_back(
    task: ReportTask, stage: Stage, typed: Mapping[str, Any], contents: Contents | None = None
) -> FormReadback:
    return read(task, filled_in(given_out(task, contents), typed), stage)


FILLED = Contents(
    figures={
        SESSIONS: CellFigure(1234, Qualifier.GT, joint=30, led_elsewhere=4, cumulative=9000),
        WORKERS: CellFigure(0),
        ATTENDANCES: CellFigure(500, Qualifier.RANGE, high=600),
        TYPES: CellFigure(2),
        MODELS: NIL,
        FUNDS: CellFigure(12345),
    },
    certainty=Certainty.ESTIMATE,
    no_joint_work=True,
    keys={TYPES: ("K01", "K03")},
)


def test_what_is_given_out_comes_back_as_it_was(stage: Stage, task: ReportTask) -> None:
    found = read(task, given_out(task, FILLED), stage)

    assert (found.figures, found.keys, found.wrong) == (FILLED.figures, FILLED.keys, [])
    assert (found.certainty, found.no_joint_work) == (Certainty.ESTIMATE, True)
    assert found.changes(FILLED) == {}


def test_a_file_saved_by_another_program_comes_back_as_it_was(stage: Stage, task: ReportTask) -> None:
    found = come_back(task, stage, {}, FILLED)

    assert (found.figures, found.keys, found.wrong, found.missing) == (FILLED.figures, FILLED.keys, [], 0)


def test_blank_zero_and_nothing_arose_are_three_things(stage: Stage, task: ReportTask) -> None:
    typed = {at(stage, "D", SESSIONS): 0, at(stage, "D", MODELS): "Không phát sinh", at(stage, "D", POINTS): "KPS"}

    found = come_back(task, stage, typed)

    assert found.figures == {SESSIONS: CellFigure(0), MODELS: NIL, POINTS: NIL}


@pytest.mark.parametrize(
    ("cell", "typed", "value"),
    [
        (SESSIONS, 1234, 1234),
        (SESSIONS, "1.234", 1234),
        (SESSIONS, " 1 234 ", 1234),
        (SESSIONS, 1234.0, 1234),
        (FUNDS, 12.5, 125),
        (FUNDS, "12,5", 125),
        (FUNDS, 0.3, 3),
        (FUNDS, "=1.1+2.2", None),
    ],
)
def test_numbers_are_read_as_numbers_and_as_they_are_typed(
    stage: Stage, task: ReportTask, cell: int, typed: object, value: int | None
) -> None:
    found = come_back(task, stage, {at(stage, "D", cell): typed})

    # A formula that no program has computed yet has no result: the cell counts as blank.
    assert found.figures == ({} if value is None else {cell: CellFigure(value)})
    assert found.wrong == []


@pytest.mark.parametrize(
    ("typed", "qualifier"),
    [("hơn", Qualifier.GT), ("HON", Qualifier.GT), ("more than", Qualifier.GT), ("ít nhất", Qualifier.AT_LEAST)],
)
def test_how_exact_a_figure_is_may_be_typed_with_or_without_marks(
    stage: Stage, task: ReportTask, typed: str, qualifier: Qualifier
) -> None:
    found = come_back(task, stage, {at(stage, "D", SESSIONS): 40, at(stage, "E", SESSIONS): typed})

    assert found.figures == {SESSIONS: CellFigure(40, qualifier)}


def test_a_range_is_typed_with_three_dots(stage: Stage, task: ReportTask) -> None:
    typed = {at(stage, "D", SESSIONS): 40, at(stage, "E", SESSIONS): "từ ... đến ...", at(stage, "F", SESSIONS): 50}

    assert come_back(task, stage, typed).figures == {SESSIONS: CellFigure(40, Qualifier.RANGE, high=50)}


WRONG = {
    "words": ("D", SESSIONS, "nhiều", "nhiều"),
    "a dash": ("D", SESSIONS, "-", "-"),
    "below zero": ("D", SESSIONS, -5, "-5"),
    "part of a unit": ("D", SESSIONS, 1.5, "1,5"),
    "too many decimals": ("D", FUNDS, 1.25, "1,25"),
    "words for a magnitude": ("D", SESSIONS, "1,2 triệu", "1,2 triệu"),
    "true": ("D", SESSIONS, True, "TRUE"),
    "too many digits": ("D", SESSIONS, "9" * 20, "9" * 20),
    "an upper end alone": ("F", SESSIONS, 50, "50"),
    "joint work above the figure": ("G", SESSIONS, 41, "41"),
    "led elsewhere above the figure": ("H", SESSIONS, 41, "41"),
    "joint work that is not asked for": ("G", MODELS, 1, "1"),
    "an unknown qualifier": ("E", SESSIONS, "chừng", "chừng"),
    "a type nobody knows": ("J", TYPES, "K01; K77", "K01; K77"),
    "types in another row": ("J", SESSIONS, "K01", "K01"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_cell_is_named_by_its_address_with_what_was_found(stage: Stage, task: ReportTask, case: str) -> None:
    column, cell, typed, found = WRONG[case]
    others = {} if column == "D" else {at(stage, "D", cell): 40}

    back = come_back(task, stage, {**others, at(stage, column, cell): typed})

    assert [(one.address, one.found) for one in back.wrong] == [(f"{FORM}!{at(stage, column, cell)}", found)]
    assert all(one.wanted and one.label for one in back.wrong)


def test_a_wrong_part_leaves_the_figure_it_is_a_part_of(stage: Stage, task: ReportTask) -> None:
    typed = {at(stage, "D", SESSIONS): 40, at(stage, "G", SESSIONS): 41, at(stage, "I", SESSIONS): 90}

    assert come_back(task, stage, typed).figures == {SESSIONS: CellFigure(40, cumulative=90)}


def test_a_figure_whose_qualifier_is_wrong_is_not_taken_as_exact(stage: Stage, task: ReportTask) -> None:
    typed = {at(stage, "D", SESSIONS): 40, at(stage, "E", SESSIONS): "chừng", at(stage, "D", AWARDS): 3}

    assert come_back(task, stage, typed).figures == {AWARDS: CellFigure(3)}


def test_a_qualifier_without_a_figure_asks_for_the_figure(stage: Stage, task: ReportTask) -> None:
    back = come_back(task, stage, {at(stage, "E", SESSIONS): "hơn"})

    assert [one.address for one in back.wrong] == [f"{FORM}!{at(stage, 'D', SESSIONS)}"]


def test_rows_moved_or_missing_are_found_by_their_code(stage: Stage, task: ReportTask) -> None:
    book = openpyxl.load_workbook(BytesIO(given_out(task)))
    sheet = book.worksheets[0]
    first, second = line_of(stage.layout, SESSIONS), line_of(stage.layout, ATTENDANCES)
    sheet[f"A{first}"], sheet[f"A{second}"] = str(ATTENDANCES), str(SESSIONS)
    sheet[f"D{first}"], sheet[f"D{second}"] = 900, 12
    sheet.delete_rows(line_of(stage.layout, AWARDS))
    stream = BytesIO()
    book.save(stream)

    back = read(task, stream.getvalue(), stage)

    assert back.figures == {ATTENDANCES: CellFigure(900), SESSIONS: CellFigure(12)}
    assert (back.wrong, back.missing) == ([], 1)


def test_figures_in_a_line_that_is_no_row_of_the_form_are_named(stage: Stage, task: ReportTask) -> None:
    line = line_of(stage.layout, AWARDS) + 3
    twice = line + 1

    back = come_back(task, stage, {f"D{line}": 5, f"A{twice}": str(SESSIONS), f"D{twice}": 6})

    assert [one.address for one in back.wrong] == [f"{FORM}!A{line}", f"{FORM}!A{twice}"]
    assert back.figures == {}


def test_what_stands_outside_the_form_is_said_not_to_be_read(stage: Stage, task: ReportTask) -> None:
    assert come_back(task, stage, {"N9": "xem lại số này"}).stray == (f"{FORM}!N9",)


def test_certainty_and_joint_work_stand_above_the_rows(stage: Stage, task: ReportTask) -> None:
    back = come_back(task, stage, {"D4": "ước", "D5": "x"})
    wrong = come_back(task, stage, {"D4": "chắc chắn"})

    assert (back.certainty, back.no_joint_work) == (Certainty.ESTIMATE, True)
    assert [(one.address, one.found) for one in wrong.wrong] == [(f"{FORM}!D4", "chắc chắn")]


def test_a_form_of_three_thousand_rows_comes_back_with_exactly_its_forty_wrong_cells_named(task: ReportTask) -> None:
    layout = long_layout(3_000)
    typed: dict[str, Any] = {f"D{line_of(layout, cell)}": cell for cell in range(1, 3_001)}
    mistakes = {
        f"D{line_of(layout, cell)}": words
        for cell, words in zip(range(70, 3_000, 74), ("nhiều", 1.5, -3, "1,2 triệu") * 10, strict=True)
    }
    file = filled_in(given_out(task, layout=layout), typed | mistakes)

    back = interpreted(read_in_child("phieu.xlsx", file), layout, types=())

    assert len(mistakes) == 40
    assert [one.address for one in back.wrong] == [f"{FORM}!{address}" for address in mistakes]
    assert len(back.figures) == 2_960
    assert all(figure == CellFigure(cell) for cell, figure in back.figures.items())
    assert back.missing == 0


def test_the_words_of_the_whole_catalogue_are_no_matter_about_persons(db: None) -> None:
    owed = build_cast().task(DONG_THANH, FRONT, month(11))
    layout = layout_of(owed.form_version)

    back = interpreted(read_here("phieu.xlsx", given_out(owed)), layout, types=())

    assert (back.wrong, back.figures, back.missing) == ([], {}, 0)
    assert len(layout.rows) > 60


# Whose form it is


def refused(task: ReportTask, file: bytes, stage: Stage) -> FormFileRefused:
    with pytest.raises(FormFileRefused) as refusal:
        read(task, file, stage)
    return refusal.value


def test_the_form_of_another_office_is_refused_by_name(stage: Stage, task: ReportTask) -> None:
    refusal = refused(task, given_out(stage.task(stage.hac_thanh)), stage)

    assert type(refusal) is FormFileOfAnotherOffice
    assert refusal.data["found"] == "Công an phường Hạc Thành"
    assert refusal.data["wanted"] == "Công an xã Đông Thanh"


def test_the_form_of_another_period_is_refused_by_name(stage: Stage, task: ReportTask) -> None:
    refusal = refused(task, given_out(stage.task(stage.dong_thanh, index=10)), stage)

    assert type(refusal) is FormFileOfAnotherPeriod
    assert (refusal.data["found"], refusal.data["wanted"]) == ("tháng 10/2026", "tháng 11/2026")


def test_a_form_that_has_changed_since_is_refused(stage: Stage, task: ReportTask) -> None:
    file = given_out(task)
    older = stage.form_version
    version = FormVersion(form=older.form, cells=[*older.cells][:-1], validity=older.validity)
    FormVersion.objects.filter(pk=older.pk).update(validity="empty")
    version.save()
    ReportTask.objects.filter(pk=task.pk).update(form_version=version)

    assert type(refused(ReportTask.objects.get(pk=task.pk), file, stage)) is FormFileOfAnotherVersion


def test_the_form_of_a_claim_is_not_that_of_the_report(stage: Stage, task: ReportTask) -> None:
    claim = stage.task(stage.dong_thanh, is_claim=True)

    assert type(refused(task, given_out(claim), stage)) is FormFileOfAnotherVersion


def test_a_file_without_marks_is_refused(stage: Stage, task: ReportTask) -> None:
    book = openpyxl.load_workbook(BytesIO(given_out(task)))
    del book[MARKS_TITLE]
    stream = BytesIO()
    book.save(stream)

    assert type(refused(task, stream.getvalue(), stage)) is FormFileUnknown


def test_marks_that_were_changed_are_refused(stage: Stage, task: ReportTask) -> None:
    book = openpyxl.load_workbook(BytesIO(given_out(stage.task(stage.hac_thanh))))
    for row in book[MARKS_TITLE].iter_rows():
        if row[0].value == "organisation":
            row[1].value = str(task.organisation_id)
    stream = BytesIO()
    book.save(stream)

    assert type(refused(task, stream.getvalue(), stage)) is FormFileUnknown


# Matter about persons


PERSONAL = {
    "heads": ({"N7": "Họ và tên", "O7": "Số CCCD"}, "N “Họ và tên”", "O “Số CCCD”"),
    "telephone numbers as numbers": ({"N8": 987123456, "N9": 912345678}, "N"),
    "a number typed as text in a cell of figures": ({"D9": "0987 123 456"}, "D"),
    "a list of names": ({"N8": "Lê Thị Chào", "N9": "Phạm Văn Ca", "N10": "Đỗ Thị Khuyên"}, "N"),
}


@pytest.mark.parametrize("case", PERSONAL)
def test_a_file_about_persons_is_refused_with_the_list_of_columns(stage: Stage, task: ReportTask, case: str) -> None:
    typed, *columns = PERSONAL[case]

    refusal = refused(task, filled_in(given_out(task), typed), stage)  # type: ignore[arg-type]  # cells by address

    assert type(refusal) is FormFileWithPersons
    assert all(f"{FORM}!{column}" in refusal.sentence for column in columns)  # type: ignore[str-bytes-safe]
    assert not any(words in refusal.sentence for words in ("987", "Chào", "Khuyên", "912"))
    assert Submission.objects.count() == 0


def test_a_number_in_a_cell_of_figures_is_a_figure(stage: Stage, task: ReportTask) -> None:
    assert come_back(task, stage, {at(stage, "D", AREAS): 987123456}).figures == {AREAS: CellFigure(987123456)}


def test_a_comment_about_a_person_is_refused_too(stage: Stage, task: ReportTask) -> None:
    from openpyxl.comments import Comment

    book = openpyxl.load_workbook(BytesIO(given_out(task)))
    book.worksheets[0]["D9"].comment = Comment("Hỏi ông Trần Văn Bình, điện thoại 0987123456", "a")
    stream = BytesIO()
    book.save(stream)

    assert type(refused(task, stream.getvalue(), stage)) is FormFileWithPersons


def test_a_secrecy_stamp_leaves_nothing_but_the_refusal(stage: Stage, task: ReportTask) -> None:
    file = filled_in(given_out(task), {"B1": "MẬT"})

    with pytest.raises(SecretDocument):
        read(task, file, stage)
    with pytest.raises(SecretDocument):
        read(task, given_out(task), stage, name="TUYỆT MẬT.xlsx")

    assert [deed.verb for deed in Deed.objects.all()] == ["refused_secret", "refused_secret"]


@pytest.mark.parametrize("content", [b"", b"khong phai excel", zip_bomb()], ids=["empty", "no package", "bomb"])
def test_a_file_that_cannot_be_read_gets_a_sentence(stage: Stage, task: ReportTask, content: bytes) -> None:
    with pytest.raises(TextUnreadable):
        read_form_file(
            task, name="phieu.xlsx", content=content, by=stage.dong_thanh.reporter, now=NOON, reader=read_in_child
        )


# Into the draft


def taken(task: ReportTask, back: FormReadback, contents: Contents | None = None) -> TakenForm:
    return opened(sealed(back, contents or Contents(), task), task)


def test_what_is_taken_goes_into_the_draft_and_takes_nothing_away(stage: Stage, task: ReportTask) -> None:
    reporter = stage.dong_thanh.reporter
    drafted = Contents({SESSIONS: CellFigure(12), AWARDS: CellFigure(7)})
    save_draft(task, contents=drafted, by=reporter, now=NOON)
    back = come_back(task, stage, {at(stage, "D", SESSIONS): 15, at(stage, "D", TEAMS): 3, "D4": "ước"}, Contents())

    take_form_file(task, taken(task, back, drafted), by=reporter, now=NOON)

    stored = contents_of(SubmissionVersion.objects.get(), stage.layout.cells)
    assert stored.figures == {SESSIONS: CellFigure(15), TEAMS: CellFigure(3), AWARDS: CellFigure(7)}
    assert stored.certainty is Certainty.ESTIMATE
    assert dict(CellEvidence.objects.values_list("cell", "source")) == {SESSIONS: Source.FILE, TEAMS: Source.FILE}
    assert Deed.objects.get(verb="form_file_taken").details == {"cells": 2}


def test_names_of_types_are_counted(stage: Stage, task: ReportTask) -> None:
    back = come_back(task, stage, {at(stage, "J", TYPES): "k02, K01"})

    version = take_form_file(task, taken(task, back), by=stage.dong_thanh.reporter, now=NOON)

    assert list(version.keys.order_by("key").values_list("key", flat=True)) == ["K01", "K02"]
    assert contents_of(version, stage.layout.cells).figures == {TYPES: CellFigure(2)}


def test_what_waits_cannot_be_changed_or_given_to_another_report(stage: Stage, task: ReportTask) -> None:
    word = sealed(come_back(task, stage, {at(stage, "D", SESSIONS): 15}), Contents(), task)
    other = stage.task(stage.dong_thanh, grain=Grain.YEAR, index=1)

    for wrong, owed in ((word, other), (f"{word}x", task), ("", task)):
        with pytest.raises(FormFileTooOld):
            opened(wrong, owed)


# In the browser


def brought(client: Client, task: ReportTask, file: bytes) -> Any:
    upload = SimpleUploadedFile("phieu.xlsx", file)
    return client.post(reverse("reporting:bring-form-in", args=[task.pk]), {"file": upload})


def test_the_form_goes_round_through_the_pages(stage: Stage, task: ReportTask, client: Client) -> None:
    client.force_login(stage.dong_thanh.reporter.user)
    file = b"".join(client.get(reverse("reporting:form-file", args=[task.pk])))  # type: ignore[arg-type]  # streamed
    typed = {at(stage, "D", SESSIONS): 15, at(stage, "D", AWARDS): "vài"}

    shown = brought(client, task, filled_in(file, typed))
    assert Submission.objects.count() == 0
    kept = client.post(reverse("reporting:take-form", args=[task.pk]), {"taken": shown.context["taken"]})

    assert shown.status_code == 422
    assert [cell.address for cell in shown.context["wrong"]] == [f"{FORM}!{at(stage, 'D', AWARDS)}"]
    assert f"{FORM}!{at(stage, 'D', AWARDS)}" in shown.content.decode()
    assert kept.headers["Location"] == reverse("reporting:entry", args=[task.pk])
    assert contents_of(SubmissionVersion.objects.get(), stage.layout.cells).figures == {SESSIONS: CellFigure(15)}


def test_a_refused_file_says_why_on_the_page(stage: Stage, task: ReportTask, client: Client) -> None:
    client.force_login(stage.dong_thanh.reporter.user)

    answer = brought(client, task, given_out(stage.task(stage.hac_thanh)))

    assert answer.status_code == 422
    assert "Công an phường Hạc Thành" in answer.content.decode()
    assert "taken" not in answer.context


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(
    kind: str, stage: Stage, task: ReportTask, client: Client
) -> None:
    client.force_login(stage.dong_thanh.reporter.user)
    before = checksums()

    answer = client.post(reverse("reporting:bring-form-in", args=[task.pk]), {"file": BAD_FILES[kind].stream})

    assert answer.status_code == 422
    assert [is_vietnamese(each.sentence) for each in answer.context["refused"]] == [True]
    assert changed(before, checksums()) == []


def test_only_the_office_that_owes_the_report_has_its_form(stage: Stage, task: ReportTask, client: Client) -> None:
    client.force_login(stage.hac_thanh.reporter.user)

    for name in ("form-file", "bring-form-in"):
        assert client.get(reverse(f"reporting:{name}", args=[task.pk])).status_code == 404
    assert client.post(reverse("reporting:take-form", args=[task.pk]), {"taken": ""}).status_code == 404


def test_words_longer_than_a_cell_holds_are_told_short(stage: Stage, task: ReportTask) -> None:
    back = come_back(task, stage, {at(stage, "D", SESSIONS): "số liệu đang chờ các thôn báo cáo " * 20})

    assert [len(one.found) < 40 for one in back.wrong] == [True]


def test_an_unchanged_figure_keeps_where_it_came_from(stage: Stage, task: ReportTask) -> None:
    grid = read_here("phieu.xlsx", given_out(task, FILLED))
    back = interpreted(replace(grid, stray=()), stage.layout, types=["K01", "K03"])

    assert isinstance(grid, FormGrid)
    assert taken(task, back, FILLED).figures == {}
