"""The one door of free text: every field in which people type passes `require_clean` before it is stored.

The vocabulary is `narrative.forbidden`'s; here it becomes a refusal in the reader's words.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, RuleBroken
from chungtay.core.models import Deed
from narrative.forbidden import scan

KIND_LABELS = {
    "id_number": _("an identity number"),
    "phone": _("a telephone number"),
    "bank_account": _("a bank account number"),
    "person_list": _("a list of persons"),
    "person": _("personal data"),
    "offender_list": _("a list of offenders"),
    "offender": _("offenders"),
    "tip": _("tips from the public"),
    "suspect": _("suspects or offenders"),
    "case": _("case work"),
    "watch_list": _("watch lists"),
    "religion": _("religion"),
    "ethnicity": _("ethnicity"),
    "place_label": _("a label of a place"),
    "secret": _("matter under a secrecy stamp"),
}


class SecretDocument(RuleBroken):
    """A secrecy stamp in the head of a document. Only that a refusal happened is kept: office and moment."""

    code = "core.secret_document"
    message = _(
        "This document carries a secrecy stamp, so it was refused and nothing of it was kept. "
        "Documents under a secrecy stamp must not be handled on a machine that is connected to a network."
    )


class ForbiddenMatter(InputRefused):
    """The text holds what the product never keeps. Nothing of it is repeated in the message."""

    code = "core.forbidden_matter"
    message = _(
        "This text holds %(kind)s, which must not be kept here. "
        "Please leave the sentence out, or write it again without that part."
    )


def require_clean(text: str, *, field: str) -> str:
    """`text` as it came, or `ForbiddenMatter` naming the kind of the first passage, never its words."""
    for passage in scan(text):
        raise ForbiddenMatter(field=field, kind=KIND_LABELS.get(passage.kind, passage.kind))
    return text


def stamp_refused(office: models.Model, *, name: str, now: datetime) -> SecretDocument:
    """Keep that a stamped document was refused, in which office and when; no person, nothing of the document."""
    Deed.objects.create(
        at=now, office=name, verb="refused_secret", subject_type=office._meta.label_lower, subject_id=office.pk
    )
    return SecretDocument()


def quotable(text: str, *, length: int) -> str:
    """What was typed, for a message to repeat: `length` letters, and nothing of it when the scanner minds."""
    return "…" if scan(text) else text[:length] + ("…" if len(text) > length else "")
