"""Core: what every room stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "chungtay.core"
    label = "core"

    def ready(self) -> None:
        """Say how connections prepare statements."""
        from chungtay.core import prepared  # noqa: F401  # importing is what connects it; models must be loaded first
