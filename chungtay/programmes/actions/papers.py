"""From a plan in force to a draft of its official document, handed to `documents` as an opaque object."""

from __future__ import annotations

from datetime import datetime

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.documents.actions import Draft, NewFile, draft_document
from chungtay.documents.codes import FileFormat, PaperKind, Rendering
from chungtay.documents.models import Document
from chungtay.organisations.models import Membership
from chungtay.programmes.codes import IN_FORCE, PlanStatus
from chungtay.programmes.errors import PlanOutOfOrder
from chungtay.programmes.matter import plan_matter
from chungtay.programmes.models import PlanVersion
from chungtay.programmes.papers import PAPERS, STEMS
from chungtay.programmes.queries.papers import issued_before, source_of
from officialdoc import Document as Paper
from officialdoc import fingerprint, render_docx, render_pdf, to_data


def draft_plan_paper(version: PlanVersion, kind: PaperKind, *, by: Membership, now: datetime) -> Document:
    """Draft the official document of a plan in force; the office that leads it drafts, its partner agrees and signs.

    Where a document of this kind was issued for the plan before, the new one replaces it when it is issued. Raises
    `PlanOutOfOrder` for a version that is not in force, and what `documents.draft_document` raises.
    """
    status = PlanStatus(version.status)
    require(status in IN_FORCE, PlanOutOfOrder(status=status.label))
    plan = version.plan
    paper = paper_of(version, kind, now=now)
    files = [
        NewFile(
            Rendering.FOR_SIGNATURE, format_, file_name(kind, plan.programme.year, format_), rendered(paper, format_)
        )
        for format_ in FileFormat
    ]
    return draft_document(
        kind=kind,
        title=paper.subject,
        lead=plan.organisation,
        partner=plan.partner,
        source=source_of(version),
        symbol=paper.symbol,
        draft=Draft(tuple(files), fingerprint(paper), dict(to_data(paper))),
        by=by,
        now=now,
        replaces=issued_before(plan, kind),
    )


def paper_of(version: PlanVersion, kind: PaperKind, *, now: datetime) -> Paper:
    """The paper of one kind, from a version as it is."""
    return PAPERS[kind.value](plan_matter(version, local_day(now)))


def rendered(paper: Paper, format_: FileFormat) -> bytes:
    """The bytes of a paper in one format."""
    return render_pdf(paper) if format_ is FileFormat.PDF else render_docx(paper)


def file_name(kind: PaperKind, year: int, format_: FileFormat) -> str:
    """Such as "ke-hoach-phoi-hop-2026.docx"."""
    return f"{STEMS[kind]}-phoi-hop-{year}.{format_.value}"
