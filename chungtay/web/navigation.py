"""The ways through the product, by role. Pages are named by URL name, so a room that is absent leaves no hole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import Message
from chungtay.organisations.codes import Role
from chungtay.territory.codes import Level

READERS = frozenset(role.value for role in Role) - {Role.ADMINISTRATOR.value, Role.ACCOUNT_KEEPER.value}
AUTHORS = frozenset({Role.REPORTER.value, Role.APPROVER.value})
CONSOLIDATORS = frozenset({Role.CONSOLIDATOR.value, Role.COORDINATOR.value, Role.AUDITOR.value})
RECEIVERS = CONSOLIDATORS | {Role.APPROVER.value}
KEEPERS = frozenset({Role.ACCOUNT_KEEPER.value, Role.ADMINISTRATOR.value, Role.COORDINATOR.value})


@dataclass(frozen=True)
class Way:
    """One entry of the navigation: where it leads, who sees it, its words and the short ones of a phone's bar."""

    url_name: str
    label: Message
    short: Message
    icon: str
    roles: frozenset[str]
    receivers_only: bool = False


@dataclass(frozen=True)
class NavItem:
    """A way as it stands on one page."""

    href: str
    label: Message
    short: Message
    icon: str
    is_current: bool


WAYS = (
    Way("today", _("Today's work"), _("Today"), "today", READERS | KEEPERS),
    Way("reporting:tasks", _("Reports"), _("Reports"), "report", AUTHORS),
    Way("programmes:activities", _("Activities"), _("Activities"), "activity", AUTHORS | CONSOLIDATORS),
    Way("reporting:board", _("Follow-up"), _("Follow"), "board", RECEIVERS, receivers_only=True),
    Way("reporting:review", _("Review"), _("Review"), "review", RECEIVERS, receivers_only=True),
    Way("reporting:consolidations", _("Consolidate"), _("Consolidate"), "sum", CONSOLIDATORS),
    Way("programmes:plans", _("Plans"), _("Plans"), "plan", READERS),
    Way("reporting:find-figure", _("Figures"), _("Figures"), "figures", READERS),
    Way("analytics:pivot", _("Compare"), _("Compare"), "compare", READERS),
    Way("documents:documents", _("Documents"), _("Documents"), "document", READERS),
    Way(
        "reporting:catalogue", _("Catalogue of reports"), _("Catalogue"), "report", frozenset({Role.COORDINATOR.value})
    ),
    Way("documents:check", _("Check the form"), _("Check"), "check-form", READERS),
    Way("portal:releases", _("Public page"), _("Public"), "figures", frozenset({Role.EDITOR.value})),
    Way("organisations:accounts", _("Accounts"), _("Accounts"), "people", KEEPERS),
    Way("territory:units", _("Units"), _("Units"), "map", READERS | KEEPERS),
)
# Entries on a phone's bar, and in the one line of a wide screen; the others stand behind "More".
BAR, LINE = 4, 9


def items_for(role: str, level: int, path: str) -> list[NavItem]:
    """The navigation of a hat of `role` in an office of `level`, on the page at `path`.

    Only pages that exist in this installation. Nobody reports to a commune, so its hats have no pages for receivers.
    """
    receives = level < Level.COMMUNE
    own = [way for way in WAYS if role in way.roles and (receives or not way.receivers_only)]
    found = [(way, href) for way in own if (href := _address(way.url_name))]
    here = _current((href for _way, href in found), path)
    return [NavItem(href, way.label, way.short, way.icon, href == here) for way, href in found]


def before_more(items: list[NavItem], most: int) -> list[NavItem]:
    """The entries that stand in sight where there is room for `most` and "More", which takes the room of one."""
    return items if len(items) <= most + 1 else items[:most]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _current(hrefs: Iterable[str], path: str) -> str:
    """The longest address that `path` starts with: a page below an entry belongs to it."""
    return max((href for href in hrefs if path.startswith(href)), key=len, default="")
