"""What the office above decides: accept, return, reopen. One lock, one delta, one record for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from chungtay.core.errors import ChungTayError, NotPermitted, require
from chungtay.core.record import record, record_many
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.reporting import rules, totals
from chungtay.reporting.actions.locking import (
    SUBMISSION_PARTS,
    hold_days_off,
    lock_lineage,
    lock_task,
    submission_of,
)
from chungtay.reporting.actions.submissions import require_not_frozen
from chungtay.reporting.codes import Step, SubmissionStatus
from chungtay.reporting.errors import (
    AcceptedMeanwhile,
    AlreadyAccepted,
    DaysOverlap,
    HasWarnings,
    NotAccepted,
    NotLater,
    NotSubmitted,
    OwnSubmission,
    ReasonMissing,
    ReturnedMeanwhile,
    SentAgain,
    WrongReceiver,
)
from chungtay.reporting.lineage_days import Kin, overlap
from chungtay.reporting.models import Decision, ReportTask, Submission, SubmissionVersion
from chungtay.reporting.phrases import day_words
from chungtay.reporting.queries.days_off import DaysOff
from chungtay.reporting.queries.reasons import DEADLINE_EXTENDED

CHUNK = 2000


@dataclass(frozen=True)
class Pair:
    """A locked task with its submission as it is under the lock."""

    task: ReportTask
    submission: Submission


@dataclass(frozen=True)
class BulkResult:
    """What an acceptance of many did: the accepted submissions, and each one left with the reason."""

    accepted: tuple[Submission, ...]
    left: tuple[tuple[ReportTask, ChungTayError], ...]


@transaction.atomic
def return_submission(
    task: ReportTask, *, reason: str, to: Membership | None, by: Membership, now: datetime
) -> Submission:
    """Send a submitted report back to its office so that it can be completed (trả lại để bổ sung).

    Keeps the returned version: a correction is a new version, never an edit of the old one. `to` is the officer who
    should complete it, None for whoever sent it. Raises `AlreadyAccepted` once its figures are in the totals.
    """
    task = lock_task(task)
    submission = _submitted(task, by)
    require(bool(reason.strip()), ReasonMissing(field="reason"))
    reason = require_clean(reason.strip(), field="reason")
    to = to or submission.submitted_by
    require(to is not None and to.organisation_id == task.answering_id, WrongReceiver(field="to"))
    submission.status = SubmissionStatus.RETURNED
    submission.decided_by, submission.decided_at, submission.updated_at = by, now, now
    submission.return_reason, submission.returned_to = reason, to
    submission.save(update_fields=["status", "decided_by", "decided_at", "updated_at", "return_reason", "returned_to"])
    _decide(submission, Step.RETURNED, version=submission.current_version, by=by, at=now, reason=reason, to=to)
    record(submission, "returned", by=by, at=now, reason=reason)
    return submission


@transaction.atomic
def accept(task: ReportTask, *, by: Membership, now: datetime) -> Submission:
    """Accept the submitted version: its difference to the one accepted before goes into the totals.

    Raises `OwnSubmission` for the person who sent it, `AlreadyAccepted` when somebody was faster, `DaysOverlap` when
    accepted reports of the same lineage of units cover some of the same days.
    """
    tasks, kin = lock_lineage([task])
    pair = Pair(tasks[task.pk], _submitted(tasks[task.pk], by))
    clash = _clashes([pair], kin).get(pair.task.pk)
    if clash is not None:
        raise clash
    _write_acceptances([pair], by=by, at=now)
    pair.submission.refresh_from_db()
    return pair.submission


def accept_in_bulk(
    task_ids: Iterable[int], *, by: Membership, now: datetime, shown: Mapping[int, int] | None = None
) -> BulkResult:
    """Accept many reports under the rules of `accept`; one that a rule refuses is left, the others go on.

    With `shown` (task to the version somebody looked at) a report that is not that version any more is left too; one
    that the same person accepted in that very version before counts as accepted, so that a second press changes
    nothing. Each chunk of 2,000 is one transaction.
    """
    ordered = sorted(set(task_ids))
    accepted: list[Submission] = []
    left: list[tuple[ReportTask, ChungTayError]] = []
    for start in range(0, len(ordered), CHUNK):
        done = _accept_chunk(ordered[start : start + CHUNK], shown, by=by, now=now)
        accepted.extend(done.accepted)
        left.extend(done.left)
    return BulkResult(tuple(accepted), tuple(left))


@transaction.atomic
def reopen(task: ReportTask, *, reason: str, by: Membership, now: datetime) -> Submission:
    """Take an accepted report out of the totals and give it back to its office, with the reason.

    Writes the negative of the accepted version and leaves none accepted. Raises `NotAccepted`, or `SubmissionFrozen`
    while a frozen consolidation stands on it.
    """
    task = lock_task(task)
    require(rules.can_decide(by, task))
    submission = submission_of(task)
    require(submission is not None and submission.status == SubmissionStatus.ACCEPTED, NotAccepted())
    assert submission is not None
    require(not rules.is_own_submission(by, submission), OwnSubmission())
    require_not_frozen(submission, task)
    require(bool(reason.strip()), ReasonMissing(field="reason"))
    reason = require_clean(reason.strip(), field="reason")
    version = submission.accepted_version
    totals.write_delta(old=version, new=None, task=task)
    submission.status, submission.accepted_version = SubmissionStatus.RETURNED, None
    submission.decided_by, submission.decided_at, submission.updated_at = by, now, now
    submission.return_reason, submission.returned_to = reason, submission.submitted_by
    submission.save(
        update_fields=[
            "status",
            "accepted_version",
            "decided_by",
            "decided_at",
            "updated_at",
            "return_reason",
            "returned_to",
        ]
    )
    _decide(submission, Step.REOPENED, version=version, by=by, at=now, reason=reason, to=submission.returned_to)
    record(submission, "reopened", by=by, at=now, reason=reason)
    return submission


@transaction.atomic
def extend_deadline(task: ReportTask, *, until: date, reason: str, by: Membership, now: datetime) -> ReportTask:
    """Give the office more time for a report (gia hạn): a later day than the present one, with the reason.

    A day off gives until the next working day. The office the report goes to decides. Raises `AlreadyAccepted` or
    `NotLater`.
    """
    hold_days_off()
    task = lock_task(task)
    require(rules.can_decide(by, task))
    submission = submission_of(task)
    is_accepted = submission is not None and submission.status == SubmissionStatus.ACCEPTED
    require(not is_accepted, AlreadyAccepted(office=task.receiver.name))
    require(until > task.due_on, NotLater(field="until", due=day_words(task.due_on)))
    require(bool(reason.strip()), ReasonMissing(field="reason"))
    reason = require_clean(reason.strip(), field="reason")
    until = DaysOff.now().first_working_day(until)
    before, task.due_on = task.due_on, until
    task.save(update_fields=["due_on"])
    record(task, DEADLINE_EXTENDED, by=by, at=now, reason=reason, before=str(before), until=str(until))
    return task


@transaction.atomic
def _accept_chunk(
    task_ids: Sequence[int], shown: Mapping[int, int] | None, *, by: Membership, now: datetime
) -> BulkResult:
    tasks, kin = lock_lineage(ReportTask.objects.filter(pk__in=task_ids))
    submissions = {
        submission.task_id: submission
        for submission in Submission.objects.filter(task_id__in=tasks).select_related(
            *SUBMISSION_PARTS, "decided_by__user"
        )
    }
    before, pairs, left = [], [], []
    for task in tasks.values():
        submission = submissions.get(task.pk)
        if shown is not None and submission is not None and _is_done(submission, shown[task.pk], by):
            before.append(submission)
            continue
        refusal = _refusal(task, submission, by) if shown is None else _change(task, submission, by, shown[task.pk])
        if refusal is None and submission is not None:
            pairs.append(Pair(task, submission))
        elif refusal is not None:
            left.append((task, refusal))
    clashes = _clashes(pairs, kin)
    left.extend((pair.task, clashes[pair.task.pk]) for pair in pairs if pair.task.pk in clashes)
    free = [pair for pair in pairs if pair.task.pk not in clashes]
    _write_acceptances(free, by=by, at=now)
    return BulkResult((*before, *(pair.submission for pair in free)), tuple(left))


def _submitted(task: ReportTask, by: Membership) -> Submission:
    """The submission of a locked task, waiting for a decision this hat may take; raises what stands against it."""
    submission = submission_of(task)
    refusal = _refusal(task, submission, by)
    if refusal is not None:
        raise refusal
    assert submission is not None
    return submission


def _refusal(task: ReportTask, submission: Submission | None, by: Membership) -> ChungTayError | None:
    """Why this hat cannot decide on the report now, None when it can."""
    if not rules.can_decide(by, task):
        return NotPermitted()
    if submission is None or submission.status in (SubmissionStatus.DRAFT, SubmissionStatus.RETURNED):
        return NotSubmitted()
    if submission.status == SubmissionStatus.ACCEPTED:
        return AlreadyAccepted(office=submission.decided_by.office if submission.decided_by else task.receiver.name)
    return OwnSubmission() if rules.is_own_submission(by, submission) else None


def _is_done(submission: Submission, version_id: int, by: Membership) -> bool:
    """Whether the person of the hat accepted this very version before."""
    decided_by = submission.decided_by
    return (
        submission.status == SubmissionStatus.ACCEPTED
        and submission.accepted_version_id == version_id
        and decided_by is not None
        and decided_by.user_id == by.user_id
    )


def _change(task: ReportTask, submission: Submission | None, by: Membership, version_id: int) -> ChungTayError | None:
    """Why a report cannot be accepted as the version that was shown, None when it can: what a colleague did meanwhile
    is told by that person's name."""
    decided_by = submission.decided_by if submission is not None else None
    if submission is not None and decided_by is not None and rules.can_decide(by, task):
        if submission.status == SubmissionStatus.ACCEPTED:
            return AcceptedMeanwhile(person=decided_by.user.display_name)
        if submission.status == SubmissionStatus.RETURNED:
            return ReturnedMeanwhile(person=decided_by.user.display_name)
    refusal = _refusal(task, submission, by)
    if refusal is not None or submission is None or submission.current_version is None:
        return refusal
    if submission.current_version_id != version_id:
        return SentAgain()
    return HasWarnings() if submission.current_version.warnings else None


def _clashes(pairs: Sequence[Pair], kin: Kin) -> dict[int, DaysOverlap]:
    """The reports whose days meet those of an accepted report of their lineage, or of an earlier one in `pairs`."""
    related = [pair for pair in pairs if kin.get(pair.task.unit_id)]
    if not related:
        return {}
    units = {unit for pair in related for unit in kin[pair.task.unit_id]}
    standing: dict[int, list[SubmissionVersion]] = {}
    for version in SubmissionVersion.objects.filter(
        submission__accepted_version_id=F("id"), submission__task__unit_id__in=units
    ).select_related("submission__task__organisation", "submission__task__form_version", "submission__task__period"):
        standing.setdefault(version.submission.task.unit_id, []).append(version)
    found: dict[int, DaysOverlap] = {}
    for pair in related:
        task, new = pair.task, pair.submission.current_version
        assert new is not None
        others = (other for unit in sorted(kin[task.unit_id]) for other in standing.get(unit, ()))
        clash = next((it for it in (_clash(task, new, other) for other in others) if it), None)
        if clash is not None:
            found[task.pk] = clash
            continue
        new.submission, pair.submission.task = pair.submission, task
        standing.setdefault(task.unit_id, []).append(new)
    return found


def _clash(task: ReportTask, version: SubmissionVersion, other: SubmissionVersion) -> DaysOverlap | None:
    """`other`, of a unit of the same lineage, covers some of the days of `version` in the same series of reports."""
    its = other.submission.task
    same_series = (
        its.line == task.line
        and its.is_claim == task.is_claim
        and its.form_version.form_id == task.form_version.form_id
        and its.period.grain == task.period.grain
    )
    shared = overlap(version.days, other.days) if same_series else None
    if shared is None:
        return None
    return DaysOverlap(first=day_words(shared[0]), last=day_words(shared[1]), office=its.organisation.name)


def _write_acceptances(pairs: Sequence[Pair], *, by: Membership, at: datetime) -> None:
    """Totals, status, decision and record of accepted reports: the same few statements for one or two thousand."""
    totals.write_deltas(
        removed=[pair.submission.accepted_version_id for pair in pairs if pair.submission.accepted_version_id],
        added=[pair.submission.current_version_id for pair in pairs if pair.submission.current_version_id],
    )
    Submission.objects.filter(pk__in=[pair.submission.pk for pair in pairs]).update(
        status=SubmissionStatus.ACCEPTED,
        accepted_version=F("current_version"),
        decided_by=by,
        decided_at=at,
        updated_at=at,
    )
    Decision.objects.bulk_create(
        [Decision(version=pair.submission.current_version, step=Step.ACCEPTED, by=by, at=at) for pair in pairs],
        batch_size=1000,
    )
    record_many([(pair.submission, by, at) for pair in pairs], "accepted")


def _decide(
    submission: Submission,
    step: Step,
    *,
    version: SubmissionVersion | None,
    by: Membership,
    at: datetime,
    reason: str,
    to: Membership | None,
) -> None:
    assert version is not None
    Decision.objects.create(version=version, step=step, by=by, at=at, reason=reason, to=to)
