"""Addresses of the public page."""

from __future__ import annotations

from django.urls import path

from chungtay.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("cong-khai/", views.releases, name="releases"),
    path("cong-khai/<int:document_id>/", views.release, name="release"),
    path("cong-khai/<int:year>/thoi/", views.withdraw, name="withdraw"),
]
