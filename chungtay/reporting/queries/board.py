"""Who has sent (theo dõi nộp báo cáo): one cell a unit, n of N, what is overdue, and the words to remind with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from chungtay.core.clock import local_day
from chungtay.core.errors import NotFound
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.models import ReportingPeriod, ReportTask
from chungtay.reporting.queries.submissions import FIGURES_OF_LISTS, tasks_for
from chungtay.reporting.rules import is_overdue
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import versions_on

DUE_SOON = timedelta(days=3)
PERIODS_SHOWN = 24


@dataclass(frozen=True)
class BoardCell:
    """One unit on the board: its report and where it stands.

    `status` is accepted, submitted, returned, overdue, due or missing.
    """

    task_id: int
    name: str
    office: str
    status: str
    due_on: date
    sent_on: date | None
    warning_count: int
    is_late: bool


@dataclass(frozen=True)
class Board:
    """All reports of one period to one office."""

    period: ReportingPeriod
    receiver: Organisation
    cells: tuple[BoardCell, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many cells stand where."""
        return Counter(cell.status for cell in self.cells)

    @property
    def sent_count(self) -> int:
        """Sent: accepted, or waiting for the decision."""
        return self.counts["accepted"] + self.counts["submitted"]

    @property
    def missing(self) -> tuple[BoardCell, ...]:
        """Not sent: nothing yet, a draft, or returned and not sent again."""
        return tuple(cell for cell in self.cells if cell.status not in ("accepted", "submitted"))

    @property
    def clean_count(self) -> int:
        """Waiting for the decision without a warning."""
        return sum(cell.status == "submitted" and not cell.warning_count for cell in self.cells)

    @property
    def late_count(self) -> int:
        """Sent after the deadline."""
        return sum(cell.is_late and cell.status in ("accepted", "submitted") for cell in self.cells)

    @property
    def common_due_on(self) -> date:
        """The deadline that most reports have: those with more time have a later one. Only where there are cells."""
        counts = Counter(cell.due_on for cell in self.cells)
        return min(counts, key=lambda day: (-counts[day], day))

    @property
    def due_on(self) -> date | None:
        """The last day for sending; the latest where they differ."""
        return max((cell.due_on for cell in self.cells), default=None)


def received_tasks(hat: Membership, on: date) -> QuerySet[ReportTask]:
    """The reports that go to the hat's office, within what the hat sees; for an auditor, every report."""
    tasks = tasks_for(hat, on)
    return tasks if hat.role == Role.AUDITOR else tasks.filter(receiver_id=hat.organisation_id)


def periods_received(hat: Membership, on: date) -> list[ReportingPeriod]:
    """The periods in which somebody owes the hat's office a report, the latest first, at most 24."""
    owed = received_tasks(hat, on).filter(period=OuterRef("pk"))
    periods = ReportingPeriod.objects.filter(Exists(owed), window__startswith__lte=on).select_related("indicator_set")
    return list(periods.order_by("-window__endswith", "grain", "id")[:PERIODS_SHOWN])


def period_of_board(periods: Sequence[ReportingPeriod], period_id: int | None, on: date) -> ReportingPeriod:
    """The asked period, or the one whose reports are coming in: the latest that is over, else the latest.

    `NotFound` for a period in which nobody owes this office anything.
    """
    if period_id is not None:
        chosen = next((period for period in periods if period.pk == period_id), None)
        if chosen is None:
            raise NotFound()
        return chosen
    if not periods:
        raise NotFound()
    return next((period for period in periods if period.window.upper <= on), periods[0])


def receivers_of(hat: Membership, period: ReportingPeriod, on: date) -> list[Organisation]:
    """The offices whose board of `period` the hat may open: its own, for an auditor all."""
    owed = received_tasks(hat, on).filter(period=period, receiver=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(owed)).order_by("sort_key", "id"))


def board_of(hat: Membership, period: ReportingPeriod, receiver: Organisation, on: date) -> Board:
    """The board of `period` for `receiver`, units in dictionary order. Two queries whatever their number."""
    tasks = (
        received_tasks(hat, on)
        .filter(period=period, receiver=receiver)
        .select_related("organisation", "submission__current_version")
        .defer(*FIGURES_OF_LISTS)
        .order_by("organisation__sort_key", "pk")
    )
    rows = list(tasks)
    names = versions_on({task.unit_id for task in rows}, period.window.upper - timedelta(days=1))
    return Board(period, receiver, tuple(_cell(task, names.get(task.unit_id), on) for task in rows))


def _cell(task: ReportTask, unit: UnitVersion | None, on: date) -> BoardCell:
    submission = getattr(task, "submission", None)
    sent_on = local_day(submission.submitted_at) if submission and submission.submitted_at else None
    version = submission.current_version if submission else None
    return BoardCell(
        task_id=task.pk,
        name=unit.name if unit else task.organisation.short_name,
        office=task.organisation.name,
        status=_status(task, on),
        due_on=task.due_on,
        sent_on=sent_on,
        warning_count=len(version.warnings) if version else 0,
        is_late=sent_on is not None and sent_on > task.due_on,
    )


def _status(task: ReportTask, on: date) -> str:
    submission = getattr(task, "submission", None)
    if submission and submission.status in (SubmissionStatus.ACCEPTED, SubmissionStatus.SUBMITTED):
        return submission.status
    if is_overdue(task, submission, on):
        return "overdue"
    if submission and submission.status == SubmissionStatus.RETURNED:
        return "returned"
    return "due" if task.due_on - on <= DUE_SOON else "missing"
