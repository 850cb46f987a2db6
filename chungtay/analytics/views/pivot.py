"""Số liệu theo thời gian và bản đồ: how does this compare, over time, units and maps?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from chungtay.analytics.asking import asked_from
from chungtay.analytics.choosing import Chooser
from chungtay.analytics.files import FORMATS, file_of
from chungtay.analytics.layout import context_words, table_of
from chungtay.analytics.queries.claims import claims_beside
from chungtay.analytics.queries.figures import figures_of
from chungtay.analytics.queries.question import Question, question_for
from chungtay.analytics.queries.unit_rows import page_size, unit_rows
from chungtay.analytics.views.pages import tabs_of
from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.organisations.access import HatRequest, hat_required


@hat_required
@require_GET
def pivot(request: HatRequest) -> HttpResponse:
    """The table that answers the question in the address."""
    question = question_for(request.hat, asked_from(request.GET), clock.today())
    rows = unit_rows(question, cursor=request.GET.get("cursor"), size=page_size(question))
    figures = figures_of(question, rows)
    context = {
        "question": question,
        "save_page": "analytics:pivot",
        "save_query": request.GET.urlencode(),
        "chooser": chooser_of(request, question),
        "table": table_of(figures),
        "context": context_words(question),
        "claims": claims_beside(figures),
        "page": rows,
        "tabs": tabs_of("analytics:pivot", question.asked),
        "address": request.build_absolute_uri(f"{reverse('analytics:pivot')}?{question.asked.address}"),
    }
    return render(request, "analytics/pivot.html", context)


@hat_required
@require_GET
def pivot_file(request: HatRequest, format_: str) -> HttpResponse:
    """The same table with all its rows, as a file."""
    if format_ not in FORMATS:
        raise NotFound()
    question = question_for(request.hat, asked_from(request.GET), clock.today())
    figures = figures_of(question, unit_rows(question, cursor=None, size=None))
    address = request.build_absolute_uri(f"{reverse('analytics:pivot')}?{question.asked.address}")
    content = file_of(table_of(figures), claims_beside(figures), format_, address=address, made_at=clock.now())
    response = HttpResponse(content, content_type=FORMATS[format_])
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{question.map_day:%Y%m%d}.{format_}"'
    return response


def chooser_of(request: HatRequest, question: Question) -> Chooser:
    """The form of a question, with what was typed into its searches."""
    units, measures = (request.GET.get(name, "").strip()[:80] for name in ("tim-don-vi", "tim-chi-tieu"))
    return Chooser(question, clock.today(), units, measures, shows_all=request.GET.get("danh-muc") == "1")
