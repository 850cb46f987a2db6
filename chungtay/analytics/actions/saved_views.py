"""Keep, rename, pin and delete views: each hat its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.http import QueryDict

from chungtay.analytics import rules
from chungtay.analytics.asking import asked_from, choice_of
from chungtay.analytics.codes import Classing, Comparison, MapForm
from chungtay.analytics.errors import TooManyViews, ViewNameMissing, ViewNameTaken
from chungtay.analytics.models import SavedView
from chungtay.analytics.presets import presets_for
from chungtay.analytics.queries.catalogue import catalogue
from chungtay.core.errors import NotFound, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership

# The pages whose question can be kept.
PAGES = ("analytics:pivot", "analytics:series", "analytics:completeness", "analytics:map", "analytics:warnings")
LIMIT = 30
# What single pages can be asked beside the question: how a chart compares, how a map is drawn.
_FURTHER: dict[str, type[TextChoices]] = {"so": Comparison, "kieu": MapForm, "chia": Classing}


@transaction.atomic
def save_view(name: str, *, page: str, query: str, by: Membership, now: datetime) -> SavedView:
    """Keep a question under `name`, pinned. What the question left open stays open: its latest periods move on.

    The name is scanned; of the address only what can be asked is kept. Raises `ViewNameMissing`, `ViewNameTaken`,
    `TooManyViews`, and `QuestionUnreadable` for an address that asks nothing.
    """
    require(page in PAGES, NotFound())
    # The owner's row holds back a second window of the same person, so that limit and name are counted once.
    Membership.objects.select_for_update().get(pk=by.pk)
    kept = SavedView.objects.filter(owner=by, preset="")
    require(kept.count() < LIMIT, TooManyViews(limit=LIMIT))
    view = SavedView.objects.create(
        owner=by, name=_free_name(name, by), page=page, query=clean_query(query), is_pinned=True, created_at=now
    )
    record(view, "view_saved", by=by, at=now, name=view.name)
    return view


@transaction.atomic
def rename_view(view: SavedView, name: str, *, by: Membership, now: datetime) -> SavedView:
    """Give a view another name, scanned like the first."""
    require(rules.owns_view(by, view), NotFound())
    if name.strip() != view.name:
        view.name = _free_name(name, by)
        view.save(update_fields=["name"])
        record(view, "view_renamed", by=by, at=now, name=view.name)
    return view


@transaction.atomic
def pin_view(view: SavedView, *, is_pinned: bool, by: Membership, now: datetime) -> SavedView:
    """Show a view on the page of today's work, or no longer."""
    require(rules.owns_view(by, view), NotFound())
    view.is_pinned = is_pinned
    view.save(update_fields=["is_pinned"])
    record(view, "view_pinned" if is_pinned else "view_unpinned", by=by, at=now)
    return view


@transaction.atomic
def pin_preset(code: str, *, is_pinned: bool, by: Membership, now: datetime) -> SavedView:
    """The same for a view that the product offers to the role."""
    require(code in {preset.code for preset in presets_for(by)}, NotFound())
    view, _made = SavedView.objects.update_or_create(
        owner=by,
        preset=code,
        defaults={"is_pinned": is_pinned},
        create_defaults={"is_pinned": is_pinned, "created_at": now},
    )
    record(view, "view_pinned" if is_pinned else "view_unpinned", by=by, at=now, preset=code)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: Membership, now: datetime) -> None:
    """Delete an own view; the log of deeds keeps that it was there."""
    require(rules.owns_view(by, view), NotFound())
    record(view, "view_deleted", by=by, at=now, name=view.name)
    view.delete()


def clean_query(query: str) -> str:
    """The address of a question with nothing in it but what can be asked."""
    typed = QueryDict(query[:4000])
    asked = asked_from(typed)
    if asked.measures:
        catalogue().chosen(asked.measures)
    chosen = ((name, choice_of(typed, name, choices)) for name, choices in _FURTHER.items())
    further = "".join(f"&{name}={choice.value}" for name, choice in chosen if choice)
    return f"{asked.address}{further}{'&xep=thap' if typed.get('xep') == 'thap' else ''}".lstrip("&")[:2000]


def _free_name(name: str, by: Membership) -> str:
    wanted = " ".join(name.split())
    require(2 <= len(wanted) <= 80, ViewNameMissing(field="name"))
    require_clean(wanted, field="name")
    taken = SavedView.objects.filter(owner=by, preset="", name=wanted).exists()
    require(not taken, ViewNameTaken(field="name", name=wanted))
    return wanted
