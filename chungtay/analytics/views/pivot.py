"""Số liệu theo thời gian và bản đồ: how does this compare, over time, units and maps?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.organisations.access import HatRequest, hat_required


@hat_required
@require_GET
def pivot(request: HatRequest) -> HttpResponse:
    """The table that answers the question in the address."""
    return render(request, "analytics/pivot.html", {})
