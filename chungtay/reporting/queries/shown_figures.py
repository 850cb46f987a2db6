"""The six figures that a conference sees of a year: chosen by a writer, else the usual ones."""

from __future__ import annotations

from dataclasses import dataclass

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart
from chungtay.reporting.models import Consolidation, ShownFigures
from chungtay.reporting.papers.six_figures import default_indicators, slides_of
from chungtay.reporting.queries.consolidation import (
    ConsolidatedYear,
    catalogue_cells,
    consolidation_in_force,
    frozen_year,
    last_day,
    live_year,
    year_period,
)
from chungtay.reporting.queries.wording import bare_year
from officialdoc.slides import Slide


@dataclass(frozen=True)
class Shown:
    """The slides of a year, the codes they were chosen by, and what else could be chosen."""

    year: ConsolidatedYear
    slides: list[Slide]
    indicators: tuple[str, ...]
    choices: list[tuple[str, str]]


def shown_figures(consolidation: Consolidation) -> Shown:
    """The slides of a year from its frozen figures, else from the present ones; all lines together."""
    chosen = ShownFigures.objects.filter(consolidation=consolidation).values_list("indicators", flat=True).first()
    indicators = tuple(chosen) if chosen else default_indicators()
    year, catalogue = bare_year(consolidation, with_figures=True), catalogue_cells()
    choices = [
        (code, cells[0].indicator.label_vi)
        for code, cells in catalogue.by_indicator.items()
        if code in indicators or (cells[0].part != CellPart.CATEGORY and year.figure(cells[0].number) is not None)
    ]
    return Shown(year, slides_of(year, _before(consolidation), catalogue, indicators), indicators, choices)


def _before(consolidation: Consolidation) -> ConsolidatedYear | None:
    """The year before, frozen or as it stands; None where the programme had none."""
    period = year_period(consolidation.period.year - 1)
    if period is None:
        return None
    earlier = consolidation_in_force(consolidation.unit_id, period)
    if earlier is not None and earlier.frozen_at:
        return frozen_year(earlier, lines=[Line.ALL])
    return live_year(consolidation.unit, period, last_day(period), earlier, lines=[Line.ALL])
