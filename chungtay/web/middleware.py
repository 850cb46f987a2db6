"""Middleware of the site: the language a reader chose, and the one place where refusals become answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from chungtay.core.errors import ChungTayError, ManyProblems, NotText
from chungtay.core.uploads import upload_refusal

SHOWN_PROBLEMS = 200  # a page of more is not read; JSON tells all


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Vietnamese first: the language is the one the reader chose on a page, else Vietnamese.

    What the browser prefers is not asked: offices use browsers in English and read Vietnamese.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the chosen language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class RefusalMiddleware:
    """Answers every `ChungTayError` with its sentence: a page, a fragment for htmx, or JSON.

    Nothing else is caught: what is not a refusal is a fault, and belongs to the page for faults.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refused = upload_refusal(request)
        # The form's token was cut off with the upload: the reader must hear about the size, not about the token.
        return refusal(request, refused) if refused and response.status_code == 403 else response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Stop before the view what no view could use: an upload refused while it streamed in, text with a NUL."""
        if request.method == "POST" and request.content_type == "multipart/form-data":
            request.FILES  # noqa: B018  # reading is what runs the upload handlers
        refused = upload_refusal(request) or (NotText() if _has_nul(request) else None)
        return refusal(request, refused) if refused else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal that a view let through."""
        return refusal(request, exception) if isinstance(exception, ChungTayError) else None


def _has_nul(request: HttpRequest) -> bool:
    texts = (text for sent in (request.GET, request.POST) for name, values in sent.lists() for text in (name, *values))
    return "\x00" in request.path or any("\x00" in text for text in texts)


def refusal(request: HttpRequest, error: ChungTayError) -> HttpResponse:
    """`error` in the shape the reader asked for, with its status."""
    if _wants_json(request):
        return JsonResponse(refusal_data(error), status=error.http_status, encoder=PlainEncoder)
    template = "web/_refusal.html" if request.headers.get("HX-Request") else "web/refusal.html"
    problems = error.problems if isinstance(error, ManyProblems) else ()
    context = {"error": error, "problems": problems[:SHOWN_PROBLEMS], "hidden_count": len(problems[SHOWN_PROBLEMS:])}
    return render(request, template, context, status=error.http_status)


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def refusal_data(error: ChungTayError) -> dict[str, Any]:
    """`code`, `sentence` and `data` of a refusal; `problems`, each in the same shape, when it collected several."""
    shape: dict[str, Any] = {"code": error.code, "sentence": error.sentence, "data": error.data}
    if isinstance(error, ManyProblems):
        shape["problems"] = [refusal_data(problem) for problem in error.problems]
    return shape


class PlainEncoder(DjangoJSONEncoder):
    """Writes what has no JSON form as the words a page would show."""

    def default(self, value: Any) -> Any:
        """Dates, decimals and lazy texts as Django does; anything else as its text."""
        try:
            return super().default(value)
        except TypeError:
            return str(value)
