"""May this hat do this to that report? Small predicates; who may *see* it is in `queries`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Literal

from chungtay.core.clock import local_day
from chungtay.organisations.codes import MEMBER_KINDS, SIDE_OF_KIND, OrganisationKind, Role, Side
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import StandsBehind, stands_behind
from chungtay.reporting.codes import SubmissionStatus, Timeliness
from chungtay.reporting.models import ReportTask, Submission
from chungtay.territory.codes import Level

ENTERING = frozenset({Role.REPORTER, Role.APPROVER, Role.COORDINATOR, Role.CONSOLIDATOR})
DECIDING = frozenset({Role.CONSOLIDATOR, Role.COORDINATOR})
# Who can owe a report at all.
REPORTING_KINDS = (OrganisationKind.POLICE, OrganisationKind.FRONT, *MEMBER_KINDS)
# The agency of each side that signs the joint report.
KIND_OF_SIDE = {Side.POLICE: OrganisationKind.POLICE, Side.FRONT: OrganisationKind.FRONT}


def can_enter(hat: Membership, task: ReportTask) -> bool:
    """Fill in the form, bring in a text: officers of the office that owes the report, or that took it over."""
    return hat.organisation_id == task.answering_id and hat.role in ENTERING


def can_submit(hat: Membership, task: ReportTask, *, approver_appointed: bool) -> bool:
    """Send the report: the approver where one is appointed, else whoever may fill it in."""
    return can_enter(hat, task) and (hat.role == Role.APPROVER or not approver_appointed)


def can_decide(hat: Membership, task: ReportTask) -> bool:
    """Accept, return or reopen: consolidator or coordinator of the office the report goes to."""
    return hat.organisation_id == task.receiver_id and hat.role in DECIDING


def can_retype(hat: Membership, task: ReportTask) -> bool:
    """Have the sheet to type in again: police alone, whose figures go into a network of their own besides."""
    return hat.organisation.kind == task.organisation.kind == OrganisationKind.POLICE


def can_discuss(hat: Membership, task: ReportTask) -> bool:
    """Write about a report: the officers who fill it in, and those who decide on it; both are of one line."""
    return can_enter(hat, task) or can_decide(hat, task)


def can_hand_over_lead(hat: Membership, unit_id: int, leads: Side) -> bool:
    """Give the lead of a unit's joint report away: consolidator or coordinator of the agency that leads it."""
    agency = KIND_OF_SIDE.get(leads)
    office = hat.organisation
    return hat.role in DECIDING and office.kind == agency and office.unit_id == unit_id


def freezing_side(hat: Membership) -> Literal["police", "front"] | None:
    """The side for which the hat freezes the year of its unit; None for who freezes nothing."""
    sides: dict[str, Literal["police", "front"]] = {OrganisationKind.POLICE: "police", OrganisationKind.FRONT: "front"}
    return sides.get(hat.organisation.kind) if hat.role in DECIDING else None


def is_own_submission(hat: Membership, submission: Submission) -> bool:
    """The same person sent it, wearing whichever hat, or stands behind it through a delegation."""
    sender = submission.submitted_by
    return sender is not None and (sender.user_id == hat.user_id or behind(hat).is_one_with(sender))


def behind(hat: Membership) -> StandsBehind:
    """`stands_behind`, asked once for a hat however many reports it decides on."""
    known: StandsBehind | None = getattr(hat, "known_behind", None)
    if known is None:
        known = hat.known_behind = stands_behind(hat)  # type: ignore[attr-defined]  # kept with the hat of a request
    return known


def is_open_for_entry(submission: Submission | None) -> bool:
    """A draft, a returned report, or a correction that was begun; what is sealed is not edited."""
    if submission is None or submission.status in (SubmissionStatus.DRAFT, SubmissionStatus.RETURNED):
        return True
    return has_open_correction(submission)


def has_open_correction(submission: Submission) -> bool:
    """An accepted report with a later version that was not sent yet."""
    current = submission.current_version
    return submission.status == SubmissionStatus.ACCEPTED and current is not None and current.sealed_at is None


def is_overdue(task: ReportTask, submission: Submission | None, on: date) -> bool:
    """Not sent although its day has passed. Derived, never stored."""
    sent = submission is not None and submission.status in (SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED)
    return not sent and task.due_on < on


def can_keep_catalogue(hat: Membership) -> bool:
    """Keep the catalogue of reports: the coordinators of police and Front at the province."""
    office = hat.organisation
    is_agency = office.kind in KIND_OF_SIDE.values()
    return hat.role == Role.COORDINATOR and office.level == Level.PROVINCE and is_agency


def can_issue_entry(hat: Membership, senders: Collection[str]) -> bool:
    """Issue a new entry for a form: a coordinator of the province whose own side is among those who send it."""
    return can_keep_catalogue(hat) and any(
        SIDE_OF_KIND[OrganisationKind(kind)] is hat.organisation.side for kind in senders
    )


def kinds_of_side(side: Side) -> frozenset[OrganisationKind]:
    """The kinds of office of a side that can owe a report: what its coordinator may bind."""
    return frozenset(kind for kind in REPORTING_KINDS if SIDE_OF_KIND[kind] is side)


def can_ask_for_time(hat: Membership, task: ReportTask, submission: Submission | None) -> bool:
    """Ask for more time: officers of the office that fills the report in, as long as it was not sent."""
    not_sent = submission is None or submission.status in (SubmissionStatus.DRAFT, SubmissionStatus.RETURNED)
    return can_enter(hat, task) and not_sent


def timeliness(due_on: date, status: str | None, sent_at: datetime | None, on: date) -> Timeliness:
    """How a report stands against its deadline on `on`: derived, never stored. What was returned is owed again."""
    if status in (SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED) and sent_at is not None:
        return Timeliness.LATE if local_day(sent_at) > due_on else Timeliness.ON_TIME
    return Timeliness.OVERDUE if due_on < on else Timeliness.DUE
