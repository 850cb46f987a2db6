"""The .ics of deadlines: lines as RFC 5545 wants them, and nothing lost on the way."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chungtay.reporting.actions.extensions import give_time
from chungtay.reporting.calendar_file import Deadline, calendar_file
from tests.reporting.stage import NOON, Stage

MADE = datetime(2026, 11, 17, 3, 4, 5, tzinfo=UTC)
ONE = Deadline("bao-cao-7@x", "Gửi: Phiếu, tháng 11", "Số liệu; hạn\nngày", date(2026, 11, 18), 2, "http://x/7/")


def unfolded(content: bytes) -> list[str]:
    """The content lines, as a calendar reads them."""
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_an_event_says_when_what_and_where() -> None:
    lines = unfolded(calendar_file("Báo cáo", [ONE], made_at=MADE))

    event = lines[lines.index("BEGIN:VEVENT") : lines.index("BEGIN:VALARM")]
    assert event == [
        "BEGIN:VEVENT",
        "UID:bao-cao-7@x",
        "DTSTAMP:20261117T030405Z",
        "SEQUENCE:2",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261118T160000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20261118T170000",
        "SUMMARY:Gửi: Phiếu\\, tháng 11",
        "DESCRIPTION:Số liệu\\; hạn\\nngày",
        "URL:http://x/7/",
        "TRANSP:TRANSPARENT",
    ]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines[lines.index("BEGIN:VTIMEZONE") + 1] == "TZID:Asia/Ho_Chi_Minh"


def test_a_file_without_deadlines_is_a_calendar() -> None:
    lines = unfolded(calendar_file("Báo cáo", [], made_at=MADE))

    assert [line for line in lines if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "END:VTIMEZONE",
        "END:VCALENDAR",
    ]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n,;\\"), max_size=200))
def test_any_words_come_back_and_no_line_is_longer_than_75_octets(words: str) -> None:
    content = calendar_file("Báo cáo", [Deadline("k", words, "", date(2026, 1, 2), 0, "http://x")], made_at=MADE)

    assert max(len(row) for row in content.split(b"\r\n")) <= 75
    summary = next(line for line in unfolded(content) if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    back = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], summary)
    assert back == words


def test_an_office_takes_its_own_deadlines_and_a_moved_one_moves(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    stage.task(stage.hac_thanh)
    client.force_login(stage.dong_thanh.reporter.user)
    before = client.get(reverse("reporting:deadlines-file"))
    give_time(task, until=date(2026, 11, 25), reason="Bão", by=stage.police.consolidator, now=NOON)

    after = client.get(reverse("reporting:deadlines-file"))

    assert before.headers["Content-Type"] == "text/calendar; charset=utf-8"
    first, second = (unfolded(answer.content) for answer in (before, after))
    uids = [line for line in first if line.startswith("UID:")]
    assert (
        uids
        == [line for line in second if line.startswith("UID:")]
        == [f"UID:bao-cao-{task.pk}@tinh-00.chung-tay.invalid"]
    )
    moved = ("SEQUENCE", "DTSTART;TZID")
    assert [line for line in first if line.startswith(moved)] == [
        "SEQUENCE:0",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261118T160000",
    ]
    assert [line for line in second if line.startswith(moved)] == [
        "SEQUENCE:1",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261125T160000",
    ]


@pytest.mark.parametrize("role", ["police", "front"])
def test_who_enters_nothing_has_an_empty_calendar(stage: Stage, client: Client, role: str) -> None:
    stage.task(stage.dong_thanh)
    client.force_login(getattr(stage, role).consolidator.user)

    answer = client.get(reverse("reporting:deadlines-file"))

    assert b"VEVENT" not in answer.content
