"""The pages that answer one question in different ways, side by side."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from chungtay.analytics.asking import Asked

PAGES = (
    ("analytics:pivot", _("Table")),
    ("analytics:series", _("Chart")),
    ("analytics:map", _("Drawn map")),
    ("analytics:targets", _("Targets")),
    ("analytics:completeness", _("Reports received")),
    ("analytics:warnings", _("Quality of figures")),
    ("analytics:saved", _("Saved views")),
)


def tabs_of(current: str, asked: Asked) -> list[dict[str, Any]]:
    """The pages of this installation with the same question; `current` is the URL name of the one that is shown."""
    found = []
    for url_name, label in PAGES:
        try:
            href = reverse(url_name)
        except NoReverseMatch:
            continue
        found.append({"label": label, "href": f"{href}?{asked.address}", "current": url_name == current})
    return found
