"""Chỗ sai trong văn bản đã ban hành: which of the three acts mends it?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.core.errors import require
from chungtay.documents import queries, rules
from chungtay.documents.codes import DocumentStatus
from chungtay.documents.errors import NoSuchDocument
from chungtay.documents.pages import mending_context
from chungtay.organisations.access import HatRequest, hat_required


@hat_required
@require_GET
def mend(request: HatRequest, document_id: int) -> HttpResponse:
    """What is wrong in it: its content, its form, or that it was issued at all?"""
    document = queries.document_for(request.hat, document_id, clock.today())
    may = document.status == DocumentStatus.ISSUED and rules.works_on(request.hat, document)
    require(may, NoSuchDocument())
    return render(request, "documents/mend.html", mending_context(request.hat, document))
