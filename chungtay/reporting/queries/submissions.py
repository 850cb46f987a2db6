"""Which reports a hat sees, and in which state they are. Default deny: each question starts from the hat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Prefetch, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from chungtay.core.errors import NotFound
from chungtay.core.prepared import Prepared, given
from chungtay.organisations.codes import Matter, Role, Stage
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import holders_of, scope_of, visible_organisations
from chungtay.reporting.codes import Step, SubmissionStatus
from chungtay.reporting.models import (
    Decision,
    FormVersion,
    IncomingText,
    ReportingPeriod,
    ReportTask,
    Submission,
    SubmissionVersion,
)
from chungtay.reporting.rules import DECIDING, ENTERING

PARTS = (
    "period__indicator_set",
    "organisation__unit",
    "receiver",
    "form_version__form",
    "submission__current_version",
    "submission__accepted_version",
    "submission__submitted_by__organisation",
    "submission__submitted_by__user",
    "submission__decided_by__organisation",
    "submission__returned_to__user",
)
# Lists say where a report stands, not what it holds: the arrays of figures stay in the database.
LIST_PARTS = (
    "period__indicator_set",
    "organisation",
    "receiver",
    "form_version__form",
    "submission__current_version",
)
FIGURES_OF_LISTS = tuple(
    f"submission__current_version__{column}"
    for column in ("values", "qualifiers", "highs", "joint", "led_elsewhere", "cumulative", "nil_cells")
)
OPEN = Q(submission__isnull=True) | Q(submission__status__in=[SubmissionStatus.DRAFT, SubmissionStatus.RETURNED])
CORRECTING = Q(
    submission__status=SubmissionStatus.ACCEPTED,
    submission__current_version__sealed_at__isnull=True,
)


def tasks_for(hat: Membership, on: date) -> QuerySet[ReportTask]:
    """The reports whose working matter this hat sees: its own, those below in its line, what was sent to it."""
    scope = scope_of(hat, on)
    if scope.sees_nothing:
        return ReportTask.objects.none()
    if scope.sees_all:
        return ReportTask.objects.all()
    seen = visible_organisations(scope, Matter.WORKING, Stage.OPEN)
    sent_here = Q(receiver_id=hat.organisation_id, submission__submitted_at__isnull=False)
    mine = sent_here if hat.role in DECIDING else Q(pk__in=[])
    taken_over = Q(taken_over_by_id=hat.organisation_id)
    return ReportTask.objects.filter(Q(organisation__in=seen) | taken_over | mine)


_TASK_WITH_PARTS = Prepared(
    lambda: ReportTask.objects.filter(pk=given("task", BigIntegerField())).select_related(*PARTS)
)


def task_for(hat: Membership, task_id: int, on: date) -> ReportTask:
    """The report with this key, with what its pages show; `NotFound` when the hat does not see it."""
    # Two questions: planning the many joins costs more than reading one row, and apart from the scope is done once.
    found = _TASK_WITH_PARTS.rows(task=task_id) if tasks_for(hat, on).filter(pk=task_id).exists() else []
    if not found:
        raise NotFound()
    return found[0]


def own_tasks(hat: Membership) -> QuerySet[ReportTask]:
    """The reports the hat's own office owes; none for roles without a hand in them."""
    if hat.role not in ENTERING:
        return ReportTask.objects.none()
    return ReportTask.objects.filter(answered_by(hat.organisation_id))


_TASK_OF_OFFICE = Prepared(
    lambda: ReportTask.objects.filter(
        answered_by(given("office", BigIntegerField())), pk=given("task", BigIntegerField())
    ).select_related("submission")
)


def own_task(hat: Membership, key: int) -> ReportTask | None:
    """One of `own_tasks`, with its submission; None for another office's, and for roles without a hand in them."""
    if hat.role not in ENTERING:
        return None
    return next(iter(_TASK_OF_OFFICE.rows(office=hat.organisation_id, task=key)), None)


def answered_by(organisation_id: int | RawSQL) -> Q:
    """The reports that an office fills in: those it owes itself, and those it took over from a merged one."""
    return Q(taken_over_by_id=organisation_id) | Q(organisation_id=organisation_id, taken_over_by__isnull=True)


def listed_tasks(hat: Membership, on: date) -> QuerySet[ReportTask]:
    """The reports in the hat's list: its own office's, or all it sees for an auditor."""
    tasks = tasks_for(hat, on) if hat.role == Role.AUDITOR else own_tasks(hat)
    return tasks.select_related(*LIST_PARTS).defer(*FIGURES_OF_LISTS)


def open_tasks(hat: Membership) -> QuerySet[ReportTask]:
    """Reports of the own office that wait to be filled in, completed or corrected, the most urgent first."""
    return (
        own_tasks(hat)
        .filter(OPEN | CORRECTING)
        .select_related(*LIST_PARTS)
        .defer(*FIGURES_OF_LISTS)
        .order_by("due_on", "pk")
    )


def returned_tasks(hat: Membership) -> QuerySet[ReportTask]:
    """Reports of the own office that came back for completion; those named to this officer first."""
    is_mine = Case(When(submission__returned_to__user=hat.user_id, then=0), default=1)
    return (
        own_tasks(hat)
        .filter(submission__status=SubmissionStatus.RETURNED)
        .select_related(*LIST_PARTS, "submission__returned_to__user")
        .defer(*FIGURES_OF_LISTS)
        .order_by(is_mine, "due_on", "pk")
    )


def tasks_awaiting_approver(hat: Membership) -> QuerySet[ReportTask]:
    """Drafts laid before the approver of the own office."""
    if hat.role != Role.APPROVER:
        return ReportTask.objects.none()
    return (
        own_tasks(hat)
        .filter(submission__ready_at__isnull=False)
        .select_related(*LIST_PARTS)
        .defer(*FIGURES_OF_LISTS)
        .order_by("due_on", "pk")
    )


def sent_tasks(hat: Membership) -> QuerySet[ReportTask]:
    """Reports of the own office that were sent and wait for the office above."""
    return (
        own_tasks(hat)
        .filter(submission__status=SubmissionStatus.SUBMITTED)
        .select_related(*LIST_PARTS)
        .defer(*FIGURES_OF_LISTS)
        .order_by("-submission__submitted_at")
    )


def tasks_awaiting_decision(hat: Membership) -> QuerySet[Any]:
    """Reports sent to the hat's office that wait to be accepted or returned; `sent_at` is when each was sent."""
    waiting = ReportTask.objects.filter(receiver_id=hat.organisation_id, submission__status=SubmissionStatus.SUBMITTED)
    # An empty list is ordered by the same names, so it carries `sent_at` too.
    mine = waiting if hat.role in DECIDING else waiting.none()
    return mine.select_related(*LIST_PARTS).defer(*FIGURES_OF_LISTS).annotate(sent_at=F("submission__submitted_at"))


def tasks_in_lists(keys: Iterable[int]) -> dict[int, ReportTask]:
    """The tasks with these keys, which the caller found in lists of a hat, with what lists say. One query.

    To join all of that to each of several short lists costs more than the lists: most of it is planning.
    """
    rows = ReportTask.objects.select_related(*LIST_PARTS, "submission__returned_to__user").defer(*FIGURES_OF_LISTS)
    return rows.in_bulk(set(keys))


def clean_by_period(hat: Membership) -> list[tuple[ReportingPeriod, int]]:
    """How many reports without a warning wait for the hat's decision, by period, the latest first. Two queries."""
    clean = tasks_awaiting_decision(hat).filter(submission__current_version__warnings=[])
    counts = dict(clean.order_by().values_list("period").annotate(count=Count("pk")))
    periods = ReportingPeriod.objects.filter(pk__in=counts).select_related("indicator_set")
    return [(period, counts[period.pk]) for period in periods.order_by("-window__endswith", "id")]


def submission_of_task(task: ReportTask) -> Submission | None:
    """The submission loaded with `task`, None when nothing was begun."""
    return getattr(task, "submission", None)


def versions_of(task: ReportTask) -> Sequence[SubmissionVersion]:
    """All versions of a report, the latest first, each with its decisions. Two queries."""
    decisions = Decision.objects.select_related(
        "by__organisation", "by__user", "by__delegation__from_membership__user"
    ).order_by("id")
    return list(
        SubmissionVersion.objects.filter(submission__task=task)
        .select_related("created_by__organisation", "created_by__user", "form_version")
        .prefetch_related(Prefetch("decisions", queryset=decisions))
        .order_by("-number")
    )


def accepted_of(task_ids: Iterable[int]) -> list[tuple[FormVersion, QuerySet[SubmissionVersion]]]:
    """The accepted versions of these reports, by their form, each in the order of units. One query beside theirs."""
    accepted = SubmissionVersion.objects.filter(
        submission__accepted_version_id=F("id"), submission__task__in=list(task_ids)
    ).select_related("submission__task__organisation", "form_version")
    forms = FormVersion.objects.filter(pk__in=accepted.values("form_version")).select_related("form").order_by("pk")
    order = ("submission__task__organisation__sort_key", "submission__task__organisation_id")
    return [(form, accepted.filter(form_version=form).order_by(*order)) for form in forms]


def acceptances_of(versions: Iterable[SubmissionVersion]) -> dict[int, Decision]:
    """Who accepted each of `versions` and when; one that was not accepted, or was reopened since, is left out."""
    steps = Decision.objects.filter(version__in=list(versions), step__in=[Step.ACCEPTED, Step.REOPENED])
    last = {step.version_id: step for step in steps.select_related("by__organisation", "by__user").order_by("id")}
    return {version: step for version, step in last.items() if step.step == Step.ACCEPTED}


def texts_of(task: ReportTask) -> QuerySet[IncomingText]:
    """The texts brought in for a report, the latest first, without the kept files."""
    return IncomingText.objects.filter(task=task).defer("kept_file", "text").order_by("-id")


def approver_is_appointed(task: ReportTask, on: date) -> bool:
    """Whether the office that owes the report has an approver on `on`."""
    return holders_of(task.answering_id, Role.APPROVER, on).exists()


def people_of(task: ReportTask, on: date) -> list[tuple[int, str]]:
    """The officers of the reporting office to whom a report can be returned: key and shown name."""
    hats = Membership.objects.filter(
        organisation_id=task.answering_id, role__in=ENTERING, validity__contains=on, user__is_active=True
    ).select_related("user")
    return [(hat.pk, f"{hat.user.display_name} ({hat.get_role_display()})") for hat in hats.order_by("id")]
