"""Addresses of the frame's own pages."""

from __future__ import annotations

from django.urls import path

from chungtay.web import views

app_name = "web"
urlpatterns = [
    path("kieu-dang/", views.style_guide, name="style-guide"),
    path("ngon-ngu/", views.choose_language, name="language"),
]
