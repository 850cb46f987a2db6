"""Addresses of the territory, below `don-vi/`."""

from __future__ import annotations

from django.urls import path

from chungtay.territory import views

app_name = "territory"
urlpatterns = [
    path("", views.units, name="units"),
    path("so-bien-dong/", views.ledger, name="ledger"),
    path("<int:pk>/", views.unit, name="unit"),
]
