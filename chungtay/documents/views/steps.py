"""One address a step: find the document among those the hat may see, act, and go back to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chungtay.core import clock
from chungtay.core.errors import ChungTayError, InputRefused
from chungtay.documents import actions, queries
from chungtay.documents.errors import NumberTaken
from chungtay.documents.forms import DraftForm, NumberForm, ReasonForm, RefusableForm, SignedCopyForm
from chungtay.documents.models import Document
from chungtay.documents.pages import document_context, mending_context
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.models import Membership

ANSWER = "answer-"
Step = Callable[..., HttpResponse]
Form = TypeVar("Form", bound=RefusableForm)


def _step(act: Callable[[Document, QueryDict, Membership, datetime], str]) -> Step:
    """The frame of a step: find the document, `act` on it with what was typed, say what `act` answers."""

    @hat_required
    @require_POST
    @wraps(act)
    def view(request: HatRequest, document_id: int) -> HttpResponse:
        document = _document(request, document_id)
        return _done(request, document, act(document, request.POST, request.hat, clock.now()))

    return view


@dataclass(frozen=True)
class _Shown:
    """The page on which the form of a step stands, and what makes its context."""

    template: str
    context: Callable[[Membership, Document, Mapping[str, RefusableForm]], dict[str, Any]]


_DOCUMENT = _Shown("documents/document.html", document_context)
_MENDING = _Shown("documents/mend.html", mending_context)


def _form_step(
    name: str, form_class: type[Form], *, prefix: str | None, shown: _Shown = _DOCUMENT
) -> Callable[[Callable[[Document, Form, Membership, datetime], str]], Step]:
    """The frame of a step with a form: act when it is right; else show it, as `name`, on the page it stands on."""

    def framed(act: Callable[[Document, Form, Membership, datetime], str]) -> Step:
        @hat_required
        @require_POST
        @wraps(act)
        def view(request: HatRequest, document_id: int) -> HttpResponse:
            document = _document(request, document_id)
            form = form_class(request.POST, request.FILES, prefix=prefix)
            if form.is_valid():
                try:
                    return _done(request, document, act(document, form, request.hat, clock.now()))
                except (InputRefused, NumberTaken) as refused:
                    _show(form, refused)
            context = shown.context(request.hat, _document(request, document_id), {name: form})
            return render(request, shown.template, context, status=422)

        return view

    return framed


@_step
def check_content(document: Document, _typed: QueryDict, by: Membership, now: datetime) -> str:
    """The head of the drafting office has checked the content."""
    actions.check_content(document, by=by, now=now)
    return _("The content was checked; the form is next.")


@_step
def check_form(document: Document, typed: QueryDict, by: Membership, now: datetime) -> str:
    """The form checker has checked the form and answered the rules that are broken."""
    answers = {name.removeprefix(ANSWER): str(typed[name]) for name in typed if name.startswith(ANSWER)}
    actions.check_form(document, answers=answers, by=by, now=now)
    return _("The form was checked.")


@_step
def agree(document: Document, _typed: QueryDict, by: Membership, now: datetime) -> str:
    """The partner agrees."""
    actions.agree(document, by=by, now=now)
    return _("Your side agreed; the document can be signed.")


@_step
def sign(document: Document, _typed: QueryDict, by: Membership, now: datetime) -> str:
    """One side has signed."""
    actions.sign(document, by=by, now=now)
    return _("The signature of your side was recorded.")


@_step
def issue(document: Document, _typed: QueryDict, by: Membership, now: datetime) -> str:
    """The document was sent out."""
    actions.issue(document, by=by, now=now)
    return _("The document is issued. Please bring in the signed copy when it is scanned.")


@_form_step("number", NumberForm, prefix=None)
def number(document: Document, given: NumberForm, by: Membership, now: datetime) -> str:
    """Number and date of the signed document."""
    wanted = given.cleaned_data
    actions.number_document(document, number=wanted["number"], dated=wanted["dated"], by=by, now=now)
    return _("Number and date were recorded.")


@_form_step("return", ReasonForm, prefix="return")
def return_(document: Document, given: ReasonForm, by: Membership, now: datetime) -> str:
    """Back to the drafting office, with a reason."""
    actions.return_document(document, reason=given.cleaned_data["reason"], by=by, now=now)
    return _("The document went back to its drafting office with your reason.")


@_form_step("recall", ReasonForm, prefix="recall", shown=_MENDING)
def recall(document: Document, given: ReasonForm, by: Membership, now: datetime) -> str:
    """Take an issued document back."""
    actions.recall(document, reason=given.cleaned_data["reason"], by=by, now=now)
    return _("The document is recalled; its number stays taken.")


@_form_step("draft", DraftForm, prefix="draft")
def bring_draft(document: Document, given: DraftForm, by: Membership, now: datetime) -> str:
    """The draft as the office worked on in Word."""
    version = actions.bring_in_draft(document, given.upload, by=by, now=now)
    return _compared(_("The draft was brought in."), version.differences)


@_form_step("copy", SignedCopyForm, prefix="copy")
def bring_signed_copy(document: Document, given: SignedCopyForm, by: Membership, now: datetime) -> str:
    """The signed copy; its figures are compared at once."""
    copy = actions.upload_signed_copy(document, given.upload, companion=given.companion_upload, by=by, now=now)
    return _compared(_("The signed copy was kept."), copy.differences)


def _document(request: HatRequest, document_id: int) -> Document:
    return queries.document_for(request.hat, document_id, clock.today())


def _done(request: HatRequest, document: Document, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("documents:document", document.pk)


def _show(form: RefusableForm, refused: ChungTayError) -> None:
    if isinstance(refused, InputRefused):
        form.refuse(refused)
    else:
        form.add_error("number", refused.sentence)


def _compared(words: str, differences: list[dict[str, Any]] | None) -> str:
    if differences is None:
        return words
    if not differences:
        return f"{words} {_('Every figure is the frozen one.')}"
    count = len(differences)
    found = ngettext(
        "One figure differs from the frozen ones.", "%(count)s figures differ from the frozen ones.", count
    ) % {"count": count}
    return f"{words} {found}"
