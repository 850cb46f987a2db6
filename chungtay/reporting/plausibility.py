"""Warnings: figures that look unusual. They are not errors; a person lets them stand and says why.

The catalogue is data: bands compare two figures of one version, and rules compare a figure with the same office's
earlier ones. Each warning names its place and the numbers it is about. Source: docs/rules/plausibility.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import Message
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.layout import FormLayout, LayoutRow

# Small figures jump for good reasons: comparisons start where a typing error would show.
SMALLEST_COMPARED = 10
SAME_PERIOD_FACTOR = 3
STOCK_FACTOR = 2


@dataclass(frozen=True)
class Band:
    """Between which bounds the quotient of two indicators usually lies."""

    code: str
    numerator: str
    denominator: str
    low: int
    high: int


BANDS = (
    Band("attendances_per_session", "OUT_ATTENDANCES", "OUT_SESSIONS", 10, 300),
    Band("attendances_per_launch", "MOV_LAUNCH_ATT", "MOV_LAUNCHES", 10, 300),
    Band("attendances_per_class", "TRN_ATT", "TRN_CLASSES", 10, 300),
    Band("attendances_per_school_session", "SCH_ATT", "SCH_SESSIONS", 10, 300),
    Band("attendances_per_forum", "FOR_ATT", "FOR_COUNT", 10, 300),
    Band("points_per_model", "MOD_POINTS", "MOD_MODELS", 5, 60),
    Band("members_per_team", "FRC_MEMBERS", "FRC_TEAMS", 3, 5),
)

MESSAGES: dict[str, Message] = {
    "attendances_per_session": _(
        "%(numerator)s attendances at %(denominator)s sessions: usually there are %(low)s to %(high)s at each."
    ),
    "attendances_per_launch": _(
        "%(numerator)s attendances at %(denominator)s launches: usually there are %(low)s to %(high)s at each."
    ),
    "attendances_per_class": _(
        "%(numerator)s attendances at %(denominator)s classes: usually there are %(low)s to %(high)s at each."
    ),
    "attendances_per_school_session": _(
        "%(numerator)s attendances at %(denominator)s school sessions: usually there are %(low)s to %(high)s at each."
    ),
    "attendances_per_forum": _(
        "%(numerator)s attendances at %(denominator)s forums: usually there are %(low)s to %(high)s at each."
    ),
    "points_per_model": _(
        "%(numerator)s points of %(denominator)s models: usually a model has %(low)s to %(high)s points. "
        "Please make sure that types, models and points were not mixed."
    ),
    "members_per_team": _(
        "%(numerator)s members in %(denominator)s teams: usually a team has %(low)s to %(high)s members."
    ),
    "cumulative_below_period": _("The cumulative figure %(cumulative)s is less than this period alone (%(value)s)."),
    "cumulative_below_before": _(
        "The cumulative figure %(cumulative)s is less than that of the period before (%(before)s)."
    ),
    "cumulative_differs": _(
        "The cumulative figure %(cumulative)s differs from the accepted reports of this year with this one (%(sum)s)."
    ),
    "same_period_differs": _(
        "%(value)s here, %(last_year)s in the same period last year: more than three times apart."
    ),
    "stock_jumps": _("%(value)s here, %(before)s in the period before: more than twice apart."),
    "part_above_whole": _("%(numerator)s of %(denominator)s: the part is more than the whole."),
    "categories_above_total": _("The categories add up to %(sum)s, more than the total %(value)s."),
    "types_without_names": _(
        "%(value)s types are stated, but no names were chosen: "
        "without names they are shown beside the total, not in it."
    ),
}


@dataclass(frozen=True)
class History:
    """What the same office's accepted reports say: cell to value, each empty when there is nothing to compare with.

    `year_so_far` adds the periods of the same year before this one, flows only.
    """

    before: Mapping[int, int] = field(default_factory=dict)
    cumulative_before: Mapping[int, int] = field(default_factory=dict)
    year_so_far: Mapping[int, int] = field(default_factory=dict)
    last_year: Mapping[int, int] = field(default_factory=dict)


NO_HISTORY = History()


@dataclass(frozen=True)
class Warning:
    """One unusual figure: which rule, which cell, which numbers."""

    code: str
    cell: int
    numbers: Mapping[str, int]

    @property
    def key(self) -> str:
        """The name under which the reason for letting it stand is kept."""
        return f"{self.code}:{self.cell}"

    def as_json(self) -> dict[str, Any]:
        """The warning as a version keeps it."""
        return {"code": self.code, "cell": self.cell, "numbers": dict(self.numbers)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Warning:
        """The warning that a version kept."""
        return cls(kept["code"], kept["cell"], kept["numbers"])


def warnings_of(contents: Contents, layout: FormLayout, history: History = NO_HISTORY) -> tuple[Warning, ...]:
    """All warnings of `contents`, in the order of the form's rows."""
    found = [*_bands(contents, layout), *_categories(contents, layout)]
    has_history = history != NO_HISTORY
    for cell, figure in contents.figures.items():
        row = layout.row(cell)
        if has_history or figure.cumulative is not None:
            for rule in _CELL_RULES:
                found.extend(rule(figure, row, history))
        if row.is_distinct and figure.value and not contents.keys.get(cell):
            found.append(Warning("types_without_names", cell, {"value": figure.value}))
    return tuple(sorted(found, key=lambda warning: (layout.place(warning.cell), warning.code)))


def _bands(contents: Contents, layout: FormLayout) -> Iterator[Warning]:
    for band in BANDS:
        cell = layout.total_cell(band.numerator)
        numerator, denominator = contents.value(cell), contents.value(layout.total_cell(band.denominator))
        if cell is None or numerator is None or denominator is None or (numerator == 0 and denominator == 0):
            continue
        if not band.low * denominator <= numerator <= band.high * denominator:
            yield Warning(
                band.code,
                cell,
                {"numerator": numerator, "denominator": denominator, "low": band.low, "high": band.high},
            )
    for numerator_cell, denominator_cell in layout.ratio_cells:
        part, whole = contents.value(numerator_cell), contents.value(denominator_cell)
        if part is not None and whole is not None and part > whole:
            yield Warning("part_above_whole", numerator_cell, {"numerator": part, "denominator": whole})


def _categories(contents: Contents, layout: FormLayout) -> Iterator[Warning]:
    for total, categories in layout.categories.items():
        value = contents.value(total)
        parts = sum(contents.value(cell) or 0 for cell in categories)
        if value is not None and parts > value:
            yield Warning("categories_above_total", total, {"sum": parts, "value": value})


def _cumulative(figure: CellFigure, row: LayoutRow, history: History) -> Iterator[Warning]:
    cumulative = figure.cumulative
    if cumulative is None:
        return
    if figure.value is not None and cumulative < figure.value:
        yield Warning("cumulative_below_period", row.number, {"cumulative": cumulative, "value": figure.value})
    before = history.cumulative_before.get(row.number)
    if before is not None and cumulative < before:
        yield Warning("cumulative_below_before", row.number, {"cumulative": cumulative, "before": before})
    so_far = history.year_so_far.get(row.number)
    exact = figure.qualifier is Qualifier.EQ and row.flow_like
    if exact and so_far is not None and figure.value is not None and cumulative != so_far + figure.value:
        yield Warning("cumulative_differs", row.number, {"cumulative": cumulative, "sum": so_far + figure.value})


def _same_period(figure: CellFigure, row: LayoutRow, history: History) -> Iterator[Warning]:
    last_year = history.last_year.get(row.number)
    if last_year and figure.value is not None and _apart(figure.value, last_year, SAME_PERIOD_FACTOR):
        yield Warning("same_period_differs", row.number, {"value": figure.value, "last_year": last_year})


def _stock(figure: CellFigure, row: LayoutRow, history: History) -> Iterator[Warning]:
    before = history.before.get(row.number)
    if row.is_stock_total and before and figure.value is not None and _apart(figure.value, before, STOCK_FACTOR):
        yield Warning("stock_jumps", row.number, {"value": figure.value, "before": before})


def _apart(one: int, other: int, factor: int) -> bool:
    low, high = sorted((one, other))
    return high >= SMALLEST_COMPARED and high > factor * low


_CELL_RULES: tuple[Callable[[CellFigure, LayoutRow, History], Iterator[Warning]], ...] = (
    _cumulative,
    _same_period,
    _stock,
)
