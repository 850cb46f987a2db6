"""What looks unusual in a consolidated year: shown before the freeze, let stand by a named person with a reason.

The same bands as for one submission, the identities of the domain, estimates and claims that differ. Pure: no query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import Message
from chungtay.reporting.codes import CellPart, IndicatorKind
from chungtay.reporting.figures import Claim
from chungtay.reporting.phrases import figure_text
from chungtay.reporting.plausibility import BANDS
from chungtay.reporting.plausibility import MESSAGES as BAND_MESSAGES
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedYear

# A claim that differs by more than this share of the computed total is worth a sentence.
CLAIM_TOLERANCE = Fraction(1, 20)

MESSAGES: Mapping[str, Message] = BAND_MESSAGES | {
    "festival_places": _("%(all)s festival places in all, but %(communes)s in communes and %(areas)s in areas."),
    "claim_differs": _("An office states %(claimed)s for the whole area; the submissions add up to %(computed)s."),
    "estimates": _("%(count)s accepted submissions are still estimates; both sides must agree to freeze with them."),
    "units_missing": _("%(complete)s of %(expected)s units have every report accepted; figures are shown as at least."),
}

# What an answered warning was about, when the figures no longer raise it.
TOPICS: Mapping[str, Message] = {
    "festival_places": _("festival places do not add up"),
    "claim_differs": _("an office states another figure"),
    "estimates": _("Submissions are still estimates"),
    "units_missing": _("Reports are still missing"),
    "part_above_whole": _("the part is more than the whole"),
} | {band.code: _("an unusual ratio") for band in BANDS}
_KEY = re.compile(r"(?P<code>[a-z_]+)(?::(?P<cell>[0-9]{1,6}))?")


@dataclass(frozen=True)
class YearWarning:
    """One unusual thing: which rule, which cell (None for the whole), which numbers."""

    code: str
    cell: int | None
    numbers: Mapping[str, int]

    @property
    def key(self) -> str:
        """The name under which the answer is kept."""
        return self.code if self.cell is None else f"{self.code}:{self.cell}"

    @property
    def sentence(self) -> str:
        """The warning in the reader's language."""
        return str(MESSAGES[self.code]) % {name: figure_text(value, 0) for name, value in self.numbers.items()}


def warnings_of_year(
    year: ConsolidatedYear, catalogue: CatalogueCells, *, claims: Sequence[Claim], estimates: int
) -> list[YearWarning]:
    """All warnings of a consolidated year, the whole first, then in the order of the report."""
    return [
        *_whole(year, estimates),
        *_bands(year, catalogue),
        *_ratios(year, catalogue),
        *_festival(year, catalogue),
        *_claims(claims),
    ]


def is_key(key: str) -> bool:
    """Whether `key` can be the name of a warning of a year: a known rule, and perhaps the number of a cell."""
    match = _KEY.fullmatch(key)
    return match is not None and match["code"] in TOPICS


def topic_of(key: str, catalogue: CatalogueCells, *, english: bool = False) -> str:
    """What the warning named `key` was about, in a few words: the indicator, and what was unusual."""
    code, _colon, number = key.partition(":")
    cell = next((cell for cell in catalogue.cells if str(cell.number) == number), None)
    if cell is None:
        return str(TOPICS[code])
    label = cell.indicator.label_en if english else cell.indicator.label_vi
    return f"{label}: {TOPICS[code]}"


def _whole(year: ConsolidatedYear, estimates: int) -> Iterator[YearWarning]:
    for line, whole in year.completeness.items():
        if line == "all" and not whole.is_complete:
            yield YearWarning("units_missing", None, {"complete": whole.complete, "expected": whole.expected})
    if estimates:
        yield YearWarning("estimates", None, {"count": estimates})


def _value(year: ConsolidatedYear, cell: int) -> int | None:
    figure = year.figure(cell)
    return None if figure is None else int(figure.value)


def _bands(year: ConsolidatedYear, catalogue: CatalogueCells) -> Iterator[YearWarning]:
    for band in BANDS:
        cell = catalogue.number(band.numerator)
        numerator, denominator = _value(year, cell), _value(year, catalogue.number(band.denominator))
        if not numerator or not denominator or band.low * denominator <= numerator <= band.high * denominator:
            continue
        numbers = {"numerator": numerator, "denominator": denominator, "low": band.low, "high": band.high}
        yield YearWarning(band.code, cell, numbers)


def _ratios(year: ConsolidatedYear, catalogue: CatalogueCells) -> Iterator[YearWarning]:
    for code, cells in catalogue.by_indicator.items():
        if cells[0].indicator.kind != IndicatorKind.RATIO:
            continue
        part = _value(year, catalogue.number(code, CellPart.NUMERATOR))
        whole = _value(year, catalogue.number(code, CellPart.DENOMINATOR))
        if part is not None and whole is not None and part > whole:
            cell = catalogue.number(code, CellPart.NUMERATOR)
            yield YearWarning("part_above_whole", cell, {"numerator": part, "denominator": whole})


def _festival(year: ConsolidatedYear, catalogue: CatalogueCells) -> Iterator[YearWarning]:
    places = [_value(year, catalogue.number(code)) for code in ("FES_PTS_ALL", "FES_PTS_COM", "FES_PTS_RA")]
    total, communes, areas = places
    if total is not None and communes is not None and areas is not None and total != communes + areas:
        numbers = {"all": total, "communes": communes, "areas": areas}
        yield YearWarning("festival_places", catalogue.number("FES_PTS_ALL"), numbers)


def _claims(claims: Sequence[Claim]) -> Iterator[YearWarning]:
    for claim in claims:
        if claim.difference is not None and abs(claim.difference) > CLAIM_TOLERANCE * abs(claim.value):
            computed = int(claim.value - claim.difference)
            yield YearWarning("claim_differs", claim.cell, {"claimed": int(claim.value), "computed": computed})
