"""Sessions on a machine that several officers share (máy dùng chung).

They end with the browser and after 15 minutes without a request; after 5 minutes the next page first asks who is
working. Nothing that was typed is kept in the browser: drafts are the server's. Rules: docs/rules/scope.md#accounts
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from chungtay.core import clock
from chungtay.organisations.access import is_open_to_all, to_sign_in

ASK_AFTER, END_AFTER = timedelta(minutes=5), timedelta(minutes=15)
COOKIE = "may-dung-chung"
COOKIE_AGE = timedelta(days=365)
SHARED_KEY, SEEN_KEY, ASK_KEY = "shared_machine", "seen_at", "ask_who"
# The moment of the last request is written at most once in this time.
_GRAIN = timedelta(minutes=1)


@receiver(user_logged_in, dispatch_uid="organisations.shared_machine")
def begin(sender: Any, request: HttpRequest, **_more: Any) -> None:
    """Begin a shared session where the box of the sign-in form says so; other ways in do as the machine did last."""
    is_shared = request.POST.get("shared") if "login" in request.POST else request.COOKIES.get(COOKIE)
    if is_shared:
        request.session[SHARED_KEY] = True
        request.session[SEEN_KEY] = clock.now().isoformat()


def is_shared(request: HttpRequest) -> bool:
    """Whether the session of this request is one on a shared machine."""
    return bool(request.session.get(SHARED_KEY))


def is_unasked(request: HttpRequest) -> bool:
    """Whether the reader must say who is working before the next page."""
    return is_shared(request) and bool(request.session.get(ASK_KEY))


def go_on(request: HttpRequest) -> None:
    """The reader said that the same officer is working."""
    request.session.pop(ASK_KEY, None)
    request.session[SEEN_KEY] = clock.now().isoformat()


def asks_who(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark the page that asks, which is not asked for itself."""
    view.asks_who = True  # type: ignore[attr-defined]  # read by the middleware
    return view


class SharedMachineMiddleware:
    """Ends shared sessions that nobody used, and asks who is working after a pause. After `HatMiddleware`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_worn = getattr(request, "hat", None) is not None
        if is_worn and is_shared(request) and not self._note(request):
            logout(request)
            messages.error(
                request,
                _("This session on a shared computer ended after 15 minutes without use. What was stored is kept."),
            )
            return to_sign_in(request)
        response = self.get_response(request)
        if is_worn or request.path == resolve_url("account_login"):
            _remember(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Ask before a page is opened; what was typed before still arrives, so that nothing is lost."""
        is_page = request.method == "GET" and not request.headers.get("HX-Request")
        if not is_page or is_open_to_all(view) or getattr(view, "asks_who", False) or not is_unasked(request):
            return None
        return redirect(f"{resolve_url('organisations:who-works')}?{urlencode({'next': request.get_full_path()})}")

    def _note(self, request: HttpRequest) -> bool:
        """Remember this moment and a pause before it; False when the session is over."""
        now = clock.now()
        pause = now - datetime.fromisoformat(request.session[SEEN_KEY])
        if pause >= END_AFTER:
            return False
        if pause >= ASK_AFTER:
            request.session[ASK_KEY] = True
        if pause >= _GRAIN:
            request.session[SEEN_KEY] = now.isoformat()
        return True


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    """The machine remembers, so that the box of the next sign-in is ticked; nothing about a person is in it."""
    if not request.user.is_authenticated:
        return
    if is_shared(request) and COOKIE not in request.COOKIES:
        secure = request.is_secure()
        response.set_cookie(COOKIE, "1", max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=secure)
    elif not is_shared(request) and COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
