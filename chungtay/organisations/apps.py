"""The room `organisations`."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "chungtay.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Connect what this room answers to other rooms."""
        from chungtay.organisations import (  # noqa: F401  # models must be loaded first
            following,
            receivers,
            shared_machine,
        )
