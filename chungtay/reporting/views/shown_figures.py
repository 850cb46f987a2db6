"""Sáu số liệu: what does a conference see first? And the data annex alone, as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.core.workbook import workbook_answer
from chungtay.documents.codes import FileFormat, PaperKind, Rendering
from chungtay.documents.queries import CONTENT_TYPES
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.actions.consolidation import may_consolidate
from chungtay.reporting.actions.shown_figures import choose_figures
from chungtay.reporting.papers.annex_workbook import annex_sheets
from chungtay.reporting.papers.annual import annual_report
from chungtay.reporting.papers.matter import annual_matter
from chungtay.reporting.papers.names import file_name
from chungtay.reporting.papers.six_figures import deck_of
from chungtay.reporting.queries.papers import lines_seen_live
from chungtay.reporting.queries.shown_figures import shown_figures
from chungtay.reporting.queries.wording import words_consolidation
from officialdoc import render_docx, render_pdf
from officialdoc.slides import render_slides

WORKBOOK = "xlsx"
ANNEX_FORMATS = (*FileFormat.values, WORKBOOK)


@hat_required
@require_GET
def shown(request: HatRequest, year: int) -> HttpResponse:
    """The six figures as a page, and the choice of others."""
    consolidation = words_consolidation(request.hat, year)
    found = shown_figures(consolidation)
    context = {
        "year": year,
        "consolidation": consolidation,
        "slides": found.slides,
        "places": list(enumerate(found.indicators, start=1)),
        "choices": found.choices,
        "may_choose": may_consolidate(request.hat, consolidation.unit_id, clock.now()),
    }
    return render(request, "reporting/shown_figures.html", context)


@hat_required
@require_POST
def choose(request: HatRequest, year: int) -> HttpResponse:
    """Show other figures."""
    consolidation = words_consolidation(request.hat, year)
    choose_figures(consolidation, request.POST.getlist("chosen"), by=request.hat, now=clock.now())
    messages.success(request, _("These figures are shown now."))
    return redirect("reporting:shown-figures", year)


@hat_required
@require_GET
def slides(request: HatRequest, year: int) -> HttpResponse:
    """The slides as a PDF on its side."""
    consolidation = words_consolidation(request.hat, year)
    matter = annual_matter(consolidation.unit, year, lines=lines_seen_live(request.hat), with_words=False)
    content = render_slides(deck_of(matter, shown_figures(consolidation).slides))
    response = HttpResponse(content, content_type=CONTENT_TYPES[FileFormat.PDF])
    response.headers["Content-Disposition"] = content_disposition_header(False, f"sau-so-lieu-{year}.pdf") or "inline"
    return response


@hat_required
@require_GET
def data_annex(request: HatRequest, year: int, format_: str) -> HttpResponseBase:
    """The annexes of a frozen year alone; timeliness of the own lines.

    Before the freeze the figures by unit, both sides together, would tell each side what the other one reported.
    """
    consolidation = words_consolidation(request.hat, year)
    if format_ not in ANNEX_FORMATS or consolidation.frozen_at is None:
        raise NotFound()
    matter = annual_matter(consolidation.unit, year, lines=lines_seen_live(request.hat), with_words=False)
    paper = annual_report(matter, kind=PaperKind.DATA_ANNEX)
    if format_ == WORKBOOK:
        return workbook_answer(f"phu-luc-so-lieu-{year}", annex_sheets(paper), on=clock.today())
    chosen = FileFormat(format_)
    content = render_pdf(paper) if chosen is FileFormat.PDF else render_docx(paper)
    response = HttpResponse(content, content_type=CONTENT_TYPES[chosen])
    name = file_name(PaperKind.DATA_ANNEX, year, Rendering.FOR_SIGNATURE, chosen)
    response.headers["Content-Disposition"] = content_disposition_header(chosen is FileFormat.DOCX, name) or "inline"
    return response
