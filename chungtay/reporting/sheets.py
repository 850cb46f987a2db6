"""A form as a page shows it: its rows with figures, comparisons, warnings and what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString

from chungtay.reporting.codes import CellPart, IndicatorKind
from chungtay.reporting.contents import CellFigure, Contents, Evidence
from chungtay.reporting.errors import FigureRefused
from chungtay.reporting.forms import PLACES
from chungtay.reporting.layout import FormLayout, LayoutRow, LayoutSection
from chungtay.reporting.phrases import figure_text, qualifier_options
from chungtay.reporting.plausibility import MESSAGES, NO_HISTORY, History, Warning
from chungtay.reporting.versions import asks_for_shared_work


@dataclass(frozen=True)
class ShownWarning:
    """A warning in words, with the reason that was given for it."""

    key: str
    label: str
    sentence: str
    answer: str


def shown_warning(warning: Warning, layout: FormLayout, answers: Mapping[str, str]) -> ShownWarning:
    """A warning of a form in words; `answers` are the reasons given, by the warnings' keys."""
    numbers = {name: figure_text(number, 0) for name, number in warning.numbers.items()}
    sentence = str(MESSAGES[warning.code]) % numbers
    return ShownWarning(warning.key, layout.row(warning.cell).label, sentence, answers.get(warning.key, ""))


@dataclass(frozen=True)
class SheetRow:
    """One row of the form. `texts` are what its fields hold, `wrong` the sentences about them, by field letter."""

    row: LayoutRow
    figure: CellFigure
    texts: Mapping[str, str]
    wrong: Mapping[str, str]
    before: str
    last_year: str
    year_to_date: str
    warnings: tuple[ShownWarning, ...]
    evidence: Evidence | None
    qualifier_options: SafeString
    type_options: tuple[tuple[str, str, bool], ...] = ()

    @property
    def number(self) -> str:
        """The number of the cell, as field names hold it."""
        return str(self.row.number)

    @property
    def is_category(self) -> bool:
        """A value of a category, shown under its total."""
        return self.row.cell.part == CellPart.CATEGORY

    @property
    def is_distinct(self) -> bool:
        """Counts names, which are chosen from a list."""
        return self.row.indicator.kind == IndicatorKind.DISTINCT

    @property
    def asks_for_shared_work(self) -> bool:
        """Has the fields of joint work; categories have them too, but the form asks only of totals."""
        return asks_for_shared_work(self.row) and not self.is_category

    @property
    def has_more(self) -> bool:
        """Whether one of the fields behind the disclosure is filled or wrong."""
        return any(self.texts.get(letter) or letter in self.wrong for letter in "hjec")

    @property
    def shown(self) -> str:
        """The figure in digits, "" when blank."""
        return figure_text(self.figure.value, self.row.indicator.scale)

    @property
    def shown_high(self) -> str:
        """The upper end of a range in digits."""
        return figure_text(self.figure.high, self.row.indicator.scale)


@dataclass(frozen=True)
class SheetSection:
    """A section of the form with its rows."""

    section: LayoutSection
    rows: tuple[SheetRow, ...]

    @property
    def filled_count(self) -> int:
        """How many of its rows have a value."""
        return sum(row.figure.value is not None for row in self.rows)

    @property
    def has_blank(self) -> bool:
        """Whether something in it was not stated yet."""
        return self.filled_count < len(self.rows)

    @property
    def is_wrong(self) -> bool:
        """Whether a field in it must be corrected."""
        return any(row.wrong for row in self.rows)


@dataclass(frozen=True)
class Sheet:
    """A whole form."""

    contents: Contents
    sections: tuple[SheetSection, ...]
    problems: Sequence[FigureRefused] = ()

    @cached_property
    def filled_count(self) -> int:
        """How many rows have a value."""
        return sum(section.filled_count for section in self.sections)

    @cached_property
    def row_count(self) -> int:
        """How many rows there are."""
        return sum(len(section.rows) for section in self.sections)

    @cached_property
    def warnings(self) -> tuple[ShownWarning, ...]:
        """All warnings in the order of the form."""
        return tuple(warning for section in self.sections for row in section.rows for warning in row.warnings)

    @cached_property
    def filled_sections(self) -> tuple[SheetSection, ...]:
        """The sections with the rows that say something, for reading."""
        kept = (
            SheetSection(section.section, tuple(row for row in section.rows if row.figure.value is not None))
            for section in self.sections
        )
        return tuple(section for section in kept if section.rows)

    @property
    def asks_for_shared_work(self) -> bool:
        """Whether any row may be joint work."""
        return any(row.asks_for_shared_work for section in self.sections for row in section.rows)


@dataclass
class SheetBuilder:
    """Puts a sheet together from what is known about it."""

    layout: FormLayout
    contents: Contents
    history: History = NO_HISTORY
    warnings: Iterable[Warning] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[FigureRefused] = ()
    model_types: Sequence[tuple[str, str]] = ()

    def build(self) -> Sheet:
        """The sheet."""
        self._wrong = {problem.field: problem.sentence for problem in self.problems if problem.field}
        self._warned: dict[int, tuple[ShownWarning, ...]] = {}
        for warning in self.warnings:
            shown = shown_warning(warning, self.layout, self.contents.answers)
            self._warned[warning.cell] = (*self._warned.get(warning.cell, ()), shown)
        sections = tuple(
            SheetSection(section, tuple(self._row(row) for row in section.rows)) for section in self.layout.sections
        )
        return Sheet(self.contents, sections, self.problems)

    def _row(self, row: LayoutRow) -> SheetRow:
        figure, scale, number = self.contents.figure(row.number), row.indicator.scale, row.number
        texts = {
            letter: self.written.get(f"{letter}-{number}", figure_text(getattr(figure, place), scale))
            for letter, place in PLACES.items()
        }
        wrong = {letter: self._wrong[name] for letter in "vhjeck" if (name := f"{letter}-{number}") in self._wrong}
        so_far = self.history.year_so_far.get(number)
        year_to_date = None if so_far is None else so_far + (figure.value or 0)
        chosen = self.contents.keys.get(number, ())
        options = tuple((code, name, code in chosen) for code, name in self.model_types)
        return SheetRow(
            row=row,
            figure=figure,
            texts=texts,
            wrong=wrong,
            before=figure_text(self.history.before.get(number), scale),
            last_year=figure_text(self.history.last_year.get(number), scale),
            year_to_date=figure_text(year_to_date, scale),
            warnings=self._warned.get(number, ()),
            evidence=self.contents.evidence.get(number),
            qualifier_options=qualifier_options(figure.qualifier),
            type_options=options if row.indicator.kind == IndicatorKind.DISTINCT else (),
        )
