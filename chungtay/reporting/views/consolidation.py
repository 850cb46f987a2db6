"""Tổng hợp và chốt: do the figures of the unit stand?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, NotFound, require
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions import consolidation as actions
from chungtay.reporting.codes import CellPart, IndicatorKind, Section, TotalReason
from chungtay.reporting.forms import ReasonForm
from chungtay.reporting.models import Consolidation, ReportingPeriod
from chungtay.reporting.papers.words import percent
from chungtay.reporting.queries.consolidation import (
    LINES,
    CatalogueCells,
    ConsolidatedYear,
    catalogue_cells,
    claims_of,
    consolidated_year,
    consolidation_in_force,
    consolidations_in_force,
    estimates_in,
    unit_consolidated_by,
    year_period,
    years_with_figures,
)
from chungtay.reporting.queries.papers import lines_seen_live
from chungtay.reporting.queries.reasons import KeptAnswer, answers_for, deeds_of_year
from chungtay.reporting.queries.wording import may_read_words
from chungtay.reporting.tables import year_table
from chungtay.reporting.year_warnings import YearWarning, topic_of, warnings_of_year
from chungtay.territory.models import AdministrativeUnit
from chungtay.territory.queries import map_dates


@hat_required
@require_GET
def consolidations(request: HatRequest) -> HttpResponse:
    """The years that can be consolidated, the latest first."""
    unit = unit_consolidated_by(request.hat)
    periods = list(years_with_figures(unit.pk))
    found = consolidations_in_force(unit.pk, periods)
    rows = [{"period": period, "consolidation": found.get(period.pk)} for period in periods]
    return render(request, "reporting/consolidations.html", {"rows": rows})


@hat_required
@require_GET
def consolidation(request: HatRequest, year: int) -> HttpResponseBase:
    """One year: every figure beside the year before, what is missing, what looks unusual, and who has frozen."""
    unit, period = _unit_and_period(request.hat, year)
    line = _line(request)
    map_days = map_dates(unit)
    map_day = _map_day(request, map_days)
    shown = consolidated_year(unit, year, map_day=map_day, lines=[line])
    require(line in _lines_seen(request.hat, shown), NotFound())
    earlier = consolidated_year(unit, year - 1, lines=[line]) if year_period(year - 1) else None
    before = earlier if earlier and line in _lines_seen(request.hat, earlier) else None
    catalogue = catalogue_cells()
    if wants_workbook(request):
        table = year_table(_sections(shown, before, catalogue, line), title=str(line.label))
        return workbook_answer(f"tong hop {year} {line.value}", [table], on=clock.today())
    frozen = shown.is_frozen
    answers = _answers(request.hat, shown.consolidation) if line is Line.ALL else {}
    warnings = [] if frozen or line is not Line.ALL else _warnings(unit, shown, catalogue)
    deeds = deeds_of_year(unit.pk, period)
    context = {
        "year": shown,
        "period": period,
        "consolidation": shown.consolidation,
        "sections": _sections(shown, before, catalogue, line),
        "line": line,
        "lines": [(each, each.label) for each in _lines_seen(request.hat, shown)],
        "map_days": [day for day in map_days if day > shown.period.window.lower],
        "map_day": map_day,
        "warnings": [{"warning": each, "answer": answers.pop(each.key, None)} for each in warnings],
        "answers": [{"topic": _topic(key, catalogue), "answer": answer} for key, answer in answers.items()],
        "history": [{"at": deed.at, "text": deed.words, "by": deed.office} for deed in deeds],
        "reopened": None if frozen else next((deed for deed in reversed(deeds) if deed.verb == "reopened"), None),
        "can_freeze": _can_freeze(request.hat, shown.consolidation),
        "reason_form": ReasonForm(),
        "completeness": shown.completeness.get(line),
        "reads_words": may_read_words(request.hat),
    }
    return render(request, "reporting/consolidation.html", context)


@hat_required
@require_POST
def open_year(request: HatRequest, year: int) -> HttpResponse:
    """Open the consolidation of a year."""
    unit, period = _unit_and_period(request.hat, year)
    actions.open_consolidation(unit, period, by=request.hat, now=clock.now())
    return redirect("reporting:consolidation", year=year)


@hat_required
@require_POST
def freeze(request: HatRequest, year: int) -> HttpResponse:
    """Chốt for the side of the worn hat."""
    found = _in_force(request.hat, year)
    done = actions.freeze(
        found, by=request.hat, now=clock.now(), allow_estimates=bool(request.POST.get("allow_estimates"))
    )
    messages.success(
        request,
        _("Both sides have frozen the figures.")
        if done.frozen_at
        else _("Your side has frozen; the other side is next."),
    )
    return redirect("reporting:consolidation", year=year)


@hat_required
@require_POST
def reopen(request: HatRequest, year: int) -> HttpResponse:
    """Open a frozen year again, with the reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise InputRefused(field="reason")
    actions.reopen_consolidation(
        _in_force(request.hat, year), reason=form.cleaned_data["reason"], by=request.hat, now=clock.now()
    )
    messages.success(request, _("The year is open again. What was frozen before stays as it was."))
    return redirect("reporting:consolidation", year=year)


@hat_required
@require_POST
def answer(request: HatRequest, year: int) -> HttpResponse:
    """Let a warning stand, with the reason."""
    found = _in_force(request.hat, year)
    actions.answer_warning(
        found,
        request.POST.get("warning", "")[:120],
        reason=request.POST.get("reason", ""),
        by=request.hat,
        now=clock.now(),
    )
    return redirect("reporting:consolidation", year=year)


def _unit_and_period(hat: Membership, year: int) -> tuple[AdministrativeUnit, ReportingPeriod]:
    period = year_period(year)
    if period is None:
        raise NotFound()
    return unit_consolidated_by(hat), period


def _in_force(hat: Membership, year: int) -> Consolidation:
    unit, period = _unit_and_period(hat, year)
    found = consolidation_in_force(unit.pk, period)
    if found is None:
        raise NotFound()
    return found


def _line(request: HatRequest) -> Line:
    asked = request.GET.get("khoi", Line.ALL)
    return next((line for line in LINES if line == asked), Line.ALL)


def _lines_seen(hat: Membership, year: ConsolidatedYear) -> Collection[Line]:
    """All lines once both sides have frozen the year; before it the joint figures and those of the own side."""
    return LINES if year.is_frozen else lines_seen_live(hat)


def _map_day(request: HatRequest, map_days: Sequence[date]) -> date | None:
    asked = request.GET.get("ban-do", "")
    return next((day for day in map_days if day.isoformat() == asked), None)


def _warnings(unit: AdministrativeUnit, shown: ConsolidatedYear, catalogue: CatalogueCells) -> list[YearWarning]:
    stated = claims_of(unit, shown.year, [cell.number for cell in catalogue.cells])
    return warnings_of_year(shown, catalogue, claims=stated, estimates=estimates_in(unit.pk, shown.year))


def _answers(hat: Membership, found: Consolidation | None) -> dict[str, KeptAnswer]:
    return {} if found is None else {answer.key: answer for answer in answers_for(hat, found, clock.today())}


def _topic(key: str, catalogue: CatalogueCells) -> str:
    return topic_of(key, catalogue, english=_reads_english())


def _reads_english() -> bool:
    return (get_language() or "vi").startswith("en")


def _can_freeze(hat: Membership, found: Consolidation | None) -> bool:
    side = rules.freezing_side(hat)
    return found is not None and side is not None and getattr(found, f"{side}_frozen_at") is None


def _sections(
    year: ConsolidatedYear, before: ConsolidatedYear | None, catalogue: CatalogueCells, line: Line
) -> list[dict[str, Any]]:
    """Sections of the report with one row an indicator; indicators nobody reported stand at the foot of theirs."""
    english = _reads_english()
    sections = []
    order = {section.value: place for place, section in enumerate(Section)}
    # The catalogue stands in the order of its sets; the report has each section once.
    indicators_in_order = sorted(catalogue.by_indicator.values(), key=lambda cells: order[cells[0].indicator.section])
    for section, indicators in groupby(indicators_in_order, key=lambda cells: cells[0].indicator.section):
        rows = [_row(cells, year, before, line, english=english) for cells in indicators]
        sections.append(
            {
                "code": section,
                "label": Section(section).label,
                "rows": [row for row in rows if row["now"] is not None],
                "missing": [row["label"] for row in rows if row["now"] is None],
            }
        )
    return sections


def _row(
    cells: list[Any], year: ConsolidatedYear, before: ConsolidatedYear | None, line: Line, *, english: bool
) -> dict[str, Any]:
    indicator = cells[0].indicator
    now = year.figure(cells[0].number, line)
    old = before.figure(cells[0].number, line) if before else None
    of = year.figure(cells[1].number, line) if indicator.kind == IndicatorKind.RATIO else None
    return {
        "label": indicator.label_en if english else indicator.label_vi,
        "unit": indicator.unit_en if english else indicator.unit_vi,
        "scale": indicator.scale,
        "now": now,
        "old": old,
        "of": of,
        "percent": percent(now.value, of.value) if now and of else "",
        "reasons": [TotalReason(reason).label for reason in now.reasons] if now else [],
        "parts": [
            {"label": cell.label_en if english else cell.label_vi, "figure": year.figure(cell.number, line)}
            for cell in cells
            if cell.part == CellPart.CATEGORY and year.figure(cell.number, line) is not None
        ],
    }
