"""Trợ giúp: the card of one's role, the cards of the others, and the sheet that hangs on the wall."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.web.help.cards import CARDS, card_of
from chungtay.web.help.sheet import ReportingSheet, sheet_for


@hat_required
@require_GET
def help_page(request: HatRequest) -> HttpResponse:
    """What does my role do here?"""
    own = card_of(request.hat.role)
    others = [card for card in CARDS if card is not own]
    return render(request, "web/help.html", {"own": own, "others": others, "own_page": reverse(own.page)})


@hat_required
@require_GET
def reporting_sheet(request: HatRequest) -> HttpResponse:
    """Cách nộp báo cáo, on one sheet of A4."""
    return render(request, "web/help_sheet.html", {"sheet": _sheet(request), "printed_on": clock.today()})


@hat_required
@require_GET
def reporting_sheet_pdf(request: HatRequest) -> HttpResponse:
    """The same as a PDF."""
    return HttpResponse(
        _sheet(request).pdf(),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="cach-nop-bao-cao.pdf"'},
    )


def _sheet(request: HatRequest) -> ReportingSheet:
    return sheet_for(request.hat, request.build_absolute_uri("/").rstrip("/"))
