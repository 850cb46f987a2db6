"""Make the letter that corrects an issued document; it then takes the same steps as any document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from chungtay.core.errors import require
from chungtay.core.scanner import require_clean
from chungtay.documents import rules
from chungtay.documents.actions.drafting import Draft, NewFile, draft_document
from chungtay.documents.actions.taking import lock, not_your_step
from chungtay.documents.codes import DocumentStatus, FileFormat, PaperKind, Rendering
from chungtay.documents.errors import CorrectionOfContent, NothingToCorrect
from chungtay.documents.letters import Mistake, letter_of_correction
from chungtay.documents.models import Document
from chungtay.documents.queries import made_content
from chungtay.organisations.models import Membership
from officialdoc import fingerprint, from_data, render_docx, render_pdf, to_data


@transaction.atomic
def draft_letter_of_correction(
    document: Document, mistakes: Sequence[Mistake], *, by: Membership, now: datetime
) -> Document:
    """Draft the letter (công văn đính chính) of the agencies that issued `document`, which stays in force.

    By the registry clerk or who drafts for the lead office. Mistakes of form alone: `CorrectionOfContent` when a number
    would change outside number and date. Raises `NothingToCorrect` unless the document is issued.
    """
    document = lock(document)
    require(rules.can_correct(by, document), not_your_step(document, rules.CORRECTION_DUTY))
    stored = made_content(document)
    require(document.status == DocumentStatus.ISSUED and stored is not None and bool(mistakes), NothingToCorrect())
    assert stored is not None
    assert document.issued_on is not None
    for place, mistake in enumerate(mistakes):
        require_clean(mistake.printed, field=f"{place}-printed")
        require_clean(mistake.right, field=f"{place}-right")
        require(mistake.is_of_form, CorrectionOfContent(field=f"{place}-right"))
    letter = letter_of_correction(
        from_data(stored), number=document.full_symbol, dated=document.issued_on, mistakes=mistakes
    )
    name = f"cong-van-dinh-chinh-{document.number:02d}-{document.register_year}"
    files = [
        NewFile(Rendering.FOR_SIGNATURE, format_, f"{name}.{format_.value}", content)
        for format_, content in ((FileFormat.DOCX, render_docx(letter)), (FileFormat.PDF, render_pdf(letter)))
    ]
    return draft_document(
        kind=PaperKind.ERRATUM,
        title=f"Đính chính thể thức văn bản số {document.full_symbol}: {document.title}"[:400],
        lead=document.lead,
        partner=document.partner,
        source=f"document:{document.pk}",
        symbol=letter.symbol,
        draft=Draft(tuple(files), fingerprint(letter), dict(to_data(letter))),
        by=by,
        now=now,
        corrects=document,
    )
