"""Reminders by mail: off without a relay; text alone; once; nothing for what came in meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from chungtay.core.scanner import ForbiddenMatter
from chungtay.reporting.actions.mailing import keep_mailbox, remind_by_mail, send_reminder
from chungtay.reporting.catalogue_errors import NobodyMissing, NoMailRelay, NotAnAddress
from chungtay.reporting.models import MailReminder, OfficeMailbox
from chungtay.reporting.queries.board import Board, board_of
from chungtay.web.environment import read_mail_relay, read_mail_sender
from tests.reporting.stage import NOON, Stage
from tests.reporting.test_submissions import contents, sent

ADDRESS, SITE = "congan.dongthanh@example.vn", "http://bao-cao.example.vn/phieu/"


@pytest.fixture
def relay(settings: Any) -> None:
    """The province has a relay; what would go there is caught at the border."""
    settings.EMAIL_HOST = "relay.example.vn"
    settings.DEFAULT_FROM_EMAIL = "nhac@example.vn"


def board(stage: Stage) -> Board:
    """The board of November; both communes owe, one of them keeps a mailbox."""
    stage.task(stage.dong_thanh)
    stage.task(stage.hac_thanh)
    keep_mailbox(ADDRESS, by=stage.dong_thanh.reporter, now=NOON)
    return board_of(stage.police.consolidator, stage.period(), stage.police.organisation, NOON.date())


def test_offices_with_a_mailbox_are_reminded_once_without_a_figure(stage: Stage, relay: None) -> None:
    count = remind_by_mail(board(stage), address=SITE, by=stage.police.consolidator, now=NOON)
    (reminder,) = MailReminder.objects.all()

    went = [send_reminder(reminder.pk, address=SITE, now=NOON) for _time in range(2)]

    assert (count, went) == (1, [True, False])
    (message,) = mail.outbox
    assert (message.to, message.from_email) == ([ADDRESS], "nhac@example.vn")
    assert message.subject == "Nhắc gửi báo cáo tháng 11/2026, hạn gửi 18/11/2026"
    assert message.body.splitlines() == [
        "Kính gửi Công an xã Đông Thanh,",
        "",
        "Phiếu ngắn, tháng 11/2026 (số liệu 15/10/2026 – 14/11/2026) có hạn gửi Công an tỉnh là 18/11/2026, "
        "đến nay chưa gửi.",
        f"Đề nghị gửi tại: {SITE}",
        "Nếu cần thêm thời gian, xin gia hạn tại đó và nêu lý do.",
    ]
    assert message.content_subtype == "plain"
    assert message.attachments == []


def test_nothing_is_sent_for_a_report_that_came_in_meanwhile(stage: Stage, relay: None) -> None:
    remind_by_mail(board(stage), address=SITE, by=stage.police.consolidator, now=NOON)
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    went = send_reminder(MailReminder.objects.get().pk, address=SITE, now=NOON)

    assert (went, mail.outbox) == (False, [])


def test_a_relay_that_fails_leaves_the_reminder_to_the_next_try(
    stage: Stage, relay: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    remind_by_mail(board(stage), address=SITE, by=stage.police.consolidator, now=NOON)
    reminder = MailReminder.objects.get()

    class Silent:
        """A relay that does not answer."""

        def __init__(self, **_more: object) -> None: ...

        def send_messages(self, _messages: object) -> int:
            raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend", Silent)
        with pytest.raises(TimeoutError):
            send_reminder(reminder.pk, address=SITE, now=NOON)
    again = send_reminder(reminder.pk, address=SITE, now=NOON)

    assert (again, len(mail.outbox)) == (True, 1)


def test_without_a_relay_nothing_is_asked_for(stage: Stage, client: Client) -> None:
    with pytest.raises(NoMailRelay):
        remind_by_mail(board(stage), address=SITE, by=stage.police.consolidator, now=NOON)
    client.force_login(stage.police.consolidator.user)

    page = client.get(reverse("reporting:board"), {"ky": stage.period().pk})

    assert page.context["mailbox_count"] == 0
    assert not MailReminder.objects.exists()


def test_nobody_without_a_mailbox_is_reminded(stage: Stage, relay: None) -> None:
    found = board(stage)
    keep_mailbox("", by=stage.dong_thanh.reporter, now=NOON)

    with pytest.raises(NobodyMissing):
        remind_by_mail(found, address=SITE, by=stage.police.consolidator, now=NOON)

    assert not OfficeMailbox.objects.exists()


@pytest.mark.parametrize(
    ("written", "error"), [("xã Đông Thanh", NotAnAddress), ("0912345678@zalo.me", ForbiddenMatter)]
)
def test_a_mailbox_is_an_address_and_no_telephone(stage: Stage, written: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        keep_mailbox(written, by=stage.dong_thanh.reporter, now=NOON)


def test_a_mailbox_is_kept_by_its_own_office_on_its_page(stage: Stage, relay: None, client: Client) -> None:
    client.force_login(stage.dong_thanh.reporter.user)

    client.post(reverse("reporting:mailbox"), {"address": ADDRESS})
    own = client.get(reverse("reporting:tasks")).context["mailbox"]
    client.force_login(stage.hac_thanh.reporter.user)
    other = client.get(reverse("reporting:tasks")).context["mailbox"]

    assert (own, other) == (ADDRESS, "")


@pytest.mark.parametrize(
    ("written", "host", "port", "tls", "ssl"),
    [
        ("smtp://relay.vn", "relay.vn", 25, False, False),
        ("smtp+starttls://u:p%40ss@relay.vn", "relay.vn", 587, True, False),
        ("smtps://relay.vn:2465", "relay.vn", 2465, False, True),
        ("", "", 25, False, False),
    ],
)
def test_the_relay_is_read_from_one_address(
    monkeypatch: pytest.MonkeyPatch, written: str, host: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("CHUNGTAY_MAIL_RELAY", written)

    found = read_mail_relay("CHUNGTAY_MAIL_RELAY")

    assert (found["HOST"], found["PORT"], found["USE_TLS"], found["USE_SSL"]) == (host, port, tls, ssl)
    assert found["HOST_PASSWORD"] == ("p@ss" if tls else "")
    assert ("smtp" in found["BACKEND"]) == bool(written)


def test_a_relay_without_sense_or_sender_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_MAIL_RELAY", "relay.vn:25")
    monkeypatch.delenv("CHUNGTAY_MAIL_FROM", raising=False)

    with pytest.raises(ImproperlyConfigured, match="CHUNGTAY_MAIL_RELAY"):
        read_mail_relay("CHUNGTAY_MAIL_RELAY")
    with pytest.raises(ImproperlyConfigured, match="CHUNGTAY_MAIL_FROM"):
        read_mail_sender("CHUNGTAY_MAIL_FROM", relay="CHUNGTAY_MAIL_RELAY")
