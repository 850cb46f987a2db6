"""Sending many reports at once under the rules of `submit`: for imports of past years and the demo province.

Statements do not grow with reports: versions, names, evidence, decisions and deeds are each written in bulk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import BigIntegerField

from chungtay.core.clock import local_day
from chungtay.core.copying import copy_rows
from chungtay.core.errors import require
from chungtay.core.prepared import Prepared, any_given
from chungtay.core.record import record_many
from chungtay.core.scanner import require_clean
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.locking import lock_lineage
from chungtay.reporting.codes import Step, SubmissionStatus
from chungtay.reporting.contents import Contents
from chungtay.reporting.errors import ApproverSends, NothingToSubmit, NotOpenForEntry, WarningsUnanswered
from chungtay.reporting.layout import FormLayout, known_layout
from chungtay.reporting.lineage_days import Kin, days_left
from chungtay.reporting.models import (
    CellEvidence,
    Decision,
    ReportTask,
    Submission,
    SubmissionVersion,
    VersionKey,
)
from chungtay.reporting.plausibility import History, warnings_of
from chungtay.reporting.queries.history import histories_of
from chungtay.reporting.versions import completed, evidence_rows, key_rows, new_version, require_right


@dataclass(frozen=True)
class Entry:
    """One report to send: its task, what it states, who sends it and when.

    `answer` is the reason given for whatever warning its figures raise; a reason in `contents.answers` goes first.
    """

    task: ReportTask
    contents: Contents
    by: Membership
    at: datetime
    answer: str = ""


@transaction.atomic
def submit_in_bulk(entries: Iterable[Entry]) -> list[SubmissionVersion]:
    """Send first versions of many reports; all or none.

    Raises what `submit` raises for the first entry that a rule refuses, and `NotOpenForEntry` for a task that already
    has a submission. Returns the sealed versions in the order of `entries`.
    """
    wanted = list(entries)
    if not wanted:
        return []
    tasks, kin = lock_lineage(entry.task for entry in wanted)
    wanted = [replace(entry, task=tasks[entry.task.pk]) for entry in wanted]
    _require_permitted(wanted)
    layouts = {key: known_layout(key) for key in {entry.task.form_version_id for entry in wanted}}
    histories = histories_of(list(tasks.values()), layouts)
    submissions = _create_submissions(wanted)
    versions = [
        _sealed_version(entry, submission, layouts[entry.task.form_version_id], histories[entry.task.pk], kin)
        for entry, submission in zip(wanted, submissions, strict=True)
    ]
    _write(wanted, submissions, versions)
    return versions


def _require_permitted(entries: Sequence[Entry]) -> None:
    appointed = _approver_days({entry.task.organisation_id for entry in entries})
    for entry in entries:
        day = local_day(entry.at)
        has_approver = any(day in span for span in appointed.get(entry.task.organisation_id, ()))
        require(rules.can_enter(entry.by, entry.task))
        require(rules.can_submit(entry.by, entry.task, approver_appointed=has_approver), ApproverSends())


class _Days:
    """A dated span that says whether a day is in it; an open end has no last day."""

    def __init__(self, span: DateRange) -> None:
        self.lower, self.upper = span.lower or date.min, span.upper or date.max

    def __contains__(self, day: date) -> bool:
        return self.lower <= day < self.upper


def _approver_days(organisation_ids: set[int]) -> dict[int, list[_Days]]:
    days: dict[int, list[_Days]] = {}
    for hat in _APPROVERS.rows(offices=list(organisation_ids)):
        days.setdefault(hat.organisation_id, []).append(_Days(hat.validity))
    return days


_APPROVERS = Prepared(
    lambda: Membership.objects.filter(
        organisation_id__in=any_given("offices", BigIntegerField()), role=Role.APPROVER, user__is_active=True
    )
)


# Each comes with the key of its version, which is written after it: the key is looked at when the transaction ends.
_CREATE_SUBMISSIONS = f"""
INSERT INTO reporting_submission
       (task_id, status, submitted_by_id, submitted_at, updated_at, return_reason, current_version_id)
SELECT asked.task, '{SubmissionStatus.SUBMITTED}', asked.hat, asked.at, asked.at, '',
       nextval(pg_get_serial_sequence('reporting_submissionversion', 'id'))
  FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS asked(task, hat, at)
ON CONFLICT (task_id) DO NOTHING
RETURNING id, task_id, current_version_id"""


def _create_submissions(entries: Sequence[Entry]) -> list[Submission]:
    """A submission for each entry, sent, with the key of its version; NotOpenForEntry when one has one already."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CREATE_SUBMISSIONS,
            [
                [entry.task.pk for entry in entries],
                [entry.by.pk for entry in entries],
                [entry.at for entry in entries],
            ],
        )
        made = {task: (key, version) for key, task, version in cursor.fetchall()}
    require(len(made) == len(entries), NotOpenForEntry(sent_on=""))
    return [
        Submission(
            pk=made[entry.task.pk][0],
            task=entry.task,
            status=SubmissionStatus.SUBMITTED,
            current_version_id=made[entry.task.pk][1],
            submitted_by=entry.by,
            submitted_at=entry.at,
            updated_at=entry.at,
        )
        for entry in entries
    ]


def _sealed_version(
    entry: Entry, submission: Submission, layout: FormLayout, history: History, kin: Kin
) -> SubmissionVersion:
    task, contents = entry.task, completed(entry.contents, layout)
    require(bool(contents.figures), NothingToSubmit())
    require_right(contents, layout)
    found = warnings_of(contents, layout, history)
    answers = {warning.key: contents.answers.get(warning.key) or entry.answer for warning in found}
    require(all(answers.values()), WarningsUnanswered(count=len(found), warnings=found))
    _require_clean_answers(frozenset(answers.values()))
    days = days_left(task, kin.get(task.unit_id, frozenset()))
    version = new_version(
        submission, replace(contents, answers=answers), task=task, number=1, days=days, by=entry.by, at=entry.at
    )
    version.warnings = [warning.as_json() for warning in found]
    version.sealed_at = entry.at
    return version


@lru_cache(maxsize=64)
def _require_clean_answers(texts: frozenset[str]) -> None:
    """The scanner over the reasons; many reports of one import give the same ones."""
    for text in texts:
        require_clean(text, field="answer")


def _write(entries: Sequence[Entry], submissions: Sequence[Submission], versions: list[SubmissionVersion]) -> None:
    for version in versions:
        version.pk = version.submission.current_version_id
    copy_rows(versions)
    names: list[VersionKey] = []
    evidence: list[CellEvidence] = []
    for entry, version in zip(entries, versions, strict=True):
        names += key_rows(version, {(cell, key) for cell, keys in entry.contents.keys.items() for key in keys})
        evidence += evidence_rows(version, dict(entry.contents.evidence), by=entry.by, at=entry.at)
    copy_rows(names)
    copy_rows(evidence)
    copy_rows(
        [
            Decision(version=version, step=Step.SUBMITTED, by=entry.by, at=entry.at)
            for entry, version in zip(entries, versions, strict=True)
        ]
    )
    record_many(
        [(submission, entry.by, entry.at) for entry, submission in zip(entries, submissions, strict=True)], "submitted"
    )
