"""What this room answers when reports ask which of their figures are public."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from chungtay.documents.models import Document
from chungtay.portal.models import PublishedFigure
from chungtay.reporting.signals import Release, release_asked


@receiver(release_asked, dispatch_uid="portal.release")
def figures_released_from(document: Document, moved: Collection[str], **_signal: Any) -> Release | None:
    """The public figures that name `document`; None when there are none. One query."""
    if document.number is None or document.issued_on is None:
        return None
    public = PublishedFigure.objects.filter(
        document_symbol=document.full_symbol, document_date=document.issued_on, withdrawn_at__isnull=True
    )
    found = list(public.values_list("year", "indicator_code"))
    if not found:
        return None
    return Release(found[0][0], len(found), sum(code in moved for _year, code in found), reverse("portal:releases"))
