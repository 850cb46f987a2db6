"""The rows of a form: its cells in order, with their indicators, as pages and rules need them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from django.utils.translation import get_language

from chungtay.reporting.codes import CellPart, IndicatorKind, Section
from chungtay.reporting.models import Cell, FormVersion, Indicator


@dataclass(frozen=True)
class LayoutRow:
    """One cell of a form and its place in the arrays of a version."""

    cell: Cell
    indicator: Indicator
    place: int

    @property
    def number(self) -> int:
        """The number of the cell."""
        return self.cell.number

    @cached_property
    def flow_like(self) -> bool:
        """Whether figures of successive periods add up: a flow, or the part of a ratio that is one."""
        kinds = {
            CellPart.NUMERATOR: self.indicator.numerator_kind,
            CellPart.DENOMINATOR: self.indicator.denominator_kind,
        }
        return kinds.get(CellPart(self.cell.part), self.indicator.kind) == IndicatorKind.FLOW

    @cached_property
    def stock_like(self) -> bool:
        """Whether the figure is a state of things that lasts until it changes."""
        kinds = {
            CellPart.NUMERATOR: self.indicator.numerator_kind,
            CellPart.DENOMINATOR: self.indicator.denominator_kind,
        }
        return kinds.get(CellPart(self.cell.part), self.indicator.kind) == IndicatorKind.STOCK

    @cached_property
    def is_distinct(self) -> bool:
        """Counts names."""
        return self.indicator.kind == IndicatorKind.DISTINCT

    @cached_property
    def is_stock_total(self) -> bool:
        """The total of a stock."""
        return self.indicator.kind == IndicatorKind.STOCK and self.cell.part == CellPart.TOTAL

    @property
    def label(self) -> str:
        """The words of the row in the reader's language; a part follows its indicator after a colon."""
        english = _english()
        name = self.indicator.label_en if english else self.indicator.label_vi
        part = self.cell.label_en if english else self.cell.label_vi
        return f"{name}: {part}" if part else name

    @property
    def own_label(self) -> str:
        """The words of the row under its indicator: the category alone, or the indicator."""
        part = self.cell.label_en if _english() else self.cell.label_vi
        return part or (self.indicator.label_en if _english() else self.indicator.label_vi)

    @property
    def unit(self) -> str:
        """The unit of counting, in the reader's language."""
        return unit_of(self.cell, self.indicator)


def unit_of(cell: Cell, indicator: Indicator) -> str:
    """What `cell` of `indicator` is counted in, in the reader's language; "" for the parts of a percentage."""
    is_part = cell.part in (CellPart.NUMERATOR, CellPart.DENOMINATOR)
    if is_part and indicator.unit_vi == "%":
        return ""
    return indicator.unit_en if _english() else indicator.unit_vi


@dataclass(frozen=True)
class LayoutSection:
    """The rows of one section of a form."""

    code: Section
    rows: tuple[LayoutRow, ...]

    @property
    def label(self) -> str:
        """The heading of the section."""
        return str(self.code.label)


@dataclass(frozen=True)
class FormLayout:
    """A form version with its rows in order."""

    form_version_id: int
    cells: tuple[int, ...]
    rows: tuple[LayoutRow, ...]

    @cached_property
    def by_number(self) -> Mapping[int, LayoutRow]:
        """The rows by the number of their cell."""
        return {row.number: row for row in self.rows}

    @cached_property
    def sections(self) -> tuple[LayoutSection, ...]:
        """The sections in the order of the report, each with its rows in the order of the form."""
        order = list(Section)
        ranked = sorted(self.rows, key=lambda row: order.index(Section(row.indicator.section)))
        grouped = groupby(ranked, key=lambda row: Section(row.indicator.section))
        return tuple(LayoutSection(code, tuple(rows)) for code, rows in grouped)

    @cached_property
    def categories(self) -> Mapping[int, tuple[int, ...]]:
        """The categories of each total that has some, by the number of the total's cell."""
        totals = {row.indicator.pk: row.number for row in self.rows if row.cell.part == CellPart.TOTAL}
        found: dict[int, tuple[int, ...]] = {}
        for row in self.rows:
            if row.cell.part == CellPart.CATEGORY and row.indicator.pk in totals:
                total = totals[row.indicator.pk]
                found[total] = (*found.get(total, ()), row.number)
        return found

    @cached_property
    def ratio_cells(self) -> tuple[tuple[int, int], ...]:
        """Numerator and denominator of each ratio."""
        parts = {(row.indicator.pk, row.cell.part): row.number for row in self.rows}
        return tuple(
            (number, parts[indicator, CellPart.DENOMINATOR])
            for (indicator, part), number in parts.items()
            if part == CellPart.NUMERATOR and (indicator, CellPart.DENOMINATOR) in parts
        )

    @cached_property
    def _totals(self) -> Mapping[str, int]:
        return {row.indicator.code: row.number for row in self.rows if row.cell.part == CellPart.TOTAL}

    def total_cell(self, indicator_code: str) -> int | None:
        """The cell of an indicator's total; None when the form does not ask for it."""
        return self._totals.get(indicator_code)

    def row(self, cell: int) -> LayoutRow:
        """The row of `cell`; KeyError when the form has no such place."""
        return self.by_number[cell]

    def place(self, cell: int) -> int:
        """Where `cell` stands in the arrays."""
        return self.by_number[cell].place

    def section(self, code: str) -> LayoutSection | None:
        """The section with this code, None when the form has none."""
        return next((section for section in self.sections if section.code == code), None)


def layout_of(form_version: FormVersion) -> FormLayout:
    """The layout of a form version; one query."""
    return layouts_of([form_version])[form_version.pk]


def known_layout(form_version_id: int) -> FormLayout:
    """The layout of a form version as it was at most a minute ago, for those who send hundreds of reports at once.

    Which cells a form version has never changes; the words of an indicator may.
    """
    return _layout_of_this_minute(form_version_id, int(time.monotonic() / 60))


@lru_cache(maxsize=32)
def _layout_of_this_minute(form_version_id: int, minute: int) -> FormLayout:
    return layout_of(FormVersion.objects.get(pk=form_version_id))


def layouts_of(form_versions: Iterable[FormVersion]) -> dict[int, FormLayout]:
    """The layouts of several form versions by their keys; one query."""
    wanted = {version.pk: version for version in form_versions}
    numbers = {number for version in wanted.values() for number in version.cells}
    cells = {cell.number: cell for cell in Cell.objects.filter(number__in=numbers).select_related("indicator")}
    return {
        key: FormLayout(
            form_version_id=key,
            cells=tuple(version.cells),
            rows=tuple(
                LayoutRow(cells[number], cells[number].indicator, place) for place, number in enumerate(version.cells)
            ),
        )
        for key, version in wanted.items()
    }


def _english() -> bool:
    return (get_language() or "").startswith("en")
