"""Documents: versions of an opaque official document, its steps to issue, register number and signed copy."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.documents.codes import DocumentStatus, FileFormat, PaperKind, Rendering
from chungtay.organisations.models import Membership, Organisation


class Document(models.Model):
    """An official document on its way from draft to issue (văn bản).

    `source` names what it was made from in the words of the room that made it (such as a consolidation's key); this
    room never opens it. A joint document has a `partner` that must agree and sign too.
    """

    kind = models.CharField(max_length=14, choices=PaperKind.choices)
    title = models.CharField(max_length=400)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents_led")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="documents_shared")
    source = models.CharField(max_length=80)
    status = models.CharField(max_length=16, choices=DocumentStatus.choices, default=DocumentStatus.DRAFT)
    symbol = models.CharField(max_length=60)
    number = models.IntegerField(null=True)
    issued_on = models.DateField(null=True)
    register_year = models.SmallIntegerField(null=True)
    lead_signed_at = models.DateTimeField(null=True)
    partner_signed_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
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
        ]
        indexes = [models.Index(fields=["lead", "-id"]), models.Index(fields=["kind", "source"])]


class DocumentVersion(models.Model):
    """One drafting of a document; a later one replaces it before signature, never after."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    fingerprint = models.CharField(max_length=64)
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


class SignedCopy(models.Model):
    """The signed PDF, or the scan with the Word that was signed (bản đã ký), and how its figures compare."""

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
