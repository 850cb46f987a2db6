"""The door of every page: default deny. A view is closed to strangers unless it says that it is open.

`HatMiddleware` sends whoever wears no hat to the sign-in page, for each view that is not marked `open_to_all`;
`hat_required` narrows a page further to some roles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from chungtay.core.errors import NotPermitted, require
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import Scope

View = TypeVar("View", bound=Callable[..., Any])


class HatRequest(HttpRequest):
    """A request behind `hat_required`: the worn hat, all that may be worn today, and the scope of the worn one."""

    hat: Membership
    hats: list[Membership]
    scope: Scope


def open_to_all(view: View) -> View:
    """Mark `view` as open to readers who are not signed in: the public page, sign-in, printed codes."""
    view.open_to_all = True  # type: ignore[attr-defined]  # read by HatMiddleware
    return view


def is_open_to_all(view: Callable[..., Any]) -> bool:
    """Whether `view` was marked open."""
    return getattr(view, "open_to_all", False)


def hat_required(*allowed: Any, roles: Iterable[str] = ()) -> Any:
    """A view for people who wear a hat; with `roles`, for those roles alone. Usable with and without brackets.

    Strangers go to the sign-in page and come back afterwards; a hat of another role gets `NotPermitted`.
    """
    wanted = frozenset(roles)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.hat is None:  # type: ignore[attr-defined]  # set by HatMiddleware
                return to_sign_in(request)
            require(not wanted or request.hat.role in wanted, NotPermitted())  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return guarded

    return decorate(allowed[0]) if allowed else decorate


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to where the reader wanted to go; a fragment request moves the whole page."""
    address = resolve_url("account_login")
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    wanted = request.get_full_path() if request.method == "GET" else ""
    return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)
