"""The names under which papers are handed out: readable in an office, without marks, the same for everybody."""

from __future__ import annotations

from chungtay.documents.codes import FileFormat, PaperKind, Rendering

STEMS = {
    PaperKind.ANNUAL: "bao-cao-nam",
    PaperKind.ANNUAL_SHORT: "bao-cao-tom-tat",
    PaperKind.DATA_ANNEX: "phu-luc-so-lieu",
    PaperKind.AMENDING: "bao-cao-sua-doi",
}
LOOK_UP_ENDING = "-tra-cuu"


def file_name(kind: PaperKind, year: int, rendering: Rendering, format_: FileFormat) -> str:
    """Such as "bao-cao-nam-2021-tra-cuu.pdf"."""
    ending = LOOK_UP_ENDING if rendering is Rendering.LOOK_UP else ""
    return f"{STEMS[kind]}-{year}{ending}.{format_.value}"
