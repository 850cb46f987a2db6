"""The room `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "chungtay.portal"
    label = "portal"

    def ready(self) -> None:
        """Listen to what earlier rooms ask."""
        from chungtay.portal import receivers  # noqa: F401  # importing is what connects them
