"""The figures of one indicator and period as a map. Pure: no query.

Drawn is what was recognised and not what was not: of recognitions only places that have some, by number and without
boundaries; of communes as such, and of the lowest class of a rating, nothing. A map shall not list places that failed.
Source: docs/rules/analytics.md#maps
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.analytics.codes import Classing, MapForm
from chungtay.analytics.drawing.map_areas import areas, path_of, shade
from chungtay.analytics.drawing.map_circles import circle, circles, largest_radius, radius, samples
from chungtay.analytics.drawing.map_classes import Classes, equal_steps, quantiles
from chungtay.analytics.drawing.map_frame import Frame, frame_of, scale_bar
from chungtay.analytics.drawing.map_marks import HAS_VALUE, SUNKEN, Key, Mark, State, box, ground, sign
from chungtay.analytics.drawing.map_sheet import Sheet, height_of, map_sheet, names_of
from chungtay.analytics.drawing.svg import PAPER
from chungtay.analytics.layout import Head, Laid, TableCell, percent_text
from chungtay.analytics.queries.catalogue import Measure
from chungtay.analytics.queries.figures import Figures
from chungtay.analytics.queries.placed import Placed
from chungtay.analytics.queries.question import Question
from chungtay.core.errors import Message
from chungtay.reporting.codes import Section
from chungtay.reporting.phrases import day_words, figure_text
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion

FAILING = frozenset({"weak", "not_done"})
# Recognitions of communes themselves: among communes, one without a mark would be one that was not recognised.
OF_COMMUNES = frozenset({"SAF_COM_OK", "NTM_192"})
KEY = "ban-do"
WORDS: dict[State, Message] = {
    State.SURE: gettext_lazy("filled: as it was given"),
    State.ESTIMATE: gettext_lazy("hatched: an estimate, on this map (≈) or not settled yet (ư)"),
    State.BOUND: gettext_lazy("ring: at least, at most or about (≥ ≤ ~)"),
    State.ZERO: gettext_lazy("zero was given"),
    State.MISSING: gettext_lazy("nobody has given this figure: that is not zero"),
    State.CLOSED: gettext_lazy("not for this role, or not before both sides have frozen the year"),
    State.SMALL: gettext_lazy("a count of 1 to 4, or one from which it would follow: for the unit itself"),
}
BOUND_OF_AREA = gettext_lazy("dotted: at least, at most or about (≥ ≤ ~)")
NOT_SHOWN_OF_AREA = gettext_lazy("crossed: not for this role, not frozen yet, or a count of 1 to 4")


@dataclass(frozen=True)
class DrawnMap:
    """A map with the height of its drawing; `unplaced` counts units without a place on the earth."""

    title: str
    form: MapForm
    svg: SafeString
    height: int
    unplaced: int


def may_be_drawn(measure: Measure, units: Sequence[UnitVersion]) -> bool:
    """Whether a map of `units` may show it: no lowest class of a rating, no recognition of the places themselves."""
    has_communes = any(unit.level == Level.COMMUNE for unit in units)
    return measure.cell.category not in FAILING and not (has_communes and measure.indicator.code in OF_COMMUNES)


def forms_for(measure: Measure, placed: Sequence[Placed]) -> list[MapForm]:
    """How it can be drawn, the fitting one first: shares as shades, numbers as circles; shades need outlines."""
    if is_recognition(measure) or not has_boundaries(placed):
        return [MapForm.CIRCLES]
    return [MapForm.AREAS, MapForm.CIRCLES] if measure.of is not None else [MapForm.CIRCLES, MapForm.AREAS]


def has_boundaries(placed: Sequence[Placed]) -> bool:
    """Whether most of the units have a boundary: a few that kept their land would look like the whole map."""
    return 2 * sum(bool(place.rings) for place in placed) > len(placed)


def is_recognition(measure: Measure) -> bool:
    """A share of areas or units that reached a standard."""
    return measure.of is not None and measure.indicator.section == Section.SAFE


def drawn_map(
    figures: Figures, placed: Sequence[Placed], form: MapForm, classing: Classing, *, site: str = ""
) -> DrawnMap | None:
    """The map of the question's one measure and slot; None where no unit has a place or the measure is not drawn.

    `site` stands before the addresses of figures: a file that was taken away leads back only so.
    """
    question = figures.question
    measure, slot = question.measures[0], question.slots[0]
    if not placed or not may_be_drawn(measure, figures.rows.parts):
        return None
    laid = Laid(figures)
    head, column = Head("", slot=slot), Head("", measure=measure)
    marks = [_mark(place, laid.cell(Head("", unit=place.unit), head, column), measure, form, site) for place in placed]
    if is_recognition(measure):
        marks = [mark for mark in marks if mark.state in HAS_VALUE]
    frame = frame_of([*_extent(placed)])
    title = f"{_title(measure, form)} – {slot.words}"
    drawing = (
        _Circles(marks, placed, frame, measure) if form is MapForm.CIRCLES else _Areas(marks, frame, measure, classing)
    )
    sheet = Sheet(
        title=title,
        context=_context(question),
        description=_told(marks, _area_name(question)),
        scale_words=_("%(kilometres)s km") % {"kilometres": scale_bar(frame)[0]},
        keys=list(drawing.keys()),
    )
    svg = map_sheet(KEY, sheet, frame, drawing.places(), names_of(drawing.names()))
    return DrawnMap(title, form, svg, height_of(sheet, frame), len(figures.rows.parts) - len(placed))


@dataclass(frozen=True)
class _Circles:
    marks: Sequence[Mark]
    placed: Sequence[Placed]
    frame: Frame
    measure: Measure

    def places(self) -> Iterator[str]:
        if has_boundaries(self.placed) and not is_recognition(self.measure):
            yield ground(path_of(place.rings, self.frame) for place in self.placed)
        yield from circles(KEY, self.ordered, self.frame, *self.sizes)

    def names(self) -> Iterator[tuple[str, int, int]]:
        """Above the circles."""
        for mark in self.ordered:
            x, y = self.frame.place(mark.latitude, mark.longitude)
            yield mark.name, x, y - radius(mark.value or Fraction(0), *self.sizes) - 80

    @cached_property
    def ordered(self) -> list[Mark]:
        return _largest_first(self.marks)

    @cached_property
    def sizes(self) -> tuple[Fraction, int]:
        """The highest value and its radius."""
        values = [mark.value for mark in self.marks if mark.value]
        return max(values, default=Fraction(1)), largest_radius(values, self.frame.height)

    def keys(self) -> Iterator[Key]:
        highest, largest = self.sizes
        has_sizes = any(mark.value for mark in self.marks)
        is_whole = self.measure.indicator.scale == 0
        for value in samples(highest, whole=is_whole) if has_sizes else ():
            size = radius(value, highest, largest)
            told = f"{_value_text(value, self.measure.indicator.scale)} {self.measure.unit}".strip()
            yield Key(circle(KEY, State.SURE, 300, 0, size), told, height=max(24, size // 5 + 6))
        for state, count in _states(self.marks):
            sample = circle(KEY, state, 300, 0, 90) if state in HAS_VALUE else sign(state, 300, 0)
            yield _counted(sample, str(WORDS[state]), count)


@dataclass(frozen=True)
class _Areas:
    marks: Sequence[Mark]
    frame: Frame
    measure: Measure
    classing: Classing

    @cached_property
    def classes(self) -> Classes:
        cut = quantiles if self.classing is Classing.QUANTILES else equal_steps
        return cut([mark.value for mark in self.marks if mark.value is not None])

    def places(self) -> Iterator[str]:
        return areas(KEY, self.marks, self.classes, self.frame)

    def names(self) -> Iterator[tuple[str, int, int]]:
        """In the middle of the areas."""
        return ((mark.name, *self.frame.place(mark.latitude, mark.longitude)) for mark in _largest_first(self.marks))

    def keys(self) -> Iterator[Key]:
        classes = self.classes
        lower = classes.lowest
        for place, (upper, count) in enumerate(zip(classes.bounds, classes.counts, strict=True)):
            span = _span_text(lower, upper, self.measure, is_first=place == 0)
            yield _counted(box(KEY, State.SURE, shade(place, len(classes.bounds))), span, count)
            lower = upper
        for state, count in _states(self.marks):
            if state not in (State.SURE, State.ZERO, State.SMALL):
                told = {State.BOUND: BOUND_OF_AREA, State.CLOSED: NOT_SHOWN_OF_AREA}.get(state, WORDS[state])
                fill = PAPER if state is State.MISSING else SUNKEN if state is State.CLOSED else shade(2, 5)
                yield _counted(box(KEY, state, fill), str(told), count)


def _mark(place: Placed, cell: TableCell, measure: Measure, form: MapForm, site: str) -> Mark:
    value = cell.value if form is MapForm.AREAS or cell.number is None else Fraction(cell.number, 10**cell.scale)
    state = _state(cell, value, form)
    told = _words(cell, measure, state)
    return Mark(
        name=place.unit.name,
        words=f"{place.unit.heading}: {told}",
        latitude=place.latitude,
        longitude=place.longitude,
        state=state,
        value=value if state in (*HAS_VALUE, State.ZERO) else None,
        href=f"{site}{cell.href}" if cell.href else "",
        rings=place.rings,
    )


def _words(cell: TableCell, measure: Measure, state: State) -> str:
    """The figure as it is read aloud: its signs, the number, what is counted."""
    if state is State.MISSING:
        return _("no figure")
    if state is State.CLOSED:
        return _("not for this role")
    unit = f" {measure.unit}" if measure.of is None and measure.unit and state is not State.SMALL else ""
    return f"{cell.signs}{' ' if cell.signs else ''}{cell.text}{cell.of_text}{unit}"


def _state(cell: TableCell, value: Fraction | None, form: MapForm) -> State:
    if value is None:
        return {"closed": State.CLOSED, "small": State.SMALL}.get(cell.state, State.MISSING)
    if any(sign_ in cell.signs for sign_ in "≈ư"):
        return State.ESTIMATE
    if any(sign_ in cell.signs for sign_ in "≥≤~"):
        return State.BOUND
    return State.ZERO if value == 0 and form is MapForm.CIRCLES else State.SURE


def _largest_first(marks: Sequence[Mark]) -> list[Mark]:
    """As they are drawn. Whole millionths are compared: exact fractions would take as long as the drawing."""
    return sorted(marks, key=lambda mark: int((mark.value or 0) * 10**6), reverse=True)


def _states(marks: Sequence[Mark]) -> Iterator[tuple[State, int]]:
    """The states that occur, in the order of the legend; what is withheld as small stands with its own words."""
    counts = Counter(mark.state for mark in marks)
    return ((state, counts[state]) for state in State if counts[state])


def _extent(placed: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    are_drawn = has_boundaries(placed)
    for place in placed:
        yield place.latitude, place.longitude
        for ring in place.rings if are_drawn else ():
            yield 10 * min(ring[1::2]), 10 * min(ring[::2])
            yield 10 * max(ring[1::2]), 10 * max(ring[::2])


def _title(measure: Measure, form: MapForm) -> str:
    unit = "%" if form is MapForm.AREAS and measure.of is not None else measure.unit
    return f"{measure.label} ({unit})" if unit else measure.label


def _context(question: Question) -> str:
    """What stands below the title: the area, the line and the map."""
    shared = [
        _area_name(question),
        str(question.line.label),
        _("map of %(day)s") % {"day": day_words(question.map_day)},
    ]
    return " · ".join(shared)


def _area_name(question: Question) -> str:
    names = [unit.heading for unit in question.units[:3]]
    return ", ".join([*names, *("…" for _unit in question.units[3:4])])


def _told(marks: Sequence[Mark], area_name: str) -> str:
    """The map in a sentence for those who do not see it: how many places, and how many of each kind."""
    known = [mark.value for mark in marks if mark.value is not None]
    told = [_("%(area)s: %(count)s places have a figure.") % {"area": area_name, "count": len(known)}]
    told += [f"{count} – {WORDS[state]}." for state, count in _states(marks)]
    return " ".join([*told, _("The table below holds the same figures.")])


def _value_text(value: Fraction, scale: int) -> str:
    digits = max(scale, 0 if value.denominator == 1 else 2)
    return figure_text(floor(value * 10**digits + Fraction(1, 2)), digits)


def _span_text(lower: Fraction, upper: Fraction, measure: Measure, *, is_first: bool) -> str:
    if measure.of is not None:
        ends = [percent_text(value, 100) for value in (lower, upper)]
    else:
        ends = [_value_text(value, measure.indicator.scale) for value in (lower, upper)]
    if lower == upper:
        return ends[1]
    span = _("from %(lower)s to %(upper)s") if is_first else _("above %(lower)s, to %(upper)s")
    return span % {"lower": ends[0], "upper": ends[1]}


def _counted(sample: str, told: str, count: int) -> Key:
    places = _("%(count)s places") % {"count": count}
    return Key(sample, f"{told} · {places}")
