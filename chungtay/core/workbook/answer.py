"""A workbook as the answer of a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, StreamingHttpResponse

from chungtay.core.vietnamese import fold
from chungtay.core.workbook.package import SheetPart, stream_workbook

ASKED = "tai"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wants_workbook(request: HttpRequest) -> bool:
    """Whether the reader asks for the tables of a page as .xlsx: the page's own address with `tai=xlsx` at its end."""
    return request.GET.get(ASKED) == "xlsx"


def workbook_answer(name: str, sheets: Sequence[SheetPart], *, on: date) -> StreamingHttpResponse:
    """`sheets` as a download named after `name` and the day, in plain letters that every machine keeps.

    The sheets are asked for their rows while the answer is sent.
    """
    plain = "-".join("".join(char if char.isalnum() else " " for char in fold(name)).split())
    return StreamingHttpResponse(
        stream_workbook(sheets),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{plain}-{on:%Y%m%d}.xlsx"'},
    )
