"""Số đã ban hành và số hiện tại: what has changed since, why, which documents say it, and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.documents.codes import Step
from chungtay.documents.models import Document
from chungtay.documents.queries import amendment_in_force, document_for, drafters_reason
from chungtay.documents.rules import open_steps, works_on
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import Line, Reach
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import reach_of
from chungtay.reporting.actions.consolidation import may_consolidate
from chungtay.reporting.codes import Remedy
from chungtay.reporting.forms import ReasonForm
from chungtay.reporting.models import Cell, Consolidation
from chungtay.reporting.phrases import figure_text, period_words
from chungtay.reporting.queries.amending import amendment_of
from chungtay.reporting.queries.changes import (
    AffectedDocument,
    ChangedReport,
    MovedFigure,
    affected_documents,
    changed_reports,
    moved_figures,
)
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.reporting.queries.papers import consolidation_of, papers_of, said_by
from chungtay.reporting.queries.remedies import NextStep, next_step
from chungtay.reporting.signals import Release, release_asked

# A page names so many figures of one report; the report itself shows the others.
_CELLS_SHOWN = 12


@hat_required
@require_GET
def issued_now(request: HatRequest, document_id: int) -> HttpResponse:
    """The figures of one report beside the present ones, for the offices that made it."""
    hat, today = request.hat, clock.today()
    document = document_for(hat, document_id, today)
    consolidation = consolidation_of(document)
    sees_figures = works_on(hat, document) and reach_of(hat.role) not in (Reach.NONE, Reach.OWN)
    if consolidation is None or not sees_figures:
        raise NotFound()
    moved = moved_figures(hat, consolidation, today)
    changes = changed_reports(hat, consolidation, today)
    step = next_step(document, consolidation)
    may_draft = step.remedy is Remedy.DRAFT and _may_draft(hat, document, consolidation)
    may_redraft = step.remedy is Remedy.REDRAFT and Step.REDRAFTED in open_steps(hat, document)
    context = {
        "document": document,
        "consolidation": consolidation,
        "moved": [_figure(each) for each in moved],
        "reports": [_report(each) for each in changes.reports],
        "has_others": changes.has_others,
        "affected": [_affected(each) for each in affected_documents(hat, consolidation, today)],
        "releases": _releases(document, moved),
        "step": step,
        "order": [(each.value, each.label) for each in Remedy if _concerns(each, step.remedy)],
        "may_consolidate": may_consolidate(hat, consolidation.unit_id, clock.now()),
        "may_draft": may_draft,
        "amendment": amendment_in_force(document),
        "amend_form": _amend_form(document, step) if may_draft else None,
        "may_redraft": may_redraft,
        "redraft_form": _redraft_form(document) if may_redraft else None,
        "reason_form": ReasonForm(),
    }
    return render(request, "reporting/issued_now.html", context)


def _concerns(remedy: Remedy, present: Remedy) -> bool:
    """An issued document is replaced, one on its way is drafted again: each sees its own steps."""
    on_its_way = (Remedy.DRAFT, Remedy.ISSUE, Remedy.DONE)
    return remedy not in on_its_way if present is Remedy.REDRAFT else remedy is not Remedy.REDRAFT


def _may_draft(hat: Membership, document: Document, consolidation: Consolidation) -> bool:
    return any(
        paper.kind == document.kind and paper.may_draft
        for year in papers_of(hat, clock.today())
        if year.year == consolidation.period.year
        for paper in year.papers
    )


def _amend_form(document: Document, step: NextStep) -> ReasonForm | None:
    """The reason that an amending report prints, at first the one for which the figures were opened again."""
    amendment = amendment_of(document, step.in_force) if step.in_force else None
    if amendment is None or not amendment.figures:
        return None
    return ReasonForm(initial={"reason": amendment.said.reopen_reason}, auto_id="amend_%s")


def _redraft_form(document: Document) -> ReasonForm | None:
    """The reason that an amending report prints, as its drafter wrote it, to be kept or written anew."""
    if document.amends is None:
        return None
    said = said_by(document.amends)
    reason = drafters_reason(document) or (said.reopen_reason if said else "")
    return ReasonForm(initial={"reason": reason}, auto_id="redraft_%s")


def _label(cell: Cell) -> str:
    english = (get_language() or "vi").startswith("en")
    indicator = cell.indicator
    words = indicator.label_en if english else indicator.label_vi
    part = cell.label_en if english else cell.label_vi
    return f"{words}: {part}" if part else words


def _figure(moved: MovedFigure) -> dict[str, Any]:
    line = "" if moved.line is Line.ALL else moved.line.label
    return {"moved": moved, "label": _label(moved.cell), "line": line, "scale": moved.cell.indicator.scale}


def _report(changed: ChangedReport) -> dict[str, Any]:
    cells = {cell.number: cell for cell in catalogue_cells().cells}
    shown = [
        {
            "label": _label(cells[number]),
            "before": figure_text(before, cells[number].indicator.scale) or "–",
            "after": figure_text(after, cells[number].indicator.scale) or "–",
        }
        for number, (before, after) in list(changed.cells.items())[:_CELLS_SHOWN]
    ]
    rest = max(len(changed.cells) - _CELLS_SHOWN, 0)
    return {"changed": changed, "period": period_words(changed.task.period), "cells": shown, "rest": rest}


def _affected(affected: AffectedDocument) -> dict[str, Any]:
    return {"affected": affected, "step": next_step(affected.document, affected.consolidation)}


def _releases(document: Document, moved: list[MovedFigure]) -> list[Release]:
    codes = {each.cell.indicator.code for each in moved if each.line is Line.ALL}
    told: list[Any] = [answer for _room, answer in release_asked.send(Document, document=document, moved=codes)]
    return [answer for answer in told if answer is not None]
