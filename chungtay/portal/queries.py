"""What the public may read: figures in force, by year."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from chungtay.documents.codes import DocumentStatus, PaperKind
from chungtay.documents.models import Document
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.portal.models import PublishedFigure

_ANNUAL = Document.objects.filter(Q(kind=PaperKind.ANNUAL) | Q(kind=PaperKind.AMENDING, amends__kind=PaperKind.ANNUAL))
_AMENDMENTS = Document.objects.filter(kind=PaperKind.AMENDING, status=DocumentStatus.ISSUED)
# Amended itself, or an amendment after which another one of the same report was issued.
_AMENDED = Exists(_AMENDMENTS.filter(amends=OuterRef("pk"))) | Exists(
    _AMENDMENTS.filter(amends=OuterRef("amends"), pk__gt=OuterRef("pk"))
)


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
    """What says the annual figures of the unit whose public page the hat edits, the latest first; none for other roles.

    An issued report, or the report that amended it last: its figures are those in force.
    """
    issued = _ANNUAL.filter(status=DocumentStatus.ISSUED).exclude(_AMENDED)
    if hat.role != Role.EDITOR:
        return issued.none()
    return issued.filter(lead__unit=hat.organisation.unit_id).order_by("-issued_on", "-id")


def outdated_years(hat: Membership) -> list[int]:
    """The years whose public figures name a report that was replaced, amended or recalled since, the latest first."""
    is_gone = Q(status__in=[DocumentStatus.REPLACED, DocumentStatus.RECALLED]) | _AMENDED
    gone = _ANNUAL.filter(is_gone, lead__unit=hat.organisation.unit_id)
    symbols = {(document.full_symbol, document.issued_on) for document in gone}
    public = PublishedFigure.objects.filter(withdrawn_at__isnull=True).order_by("-year")
    named = public.values_list("year", "document_symbol", "document_date").distinct()
    return [year for year, symbol, day in named if (symbol, day) in symbols]
