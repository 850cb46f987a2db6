"""The room `reporting`."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "chungtay.reporting"
    label = "reporting"
