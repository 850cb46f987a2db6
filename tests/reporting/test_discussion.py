"""Messages about a report: who writes, who reads, what is unread, and that the other line hears nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chungtay.core.errors import InputRefused, NotFound, NotPermitted
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.discussion import mark_read, write_message
from chungtay.reporting.errors import MessageLength
from chungtay.reporting.models import DiscussionMessage
from chungtay.reporting.queries.discussion import discussed_task, messages_about, tasks_with_unread, unread_messages
from tests.reporting.stage import NOON, Stage, hat

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def test_both_offices_of_the_line_write_and_nobody_else(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    write_message(task, "Số buổi có cả lớp tập huấn?", by=stage.police.consolidator, now=NOON)
    write_message(task, "Không, chỉ  buổi\ntuyên truyền.", by=stage.dong_thanh.reporter, now=NOON)

    for other in (stage.hac_thanh.reporter, stage.dong_thanh_front.reporter, stage.front.consolidator, stage.auditor):
        with pytest.raises(NotPermitted):
            write_message(task, "Xin xem lại", by=other, now=NOON)

    said = messages_about(task).order_by("id").values_list("text", flat=True)
    assert list(said) == ["Số buổi có cả lớp tập huấn?", "Không, chỉ buổi tuyên truyền."]


def test_the_other_line_does_not_find_the_discussion(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    write_message(task, "Số buổi có cả lớp tập huấn?", by=stage.dong_thanh.reporter, now=NOON)

    for one in (stage.dong_thanh.reporter, stage.police.consolidator, stage.auditor):
        assert discussed_task(one, task.pk, TODAY) == task
    for other in (stage.dong_thanh_front.reporter, stage.front.consolidator, stage.hac_thanh.reporter):
        with pytest.raises(NotFound):
            discussed_task(other, task.pk, TODAY)


def test_a_message_of_others_is_unread_until_it_is_read_or_answered(stage: Stage) -> None:
    task, reporter, consolidator = stage.task(stage.dong_thanh), stage.dong_thanh.reporter, stage.police.consolidator
    colleague = hat(stage.dong_thanh.organisation, Role.APPROVER)
    write_message(task, "Xin xem lại số buổi", by=consolidator, now=NOON)

    counts = [[unread_messages(one).count() for one in (consolidator, reporter, colleague)]]
    write_message(task, "Đã xem lại", by=reporter, now=NOON + timedelta(minutes=1))
    counts.append([unread_messages(one).count() for one in (consolidator, reporter, colleague)])
    mark_read(task, by=consolidator)
    mark_read(task, by=colleague)
    counts.append([unread_messages(one).count() for one in (consolidator, reporter, colleague)])

    assert counts == [[0, 1, 1], [1, 0, 2], [0, 0, 0]]
    assert list(tasks_with_unread(consolidator)) == []


def test_a_message_is_short_says_something_and_passes_the_scanner(stage: Stage) -> None:
    task, by = stage.task(stage.dong_thanh), stage.dong_thanh.reporter

    for words in ("", "  \n ", "a" * 501):
        with pytest.raises(MessageLength):
            write_message(task, words, by=by, now=NOON)
    with pytest.raises(InputRefused):
        write_message(task, "Liên hệ 0987123456", by=by, now=NOON)

    assert not DiscussionMessage.objects.exists()


def test_the_pages_show_write_and_mark(stage: Stage, ticking_clock: object) -> None:
    task = stage.task(stage.dong_thanh)
    write_message(task, "Xin xem lại số buổi", by=stage.police.consolidator, now=NOON)
    client, page = _as(stage.dong_thanh.reporter), reverse("reporting:discussion", args=[task.pk])

    waiting = page in client.get(reverse("reporting:discussions")).content.decode()
    shown = client.get(page).content.decode()
    client.post(reverse("reporting:read-discussion", args=[task.pk]))
    answered = client.post(page, {"text": "Đã xem lại"})
    refused = client.post(page, {"text": "Gọi 0987123456"})

    assert (waiting, "Xin xem lại số buổi" in shown, answered.status_code, refused.status_code) == (
        True,
        True,
        302,
        422,
    )
    assert list(messages_about(task).order_by("id").values_list("text", flat=True))[1:] == ["Đã xem lại"]
    assert unread_messages(stage.dong_thanh.reporter).count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_messages_asks_the_same_of_the_database_whatever_their_number(
    stage: Stage, count: int, django_assert_num_queries: object, ticking_clock: object
) -> None:
    task = stage.task(stage.dong_thanh)
    for _each in range(count):
        write_message(task, "Xin xem lại số buổi", by=stage.police.consolidator, now=NOON)

    with django_assert_num_queries(1):  # type: ignore[operator]
        names = [(each.by.user.display_name, each.by.organisation.name) for each in messages_about(task)]

    assert len(names) == count


def _as(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
