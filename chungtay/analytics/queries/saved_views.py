"""The views of a hat: those that the product offers to its role, and those it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from chungtay.analytics.models import SavedView
from chungtay.analytics.presets import Preset, presets_for
from chungtay.core.errors import Message, NotFound
from chungtay.organisations.models import Membership


@dataclass(frozen=True)
class View:
    """A view as a page lists it; `view_id` is None for an offered one, whose `code` names it."""

    label: Message
    note: Message
    href: str
    is_pinned: bool
    code: str = ""
    view_id: int | None = None


def views_of(hat: Membership) -> list[View]:
    """All views of a hat, the offered ones first, then its own in the order in which they were kept. One query."""
    rows = list(SavedView.objects.filter(owner=hat).order_by("id"))
    unpinned = {row.preset for row in rows if row.preset and not row.is_pinned}
    offered = [_offered(preset, preset.code not in unpinned) for preset in presets_for(hat)]
    return offered + [kept for row in rows if not row.preset and (kept := _kept(row))]


def pinned_views(hat: Membership) -> list[View]:
    """The views that stand on the page of today's work."""
    return [view for view in views_of(hat) if view.is_pinned]


def view_for(hat: Membership, key: int) -> SavedView:
    """An own view of the hat, or `NotFound`."""
    view = SavedView.objects.filter(pk=key, owner=hat, preset="").first()
    if view is None:
        raise NotFound()
    return view


def _offered(preset: Preset, is_pinned: bool) -> View:
    return View(preset.label, preset.note, preset.href, is_pinned, code=preset.code)


def _kept(row: SavedView) -> View | None:
    try:
        href = reverse(row.page)
    except NoReverseMatch:
        return None
    return View(row.name, "", f"{href}?{row.query}" if row.query else href, row.is_pinned, view_id=row.pk)
