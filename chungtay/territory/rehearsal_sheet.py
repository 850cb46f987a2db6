"""All rows of a rehearsal as a workbook: one sheet a question."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from django.utils.translation import gettext as _

from chungtay.territory.models import Rehearsal
from chungtay.territory.queries.proposals import groups_of

WIDTHS = (46, 60, 46, 34, 12)


def workbook_of(rehearsal: Rehearsal) -> bytes:
    """An .xlsx with everything that `rehearsal` found, and the sentences that forbid carrying it out."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    heads = [_("Finding"), _("Before the change"), _("After the change"), _("What"), _("Count")]
    for group in groups_of(rehearsal):
        sheet = book.create_sheet(str(group.group.label)[:31].translate(str.maketrans(":/\\?*[]", "       ")))
        sheet.append(heads)
        for found in group.kinds:
            for row in found.rows:
                sheet.append([str(found.kind.label), row["before"], row["after"], row["what"], row["count"]])
        for letter, width in zip("ABCDE", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
    if rehearsal.refusals:
        sheet = book.create_sheet(_("Refusals"), 0)
        for sentence in rehearsal.refusals:
            sheet.append([sentence])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
