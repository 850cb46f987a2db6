"""Phrases about activities that stand on several pages."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def record_words(record: Any) -> str:
    """An activity, or one that was read from a message, in a few words: what, where, how many."""
    place = f", {record.village}" if record.village else ""
    attendance = number_format(record.attendance, use_l10n=True, force_grouping=True)
    words = _("%(kind)s%(place)s, %(attendance)s attendances")
    return words % {"kind": record.get_kind_display(), "place": place, "attendance": attendance}
