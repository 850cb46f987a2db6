"""Addresses of questions."""

from __future__ import annotations

from django.urls import path

from chungtay.analytics.views import pivot

app_name = "analytics"

urlpatterns = [
    path("", pivot.pivot, name="pivot"),
    path("so-lieu.<str:format_>", pivot.pivot_file, name="pivot-file"),
]
