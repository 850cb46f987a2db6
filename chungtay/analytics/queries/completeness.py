"""Who has reported, and when: units by periods, on time, late, missing. Working matter: of the own line alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chungtay.analytics.queries.question import Question
from chungtay.analytics.queries.slots import Slot
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.codes import Timeliness
from chungtay.reporting.queries.submissions import tasks_for
from chungtay.reporting.rules import timeliness
from chungtay.territory.models import UnitVersion

# From what is worst to what is best: a place shows the worst of its reports.
STATES = tuple(state.value for state in Timeliness)


@dataclass(frozen=True)
class Receipt:
    """How the reports of one unit and slot came in: how many in which state. Empty where none is owed."""

    counts: Mapping[str, int]

    @property
    def expected(self) -> int:
        """How many reports are owed."""
        return sum(self.counts.values())

    @property
    def received(self) -> int:
        """How many were sent, late ones too."""
        return self.counts.get("on_time", 0) + self.counts.get("late", 0)

    @property
    def state(self) -> str:
        """The worst state; "" where nothing is owed."""
        return next((state for state in STATES if self.counts.get(state)), "")


NOT_OWED = Receipt({})


def receipts(
    hat: Membership, question: Question, units: Sequence[UnitVersion], today: date
) -> dict[tuple[int, tuple[int, int]], Receipt]:
    """The receipts of these units by unit and key of the slot, of the reports whose working matter `hat` sees."""
    slots = _slots_by_period(question.slots)
    tasks = tasks_for(hat, today).filter(
        unit__in=[unit.unit_id for unit in units], period__in=slots.keys(), is_claim=False
    )
    if question.line is not Line.ALL:
        tasks = tasks.filter(line=question.line)
    counts: dict[tuple[int, tuple[int, int]], Counter[str]] = defaultdict(Counter)
    columns = ("unit_id", "period_id", "due_on", "submission__status", "submission__submitted_at")
    for unit_id, period_id, due_on, status, sent_at in tasks.values_list(*columns):
        counts[unit_id, slots[period_id].key][timeliness(due_on, status, sent_at, today).value] += 1
    return {place: Receipt(dict(found)) for place, found in counts.items()}


def together(found: Sequence[Receipt]) -> Receipt:
    """Several receipts as one."""
    total: Counter[str] = Counter()
    for each in found:
        total.update(each.counts)
    return Receipt(dict(total))


def _slots_by_period(slots: Sequence[Slot]) -> dict[int, Slot]:
    return {period.pk: slot for slot in slots for period in slot.periods.values()}
