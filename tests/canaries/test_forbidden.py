"""Forbidden matter never stays: not in a table, a file, a log or a backup, through whichever door it came."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chungtay.core.models import Deed
from chungtay.reporting.models import IncomingText, ReportTask
from tests.canaries import matter
from tests.canaries.matter import CANARIES, Sent
from tests.canaries.tables import changed, checksums, everything_stored
from tests.reporting.stage import NOON, Stage

STAMPS = {
    "word, first line": {"file": matter.word(("MẬT", "BÁO CÁO", matter.CLEAN), name="bao-cao.docx")},
    "word, page header": {"file": matter.word(("BÁO CÁO", matter.CLEAN), header="TUYỆT MẬT", name="bao-cao.docx")},
    "pdf, head": {"file": matter.pdf("Tổ chức 3 buổi.", agency="MẬT", name="bao-cao.pdf")},
    "pdf, name": {"file": matter.pdf("Tổ chức 3 buổi.", name="TỐI MẬT.pdf")},
    "paste": {"text": "TỐI MẬT\nBÁO CÁO\nTổ chức 3 buổi tuyên truyền."},
}


@pytest.fixture
def task(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> ReportTask:
    """The report of Đông Thanh for November, on the day before it is due."""
    monkeypatch.setattr("chungtay.core.clock.now", lambda: NOON)
    return stage.task(stage.dong_thanh)


@pytest.fixture
def officer(stage: Stage) -> Client:
    """The officer who reports, at the upload page."""
    client = Client()
    client.force_login(stage.dong_thanh.reporter.user)
    return client


def send(officer: Client, task: ReportTask, given: dict[str, Any]) -> Any:
    """Through the door, as a browser does."""
    data = {key: value.stream if isinstance(value, Sent) else value for key, value in given.items()}
    return officer.post(reverse("reporting:bring-in", args=[task.pk]), data, follow=True)


def found_in(text: str) -> list[str]:
    """The canaries that stand in `text`, as letters or as the hexadecimal digits in which bytes are dumped."""
    return [each for each in CANARIES if each in text or each.encode().hex() in text]


def files_of_the_installation() -> list[bytes]:
    """Every file that the installation keeps beside its database."""
    root = Path(settings.MEDIA_ROOT)
    return [path.read_bytes() for path in root.rglob("*") if path.is_file()] if root.exists() else []


DOORS: dict[str, Callable[[], dict[str, Any]]] = {
    "word": lambda: {"file": matter.word(), "keep_file": "1"},
    "pdf": lambda: {"file": matter.pdf(), "keep_file": "1"},
    "excel": lambda: {"file": matter.excel(), "keep_file": "1"},
    "paste": lambda: {"text": matter.pasted()},
}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_of_forbidden_matter_stays(
    door: str, officer: Client, task: ReportTask, caplog: pytest.LogCaptureFixture, tmp_path: Path, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.MEDIA_ROOT = tmp_path

    answer = send(officer, task, DOORS[door]())

    assert answer.status_code == 200
    assert found_in(answer.content.decode()) == []
    assert found_in(everything_stored()) == []
    assert found_in(caplog.text) == []
    assert [found_in(kept.decode("latin-1")) for kept in files_of_the_installation()] == []
    kept = IncomingText.objects.get()
    assert (kept.kept_file, matter.CLEAN_WORDS in kept.text) == (None, True)
    assert sum(one["count"] for one in kept.discarded) >= 3


def test_the_canaries_would_be_found() -> None:
    stored = " ".join(CANARIES)

    assert found_in(stored) == list(CANARIES)
    assert found_in(stored.encode().hex()) == list(CANARIES)


@pytest.mark.parametrize(
    ("address", "field"),
    [("reporting:return", "reason"), ("reporting:extend", "reason"), ("reporting:entry", "reason")],
)
def test_typed_matter_is_refused_before_any_write(
    address: str, field: str, stage: Stage, task: ReportTask, officer: Client
) -> None:
    client = officer
    if address != "reporting:entry":
        client = Client()
        client.force_login(stage.police.consolidator.user)
    before = checksums()

    answer = client.post(reverse(address, args=[task.pk]), {field: matter.PERSON, "until": "2026-12-30"})

    assert answer.status_code >= 400
    assert found_in(answer.content.decode()) in ([], list(CANARIES[:3]))
    assert changed(before, checksums()) == []


@pytest.mark.parametrize("place", STAMPS)
def test_a_secrecy_stamp_is_refused_before_any_write_but_the_refusal(
    place: str, officer: Client, task: ReportTask
) -> None:
    officer.get(reverse("reporting:bring-in", args=[task.pk]))
    before = checksums()

    answer = send(officer, task, STAMPS[place])

    assert changed(before, checksums()) == ["core_deed"]
    deed = Deed.objects.get()
    assert (deed.verb, deed.office, deed.user_id, deed.details) == ("refused_secret", task.organisation.name, None, {})
    assert "mật" in answer.content.decode()
