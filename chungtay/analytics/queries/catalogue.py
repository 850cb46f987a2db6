"""What can be measured: the figures of the catalogue that have totals, each under the code it has in an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.translation import get_language

from chungtay.analytics.errors import QuestionUnreadable
from chungtay.core.scanner import quotable
from chungtay.core.vietnamese import fold
from chungtay.reporting.codes import CellPart, IndicatorKind, Section
from chungtay.reporting.models import Cell, Indicator
from chungtay.reporting.queries.consolidation import catalogue_cells

FIRST_CHOICE = ("OUT_SESSIONS", "OUT_ATTENDANCES")
SEARCH_LIMIT = 30


@dataclass(frozen=True)
class Measure:
    """One figure to ask for: the total of an indicator, one of its categories, or a ratio of two cells.

    `cell` is the numerator of a ratio and `of` its denominator; `of` is None for everything else.
    """

    cell: Cell
    of: Cell | None = None

    @property
    def indicator(self) -> Indicator:
        """The indicator it belongs to."""
        return self.cell.indicator

    @property
    def code(self) -> str:
        """Its name in an address: the indicator, and after a point the category."""
        return f"{self.indicator.code}.{self.cell.category}" if self.is_category else self.indicator.code

    @property
    def is_category(self) -> bool:
        """One value of a category."""
        return self.cell.part == CellPart.CATEGORY

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells it stands on."""
        return (self.cell,) if self.of is None else (self.cell, self.of)

    @property
    def set_id(self) -> int:
        """The indicator set, whose calendar its periods follow."""
        return self.indicator.indicator_set_id

    @property
    def kind(self) -> IndicatorKind:
        """How it adds up."""
        return IndicatorKind(self.indicator.kind)

    @property
    def label(self) -> str:
        """Its words in the reader's language; a category follows its indicator after a colon."""
        return f"{self._words(self.indicator)}: {self.part_label}" if self.is_category else self._words(self.indicator)

    @property
    def part_label(self) -> str:
        """The words of the category alone."""
        return self.cell.label_en if _english() else self.cell.label_vi

    @property
    def unit(self) -> str:
        """The unit of counting in the reader's language."""
        return self.indicator.unit_en if _english() else self.indicator.unit_vi

    @staticmethod
    def _words(indicator: Indicator) -> str:
        return indicator.label_en if _english() else indicator.label_vi


@dataclass(frozen=True)
class Catalogue:
    """All measures, in the order of the report."""

    measures: tuple[Measure, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Measure]:
        """Measures by their code in an address."""
        return {measure.code: measure for measure in self.measures}

    def chosen(self, codes: Sequence[str]) -> tuple[Measure, ...]:
        """The measures with these codes, in that order; the first of the report where none is named."""
        found = []
        for code in codes or FIRST_CHOICE:
            if code not in self.by_code:
                if not codes:
                    continue
                raise QuestionUnreadable(field="chi-tieu", typed=quotable(code, length=40))
            found.append(self.by_code[code])
        return tuple(found) or self.measures[:1]

    def matching(self, text: str) -> list[Measure]:
        """Measures whose words or code hold `text`, without regard to marks and capitals; at most 30."""
        wanted = fold(text)
        if not wanted:
            return []
        found = [each for each in self.measures if wanted in fold(each.label) or wanted in each.code.casefold()]
        return found[:SEARCH_LIMIT]

    def sections(self) -> list[tuple[str, list[Measure]]]:
        """The measures by section of the report."""
        order = list(Section)
        ranked = sorted(self.measures, key=lambda each: order.index(Section(each.indicator.section)))
        grouped = groupby(ranked, key=lambda each: Section(each.indicator.section))
        return [(str(section.label), list(measures)) for section, measures in grouped]


def catalogue() -> Catalogue:
    """Every measure that has totals: not the highest values of single events, nor categories of counted names."""
    return Catalogue(tuple(_measures(catalogue_cells().by_indicator.values())))


def _measures(indicators: Iterable[Sequence[Cell]]) -> Iterable[Measure]:
    for cells in indicators:
        kind = cells[0].indicator.kind
        if kind == IndicatorKind.RATIO:
            parts = {cell.part: cell for cell in cells}
            yield Measure(parts[CellPart.NUMERATOR], parts[CellPart.DENOMINATOR])
        elif kind == IndicatorKind.DISTINCT:
            yield from (Measure(cell) for cell in cells if cell.part == CellPart.TOTAL)
        elif kind != IndicatorKind.MAX:
            yield from (Measure(cell) for cell in cells)


def _english() -> bool:
    return (get_language() or "").startswith("en")
