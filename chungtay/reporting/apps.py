"""The room `reporting`."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "chungtay.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Listen to what earlier rooms tell."""
        from chungtay.reporting import (  # noqa: F401  # importing is what connects them
            following,
            handover,
            mending,
            receivers,
            returned_papers,
        )
