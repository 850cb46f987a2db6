"""The reasons on record: why an office has more time, why a warning of a year stands, why a year was reopened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import Message
from chungtay.core.models import Deed
from chungtay.organisations.codes import Matter, Relation, Sight, Stage
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import scope_of, with_relation
from chungtay.organisations.rules import sight
from chungtay.reporting.models import Consolidation, ReportingPeriod, ReportTask, WarningAnswer

DEEDS_OF_A_YEAR: Mapping[str, Message] = {
    "opened": _("The consolidation was opened"),
    "frozen_by_one_side": _("Frozen by one side"),
    "frozen": _("Frozen by both sides"),
    "freeze_taken_back": _("Frozen by one side; the freeze of the other side fell away, because figures had changed"),
    "reopened": _("Reopened"),
}
DEADLINE_EXTENDED, DEADLINE_MOVED = "deadline_extended", "deadline_moved"


@dataclass(frozen=True)
class Extension:
    """More time for a report: until when, why, which office gave it and when."""

    until: date
    reason: str
    office: str
    at: datetime


@dataclass(frozen=True)
class MovedDeadline:
    """A deadline that days off moved: from which day to which, by which days off and document, and when."""

    before: date
    until: date
    because: str
    at: datetime


@dataclass(frozen=True)
class KeptAnswer:
    """Why a warning stands; `person` is empty for readers who are told the office only."""

    key: str
    reason: str
    person: str
    office: str
    at: datetime


@dataclass(frozen=True)
class YearDeed:
    """What was done to the consolidation of a year, by which office, and why where a reason was asked."""

    verb: str
    at: datetime
    office: str
    reason: str

    @property
    def words(self) -> str:
        """The deed in the reader's language, with its reason."""
        words = str(DEEDS_OF_A_YEAR[self.verb])
        return f"{words}: {self.reason}" if self.reason else words


def extensions_of(task_ids: Iterable[int]) -> dict[int, list[Extension]]:
    """The extensions of reports whose working matter the caller may show, by their keys, the latest last. One query."""
    found: dict[int, list[Extension]] = {}
    for deed in _deeds_of(task_ids, DEADLINE_EXTENDED).order_by("id"):
        until = date.fromisoformat(deed.details["until"])
        found.setdefault(deed.subject_id, []).append(Extension(until, deed.details["reason"], deed.office, deed.at))
    return found


def deadlines_moved(task_ids: Iterable[int]) -> dict[int, list[MovedDeadline]]:
    """How days off moved the deadlines of reports, by their keys, the latest last. One query."""
    found: dict[int, list[MovedDeadline]] = {}
    for deed in _deeds_of(task_ids, DEADLINE_MOVED).order_by("id"):
        before, until = (date.fromisoformat(deed.details[name]) for name in ("before", "until"))
        moved = MovedDeadline(before, until, deed.details["because"], deed.at)
        found.setdefault(deed.subject_id, []).append(moved)
    return found


def times_moved(task_ids: Iterable[int]) -> Counter[int]:
    """How often the deadlines of reports changed, for whatever cause, by their keys. One query."""
    return Counter(_deeds_of(task_ids, DEADLINE_EXTENDED, DEADLINE_MOVED).values_list("subject_id", flat=True))


def _deeds_of(task_ids: Iterable[int], *verbs: str) -> QuerySet[Deed]:
    return Deed.objects.filter(subject_type=ReportTask._meta.label_lower, subject_id__in=list(task_ids), verb__in=verbs)


def answers_for(hat: Membership, consolidation: Consolidation, on: date) -> list[KeptAnswer]:
    """The warnings of a year that were let stand, in the order of the answers. One query.

    Persons are named to their own line; the other side reads the office. Source: docs/rules/scope.md#the-table
    """
    answers = WarningAnswer.objects.filter(consolidation=consolidation).select_related(
        "answered_by__user", "answered_by__organisation"
    )
    named = with_relation(answers, scope_of(hat, on), path="answered_by__organisation")
    return [_answer(answer) for answer in named.order_by("answered_at", "id")]


def _answer(answer: Any) -> KeptAnswer:
    is_named = sight(Matter.STAFF_NAME, Relation(answer.relation), Stage.OPEN) is Sight.FULL
    by = answer.answered_by
    person = by.user.display_name if is_named else ""
    return KeptAnswer(answer.warning_code, answer.reason, person, by.organisation.name, answer.answered_at)


def deeds_of_year(unit_id: int, period: ReportingPeriod) -> list[YearDeed]:
    """Opened, frozen, reopened and why: all consolidations of a unit's year, the first deed first. Two queries."""
    reasons = dict(Consolidation.objects.filter(unit=unit_id, period=period).values_list("pk", "reopen_reason"))
    deeds = Deed.objects.filter(
        subject_type=Consolidation._meta.label_lower, subject_id__in=reasons, verb__in=list(DEEDS_OF_A_YEAR)
    )
    return [
        YearDeed(deed.verb, deed.at, deed.office, reasons[deed.subject_id] if deed.verb == "reopened" else "")
        for deed in deeds.order_by("id")
    ]
