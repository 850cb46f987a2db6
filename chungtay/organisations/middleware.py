"""Puts the worn hat on each request, and keeps strangers out of everything that is not open to all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chungtay.core import clock
from chungtay.organisations.access import is_open_to_all, to_sign_in
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import hats_of, scope_of

HAT_KEY = "hat"


class HatMiddleware:
    """Sets `request.hats` (all that may be worn today), `request.hat` (the worn one) and `request.scope`.

    No query beside that for the account. Whoever has no hat left today, or whose account was closed
    or reset, is signed out with a sentence. Pages of a signed-in reader are never kept by the browser: offices share
    computers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self._dress(request)
        response = self.get_response(request)
        if request.hat is not None and not response.has_header("Cache-Control"):  # type: ignore[attr-defined]
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Default deny: a view that did not say it is open needs a hat."""
        if request.hat is None and not is_open_to_all(view):  # type: ignore[attr-defined]
            return to_sign_in(request)
        return None

    def _dress(self, request: Any) -> None:
        was_signed_in = SESSION_KEY in request.session
        request.hats, request.hat, request.scope = [], None, None
        if not was_signed_in:
            return
        if not request.user.is_authenticated:
            self._send_away(request, _("Your account was closed or its password was changed. Please sign in again."))
            return
        known: list[Membership] | None = getattr(request.user, "hats_today", None)
        request.hats = hats_of(request.user, clock.today()) if known is None else known
        if not request.hats:
            self._send_away(
                request,
                _(
                    "Your account has no role today, so you were signed out. "
                    "Please ask the keeper of accounts of your office for a role."
                ),
            )
            return
        request.hat = worn(request.hats, request.session.get(HAT_KEY))
        request.scope = scope_of(request.hat, clock.today())

    def _send_away(self, request: HttpRequest, sentence: str) -> None:
        logout(request)
        messages.error(request, sentence)


def worn(hats: Sequence[Membership], chosen: int | None) -> Membership:
    """The chosen hat when it may still be worn, else the first."""
    return next((hat for hat in hats if hat.pk == chosen), hats[0])
