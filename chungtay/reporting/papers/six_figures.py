"""Six figures of a year for a conference: each with its code, the year before, and what it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from chungtay.core.clock import local_day
from chungtay.reporting.codes import CellPart, IndicatorKind, Qualifier
from chungtay.reporting.models import Cell
from chungtay.reporting.papers.annual import LIVE_LINE, AnnualMatter
from chungtay.reporting.papers.words import change, percent, scaled
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedFigure, ConsolidatedYear
from officialdoc import official_number
from officialdoc.slides import Deck, Slide

MOST_SHOWN = 6
_DEFAULTS = Path(__file__).resolve().parents[1] / "data" / "shown_figures.psv"
_WORDS: Mapping[Qualifier, str] = {
    Qualifier.GT: "hơn ",
    Qualifier.LT: "gần ",
    Qualifier.APPROX: "khoảng ",
    Qualifier.RANGE: "khoảng ",
    Qualifier.AT_LEAST: "ít nhất ",
    Qualifier.AT_MOST: "tối đa ",
}


@cache
def default_indicators() -> tuple[str, ...]:
    """The codes that are shown where nobody chose."""
    lines = _DEFAULTS.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def deck_of(matter: AnnualMatter, slides: Sequence[Slide]) -> Deck:
    """The slides under the names of both agencies, the leading one first; live figures say so on each page."""
    bodies, year = matter.bodies, matter.year
    agencies = [bodies.police, bodies.front]
    if matter.leads != "police":
        agencies.reverse()
    return Deck(
        agencies=tuple(agencies),
        title=f"Kết quả thực hiện Chương trình phối hợp năm {year.year}",
        slides=tuple(slides),
        page_line="" if year.is_frozen else LIVE_LINE,
    )


def slides_of(
    year: ConsolidatedYear, before: ConsolidatedYear | None, catalogue: CatalogueCells, indicators: Sequence[str]
) -> list[Slide]:
    """A slide for each indicator, in their order; one that nobody reported says so."""
    return [_slide(catalogue.by_indicator[code], year, before) for code in indicators if code in catalogue.by_indicator]


def _slide(cells: Sequence[Cell], year: ConsolidatedYear, before: ConsolidatedYear | None) -> Slide:
    indicator, first = cells[0].indicator, cells[0].number
    now = year.figure(first)
    old = before.figure(first) if before else None
    of = year.figure(_denominator(cells)) if indicator.kind == IndicatorKind.RATIO else None
    if now is None:
        return Slide(indicator.label_vi, "-", indicator.unit_vi, "Chưa có đơn vị nào báo cáo nội dung này", "", "")
    value = _WORDS.get(now.qualifier, "") + scaled(now.value, indicator.scale)
    unit = indicator.unit_vi
    if of is not None and of.value:
        value = f"{value}/{scaled(of.value, indicator.scale)}"
        unit = f"đạt {percent(now.value, of.value)}%"
    return Slide(
        indicator.label_vi,
        value,
        unit,
        _compared(now, old, year.year - 1, indicator.scale),
        now.code,
        _source(now, year),
    )


def _denominator(cells: Sequence[Cell]) -> int:
    return next(cell.number for cell in cells if cell.part == CellPart.DENOMINATOR)


def _compared(now: ConsolidatedFigure, old: ConsolidatedFigure | None, year: int, scale: int) -> str:
    if old is None:
        return f"Năm {year} chưa có số liệu để so sánh"
    if now.value == old.value:
        return f"Bằng năm {year}"
    word = "Tăng" if now.value > old.value else "Giảm"
    _number, part = change(now.value, old.value)
    rate = f" ({part}%)" if part != "-" else ""
    return f"{word} {scaled(abs(now.value - old.value), scale)}{rate} so với năm {year} ({scaled(old.value, scale)})"


def _source(figure: ConsolidatedFigure, year: ConsolidatedYear) -> str:
    frozen = year.consolidation.frozen_at if year.consolidation and year.is_frozen else None
    state = f"số đã chốt ngày {local_day(frozen):%d/%m/%Y}" if frozen else "số hiện tại, chưa chốt"
    counts = f"{official_number(figure.reported)}/{official_number(figure.expected)}"
    return f"Nguồn: {counts} đơn vị đã báo cáo đủ; {state}"
