"""Which document was made from which consolidation, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from chungtay.core.errors import NotFound
from chungtay.documents.codes import REPORTS_OF_A_YEAR, DocumentStatus, PaperKind, Step
from chungtay.documents.models import Document
from chungtay.documents.queries import amendment_in_force, documents_for
from chungtay.documents.rules import DRAFTING_ROLES, IN_FORCE_OR_PAST, open_steps
from chungtay.organisations.codes import LINE_OF_KIND, Line, OrganisationKind, Reach, Role, Side
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import reach_of
from chungtay.reporting.models import Consolidation, ReportingPeriod
from chungtay.reporting.queries.consolidation import (
    LINES,
    consolidation_in_force,
    unit_consolidated_by,
    year_period,
    years_with_figures,
)
from chungtay.reporting.queries.leading import leading_sides
from chungtay.reporting.rules import KIND_OF_SIDE, can_hand_over_lead

_PREFIX = "consolidation:"


def source_of(consolidation: Consolidation) -> str:
    """What `documents` keeps as the source of a paper made from `consolidation`."""
    return f"{_PREFIX}{consolidation.pk}"


def consolidation_of(document: Document) -> Consolidation | None:
    """The consolidation a document was made from; None when it was made from something else."""
    prefix, _, key = document.source.partition(":")
    if f"{prefix}:" != _PREFIX or not key.isdecimal():
        return None
    return Consolidation.objects.filter(pk=int(key)).select_related("unit", "period").first()


def said_by(document: Document) -> Consolidation | None:
    """The consolidation whose figures a document says: with an amendment in force, the one that was made from."""
    return consolidation_of(amendment_in_force(document) or document)


def documents_from(hat: Membership, consolidation: Consolidation, on: date) -> QuerySet[Document]:
    """The documents made from `consolidation` that the hat may see, the latest first."""
    return documents_for(hat, on).filter(source=source_of(consolidation))


def frozen_consolidation(hat: Membership, year: int) -> Consolidation:
    """The consolidation in force of a year of the unit in which the hat works, or NotFound."""
    period = year_period(year)
    found = consolidation_in_force(unit_consolidated_by(hat).pk, period) if period else None
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Paper:
    """One kind of paper of a year: the document on its way or issued last, and whether one may be drafted."""

    kind: PaperKind
    document: Document | None
    may_draft: bool
    may_redraft: bool


@dataclass(frozen=True)
class YearOfPapers:
    """A year of a unit: its consolidation, None when nobody opened one, its papers, and which side leads them."""

    year: int
    consolidation: Consolidation | None
    papers: Sequence[Paper]
    leads: Side
    may_hand_over: bool

    @property
    def is_frozen(self) -> bool:
        """Whether documents can be drafted."""
        return self.consolidation is not None and self.consolidation.frozen_at is not None


def papers_of(hat: Membership, on: date) -> list[YearOfPapers]:
    """The years of the unit in which the hat works, the latest first, each with the state of its papers."""
    unit = unit_consolidated_by(hat)
    freezes = list(Consolidation.objects.filter(unit=unit).select_related("period", "unit"))
    seen = list(documents_for(hat, on).filter(source__in=[source_of(each) for each in freezes]))
    chosen = leading_sides(unit.pk)
    return [
        _year(hat, period, freezes, seen, chosen.get(period.pk, Side.POLICE)) for period in years_with_figures(unit.pk)
    ]


def issued_before(consolidation: Consolidation, kind: PaperKind) -> Document | None:
    """The issued document of this unit, year and kind that a new one would replace; None when there is none."""
    same = Consolidation.objects.filter(unit=consolidation.unit_id, period=consolidation.period_id)
    sources = [source_of(each) for each in same]
    return Document.objects.filter(source__in=sources, kind=kind, status=DocumentStatus.ISSUED).order_by("-id").first()


def has_documents(unit_id: int, period: ReportingPeriod) -> bool:
    """Whether a document of a unit's year is on its way or was issued; recalled ones do not count."""
    sources = [source_of(each) for each in Consolidation.objects.filter(unit=unit_id, period=period)]
    return Document.objects.filter(source__in=sources).exclude(status=DocumentStatus.RECALLED).exists()


def lines_seen_live(hat: Membership) -> tuple[Line, ...]:
    """The lines whose figures a hat may see before both sides froze: the joint ones and those of its own side.

    A role whose eyes end at its own office sees the joint ones and those of its own line.
    """
    if hat.role == Role.AUDITOR:
        return LINES
    if hat.organisation.side is Side.POLICE or reach_of(hat.role) is Reach.OWN:
        own = LINE_OF_KIND[OrganisationKind(hat.organisation.kind)]
        return tuple(line for line in LINES if line in (Line.ALL, own))
    return tuple(line for line in LINES if line is not Line.POLICE)


def _year(
    hat: Membership,
    period: ReportingPeriod,
    freezes: Sequence[Consolidation],
    seen: Sequence[Document],
    leads: Side,
) -> YearOfPapers:
    of_year = (each for each in freezes if each.period_id == period.pk and each.replaced_by_id is None)
    consolidation = next(of_year, None)
    may_draft = hat.role in DRAFTING_ROLES and hat.organisation.kind == KIND_OF_SIDE[leads]
    can = may_draft and consolidation is not None and consolidation.frozen_at is not None
    papers = []
    # A draft from figures that were opened again is drafted again; an issued report of the year is replaced.
    sources = {source_of(each) for each in freezes if each.period_id == period.pk}
    for kind in REPORTS_OF_A_YEAR:
        own = [each for each in seen if each.kind == kind and each.source in sources]
        found = own[0] if own else None
        is_open = found is not None and found.status not in IN_FORCE_OR_PAST
        may_redraft = is_open and found is not None and Step.REDRAFTED in open_steps(hat, found)
        papers.append(Paper(kind, found, may_draft=can and not is_open, may_redraft=may_redraft))
    may_hand_over = not any(each.document for each in papers) and can_hand_over_lead(
        hat, hat.organisation.unit_id, leads
    )
    return YearOfPapers(period.year, consolidation, papers, leads, may_hand_over)
