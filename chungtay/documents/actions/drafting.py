"""Drafting: the first version from a room's own paper, later ones from there or from Word, until it is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from chungtay.core.errors import RuleBroken, require
from chungtay.core.scanner import require_clean
from chungtay.core.vietnamese import fold
from chungtay.documents import rules
from chungtay.documents.actions.intake import layout_findings, read_document
from chungtay.documents.actions.taking import begin, lock, not_your_step, remember
from chungtay.documents.codes import DocumentStatus, FileFormat, PaperKind, Rendering, Step
from chungtay.documents.errors import AlreadySigned, MendingOnItsWay, NothingToAmend, NothingToReplace, NotYourStep
from chungtay.documents.models import Document, DocumentFile, DocumentVersion
from chungtay.documents.queries import made_content, mending_on_its_way, profile_of
from chungtay.documents.reading import LayoutFinding, Upload
from chungtay.documents.signals import draft_brought_in
from chungtay.organisations.models import Membership, Organisation
from officialdoc.check import check


@dataclass(frozen=True)
class NewFile:
    """The bytes of one rendering in one format, and the name under which it is handed out."""

    rendering: Rendering
    format: FileFormat
    name: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """What a room hands over: its files, the fingerprint of the document, and the document itself as stored data.

    `content` is what `officialdoc.to_data` gives; this room only prints number and date into it. `findings` are the
    rules of layout that the Word copy for signature breaks; None has it checked, which is for files of our own making.
    """

    files: Sequence[NewFile]
    fingerprint: str
    content: dict[str, Any] | None = None
    findings: Sequence[LayoutFinding] | None = None


@transaction.atomic
def draft_document(
    *,
    kind: PaperKind,
    title: str,
    lead: Organisation,
    partner: Organisation | None,
    source: str,
    symbol: str,
    draft: Draft,
    by: Membership,
    now: datetime,
    replaces: Document | None = None,
    corrects: Document | None = None,
    amends: Document | None = None,
    reason: str = "",
) -> Document:
    """Make a new document of `lead` (joint with `partner`) with its first version.

    `source` names what it was made from, in the words of the room that made it. With `replaces`, an issued document of
    the same office: it becomes *replaced* when this one is issued. A wrong figure is mended by replacing, never by an
    erratum (Nghị định 30/2020/NĐ-CP, Art. 18(3)). With `corrects` it is the letter that puts an issued document right,
    with `amends` the report that changes some figures of an issued one, which stays in force. One document at a time
    changes the content of another: `MendingOnItsWay` names it. `reason` is why, in the drafter's words; it is kept.
    """
    may_draft = rules.can_draft(by, lead) if corrects is None else rules.can_correct(by, corrects)
    require(may_draft, _not_yours_to_draft(lead, partner))
    if replaces is not None:
        replaces = _locked_to_mend(replaces, lead, NothingToReplace())
    if amends is not None:
        amends = _locked_to_mend(amends, lead, NothingToAmend())
    document = Document.objects.create(
        kind=kind,
        title=require_clean(title, field="title"),
        search_text=fold(title)[:500],
        lead=lead,
        partner=partner,
        source=source,
        symbol=symbol,
        replaces=replaces,
        corrects=corrects,
        amends=amends,
        created_by=by,
        created_at=now,
    )
    _store_version(document, draft, by=by, now=now)
    _remember_draft(document, Step.DRAFTED, draft, reason, by=by, now=now)
    return document


@transaction.atomic
def redraft(
    document: Document, draft: Draft, *, by: Membership, now: datetime, source: str | None = None, reason: str = ""
) -> DocumentVersion:
    """Put a new version in the place of the present one, before anybody signed; the checks begin again.

    The earlier version is kept. With `source` the document is made from something else from now on; `reason` is as with
    the first draft. Raises `AlreadySigned` once one side has signed.
    """
    document = begin(document, Step.REDRAFTED, by=by)
    _refuse_signed(document)
    document.round += 1
    document.status = DocumentStatus.DRAFT
    document.source = source or document.source
    document.save(update_fields=["round", "status", "source"])
    version = _store_version(document, draft, by=by, now=now)
    _remember_draft(document, Step.REDRAFTED, draft, reason, by=by, now=now)
    return version


def bring_in_draft(document: Document, upload: Upload, *, by: Membership, now: datetime) -> DocumentVersion:
    """The draft as the office worked on in Word becomes the next version; its figures are compared by who made it.

    The look-up copy stays that of the last version that was made here. Raises what `read_document` raises.
    """
    require(rules.can_take(by, document, Step.REDRAFTED), not_your_step(document, rules.DUTIES[Step.REDRAFTED]))
    looked = read_document(document, upload, wanted=(FileFormat.DOCX,), by=by, now=now)
    findings = layout_findings(upload, profile_of(made_content(document)), by=by, now=now)
    file = NewFile(Rendering.FOR_SIGNATURE, FileFormat.DOCX, _file_name(document, looked.name), upload.content)
    digest = hashlib.sha256(upload.content).hexdigest()
    with transaction.atomic():
        version = redraft(document, Draft((file,), digest, findings=findings), by=by, now=now)
        draft_brought_in.send(sender=DocumentVersion, version=version, text=looked.text)
    version.refresh_from_db(fields=["differences"])
    return version


@transaction.atomic
def record_draft_differences(version: DocumentVersion, differences: Sequence[dict[str, Any]]) -> None:
    """Keep how the figures of a draft that was brought in differ from the frozen ones; empty when they do not."""
    version.differences = list(differences)
    version.save(update_fields=["differences"])


def _remember_draft(
    document: Document, step: Step, draft: Draft, reason: str, *, by: Membership, now: datetime
) -> None:
    said = {"reason": require_clean(reason, field="reason")} if reason else {}
    remember(document, step, by=by, now=now, fingerprint=draft.fingerprint, **said)


def _locked_to_mend(document: Document, lead: Organisation, refusal: RuleBroken) -> Document:
    """The issued document of `lead` whose content a new one changes; no other one does so yet."""
    document = lock(document)
    require(document.status == DocumentStatus.ISSUED and document.lead_id == lead.pk, refusal)
    other = mending_on_its_way(document)
    if other is not None:
        raise MendingOnItsWay(title=other.title)
    return document


def _not_yours_to_draft(lead: Organisation, partner: Organisation | None) -> NotYourStep:
    return not_your_step(Document(lead=lead, partner=partner), rules.DUTIES[Step.REDRAFTED])


def _refuse_signed(document: Document) -> None:
    for office, signed_at in (
        (document.lead, document.lead_signed_at),
        (document.partner, document.partner_signed_at),
    ):
        if office is not None and signed_at is not None:
            raise AlreadySigned(office=office.name)


def _store_version(document: Document, draft: Draft, *, by: Membership, now: datetime) -> DocumentVersion:
    version = DocumentVersion.objects.create(
        document=document,
        number=document.versions.count() + 1,
        fingerprint=draft.fingerprint,
        content=draft.content,
        findings=[asdict(finding) for finding in _findings(draft)],
        created_by=by,
        created_at=now,
    )
    DocumentFile.objects.bulk_create(
        [
            DocumentFile(
                version=version,
                rendering=file.rendering,
                format=file.format,
                name=file.name,
                content=file.content,
                sha256=hashlib.sha256(file.content).hexdigest(),
            )
            for file in draft.files
        ]
    )
    return version


def _findings(draft: Draft) -> Sequence[LayoutFinding]:
    if draft.findings is not None:
        return draft.findings
    word = [each for each in draft.files if (each.rendering, each.format) == (Rendering.FOR_SIGNATURE, FileFormat.DOCX)]
    profile = profile_of(draft.content)
    found = [finding.as_data() for each in word for finding in check(each.content, profile=profile)]
    return [LayoutFinding(**{key: value for key, value in each.items() if key != "file"}) for each in found]


def _file_name(document: Document, name: str) -> str:
    return f"ban-{document.versions.count() + 1}-{name}"[:200]
