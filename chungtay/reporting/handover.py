"""When an officer hands the work over, returned reports that waited for that officer wait for the other one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from chungtay.organisations.models import Membership
from chungtay.organisations.signals import handed_over
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.models import Submission


@receiver(handed_over, dispatch_uid="reporting.handover")
def pass_returned_reports_on(sender: Any, from_membership: Membership, to_membership: Membership, **_more: Any) -> None:
    """Runs inside the transaction of the hand-over. Drafts belong to the office and need no passing on."""
    office = to_membership.organisation_id
    Submission.objects.filter(
        Q(task__organisation_id=office) | Q(task__taken_over_by_id=office),
        status=SubmissionStatus.RETURNED,
        returned_to=from_membership,
    ).update(returned_to=to_membership)
