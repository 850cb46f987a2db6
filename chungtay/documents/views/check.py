"""Kiểm tra thể thức: anybody signed in drops a Word file and reads what to mend; nothing of it is stored."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chungtay.core import clock
from chungtay.core.errors import InputRefused
from chungtay.documents.actions.intake import layout_findings
from chungtay.documents.forms import PROFILE_LABELS, CheckForm
from chungtay.documents.reading import NotADocument
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import Side

PROFILE_OF_SIDE = {Side.POLICE: "cong-an", Side.FRONT: "mat-tran", Side.STATE: "nha-nuoc"}


@hat_required
@require_http_methods(["GET", "POST"])
def check_page(request: HatRequest) -> HttpResponse:
    """Which rules of layout does this file break, where, and how are they mended?"""
    if request.method == "GET":
        own = PROFILE_OF_SIDE[request.hat.organisation.side]
        return render(request, "documents/check.html", {"form": CheckForm(initial={"profile": own})})
    form = CheckForm(request.POST, request.FILES)
    context = {"form": form, **(_checked(request, form) if form.is_valid() else {})}
    return render(request, "documents/check.html", context, status=422 if form.errors else 200)


def _checked(request: HatRequest, form: CheckForm) -> dict[str, object]:
    profile = form.cleaned_data["profile"]
    try:
        findings = layout_findings(form.upload, profile, by=request.hat, now=clock.now())
    except NotADocument as refused:
        form.add_error("file", refused.sentence)
        return {}
    except InputRefused as refused:
        form.refuse(refused)
        return {}
    return {"findings": findings, "is_checked": True, "profile": PROFILE_LABELS[profile]}
