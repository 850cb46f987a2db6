"""What the shell around a page needs to know. Nothing is asked of the database before the shell is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chungtay.analytics.queries.saved_views import View, pinned_views
from chungtay.core.errors import Message
from chungtay.core.models import Installation
from chungtay.organisations.models import Membership
from chungtay.web.navigation import BAR, LINE, NavItem, before_more, items_for


@dataclass(frozen=True)
class Link:
    """A link of the shell."""

    href: str
    label: Message
    icon: str


@dataclass
class Shell:
    """The shell of one request: navigation, hats, languages, and whether this is a demo."""

    request: HttpRequest

    @property
    def hat(self) -> Membership | None:
        """The hat worn in this request, None for a stranger."""
        return getattr(self.request, "hat", None)

    @property
    def hats(self) -> Sequence[Membership]:
        """All hats the reader may wear today."""
        return getattr(self.request, "hats", ())

    @cached_property
    def nav(self) -> list[NavItem]:
        """The entries of the worn hat; empty for a stranger."""
        if self.hat is None:
            return []
        return items_for(self.hat.role, self.hat.organisation.level, self.request.path)

    @cached_property
    def pinned(self) -> list[View]:
        """The views that the worn hat keeps on the page of today's work; one query, asked by that page alone."""
        return pinned_views(self.hat) if self.hat else []

    @property
    def nav_bar(self) -> list[NavItem]:
        """The entries that stand on a phone's bar."""
        return before_more(self.nav, BAR)

    @property
    def nav_wide(self) -> list[NavItem]:
        """The entries that a phone keeps behind "More", and a wide screen has in sight."""
        return before_more(self.nav, LINE)[len(self.nav_bar) :]

    @property
    def nav_rest(self) -> list[NavItem]:
        """The entries that stand behind "More" on every screen."""
        return self.nav[len(self.nav_bar) + len(self.nav_wide) :]

    @property
    def is_in_rest(self) -> bool:
        """Whether the page belongs to an entry behind "More"."""
        return any(item.is_current for item in self.nav_rest)

    @cached_property
    def is_demo(self) -> bool:
        """Whether this database is marked as a demo. One small query a page."""
        return Installation.objects.filter(is_demo=True).exists()

    @property
    def home(self) -> str:
        """Where the mark leads: today's work for a worn hat, the public page for a stranger."""
        return first_address("today", "portal:home") if self.hat else first_address("portal:home")

    @property
    def home_of_work(self) -> str:
        """The page of today's work."""
        return first_address("today", "portal:home")

    @property
    def sign_in(self) -> str:
        """The sign-in page."""
        return first_address("account_login")

    @property
    def sign_out(self) -> str:
        """Where the wish to leave is sent."""
        return first_address("account_logout")

    @property
    def wear(self) -> str:
        """Where the choice of another hat is sent."""
        return first_address("organisations:wear")

    @property
    def account_links(self) -> list[Link]:
        """The reader's own pages, behind the hat."""
        return existing(
            ("web:help", _("Help for my role"), "info"),
            ("account_change_password", _("Change the password"), "key"),
            ("organisations:hats", _("My roles"), "people"),
        )

    @property
    def foot_links(self) -> list[Link]:
        """The quiet links at the foot of every page."""
        return existing(("portal:home", _("Public page"), "public"))

    @property
    def came_from(self) -> str:
        """The page of ours that led here, "" when there was none or it was this one."""
        came = self.request.headers.get("Referer", "")
        ours = url_has_allowed_host_and_scheme(came, {self.request.get_host()})
        return came if came and ours and came != self.request.build_absolute_uri() else ""

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The languages of the interface, each under its own name."""
        here = get_language()
        names = {"vi": "Tiếng Việt", "en": "English"}
        return [{"code": code, "name": names[code], "current": code == here} for code, _label in settings.LANGUAGES]

    @property
    def here(self) -> str:
        """Where to come back to after choosing a language: this page, when it can be asked for again."""
        return self.request.get_full_path() if self.request.method == "GET" else self.home


def existing(*named: tuple[str, Message, str]) -> list[Link]:
    """Those links whose page exists in this installation."""
    links = []
    for url_name, label, icon in named:
        try:
            links.append(Link(reverse(url_name), label, icon))
        except NoReverseMatch:
            continue
    return links


def first_address(*url_names: str) -> str:
    """The address of the first page of `url_names` that exists in this installation, else the root."""
    for url_name in url_names:
        try:
            return reverse(url_name)
        except NoReverseMatch:
            continue
    return "/"


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: one name, `shell`, in every template."""
    return {"shell": Shell(request)}
