"""What is to be done next about an issued document whose figures are wrong, and what documents say of a figure.

Source: Nghị định 30/2020/NĐ-CP, Art. 18(3): content is mended by a document of equal form that amends or replaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q

from chungtay.documents.codes import DocumentStatus
from chungtay.documents.models import Document
from chungtay.documents.queries import amendment_in_force, documents_for, mending_on_its_way
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import Qualifier, Remedy
from chungtay.reporting.models import Consolidation, FrozenFigure, FrozenPart
from chungtay.reporting.queries.changes import has_moved
from chungtay.reporting.queries.consolidation import consolidation_in_force
from chungtay.reporting.queries.papers import consolidation_of, source_of

# The document itself stands where it was issued, replaced or recalled; a draft is none that figures were issued in.
_SAID = (DocumentStatus.ISSUED, DocumentStatus.REPLACED)


@dataclass(frozen=True)
class NextStep:
    """The step that a document with other figures waits for; `document` is the one on its way in its place."""

    remedy: Remedy
    in_force: Consolidation | None
    document: Document | None = None


@dataclass(frozen=True)
class IssuedFigure:
    """A figure as an issued document says it (số đã ban hành)."""

    document: Document
    consolidation: Consolidation
    value: Fraction
    qualifier: Qualifier


def next_step(document: Document, consolidation: Consolidation) -> NextStep:
    """What to do about `document`, which was made from `consolidation`, once a figure in it is wrong.

    An amended document says the figures of its amendment: it is done as long as these stand.
    """
    in_force = consolidation_in_force(consolidation.unit_id, consolidation.period)
    if document.status in (DocumentStatus.REPLACED, DocumentStatus.RECALLED):
        return NextStep(Remedy.DONE, in_force, document.replaced_by.order_by("-id").first())
    amendment = amendment_in_force(document)
    said = consolidation_of(amendment) if amendment else None
    consolidation = said or consolidation
    if consolidation.replaced_by_id is None:
        is_done = amendment is not None and not has_moved(consolidation)
        return NextStep(Remedy.DONE if is_done else Remedy.REOPEN, in_force, amendment if is_done else None)
    if in_force is None or in_force.frozen_at is None:
        return NextStep(Remedy.FREEZE, in_force)
    if document.status != DocumentStatus.ISSUED:
        return NextStep(Remedy.REDRAFT, in_force, document)
    successor = mending_on_its_way(document)
    return NextStep(Remedy.ISSUE if successor else Remedy.DRAFT, in_force, successor)


def issued_figure(hat: Membership, address: FigureAddress, year: int, on: date) -> IssuedFigure | None:
    """The figure at `address` in the document issued last that says it, as far as the hat may see that document.

    Of the freeze that the address names, also where it was replaced since; else of any freeze of the year, in force.
    None where no such document was issued.
    """
    freezes = Consolidation.objects.filter(frozen_at__isnull=False, period__year=year)
    if address.consolidation_id is not None:
        freezes = freezes.filter(pk=address.consolidation_id)
    else:
        freezes = freezes.filter(
            Q(unit=address.unit_id) | Q(parts__unit=address.unit_id, parts__cells__contains=[address.cell])
        ).distinct()
    by_source = {source_of(each): each for each in freezes}
    if not by_source:
        return None
    wanted = _SAID if address.consolidation_id is not None else (DocumentStatus.ISSUED,)
    issued = documents_for(hat, on).filter(source__in=by_source, status__in=wanted).order_by("-issued_on", "-id")
    return _first_that_says(list(issued[:5]), by_source, address)


def _first_that_says(
    documents: Sequence[Document], by_source: dict[str, Consolidation], address: FigureAddress
) -> IssuedFigure | None:
    for document in documents:
        said = _said_in(by_source[document.source], address)
        if said is not None and not _is_left_alone(document, said, address):
            return IssuedFigure(document, by_source[document.source], *said)
    return None


def _is_left_alone(document: Document, said: tuple[Fraction, Qualifier], address: FigureAddress) -> bool:
    """Whether an amending report leaves a figure as the amended one says it: then that one is where it was issued."""
    amended = consolidation_of(document.amends) if document.amends else None
    return amended is not None and _said_in(amended, address) == said


def _said_in(consolidation: Consolidation, address: FigureAddress) -> tuple[Fraction, Qualifier] | None:
    if consolidation.unit_id == address.unit_id:
        row = FrozenFigure.objects.filter(consolidation=consolidation, cell=address.cell, line=address.line).first()
        return (Fraction(row.value, row.denominator), Qualifier(row.qualifier)) if row else None
    if address.line != Line.ALL:
        return None
    part = FrozenPart.objects.filter(consolidation=consolidation, unit=address.unit_id).first()
    if part is None or address.cell not in part.cells:
        return None
    place = part.cells.index(address.cell)
    return Fraction(part.values[place], part.denominators[place]), Qualifier(part.qualifiers[place])
