"""The room `organisations`."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "chungtay.organisations"
    label = "organisations"
