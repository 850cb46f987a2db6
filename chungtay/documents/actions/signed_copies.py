"""The signed copy comes back (bản đã ký): kept as proof, read, and compared by the room that made the document."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from chungtay.core.bounded import NotRead
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.documents import rules
from chungtay.documents.actions.intake import read_document
from chungtay.documents.actions.taking import lock, not_your_step
from chungtay.documents.codes import DocumentStatus, FileFormat
from chungtay.documents.errors import CompanionWithoutText, ScanWithoutWord, StepOutOfOrder
from chungtay.documents.models import Document, SignedCopy
from chungtay.documents.reading import Looked, Upload
from chungtay.documents.signals import signed_copy_received
from chungtay.organisations.models import Membership


def upload_signed_copy(
    document: Document, upload: Upload, *, companion: Upload | None = None, by: Membership, now: datetime
) -> SignedCopy:
    """Keep the signed PDF of a numbered document and have its figures compared.

    A PDF with text is compared itself. A scan is kept as proof, and `companion`, the Word or PDF that was signed, is
    kept beside it and compared: without one, `ScanWithoutWord`. What `read_document` refuses is refused here.
    """
    _refuse(document, by)
    try:
        looked = read_document(document, upload, wanted=(FileFormat.PDF,), by=by, now=now)
        is_scan, beside = False, None
    except NotRead:
        require(companion is not None, ScanWithoutWord(field="companion"))
        looked = beside = _companion_text(document, companion, by=by, now=now)
        is_scan = True
    with transaction.atomic():
        document = lock(document)
        _refuse(document, by)
        copy = SignedCopy.objects.create(
            document=document,
            name=f"ban-ky-{document.pk}.pdf" if is_scan else looked.name[:200],
            content=upload.content,
            sha256=hashlib.sha256(upload.content).hexdigest(),
            is_scan=is_scan,
            companion_name=beside.name[:200] if beside else "",
            companion=companion.content if beside and companion else None,
            uploaded_by=by,
            uploaded_at=now,
        )
        record(document, "signed_copy_uploaded", by=by, at=now, copy=copy.pk, is_scan=is_scan)
        signed_copy_received.send(sender=SignedCopy, copy=copy, text=looked.text)
    copy.refresh_from_db(fields=["differences"])
    return copy


@transaction.atomic
def record_differences(copy: SignedCopy, differences: Sequence[dict[str, Any]], *, at: datetime) -> SignedCopy:
    """Keep how the figures of a signed copy differ from the frozen ones; empty when every figure is the same."""
    copy.differences = list(differences)
    copy.save(update_fields=["differences"])
    record(copy.document, "signed_copy_compared", by=copy.uploaded_by, at=at, copy=copy.pk, count=len(differences))
    return copy


def _refuse(document: Document, by: Membership) -> None:
    require(rules.can_bring_signed_copy(by, document), not_your_step(document, rules.SIGNED_COPY_DUTY))
    status = DocumentStatus(document.status)
    require(status in rules.STATUSES_WITH_SIGNED_COPY, StepOutOfOrder(status=status.label))


def _companion_text(document: Document, companion: Upload | None, *, by: Membership, now: datetime) -> Looked:
    assert companion is not None
    wanted = (FileFormat.DOCX, FileFormat.PDF)
    try:
        return read_document(document, companion, wanted=wanted, by=by, now=now, field="companion")
    except NotRead:
        raise CompanionWithoutText(field="companion") from None
