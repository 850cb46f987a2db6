"""The room `documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "chungtay.documents"
    label = "documents"

    def ready(self) -> None:
        """Connect what this room answers to other rooms."""
        from chungtay.documents import receivers  # noqa: F401  # models must be loaded first
