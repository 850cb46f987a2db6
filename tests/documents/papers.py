"""A small official document of two agencies, as a room would hand it over."""

from __future__ import annotations

from functools import cache

from chungtay.documents.actions import Draft, NewFile
from chungtay.documents.codes import FileFormat, Rendering
from officialdoc import (
    Document,
    Issuer,
    Profile,
    fingerprint,
    front_signature,
    paragraph,
    police_signature,
    render_docx,
    render_pdf,
    to_data,
)


def paper(words: str = "Hai cơ quan đã tổ chức 40 buổi tuyên truyền.") -> Document:
    """A report of one paragraph, without breaches of layout."""
    return Document(
        profile=Profile.STATE,
        issuers=(Issuer("Công an tỉnh Xứ Thanh", parent="Bộ Công an"), Issuer("Ủy ban MTTQ Việt Nam tỉnh Xứ Thanh")),
        symbol="BC-CAT-MTTQ",
        place="Xứ Thanh",
        type_name="Báo cáo",
        subject="Kết quả thực hiện Chương trình phối hợp năm 2026",
        blocks=(paragraph(words),),
        signatures=(front_signature(), police_signature()),
        recipients=("Thường trực Tỉnh ủy",),
        filed_by="PV05",
    )


@cache
def draft(document: Document | None = None) -> Draft:
    """The four files of `document` and its stored data; the look-up copy is the same document here."""
    document = document or paper()
    word, pdf = render_docx(document), render_pdf(document)
    files = [
        NewFile(rendering, format_, f"bao-cao-{rendering}.{format_.value}", content)
        for rendering in Rendering
        for format_, content in ((FileFormat.DOCX, word), (FileFormat.PDF, pdf))
    ]
    return Draft(tuple(files), fingerprint(document), dict(to_data(document)))
