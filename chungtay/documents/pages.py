"""What the page of one document shows, gathered once for every view that answers with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chungtay.core.clock import local_day, today
from chungtay.documents import queries, rules
from chungtay.documents.codes import DocumentStatus, FileFormat, PaperKind, Rendering, Step
from chungtay.documents.forms import DraftForm, NumberForm, ReasonForm, RefusableForm, SignedCopyForm
from chungtay.documents.models import Document, DocumentFile, DocumentStep, DocumentVersion, SignedCopy
from chungtay.documents.reading import LayoutFinding
from chungtay.documents.signals import MatterNow, matter_asked
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership

# What offices that merely receive an issued document see of its history: not the discussion that led to it.
_FOR_EVERYBODY = (Step.NUMBERED, Step.ISSUED, Step.REPLACED, Step.RECALLED)
_AFTER_THE_END = (DocumentStatus.REPLACED, DocumentStatus.RECALLED)
# What a difference is called, by what became of the frozen figure.
DIFFERENCE_WORDS: Mapping[str, str | Promise] = {
    "different": _("Another figure stands there"),
    "missing": _("The figure is not in the text"),
    "extra": _("No frozen figure says this"),
}


@dataclass(frozen=True)
class FileGroup:
    """The formats of one rendering, with what it is for."""

    rendering: Rendering
    note: str | Promise
    files: Sequence[DocumentFile]


@dataclass(frozen=True)
class Copy:
    """A signed copy with its differences, ready to be shown; None when nobody compared yet."""

    copy: SignedCopy
    differences: Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True)
class Finding:
    """A broken rule of layout with the answer that lets it stand, empty until there is one."""

    finding: LayoutFinding
    answer: str


def document_context(
    hat: Membership, document: Document, forms: Mapping[str, RefusableForm] | None = None
) -> dict[str, Any]:
    """The context of the page; `forms` are those that were just refused, by their name on the page."""
    version = queries.current_version(document)
    is_working = rules.works_on(hat, document)
    steps = [step for step in queries.steps_of(document) if is_working or step.step in _FOR_EVERYBODY]
    open_steps = rules.open_steps(hat, document)
    return {
        "document": document,
        "version": version,
        "open_steps": {step.value: True for step in open_steps},
        "order": _order(document),
        "groups": _groups(queries.files_of(document)),
        "has_issued_file": queries.has_issued_file(document, version),
        "formats": [FileFormat.DOCX, FileFormat.PDF],
        "findings": _findings(version, steps, document.round) if is_working else [],
        "draft_differences": shown_differences(version.differences) if is_working else None,
        "is_working": is_working,
        "copies": [Copy(copy, shown_differences(copy.differences)) for copy in queries.signed_copies_of(document)],
        "about": queries.documents_about(document, hat, today()),
        "may_mend": is_working and document.status == DocumentStatus.ISSUED,
        "matter": matter_now(hat, document) if is_working else None,
        "may_bring_signed_copy": _may_bring_signed_copy(hat, document),
        "timeline": [_entry(step) for step in steps],
        **_forms(document, steps, forms or {}),
    }


def mending_context(
    hat: Membership, document: Document, forms: Mapping[str, RefusableForm] | None = None
) -> dict[str, Any]:
    """The context of the page that leads to one of the three acts of Art. 18; `forms` as for the page of the document.

    A letter of correction is itself recalled or replaced, never corrected by another letter.
    """
    return {
        "document": document,
        "matter": matter_now(hat, document),
        "is_letter": document.kind == PaperKind.ERRATUM,
        "may_correct": document.kind != PaperKind.ERRATUM and rules.can_correct(hat, document),
        "may_recall": Step.RECALLED in rules.open_steps(hat, document),
        "signer": Role.SIGNER.label,
        "recall_form": (forms or {}).get("recall") or ReasonForm(prefix="recall"),
    }


def matter_now(hat: Membership, document: Document) -> MatterNow | None:
    """How the figures or words of a document stand today, as the room that made it says; None where none does."""
    if document.status in _AFTER_THE_END:
        return None
    told: list[Any] = [answer for _room, answer in matter_asked.send(Document, document=document, hat=hat, on=today())]
    return next((answer for answer in told if answer is not None), None)


def shown_differences(stored: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Stored differences with the words of their kind; None where nobody compared."""
    if stored is None:
        return None
    return [{**each, "words": DIFFERENCE_WORDS.get(each["kind"], each["kind"])} for each in stored]


def _forms(document: Document, steps: Sequence[DocumentStep], refused: Mapping[str, RefusableForm]) -> dict[str, Any]:
    signed = [at for at in (document.lead_signed_at, document.partner_signed_at) if at is not None]
    dated = max(map(local_day, signed)) if signed else today()
    proposed = {"number": queries.next_number(document.lead_id, today().year), "dated": dated}
    return {
        "number_form": refused.get("number") or NumberForm(initial=proposed),
        "return_form": refused.get("return") or ReasonForm(prefix="return"),
        "draft_form": refused.get("draft") or DraftForm(prefix="draft"),
        "copy_form": refused.get("copy") or SignedCopyForm(prefix="copy"),
    }


def _may_bring_signed_copy(hat: Membership, document: Document) -> bool:
    is_time = document.status in rules.STATUSES_WITH_SIGNED_COPY
    return is_time and rules.can_bring_signed_copy(hat, document)


def _order(document: Document) -> list[tuple[str, Any]]:
    """The steps of this document from left to right: without agreement where nobody needs to agree."""
    left_out = {*_AFTER_THE_END} - {document.status}
    if not document.is_joint:
        left_out.add(DocumentStatus.AGREED)
    return [(status.value, status.label) for status in DocumentStatus if status not in left_out]


def _groups(files: Sequence[DocumentFile]) -> list[FileGroup]:
    notes = {
        Rendering.FOR_SIGNATURE: _("Clean, to be printed and signed. Number and date are blank."),
        Rendering.LOOK_UP: _("With the code of each figure and the annex of sources; never signed."),
    }
    found = {rendering: [file for file in files if file.rendering == rendering] for rendering in Rendering}
    return [FileGroup(rendering, notes[rendering], own) for rendering, own in found.items() if own]


def _findings(version: DocumentVersion, steps: Sequence[DocumentStep], round_: int) -> list[Finding]:
    answers: Mapping[str, str] = {}
    for step in steps:
        if step.step == Step.FORM_CHECKED and step.round == round_:
            answers = step.details.get("answers", {})
    return [Finding(LayoutFinding(**each), answers.get(each["rule"], "")) for each in version.findings]


def _entry(step: DocumentStep) -> dict[str, Any]:
    """A line of the history: the office and the role, never the person."""
    reason = step.details.get("reason", "")
    words = Step(step.step).label
    office = step.organisation.name
    by = _("%(office)s, by delegation") % {"office": office} if hasattr(step.by, "delegation") else office
    return {"at": step.at, "text": f"{words}: {reason}" if reason else words, "by": by}
