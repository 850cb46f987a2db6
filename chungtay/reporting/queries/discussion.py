"""What was said about reports, as far as a hat takes part in it or reads it."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from chungtay.core.errors import NotFound, require
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.models import DiscussionMark, DiscussionMessage, ReportTask
from chungtay.reporting.queries.submissions import LIST_PARTS, answered_by, task_for


def discussed_task(hat: Membership, task_id: int, on: date) -> ReportTask:
    """The report with this key for whoever takes part in its discussion; `NotFound` for others.

    Those are the office that owes it, the office it goes to, and the auditor, who reads only.
    """
    waiting_here = ReportTask.objects.filter(pk=task_id, receiver_id=hat.organisation_id)
    if hat.role in rules.DECIDING and waiting_here.exists():
        return waiting_here.select_related(*LIST_PARTS).get()
    task = task_for(hat, task_id, on)
    require(hat.role == Role.AUDITOR or rules.can_discuss(hat, task), NotFound())
    return task


def messages_about(task: ReportTask) -> QuerySet[DiscussionMessage]:
    """The messages about a report, each with who wrote it; the pager puts them in order."""
    return DiscussionMessage.objects.filter(task=task).select_related("by__user", "by__organisation")


def unread_messages(hat: Membership) -> QuerySet[DiscussionMessage]:
    """Messages of others that this hat has not read, about the reports in whose discussion it takes part."""
    mine = Q(pk__in=[])
    if hat.role in rules.ENTERING:
        mine |= answered_by(hat.organisation_id)
    if hat.role in rules.DECIDING:
        mine |= Q(receiver_id=hat.organisation_id)
    tasks = ReportTask.objects.filter(mine)
    read = DiscussionMark.objects.filter(hat=hat, task=OuterRef("task"), last_read__gte=OuterRef("pk"))
    return DiscussionMessage.objects.filter(~Exists(read), task__in=tasks).exclude(by__user=hat.user_id)


def tasks_with_unread(hat: Membership) -> QuerySet[ReportTask]:
    """The reports about which something unread was said; the pager puts them in order."""
    unread = unread_messages(hat).filter(task=OuterRef("pk"))
    return ReportTask.objects.filter(Exists(unread)).select_related(*LIST_PARTS)
