"""The list of documents, the page of one, and the register."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.core.asked import number_asked
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.documents import queries
from chungtay.documents.pages import document_context
from chungtay.documents.rules import can_draft
from chungtay.documents.tables import documents_table
from chungtay.organisations.access import HatRequest, hat_required


@hat_required
@require_GET
def document_list(request: HatRequest) -> HttpResponseBase:
    """Văn bản: where is each document, and what waits for me?"""
    today = clock.today()
    seen = queries.documents_for(request.hat, today)
    wanted = queries.search_documents(seen, request.GET.get("q", ""))
    if wants_workbook(request):
        table = documents_table(wanted.order_by("-id"), title=_("Documents"))
        return workbook_answer(table.title, [table], on=today)
    context = {
        "awaiting": list(queries.documents_awaiting(request.hat, today)[:20]),
        "page": page_of(wanted, order=("-id",), cursor=request.GET.get("cursor"), size=30),
        "may_draft": can_draft(request.hat, request.hat.organisation),
    }
    return render(request, "documents/documents.html", context)


@hat_required
@require_GET
def document_page(request: HatRequest, document_id: int) -> HttpResponse:
    """One document: its steps, its files, my step, the signed copy and how it compares."""
    document = queries.document_for(request.hat, document_id, clock.today())
    return render(request, "documents/document.html", document_context(request.hat, document))


@hat_required
@require_GET
def register(request: HatRequest) -> HttpResponseBase:
    """Sổ đăng ký văn bản đi: one office's numbers of a year, in order; made to be printed."""
    seen = queries.documents_for(request.hat, clock.today())
    office = request.hat.organisation
    years = queries.register_years(seen, office.pk)
    asked = number_asked(request.GET.get("nam"))
    year = asked if asked in years else (years or [clock.today().year])[0]
    found = queries.register_of(seen, office.pk, year)
    if wants_workbook(request):
        table = documents_table(found, title=_("Register"))
        return workbook_answer(f"{table.title} {year}", [table], on=clock.today())
    rows = list(found)
    return render(request, "documents/register.html", {"office": office, "years": years, "year": year, "rows": rows})
