"""Root addresses: one line a room; words of addresses are Vietnamese without marks."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from chungtay.reporting.views.today import today

ROOMS = {
    "chungtay.territory.urls": "don-vi/",
    "chungtay.organisations.urls": "to-chuc/",
    "chungtay.organisations.account_urls": "",
    "chungtay.documents.urls": "van-ban/",
    "chungtay.reporting.urls": "bao-cao/",
    "chungtay.analytics.urls": "phan-tich/",
    "chungtay.programmes.urls": "chuong-trinh/",
    "chungtay.portal.urls": "",
    "chungtay.web.pages": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("viec-hom-nay/", today, name="today"),
    *(path(prefix, include(room)) for room, prefix in ROOMS.items() if find_spec(room)),
]

handler400 = "chungtay.web.views.bad_request"
handler403 = "chungtay.web.views.forbidden"
handler404 = "chungtay.web.views.not_found"
handler500 = "chungtay.web.views.server_error"
