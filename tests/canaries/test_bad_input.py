"""What cannot be read gets a sentence that says what to do; nothing half is stored, and the site answers afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.reporting.models import ReportTask
from tests.canaries.matter import CLEAN, Body, Sent, scan, word, zip_bomb
from tests.canaries.tables import changed, checksums
from tests.reporting.stage import NOON, Stage

MEGABYTE = 1024 * 1024
TCVN3 = "B¸o c¸o kÕt qu¶: tæ chøc 3 buæi tuyªn truyÒn, víi 210 l­ît ng­êi dù. C«ng an x· §«ng Thanh phèi hîp MÆt trËn."
BAD_FILES = {
    "corrupt": Sent("bao-cao.docx", b"PK\x03\x04 nothing of a package"),
    "cut off": Sent("bao-cao.docx", word(("BÁO CÁO", CLEAN)).content[:4000]),
    "zip bomb": Sent("bao-cao.docx", zip_bomb()),
    "program": Sent("bao-cao.docx", b"MZ\x90\x00" + b"\x00" * 4000),
    "empty": Sent("bao-cao.docx", b""),
    "picture": Sent("anh.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 400),
    "old word": Sent("bao-cao.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000),
    "scan": Sent("bao-cao.pdf", scan()),
    "old letters": Sent("bao-cao.txt", TCVN3.encode()),
    "corrupt pdf": Sent("bao-cao.pdf", b"%PDF-1.7\nnothing"),
    "corrupt sheet": Sent("bao-cao.xlsx", b"PK\x03\x04 nothing of a package"),
}
# Words that each sentence must have: what is wrong, or what to do.
SAYS = {
    "corrupt": "mở",
    "zip bomb": "bung ra",
    "empty": "không có chữ",
    "picture": "ảnh",
    "old word": ".docx",
    "scan": "không có chữ",
    "old letters": "Unicode",
}


@pytest.fixture
def task(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> ReportTask:
    """The report of Đông Thanh for November, on the day before it is due."""
    monkeypatch.setattr("chungtay.core.clock.now", lambda: NOON)
    return stage.task(stage.dong_thanh)


@pytest.fixture
def officer(stage: Stage) -> Client:
    """The officer who reports."""
    client = Client()
    client.force_login(stage.dong_thanh.reporter.user)
    return client


def send(officer: Client, task: ReportTask, data: dict[str, Any]) -> Any:
    """Through the door, as a browser does."""
    return officer.post(reverse("reporting:bring-in", args=[task.pk]), data, follow=True)


def sentence(answer: Any) -> str:
    """What the page says about the file: the message above the form, or the refusal."""
    said = [str(message) for message in (answer.context or {}).get("messages", ())]
    return " ".join(said) or re.sub(r"<[^>]+>", " ", answer.content.decode())


def is_vietnamese(text: str) -> bool:
    """Whether the sentence has letters that only Vietnamese has."""
    return re.search("[ạảấầẩậắằẵặẹẻẽếềểễệỉịọỏốồổỗộớờởợụủứừửữựỳỵỷỹđ]", text) is not None


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(kind: str, officer: Client, task: ReportTask) -> None:
    before = checksums()

    answer = send(officer, task, {"file": BAD_FILES[kind].stream})

    assert answer.redirect_chain == [(reverse("reporting:entry", args=[task.pk]), 302)]
    assert is_vietnamese(sentence(answer))
    assert SAYS.get(kind, "") in sentence(answer)
    assert changed(before, checksums()) == []
    assert officer.get(reverse("reporting:task", args=[task.pk])).status_code == 200


def test_ten_thousand_rows_pasted_are_refused_with_a_sentence(officer: Client, task: ReportTask) -> None:
    rows = "Thôn 3 họp dân, có mặt đông đủ\n" * 10_000
    before = checksums()

    answer = send(officer, task, {"text": rows})

    assert is_vietnamese(sentence(answer))
    assert answer.redirect_chain == [(reverse("reporting:entry", args=[task.pk]), 302)]
    assert changed(before, checksums()) == []


@pytest.mark.parametrize("megabytes", [21, 200])
def test_a_file_above_the_limit_is_refused_while_it_streams_in(
    megabytes: int, officer: Client, task: ReportTask
) -> None:
    upload = Body(megabytes * MEGABYTE)
    before = checksums()

    answer = officer.request(**upload.request(reverse("reporting:bring-in", args=[task.pk])))

    assert answer.status_code == 413
    assert "20 MB" in sentence(answer)
    assert upload.taken < 21 * MEGABYTE
    assert changed(before, checksums()) == []
    assert officer.get(reverse("reporting:task", args=[task.pk])).status_code == 200
