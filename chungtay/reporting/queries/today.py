"""What one hat has to do now (Việc hôm nay): a few rows of each list, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    piles = []
    if hat.role in rules.ENTERING:
        piles += [
            _pile("returned", _("Returned to us"), returned_tasks(hat), "reporting:tasks", "reporting:task"),
            _pile("due", _("Due"), open_tasks(hat), "reporting:tasks", "reporting:task"),
            _pile(
                "ready", _("Waiting for my approval"), tasks_awaiting_approver(hat), "reporting:tasks", "reporting:task"
            ),
        ]
    if hat.role in rules.DECIDING:
        waiting = tasks_awaiting_decision(hat).order_by("sent_at", "pk")
        piles.append(
            _pile("decide", _("Waiting for our decision"), waiting, "reporting:review", "reporting:review-one")
        )
    if hat.role in rules.ENTERING:
        piles.append(
            _pile("sent", _("Sent, waiting for an answer"), sent_tasks(hat), "reporting:tasks", "reporting:task")
        )
    return piles


def consolidations_to_freeze(hat: Membership, on: date) -> QuerySet[Consolidation]:
    """Open consolidations of its own unit that the hat may freeze for its side, which has not done so yet."""
    side = rules.freezing_side(hat)
    if side is None:
        return Consolidation.objects.none()
    mine = Consolidation.objects.filter(
        unit__in=units_to_consolidate(hat, on), replaced_by__isnull=True, **{f"{side}_frozen_at__isnull": True}
    )
    return mine.select_related("period", "unit").order_by("-period__year")


def _pile(code: str, heading: Message, tasks: QuerySet[ReportTask], list_url: str, page_url: str) -> Pile:
    shown = list(tasks[:SHOWN])
    # What fits on the page is counted already.
    count = tasks.count() if len(shown) == SHOWN else len(shown)
    return Pile(code, heading, shown, count, list_url, page_url)
