"""One office's figure against its own earlier ones: too far away, always the same, or no longer given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chungtay.analytics.quality.codes import WarningKind
from chungtay.analytics.quality.facts import Catalogue, Number, Oddity, Place, Report, kept
from chungtay.analytics.quality.statistics import lies_outside, score_shown, spread_of
from chungtay.reporting.codes import IndicatorKind

# How far back a history reaches, and how long it must be.
LONGEST_HISTORY = 24
OUTLIER_HISTORY = 6
MISSING_HISTORY = 3
REPEATED_PERIODS = 4
# Small counts move by chance, and nobody would look for a difference of a few: as for the warnings of one report.
SMALLEST_COMPARED = 10
JUDGED = frozenset({IndicatorKind.FLOW, IndicatorKind.STOCK})


def against_history(report: Report, before: Sequence[Report], catalogue: Catalogue) -> Iterator[Oddity]:
    """What is odd in `report` beside the same office's reports `before` it, the latest last, all of one grain."""
    for cell in report.cells:
        place = catalogue.places[cell]
        if place.kind in JUDGED and place.is_total:
            yield from _outlier(report, before, place)
            yield from _repeated(report, before, place)
            yield from _missing(report, before, place)


def _outlier(report: Report, before: Sequence[Report], place: Place) -> Iterator[Oddity]:
    value = report.values.get(place.number)
    earlier = [each.values[place.number] for each in before[-LONGEST_HISTORY:] if place.number in each.values]
    if value is None or len(earlier) < OUTLIER_HISTORY:
        return
    spread = spread_of(earlier)
    distance = abs(value - spread.median)
    is_small = distance < SMALLEST_COMPARED or 4 * distance < spread.median
    if is_small or not lies_outside(value, spread):
        return
    score = score_shown(value, spread)
    numbers: dict[str, Number | list[int]] = {
        "value": value,
        "median": kept(spread.median),
        "count": spread.count,
        "low": spread.lowest,
        "high": spread.highest,
        "earlier": earlier,
    }
    if score is not None:
        numbers["score"] = kept(score)
    yield Oddity(WarningKind.OUTLIER, spread.measure.value, place.number, numbers, str(value))


def _repeated(report: Report, before: Sequence[Report], place: Place) -> Iterator[Oddity]:
    """Of flows alone: a stock may well stand still. Said once in every four periods of a run."""
    value = report.values.get(place.number)
    if place.kind != IndicatorKind.FLOW or value is None or value < SMALLEST_COMPARED:
        return
    run, later = 1, report
    for each in reversed(before):
        if each.values.get(place.number) != value or not later.window.follows(each.window):
            break
        run, later = run + 1, each
    if run % REPEATED_PERIODS == 0:
        numbers = {"value": value, "count": run}
        yield Oddity(WarningKind.REPEATED, "repeated", place.number, numbers, f"{value}x{run}")


def _missing(report: Report, before: Sequence[Report], place: Place) -> Iterator[Oddity]:
    """Blank, though every earlier report whose form asked for it gave a figure, and the latest was not zero."""
    asked = [each for each in before[-LONGEST_HISTORY:] if place.number in each.cells]
    earlier = [each.values[place.number] for each in asked if place.number in each.values]
    is_given = place.number in report.values
    if is_given or len(asked) < MISSING_HISTORY or len(earlier) < len(asked) or not earlier[-1]:
        return
    numbers: dict[str, Number | list[int]] = {"before": earlier[-1], "count": len(earlier), "earlier": earlier}
    yield Oddity(WarningKind.MISSING, "missing", place.number, numbers, "")
