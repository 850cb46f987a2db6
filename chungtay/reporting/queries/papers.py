"""Which document was made from which consolidation, and back."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from chungtay.core.errors import NotFound
from chungtay.documents.models import Document
from chungtay.documents.queries import documents_for
from chungtay.organisations.models import Membership
from chungtay.reporting.models import Consolidation
from chungtay.reporting.queries.consolidation import consolidations_for

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


def documents_from(hat: Membership, consolidation: Consolidation, on: date) -> QuerySet[Document]:
    """The documents made from `consolidation` that the hat may see, the latest first."""
    return documents_for(hat, on).filter(source=source_of(consolidation))


def consolidation_for(hat: Membership, consolidation_id: int, on: date) -> Consolidation:
    """A consolidation that the hat may open, or NotFound."""
    found = consolidations_for(hat, on).filter(pk=consolidation_id).first()
    if found is None:
        raise NotFound()
    return found
