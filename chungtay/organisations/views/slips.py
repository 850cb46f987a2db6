"""Printed slips: the answer to opening, importing or resetting accounts. The codes on them are stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.organisations import actions
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.actions import Slip
from chungtay.organisations.queries import accounts_resettable_by

SLIPS_A_SHEET = 8


@hat_required
@require_POST
def reset(request: HatRequest, pk: int) -> HttpResponse:
    """Replace a forgotten password by a printed code; answers with the slip."""
    user = accounts_resettable_by(request.hat, clock.today()).filter(pk=pk).first()
    if user is None:
        raise NotFound
    return slips_page(request, [actions.reset_account(user, by=request.hat, now=clock.now())])


def slips_page(request: HatRequest, slips: Sequence[Slip]) -> HttpResponse:
    """Eight slips an A4 sheet. The page is the only place where the codes stand; it is never kept by the browser."""
    sheets = [slips[start : start + SLIPS_A_SHEET] for start in range(0, len(slips), SLIPS_A_SHEET)]
    address = request.build_absolute_uri(resolve_url("organisations:redeem"))
    response = render(request, "organisations/slips.html", {"sheets": sheets, "count": len(slips), "address": address})
    response["Cache-Control"] = "no-store"
    return response
