"""Half-open spans of days, as the ledger opens and closes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.territory.codes import EventKind

NO_DAYS = DateRange(empty=True)


def opened_by(event: Any) -> DateRange:
    """The span that an event opens: from its first day on, without end.

    Units that were found standing on a first list, their founding day unknown, have an open start.
    """
    is_found_standing = event.kind == EventKind.CREATE and not event.date_is_known
    return DateRange(None if is_found_standing else event.effective_on, None)


def until(span: DateRange, day: date) -> DateRange:
    """`span` ended before `day`; no days at all when it began on `day`."""
    return NO_DAYS if span.lower == day else DateRange(span.lower, day)


def holds(span: DateRange, day: date) -> bool:
    """Whether `day` lies in `span`."""
    if span.isempty:
        return False
    return (span.lower is None or span.lower <= day) and (span.upper is None or day < span.upper)
