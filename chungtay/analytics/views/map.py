"""Bản đồ: how much of it, and where?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chungtay.analytics.asking import Month, asked_from, choice_of, month_from, month_text
from chungtay.analytics.codes import Classing, MapForm
from chungtay.analytics.drawn_map import DrawnMap, drawn_map, forms_for, is_recognition, may_be_drawn
from chungtay.analytics.files import FORMATS, file_of
from chungtay.analytics.layout import context_words, table_of
from chungtay.analytics.queries.claims import claims_beside
from chungtay.analytics.queries.figures import Figures, figures_of
from chungtay.analytics.queries.placed import of_one_figure, placed
from chungtay.analytics.queries.question import Question, question_for
from chungtay.analytics.queries.unit_rows import unit_rows
from chungtay.analytics.views.pages import tabs_of
from chungtay.analytics.views.pivot import chooser_of
from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.organisations.access import HatRequest, hat_required

PAGE_SIZE = 50
SVG = "image/svg+xml; charset=utf-8"


@hat_required
@require_GET
def map_page(request: HatRequest) -> HttpResponse:
    """The map of one indicator and period of the question, and the same figures as a table."""
    question = question_for(request.hat, asked_from(request.GET), clock.today())
    context: dict[str, Any] = {
        "question": question,
        "save_page": "analytics:map",
        "save_query": request.GET.urlencode(),
        "chooser": chooser_of(request, question),
        "tabs": tabs_of("analytics:map", question.asked),
    }
    if question.slots and question.units:
        context |= _answer(request, question)
    return render(request, "analytics/map.html", context)


@hat_required
@require_GET
def map_file(request: HatRequest, format_: str) -> HttpResponse:
    """The map as .svg, or all its figures as .xlsx or .csv."""
    question = question_for(request.hat, asked_from(request.GET), clock.today())
    if format_ not in (*FORMATS, "svg") or not question.slots or not question.units:
        raise NotFound()
    shown = _shown(request, question)
    if format_ == "svg":
        drawn = shown.drawn(site=request.build_absolute_uri("/").rstrip("/"))
        if drawn is None:
            raise NotFound()
        response = HttpResponse(drawn.svg, content_type=SVG)
    else:
        address = request.build_absolute_uri(f"{reverse('analytics:map')}?{shown.address}")
        claims = claims_beside(shown.figures)
        content = file_of(table_of(shown.figures), claims, format_, address=address, made_at=clock.now())
        response = HttpResponse(content, content_type=FORMATS[format_])
    response["Content-Disposition"] = f'attachment; filename="ban-do-{question.map_day:%Y%m%d}.{format_}"'
    return response


@dataclass(frozen=True)
class _Shown:
    """What of a question is drawn, and how."""

    question: Question
    figures: Figures
    placed: list[Any]
    forms: list[MapForm]
    form: MapForm
    classing: Classing

    @property
    def month(self) -> Month:
        return self.figures.question.slots[0].months[-1]

    @property
    def address(self) -> str:
        return self.address_of()

    def address_of(self, **changes: Any) -> str:
        """The address of this map but for `changes`: measure (its code), month, form, classing."""
        first = changes.get("measure", self.question.measures[0].code)
        codes = dict.fromkeys([first, *(each.code for each in self.question.measures)])
        pairs = [
            ("ky", month_text(changes.get("month", self.month))),
            ("kieu", changes.get("form", self.form).value),
            ("chia", changes.get("classing", self.classing).value),
        ]
        return f"{self.question.asked.changed(measures=tuple(codes)).address}&{urlencode(pairs)}"

    def drawn(self, site: str = "") -> DrawnMap | None:
        return drawn_map(self.figures, self.placed, self.form, self.classing, site=site)


def _shown(request: HatRequest, question: Question) -> _Shown:
    narrow = of_one_figure(question, choice_of(request.GET, "ky", month_from))
    figures = figures_of(narrow, unit_rows(narrow, cursor=None, size=None))
    places = placed(figures.rows.parts, narrow.map_day)
    forms = forms_for(narrow.measures[0], places)
    form = choice_of(request.GET, "kieu", MapForm) or forms[0]
    classing = choice_of(request.GET, "chia", Classing) or Classing.QUANTILES
    return _Shown(question, figures, places, forms, form if form in forms else forms[0], classing)


def _answer(request: HatRequest, question: Question) -> dict[str, Any]:
    shown = _shown(request, question)
    narrow = shown.figures.question
    page = unit_rows(narrow, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    measure = narrow.measures[0]
    return {
        "drawn": shown.drawn(),
        "is_drawable": may_be_drawn(measure, shown.figures.rows.parts),
        "is_recognition": is_recognition(measure),
        "choices": [choice for choice in _choices(shown) if len(choice["items"]) > 1],
        "kept": [("kieu", shown.form.value), ("chia", shown.classing.value)],
        "context": context_words(narrow),
        "table": table_of(replace(shown.figures, rows=page)),
        "page": page,
        "own_query": shown.address,
        "address": request.build_absolute_uri(f"{reverse('analytics:map')}?{shown.address}"),
    }


def _choices(shown: _Shown) -> Iterator[dict[str, Any]]:
    """What else of the question can be drawn, and how else: each a link that changes one thing."""
    question, narrow = shown.question, shown.figures.question
    yield _choice(
        _("Indicator drawn"),
        [(each.label, shown.address_of(measure=each.code), each == narrow.measures[0]) for each in question.measures],
    )
    months = [(slot, slot.months[-1]) for slot in question.slots]
    yield _choice(
        _("Period drawn"), [(slot.short, shown.address_of(month=month), month == shown.month) for slot, month in months]
    )
    yield _choice(
        _("Drawn as"), [(form.label, shown.address_of(form=form), form is shown.form) for form in shown.forms]
    )
    if shown.form is MapForm.AREAS:
        yield _choice(
            _("Classes"),
            [(each.label, shown.address_of(classing=each), each is shown.classing) for each in Classing],
        )


def _choice(label: str, items: list[tuple[Any, str, bool]]) -> dict[str, Any]:
    return {"label": label, "items": [{"label": label, "href": href, "is_current": now} for label, href, now in items]}
