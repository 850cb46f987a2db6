"""Addresses of questions."""

from __future__ import annotations

from django.urls import path

from chungtay.analytics.views import completeness, pivot, series, targets

app_name = "analytics"

urlpatterns = [
    path("", pivot.pivot, name="pivot"),
    path("so-lieu.<str:format_>", pivot.pivot_file, name="pivot-file"),
    path("bieu-do/", series.series, name="series"),
    path("bieu-do.svg", series.series_file, name="series-file"),
    path("chi-tieu-giao/", targets.targets, name="targets"),
    path("chi-tieu-giao/dat/", targets.set_one, name="set-target"),
    path("chi-tieu-giao/<int:target_id>/rut/", targets.withdraw_one, name="withdraw-target"),
    path("tien-do/", completeness.completeness, name="completeness"),
]
