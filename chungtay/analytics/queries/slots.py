"""The periods of a question: one slot a month, quarter or year, whatever calendar each indicator set follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from chungtay.analytics.asking import Month
from chungtay.analytics.codes import Step
from chungtay.reporting.codes import Grain
from chungtay.reporting.models import ReportingPeriod, ReportTask
from chungtay.reporting.phrases import period_words

SLOTS_LIMIT = 24
SHOWN_FIRST = 3
_MONTHS_IN = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}
PROGRAMME = "programme"


@dataclass(frozen=True)
class Slot:
    """A month, quarter or year of the reporting calendar, with the period of each indicator set by the set's key."""

    step: Step
    year: int
    index: int
    periods: Mapping[int, ReportingPeriod] = field(compare=False, hash=False)

    @property
    def words(self) -> str:
        """Its name as offices say it."""
        return period_words(next(iter(self.periods.values())))

    @property
    def short(self) -> str:
        """Its name at the head of a narrow column: 9/2026, I/2026, 2026."""
        if self.step is Step.YEAR:
            return str(self.year)
        return f"{('I', 'II', 'III', 'IV')[self.index - 1] if self.step is Step.QUARTER else self.index}/{self.year}"

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands in time among slots of its step."""
        return (self.year, self.index)

    @property
    def months(self) -> list[Month]:
        """Its months."""
        count = _MONTHS_IN[self.step]
        return [(self.year, (self.index - 1) * count + number) for number in range(1, count + 1)]

    @property
    def last_day(self) -> date:
        """The latest last day of its periods."""
        return max(period.window.upper for period in self.periods.values()) - timedelta(days=1)


@dataclass(frozen=True)
class Reported:
    """The base periods of the programme in which anybody owes a report."""

    months: tuple[Month, ...]
    years: tuple[int, ...]
    today: date

    @property
    def all_years(self) -> tuple[int, ...]:
        """Every year in which something is reported, the earliest first."""
        return tuple(sorted({*self.years, *(year for year, _number in self.months)})) or (self.today.year,)

    def holds(self, slot: Slot) -> bool:
        """Whether anybody owes a report for the slot or a part of it."""
        is_reported_year = slot.step is Step.YEAR and slot.year in self.years
        return is_reported_year or any(month in self.months for month in slot.months)


def reported_periods(today: date) -> Reported:
    """When reports were due: months and years that have begun by `today`. One query."""
    owed = ReportTask.objects.filter(period=OuterRef("pk"), is_claim=False)
    found = (
        ReportingPeriod.objects.filter(Exists(owed), grain__in=(Grain.MONTH, Grain.YEAR), window__startswith__lte=today)
        .order_by("year", "index")
        .values_list("grain", "year", "index")
        .distinct()
    )
    rows = list(found)
    months = tuple((year, index) for grain, year, index in rows if grain == Grain.MONTH)
    return Reported(months, tuple(year for grain, year, _index in rows if grain == Grain.YEAR), today)


def span_of(
    reported: Reported, step: Step | None, first: Month | None, last: Month | None
) -> tuple[Step, Month, Month]:
    """Step, first and last month of a question; what was left open is the latest that is reported.

    A span that is written backwards is turned round.
    """
    if step is None:
        step = Step.MONTH if reported.months or first else Step.YEAR
    latest = _latest(reported, step)
    last = last or (max(first, latest) if first else latest)
    first = first or _before(last, step, SHOWN_FIRST - 1)
    return (step, *sorted((first, last)))  # type: ignore[return-value]  # two months in, two months out


def slots_of(step: Step, first: Month, last: Month) -> list[Slot]:
    """The slots from `first` to `last` that have periods, the latest 24 where they are more; one query."""
    wanted = _between(step, first, last)[-SLOTS_LIMIT:]
    periods = ReportingPeriod.objects.filter(grain=step.grain, year__in={year for year, _index in wanted})
    by_slot: dict[tuple[int, int], dict[int, ReportingPeriod]] = {}
    for period in periods:
        by_slot.setdefault((period.year, period.index), {})[period.indicator_set_id] = period
    return [Slot(step, year, index, by_slot[year, index]) for year, index in wanted if (year, index) in by_slot]


def slots_reported(slots: list[Slot], reported: Reported) -> list[Slot]:
    """The slots for which reports were due: years long past or months to come would only be empty columns.

    Where that leaves none, all of them, so that a table says that nothing was reported.
    """
    return [slot for slot in slots if reported.holds(slot)] or slots


def month_choices(reported: Reported) -> list[tuple[int, list[Month]]]:
    """The months to choose from, by year, the latest year first."""
    return [(year, [(year, number) for number in range(1, 13)]) for year in reversed(reported.all_years)]


def _latest(reported: Reported, step: Step) -> Month:
    if step is Step.YEAR or not reported.months:
        return (reported.all_years[-1], 12)
    return reported.months[-1]


def _before(month: Month, step: Step, count: int) -> Month:
    """The month `count` steps earlier."""
    number = month[0] * 12 + month[1] - 1 - count * _MONTHS_IN[step]
    return (number // 12, number % 12 + 1)


def _between(step: Step, first: Month, last: Month) -> Sequence[tuple[int, int]]:
    length = _MONTHS_IN[step]
    start, end = ((month[0] * 12 + month[1] - 1) // length for month in (first, last))
    in_a_year = 12 // length
    return [(number // in_a_year, number % in_a_year + 1) for number in range(start, end + 1)]
