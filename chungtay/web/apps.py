"""The room `web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "chungtay.web"
    label = "web"
