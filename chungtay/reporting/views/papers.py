"""Soạn văn bản: from frozen figures a document, from present ones a download that says so on every page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.documents.codes import REPORTS_OF_A_YEAR, FileFormat, PaperKind, Rendering
from chungtay.documents.queries import CONTENT_TYPES, document_for
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.actions.amending import draft_amendment, redraft_amendment
from chungtay.reporting.actions.leading import hand_over_lead
from chungtay.reporting.actions.papers import draft_annual, redraft_annual
from chungtay.reporting.papers.annual import annual_report
from chungtay.reporting.papers.matter import annual_matter
from chungtay.reporting.papers.names import file_name
from chungtay.reporting.queries.consolidation import consolidation_in_force, unit_consolidated_by, year_period
from chungtay.reporting.queries.papers import consolidation_of, frozen_consolidation, lines_seen_live, papers_of
from chungtay.reporting.queries.wording import may_read_words
from officialdoc import render_docx, render_pdf


@hat_required
@require_GET
def papers(request: HatRequest) -> HttpResponse:
    """The years of the unit: what can be drafted, and what was."""
    context = {
        "years": papers_of(request.hat, clock.today()),
        "kinds": REPORTS_OF_A_YEAR,
        "formats": list(FileFormat),
        "reads_words": may_read_words(request.hat),
    }
    return render(request, "reporting/papers.html", context)


@hat_required
@require_POST
def draft(request: HatRequest, year: int, kind: str) -> HttpResponse:
    """Draft a document from the frozen figures of a year."""
    consolidation = frozen_consolidation(request.hat, year)
    document = draft_annual(consolidation, _kind(kind), by=request.hat, now=clock.now())
    messages.success(request, _("The document was drafted from the frozen figures."))
    return redirect("documents:document", document.pk)


@hat_required
@require_POST
def draft_again(request: HatRequest, document_id: int) -> HttpResponse:
    """Make the draft anew from the frozen figures in force; what was worked on in Word stays an earlier version."""
    document = document_for(request.hat, document_id, clock.today())
    if document.amends_id is not None:
        redraft_amendment(document, reason=request.POST.get("reason", ""), by=request.hat, now=clock.now())
        messages.success(request, _("The document was drafted again from the frozen figures."))
        return redirect("documents:document", document.pk)
    made_from = consolidation_of(document)
    in_force = consolidation_in_force(made_from.unit_id, made_from.period) if made_from else None
    if in_force is None:
        raise NotFound()
    redraft_annual(document, in_force, by=request.hat, now=clock.now())
    messages.success(request, _("The document was drafted again from the frozen figures."))
    return redirect("documents:document", document.pk)


@hat_required
@require_POST
def amend(request: HatRequest, document_id: int) -> HttpResponse:
    """Soạn báo cáo sửa đổi, bổ sung: only the figures that are others now; the issued report stays in force."""
    document = document_for(request.hat, document_id, clock.today())
    amending = draft_amendment(document, reason=request.POST.get("reason", ""), by=request.hat, now=clock.now())
    messages.success(request, _("The amending report was drafted from the frozen figures."))
    return redirect("documents:document", amending.pk)


@hat_required
@require_POST
def hand_over(request: HatRequest, year: int) -> HttpResponse:
    """Give the lead of a year's joint report to the other side."""
    period = year_period(year)
    if period is None:
        raise NotFound()
    hand_over_lead(unit_consolidated_by(request.hat), period, by=request.hat, now=clock.now())
    messages.success(request, _("The other side leads the joint report of this year now."))
    return redirect("reporting:papers")


@hat_required
@require_GET
def live(request: HatRequest, year: int, kind: str, format_: str) -> HttpResponse:
    """The report from present figures, to look at before the freeze; it says on every page that it is not frozen."""
    if format_ not in FileFormat.values:
        raise NotFound()
    unit = unit_consolidated_by(request.hat)
    matter = annual_matter(unit, year, live=True, lines=lines_seen_live(request.hat))
    paper = annual_report(matter, kind=_kind(kind))
    chosen = FileFormat(format_)
    content = render_pdf(paper) if chosen is FileFormat.PDF else render_docx(paper)
    response = HttpResponse(content, content_type=CONTENT_TYPES[chosen])
    name = f"so-hien-tai-{file_name(_kind(kind), year, Rendering.FOR_SIGNATURE, chosen)}"
    response.headers["Content-Disposition"] = content_disposition_header(chosen is FileFormat.DOCX, name) or "inline"
    return response


def _kind(written: str) -> PaperKind:
    if written not in REPORTS_OF_A_YEAR:
        raise NotFound()
    return PaperKind(written)
