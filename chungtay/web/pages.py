"""Addresses of the frame's own pages."""

from __future__ import annotations

from django.urls import path

from chungtay.web import views
from chungtay.web.help import views as help_views

app_name = "web"
urlpatterns = [
    path("kieu-dang/", views.style_guide, name="style-guide"),
    path("tro-giup/", help_views.help_page, name="help"),
    path("tro-giup/cach-nop-bao-cao/", help_views.reporting_sheet, name="help-sheet"),
    path("tro-giup/cach-nop-bao-cao.pdf", help_views.reporting_sheet_pdf, name="help-sheet-pdf"),
    path("ngon-ngu/", views.choose_language, name="language"),
]
