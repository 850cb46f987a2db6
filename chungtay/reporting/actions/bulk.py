"""Sending many reports at once under the rules of `submit`: for imports of past years and the demo province.

Statements do not grow with reports: versions, names, evidence, decisions and deeds are each written in bulk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import lru_cache

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Field, JSONField, OuterRef, Subquery
from psycopg.types.json import Jsonb

from chungtay.core.clock import local_day
from chungtay.core.errors import require
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

BATCH = 1000


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
    _require_untouched(wanted)
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
    holders = Membership.objects.filter(
        organisation_id__in=organisation_ids, role=Role.APPROVER, user__is_active=True
    ).values_list("organisation_id", "validity")
    days: dict[int, list[_Days]] = {}
    for organisation, validity in holders:
        days.setdefault(organisation, []).append(_Days(validity))
    return days


def _require_untouched(entries: Sequence[Entry]) -> None:
    touched = Submission.objects.filter(task_id__in=[entry.task.pk for entry in entries]).exists()
    require(not touched, NotOpenForEntry(sent_on=""))


def _create_submissions(entries: Sequence[Entry]) -> list[Submission]:
    return Submission.objects.bulk_create(
        [
            Submission(
                task=entry.task,
                status=SubmissionStatus.SUBMITTED,
                submitted_by=entry.by,
                submitted_at=entry.at,
                updated_at=entry.at,
            )
            for entry in entries
        ],
        batch_size=BATCH,
    )


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
    _copy_versions(versions)
    newest = SubmissionVersion.objects.filter(submission=OuterRef("pk"), number=1).values("pk")
    Submission.objects.filter(pk__in=[one.pk for one in submissions]).update(current_version=Subquery(newest))
    names: list[VersionKey] = []
    evidence: list[CellEvidence] = []
    for entry, version in zip(entries, versions, strict=True):
        names += key_rows(version, {(cell, key) for cell, keys in entry.contents.keys.items() for key in keys})
        evidence += evidence_rows(version, dict(entry.contents.evidence), by=entry.by, at=entry.at)
    VersionKey.objects.bulk_create(names, batch_size=BATCH)
    CellEvidence.objects.bulk_create(evidence, batch_size=BATCH)
    Decision.objects.bulk_create(
        [
            Decision(version=version, step=Step.SUBMITTED, by=entry.by, at=entry.at)
            for entry, version in zip(entries, versions, strict=True)
        ],
        batch_size=BATCH,
    )
    record_many(
        [(submission, entry.by, entry.at) for entry, submission in zip(entries, submissions, strict=True)], "submitted"
    )


def _copy_versions(versions: Sequence[SubmissionVersion]) -> None:
    """Insert the versions with COPY: the ORM would look at each of a million numbers three times."""
    fields = [field for field in SubmissionVersion._meta.concrete_fields if not field.primary_key]
    table, columns = SubmissionVersion._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(versions)]
        )
        for version, (key,) in zip(versions, cursor.fetchall(), strict=True):
            version.pk, version._state.adding = key, False
        with cursor.copy(f'COPY "{table}" (id, {columns}) FROM STDIN') as copy:
            for version in versions:
                copy.write_row([version.pk, *(_copied(field, version) for field in fields)])


def _copied(field: Field, version: SubmissionVersion) -> object:
    value = getattr(version, field.attname)
    if isinstance(field, JSONField):
        return Jsonb(value)
    return value.value if isinstance(value, Enum) else value
