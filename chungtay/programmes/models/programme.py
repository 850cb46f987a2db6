"""The ten-year framework, the year's programme under it, and the documents that plans rest on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.codes import DisseminationForm
from chungtay.territory.models import AdministrativeUnit


class Framework(models.Model):
    """A programme that two bodies signed for some ten years (chương trình phối hợp khung).

    `unit` is whose it is: the nation or a province. A province's stands on the nation's, which is `above`.
    """

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="below")
    symbol = models.CharField(max_length=60)
    dated = models.DateField()
    bodies = models.CharField(max_length=300)
    subject = models.CharField(max_length=400)
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "symbol"], name="framework_once"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="framework_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(above=F("id")), name="framework_does_not_stand_on_itself"),
        ]


class Programme(models.Model):
    """A province's programme of one year under its framework (chương trình phối hợp năm); its plans hang on it."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="programmes")
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="programme_once_a_year")]


class BasisDocument(models.Model):
    """A document that plans rest on (căn cứ): its number and symbol, day, issuing body and summary; no file of it.

    `office` is the one that recorded it.
    """

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="basis_documents")
    symbol = models.CharField(max_length=60)
    dated = models.DateField()
    body = models.CharField(max_length=200)
    summary = models.CharField(max_length=400)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "symbol", "dated"], name="basis_document_once")]
        indexes = [models.Index(fields=["-dated", "-id"])]


class Dissemination(models.Model):
    """An office made a document known to its people (đã quán triệt): on which day, and how. No list of who came."""

    document = models.ForeignKey(BasisDocument, on_delete=models.PROTECT, related_name="disseminations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disseminations")
    on = models.DateField()
    form = models.CharField(max_length=12, choices=DisseminationForm.choices)
    stated_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="disseminated_once")]
        indexes = [models.Index(fields=["organisation"])]
