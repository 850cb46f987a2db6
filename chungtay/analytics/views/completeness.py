"""Tiến độ báo cáo: who reported in which month, on time, late or not at all?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chungtay.analytics.asking import asked_from
from chungtay.analytics.files.lists import receipts_table
from chungtay.analytics.layout import context_words
from chungtay.analytics.queries.completeness import NOT_OWED, Receipt, receipts, together
from chungtay.analytics.queries.question import question_for
from chungtay.analytics.queries.unit_rows import unit_rows
from chungtay.analytics.views.pages import tabs_of
from chungtay.analytics.views.pivot import chooser_of
from chungtay.core import clock
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required

PAGE_SIZE = 60
WORDS = {
    "on_time": ("✓", _("On time")),
    "late": ("!", _("Late")),
    "overdue": ("×", _("Overdue, not sent")),
    "due": ("•", _("Not due yet")),
    "": ("–", _("Nothing owed, or not for this role")),
}


@hat_required
@require_GET
def completeness(request: HatRequest) -> HttpResponseBase:
    """A grid of units and periods: each cell is the worst of the reports that are owed there, with n of N."""
    today = clock.today()
    question = question_for(request.hat, asked_from(request.GET), today)
    is_file = wants_workbook(request)
    rows = unit_rows(question, cursor=request.GET.get("cursor"), size=None if is_file else PAGE_SIZE)
    found = receipts(request.hat, question, rows.parts, today)
    if is_file:
        told = [
            (unit, [found.get((unit.unit_id, slot.key), NOT_OWED) for slot in question.slots]) for unit in rows.parts
        ]
        words = {state: str(label) for state, (_mark, label) in WORDS.items()}
        return workbook_answer("tien do bao cao", [receipts_table(question, told, words)], on=today)
    columns = [[found.get((unit.unit_id, slot.key), NOT_OWED) for unit in rows.parts] for slot in question.slots]
    context = {
        "question": question,
        "save_page": "analytics:completeness",
        "save_query": request.GET.urlencode(),
        "chooser": chooser_of(request, question),
        "page": rows,
        "rows": [
            {"unit": unit, "cells": [_cell(column[place]) for column in columns]}
            for place, unit in enumerate(rows.parts)
        ],
        "sums": [_cell(together(column)) for column in columns],
        "legend": [(state, *pair) for state, pair in WORDS.items()],
        "context": context_words(question),
        "tabs": tabs_of("analytics:completeness", question.asked),
    }
    return render(request, "analytics/completeness.html", context)


def _cell(receipt: Receipt) -> dict[str, Any]:
    mark, words = WORDS[receipt.state]
    return {"receipt": receipt, "mark": mark, "words": words, "state": receipt.state or "none"}
