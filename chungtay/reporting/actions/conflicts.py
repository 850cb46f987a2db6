"""Keep what two people stated differently in one cell, and let a named person choose."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chungtay.core.errors import NotFound, require
from chungtay.core.record import record
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.locking import lock_task
from chungtay.reporting.actions.submissions import fill_cells
from chungtay.reporting.errors import ConflictSettled
from chungtay.reporting.merging import Said
from chungtay.reporting.models import EditConflict, ReportTask


@transaction.atomic
def settle_conflict(
    task: ReportTask, conflict_id: int, *, takes_offered: bool, by: Membership, now: datetime
) -> EditConflict:
    """Choose between the two figures of a cell; the one that was not chosen is kept beside it.

    Raises `NotFound` for a conflict of another report, `ConflictSettled` when somebody chose before.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    conflict = EditConflict.objects.filter(pk=conflict_id, submission__task=task).select_related("submission").first()
    require(conflict is not None, NotFound())
    assert conflict is not None
    require(conflict.settled_at is None, ConflictSettled())
    if takes_offered:
        chosen = Said.from_json(conflict.offered)
        keys = {conflict.cell_id: chosen.names}
        fill_cells(task, figures={conflict.cell_id: chosen.figure}, evidence={}, keys=keys, by=by, now=now)
    conflict.settled_by, conflict.settled_at, conflict.took_offered = by, now, takes_offered
    conflict.save(update_fields=["settled_by", "settled_at", "took_offered"])
    record(conflict.submission, "conflict_settled", by=by, at=now, cell=conflict.cell_id, took_offered=takes_offered)
    return conflict
