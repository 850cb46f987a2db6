"""Biểu đồ: how did it go over time, against the year before, and between units?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from chungtay.analytics.asking import asked_from, choice_of
from chungtay.analytics.codes import Comparison, Depth, Step
from chungtay.analytics.drawing import bar_chart
from chungtay.analytics.drawing.svg import stacked
from chungtay.analytics.layout import context_words
from chungtay.analytics.queries import compared
from chungtay.analytics.queries.question import Question, question_for
from chungtay.analytics.series import (
    Chart,
    charts_of_units,
    charts_of_years,
    charts_over_time,
    charts_with_year_before,
    small_multiples,
)
from chungtay.analytics.views.pages import tabs_of
from chungtay.analytics.views.pivot import chooser_of
from chungtay.core import clock
from chungtay.organisations.access import HatRequest, hat_required

CHARTS_LIMIT = 6


@hat_required
@require_GET
def series(request: HatRequest) -> HttpResponse:
    """The drawings that answer the question in the address, each with its table."""
    question = question_for(request.hat, asked_from(request.GET), clock.today())
    comparison = choice_of(request.GET, "so", Comparison) or Comparison.TIME
    context: dict[str, Any] = {
        "question": question,
        "save_page": "analytics:series",
        "save_query": request.GET.urlencode(),
        "chooser": chooser_of(request, question),
        "comparison": comparison,
        "comparisons": Comparison.choices,
        "lowest_first": _lowest_first(request),
        "tabs": tabs_of("analytics:series", question.asked),
        "own_query": f"{question.asked.address}&so={comparison.value}"
        + ("&xep=thap" if _lowest_first(request) else ""),
        "address": request.build_absolute_uri(
            f"{reverse('analytics:series')}?{question.asked.address}&so={comparison}"
        ),
        "context": context_words(question),
    }
    if comparison is Comparison.EACH_UNIT and question.slots:
        cursor = request.GET.get("cursor")
        figures = compared.of_units_below(question, cursor=cursor, size=compared.MULTIPLES_SIZE)
        context |= {"multiples": small_multiples(figures, question.measures[0]), "page": figures.rows}
    else:
        context["charts"] = charts_of(request, question, comparison)
    return render(request, "analytics/series.html", context)


@hat_required
@require_GET
def series_file(request: HatRequest) -> HttpResponse:
    """The same drawings below each other, as one .svg."""
    question = question_for(request.hat, asked_from(request.GET), clock.today())
    charts = charts_of(request, question, choice_of(request.GET, "so", Comparison) or Comparison.TIME)
    content = stacked([(chart.svg, chart.height) for chart in charts], width=bar_chart.WIDTH)
    response = HttpResponse(content, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bieu-do-{question.map_day:%Y%m%d}.svg"'
    return response


def charts_of(request: HatRequest, question: Question, comparison: Comparison) -> list[Chart]:
    """The charts of a comparison; none where there is no period or no unit to draw."""
    measures = question.measures[:CHARTS_LIMIT]
    if not question.slots or not question.units:
        return []
    if comparison is Comparison.YEAR_BEFORE:
        figures, before = compared.with_year_before(question)
        return charts_with_year_before(figures, measures, before, question.slots)
    if comparison is Comparison.YEARS and question.asked.step is not Step.YEAR:
        return charts_of_years(compared.of_years(question), measures)
    if comparison is Comparison.UNITS and question.depth is not Depth.ITSELF:
        figures, slot = compared.of_units_in_last_slot(question), question.slots[-1]
        cells = [measure.cell.number for measure in measures if slot.step is Step.YEAR]
        targets = compared.targets_of(figures.rows.keys, slot.year, cells)
        return charts_of_units(figures, measures, targets, lowest_first=_lowest_first(request))
    return charts_over_time(compared.of_chosen_units(question), measures)


def _lowest_first(request: HatRequest) -> bool:
    return request.GET.get("xep") == "thap"
