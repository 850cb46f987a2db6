"""The first figures of a merged unit beside those of the units it was made of: only where both are exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chungtay.analytics.quality.codes import WarningKind
from chungtay.analytics.quality.facts import Catalogue, Oddity, Report, are_apart
from chungtay.analytics.quality.history import JUDGED, SMALLEST_COMPARED
from chungtay.reporting.codes import IndicatorKind

# A flow varies with the season; a stock has no reason to.
FACTOR = {IndicatorKind.FLOW: 3, IndicatorKind.STOCK: 2}


def after_a_merger(
    report: Report, before: Sequence[Report], catalogue: Catalogue, *, code: str, count: int
) -> Iterator[Oddity]:
    """Where `report` of a successor is far from the sum of `before`, the reports of all its `count` predecessors.

    `code` says which earlier window they are of: `same_period` or `period_before`. Nothing is said when one of them
    gave no figure, or none that is exact: the sum would not be whole.
    """
    if count < 1 or len({each.unit_id for each in before}) != count:
        return
    for cell in report.cells:
        place = catalogue.places[cell]
        if place.kind not in JUDGED or not place.is_total or cell in report.inexact:
            continue
        parts = [each.exact(cell) for each in before]
        given = [part for part in parts if part is not None]
        if len(given) != len(parts):
            continue
        total, value = sum(given), report.values.get(cell)
        numbers = {"before": total, "units": count}
        if value is None:
            if total >= SMALLEST_COMPARED:
                yield Oddity(WarningKind.MERGER, f"blank_{code}", cell, numbers, "")
        elif are_apart(value, total, FACTOR[place.kind], SMALLEST_COMPARED):
            yield Oddity(WarningKind.MERGER, code, cell, numbers | {"value": value}, str(value))
