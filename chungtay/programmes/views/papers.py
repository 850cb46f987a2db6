"""The papers of a plan: to print for signature at once, or drafted as a document that takes its official steps."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.documents.codes import FileFormat, PaperKind
from chungtay.documents.queries import CONTENT_TYPES
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes.actions.papers import draft_plan_paper, file_name, paper_of, rendered
from chungtay.programmes.papers import PAPERS
from chungtay.programmes.queries.plans import plan_for, version_for, version_in_force


@hat_required
@require_GET
def plan_file(request: HatRequest, plan_id: int, number: int, kind: str, format_: str) -> HttpResponse:
    """A paper of one version in Word or as PDF, number and date still blank."""
    if format_ not in FileFormat.values:
        raise NotFound()
    plan = plan_for(request.hat, plan_id, clock.today())
    version, chosen, wanted = version_for(request.hat, plan, number), FileFormat(format_), _kind(kind)
    content = rendered(paper_of(version, wanted, now=clock.now()), chosen)
    response = HttpResponse(content, content_type=CONTENT_TYPES[chosen])
    name = file_name(wanted, plan.programme.year, chosen)
    response.headers["Content-Disposition"] = content_disposition_header(chosen is FileFormat.DOCX, name) or "inline"
    return response


@hat_required
@require_POST
def draft(request: HatRequest, plan_id: int, kind: str) -> HttpResponse:
    """Draft the official document from the plan in force."""
    plan = plan_for(request.hat, plan_id, clock.today())
    version = version_in_force(plan)
    if version is None:
        raise NotFound()
    document = draft_plan_paper(version, _kind(kind), by=request.hat, now=clock.now())
    messages.success(request, _("The document was drafted from the plan."))
    return redirect("documents:document", document.pk)


def _kind(written: str) -> PaperKind:
    if written not in PAPERS:
        raise NotFound()
    return PaperKind(written)
