"""Documents: versions of an opaque official document, its steps to issue, register number and signed copy."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chungtay.documents.codes import DocumentStatus, FileFormat, PaperKind, Rendering, Step
from chungtay.organisations.models import Membership, Organisation


class Document(models.Model):
    """An official document on its way from draft to issue (văn bản).

    `source` names what it was made from in the words of the room that made it (such as a consolidation's key); this
    room never opens it. A joint document has a `partner` that must agree and sign too. `round` counts the drafts that
    went through the checks: a return or a new draft begins the next one. `replaces` is the issued document whose place
    it takes, `corrects` the one whose form this letter puts right, `amends` the one of which it changes some of the
    content: these two stay in force.
    """

    kind = models.CharField(max_length=14, choices=PaperKind.choices)
    title = models.CharField(max_length=400)
    search_text = models.CharField(max_length=500)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents_led")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="documents_shared")
    source = models.CharField(max_length=80)
    status = models.CharField(max_length=16, choices=DocumentStatus.choices, default=DocumentStatus.DRAFT)
    round = models.SmallIntegerField(default=1)
    symbol = models.CharField(max_length=60)
    number = models.IntegerField(null=True)
    issued_on = models.DateField(null=True)
    register_year = models.SmallIntegerField(null=True)
    lead_signed_at = models.DateTimeField(null=True)
    partner_signed_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "register_year", "number"],
                condition=Q(number__isnull=False),
                name="number_once_a_register_and_year",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, issued_on__isnull=True, register_year__isnull=True)
                | Q(number__gte=1, issued_on__isnull=False, register_year__isnull=False),
                name="number_and_date_come_together",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False)
                | ~Q(status__in=[DocumentStatus.NUMBERED, DocumentStatus.ISSUED, DocumentStatus.REPLACED]),
                name="issued_documents_have_a_number",
            ),
            models.CheckConstraint(condition=~Q(partner=F("lead")), name="a_partner_is_another_office"),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="a_document_does_not_replace_itself"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) & ~Q(kind=PaperKind.ERRATUM)
                | Q(corrects__isnull=False, kind=PaperKind.ERRATUM) & ~Q(corrects=F("id")),
                name="a_letter_of_correction_names_what_it_corrects",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) & ~Q(kind=PaperKind.AMENDING)
                | Q(amends__isnull=False, kind=PaperKind.AMENDING) & ~Q(amends=F("id")),
                name="an_amending_document_names_what_it_amends",
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "-id"]),
            models.Index(fields=["partner", "-id"]),
            models.Index(fields=["kind", "source"]),
        ]

    @property
    def is_joint(self) -> bool:
        """Whether a partner must agree and sign too."""
        return self.partner_id is not None

    @property
    def full_symbol(self) -> str:
        """The number with its symbol as printed, such as "12/BC-CAT-MTTQ"; a blank before the stroke until numbered."""
        return f"{self.number:02d}/{self.symbol}" if self.number else f"     /{self.symbol}"


class DocumentVersion(models.Model):
    """One drafting of a document; a later one replaces it before signature, never after.

    `content` is the opaque document it was rendered from (`officialdoc.to_data`); null when the drafting office worked
    on in Word and brought that file in. `differences` are then the figures that are not the frozen ones, null until
    compared. `findings` are the rules of layout that its Word copy breaks.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField(null=True)
    differences = models.JSONField(null=True)
    findings = models.JSONField(default=list)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]


class DocumentFile(models.Model):
    """The bytes of one rendering of a version in one format."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="files")
    rendering = models.CharField(max_length=14, choices=Rendering.choices)
    format = models.CharField(max_length=4, choices=FileFormat.choices)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "rendering", "format"], name="document_file_once")]


class DocumentStep(models.Model):
    """One step of a document: which office did it, wearing which role, when, and what it had to say.

    `details` holds the answers to broken rules of layout, the reason of a draft, a return or a recall: scanned text
    alone.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    round = models.SmallIntegerField()
    step = models.CharField(max_length=16, choices=Step.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "round", "step", "organisation"], name="document_step_once")
        ]
        indexes = [models.Index(fields=["document", "id"])]


class SignedCopy(models.Model):
    """The signed PDF, or the scan with the Word that was signed (bản đã ký), and how its figures compare.

    `differences` is null until somebody compared; an empty list says that every figure is the frozen one.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signed_copies")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    is_scan = models.BooleanField(default=False)
    companion_name = models.CharField(max_length=200, blank=True)
    companion = models.BinaryField(null=True)
    differences = models.JSONField(null=True)
    uploaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_scan=False) | Q(companion__isnull=False),
                name="a_scan_comes_with_what_was_signed",
            )
        ]
