"""The room `programmes`."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "chungtay.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Listen to what earlier rooms ask."""
        from chungtay.programmes import receivers  # noqa: F401  # importing is what connects it
