"""What one hat has to do now (Việc hôm nay): a few rows of each list, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import Message
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.models import Consolidation, ReportTask
from chungtay.reporting.queries.consolidation import units_to_consolidate
from chungtay.reporting.queries.submissions import (
    open_tasks,
    returned_tasks,
    sent_tasks,
    tasks_awaiting_approver,
    tasks_awaiting_decision,
    tasks_in_lists,
)

SHOWN = 5


@dataclass(frozen=True)
class Pile:
    """One pile of work: what it is called, its first tasks, how many there are, where the whole list is."""

    code: str
    heading: Message
    tasks: Sequence[ReportTask]
    count: int
    list_url_name: str
    page_url_name: str


def piles_for(hat: Membership) -> list[Pile]:
    """The piles of a hat that enters or decides, the most urgent first; empty ones too, so that a pile is missed."""
    piles = list(_piles(hat))
    first = [list(tasks.values_list("pk", flat=True)[:SHOWN]) for _code, _heading, tasks, *_names in piles]
    rows = tasks_in_lists(chain.from_iterable(first))
    shown = [[rows[key] for key in keys if key in rows] for keys in first]
    return [
        # What fits on the page is counted already.
        Pile(code, heading, found, tasks.count() if len(found) == SHOWN else len(found), *names)
        for (code, heading, tasks, *names), found in zip(piles, shown, strict=True)
    ]


def _piles(hat: Membership) -> Iterator[tuple[str, Message, QuerySet[ReportTask], str, str]]:
    """What `Pile` says of each, with all tasks of the pile in their order."""
    if hat.role in rules.ENTERING:
        yield "returned", _("Returned to us"), returned_tasks(hat), "reporting:tasks", "reporting:task"
        yield "due", _("Due"), open_tasks(hat), "reporting:tasks", "reporting:task"
        ready = tasks_awaiting_approver(hat)
        yield "ready", _("Waiting for my approval"), ready, "reporting:tasks", "reporting:task"
    if hat.role in rules.DECIDING:
        waiting = tasks_awaiting_decision(hat).order_by("sent_at", "pk")
        yield "decide", _("Waiting for our decision"), waiting, "reporting:review", "reporting:review-one"
    if hat.role in rules.ENTERING:
        sent = sent_tasks(hat)
        yield "sent", _("Sent, waiting for an answer"), sent, "reporting:tasks", "reporting:task"


def consolidations_to_freeze(hat: Membership, on: date) -> QuerySet[Consolidation]:
    """Open consolidations of its own unit that the hat may freeze for its side, which has not done so yet."""
    side = rules.freezing_side(hat)
    if side is None:
        return Consolidation.objects.none()
    mine = Consolidation.objects.filter(
        unit__in=units_to_consolidate(hat, on), replaced_by__isnull=True, **{f"{side}_frozen_at__isnull": True}
    )
    return mine.select_related("period", "unit").order_by("-period__year")
