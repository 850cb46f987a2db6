"""Addresses of programmes, plans and activities."""

from __future__ import annotations

from django.urls import URLPattern

from chungtay.programmes import activity_urls, plan_urls

app_name = "programmes"
urlpatterns: list[URLPattern] = [*plan_urls.urlpatterns, *activity_urls.urlpatterns]
