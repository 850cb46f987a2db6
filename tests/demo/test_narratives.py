"""The reports in words: their form, their figures, and how they go in."""

import re
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from chungtay.core.clock import VIETNAM
from chungtay.demo.narratives import RETURN_REASON, history_in_words, write_this_month
from chungtay.demo.people import hats_by_office
from chungtay.demo.texts import bank
from chungtay.demo.texts.layouts import MOTTO, NATION, as_text, as_word
from chungtay.demo.texts.subject import Stated, Subject, Told
from chungtay.demo.texts.writing import SIZES, Narrative, hedged, write
from chungtay.organisations.codes import Line, Role
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.codes import ProposalStatus, Source, SubmissionStatus
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import CellEvidence, IncomingText, ProposedFigure, Submission
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.reporting.reading import Incoming, ReadText, read_here
from narrative.forbidden import find_secrecy_stamp, scan
from officialdoc.check import check
from tests.cast import DONG_THANH, FRONT, HAC_THANH, POLICE, WOMEN, build_cast, cell_of, month, whole_year

MONTH_FIGURES = {
    "ADV_DOCS": Stated(3, cumulative=11),
    "OUT_SESSIONS": Stated(12, cumulative=51, joint=4),
    "OUT_ATTENDANCES": Stated(350, cumulative=1_490),
    "OUT_BANNERS": Stated(6, cumulative=23),
    "OUT_LEAFLETS": Stated(180, "hơn", 720),
    "OUT_MATERIALS": Stated(5, cumulative=21),
    "OUT_NEWS": Stated(2, cumulative=9),
    "OUT_BULLETINS": Stated(8, cumulative=33),
    "MOV_LAUNCHES": Stated(1, cumulative=4),
    "DIG_POSTS": Stated(17, cumulative=70),
    "FOR_COUNT": Stated(1, cumulative=3),
    "MOD_NEW": Stated(1, cumulative=2),
    "PAT_TURNS": Stated(44, cumulative=180),
    "PAT_ATT": Stated(190, "gần", 760),
    "MOD_MODELS": Stated(7),
    "MOD_POINTS": Stated(62),
    "CAM_EYES": Stated(851),
    "FRC_TEAMS": Stated(26),
    "FRC_MEMBERS": Stated(78),
}
KINDS = ("police", "front", "women", "farmers", "veterans", "youth", "union")
# Every kind of office and every size, and the longest of those who write the longest.
CASES = [*((kind, SIZES[place % 3]) for place, kind in enumerate(KINDS)), ("police", "long"), ("front", "long")]
QUALIFIERS = {"": "eq", "hơn": "gt", "gần": "lt", "khoảng": "approx"}


def _subject(kind: str) -> Subject:
    return Subject(kind, "phường An Lạc", "phường", "tỉnh Lâm Giang", 2026, 11, date(2026, 11, 16), 47)


def _report(kind: str, size: str, seed: int = 1) -> Narrative:
    return write(_subject(kind), Told(MONTH_FIGURES, ("Camera với ANTT",)), Random(seed), size=size)


def _text(kind: str, size: str, seed: int = 1) -> str:
    return as_text(_report(kind, size, seed), Random(seed))


def _read(content: bytes, *, name: str = "") -> ReadText:
    subject = _subject("police")
    return read_here(Incoming(content, name=name, is_paste=not name, scope=subject.unit, period=subject.period))


@pytest.mark.parametrize(("kind", "size"), CASES)
def test_a_report_has_the_form_of_offices(kind: str, size: str) -> None:
    text = _text(kind, size)

    assert 300 <= len(text.split()) <= 3_000
    assert (NATION in text, MOTTO in text) == (True, True)
    assert re.search(r"^Số: 47/BC-\S+", text, re.MULTILINE) is not None
    assert [line for line in text.splitlines() if line.startswith("Kính gửi: ")] == [
        f"Kính gửi: {_subject(kind).recipient}."
    ]
    for heading in (r"^I\. \S", r"^1\. \S", r"^a\) \S", r"^Nơi nhận:$"):
        assert re.search(heading, text, re.MULTILINE) is not None
    assert (re.search(r"^Phụ lục", text, re.MULTILINE) is not None) == (size != "short")


@pytest.mark.parametrize(("kind", "size"), CASES)
def test_a_report_holds_nothing_forbidden(kind: str, size: str) -> None:
    text = _text(kind, size)

    assert find_secrecy_stamp(text) is None
    assert list(scan(text)) == []


def test_the_paragraphs_use_words_that_only_look_forbidden() -> None:
    words = " ".join(paragraph for theme in bank.themes().values() for paragraph in theme)

    for phrase in ("đối tượng chính sách", "từng đối tượng", "phòng, chống tội phạm", "tố giác tội phạm"):
        assert phrase in words


def test_the_same_seed_gives_the_same_report_and_another_another() -> None:
    assert _text("police", "long", 3) == _text("police", "long", 3)
    assert as_word(_report("front", "long", 3)) == as_word(_report("front", "long", 3))
    assert _text("police", "long", 3) != _text("police", "long", 4)


def test_the_reader_finds_nearly_all_figures_of_the_sentences() -> None:
    found = intended = 0
    for kind, size in CASES:
        report = _report(kind, size)
        read = _read(as_text(report, Random(2)).encode())
        figures = {(int(one.value), one.qualifier, one.is_cumulative) for one in read.figures if one.key}
        wanted = {(one.value, QUALIFIERS[one.hedge], one.is_cumulative) for one in report.mentions}
        intended += len(wanted)
        found += len(wanted & figures)

    assert intended > 100
    assert found * 100 >= intended * 95


def test_a_word_file_keeps_the_layout_and_the_figures() -> None:
    report = _report("police", "long")
    content = as_word(report)

    read = _read(content, name="bao-cao.docx")

    assert [finding.rule for finding in check(content, profile="cong-an")] == []
    assert read.is_whole
    sessions = next(one for one in report.mentions if one.indicator == "OUT_SESSIONS")
    assert sessions.value in {int(one.value) for one in read.figures if one.key == "outreach_sessions"}


def test_the_hamlets_of_an_annex_add_up_to_the_figures_of_the_office() -> None:
    annex = _report("police", "long").annexes[1]
    columns = list(zip(*(row[2:] for row in annex.rows), strict=True))

    assert annex.rows[-1][1] == "Tổng cộng"
    for column in columns:
        numbers = [int(cell.replace(".", "")) for cell in column]
        assert sum(numbers[:-1]) == numbers[-1]


@given(st.integers(1, 10**7), st.integers(0, 2**16))
def test_softened_words_are_true(value: int, seed: int) -> None:
    stated = hedged(value, Random(seed))

    assert {
        "": stated.value == value,
        "hơn": stated.value < value,
        "gần": stated.value > value,
        "khoảng": 10 * abs(stated.value - value) <= value,
    }[stated.hedge]


def test_outlines_name_only_topics_and_themes_that_there_are() -> None:
    lines = [line for forms in bank.outlines().values() for form in forms for line in form.strip().splitlines()]
    topics = {word[1:] for line in lines if line.startswith("@") for word in line.split()}
    themes = {line[1:].split()[0] for line in lines if line.startswith("~")}

    assert topics - bank.topics().keys() == set()
    assert themes - bank.themes().keys() == {"own"}
    assert set(bank.topics()) - topics == set()


@pytest.fixture
def cast(db: None):
    return build_cast()


FIGURES = {"OUT_SESSIONS": 12, "OUT_ATTENDANCES": 350, "OUT_BANNERS": 64, "OUT_LEAFLETS": 1_240}


def _entry(task, hat) -> Entry:
    figures = {cell_of(code): CellFigure(value) for code, value in FIGURES.items()}
    at = datetime.combine(task.due_on - timedelta(days=1), datetime.min.time(), VIETNAM) + timedelta(hours=9)
    return Entry(task, Contents(figures, no_joint_work=True), hat, at, "Đã đối chiếu với sổ theo dõi")


def test_the_past_stands_on_the_sentences_of_its_texts(cast) -> None:
    period = whole_year(2021)
    entries = [_entry(cast.task(DONG_THANH, kind, period), cast.hat(DONG_THANH, kind)) for kind in (POLICE, FRONT)]

    submit_in_bulk(history_in_words(entries, catalogue_cells(), seed=5))

    texts = {text.pk: text for text in IncomingText.objects.all()}
    evidence = list(CellEvidence.objects.select_related("cell__indicator").exclude(source=Source.HAND))
    assert {text.task_id for text in texts.values()} == {entry.task.pk for entry in entries}
    assert len(evidence) >= 6
    for row in evidence:
        quoted = texts[row.text_id].text[row.start : row.end]
        assert int(re.sub(r"\D", "", quoted)) == FIGURES[row.cell.indicator.code]
    assert ProposedFigure.objects.filter(status=ProposalStatus.PROPOSED).count() == 0


def test_the_month_that_is_due_has_waiting_texts_and_one_that_came_back(cast) -> None:
    period = month(11)
    seats = [(DONG_THANH, POLICE), (DONG_THANH, FRONT), (DONG_THANH, WOMEN), (HAC_THANH, POLICE), (HAC_THANH, FRONT)]
    entries = [_entry(cast.task(*seat, period), cast.hat(*seat)) for seat in seats]
    acceptors = hats_by_office(Role.CONSOLIDATOR)

    written = write_this_month(
        entries, catalogue_cells(), commune=cast.units[DONG_THANH].pk, acceptors=acceptors, seed=5
    )

    assert written == {entry.task.pk for entry in entries}
    waiting = ProposedFigure.objects.filter(status=ProposalStatus.PROPOSED, cell__isnull=False)
    returned = Submission.objects.get()
    assert set(waiting.values_list("text__task", flat=True)) == written - {returned.task_id}
    assert waiting.exclude(sentence_start__lte=F("start"), sentence_end__gte=F("end")).count() == 0
    assert (returned.task.line, returned.status, returned.return_reason) == (
        Line.WOMEN,
        SubmissionStatus.RETURNED,
        RETURN_REASON,
    )
