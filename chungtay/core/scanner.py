"""The one door of free text: every field in which people type passes `require_clean` before it is stored.

The vocabulary is `narrative.forbidden`'s; here it becomes a refusal in the reader's words.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused
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
