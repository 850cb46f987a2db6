"""Addresses of the catalogue of reports, of asking for more time, and of reminding."""

from __future__ import annotations

from django.urls import path

from chungtay.reporting.views import burden, catalogue, days_off, extensions, observance, outline, reminding

urlpatterns = [
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/nap/", catalogue.load, name="load-catalogue"),
    path("danh-muc/muc-bao-cao/", burden.burden, name="burden"),
    path("danh-muc/ngay-nghi/", days_off.days_off, name="days-off"),
    path("danh-muc/ngay-nghi/<slug:day>/rut/", days_off.withdraw, name="withdraw-day"),
    path("danh-muc/bieu/<slug:code>/", catalogue.entry, name="catalogue-entry"),
    path("danh-muc/bieu/<slug:code>/ban-moi/", catalogue.issue, name="issue-entry"),
    path("danh-muc/bieu/<slug:code>/giao/", catalogue.assign, name="assign"),
    path("danh-muc/bieu/<slug:code>/tien-do/", catalogue.progress, name="catalogue-progress"),
    path("danh-muc/bieu/<slug:code>/tu-giao/", catalogue.automatic, name="automatic"),
    path("phieu/<int:task_id>/de-cuong.docx", outline.outline_file, name="outline-file"),
    # More time
    path("gia-han/", extensions.requests, name="extension-requests"),
    path("gia-han/<int:request_id>/dong-y/", extensions.grant, name="grant-time"),
    path("gia-han/<int:request_id>/tu-choi/", extensions.refuse, name="refuse-time"),
    path("phieu/<int:task_id>/xin-gia-han/", extensions.ask, name="ask-for-time"),
    # Keeping the regime
    path("chap-hanh/", observance.observance, name="observance"),
    # Reminding
    path("theo-doi/cong-van-don-doc/", reminding.draft_urging, name="draft-urging"),
    path("theo-doi/gui-thu-nhac/", reminding.mail, name="remind-by-mail"),
    path("phieu/hop-thu/", reminding.mailbox, name="mailbox"),
    path("han-gui.ics", reminding.deadlines_file, name="deadlines-file"),
]
