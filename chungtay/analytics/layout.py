"""A pivot laid out as a table: two axes, the third nested in the columns, every cell with its marks. Pure: no query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from itertools import product
from math import floor

from django.urls import get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chungtay.analytics.codes import Axis, Depth
from chungtay.analytics.queries.catalogue import Measure
from chungtay.analytics.queries.figures import SMALL, Answer, Figure, Figures, Withheld, summed
from chungtay.analytics.queries.question import Question
from chungtay.analytics.queries.slots import Slot
from chungtay.core.errors import Message
from chungtay.reporting.codes import EstimateMark, IndicatorKind, Qualifier, TotalReason
from chungtay.reporting.phrases import day_words, figure_text
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion

ABSENT = "–"
# What a sign beside a figure says, in the order of the legend.
SIGNS: dict[str, Message] = {
    "≥": gettext_lazy("at least: somebody has not reported yet, or wrote “more than” or “at least”"),
    "≤": gettext_lazy("at most: somebody wrote “nearly” or “at most”, or joint work may be counted twice"),
    "~": gettext_lazy("about: somebody wrote “about” or a range, or bounds to both sides meet"),
    "≈": gettext_lazy("an estimate on this map: a divided unit stands under it in part"),
    "°": gettext_lazy("some values were stated before this period and still stand"),
    "ư": gettext_lazy("holds an estimate (ước) that was not settled yet"),
}
WITHHELD_SIGNS: dict[str, tuple[str, Message]] = {
    "closed": ("×", gettext_lazy("not for this role, or not before both sides have frozen the year")),
    "small": ("<5", gettext_lazy("a count of 1 to 4, or one from which it would follow: for the unit itself")),
}
_OF_QUALIFIER = {
    Qualifier.GT: "≥",
    Qualifier.AT_LEAST: "≥",
    Qualifier.LT: "≤",
    Qualifier.AT_MOST: "≤",
    Qualifier.APPROX: "~",
    Qualifier.RANGE: "~",
}


@dataclass(frozen=True)
class Head:
    """One entry of an axis. A `sum` goes over all slots; a `rest` is what of a whole stands in none of its parts."""

    label: str
    kind: str = "plain"
    unit: UnitVersion | None = None
    slot: Slot | None = None
    measure: Measure | None = None

    @property
    def is_whole(self) -> bool:
        """A unit whose parts stand in the same table."""
        return self.kind == "whole"


@dataclass(frozen=True)
class TableCell:
    """One cell as a page and a file show it.

    `number` and `of` are the shown figures in the integers of `scale`, None where there is none; `title` says in words
    what the signs say.
    """

    text: str
    signs: str = ""
    href: str = ""
    title: str = ""
    coverage: str = ""
    state: str = "given"
    number: int | None = None
    of: int | None = None
    exact: Fraction | None = None
    scale: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The value as it is drawn: in units of counting, a ratio in percent; None where none is known."""
        if self.number is None:
            return None
        if self.of is None:
            return Fraction(self.number, 10**self.scale)
        return Fraction(self.number * 100, self.of) if self.of else None

    @property
    def of_text(self) -> str:
        """The whole of a ratio and the percentage, after the part."""
        if self.of is None or self.number is None:
            return ""
        shares = f" ({percent_text(self.number, self.of)})" if self.of else ""
        return f"/{figure_text(self.of, self.scale)}{shares}"

    @property
    def html(self) -> SafeString:
        """The cell as it stands on a page. Made here and not in a template: a page has hundreds of them."""
        text = f"{escape(self.text)}{escape(self.of_text)}"
        words = f' title="{escape(self.title)}"' if self.title else ""
        if self.href:
            shown = f'<a class="figure" href="{escape(self.href)}">{text}</a>'
        elif self.state == "absent":
            shown = f'<span class="figure--absent">{text}</span>'
        else:
            shown = f"<span{words}>{text}</span>" if self.state in WITHHELD_SIGNS else text
        signs = f'<span class="sign"{words}>{escape(self.signs)}</span>' if self.signs else ""
        coverage = f'<span class="coverage">{self.coverage}</span>' if self.coverage else ""
        return mark_safe(f"{shown}{signs}{coverage}")  # every piece was escaped


NOTHING = TableCell("", state="none")
MISSING = TableCell(ABSENT, state="absent")


@dataclass(frozen=True)
class TableRow:
    """One row: its head, its cells, and the address of the same question about what lies below its unit."""

    head: Head
    cells: Sequence[TableCell]
    drill: str = ""


@dataclass(frozen=True)
class Table:
    """A pivot ready to show: heads of columns in one or two lines, and rows."""

    figures: Figures
    columns: Sequence[Head]
    nested: Sequence[Head]
    rows: Sequence[TableRow] = field(repr=False)

    @property
    def has_two_lines(self) -> bool:
        """Whether the columns have heads and sub-heads."""
        return len(self.nested) > 1

    @cached_property
    def signs(self) -> list[tuple[str, Message]]:
        """The legend: the signs that occur, each with its words."""
        cells = [cell for row in self.rows for cell in row.cells]
        used = {sign for cell in cells for sign in cell.signs}
        states = {cell.state for cell in cells}
        legend = [(sign, words) for sign, words in SIGNS.items() if sign in used]
        return legend + [pair for state, pair in WITHHELD_SIGNS.items() if state in states]

    @cached_property
    def reasons(self) -> list[str]:
        """Why some figures are not simply exact, each reason once."""
        found = {reason: None for row in self.rows for cell in row.cells for reason in cell.reasons}
        return [str(TotalReason(reason).label) for reason in found]

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds a figure."""
        return all(cell.number is None for row in self.rows for cell in row.cells)


def table_of(figures: Figures) -> Table:
    """The figures along the axes that were asked for."""
    asked = figures.question.asked
    axes = {Axis.UNITS: _unit_heads(figures), Axis.PERIODS: _slot_heads(figures), Axis.MEASURES: _measures(figures)}
    rows, columns, nested = axes[asked.rows], axes[asked.columns], axes[figures.question.nested]
    laid = Laid(figures)
    return Table(
        figures,
        columns,
        nested,
        [
            TableRow(row, [laid.cell(row, *pair) for pair in product(columns, nested)], _drill(figures, row))
            for row in rows
        ],
    )


def _drill(figures: Figures, head: Head) -> str:
    if head.unit is None or head.is_whole or head.unit.level == Level.COMMUNE:
        return ""
    return figures.question.asked.changed(units=(head.unit.unit_id,)).address


def percent_text(part: int | Fraction, of: int | Fraction) -> str:
    """`part` of `of` in percent with one digit after the comma, rounded half up: "97,1 %"."""
    return f"{figure_text(floor(Fraction(part) * 1000 / of + Fraction(1, 2)), 1)} %"


def _unit_heads(figures: Figures) -> list[Head]:
    rows = figures.rows
    heads = [Head(_("Total: %(unit)s") % {"unit": whole.heading}, "whole", unit=whole) for whole in rows.wholes]
    heads += [Head(_("Own work of the level above"), "rest")] if figures.remainders else []
    return heads + [Head(row.heading, unit=row) for row in rows.parts]


def _slot_heads(figures: Figures) -> list[Head]:
    question = figures.question
    heads = [Head(slot.short, slot=slot) for slot in question.slots]
    flows = any(measure.kind == IndicatorKind.FLOW for measure in question.measures)
    return [*heads, Head(_("Sum of the periods"), "sum")] if flows and len(heads) > 1 else heads


def _measures(figures: Figures) -> list[Head]:
    return [Head(measure.label, measure=measure) for measure in figures.question.measures]


class Laid:
    """Finds the cell of three heads, in whatever order the axes bring them."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        asked, last = figures.question.map_day, {slot.last_day for slot in figures.question.slots}
        # A figure on the map of its own period needs no day in its address.
        self.on_map = "" if last == {asked} else f"?dia-gioi={asked.isoformat()}"

    def cell(self, *heads: Head) -> TableCell:
        """The cell where these three heads meet."""
        unit = next(head for head in heads if head.unit is not None or head.kind == "rest")
        slot = next(head for head in heads if head.slot is not None or head.kind == "sum")
        measure = next(head.measure for head in heads if head.measure is not None)
        if measure.of is not None:
            return self._ratio(unit, slot, measure)
        if slot.kind == "sum" and measure.kind != IndicatorKind.FLOW:
            return NOTHING
        return _shown(self._answer(unit, slot, measure, 0), measure, self.on_map)

    def _ratio(self, unit: Head, slot: Head, measure: Measure) -> TableCell:
        if slot.kind == "sum" or unit.kind == "rest":
            return NOTHING
        part, of = self._answer(unit, slot, measure, 0), self._answer(unit, slot, measure, 1)
        if isinstance(of, Withheld):
            return _withheld(of)
        return _shown(part, measure, self.on_map, of=of)

    def _answer(self, unit: Head, slot: Head, measure: Measure, number: int) -> Answer:
        cell = measure.cells[number]
        if unit.unit is not None:
            if slot.slot is None:
                return self.figures.over_slots(unit.unit.unit_id, cell)
            return self.figures.at(unit.unit.unit_id, slot.slot, cell)
        slots = self.figures.question.slots if slot.slot is None else (slot.slot,)
        rests = [rest for each in slots if (rest := self.figures.remainder(each, cell)) is not None]
        return summed(rests)


def _shown(answer: Answer, measure: Measure, on_map: str, *, of: Figure | None = None) -> TableCell:
    if answer is None:
        return MISSING
    if isinstance(answer, Withheld):
        return _withheld(answer)
    scale = measure.indicator.scale
    signs = _signs(answer) if of is None else "".join(dict.fromkeys(_signs(answer) + _signs(of)))
    return TableCell(
        text=figure_text(answer.shown, scale),
        signs=signs,
        href=_pedigree(answer.code) + on_map if answer.code else "",
        title=_title(signs, answer.reasons, get_language()) if signs or answer.reasons else "",
        coverage=f"{answer.reported}/{answer.expected}" if answer.expected > 1 else "",
        number=answer.shown,
        of=of.shown if of else None,
        exact=answer.value,
        scale=scale,
        reasons=answer.reasons,
    )


def _pedigree(code: str) -> str:
    """The address of a pedigree. Resolving it anew for every cell would take longer than everything else."""
    return _pedigree_frame(get_urlconf()).replace("_", code)


@cache
def _pedigree_frame(_urlconf: str | None) -> str:
    return reverse("reporting:pedigree", args=["_"])


def _withheld(answer: Withheld) -> TableCell:
    sign, words = WITHHELD_SIGNS[answer.reason]
    return TableCell(sign, title=str(words), state="small" if answer is SMALL else "closed")


def _signs(figure: Figure) -> str:
    found = [_OF_QUALIFIER.get(figure.qualifier, "")]
    found += ["≈"] if figure.mark != EstimateMark.EXACT else []
    found += ["°"] if figure.is_stale else []
    return "".join([*found, *(["ư"] if figure.is_early else [])])


@cache
def _title(signs: str, reasons: tuple[str, ...], _language: str | None) -> str:
    """What the signs of a cell say, and why; few combinations occur, and a table has hundreds of cells."""
    return "; ".join([*(str(SIGNS[sign]) for sign in signs), *(str(TotalReason(each).label) for each in reasons)])


def context_words(question: Question) -> str:
    """What all figures of the table share: the line, the map, and the one period or measure of the third axis."""
    shared = [str(question.line.label), _("map of %(day)s") % {"day": day_words(question.map_day)}]
    return " · ".join([*_alone(question), *shared])


def _alone(question: Question) -> Iterator[str]:
    """The name of the third axis where it has one entry, which then stands over the table and not in it."""
    if question.nested is Axis.MEASURES and len(question.measures) == 1:
        measure = question.measures[0]
        yield f"{measure.label} ({measure.unit})" if measure.unit else measure.label
    elif question.nested is Axis.PERIODS and len(question.slots) == 1:
        yield question.slots[0].words
    elif question.nested is Axis.UNITS and question.depth is Depth.ITSELF and len(question.units) == 1:
        yield question.units[0].heading
