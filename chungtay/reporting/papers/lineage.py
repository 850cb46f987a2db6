"""`lineage.json`: every figure of a report down to the submission versions it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import IndicatorKind
from chungtay.reporting.models import SubmissionVersion
from chungtay.reporting.papers.annual import AnnualMatter
from chungtay.reporting.papers.sources import FORMULAS
from chungtay.reporting.papers.words import prose_words, whole
from chungtay.reporting.queries.consolidation import ConsolidatedYear, frozen_lineage, lineage_versions

ROUNDING_RULE = "two significant figures from 1.000 on; hơn when rounded down, gần when rounded up; annex exact"


def lineage_of(matter: AnnualMatter) -> dict[str, Any]:
    """The lineage of the figures of all lines together, ready for JSON.

    `figures[i].from` lists [version, amount] pairs whose amounts add up to `value` for flows and stocks; a distinct
    figure lists the names instead of adding. Amounts are what the version gives to all lines: its value less what it
    declares as led by another body. `passages` are the words of units with the versions behind them;
    those with a code were written for the whole. `places` lists [text, version, start, end] of each sentence behind.
    """
    year = matter.year
    versions = list(_versions(year))
    amounts = _amounts(versions)
    figures = []
    for cells in matter.catalogue.by_indicator.values():
        indicator = cells[0].indicator
        for cell in cells:
            found = year.figure(cell.number, Line.ALL)
            if found is None:
                continue
            figures.append(
                {
                    "code": found.code,
                    "indicator": indicator.code,
                    "cell": cell.number,
                    "label": " ".join(filter(None, [indicator.label_vi, cell.label_vi])),
                    "unit": indicator.unit_vi,
                    "kind": indicator.kind,
                    "value": _number(found.value),
                    "scale": indicator.scale,
                    "qualifier": found.qualifier.name.lower(),
                    "words": prose_words(whole(found.value), found.qualifier),
                    "reported": found.reported,
                    "expected": found.expected,
                    "reasons": list(found.reasons),
                    "mark": found.mark.value,
                    "formula": FORMULAS[IndicatorKind(indicator.kind)],
                    "from": amounts.get(cell.number, []),
                }
            )
    return {
        "frozen": year.is_from_freeze,
        "fingerprint": year.consolidation.fingerprint if year.consolidation and year.is_from_freeze else None,
        "unit": matter.unit_name,
        "year": year.year,
        "map": year.map_day.isoformat(),
        "rounding": ROUNDING_RULE,
        "figures": figures,
        "passages": [
            {
                "code": each.code,
                "theme": each.theme.value,
                "text": each.text,
                "units": each.units,
                "from": each.versions,
                "places": [[place.text_id, place.version, place.start, place.end] for place in each.places],
            }
            for each in matter.passages
        ],
        "submissions": {str(version.pk): _submission(version) for version in versions},
    }


def _versions(year: ConsolidatedYear) -> Iterable[SubmissionVersion]:
    stands = (
        frozen_lineage(year.consolidation)
        if year.is_from_freeze and year.consolidation
        else lineage_versions(year.unit.pk, year.year)
    )
    return stands.select_related(
        "submission__task__organisation", "submission__decided_by__organisation", "form_version"
    ).prefetch_related("keys")


def _amounts(versions: list[SubmissionVersion]) -> dict[int, list[list[Any]]]:
    """By cell: [version, amount] pairs; for distinct figures [version, names]."""
    amounts: dict[int, list[list[Any]]] = {}
    for version in versions:
        named: dict[int, list[str]] = {}
        for key in version.keys.all():
            named.setdefault(key.cell_id, []).append(key.key)
        elsewhere = version.led_elsewhere or [None] * len(version.values)
        for cell, value, led in zip(version.form_version.cells, version.values, elsewhere, strict=True):
            if cell in named:
                amounts.setdefault(cell, []).append([version.pk, sorted(named[cell])])
            elif value is not None:
                amounts.setdefault(cell, []).append([version.pk, value - (led or 0)])
    return amounts


def _submission(version: SubmissionVersion) -> dict[str, Any]:
    submission = version.submission
    return {
        "office": submission.task.organisation.name,
        "line": submission.task.line,
        "unit": submission.task.unit_id,
        "version": version.number,
        "certainty": version.certainty,
        "days": [version.days.lower.isoformat(), version.days.upper.isoformat()],
        "accepted_by": submission.decided_by.office if submission.decided_by else None,
        "accepted_at": submission.decided_at.isoformat() if submission.decided_at else None,
    }


def _number(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
