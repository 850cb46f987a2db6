"""Photographs of an activity: add, remove, look at on request, and forget after two years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from chungtay.core.bounded import NoSeat, NotRead
from chungtay.core.errors import NotPermitted, Unavailable, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.codes import Sight
from chungtay.organisations.models import Membership
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.actions.activities import lock_activity
from chungtay.programmes.activity_codes import PHOTO_LIMIT
from chungtay.programmes.activity_errors import NoLongerRecorded, NotAPhoto, NotYourRecord, TooManyPhotos
from chungtay.programmes.models import Activity, ActivityPhoto
from chungtay.programmes.pictures import Picture, shrink_in_child
from chungtay.programmes.queries.photos import photo_sight

KEPT_FOR = timedelta(days=731)
Shrinker = Callable[[bytes], Picture]


def add_photos(
    activity: Activity,
    contents: Sequence[bytes],
    *,
    by: Membership,
    now: datetime,
    caption: str = "",
    shrinker: Shrinker = shrink_in_child,
) -> list[ActivityPhoto]:
    """Keep pictures of `activity`, shrunk and bare of everything but pixels; all of them or none.

    Raises `NotAPhoto`, `TooManyPhotos`, or `Unavailable` when every child is at work. `shrinker` is
    `pictures.shrink_here` for pictures of our own making.
    """
    require(rules.can_change(by, activity), NotYourRecord(office=activity.accountable.name))
    require(len(contents) <= PHOTO_LIMIT, TooManyPhotos(field="photos", limit=PHOTO_LIMIT))
    caption = require_clean(caption.strip(), field="caption")
    try:
        pictures = [shrinker(content) for content in contents]
    except NotRead as refused:
        raise NotAPhoto(field="photos") from refused
    except NoSeat:
        raise Unavailable() from None
    return _keep(activity, pictures, caption=caption, by=by, now=now)


@transaction.atomic
def _keep(
    activity: Activity, pictures: Sequence[Picture], *, caption: str, by: Membership, now: datetime
) -> list[ActivityPhoto]:
    activity = lock_activity(activity)
    require(rules.is_recorded(activity), NoLongerRecorded())
    taken = set(activity.photos.values_list("place", flat=True))
    free = [place for place in range(1, PHOTO_LIMIT + 1) if place not in taken]
    require(len(pictures) <= len(free), TooManyPhotos(field="photos", limit=PHOTO_LIMIT))
    made = ActivityPhoto.objects.bulk_create(
        [
            ActivityPhoto(
                activity=activity,
                place=place,
                picture=picture.content,
                width=picture.width,
                height=picture.height,
                caption=caption,
                added_by=by,
                added_at=now,
            )
            for place, picture in zip(free, pictures, strict=False)
        ]
    )
    record(activity, "photos_added", by=by, at=now, count=len(made))
    return made


@transaction.atomic
def remove_photo(photo: ActivityPhoto, *, by: Membership, now: datetime) -> None:
    """Delete a picture for good: nothing of it stays."""
    activity = lock_activity(photo.activity)
    require(rules.can_change(by, activity), NotYourRecord(office=activity.accountable.name))
    record(activity, "photo_removed", by=by, at=now, place=photo.place)
    photo.delete()


@transaction.atomic
def look_at_photos(activity: Activity, *, by: Membership, now: datetime) -> list[ActivityPhoto]:
    """The pictures of an activity for an office above that asks to see them; each look is written down."""
    sight = photo_sight(by, activity, now.date())
    require(sight in (Sight.FULL, Sight.ON_REQUEST), NotPermitted())
    record(activity, "photos_looked_at", by=by, at=now)
    return list(activity.photos.order_by("place"))


def forget_old_photos(now: datetime) -> int:
    """Delete the pictures that were kept for two years; how many."""
    gone, _by_table = ActivityPhoto.objects.filter(added_at__lt=now - KEPT_FOR).delete()
    return gone
