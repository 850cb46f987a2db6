"""The activities behind figures that were counted from them, for those who see what a figure stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chungtay.organisations.models import Membership
from chungtay.programmes.queries.activities import activities_for, record_words
from chungtay.reporting.codes import Source
from chungtay.reporting.models import Cell, CellEvidence, CountedActivity


@dataclass(frozen=True)
class StandsActivity:
    """An activity that a figure was counted from, as it was written then; `is_open` says that the reader may open it.

    `has_moved` says that it was corrected, withdrawn or joined with another record since.
    """

    activity_id: int
    words: str
    held_on: date
    amount: int
    is_led_elsewhere: bool
    has_moved: bool
    is_open: bool


def activities_behind(
    evidence: Iterable[CellEvidence | None], cell: Cell, hat: Membership, on: date
) -> dict[int, Sequence[StandsActivity]]:
    """The activities behind one cell, by the keys of the versions; two queries where there are any, else none."""
    versions = [known.version_id for known in evidence if known is not None and known.source == Source.ACTIVITY]
    if not versions:
        return {}
    counted = CountedActivity.objects.filter(version__in=versions, cell=cell)
    rows = list(counted.select_related("activity_version__activity").order_by("activity_version__held_on", "id"))
    keys = [row.activity_version.activity_id for row in rows]
    seen = set(activities_for(hat, on).filter(pk__in=keys).values_list("pk", flat=True))
    found: dict[int, list[StandsActivity]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(_shown(row, seen))
    return dict(found)


def _shown(row: CountedActivity, seen: set[int]) -> StandsActivity:
    then = row.activity_version
    now = then.activity
    return StandsActivity(
        activity_id=now.pk,
        words=record_words(then),
        held_on=then.held_on,
        amount=row.amount,
        is_led_elsewhere=row.is_led_elsewhere,
        has_moved=now.version_number != then.number or not now.is_recorded,
        is_open=now.pk in seen,
    )
