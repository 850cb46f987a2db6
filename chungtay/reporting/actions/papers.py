"""From frozen figures to a draft of the official document, handed to `documents` as an opaque object."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import NotFound, RuleBroken, require
from chungtay.documents.actions import Draft, NewFile, draft_document, redraft
from chungtay.documents.codes import FileFormat, PaperKind
from chungtay.documents.codes import Rendering as Copy
from chungtay.documents.models import Document, DocumentVersion
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import organisation_of
from chungtay.reporting.actions.leading import OTHER_SIDE
from chungtay.reporting.actions.wording import require_settled
from chungtay.reporting.models import Consolidation
from chungtay.reporting.papers.annual import annual_report
from chungtay.reporting.papers.matter import annual_matter
from chungtay.reporting.papers.names import file_name
from chungtay.reporting.queries.leading import leading_side
from chungtay.reporting.queries.papers import issued_before, source_of
from chungtay.reporting.rules import KIND_OF_SIDE
from officialdoc import Document as Paper
from officialdoc import Rendering, fingerprint, render_docx, render_pdf, to_data


class FreezeFirst(RuleBroken):
    """A document stands on frozen figures only."""

    code = "reporting.freeze_first"
    message = _(
        "The figures of %(year)s are not frozen by both sides yet, so no document can be drafted from them. "
        "Until then the present figures can be downloaded, marked as such on every page."
    )


class FreezeWasReopened(RuleBroken):
    """The frozen figures are out of force: a document must stand on those that followed."""

    code = "reporting.freeze_was_reopened"
    message = _(
        "These frozen figures of %(year)s were opened again on purpose. "
        "Please draft the document from the figures that both sides freeze next."
    )


def draft_annual(
    consolidation: Consolidation,
    kind: PaperKind = PaperKind.ANNUAL,
    *,
    by: Membership,
    now: datetime,
) -> Document:
    """Draft a joint report of a unit's year from its frozen figures; the side that leads drafts, the other agrees.

    Renders the copy for signature and the look-up copy as .docx and PDF. Where a document of this kind was issued for
    this year before, the new one replaces it when it is issued. Raises `FreezeFirst`, `FreezeWasReopened`,
    `WordsDifferFromTable`, and what `documents.draft_document` raises.
    """
    require_in_force(consolidation)
    require_settled(consolidation)
    lead, partner = _offices(consolidation)
    title, symbol, draft = _rendered(consolidation, kind)
    return draft_document(
        kind=kind,
        title=title,
        lead=lead,
        partner=partner,
        source=source_of(consolidation),
        symbol=symbol,
        draft=draft,
        by=by,
        now=now,
        replaces=issued_before(consolidation, kind),
    )


def redraft_annual(
    document: Document, consolidation: Consolidation, *, by: Membership, now: datetime
) -> DocumentVersion:
    """Draft the document again from the frozen figures: what was worked on in Word stays an earlier version.

    `consolidation` is the one in force: where the figures were opened again and frozen anew, it stands on the new ones.
    """
    require_in_force(consolidation)
    require_settled(consolidation)
    _title, _symbol, draft = _rendered(consolidation, PaperKind(document.kind))
    return redraft(document, draft, by=by, now=now, source=source_of(consolidation))


def require_in_force(consolidation: Consolidation) -> None:
    """Raise unless the figures are frozen by both sides and were not opened again."""
    year = consolidation.period.year
    require(consolidation.frozen_at is not None, FreezeFirst(year=year))
    require(consolidation.replaced_by_id is None, FreezeWasReopened(year=year))


def _offices(consolidation: Consolidation) -> tuple[Organisation, Organisation]:
    """The agency that leads the year's joint report, and its partner."""
    leads = leading_side(consolidation.unit_id, consolidation.period)
    kinds = (KIND_OF_SIDE[leads], KIND_OF_SIDE[OTHER_SIDE[leads]])
    lead, partner = (organisation_of(consolidation.unit_id, kind, consolidation.map_day) for kind in kinds)
    if lead is None or partner is None:
        raise NotFound()
    return lead, partner


def _rendered(consolidation: Consolidation, kind: PaperKind) -> tuple[str, str, Draft]:
    """The title, the symbol and the draft: four files, the document as stored data and its fingerprint."""
    matter = annual_matter(consolidation.unit, consolidation.period.year)
    clean = annual_report(matter, kind=kind)
    look_up = annual_report(matter, kind=kind, rendering=Rendering.LOOKUP)
    return clean.subject, clean.symbol, draft_of(clean, look_up, kind=kind, year=matter.year.year)


def draft_of(clean: Paper, look_up: Paper, *, kind: PaperKind, year: int) -> Draft:
    """A paper of a year as `documents` takes it: both copies as Word and PDF, the stored data and the fingerprint."""
    files = [
        NewFile(copy, format_, file_name(kind, year, copy, format_), _bytes(paper, format_))
        for copy, paper in ((Copy.FOR_SIGNATURE, clean), (Copy.LOOK_UP, look_up))
        for format_ in FileFormat
    ]
    return Draft(tuple(files), fingerprint(clean), dict(to_data(clean)))


def _bytes(paper: Paper, format_: FileFormat) -> bytes:
    return render_pdf(paper) if format_ is FileFormat.PDF else render_docx(paper)
