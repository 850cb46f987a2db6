"""The peer of a page: the same middleware, and a view that does nothing.

To be imported before the settings point here: the pages of the site are those that the settings name until then.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

ADDRESS = "trang-trong/"


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but what every page pays for: session, account, hat."""
    return HttpResponse("")


urlpatterns = [path(ADDRESS, empty), path("", include(settings.ROOT_URLCONF))]
