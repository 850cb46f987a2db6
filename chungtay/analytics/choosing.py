"""What the form of a question offers: the choices made, and those that may be made instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from chungtay.analytics.asking import Month, month_text
from chungtay.analytics.codes import Axis, Depth, Step
from chungtay.analytics.queries.catalogue import Measure
from chungtay.analytics.queries.question import LINES, Question
from chungtay.analytics.queries.slots import month_choices
from chungtay.organisations.codes import Line
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import map_dates, search_units

UNITS_FOUND = 12


@dataclass(frozen=True)
class MonthChoice:
    """A month as it stands in a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class Chooser:
    """The choices of one form; `unit_text` and `measure_text` are what was typed into its two searches.

    `shows_all` when the whole catalogue shall be there to choose from: it is long, so only those who ask for it get it.
    """

    question: Question
    today: date
    unit_text: str = ""
    measure_text: str = ""
    shows_all: bool = False

    @cached_property
    def units_found(self) -> Sequence[UnitVersion]:
        """Units of the map that resemble what was typed and are not chosen yet."""
        if not self.unit_text:
            return ()
        chosen = {unit.unit_id for unit in self.question.units}
        found = search_units(self.unit_text, self.question.map_day)[: UNITS_FOUND + len(chosen)]
        return [unit for unit in found if unit.unit_id not in chosen][:UNITS_FOUND]

    @cached_property
    def measures_found(self) -> list[Measure]:
        """Measures whose words hold what was typed and that are not chosen yet."""
        chosen = {measure.code for measure in self.question.measures}
        return [each for each in self.question.catalogue.matching(self.measure_text) if each.code not in chosen]

    @property
    def sections(self) -> list[tuple[str, list[Measure]]]:
        """All measures that are not chosen yet, by section of the report; none unless they were asked for."""
        if not self.shows_all:
            return []
        chosen = {measure.code for measure in self.question.measures}
        sections = self.question.catalogue.sections()
        return [(label, [each for each in measures if each.code not in chosen]) for label, measures in sections]

    @property
    def depths(self) -> list[tuple[str, str]]:
        """How far below the chosen units the table goes."""
        return [(depth.value, str(depth.label)) for depth in Depth]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The lengths of periods."""
        return [(step.value, str(step.label)) for step in Step]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lines in which figures stand."""
        return [(line.value, str(Line(line).label)) for line in LINES]

    @property
    def axes(self) -> list[tuple[str, str]]:
        """What rows and columns can be."""
        return [(axis.value, str(axis.label)) for axis in Axis]

    @property
    def months(self) -> list[tuple[int, list[MonthChoice]]]:
        """The months to choose from, by year."""
        return [
            (year, [MonthChoice(month_text(month), f"{month[1]}/{month[0]}") for month in months])
            for year, months in month_choices(self.question.reported)
        ]

    @property
    def first(self) -> str:
        """The first month that is asked."""
        return _text(self.question.asked.first)

    @property
    def last(self) -> str:
        """The last month that is asked."""
        return _text(self.question.asked.last)

    @cached_property
    def map_days(self) -> list[date]:
        """The days to choose a map by: today, each day on which the map changed, and the one that is asked."""
        days = {day for day in map_dates() if day <= self.today}
        return sorted({*days, self.today, self.question.map_day}, reverse=True)


def _text(month: Month | None) -> str:
    return month_text(month) if month else ""
