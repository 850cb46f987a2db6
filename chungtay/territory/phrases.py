"""Phrases of the territory that stand in more than one place."""

from __future__ import annotations

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _


def span_text(span: DateRange) -> str:
    """A half-open span in the reader's words, with its last day in, as people say it."""
    if span.isempty:
        return _("no days")
    last = f"{span.upper - timedelta(days=1):%d/%m/%Y}" if span.upper else None
    if span.lower is None:
        return _("until %(last)s") % {"last": last} if last else _("always")
    first = f"{span.lower:%d/%m/%Y}"
    if last is None:
        return _("since %(first)s") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
