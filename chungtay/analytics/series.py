"""Charts of a question: its figures as lines or bars, and below each the same figures as a table. Pure: no query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chungtay.analytics.codes import Step
from chungtay.analytics.drawing import bar_chart, line_chart
from chungtay.analytics.drawing.mini import mini_line
from chungtay.analytics.layout import Head, Laid, TableCell, percent_text
from chungtay.analytics.queries.catalogue import Measure
from chungtay.analytics.queries.figures import Figures
from chungtay.analytics.queries.slots import Slot
from chungtay.reporting.phrases import figure_text
from chungtay.territory.models import UnitVersion

LINES_LIMIT = 6
BARS_LIMIT = 40


@dataclass(frozen=True)
class ChartRow:
    """One line or bar as a row of the table below its drawing; `changes` say how it differs from the next row."""

    label: str
    cells: Sequence[TableCell]
    changes: Sequence[str] = ()


@dataclass(frozen=True)
class Chart:
    """A drawing with its table."""

    title: str
    unit: str
    svg: SafeString
    height: int
    heads: Sequence[str]
    rows: Sequence[ChartRow]
    note: str = ""


def charts_over_time(figures: Figures, measures: Sequence[Measure]) -> list[Chart]:
    """One chart a measure, one line for each chosen unit, at most six."""
    slots, units = figures.question.slots, figures.rows.parts[:LINES_LIMIT]
    laid = Laid(figures)
    return [
        _lines(
            measure,
            [slot.short for slot in slots],
            [ChartRow(unit.heading, [_cell(laid, unit, slot, measure) for slot in slots]) for unit in units],
            context=units[0].heading if len(units) == 1 else "",
        )
        for measure in measures
    ]


def charts_with_year_before(
    figures: Figures, measures: Sequence[Measure], before: Mapping[Slot, Slot], slots: Sequence[Slot]
) -> list[Chart]:
    """One chart a measure for the first unit: the slots asked, and the same ones of the year before."""
    unit, laid = figures.rows.parts[0], Laid(figures)
    charts = []
    for measure in measures:
        now = [_cell(laid, unit, slot, measure) for slot in slots]
        then = [_cell(laid, unit, before[slot], measure) if slot in before else MISSING_CELL for slot in slots]
        changes = [change_text(new, old) for new, old in zip(now, then, strict=True)]
        rows = [ChartRow(_("This year"), now, changes), ChartRow(_("Same period of the year before"), then)]
        charts.append(_lines(measure, [slot.short for slot in slots], rows, context=unit.heading))
    return charts


def charts_of_years(figures: Figures, measures: Sequence[Measure]) -> list[Chart]:
    """One chart a measure for the first unit: a line a year over the months or quarters, the latest six years."""
    unit, laid, slots = figures.rows.parts[0], Laid(figures), figures.question.slots
    indexes = sorted({slot.index for slot in slots})
    by_place = {(slot.year, slot.index): slot for slot in slots}
    years = sorted({slot.year for slot in slots})[-LINES_LIMIT:]
    heads = [_index_words(slots[0].step, index) for index in indexes]
    charts = []
    for measure in measures:
        rows = []
        for year in years:
            places = [by_place.get((year, index)) for index in indexes]
            cells = [_cell(laid, unit, slot, measure) if slot else MISSING_CELL for slot in places]
            rows.append(ChartRow(str(year), cells))
        charts.append(_lines(measure, heads, rows, context=unit.heading))
    return charts


def charts_of_units(
    figures: Figures, measures: Sequence[Measure], targets: Mapping[tuple[int, int], int], *, lowest_first: bool
) -> list[Chart]:
    """One chart a measure: the parts in the last slot, sorted, at most 40, with marks of `targets` by unit and cell."""
    slot, laid = figures.question.slots[-1], Laid(figures)
    charts = []
    for measure in measures:
        cells = [(unit, _cell(laid, unit, slot, measure)) for unit in figures.rows.parts]
        known = [(unit, cell) for unit, cell in cells if cell.value is not None]
        known.sort(key=lambda pair: (pair[1].value or 0, pair[0].sort_key), reverse=not lowest_first)
        shown, left = known[:BARS_LIMIT], len(cells) - min(len(known), BARS_LIMIT)
        charts.append(_bars(measure, slot, shown, targets, left))
    return charts


@dataclass(frozen=True)
class Multiple:
    """One unit of a wall of small lines: all of them on one scale."""

    label: str
    svg: SafeString
    last: TableCell


def small_multiples(figures: Figures, measure: Measure) -> list[Multiple]:
    """Each part with its values over the slots, in the order of the units; all drawn to the same height."""
    laid, slots = Laid(figures), figures.question.slots
    cells = {unit: [_cell(laid, unit, slot, measure) for slot in slots] for unit in figures.rows.parts}
    highest = max((cell.value for row in cells.values() for cell in row if cell.value is not None), default=Fraction(0))
    found = []
    for unit, row in cells.items():
        told = _told([slot.short for slot in slots], [ChartRow(unit.heading, row)])
        values = [cell.value for cell in row]
        found.append(Multiple(unit.heading, mini_line(f"nho-{unit.unit_id}", told, values, highest), row[-1]))
    return found


def change_text(now: TableCell, before: TableCell) -> str:
    """Increase or decrease as a number and in percent: "+12 (+5,0 %)"; "" where one of the two is not known."""
    if now.number is None or before.number is None or now.of is not None:
        return ""
    difference = now.number - before.number
    sign = "+" if difference > 0 else ""
    percent = f" ({sign}{percent_text(difference, before.number)})" if before.number else ""
    return f"{sign}{figure_text(difference, now.scale)}{percent}"


MISSING_CELL = TableCell("–", state="absent")


def _cell(laid: Laid, unit: UnitVersion, slot: Slot, measure: Measure) -> TableCell:
    return laid.cell(Head("", unit=unit), Head("", slot=slot), Head("", measure=measure))


def _lines(measure: Measure, heads: Sequence[str], rows: Sequence[ChartRow], *, context: str) -> Chart:
    lines = [
        line_chart.Line(row.label, [line_chart.Point(cell.value, is_sure=not cell.signs) for cell in row.cells])
        for row in rows
    ]
    title = f"{measure.label} – {context}" if context else measure.label
    svg = line_chart.line_chart(f"bieu-do-{measure.code}", title, _told(heads, rows), heads, lines, _writer(measure))
    return Chart(title, _unit_of(measure), svg, line_chart.height_of(lines), heads, rows)


def _bars(
    measure: Measure,
    slot: Slot,
    shown: Sequence[tuple[UnitVersion, TableCell]],
    targets: Mapping[tuple[int, int], int],
    left: int,
) -> Chart:
    scale = measure.indicator.scale
    bars = []
    for unit, cell in shown:
        target = targets.get((unit.unit_id, measure.cell.number))
        bars.append(
            bar_chart.Bar(
                unit.heading,
                cell.value,
                f"{cell.text}{cell.of_text}",
                is_sure=not cell.signs,
                target=None if target is None else Fraction(target, 10**scale),
            )
        )
    rows = [ChartRow(unit.heading, [cell]) for unit, cell in shown]
    title = f"{measure.label} – {slot.words}"
    svg = bar_chart.bar_chart(f"bieu-do-{measure.code}", title, _told([slot.short], rows[:5]), bars)
    note = _("%(count)s more units are not drawn: see the table of the question.") % {"count": left} if left > 0 else ""
    return Chart(title, _unit_of(measure), svg, bar_chart.height_of(bars), [slot.short], rows, note)


def _told(heads: Sequence[str], rows: Iterable[ChartRow]) -> str:
    """The drawing in a sentence: first and last known value of each line."""
    told = []
    for row in rows:
        known = [(head, cell) for head, cell in zip(heads, row.cells, strict=False) if cell.value is not None]
        if known:
            ends = known if len(known) == 1 else [known[0], known[-1]]
            told.append(f"{row.label}: " + ", ".join(f"{head} {cell.text}{cell.of_text}" for head, cell in ends))
    return "; ".join(told) or _("No figure is known yet.")


def _writer(measure: Measure) -> Callable[[Fraction], str]:
    scale = 0 if measure.of is not None else measure.indicator.scale

    def write(value: Fraction) -> str:
        digits = max(scale, 0 if value.denominator == 1 else 2)
        return figure_text(floor(value * 10**digits + Fraction(1, 2)), digits)

    return write


def _unit_of(measure: Measure) -> str:
    return "%" if measure.of is not None else measure.unit


def _index_words(step: Step, index: int) -> str:
    return {Step.MONTH: _("M%(index)s"), Step.QUARTER: _("Q%(index)s")}.get(step, "%(index)s") % {"index": index}
