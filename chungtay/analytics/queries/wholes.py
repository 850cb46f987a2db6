"""The figures of units with others below them, held against the identities: 4,351 teams of three are 13,053 members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chungtay.analytics.quality.facts import Catalogue, Oddity, Window
from chungtay.analytics.quality.identities import AT_MOST, SUMS, identities_of
from chungtay.organisations.codes import LINE_OF_KIND, Line
from chungtay.organisations.models import Organisation
from chungtay.reporting.codes import EstimateMark, Qualifier
from chungtay.reporting.figures import Total, totals
from chungtay.reporting.queries.bands import BANDS
from chungtay.territory.codes import Level


@dataclass(frozen=True)
class Whole:
    """What does not fit together in the totals of one unit's line; `organisation_id` is the line's office there."""

    organisation_id: int
    unit_id: int
    oddity: Oddity


def wholes_of(line: Line, window: Window, catalogue: Catalogue) -> Iterator[Whole]:
    """The oddities of every unit above the communes that has an office of the line. Only exact totals are judged."""
    kinds = [kind for kind, its_line in LINE_OF_KIND.items() if its_line is line]
    offices = Organisation.objects.filter(
        kind__in=kinds, level__in=(Level.PROVINCE, Level.DISTRICT), validity__contains=window.last_day
    )
    office_of = dict(offices.order_by("-id").values_list("unit", "pk"))
    if not office_of:
        return
    cells = _cells(catalogue)
    found = totals(office_of, [window.key], cells, line=line)
    for unit_id, organisation_id in office_of.items():
        exact = {cell: _exact(found.get((unit_id, window.key, cell))) for cell in cells}
        for oddity in identities_of(lambda cell, known=exact: known.get(cell), catalogue):  # type: ignore[misc]
            yield Whole(organisation_id, unit_id, oddity)


def _exact(total: Total | None) -> int | None:
    is_exact = total is not None and total.qualifier == Qualifier.EQ and total.mark == EstimateMark.EXACT
    return int(total.value) if total is not None and is_exact and total.value.denominator == 1 else None


def _cells(catalogue: Catalogue) -> list[int]:
    """The cells that stand in an identity."""
    codes = [code for pair in AT_MOST for code in pair]
    codes += [code for band in BANDS for code in (band.numerator, band.denominator)]
    codes += [code for each in SUMS for code in (each.whole, *each.parts)]
    found = {catalogue.total(code) for code in codes} | {cell for pair in catalogue.ratios for cell in pair}
    found |= {cell for total, parts in catalogue.categories.items() for cell in (total, *parts)}
    return sorted(cell for cell in found if cell is not None)
