"""Where offices read their official mail."""

from __future__ import annotations

from chungtay.organisations.models import Membership
from chungtay.reporting.models import OfficeMailbox
from chungtay.reporting.queries.board import Board


def mailbox_of(hat: Membership) -> str:
    """The mailbox of the hat's own office, "" where none is kept."""
    return (
        OfficeMailbox.objects.filter(organisation=hat.organisation_id).values_list("address", flat=True).first() or ""
    )


def mailbox_count(board: Board) -> int:
    """How many of the reports that are missing on a board belong to offices with a mailbox."""
    tasks = [cell.task_id for cell in board.missing]
    return OfficeMailbox.objects.filter(organisation__tasks__in=tasks).count()
