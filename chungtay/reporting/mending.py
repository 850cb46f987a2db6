"""What this room answers about the documents that it made: how their figures stand today, and when not to sign."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import Document
from chungtay.documents.signals import MatterNow, about_to_bind, matter_asked
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.papers import require_in_force
from chungtay.reporting.queries.changes import has_moved
from chungtay.reporting.queries.papers import consolidation_of, said_by


@receiver(matter_asked, dispatch_uid="reporting.matter")
def figures_now(document: Document, hat: Membership, on: date, **_signal: Any) -> MatterNow | None:
    """Whether the figures of a report were opened again, or are others now; None for papers of other rooms."""
    consolidation = said_by(document)
    if consolidation is None:
        return None
    url = reverse("reporting:issued-now", args=[document.pk])
    if consolidation.replaced_by_id is not None:
        heading = _("The figures of this document were opened again")
        return MatterNow(True, heading, _("A document stands on the figures that both sides froze last."), url)
    if has_moved(consolidation):
        heading = _("Reports under this document have changed since the freeze")
        return MatterNow(True, heading, _("The present figures are not those that it says."), url)
    words = _("No report under its figures has changed since the freeze.")
    return MatterNow(False, _("The figures are as they were frozen"), words, url)


@receiver(about_to_bind, dispatch_uid="reporting.bind")
def refuse_figures_out_of_force(document: Document, **_signal: Any) -> None:
    """A document is not signed or numbered while it says figures that were opened again."""
    consolidation = consolidation_of(document)
    if consolidation is not None:
        require_in_force(consolidation)
