"""Answer a warning about an accepted figure."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chungtay.analytics import rules
from chungtay.analytics.errors import ReasonMissing, WarningMoved
from chungtay.analytics.models import QualityReply, QualityWarning
from chungtay.analytics.quality.codes import Verdict
from chungtay.core.errors import NotFound, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.codes import Relation
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import relation_of, scope_of

LONGEST_REASON = 500


@transaction.atomic
def answer_quality_warning(
    warning: QualityWarning, verdict: Verdict, reason: str, *, stands_on: str, by: Membership, now: datetime
) -> QualityReply:
    """Say that the figure is right, and why, or that it will be corrected; the latest reply holds.

    For an officer of the office whose figure it is, or of one above it in its line (`NotPermitted` for others).
    `stands_on` is what the page showed: `WarningMoved` when the figure has changed since. The reason is scanned; for a
    figure that is right it must be given (`ReasonMissing`).
    """
    warning = (
        QualityWarning.objects.select_for_update(of=("self",))
        .select_related("organisation", "other")
        .get(pk=warning.pk)
    )
    scope = scope_of(by, now.date())
    offices = [office for office in (warning.organisation, warning.other) if office is not None]
    relations = [Relation(relation_of(scope, office)) for office in offices]
    require(rules.can_answer_quality(by, relations))
    require(warning.is_current, NotFound())
    require(warning.stands_on == stands_on, WarningMoved())
    given = " ".join(reason.split())[:LONGEST_REASON]
    require(bool(given) or verdict is not Verdict.RIGHT, ReasonMissing(field="reason"))
    require_clean(given, field="reason")
    reply = QualityReply.objects.create(
        warning=warning, verdict=verdict, reason=given, stands_on=warning.stands_on, by=by, at=now
    )
    warning.reply = reply
    warning.save(update_fields=["reply"])
    record(warning, "quality_warning_answered", by=by, at=now, verdict=verdict.value, reason=given)
    return reply
