"""Ảnh: the pictures of an activity, as far as each may see them."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.uploads import upload_refusal
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes.actions.photos import add_photos, look_at_photos, remove_photo
from chungtay.programmes.queries.activities import activity_for
from chungtay.programmes.queries.photos import photo_for
from chungtay.programmes.views.activities import activity_page, pictures_in


@hat_required
@require_GET
def photo(request: HatRequest, photo_id: int) -> HttpResponse:
    """One picture; never kept by a cache between us and the reader."""
    found = photo_for(request.hat, photo_id, clock.today())
    answer = HttpResponse(bytes(found.picture), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = "inline"
    return answer


@hat_required
@require_POST
def add(request: HatRequest, activity_id: int) -> HttpResponse:
    """Add pictures to a record that stands already."""
    if refused := upload_refusal(request):
        raise refused
    shown = activity_for(request.hat, activity_id, clock.today())
    add_photos(shown, pictures_in(request), by=request.hat, now=clock.now(), caption=request.POST.get("caption", ""))
    return redirect("programmes:activity", shown.pk)


@hat_required
@require_POST
def remove(request: HatRequest, photo_id: int) -> HttpResponse:
    """Delete a picture for good."""
    found = photo_for(request.hat, photo_id, clock.today())
    remove_photo(found, by=request.hat, now=clock.now())
    messages.success(request, _("The photograph was deleted."))
    return redirect("programmes:activity", found.activity_id)


@hat_required
@require_POST
def look(request: HatRequest, activity_id: int) -> HttpResponse:
    """The pictures for an office above that asks; the look is written down, and the answer is not kept by a browser."""
    shown = activity_for(request.hat, activity_id, clock.today())
    found = look_at_photos(shown, by=request.hat, now=clock.now())
    looked_at = [
        (base64.b64encode(bytes(each.picture)).decode("ascii"), each.width, each.height, each.caption) for each in found
    ]
    answer = activity_page(request, shown, looked_at=looked_at)
    answer["Cache-Control"] = "private, no-store"
    return answer
