"""Pages of the frame itself: the choice of language, the style guide, and the pages of faults."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from chungtay.core.errors import ChungTayError, InputRefused, Message, NotFound, NotPermitted
from chungtay.organisations.access import open_to_all
from chungtay.web.middleware import refusal
from chungtay.web.style_guide import samples

# Harmless without a token: whoever tricks a reader into it changes the language of the page, nothing else. So the
# public page needs no cookie for it.
choose_language = open_to_all(csrf_exempt(require_POST(set_language)))


@open_to_all
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component of the interface, live."""
    return render(request, "web/style_guide.html", samples())


class AddressRefused(InputRefused):
    """The request itself could not be read."""

    code = "web.address_refused"
    message = _("This request could not be read. Please go back, reload the page and try again.")


class FormExpired(ChungTayError):
    """The token of a form is missing or belongs to another session."""

    code = "web.form_expired"
    http_status = 403
    message = _(
        "This page was open for too long, or you signed in again elsewhere, so the form was not sent. "
        "Please go back, reload the page and send it once more."
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that could not be read; such a request may not even say on which host it is."""
    return _bare_page(400, _("This request could not be read"), AddressRefused().sentence)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a step that the reader's role does not allow."""
    return refusal(request, NotPermitted())


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One page, whether the thing does not exist or may not be seen."""
    return refusal(request, NotFound())


@requires_csrf_token
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token no longer fits."""
    return refusal(request, FormExpired())


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: no context, no database, no collected files, nothing about what went wrong."""
    return _bare_page(
        500,
        _("A fault on our side"),
        _("The page could not be made. What you had sent before is kept; nothing was stored by half."),
        _(
            "Please try again in a minute. If it happens again, tell the operator of this system at what time it "
            "happened and on which page."
        ),
    )


def _bare_page(status: int, heading: Message, *sentences: Message) -> HttpResponse:
    page = render_to_string(
        "web/fault.html", {"heading": heading, "sentences": sentences, "static_url": settings.STATIC_URL}
    )
    return HttpResponse(page, status=status)
