"""Khung nhìn đã lưu: which questions do I ask again and again?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.analytics.actions import saved_views as actions
from chungtay.analytics.asking import Asked
from chungtay.analytics.queries.saved_views import view_for, views_of
from chungtay.analytics.views.pages import tabs_of
from chungtay.core import clock
from chungtay.organisations.access import HatRequest, hat_required


@hat_required
@require_GET
def saved(request: HatRequest) -> HttpResponse:
    """The views offered to the role, and the own ones."""
    views = views_of(request.hat)
    context = {
        "offered": [view for view in views if view.view_id is None],
        "own": [view for view in views if view.view_id is not None],
        "tabs": tabs_of("analytics:saved", Asked()),
    }
    return render(request, "analytics/saved.html", context)


@hat_required
@require_POST
def save(request: HatRequest) -> HttpResponse:
    """Keep the question of a page under a name."""
    view = actions.save_view(
        request.POST.get("name", ""),
        page=request.POST.get("page", ""),
        query=request.POST.get("query", ""),
        by=request.hat,
        now=clock.now(),
    )
    messages.success(request, _("“%(name)s” was saved and stands on the page of today's work.") % {"name": view.name})
    return redirect("analytics:saved")


@hat_required
@require_POST
def rename(request: HatRequest, view_id: int) -> HttpResponse:
    """Give an own view another name."""
    actions.rename_view(view_for(request.hat, view_id), request.POST.get("name", ""), by=request.hat, now=clock.now())
    return redirect("analytics:saved")


@hat_required
@require_POST
def pin(request: HatRequest, view_id: int) -> HttpResponse:
    """Show an own view on the page of today's work, or no longer."""
    is_pinned = request.POST.get("pin") == "1"
    actions.pin_view(view_for(request.hat, view_id), is_pinned=is_pinned, by=request.hat, now=clock.now())
    return redirect("analytics:saved")


@hat_required
@require_POST
def pin_offered(request: HatRequest, code: str) -> HttpResponse:
    """The same for a view that is offered."""
    actions.pin_preset(code, is_pinned=request.POST.get("pin") == "1", by=request.hat, now=clock.now())
    return redirect("analytics:saved")


@hat_required
@require_POST
def delete(request: HatRequest, view_id: int) -> HttpResponse:
    """Delete an own view."""
    actions.delete_view(view_for(request.hat, view_id), by=request.hat, now=clock.now())
    messages.success(request, _("The view was deleted."))
    return redirect("analytics:saved")
