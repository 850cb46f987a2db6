"""The accepted reports in words that stand behind a unit's year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from chungtay.organisations.codes import Line
from chungtay.organisations.queries import units_below
from chungtay.reporting.codes import Step
from chungtay.reporting.models import IncomingText, SubmissionVersion
from chungtay.reporting.queries.consolidation import ConsolidatedYear, frozen_lineage, last_day, lineage_versions

# What is read at most of a year, the latest periods first: more than an editor takes in, and some seconds of reading.
MOST_CHARACTERS = 800_000


@dataclass(frozen=True)
class ToldText:
    """An accepted report in words: of which unit, behind which version."""

    unit_id: int
    version: int
    text: str
    text_id: int


def texts_behind(year: ConsolidatedYear, lines: Collection[Line]) -> list[ToldText]:
    """The texts of `texts_of_year` in the order of units; the latest periods first as far as `MOST_CHARACTERS` goes."""
    found = texts_of_year(year, lines).order_by("-task__period__window", "-pk")
    rows = found.values_list("task__unit", "task__submission__versions", "text", "pk")
    kept, read = [], 0
    for unit_id, version, text, key in rows.iterator():
        read += len(text)
        if read > MOST_CHARACTERS:
            break
        kept.append((unit_id, key, ToldText(unit_id, version, text, key)))
    return [told for _unit, _key, told in sorted(kept, key=lambda each: each[:2])]


def texts_of_year(year: ConsolidatedYear, lines: Collection[Line]) -> QuerySet[IncomingText]:
    """The texts of the accepted versions of a year, statements on whole areas among them.

    Of a frozen year those that were accepted when it was frozen. A text brought in after a version was sent belongs
    to a later one.
    """
    wanted = Q(task__submission__versions__in=_own(year)) | Q(task__submission__versions__in=_claims(year))
    before = Q(uploaded_at__lte=F("task__submission__versions__sealed_at"))
    return IncomingText.objects.filter(wanted & before, task__line__in=list(lines))


def _own(year: ConsolidatedYear) -> QuerySet[Any, Any]:
    """The accepted versions that stand in the figures."""
    if year.is_frozen and year.consolidation:
        return frozen_lineage(year.consolidation).order_by().values("pk")
    return lineage_versions(year.unit.pk, year.year).order_by().values("pk")


def _claims(year: ConsolidatedYear) -> QuerySet[Any, Any]:
    """The accepted statements on whole areas, of a frozen year those accepted before."""
    inside = [*units_below(year.unit.pk, last_day(year.period)).values_list("unit_id", flat=True), year.unit.pk]
    stated = SubmissionVersion.objects.filter(
        submission__task__is_claim=True, submission__task__unit__in=inside, submission__task__period__year=year.year
    )
    if year.is_frozen and year.consolidation:
        accepted = stated.filter(decisions__step=Step.ACCEPTED, decisions__at__lte=year.consolidation.frozen_at)
    else:
        accepted = stated.filter(pk=F("submission__accepted_version"))
    return accepted.order_by("submission", "-number").distinct("submission").values("pk")
