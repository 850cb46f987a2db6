"""The room `analytics`."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "chungtay.analytics"
    label = "analytics"

    def ready(self) -> None:
        """Listen to what earlier rooms ask."""
        from chungtay.analytics import receivers  # noqa: F401  # importing is what connects them
