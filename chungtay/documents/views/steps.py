"""One address a step: find the document among those the hat may see, act, and go back to its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
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
from chungtay.documents.pages import document_context
from chungtay.organisations.access import HatRequest, hat_required

ANSWER = "answer-"


@hat_required
@require_POST
def check_content(request: HatRequest, document_id: int) -> HttpResponse:
    """The head of the drafting office has checked the content."""
    document = actions.check_content(_document(request, document_id), by=request.hat, now=clock.now())
    return _done(request, document, _("The content was checked; the form is next."))


@hat_required
@require_POST
def check_form(request: HatRequest, document_id: int) -> HttpResponse:
    """The form checker has checked the form and answered the rules that are broken."""
    answers = {name.removeprefix(ANSWER): request.POST[name] for name in request.POST if name.startswith(ANSWER)}
    document = _document(request, document_id)
    document = actions.check_form(document, answers=answers, by=request.hat, now=clock.now())
    return _done(request, document, _("The form was checked."))


@hat_required
@require_POST
def agree(request: HatRequest, document_id: int) -> HttpResponse:
    """The partner agrees."""
    document = actions.agree(_document(request, document_id), by=request.hat, now=clock.now())
    return _done(request, document, _("Your side agreed; the document can be signed."))


@hat_required
@require_POST
def sign(request: HatRequest, document_id: int) -> HttpResponse:
    """One side has signed."""
    document = actions.sign(_document(request, document_id), by=request.hat, now=clock.now())
    return _done(request, document, _("The signature of your side was recorded."))


@hat_required
@require_POST
def issue(request: HatRequest, document_id: int) -> HttpResponse:
    """The document was sent out."""
    document = actions.issue(_document(request, document_id), by=request.hat, now=clock.now())
    return _done(request, document, _("The document is issued. Please bring in the signed copy when it is scanned."))


@hat_required
@require_POST
def number(request: HatRequest, document_id: int) -> HttpResponse:
    """Number and date of the signed document."""

    def give(document: Document, given: NumberForm) -> str:
        wanted = given.cleaned_data
        actions.number_document(
            document, number=wanted["number"], dated=wanted["dated"], by=request.hat, now=clock.now()
        )
        return _("Number and date were recorded.")

    return _with_form(request, document_id, "number", NumberForm(request.POST), give)


@hat_required
@require_POST
def return_(request: HatRequest, document_id: int) -> HttpResponse:
    """Back to the drafting office, with a reason."""

    def send_back(document: Document, given: ReasonForm) -> str:
        actions.return_document(document, reason=given.cleaned_data["reason"], by=request.hat, now=clock.now())
        return _("The document went back to its drafting office with your reason.")

    return _with_form(request, document_id, "return", ReasonForm(request.POST, prefix="return"), send_back)


@hat_required
@require_POST
def recall(request: HatRequest, document_id: int) -> HttpResponse:
    """Take an issued document back."""

    def take_back(document: Document, given: ReasonForm) -> str:
        actions.recall(document, reason=given.cleaned_data["reason"], by=request.hat, now=clock.now())
        return _("The document is recalled; its number stays taken.")

    return _with_form(request, document_id, "recall", ReasonForm(request.POST, prefix="recall"), take_back)


@hat_required
@require_POST
def bring_draft(request: HatRequest, document_id: int) -> HttpResponse:
    """The draft as the office worked on in Word."""

    def bring_in(document: Document, given: DraftForm) -> str:
        version = actions.bring_in_draft(document, given.upload, by=request.hat, now=clock.now())
        return _compared(_("The draft was brought in."), version.differences)

    form = DraftForm(request.POST, request.FILES, prefix="draft")
    return _with_form(request, document_id, "draft", form, bring_in)


@hat_required
@require_POST
def bring_signed_copy(request: HatRequest, document_id: int) -> HttpResponse:
    """The signed copy; its figures are compared at once."""

    def bring_in(document: Document, given: SignedCopyForm) -> str:
        copy = actions.upload_signed_copy(
            document, given.upload, companion=given.companion_upload, by=request.hat, now=clock.now()
        )
        return _compared(_("The signed copy was kept."), copy.differences)

    form = SignedCopyForm(request.POST, request.FILES, prefix="copy")
    return _with_form(request, document_id, "copy", form, bring_in)


def _document(request: HatRequest, document_id: int) -> Document:
    return queries.document_for(request.hat, document_id, clock.today())


def _done(request: HatRequest, document: Document, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("documents:document", document.pk)


def _with_form(
    request: HatRequest, document_id: int, name: str, form: RefusableForm, act: Callable[[Document, Any], str]
) -> HttpResponse:
    """Act on a form that is right; show what is not, beside its field, on the page of the document."""
    document = _document(request, document_id)
    if form.is_valid():
        try:
            return _done(request, document, act(document, form))
        except (InputRefused, NumberTaken) as refused:
            _show(form, refused)
    context = document_context(request.hat, _document(request, document_id), {name: form})
    return render(request, "documents/document.html", context, status=422)


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
