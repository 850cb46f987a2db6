"""The room `registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "chungtay.registry"
    label = "registry"
