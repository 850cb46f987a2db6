"""Photographs: shrunk and bare of everything else, at most five, and seen by fewer than the facts."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from chungtay.core.bounded import NotRead
from chungtay.core.models import Deed
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.codes import Role, Sight
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.joining import confirm_offer, offer_jointly
from chungtay.programmes.actions.photos import KEPT_FOR, add_photos, forget_old_photos, remove_photo
from chungtay.programmes.activity_errors import NotAPhoto, NotYourRecord, TooManyPhotos
from chungtay.programmes.models import Activity, ActivityPhoto
from chungtay.programmes.pictures import LONGEST_SIDE, shrink_here, shrink_in_child
from chungtay.programmes.queries.photos import photo_sight
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, PROVINCE, TODAY, WOMEN, Cast
from tests.programmes.activity_stage import _made, cast, front, police, recorded, women

__all__ = ["_made", "cast", "front", "police", "women"]
MAKER, TURNED, PLACE = 0x010F, 0x0112, 0x8825


def picture(width: int = 1600, height: int = 800, *, form: str = "JPEG", turned: int = 1) -> bytes:
    """A red picture from a camera that wrote down its maker and place; `turned` as Exif counts."""
    exif = Image.Exif()
    exif[MAKER], exif[TURNED] = "Chim Yen Camera", turned
    exif.get_ifd(PLACE)[2] = (19.0, 48.0, 27.0)
    stream = BytesIO()
    Image.new("RGB", (width, height), "red").save(stream, form, exif=exif)
    return stream.getvalue()


def held_jointly(by: Membership, partner: Membership) -> Activity:
    activity = recorded(by)
    (offer,) = offer_jointly(activity, [partner.organisation], by=by, now=NOW)
    confirm_offer(offer, by=partner, now=NOW)
    return activity


def with_photo(activity: Activity, by: Membership) -> ActivityPhoto:
    (photo,) = add_photos(activity, [picture()], by=by, now=NOW, shrinker=shrink_here)
    return photo


def looks(hat: Membership, photo: ActivityPhoto) -> int:
    client = Client()
    client.force_login(hat.user)
    return client.get(reverse("programmes:photo", args=[photo.pk])).status_code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_shrunk_and_bare(form: str) -> None:
    content = picture(form=form)
    assert b"Chim Yen" in content

    small = shrink_here(content)

    with Image.open(BytesIO(small.content)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (LONGEST_SIDE, LONGEST_SIDE // 2))
        assert (dict(opened.getexif()), set(opened.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == (
            {}, set()
        )  # fmt: skip
    assert b"Chim Yen" not in small.content


def test_a_picture_is_turned_as_the_camera_meant_it() -> None:
    small = shrink_here(picture(turned=6))

    assert (small.width, small.height) == (LONGEST_SIDE // 2, LONGEST_SIDE)


def test_the_child_gives_the_same_picture() -> None:
    content = picture(300, 200)

    assert shrink_in_child(content) == shrink_here(content)


@pytest.mark.parametrize(
    "content", [b"", b"MZ" + b"\x00" * 400, b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:900], b"GIF89a"]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotRead):
        shrink_here(content)


def test_at_most_five_and_all_or_none(police: Membership) -> None:
    activity = recorded(police)
    add_photos(activity, [picture(40, 40)] * 4, by=police, now=NOW, shrinker=shrink_here)

    for contents, refusal in (([picture(40, 40)] * 2, TooManyPhotos), ([b"no"], NotAPhoto)):
        with pytest.raises(refusal):
            add_photos(activity, contents, by=police, now=NOW, shrinker=shrink_here)

    assert sorted(activity.photos.values_list("place", flat=True)) == [1, 2, 3, 4]


def test_a_caption_is_scanned_and_another_body_adds_nothing(police: Membership, front: Membership) -> None:
    activity = recorded(police)

    with pytest.raises(ForbiddenMatter):
        add_photos(activity, [picture(40, 40)], by=police, now=NOW, caption="gọi 0987123456", shrinker=shrink_here)
    with pytest.raises(NotYourRecord):
        add_photos(activity, [picture(40, 40)], by=front, now=NOW, shrinker=shrink_here)
    assert ActivityPhoto.objects.count() == 0


def test_who_sees_pictures_of_an_own_record(cast: Cast, police: Membership, front: Membership) -> None:
    activity = recorded(police)
    above = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)

    assert [photo_sight(hat, activity, TODAY) for hat in (police, above, front, cast.hat(DONG_THANH, WOMEN))] == [
        Sight.FULL, Sight.ON_REQUEST, Sight.NONE, Sight.NONE
    ]  # fmt: skip
    assert [looks(hat, with_photo(activity, police)) for hat in (police, above, front)] == [200, 404, 404]


def test_who_sees_pictures_of_what_was_held_together(cast: Cast, police: Membership, front: Membership) -> None:
    activity = held_jointly(police, front)
    photo = with_photo(activity, police)
    seats = (front, cast.hat(DONG_THANH, WOMEN), cast.hat(PROVINCE, FRONT, Role.COORDINATOR))

    assert [photo_sight(hat, activity, TODAY) for hat in seats] == [Sight.FULL, Sight.FULL, Sight.ON_REQUEST]
    assert [looks(hat, photo) for hat in seats] == [200, 200, 404]


def test_an_office_above_looks_on_request_and_each_look_is_written_down(cast: Cast, police: Membership) -> None:
    activity = recorded(police)
    with_photo(activity, police)
    above = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    client = Client()
    client.force_login(above.user)
    page = client.get(reverse("programmes:activity", args=[activity.pk])).content.decode()
    assert "data:image/jpeg" not in page

    answer = client.post(reverse("programmes:look-at-photos", args=[activity.pk]))

    assert "data:image/jpeg;base64," in answer.content.decode()
    look = Deed.objects.get(verb="photos_looked_at")
    assert (look.subject_id, look.user_id) == (activity.pk, above.user_id)


def test_pictures_go_for_good(police: Membership, front: Membership) -> None:
    photo = with_photo(recorded(police), police)
    with pytest.raises(NotYourRecord):
        remove_photo(photo, by=front, now=NOW)

    remove_photo(photo, by=police, now=NOW)

    assert ActivityPhoto.objects.count() == 0


def test_pictures_are_forgotten_after_two_years(police: Membership) -> None:
    photo = with_photo(recorded(police), police)

    assert forget_old_photos(NOW + KEPT_FOR) == 0
    assert forget_old_photos(NOW + KEPT_FOR + timedelta(seconds=1)) == 1
    assert not ActivityPhoto.objects.filter(pk=photo.pk).exists()


def test_a_new_record_keeps_its_pictures_and_stands_without_bad_ones(
    police: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chungtay.core.clock.now", lambda: NOW)
    client = Client()
    client.force_login(police.user)
    typed = {"held_on": "2026-11-12", "kind": "outreach", "topic": "law", "channel": "direct", "audience": "people",
             "attendance": "40", "times": "1"}  # fmt: skip
    address = reverse("programmes:record-activity")

    good = SimpleUploadedFile("0987123456.jpg", picture(60, 40))
    client.post(address, {**typed, "photos": [good]})
    answer = client.post(address, {**typed, "photos": [SimpleUploadedFile("a.jpg", b"MZ")]}, follow=True)

    assert [activity.photos.count() for activity in Activity.objects.order_by("id")] == [1, 0]
    assert "JPEG" in answer.content.decode()
