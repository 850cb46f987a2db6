"""Word in: what is refused before any write, what is left out, and how proposed figures come into the draft."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import docx
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from chungtay.core.bounded import NotRead
from chungtay.core.errors import NotPermitted
from chungtay.core.models import Deed
from chungtay.core.scanner import SecretDocument
from chungtay.demo.bench.narrative import measure_examples
from chungtay.reporting.actions.incoming import (
    Reader,
    bring_in,
    name_types,
    reject_figure,
    scaled,
    take_all_sure,
    take_figure,
)
from chungtay.reporting.actions.submissions import fill_cells, save_draft, submit
from chungtay.reporting.codes import ProposalStatus, Qualifier, Source
from chungtay.reporting.contents import CellFigure, Contents, Evidence, contents_of
from chungtay.reporting.errors import CellNotInForm, NotOpenForEntry
from chungtay.reporting.models import IncomingText, ProposedFigure, ReportTask, Submission, SubmissionVersion
from chungtay.reporting.models.incoming import ReadingExample
from chungtay.reporting.reading import Incoming, StampFound, read_here, read_in_child
from chungtay.reporting.unreadable import (
    BY_CODE,
    FileBomb,
    FileOfOtherKind,
    OldWordFile,
    PictureFile,
    TextCorrupt,
    TextEmpty,
    TextTooLong,
    TextUnreadable,
    TooManyFigures,
)
from tests.reporting.stage import ATTENDANCES, AWARDS, NOON, SESSIONS, TYPES, Office, Stage

REPORT = (
    "CÔNG AN XÃ ĐÔNG THANH\n"
    "BÁO CÁO\n"
    "Kết quả tháng 11 năm 2026\n"
    "Trong tháng, Công an xã tổ chức 12 buổi tuyên truyền với hơn 1.200 lượt người tham dự.\n"
)
CANARIES = ("0987123456", "038091234567", "Trần Văn Chim Yến")
PLANTED = (
    f"Liên hệ đồng chí Trần Văn Chim Yến, sinh năm 1985, CCCD {CANARIES[1]}, điện thoại {CANARIES[0]}.\n"
    "Tổ chức 3 buổi tuyên truyền.\n"
)


def paste(stage: Stage, text: str, *, task: ReportTask | None = None, office: Office | None = None) -> IncomingText:
    """A pasted text, brought in by the reporter of Đông Thanh."""
    return bring_in(
        task or stage.task(stage.dong_thanh),
        name="",
        content=text.encode(),
        is_paste=True,
        keep_file=False,
        by=(office or stage.dong_thanh).reporter,
        now=NOON,
        reader=read_here,
    )


def upload(
    stage: Stage, name: str, content: bytes, *, keep_file: bool = False, reader: Reader = read_here
) -> IncomingText:
    """An uploaded file, brought in by the reporter of Đông Thanh."""
    return bring_in(
        stage.task(stage.dong_thanh),
        name=name,
        content=content,
        is_paste=False,
        keep_file=keep_file,
        by=stage.dong_thanh.reporter,
        now=NOON,
        reader=reader,
    )


def word_file(*paragraphs: str, comment: str = "", author: str = "", header: str = "") -> bytes:
    """A .docx with these paragraphs, and matter in the places nobody looks at."""
    document = docx.Document()
    for words in paragraphs:
        paragraph = document.add_paragraph(words)
    if comment:
        document.add_comment(paragraph.runs, text=comment)
    document.core_properties.author = author
    document.sections[0].header.paragraphs[0].text = header
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zip_bomb() -> bytes:
    """A package of little size that unpacks to 300 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 300_000_000)
    return buffer.getvalue()


def everything_stored() -> str:
    """All rows of all tables of the database, as text."""
    pieces = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            pieces += [row[0] for row in cursor.fetchall()]
    return "\n".join(pieces)


def row_counts() -> dict[str, int]:
    """How many rows each table of the database has."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))
        return dict(cursor.fetchall())


def draft(stage: Stage) -> Contents:
    """What the newest version of Đông Thanh holds."""
    version = SubmissionVersion.objects.order_by("-number").first()
    assert version is not None
    return contents_of(version, stage.layout.cells, keys=version.keys.all(), evidence=version.evidence.all())


def test_bring_in_proposes_each_figure_with_its_words(stage: Stage) -> None:
    text = paste(stage, REPORT)

    proposals = ProposedFigure.objects.order_by("start")
    assert [(it.value, it.qualifier, it.cell_id, text.text[it.start : it.end]) for it in proposals] == [
        (Decimal(12), Qualifier.EQ, SESSIONS, "12 buổi"),
        (Decimal(1200), Qualifier.GT, ATTENDANCES, "hơn 1.200 lượt người"),
    ]
    assert {it.status for it in proposals} == {ProposalStatus.PROPOSED}
    assert (text.name, text.discarded, text.kept_file) == ("", [], None)
    assert Submission.objects.count() == 0


def test_bring_in_keeps_nothing_of_forbidden_matter(stage: Stage) -> None:
    content = word_file(
        PLANTED, comment=f"gọi {CANARIES[0]}", author=CANARIES[2], header=f"Số máy trực ban {CANARIES[0]}"
    )

    text = upload(stage, f"bao cao {CANARIES[1]} {CANARIES[0]}.docx", content, keep_file=True)

    stored = everything_stored()
    assert [canary for canary in CANARIES if canary in stored] == []
    assert text.kept_file is None
    assert text.name == "van-ban.docx"
    assert "3 buổi tuyên truyền" in text.text
    assert sum(one["count"] for one in text.discarded) >= 3


def test_bring_in_keeps_the_file_only_when_clean_and_wanted(stage: Stage) -> None:
    content = "Tổ chức 3 buổi tuyên truyền.".encode()

    wanted = upload(stage, "bao-cao.txt", content, keep_file=True)
    unwanted = upload(stage, "bao-cao.txt", content)
    # Nobody can look into a picture: Word's own thumbnail is one.
    with_picture = upload(stage, "bao-cao.docx", word_file("Tổ chức 3 buổi tuyên truyền."), keep_file=True)

    assert bytes(wanted.kept_file or b"") == content
    assert (unwanted.kept_file, with_picture.kept_file) == (None, None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mat.docx", word_file("MẬT", "BÁO CÁO", "Tổ chức 3 buổi tuyên truyền.")),
        ("mat.docx", word_file("BÁO CÁO", "Tổ chức 3 buổi tuyên truyền.", header="TUYỆT MẬT")),
        ("mat.txt", "T Ố I  M Ậ T\nBÁO CÁO\nTổ chức 3 buổi tuyên truyền.".encode()),
    ],
    ids=["first line", "page header", "spaced letters"],
)
def test_a_secrecy_stamp_is_refused_before_any_write(stage: Stage, name: str, content: bytes) -> None:
    task = stage.task(stage.dong_thanh)
    before = row_counts()

    with pytest.raises(SecretDocument):
        bring_in(
            task,
            name=name,
            content=content,
            is_paste=False,
            keep_file=True,
            by=stage.dong_thanh.reporter,
            now=NOON,
            reader=read_here,
        )

    assert row_counts() == {**before, "core_deed": before["core_deed"] + 1}
    deed = Deed.objects.get()
    assert (deed.verb, deed.office, deed.at, deed.user_id, deed.role, deed.details) == (
        "refused_secret",
        "Công an xã Đông Thanh",
        NOON,
        None,
        "",
        {},
    )


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("bao-cao.docx", b"PK\x03\x04 nothing of a package", TextCorrupt),
        ("bao-cao.docx", b"MZ\x90\x00" + b"\x00" * 400, FileOfOtherKind),
        ("bao-cao.docx", b"", TextEmpty),
        ("bao-cao.docx", zip_bomb(), FileBomb),
        ("bao-cao.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, OldWordFile),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, PictureFile),
        ("bao-cao.txt", "Thôn họp dân, có mặt đông đủ\n".encode() * 10_000, TextTooLong),
        ("bao-cao.txt", "Tổ chức 12 buổi tuyên truyền.\n".encode() * 900, TooManyFigures),
    ],
    ids=["corrupt", "program", "empty", "zip bomb", "old word", "picture", "ten thousand rows", "too many figures"],
)
def test_what_cannot_be_read_leaves_nothing_behind(
    stage: Stage, name: str, content: bytes, refusal: type[TextUnreadable]
) -> None:
    stage.task(stage.dong_thanh)
    before = row_counts()

    with pytest.raises(refusal):
        upload(stage, name, content)

    assert row_counts() == before


def test_the_child_reads_as_this_process_does() -> None:
    clean = Incoming(REPORT.encode(), is_paste=True, scope="xã Đông Thanh", period="tháng 11 năm 2026")
    secret = Incoming("MẬT\nBÁO CÁO".encode(), is_paste=True)
    empty = Incoming(b"", name="bao-cao.docx")

    assert read_in_child(clean) == read_here(clean)
    with pytest.raises(StampFound):
        read_in_child(secret)
    with pytest.raises(NotRead, match="empty_file"):
        read_in_child(empty)


def test_every_code_of_the_reader_has_a_sentence() -> None:
    codes = {leaf.code for leaf in _leaves(reading_errors())}

    assert codes - set(BY_CODE) == set()


def reading_errors() -> type[Exception]:
    """The reader's tree of refusals."""
    from narrative.files import Unreadable

    return Unreadable


def _leaves(kind: type) -> Iterator[type]:
    for leaf in kind.__subclasses__():
        yield leaf
        yield from _leaves(leaf)


def test_bring_in_is_for_the_office_that_owes_the_report(stage: Stage) -> None:
    for office in (stage.hac_thanh, stage.police, stage.dong_thanh_front):
        with pytest.raises(NotPermitted):
            paste(stage, REPORT, office=office)

    assert IncomingText.objects.count() == 0


def test_bring_in_is_refused_once_the_report_was_sent(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    save_draft(task, contents=Contents({AWARDS: CellFigure(1)}), by=stage.dong_thanh.reporter, now=NOON)
    submit(task, by=stage.dong_thanh.reporter, now=NOON)

    with pytest.raises(NotOpenForEntry):
        paste(stage, REPORT)


def test_take_figure_fills_the_cell_with_its_evidence(stage: Stage) -> None:
    text = paste(stage, REPORT)
    proposal = ProposedFigure.objects.get(cell=ATTENDANCES)

    taken = take_figure(stage.task(stage.dong_thanh), proposal.pk, by=stage.dong_thanh.reporter, now=NOON)

    assert taken.status == ProposalStatus.TAKEN
    assert draft(stage).figures == {ATTENDANCES: CellFigure(1200, Qualifier.GT)}
    assert draft(stage).evidence == {ATTENDANCES: Evidence(Source.TEXT, text.pk, proposal.start, proposal.end)}


def test_take_figure_with_another_value_or_place_is_a_correction(stage: Stage) -> None:
    paste(stage, REPORT)
    proposal = ProposedFigure.objects.get(cell=SESSIONS)

    corrected = take_figure(
        stage.task(stage.dong_thanh), proposal.pk, by=stage.dong_thanh.reporter, now=NOON, cell=AWARDS, value=13
    )

    assert (corrected.status, corrected.value, corrected.taken_value) == (ProposalStatus.CORRECTED, Decimal(12), 13)
    assert draft(stage).figures == {AWARDS: CellFigure(13)}


def test_what_is_corrected_is_kept_as_an_example_without_any_name(stage: Stage) -> None:
    paste(stage, "Xã Đông Thanh mở 12 buổi tuyên truyền cho 1.200 lượt người.\n")
    proposal = ProposedFigure.objects.get(cell=SESSIONS)
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter

    take_figure(task, proposal.pk, by=reporter, now=NOON, value=13)

    example = ReadingExample.objects.get()
    assert (example.phrase, example.figure) == ("xã … mở 12 buổi tuyên truyền … 1 lượt người …", "12 buổi")
    assert (example.key_read, example.key_taken) == ("outreach_sessions", "outreach_sessions")
    assert (example.value_read, example.value_taken) == (Decimal(12), Decimal(13))

    reject_figure(task, proposal.pk, by=reporter, now=NOON)

    example.refresh_from_db()
    assert (example.key_taken, example.value_taken) == ("", None)


def test_a_reading_that_was_right_after_all_is_no_example(stage: Stage) -> None:
    paste(stage, REPORT)
    proposal = ProposedFigure.objects.get(cell=SESSIONS)
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter
    reject_figure(task, proposal.pk, by=reporter, now=NOON)

    take_figure(task, proposal.pk, by=reporter, now=NOON)

    assert ReadingExample.objects.count() == 0


def test_corrections_on_the_page_are_measured_with_the_reader_of_today(stage: Stage, client: Client) -> None:
    """Three figures decided on the page of checking: one with another value, one moved to another row, one left out."""
    text = paste(stage, "Mở 12 buổi tuyên truyền cho 1.200 lượt người. Tổ chức 31 buổi nói chuyện ở thôn.\n")
    task = stage.task(stage.dong_thanh)
    figures = {int(it.value): it.pk for it in text.proposals.all()}
    client.force_login(stage.dong_thanh.reporter.user)
    for value, verdict in {
        12: {"verdict": "correct", "row": "Chỉ tiêu OUT_SESSIONS", "value": "13", "qualifier": "0"},
        1200: {"verdict": "correct", "row": "Chỉ tiêu AWD_COLLECTIVES", "value": "1.200", "qualifier": "0"},
        31: {"verdict": "reject"},
    }.items():
        client.post(reverse("reporting:decide-figure", args=[task.pk, text.pk, figures[value]]), verdict)

    kept = {it.figure: (it.phrase, it.key_read, it.key_taken) for it in ReadingExample.objects.all()}
    (row,) = measure_examples(progress=lambda _words: None)

    assert kept == {
        "12 buổi": ("mở 12 buổi tuyên truyền … 1 lượt người …", "outreach_sessions", "outreach_sessions"),
        "1.200 lượt người": ("mở 1 buổi tuyên truyền … 1.200 lượt người …", "outreach_attendances", ""),
        "31 buổi nói chuyện": ("tổ chức 31 buổi nói chuyện … thôn …", "outreach_sessions", ""),
    }
    assert (row.case, round(row.ours), row.peer and round(row.peer)) == ("examples read as corrected", 33, 33)


def test_the_page_asks_for_doubtful_figures_first_and_offers_both_readings(stage: Stage, client: Client) -> None:
    text = paste(stage, "Tổ chức 12 buổi tuyên truyền. Mở 1,200 buổi tuyên truyền.\n")
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)

    page = client.get(reverse("reporting:check-text", args=[task.pk, text.pk])).content.decode()

    sure, doubtful = ProposedFigure.objects.order_by("start")
    assert page.index(f'id="f-{doubtful.pk}"') < page.index(f'id="f-{sure.pk}"')
    assert "Dấu phẩy được đọc là dấu thập phân." in page
    assert (
        '<button class="button button--quiet" name="verdict" value="correct" data-key="1">Hay là: 1.200</button>'
        in page
    )


def test_take_figure_refuses_a_place_the_form_does_not_have(stage: Stage) -> None:
    paste(stage, REPORT)
    proposal = ProposedFigure.objects.get(cell=SESSIONS)

    with pytest.raises(CellNotInForm):
        take_figure(stage.task(stage.dong_thanh), proposal.pk, by=stage.dong_thanh.reporter, now=NOON, cell=999)


def test_a_second_figure_for_a_cell_sends_the_first_back_to_waiting(stage: Stage) -> None:
    paste(stage, f"{REPORT}Tổ chức 15 buổi tuyên truyền ở các thôn.\n")
    first, second = ProposedFigure.objects.filter(cell=SESSIONS).order_by("start")
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter

    take_figure(task, first.pk, by=reporter, now=NOON)
    take_figure(task, second.pk, by=reporter, now=NOON)

    first.refresh_from_db()
    assert (first.status, first.taken_value) == (ProposalStatus.PROPOSED, None)
    assert draft(stage).value(SESSIONS) == 15


def test_a_cumulative_figure_is_a_check_beside_the_value(stage: Stage) -> None:
    paste(stage, f"{REPORT}Lũy kế từ đầu năm đã tổ chức 130 buổi tuyên truyền.\n")
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter

    for proposal in ProposedFigure.objects.filter(cell=SESSIONS).order_by("start"):
        take_figure(task, proposal.pk, by=reporter, now=NOON)

    assert draft(stage).figure(SESSIONS) == CellFigure(12, cumulative=130)


def test_reject_figure_takes_it_out_of_the_draft_again(stage: Stage) -> None:
    paste(stage, REPORT)
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter
    proposal = ProposedFigure.objects.get(cell=SESSIONS)
    take_figure(task, proposal.pk, by=reporter, now=NOON)

    rejected = reject_figure(task, proposal.pk, by=reporter, now=NOON)

    assert rejected.status == ProposalStatus.REJECTED
    assert draft(stage).figures == {}


def test_take_all_sure_leaves_what_contradicts_itself_or_the_form(stage: Stage) -> None:
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter
    save_draft(task, contents=Contents({ATTENDANCES: CellFigure(900)}), by=reporter, now=NOON)
    text = paste(stage, f"{REPORT}Khen thưởng 4 tập thể. Tổ chức 15 buổi tuyên truyền ở các thôn.\n")
    ProposedFigure.objects.filter(unit_words__contains="tập thể").update(cell=AWARDS)

    taken = take_all_sure(task, text, by=reporter, now=NOON)

    assert [figure.cell_id for figure in taken] == [AWARDS]
    assert draft(stage).figures == {ATTENDANCES: CellFigure(900), AWARDS: CellFigure(4)}


def test_scaled_refuses_to_round() -> None:
    assert scaled(Decimal("1.5"), 1) == 15
    assert scaled(Decimal("1.5"), 0) is None


def test_the_door_sends_what_cannot_be_read_to_the_hand_form(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)
    file = io.BytesIO(b"MZ\x90\x00" + b"\x00" * 100)
    file.name = f"{CANARIES[0]}.docx"

    answer = client.post(reverse("reporting:bring-in", args=[task.pk]), {"file": file}, follow=True)

    assert answer.redirect_chain == [(reverse("reporting:entry", args=[task.pk]), 302)]
    assert CANARIES[0] not in answer.content.decode()
    assert [str(message) for message in answer.context["messages"]] == [FileOfOtherKind(field="file").sentence]


def test_the_door_refuses_a_file_above_the_limit_while_it_streams_in(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)
    file = io.BytesIO(b"x" * (21 * 1024 * 1024))
    file.name = "bao-cao.docx"

    answer = client.post(reverse("reporting:bring-in", args=[task.pk]), {"file": file})

    assert answer.status_code == 413
    assert IncomingText.objects.count() == 0


def test_deciding_by_keyboard_answers_with_the_figure_and_the_counts(stage: Stage, client: Client) -> None:
    text = paste(stage, REPORT)
    task = stage.task(stage.dong_thanh)
    proposal = ProposedFigure.objects.get(cell=SESSIONS)
    client.force_login(stage.dong_thanh.reporter.user)
    address = reverse("reporting:decide-figure", args=[task.pk, text.pk, proposal.pk])

    fragment = client.post(address, {"verdict": "take"}, headers={"HX-Request": "true"})
    plain = client.post(
        address, {"verdict": "correct", "value": "1.300", "qualifier": "1", "row": "Chỉ tiêu AWD_COLLECTIVES"}
    )

    page = fragment.content.decode()
    assert page.count(f'id="f-{proposal.pk}"') == 1
    assert f'<mark id="m-{proposal.pk}" class="is-accepted">12 buổi</mark>' in page
    assert plain.headers["Location"] == f"{reverse('reporting:check-text', args=[task.pk, text.pk])}#f-{proposal.pk}"
    proposal.refresh_from_db()
    assert (proposal.cell_id, proposal.taken_value, proposal.taken_qualifier) == (AWARDS, 1300, Qualifier.GT)


def test_the_page_of_checking_marks_figures_and_escapes_the_text(stage: Stage, client: Client) -> None:
    text = paste(stage, f"{REPORT}<script>alert(1)</script> Điện thoại {CANARIES[0]}\n")
    task = stage.task(stage.dong_thanh)
    client.force_login(stage.dong_thanh.reporter.user)

    page = client.get(reverse("reporting:check-text", args=[task.pk, text.pk])).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert '<span class="discarded">lược bỏ: số điện thoại' in page
    assert page.count("<mark ") == 2


def test_nobody_else_opens_the_text(stage: Stage, client: Client) -> None:
    text = paste(stage, REPORT)
    task = stage.task(stage.dong_thanh)
    address = reverse("reporting:check-text", args=[task.pk, text.pk])
    answers = {}

    for name, person in (
        ("own", stage.dong_thanh.reporter),
        ("above", stage.police.consolidator),
        ("auditor", stage.auditor),
        ("beside", stage.hac_thanh.reporter),
        ("other side", stage.dong_thanh_front.reporter),
        ("other side above", stage.front.consolidator),
    ):
        client.force_login(person.user)
        answers[name] = client.get(address).status_code

    assert answers == {
        "own": 200,
        "above": 200,
        "auditor": 200,
        "beside": 404,
        "other side": 404,
        "other side above": 404,
    }


def test_types_named_in_the_text_are_put_into_the_form_by_name(stage: Stage, client: Client) -> None:
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter
    text = paste(stage, f"{REPORT}Duy trì mô hình “Tiếng kẻng an ninh” và mô hình Camera an ninh.\n")
    fill_cells(task, figures={TYPES: CellFigure(1)}, evidence={}, keys={TYPES: ("K03",)}, by=reporter, now=NOON)
    client.force_login(reporter.user)

    page = client.get(reverse("reporting:check-text", args=[task.pk, text.pk]))
    name_types(task, text, ["K02", "K99"], by=reporter, now=NOON)

    assert page.context["checking"].types == (
        ("K01", "Camera an ninh", False),
        ("K02", "Tiếng kẻng an ninh", False),
    )
    assert draft(stage).keys == {TYPES: ("K02", "K03")}
    assert draft(stage).value(TYPES) == 2


def test_a_kept_file_is_downloaded_by_those_who_see_the_report(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    kept = upload(stage, "bao-cao.txt", REPORT.encode(), keep_file=True)
    redacted = upload(stage, "bao-cao.txt", REPORT.encode())
    client.force_login(stage.police.consolidator.user)

    answer = client.get(reverse("reporting:kept-file", args=[task.pk, kept.pk]))
    nothing = client.get(reverse("reporting:kept-file", args=[task.pk, redacted.pk]))
    client.force_login(stage.hac_thanh.reporter.user)
    stranger = client.get(reverse("reporting:kept-file", args=[task.pk, kept.pk]))

    assert b"".join(answer.streaming_content) == REPORT.encode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao.txt"'
    assert (nothing.status_code, stranger.status_code) == (404, 404)
