"""The door of files: a bounded look, the secrecy stamp, forbidden matter; only then may anything be stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chungtay.core.bounded import NoSeat, NotRead
from chungtay.core.errors import require
from chungtay.core.scanner import KIND_LABELS, stamp_refused
from chungtay.documents.codes import FileFormat
from chungtay.documents.errors import (
    FileInsideFile,
    FileOfOtherKind,
    ForbiddenInFile,
    ReaderBusy,
    refusal_for,
)
from chungtay.documents.models import Document
from chungtay.documents.queries import own_text
from chungtay.documents.reading import (
    SCAN,
    LayoutFinding,
    Looked,
    StampFound,
    Upload,
    check_layout,
    forbidden_kind,
    look_into,
)
from chungtay.organisations.models import Membership


def read_document(
    document: Document,
    upload: Upload,
    *,
    wanted: Sequence[FileFormat],
    by: Membership,
    now: datetime,
    field: str = "file",
) -> Looked:
    """The text of a file that belongs to `document`; nothing is written but the refusal of a secrecy stamp.

    Raises `SecretDocument`, `ForbiddenInFile`, `FileInsideFile`, `ReaderBusy`, a `FileUnreadable` leaf, or `NotRead`
    for a scan, which the caller may keep beside the file that was signed.
    """
    endings = ", ".join(f".{each.value}" for each in wanted)
    if upload.ending not in wanted:
        raise FileOfOtherKind(field=field, wanted=endings)
    try:
        looked = look_into(upload)
    except StampFound:
        raise stamp_refused(by.organisation, name=by.organisation.name, now=now) from None
    except NoSeat:
        raise ReaderBusy() from None
    except NotRead as refused:
        if refused.code == SCAN:
            _refuse_hidden(refused.params["hidden"], holds_files=refused.params["holds_files"], field=field)
            raise
        raise refusal_for(refused.code, wanted=endings, field=field) from None
    _refuse_hidden(looked.hidden, holds_files=looked.holds_files, field=field)
    kind = forbidden_kind(looked, own_text(document))
    if kind is not None:
        raise ForbiddenInFile(field=field, kind=KIND_LABELS.get(kind, kind))
    return looked


def _refuse_hidden(kinds: Sequence[str], *, holds_files: bool, field: str) -> None:
    if kinds:
        raise ForbiddenInFile(field=field, kind=KIND_LABELS.get(kinds[0], kinds[0]))
    require(not holds_files, FileInsideFile(field=field))


def layout_findings(upload: Upload, profile: str, *, by: Membership, now: datetime) -> tuple[LayoutFinding, ...]:
    """The rules of layout that a file breaks; nothing of the file is stored. Raises `NotADocument` with a sentence.

    A secrecy stamp is refused here as everywhere, and only that is kept.
    """
    try:
        return check_layout(upload, profile)
    except StampFound:
        raise stamp_refused(by.organisation, name=by.organisation.name, now=now) from None
    except NoSeat:
        raise ReaderBusy() from None
    except NotRead as refused:
        raise refusal_for(refused.code, wanted=".docx", field="file") from None
