"""Speak about a report within its own line, and say how far one has read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.errors import MessageLength
from chungtay.reporting.models import DiscussionMark, DiscussionMessage, ReportTask
from chungtay.reporting.models.discussion import LONGEST_MESSAGE


@transaction.atomic
def write_message(task: ReportTask, text: str, *, by: Membership, now: datetime) -> DiscussionMessage:
    """Add a message about `task`; whoever writes has read what stood before.

    By the officers of the office that owes the report and of the one it goes to. Raises `MessageLength` for nothing or
    more than 500 characters, and refuses forbidden matter.
    """
    require(rules.can_discuss(by, task))
    text = " ".join(text.split())
    require(0 < len(text) <= LONGEST_MESSAGE, MessageLength(field="text", longest=LONGEST_MESSAGE))
    message = DiscussionMessage.objects.create(task=task, text=require_clean(text, field="text"), by=by, at=now)
    _mark(task, by, message)
    record(task, "discussed", by=by, at=now, message=message.pk)
    return message


@transaction.atomic
def mark_read(task: ReportTask, *, by: Membership) -> None:
    """Remember that this hat has read every message about `task` that stands now."""
    require(rules.can_discuss(by, task))
    last = task.messages.order_by("-id").first()
    if last is not None:
        _mark(task, by, last)


def _mark(task: ReportTask, hat: Membership, message: DiscussionMessage) -> None:
    DiscussionMark.objects.update_or_create(task=task, hat=hat, defaults={"last_read": message})
