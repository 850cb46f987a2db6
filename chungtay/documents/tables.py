"""The lists of documents as they are taken away."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chungtay.core.workbook import Column, Kind, TableSheet
from chungtay.documents.models import Document

_CHUNK = 500


def documents_table(documents: QuerySet[Document], *, title: str) -> TableSheet:
    """One document a row: its number and day where it has them, what it is called, whose it is, where it stands."""
    columns = (
        Column(_("Number"), Kind.NUMBER, width=10),
        Column(_("Number and symbol"), width=24),
        Column(_("Date"), Kind.DAY),
        Column(_("Kind"), width=18),
        Column(_("Title"), width=70),
        Column(_("Lead"), width=34),
        Column(_("Joint with"), width=34),
        Column(_("Status"), width=24),
    )
    rows = (
        (
            document.number,
            document.full_symbol if document.number else None,
            document.issued_on,
            str(document.get_kind_display()),
            document.title,
            document.lead.name,
            document.partner.name if document.partner else None,
            str(document.get_status_display()),
        )
        for document in documents.iterator(chunk_size=_CHUNK)
    )
    return TableSheet(title, columns, rows)
