"""Release issued figures to the public, and take a release back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, NotPermitted, RuleBroken, require
from chungtay.core.record import record
from chungtay.documents.codes import DocumentStatus
from chungtay.documents.models import Document
from chungtay.organisations.codes import Line, Role
from chungtay.organisations.models import Membership
from chungtay.portal.models import PublishedFigure
from chungtay.reporting.codes import CellPart, IndicatorKind
from chungtay.reporting.models import Consolidation, FrozenFigure
from chungtay.reporting.queries.papers import consolidation_of
from chungtay.territory.queries import version_on

SMALLEST_PUBLISHED = 5


class NotTheEditor(NotPermitted):
    """Only the editor of the public page releases figures."""

    code = "portal.not_the_editor"
    message = _("Only the editor of the public page can release figures. Please ask the editor of your province.")


class NotFrozen(RuleBroken):
    """Figures that are not frozen cannot be released."""

    code = "portal.not_frozen"
    message = _("The figures of %(year)s are not frozen by both sides yet, so they cannot be released.")


class DocumentMissing(InputRefused):
    """A release names the document in which the figures were issued."""

    code = "portal.document_missing"
    message = _("Please write the number and symbol of the issued report, for example 12/BC-CAT-MTTQ.")


class NotIssued(RuleBroken):
    """Only what an issued document says is released."""

    code = "portal.not_issued"
    message = _("This report has not been issued yet. Please release its figures after it was signed and issued.")


@transaction.atomic
def release_document(document: Document, *, by: Membership, now: datetime) -> int:
    """Release the figures of an issued annual report; returns how many."""
    consolidation = consolidation_of(document)
    require(document.status == DocumentStatus.ISSUED and consolidation is not None, NotIssued())
    assert consolidation is not None
    assert document.issued_on is not None
    symbol = f"{document.number:02d}/{document.symbol}"
    return publish_figures(consolidation, symbol=symbol, issued_on=document.issued_on, by=by, now=now)


@transaction.atomic
def publish_figures(
    consolidation: Consolidation, *, symbol: str, issued_on: date, by: Membership | None, now: datetime
) -> int:
    """Release the frozen figures of all lines of a province's year, as a snapshot; returns how many.

    Left out: parts of ratios and categories, counts of types without all names, and sensitive counts below five. What
    was released for the year before is withdrawn, not changed. `by` None: the installation itself.
    """
    require(by is None or by.role == Role.EDITOR, NotTheEditor())
    require(consolidation.frozen_at is not None, NotFrozen(year=consolidation.period.year))
    require(bool(symbol.strip()), DocumentMissing(field="symbol"))
    province = version_on(consolidation.unit, consolidation.map_day)
    year = consolidation.period.year
    in_force = PublishedFigure.objects.filter(province_code=province.code, year=year, withdrawn_at__isnull=True)
    in_force.update(withdrawn_at=now)
    released = [
        _snapshot(row, province_code=province.code, year=year, symbol=symbol.strip(), issued_on=issued_on, now=now)
        for row in _releasable(consolidation)
    ]
    PublishedFigure.objects.bulk_create(released)
    record(consolidation, "published", by=by, at=now, figures=len(released))
    return len(released)


@transaction.atomic
def withdraw_figures(province_code: str, year: int, *, by: Membership, now: datetime) -> int:
    """Take the release of a year off the public page; returns how many figures went."""
    require(by.role == Role.EDITOR, NotTheEditor())
    in_force = PublishedFigure.objects.filter(province_code=province_code, year=year, withdrawn_at__isnull=True)
    return in_force.update(withdrawn_at=now)


def _releasable(consolidation: Consolidation) -> list[FrozenFigure]:
    rows = (
        FrozenFigure.objects.filter(consolidation=consolidation, line=Line.ALL, cell__part=CellPart.TOTAL)
        .exclude(cell__indicator__kind__in=[IndicatorKind.RATIO, IndicatorKind.MAX])
        .select_related("cell__indicator")
        .order_by("cell__indicator__position")
    )
    return [
        row
        for row in rows
        if row.value and not (row.cell.indicator.is_sensitive_when_small and row.value < SMALLEST_PUBLISHED)
    ]


def _snapshot(
    row: FrozenFigure, *, province_code: str, year: int, symbol: str, issued_on: date, now: datetime
) -> PublishedFigure:
    indicator = row.cell.indicator
    return PublishedFigure(
        year=year,
        province_code=province_code,
        indicator_code=indicator.code,
        label_vi=indicator.label_vi,
        label_en=indicator.label_en,
        unit_vi=indicator.unit_vi,
        unit_en=indicator.unit_en,
        value=row.value // row.denominator,
        scale=indicator.scale,
        qualifier=row.qualifier,
        section=indicator.section,
        document_symbol=symbol,
        document_date=issued_on,
        position=indicator.position,
        released_at=now,
    )
