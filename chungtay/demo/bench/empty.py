"""The peer of a page: the same middleware, and a view that does nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from chungtay.web.urls import handler400, handler403, handler404, handler500
from chungtay.web.urls import urlpatterns as pages

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

ADDRESS = "trang-trong/"


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but what every page pays for: session, account, hat."""
    return HttpResponse("")


urlpatterns = [path(ADDRESS, empty), *pages]
