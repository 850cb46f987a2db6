"""Choice lists of official documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentStatus(models.TextChoices):
    """The life of a document; number and date stay blank until it is numbered."""

    DRAFT = "draft", _("Draft")
    CONTENT_CHECKED = "content_checked", _("Content checked")
    FORM_CHECKED = "form_checked", _("Form checked")
    AGREED = "agreed", _("Agreed by the partner")
    SIGNED = "signed", _("Signed")
    NUMBERED = "numbered", _("Numbered and dated")
    ISSUED = "issued", _("Issued")
    REPLACED = "replaced", _("Replaced")
    RECALLED = "recalled", _("Recalled")


class Step(models.TextChoices):
    """What was done to a document on its way, in the order of the days; kept with the office that did it."""

    DRAFTED = "drafted", _("Drafted")
    REDRAFTED = "redrafted", _("Drafted again")
    CONTENT_CHECKED = "content_checked", _("Content checked")
    FORM_CHECKED = "form_checked", _("Form checked")
    AGREED = "agreed", _("Agreed by the partner")
    SIGNED = "signed", _("Signed")
    NUMBERED = "numbered", _("Numbered and dated")
    ISSUED = "issued", _("Issued")
    RETURNED = "returned", _("Returned to the drafting office")
    REPLACED = "replaced", _("Replaced")
    RECALLED = "recalled", _("Recalled")


class Rendering(models.TextChoices):
    """The two renderings of one document: clean for signature, and with codes and sources to look things up."""

    FOR_SIGNATURE = "for_signature", _("Copy for signature")
    LOOK_UP = "look_up", _("Look-up copy")


class FileFormat(models.TextChoices):
    """The formats a document is kept in."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"


class PaperKind(models.TextChoices):
    """What a document is; rooms that make papers name theirs here."""

    ANNUAL = "annual", _("Annual joint report")
    ANNUAL_SHORT = "annual-short", _("Short version to be read aloud")
    DATA_ANNEX = "data-annex", _("Data annex alone")
    PLAN = "plan", _("Plan")
    PROGRAMME = "programme", _("Programme of the year")
    GUIDANCE = "guidance", _("Guidance")
    ERRATUM = "erratum", _("Letter of correction")
    AMENDING = "amending", _("Amending report")
    URGING = "urging", _("Urging letter")


class FormPart(models.TextChoices):
    """The part of a document's form that a letter of correction puts right."""

    AGENCY = "agency", _("Name of the agency")
    NUMBER = "number", _("Number and symbol")
    DATE = "date", _("Place and date")
    TITLE = "title", _("Type and subject")
    SIGNATURE = "signature", _("Title of the signer")
    RECIPIENTS = "recipients", _("Receivers")
    LAYOUT = "layout", _("Spelling and layout of the text")


# Kinds that are made from a year's figures.
REPORTS_OF_A_YEAR = (PaperKind.ANNUAL, PaperKind.ANNUAL_SHORT, PaperKind.DATA_ANNEX)
