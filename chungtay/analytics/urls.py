"""Addresses of questions."""

from __future__ import annotations

from django.urls import path

from chungtay.analytics.views import (
    completeness,
    not_reached,
    pivot,
    plan_targets,
    quality,
    saved_views,
    series,
    targets,
)
from chungtay.analytics.views import map as map_views

app_name = "analytics"

urlpatterns = [
    path("", pivot.pivot, name="pivot"),
    path("so-lieu.<str:format_>", pivot.pivot_file, name="pivot-file"),
    path("bieu-do/", series.series, name="series"),
    path("bieu-do.svg", series.series_file, name="series-file"),
    path("ban-do/", map_views.map_page, name="map"),
    path("ban-do.<str:format_>", map_views.map_file, name="map-file"),
    path("chi-tieu-giao/", targets.targets, name="targets"),
    path("chi-tieu-giao/dat/", targets.set_one, name="set-target"),
    path("chi-tieu-giao/<int:target_id>/rut/", targets.withdraw_one, name="withdraw-target"),
    path("chi-tieu-giao/ke-hoach/<int:plan_id>/", plan_targets.plan_targets, name="plan-targets"),
    path("chi-tieu-giao/ke-hoach/<int:plan_id>/lay/", plan_targets.take_over, name="take-plan-targets"),
    path("tien-do/", completeness.completeness, name="completeness"),
    path("chua-tiep-can/", not_reached.places, name="not-reached"),
    path("canh-bao/", quality.warnings, name="warnings"),
    path("canh-bao.<str:format_>", quality.warnings_as_file, name="warnings-file"),
    path("canh-bao/<int:warning_id>/", quality.warning, name="warning"),
    path("canh-bao/<int:warning_id>/tra-loi/", quality.answer, name="answer-warning"),
    path("khung-nhin/", saved_views.saved, name="saved"),
    path("khung-nhin/luu/", saved_views.save, name="save-view"),
    path("khung-nhin/san-co/<slug:code>/ghim/", saved_views.pin_offered, name="pin-offered"),
    path("khung-nhin/<int:view_id>/doi-ten/", saved_views.rename, name="rename-view"),
    path("khung-nhin/<int:view_id>/ghim/", saved_views.pin, name="pin-view"),
    path("khung-nhin/<int:view_id>/xoa/", saved_views.delete, name="delete-view"),
]
