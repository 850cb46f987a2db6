"""The views that the product offers to each role: questions that are asked every month, ready to open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import Message
from chungtay.organisations.codes import REACH_OF_ROLE, Reach, Role
from chungtay.organisations.models import Membership
from chungtay.territory.codes import Level

RECEIVING = frozenset({Role.CONSOLIDATOR, Role.COORDINATOR, Role.APPROVER, Role.AUDITOR})
_READING = frozenset(role for role, reach in REACH_OF_ROLE.items() if reach in (Reach.LINE, Reach.ALL))


@dataclass(frozen=True)
class Preset:
    """A view offered to those whom `is_for` says: its question in a few words, and the page that answers it."""

    code: str
    label: Message
    note: Message
    page: str
    query: str
    is_for: Callable[[Membership], bool]

    @property
    def href(self) -> str:
        """Its address; "" where the page is not in this installation."""
        try:
            return reverse(self.page) + (f"?{self.query}" if self.query else "")
        except NoReverseMatch:
            return ""


def _receives(hat: Membership) -> bool:
    return hat.role in RECEIVING and hat.organisation.level < Level.COMMUNE


def _reads(hat: Membership) -> bool:
    return hat.role in _READING


def owes_the_province(hat: Membership) -> bool:
    """Whose work the places without outreach are: whoever works for the whole province. Never the public's matter."""
    return _reads(hat) and hat.organisation.level == Level.PROVINCE


PRESETS = (
    Preset(
        "who-has-not-sent",
        _("Who has not sent?"),
        _("The reports that are due, unit by unit"),
        "reporting:board",
        "",
        _receives,
    ),
    Preset(
        "year-before",
        _("Against the same period"),
        _("The last months beside those of the year before"),
        "analytics:series",
        "so=cung-ky",
        _reads,
    ),
    Preset(
        "not-reached",
        _("Places not reached yet"),
        _("Where the province still owes an outreach session"),
        "analytics:not-reached",
        "",
        owes_the_province,
    ),
    Preset(
        "on-time",
        _("On time, month by month"),
        _("Units by months: on time, late, missing"),
        "analytics:completeness",
        "",
        _receives,
    ),
    Preset(
        "targets",
        _("Targets and what is reached"),
        _("What was asked for the year, and how far it is"),
        "analytics:targets",
        "",
        _reads,
    ),
)


def presets_for(hat: Membership) -> list[Preset]:
    """The views offered to a hat, those whose page exists."""
    return [preset for preset in PRESETS if preset.is_for(hat) and preset.href]
