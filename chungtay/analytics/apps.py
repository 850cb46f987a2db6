"""The room `analytics`."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "chungtay.analytics"
    label = "analytics"
