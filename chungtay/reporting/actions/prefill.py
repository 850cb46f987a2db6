"""Điền từ hoạt động: fill a draft from what was recorded near the event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.locking import lock_task, submission_of
from chungtay.reporting.actions.submissions import fill_cells
from chungtay.reporting.codes import Source
from chungtay.reporting.contents import BLANK, CellFigure, Evidence
from chungtay.reporting.counting import FromActivities, figures_from
from chungtay.reporting.errors import NoActivities
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import CountedActivity, ReportTask, SubmissionVersion
from chungtay.reporting.queries.prefill import counted_of, is_free
from chungtay.reporting.versions import load_contents


@transaction.atomic
def fill_from_activities(task: ReportTask, *, by: Membership, now: datetime) -> SubmissionVersion:
    """Write into the draft of `task` what the office's activities of its days add up to.

    Blank cells are filled, and cells filled this way before are brought up to date: one whose activities are gone is
    blank again. A figure of any other source stays. Each figure keeps the activities it was counted from. Raises
    `NoActivities` when there is nothing to count and nothing to bring up to date.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    submission = submission_of(task)
    contents = load_contents(submission.current_version if submission else None, layout)
    found = {cell: figure for cell, figure in figures_from(counted_of(task), layout).items() if is_free(contents, cell)}
    before = {cell for cell, known in contents.evidence.items() if known.source == Source.ACTIVITY}
    require(bool(found or before), NoActivities())
    figures: dict[int, CellFigure] = dict.fromkeys(before, BLANK) | {
        cell: given.figure for cell, given in found.items()
    }
    evidence = dict.fromkeys(found, Evidence(Source.ACTIVITY))
    version = fill_cells(task, figures=figures, evidence=evidence, by=by, now=now)
    _write_shares(version, found.items())
    record(version.submission, "filled_from_activities", by=by, at=now, cells=len(found))
    return version


def _write_shares(version: SubmissionVersion, found: Iterable[tuple[int, FromActivities]]) -> None:
    """The activities behind each cell of a draft, in place of those counted before."""
    CountedActivity.objects.filter(version=version).delete()
    CountedActivity.objects.bulk_create(
        [
            CountedActivity(
                version=version,
                cell_id=cell,
                activity_version_id=share.activity_version_id,
                amount=share.amount,
                is_joint=share.is_joint,
                is_led_elsewhere=share.is_led_elsewhere,
            )
            for cell, given in found
            for share in given.shares
        ]
    )
