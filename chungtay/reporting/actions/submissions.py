"""What the office that owes a report does with it: draft, complete, lay before the leader, send, correct.

Every action locks the row of the task first, so that two people on one report follow each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import holders_of
from chungtay.reporting import rules
from chungtay.reporting.actions.locking import lock_task, submission_of
from chungtay.reporting.codes import Certainty, Source, Step, SubmissionStatus
from chungtay.reporting.contents import CellFigure, Contents, Evidence
from chungtay.reporting.errors import (
    ApproverSends,
    ConflictsOpen,
    NoDraft,
    NotAccepted,
    NothingToCopy,
    NothingToSubmit,
    NotOpenForEntry,
    ReasonMissing,
    SubmissionFrozen,
    WarningsUnanswered,
)
from chungtay.reporting.layout import FormLayout, layout_of
from chungtay.reporting.lineage_days import days_left, kin_of
from chungtay.reporting.merging import Contest, merged
from chungtay.reporting.models import Decision, EditConflict, LineageRow, ReportTask, Submission, SubmissionVersion
from chungtay.reporting.phrases import moment_words, period_words
from chungtay.reporting.plausibility import warnings_of
from chungtay.reporting.queries.history import history_of
from chungtay.reporting.versions import (
    completed,
    copy_evidence,
    load_contents,
    new_version,
    overwrite,
    require_right,
    write_evidence,
    write_keys,
)


@transaction.atomic
def save_draft(
    task: ReportTask, *, contents: Contents, by: Membership, now: datetime, was: Contents | None = None
) -> SubmissionVersion:
    """Store `contents` as the draft of `task`, typed over what stood there.

    Makes the first version, a next one after a return, or writes over the open one. `was` is what the person's page
    showed: a cell that she left alone keeps what a colleague wrote since, and one that both changed keeps what stands
    and becomes an `EditConflict`. None: the person saw what stands.
    Raises `ManyProblems` with every figure that cannot be right, `NotOpenForEntry` once the report was sent.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    submission, version = _open_draft(task, by=by, now=now)
    before, typed = load_contents(version, layout), completed(contents, layout)
    if was is not None:
        typed, contests = merged(completed(was, layout), typed, before)
        _note_contests(submission, contests, by=by, now=now)
    return _store(task, submission, version, before.typed_over(typed), layout, by=by, now=now)


@transaction.atomic
def fill_cells(
    task: ReportTask,
    *,
    figures: Mapping[int, CellFigure],
    evidence: Mapping[int, Evidence],
    by: Membership,
    now: datetime,
    keys: Mapping[int, tuple[str, ...]] | None = None,
    certainty: Certainty | None = None,
    no_joint_work: bool | None = None,
) -> SubmissionVersion:
    """Write some cells of the draft of `task`, each with its evidence; the other cells stay as they are.

    `keys` are the names of distinct cells, written over those that stood there. `certainty` and `no_joint_work` speak
    of the whole version; None leaves them as they are.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    submission, version = _open_draft(task, by=by, now=now)
    before = load_contents(version, layout)
    contents = replace(
        before.with_figures(figures, evidence),
        keys={**before.keys, **(keys or {})},
        certainty=before.certainty if certainty is None else certainty,
        no_joint_work=before.no_joint_work if no_joint_work is None else no_joint_work,
    )
    return _store(task, submission, version, completed(contents, layout), layout, by=by, now=now)


@transaction.atomic
def state_nil(task: ReportTask, *, section: str, by: Membership, now: datetime) -> SubmissionVersion:
    """State *không phát sinh* for every blank cell of a section: a stated zero, told apart from a blank."""
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    submission, version = _open_draft(task, by=by, now=now)
    contents = load_contents(version, layout)
    chosen = layout.section(section)
    blank = [row.number for row in chosen.rows if contents.value(row.number) is None] if chosen else []
    stated = {cell: replace(contents.figure(cell), value=0, is_nil=True) for cell in blank}
    filled = contents.with_figures(stated, dict.fromkeys(blank, Evidence(Source.NIL)))
    return _store(task, submission, version, completed(filled, layout), layout, by=by, now=now)


@transaction.atomic
def copy_stocks_from_before(task: ReportTask, *, by: Membership, now: datetime) -> SubmissionVersion:
    """Put the last accepted value into every blank stock of the draft; flows are never copied.

    Raises `NothingToCopy` when no earlier report of this or the last year was accepted.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    before = history_of(task, layout).before
    require(bool(before), NothingToCopy())
    submission, version = _open_draft(task, by=by, now=now)
    contents = load_contents(version, layout)
    copied = {
        row.number: replace(contents.figure(row.number), value=before[row.number])
        for row in layout.rows
        if row.stock_like and row.number in before and contents.value(row.number) is None
    }
    filled = contents.with_figures(copied, dict.fromkeys(copied, Evidence(Source.COPIED)))
    return _store(task, submission, version, completed(filled, layout), layout, by=by, now=now)


@transaction.atomic
def lay_before_approver(task: ReportTask, *, by: Membership, now: datetime) -> Submission:
    """Tell the approver of the office that the draft is ready (trình lãnh đạo duyệt); a later change takes it back."""
    task = lock_task(task)
    require(rules.can_enter(by, task))
    submission = submission_of(task)
    require(submission is not None and _unsealed(submission) is not None, NoDraft())
    assert submission is not None
    submission.ready_by, submission.ready_at, submission.updated_at = by, now, now
    submission.save(update_fields=["ready_by", "ready_at", "updated_at"])
    record(submission, "laid_before_approver", by=by, at=now)
    return submission


@transaction.atomic
def submit(
    task: ReportTask, *, by: Membership, now: datetime, answers: Mapping[str, str] | None = None
) -> SubmissionVersion:
    """Send the draft of `task`: it is sealed, and the office above decides.

    `answers` gives, by the key of each warning, why an unusual figure is right. Writes no totals.
    Raises `NothingToSubmit` when all is blank, `WarningsUnanswered` (with the warnings) when one has no reason.
    """
    task = lock_task(task)
    approver_appointed = holders_of(task.answering_id, Role.APPROVER, local_day(now)).exists()
    require(rules.can_enter(by, task))
    require(rules.can_submit(by, task, approver_appointed=approver_appointed), ApproverSends())
    submission = submission_of(task)
    require(submission is not None, NoDraft())
    assert submission is not None
    require(rules.is_open_for_entry(submission), _sealed(submission))
    version = _unsealed(submission)
    require(version is not None, NoDraft())
    assert version is not None
    contested = submission.conflicts.filter(settled_at=None).count()
    require(not contested, ConflictsOpen(count=contested))
    layout = layout_of(task.form_version)
    contents = load_contents(version, layout)
    require(bool(contents.figures), NothingToSubmit())
    require_right(contents, layout)
    _seal(version, contents, layout, task=task, answers=answers or {}, at=now)
    _mark_submitted(submission, version, by=by, at=now)
    record(submission, "submitted", by=by, at=now, version=version.number)
    return version


@transaction.atomic
def correct(task: ReportTask, *, reason: str, by: Membership, now: datetime) -> SubmissionVersion:
    """Begin a correction of an accepted report: a new version with the same figures, to be changed and sent.

    The accepted version stays in the totals until the correction is accepted in its turn.
    Raises `NotAccepted`, or `SubmissionFrozen` when a frozen consolidation stands on the accepted version.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    submission = submission_of(task)
    require(submission is not None and submission.status == SubmissionStatus.ACCEPTED, NotAccepted())
    assert submission is not None
    assert submission.accepted_version is not None
    require(not rules.has_open_correction(submission), _sealed(submission))
    require_not_frozen(submission, task)
    require(bool(reason.strip()), ReasonMissing(field="reason"))
    reason = require_clean(reason.strip(), field="reason")
    version = _next_version(task, submission, submission.accepted_version, reason=reason, by=by, now=now)
    record(submission, "correction_begun", by=by, at=now, version=version.number, reason=reason)
    return version


def require_not_frozen(submission: Submission, task: ReportTask) -> None:
    """Raise `SubmissionFrozen` when a frozen consolidation in force stands on the accepted version."""
    frozen = LineageRow.objects.filter(
        version_id=submission.accepted_version_id,
        consolidation__frozen_at__isnull=False,
        consolidation__replaced_by__isnull=True,
    ).exists()
    require(not frozen, SubmissionFrozen(period=period_words(task.period)))


def _note_contests(submission: Submission, contests: Sequence[Contest], *, by: Membership, now: datetime) -> None:
    """One row a cell and person; whoever types on changes what she offers."""
    if not contests:
        return
    waiting = {row.cell_id: row for row in submission.conflicts.filter(offered_by=by, settled_at=None)}
    for contest in contests:
        row = waiting.setdefault(
            contest.cell,
            EditConflict(
                submission=submission,
                cell_id=contest.cell,
                stands=contest.stands.as_json(),
                stands_by=submission.drafted_by,
                offered_by=by,
            ),
        )
        row.offered, row.offered_at = contest.offered.as_json(), now
    fresh = [row for row in waiting.values() if row.pk is None]
    EditConflict.objects.bulk_update([row for row in waiting.values() if row.pk], ["offered", "offered_at"])
    EditConflict.objects.bulk_create(fresh)


def _open_draft(task: ReportTask, *, by: Membership, now: datetime) -> tuple[Submission, SubmissionVersion | None]:
    """The submission of `task`, made when missing, and its open version: made after a return, None at the start."""
    submission = submission_of(task)
    if submission is None:
        return Submission.objects.create(task=task, updated_at=now), None
    require(rules.is_open_for_entry(submission), _sealed(submission))
    current = submission.current_version
    if current is not None and current.sealed_at is not None:
        current = _next_version(task, submission, current, reason="", by=by, now=now)
    return submission, current


def _unsealed(submission: Submission) -> SubmissionVersion | None:
    current = submission.current_version
    return current if current is not None and current.sealed_at is None else None


def _sealed(submission: Submission) -> NotOpenForEntry:
    moment = submission.submitted_at
    return NotOpenForEntry(sent_on=moment_words(moment) if moment else "")


def _next_version(
    task: ReportTask, submission: Submission, base: SubmissionVersion, *, reason: str, by: Membership, now: datetime
) -> SubmissionVersion:
    """A new open version with the figures, names and evidence of `base`, which stays as it was."""
    layout = layout_of(task.form_version)
    contents = replace(load_contents(base, layout), answers={}, reason=reason)
    assert submission.current_version is not None
    number = submission.current_version.number + 1
    days = _days_left(task)
    version = new_version(submission, contents, task=task, number=number, days=days, by=by, at=now)
    version.save()
    write_keys(version, contents)
    copy_evidence(base, version)
    submission.current_version, submission.updated_at = version, now
    submission.save(update_fields=["current_version", "updated_at"])
    return version


def _days_left(task: ReportTask) -> DateRange:
    kin = kin_of([task.unit_id], since=task.days.lower, until=task.days.upper)[task.unit_id]
    return days_left(task, kin)


def _store(
    task: ReportTask,
    submission: Submission,
    version: SubmissionVersion | None,
    contents: Contents,
    layout: FormLayout,
    *,
    by: Membership,
    now: datetime,
) -> SubmissionVersion:
    require_right(contents, layout)
    if version is None:
        days = _days_left(task)
        version = new_version(submission, contents, task=task, number=1, days=days, by=by, at=now)
        version.save()
        write_keys(version, contents)
        write_evidence(version, contents, by=by, at=now)
        submission.current_version = version
        record(submission, "draft_begun", by=by, at=now)
    else:
        overwrite(version, contents, cells=task.form_version.cells, by=by, at=now)
    submission.updated_at = now
    submission.drafted_by = by
    submission.ready_by = submission.ready_at = None
    submission.save(update_fields=["current_version", "updated_at", "drafted_by", "ready_by", "ready_at"])
    return version


def _seal(
    version: SubmissionVersion,
    contents: Contents,
    layout: FormLayout,
    *,
    task: ReportTask,
    answers: Mapping[str, str],
    at: datetime,
) -> None:
    """Close the version for ever, with the warnings found and the reason given for each."""
    found = warnings_of(contents, layout, history_of(task, layout))
    given = {key: require_clean(text.strip(), field=f"answer-{key}") for key, text in answers.items() if text.strip()}
    open_ones = [warning for warning in found if not given.get(warning.key)]
    require(not open_ones, WarningsUnanswered(count=len(open_ones), warnings=found))
    version.warnings = [warning.as_json() for warning in found]
    version.warnings_answered = {warning.key: given[warning.key] for warning in found}
    version.days = _days_left(task)
    version.sealed_at = at
    version.save(update_fields=["warnings", "warnings_answered", "days", "sealed_at"])


def _mark_submitted(submission: Submission, version: SubmissionVersion, *, by: Membership, at: datetime) -> None:
    submission.status = SubmissionStatus.SUBMITTED
    submission.submitted_by, submission.submitted_at = by, at
    submission.decided_by = submission.decided_at = submission.returned_to = None
    submission.return_reason = ""
    submission.ready_by = submission.ready_at = None
    submission.updated_at = at
    submission.save(
        update_fields=[
            "status",
            "submitted_by",
            "submitted_at",
            "decided_by",
            "decided_at",
            "returned_to",
            "return_reason",
            "ready_by",
            "ready_at",
            "updated_at",
        ]
    )
    Decision.objects.create(version=version, step=Step.SUBMITTED, by=by, at=at)
