"""Questions about documents. Whatever a page shows starts from `documents_for(hat, on)`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from chungtay.core.vietnamese import fold
from chungtay.documents import rules
from chungtay.documents.codes import DocumentStatus, FileFormat, Rendering, Step
from chungtay.documents.errors import NoSuchDocument
from chungtay.documents.models import Document, DocumentFile, DocumentStep, DocumentVersion, SignedCopy
from chungtay.documents.reading import LayoutFinding
from chungtay.organisations.codes import Matter, Reach, Stage
from chungtay.organisations.models import Membership, OrganisationAncestor
from chungtay.organisations.queries import Scope, scope_of, visible_organisations
from officialdoc import from_data, render_docx, render_pdf
from officialdoc.check.checker import DEFAULT_PROFILE

# The printed words in a stored document; its other strings are codes.
_PRINTED = frozenset({"text", "title", "subject", "name", "parent", "place", "type_name", "caption"})
PDF_TYPE = "application/pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {FileFormat.PDF: PDF_TYPE, FileFormat.DOCX: WORD_TYPE}


@dataclass(frozen=True)
class OfferedFile:
    """A file to be handed out."""

    name: str
    content: bytes
    content_type: str


def documents_for(hat: Membership, on: date) -> QuerySet[Document]:
    """The documents that a hat may see on `on`, the latest first.

    On its way, a document is seen by its lead and partner offices and by their own lines above; once issued, also by
    the offices below both, by the bodies of both sides at the same unit and above, and by nobody else. The auditor
    sees all.
    """
    scope = scope_of(hat, on)
    every = Document.objects.select_related("lead", "partner").order_by("-id")
    if scope.sees_all:
        return every
    if scope.sees_nothing:
        return every.none()
    issued = Q(status__in=rules.IN_FORCE_OR_PAST)
    return every.filter(_of_offices(_working(scope)) | issued & _of_offices(_shared(scope)) | issued & _above(scope))


def _working(scope: Scope) -> Any:
    return visible_organisations(scope, Matter.WORKING, Stage.OPEN).values("pk")


def _shared(scope: Scope) -> Any:
    return visible_organisations(scope, Matter.JOINT_ACCEPTED, Stage.CONSOLIDATED).values("pk")


def _above(scope: Scope) -> Q:
    """Documents of the offices above in the own line: an issued report is addressed to those below it."""
    if scope.reach is not Reach.LINE:
        return Q(pk__in=[])
    above = OrganisationAncestor.objects.filter(organisation_id=scope.organisation_id, validity__contains=scope.on)
    return _of_offices(above.values("ancestor_id"))


def _of_offices(offices: Any) -> Q:
    return Q(lead__in=offices) | Q(partner__in=offices)


def document_for(hat: Membership, document_id: int, on: date) -> Document:
    """One document that the hat may see, or `NoSuchDocument`."""
    found = documents_for(hat, on).filter(pk=document_id).first()
    if found is None:
        raise NoSuchDocument()
    return found


def search_documents(documents: QuerySet[Document], text: str) -> QuerySet[Document]:
    """`documents` whose title holds `text`, without regard to marks and capitals, or whose number it is."""
    wanted = fold(text.strip())
    if not wanted:
        return documents
    number = wanted.partition("/")[0].strip()
    by_number = Q(number=int(number)) if number.isdecimal() and len(number) < 6 else Q(pk__in=[])
    return documents.filter(Q(search_text__contains=wanted) | by_number)


def documents_awaiting(hat: Membership, on: date) -> QuerySet[Document]:
    """Documents whose next step is this hat's: what "Việc hôm nay" shows of documents. One query."""
    mine = Q(pk__in=[])
    for step, duty in rules.DUTIES.items():
        if hat.role not in duty.roles or step in (Step.REDRAFTED, Step.RECALLED):
            continue
        if duty.of_lead:
            mine |= _awaits(step) & Q(lead=hat.organisation_id, **_unsigned(step, "lead"))
        if duty.of_partner:
            mine |= _awaits(step) & Q(partner=hat.organisation_id, **_unsigned(step, "partner"))
    if hat.role in rules.DRAFTING_ROLES:
        returned = DocumentStep.objects.filter(step=Step.RETURNED).values("document")
        mine |= Q(lead=hat.organisation_id, status=DocumentStatus.DRAFT, pk__in=returned)
    return documents_for(hat, on).filter(mine)


def _awaits(step: Step) -> Q:
    if step is Step.SIGNED:
        return Q(status=DocumentStatus.AGREED) | Q(status=DocumentStatus.FORM_CHECKED, partner__isnull=True)
    if step is Step.AGREED:
        return Q(status=DocumentStatus.FORM_CHECKED, partner__isnull=False)
    return Q(status__in=rules.STATUS_BEFORE[step])


def _unsigned(step: Step, side: str) -> dict[str, bool]:
    return {f"{side}_signed_at__isnull": True} if step is Step.SIGNED else {}


def next_number(lead_id: int, year: int) -> int:
    """The number after the highest one in an office's register of a year; 1 in an empty register."""
    taken = Document.objects.filter(lead=lead_id, register_year=year).aggregate(highest=Max("number"))
    return (taken["highest"] or 0) + 1


def register_of(documents: QuerySet[Document], lead_id: int, year: int) -> QuerySet[Document]:
    """The book of an office's outgoing documents of a year (sổ đăng ký văn bản đi), in the order of numbers."""
    return documents.filter(lead=lead_id, register_year=year).order_by("number", "id")


def register_years(documents: QuerySet[Document], lead_id: int) -> list[int]:
    """The years in which an office's register has entries, the latest first."""
    years = documents.filter(lead=lead_id).order_by("-register_year").values_list("register_year", flat=True)
    return [year for year in years.distinct() if year is not None]


def current_version(document: Document) -> DocumentVersion:
    """The version that goes through the steps, or went through them."""
    return document.versions.defer("content").latest("number")


def versions_of(document: Document) -> list[DocumentVersion]:
    """All versions, the latest first, without their contents."""
    return list(document.versions.defer("content").order_by("-number"))


def files_of(document: Document) -> list[DocumentFile]:
    """The latest file of each rendering and format, without its bytes.

    A draft that was worked on in Word has only the copy for signature; the look-up copy is that of the version before.
    """
    files = DocumentFile.objects.filter(version__document=document).defer("content").select_related("version")
    files = files.defer("version__content").order_by("rendering", "format", "-version__number")
    found = list(files.distinct("rendering", "format"))
    present = current_version(document).pk
    return [file for file in found if file.rendering == Rendering.LOOK_UP or file.version_id == present]


def file_of(document: Document, rendering: str, format_: str) -> OfferedFile:
    """One of `files_of` with its bytes, or `NoSuchDocument`."""
    for file in files_of(document):
        if (file.rendering, file.format) == (rendering, format_):
            return OfferedFile(file.name, bytes(file.content), CONTENT_TYPES[FileFormat(file.format)])
    raise NoSuchDocument()


def issued_file(document: Document, format_: FileFormat) -> OfferedFile:
    """The copy with number and date printed (bản phát hành), made when asked for.

    Raises `NoSuchDocument` before a number was given, and for a draft that was worked on in Word: its number is written
    on paper.
    """
    stored = document.versions.latest("number").content
    if document.number is None or stored is None:
        raise NoSuchDocument()
    printed = replace(from_data(stored), number=f"{document.number:02d}", issued_on=document.issued_on)
    content = render_pdf(printed) if format_ is FileFormat.PDF else render_docx(printed)
    name = f"{document.number:02d}-{document.symbol}-{document.register_year}.{format_.value}"
    return OfferedFile(name, content, CONTENT_TYPES[format_])


def has_issued_file(document: Document, version: DocumentVersion) -> bool:
    """Whether `issued_file` can be made of `version`."""
    return document.number is not None and not DocumentVersion.objects.filter(pk=version.pk, content=None).exists()


def findings_of(document: Document) -> list[LayoutFinding]:
    """The rules of layout that the Word copy for signature breaks, as found when the version was made."""
    return [LayoutFinding(**finding) for finding in current_version(document).findings]


def steps_of(document: Document) -> list[DocumentStep]:
    """What was done to the document, the first step first."""
    return list(document.steps.select_related("organisation", "by__delegation").order_by("id"))


def signed_copies_of(document: Document) -> list[SignedCopy]:
    """The signed copies, the latest first, without their bytes."""
    copies = document.signed_copies.defer("content", "companion").select_related("uploaded_by__organisation")
    return list(copies.order_by("-id"))


def signed_file(document: Document, copy_id: int, *, companion: bool) -> OfferedFile:
    """The signed copy itself, or the file that was signed beside a scan; `NoSuchDocument` when there is none."""
    copy = document.signed_copies.filter(pk=copy_id).first()
    if copy is None or (companion and copy.companion is None):
        raise NoSuchDocument()
    name, content = (copy.companion_name, copy.companion or b"") if companion else (copy.name, copy.content)
    kind = PDF_TYPE if name.lower().endswith(".pdf") else WORD_TYPE
    return OfferedFile(name, bytes(content), kind)


def issued_documents(source: str, *, kind: str) -> QuerySet[Document]:
    """Issued documents of one kind made from `source`, in force; for rooms that publish what was issued."""
    return Document.objects.filter(source=source, kind=kind, status=DocumentStatus.ISSUED).order_by("-id")


def sent_out_by(offices: Collection[int], first: date, last: date) -> list[Document]:
    """What `offices` led or shared and sent out between two days, both included; recalled ones left out.

    For rooms that list what was issued: issued documents are seen by both sides of a programme. In the order of days.
    """
    in_force = (DocumentStatus.ISSUED, DocumentStatus.REPLACED)
    sent = Document.objects.filter(status__in=in_force, issued_on__range=(first, last))
    shared = sent.filter(Q(lead__in=offices) | Q(partner__in=offices))
    return list(shared.select_related("lead", "partner").order_by("issued_on", "lead", "number"))


def documents_about(document: Document, hat: Membership, on: date) -> list[Document]:
    """The letters of correction and the amending reports of a document that the hat may see, the latest first."""
    return list(documents_for(hat, on).filter(Q(corrects=document) | Q(amends=document)))


def mending_on_its_way(document: Document) -> Document | None:
    """The document that is to replace or amend this one and was not issued yet; None when there is none."""
    mending = Document.objects.filter(Q(replaces=document) | Q(amends=document))
    return mending.exclude(status__in=rules.IN_FORCE_OR_PAST).order_by("-id").first()


def amendment_in_force(document: Document) -> Document | None:
    """The amending report of this document that was issued last and is in force."""
    return document.amended_by.filter(status=DocumentStatus.ISSUED).order_by("-id").first()


def drafters_reason(document: Document) -> str:
    """Why the document is drafted, as its drafter said last, at first or when drafting again; empty when not said."""
    drafted = document.steps.filter(step__in=(Step.DRAFTED, Step.REDRAFTED), details__has_key="reason")
    return drafted.order_by("-id").values_list("details__reason", flat=True).first() or ""


def made_content(document: Document) -> dict[str, Any] | None:
    """The stored data of the last version that was made here and not brought in from Word."""
    made = document.versions.filter(content__isnull=False).order_by("-number").values_list("content", flat=True)
    return made.first()


def printed_codes(document: Document) -> list[str]:
    """The codes of the figures that the last version made here prints, each once, in the order of the document."""
    return list(dict.fromkeys(_codes_in(made_content(document))))


def _codes_in(stored: Any) -> Iterator[str]:
    if isinstance(stored, dict):
        if stored.get("kind") == "Run" and (code := stored["fields"].get("figure_code")):
            yield code
            return
        stored = list(stored.values())
    if isinstance(stored, list):
        for item in stored:
            yield from _codes_in(item)


def profile_of(content: dict[str, Any] | None) -> str:
    """Whose clerical rules a stored document follows; those of State bodies where nothing was made here."""
    return from_data(content).profile.value if content else DEFAULT_PROFILE


def own_text(document: Document) -> str:
    """The words that the installation itself wrote into the document, row by row."""
    return "\n".join(_printed_lines(made_content(document)))


def _printed_lines(stored: Any) -> Iterator[str]:
    if isinstance(stored, dict):
        if stored.get("kind") == "Row":
            yield " ".join(_printed_lines(stored["fields"]["cells"]))
            return
        for key, value in stored.items():
            if isinstance(value, str) and key in _PRINTED:
                yield value
            elif not isinstance(value, str):
                yield from _printed_lines(value)
    elif isinstance(stored, Sequence) and not isinstance(stored, str):
        for item in stored:
            yield from [item] if isinstance(item, str) else _printed_lines(item)
