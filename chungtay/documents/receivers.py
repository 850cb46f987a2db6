"""What this room answers when the territory asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from chungtay.documents.models import Document
from chungtay.territory.signals import Blocker, unit_event_undo


@receiver(unit_event_undo, dispatch_uid="documents.unit_event_undo")
def documents_on_successors(sender: Any, made: set[int], **extra: Any) -> list[Blocker]:
    """An event cannot be undone while a document of an office of the units it made exists."""
    standing = Document.objects.filter(Q(lead__unit_id__in=made) | Q(partner__unit_id__in=made))
    return [
        Blocker(_("the document “%(title)s”") % {"title": document.title}, _unit_of(document, made))
        for document in standing.select_related("lead", "partner").order_by("-id")
    ]


def _unit_of(document: Document, made: set[int]) -> int:
    partner = document.partner
    return partner.unit_id if partner is not None and partner.unit_id in made else document.lead.unit_id
