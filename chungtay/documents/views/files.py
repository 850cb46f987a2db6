"""Handing out files of documents; each starts from what the hat may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.documents import queries
from chungtay.documents.codes import FileFormat, Rendering
from chungtay.documents.errors import NoSuchDocument
from chungtay.documents.queries import OfferedFile
from chungtay.organisations.access import HatRequest, hat_required


@hat_required
@require_GET
def kept(request: HatRequest, document_id: int, rendering: str, format_: str) -> HttpResponse:
    """A file as it was drafted. A PDF opens in the browser, to be printed from there."""
    document = queries.document_for(request.hat, document_id, clock.today())
    if rendering not in Rendering.values:
        raise NoSuchDocument()
    return handed_out(queries.file_of(document, rendering, format_))


@hat_required
@require_GET
def with_number(request: HatRequest, document_id: int, format_: str) -> HttpResponse:
    """The copy with number and date printed."""
    document = queries.document_for(request.hat, document_id, clock.today())
    if format_ not in FileFormat.values:
        raise NoSuchDocument()
    return handed_out(queries.issued_file(document, FileFormat(format_)))


@hat_required
@require_GET
def signed(request: HatRequest, document_id: int, copy_id: int) -> HttpResponse:
    """The signed copy."""
    document = queries.document_for(request.hat, document_id, clock.today())
    return handed_out(queries.signed_file(document, copy_id, companion=False))


@hat_required
@require_GET
def companion(request: HatRequest, document_id: int, copy_id: int) -> HttpResponse:
    """The file that was signed, kept beside a scan."""
    document = queries.document_for(request.hat, document_id, clock.today())
    return handed_out(queries.signed_file(document, copy_id, companion=True))


def handed_out(file: OfferedFile) -> HttpResponse:
    """The file as an answer: a PDF opens in the browser, Word is saved."""
    response = HttpResponse(file.content, content_type=file.content_type)
    how = "inline" if file.content_type == queries.PDF_TYPE else "attachment"
    response.headers["Content-Disposition"] = content_disposition_header(how == "attachment", file.name) or how
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
