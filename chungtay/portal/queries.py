"""What the public may read: figures in force, by year."""

from __future__ import annotations

from django.db.models import QuerySet

from chungtay.documents.codes import DocumentStatus, PaperKind
from chungtay.documents.models import Document
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.portal.models import PublishedFigure


def published_years() -> list[int]:
    """Years with a release in force, the latest first."""
    in_force = PublishedFigure.objects.filter(withdrawn_at__isnull=True)
    return list(in_force.order_by("-year").values_list("year", flat=True).distinct())


def published_figures(year: int) -> QuerySet[PublishedFigure]:
    """The figures in force of a year, in the order of the report."""
    return PublishedFigure.objects.filter(year=year, withdrawn_at__isnull=True).order_by("position", "id")


def province_of_release(year: int) -> str:
    """The code of the province whose figures of `year` are public; empty when there are none."""
    found = PublishedFigure.objects.filter(year=year, withdrawn_at__isnull=True)
    return found.values_list("province_code", flat=True).first() or ""


def documents_to_release(hat: Membership) -> QuerySet[Document]:
    """Issued annual reports of the unit whose public page the hat edits, the latest first; none for other roles."""
    issued = Document.objects.filter(kind=PaperKind.ANNUAL, status=DocumentStatus.ISSUED)
    if hat.role != Role.EDITOR:
        return issued.none()
    return issued.filter(lead__unit=hat.organisation.unit_id).order_by("-issued_on", "-id")


def outdated_years(hat: Membership) -> list[int]:
    """The years whose public figures name a report that was replaced or recalled since, the latest first."""
    gone = Document.objects.filter(
        kind=PaperKind.ANNUAL,
        status__in=[DocumentStatus.REPLACED, DocumentStatus.RECALLED],
        lead__unit=hat.organisation.unit_id,
    )
    symbols = {(document.full_symbol, document.issued_on) for document in gone}
    public = PublishedFigure.objects.filter(withdrawn_at__isnull=True).order_by("-year")
    named = public.values_list("year", "document_symbol", "document_date").distinct()
    return [year for year, symbol, day in named if (symbol, day) in symbols]
