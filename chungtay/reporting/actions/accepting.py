"""Accepting by rule (nhận phiếu không có cảnh báo): many reports at once, each as the version that was looked at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from chungtay.core.errors import NotFound, require
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.decisions import BulkResult, accept_in_bulk
from chungtay.reporting.errors import NothingChosen
from chungtay.reporting.models import ReportingPeriod, SubmissionVersion


def accept_by_rule(
    period: ReportingPeriod, version_ids: Collection[int], *, by: Membership, now: datetime
) -> BulkResult:
    """Accept the reports of `period` to the hat's office that still wait as one of these versions, without a warning.

    What changed since the versions were shown is left with the reason; pressing twice is the same as pressing once.
    Raises `NothingChosen` for no version at all, `NotFound` for one that was not sent to this office for `period`.
    """
    require(by.role in rules.DECIDING)
    wanted = set(version_ids)
    require(bool(wanted), NothingChosen())
    sent_here = SubmissionVersion.objects.filter(
        pk__in=wanted, submission__task__receiver_id=by.organisation_id, submission__task__period=period
    )
    shown = {task: version for version, task in sent_here.order_by("pk").values_list("pk", "submission__task_id")}
    require(len(shown) == len(wanted), NotFound())
    return accept_in_bulk(shown, by=by, now=now, shown=shown)
