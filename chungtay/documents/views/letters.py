"""Công văn đính chính: which mistakes of form does the letter put right?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chungtay.core import clock
from chungtay.core.errors import InputRefused
from chungtay.documents import actions, queries, rules
from chungtay.documents.errors import NoSuchDocument
from chungtay.documents.forms import MistakeForm, MistakeForms
from chungtay.documents.models import Document
from chungtay.organisations.access import HatRequest, hat_required


@hat_required
@require_http_methods(["GET", "POST"])
def correct(request: HatRequest, document_id: int) -> HttpResponse:
    """Name the mistakes of form of an issued document; a letter is drafted from them."""
    document = queries.document_for(request.hat, document_id, clock.today())
    if not rules.can_correct(request.hat, document):
        raise NoSuchDocument()
    rows = MistakeForms(request.POST or None)
    if request.method == "POST" and rows.is_valid():
        given = [row for row in rows if row.has_changed()]
        try:
            letter = actions.draft_letter_of_correction(
                document, [row.mistake for row in given], by=request.hat, now=clock.now()
            )
        except InputRefused as refused:
            _show(given, refused)
        else:
            messages.success(request, _("The letter was drafted; it takes the same steps as any document."))
            return redirect("documents:document", letter.pk)
    return _page(request, document, rows)


def _page(request: HatRequest, document: Document, rows: Any) -> HttpResponse:
    status = 422 if rows.is_bound else 200
    return render(request, "documents/correct.html", {"document": document, "rows": rows}, status=status)


def _show(given: Sequence[MistakeForm], refused: InputRefused) -> None:
    """The refusal beside the field that it names, as "1-right" for the second mistake."""
    place, _dash, name = (refused.field or "").partition("-")
    row = given[int(place)]
    row.add_error(name, refused.sentence)
