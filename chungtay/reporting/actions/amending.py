"""Draft the report that amends an issued one: the same agencies, the same form, the figures old and new."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import NotFound, RuleBroken, require
from chungtay.core.scanner import require_clean
from chungtay.documents.actions import Draft, draft_document, redraft
from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document, DocumentVersion
from chungtay.documents.queries import amendment_in_force, drafters_reason, made_content
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.papers import draft_of, require_in_force
from chungtay.reporting.papers.amending import Amending, Named, amending_report
from chungtay.reporting.queries.amending import Amendment, amendment_of
from chungtay.reporting.queries.consolidation import consolidation_in_force
from chungtay.reporting.queries.papers import consolidation_of, source_of
from officialdoc import Document as Paper
from officialdoc import Rendering, from_data


class NothingMoved(RuleBroken):
    """Nothing that the report prints is another figure now."""

    code = "reporting.nothing_moved"
    message = _(
        "Every figure that this report says is still the same in the figures frozen last, so there is nothing to amend."
    )


def draft_amendment(document: Document, *, reason: str, by: Membership, now: datetime) -> Document:
    """Draft the report that amends `document` from the figures that both sides froze last.

    `reason` is printed; without one, that of opening the figures again. The amended report stays in force. Raises
    `FreezeFirst`, `NothingMoved`, and what `documents.draft_document` raises.
    """
    amendment = _amendment(document)
    reason = reason.strip()
    paper, draft = _rendered(amendment, reason)
    return draft_document(
        kind=PaperKind.AMENDING,
        title=f"{paper.subject}: {document.title}"[:400],
        lead=document.lead,
        partner=document.partner,
        source=source_of(amendment.in_force),
        symbol=paper.symbol,
        draft=draft,
        by=by,
        now=now,
        amends=document,
        reason=reason,
    )


def redraft_amendment(document: Document, *, reason: str = "", by: Membership, now: datetime) -> DocumentVersion:
    """Draft an amending report again from the figures in force; its reason stays unless another one is given.

    Raises `NothingMoved` where every figure is again what the amended report says, and what `documents.redraft` raises.
    """
    require(document.amends is not None, NotFound())
    assert document.amends is not None
    amendment = _amendment(document.amends)
    reason = reason.strip() or drafters_reason(document)
    _paper, draft = _rendered(amendment, reason)
    return redraft(document, draft, by=by, now=now, source=source_of(amendment.in_force), reason=reason)


def _amendment(document: Document) -> Amendment:
    made_from = consolidation_of(document)
    in_force = consolidation_in_force(made_from.unit_id, made_from.period) if made_from else None
    if in_force is None:
        raise NotFound()
    require_in_force(in_force)
    amendment = amendment_of(document, in_force)
    require(amendment is not None and bool(amendment.figures), NothingMoved())
    assert amendment is not None
    return amendment


def _rendered(amendment: Amendment, reason: str) -> tuple[Paper, Draft]:
    document = amendment.document
    stored = made_content(document)
    require(stored is not None, NotFound())
    assert stored is not None
    earlier = amendment_in_force(document)
    matter = Amending(
        amended=from_data(stored),
        named=_named(document),
        before=_named(earlier) if earlier else None,
        reason=require_clean(reason, field="reason") or amendment.said.reopen_reason,
        figures=amendment.figures,
    )
    clean = amending_report(matter)
    look_up = amending_report(matter, rendering=Rendering.LOOKUP)
    return clean, draft_of(clean, look_up, kind=PaperKind.AMENDING, year=amendment.in_force.period.year)


def _named(document: Document) -> Named:
    assert document.issued_on is not None, "an issued document has its day"
    return Named(document.full_symbol, document.issued_on)
