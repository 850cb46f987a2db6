"""Reminding: the words to paste, the urging letter, and who may draft it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document
from chungtay.documents.queries import findings_of, own_text
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.reporting.actions.extensions import give_time
from chungtay.reporting.actions.urging import draft_urging_letter
from chungtay.reporting.catalogue_errors import NobodyMissing
from chungtay.reporting.codes import Grain
from chungtay.reporting.papers.urging import Owing, Urging, period_named, urging_letter
from chungtay.reporting.queries.board import board_of
from chungtay.reporting.reminding import reminder_words
from officialdoc import render_docx
from officialdoc.check import check
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, Cast, build_cast, month
from tests.reporting.stage import NOON, Stage
from tests.reporting.test_submissions import contents, sent

MATTER = Urging(
    kind=OrganisationKind.POLICE,
    agency="Công an tỉnh Xứ Thanh",
    agency_above="Bộ Công an",
    symbol="CAT",
    place="Xứ Thanh",
    report="phiếu số liệu chương trình phối hợp",
    legal_basis="Nghị định 09/2019/NĐ-CP",
    period="tháng 11 năm 2026",
    window=(date(2026, 10, 15), date(2026, 11, 14)),
    due_on=date(2026, 11, 17),
    on=date(2026, 11, 20),
    answer_by=date(2026, 11, 25),
    sent=154,
    asked=166,
    owing=[Owing("Công an xã Đông Thanh", date(2026, 11, 17), is_overdue=True, has_more_time=False)],
)


@pytest.fixture
def cast(db: None, ticking_clock: Callable[[], datetime]) -> Cast:
    """The province, the report of November asked for."""
    cast = build_cast()
    month(11)
    return cast


# The letter


@pytest.mark.parametrize("kind", [OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.WOMEN])
@pytest.mark.parametrize("count", [1, 8, 9, 166])
def test_the_letter_breaks_no_rule_of_layout(kind: OrganisationKind, count: int) -> None:
    symbols = {OrganisationKind.POLICE: "CAT", OrganisationKind.FRONT: "MTTQ", OrganisationKind.WOMEN: "HLHPN"}
    agency = {OrganisationKind.FRONT: "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Xứ Thanh"}.get(kind, MATTER.agency)
    profile = {OrganisationKind.POLICE: "cong-an", OrganisationKind.FRONT: "mat-tran"}.get(kind, "nha-nuoc")
    owing = [replace(MATTER.owing[0], office=f"Cơ quan xã số {number}") for number in range(count)]
    above = MATTER.agency_above if kind is OrganisationKind.POLICE else ""
    matter = replace(MATTER, kind=kind, agency=agency, agency_above=above, symbol=symbols[kind], owing=owing)

    content = render_docx(urging_letter(matter))

    assert [(found.rule, found.found) for found in check(content, profile=profile)] == []


def test_a_long_list_becomes_an_annex_and_a_short_one_stands_in_the_head() -> None:
    short = urging_letter(MATTER)
    long = urging_letter(replace(MATTER, owing=[replace(MATTER.owing[0], office=f"Xã {n}") for n in range(9)]))

    assert (short.addressees, short.annexes) == (("Công an xã Đông Thanh",), ())
    assert long.addressees == ("Các đơn vị có tên tại Phụ lục",)
    assert len(long.annexes) == 1


@pytest.mark.parametrize(
    ("grain", "index", "words"),
    [
        (Grain.MONTH, 11, "tháng 11 năm 2026"),
        (Grain.QUARTER, 3, "quý III năm 2026"),
        (Grain.HALF, 2, "6 tháng cuối năm 2026"),
        (Grain.YEAR, 1, "năm 2026"),
    ],
)
def test_periods_are_named_as_documents_name_them(grain: Grain, index: int, words: str) -> None:
    assert period_named(grain, index, 2026) == words


def test_a_consolidator_drafts_the_letter_from_the_board(cast: Cast, client: Client) -> None:
    by = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    client.force_login(by.user)

    answer = client.post(reverse("reporting:draft-urging"), {"ky": month(11).pk})

    letter = Document.objects.get(kind=PaperKind.URGING)
    assert answer.headers["Location"] == reverse("documents:document", args=[letter.pk])
    assert (letter.lead, letter.partner, letter.symbol) == (cast.office(PROVINCE, POLICE), None, "CAT-PV05")
    assert findings_of(letter) == []
    words = " ".join(own_text(letter).split())
    assert "Công an xã Đông Thanh" in words
    assert "Công an phường Hạc Thành" in words
    assert "có 0/3 báo cáo đã được gửi" in words
    assert "chậm nhất ngày 17/11/2026" in words
    assert "chậm nhất ngày 25/11/2026" in words
    board = client.get(reverse("reporting:board"), {"ky": month(11).pk})
    assert board.context["letters"] == [letter]


@pytest.mark.parametrize(
    "seat",
    [
        (PROVINCE, POLICE, Role.SIGNER),
        (PROVINCE, POLICE, Role.AUDITOR),
        (DONG_THANH, POLICE, Role.REPORTER),
        (HAC_THANH, FRONT, Role.REPORTER),
    ],
)
def test_nobody_else_drafts_it(cast: Cast, client: Client, seat: tuple[str, OrganisationKind, Role]) -> None:
    client.force_login(cast.hats[seat].user)

    answer = client.post(reverse("reporting:draft-urging"), {"ky": month(11).pk})

    assert answer.status_code in (403, 404)
    assert not Document.objects.exists()


def test_there_is_no_letter_when_nobody_is_missing(cast: Cast) -> None:
    by = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    board = replace(board_of(by, month(11), by.organisation, TODAY), cells=())

    with pytest.raises(NobodyMissing):
        draft_urging_letter(board, by=by, now=NOW)


# The words


def test_the_words_tell_overdue_from_not_due_and_from_more_time(stage: Stage) -> None:
    stage.task(stage.dong_thanh)
    given = stage.task(stage.hac_thanh)
    give_time(given, until=date(2026, 11, 25), reason="Bão", by=stage.police.consolidator, now=NOON)
    by = stage.police.consolidator

    words = {
        day: reminder_words(
            board_of(by, stage.period(), by.organisation, date(2026, 11, day)), [given.pk], address="http://x/"
        ).splitlines()
        for day in (17, 19, 26)
    }

    head = "Báo cáo tháng 11/2026 (số liệu 15/10/2026 – 14/11/2026), hạn gửi 18/11/2026."
    foot = "Đề nghị gửi tại: http://x/"
    more = "Được gia hạn (1): Hạc Thành (25/11/2026)."
    assert words[17] == [head, "Chưa gửi (1): Đông Thanh.", more, foot]
    assert words[19] == [head, "Quá hạn, chưa gửi (1): Đông Thanh.", more, foot]
    assert words[26][1] == "Quá hạn, chưa gửi (2): Hạc Thành, Đông Thanh."


def test_a_late_report_is_marked_late(stage: Stage, client: Client) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    type(task).objects.filter(pk=task.pk).update(due_on=date(2026, 11, 10))
    client.force_login(stage.police.consolidator.user)

    page = client.get(reverse("reporting:board"), {"ky": task.period_id})

    (cell,) = page.context["cells"]
    assert (cell["words"], cell["tone"]) == ("Gửi muộn, chờ duyệt", "waiting")
    assert page.context["board"].late_count == 1
