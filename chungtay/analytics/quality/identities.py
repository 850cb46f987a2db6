"""Figures that must fit together: parts and wholes, usual quotients, sums, and stocks from one period to the next.

The identities are data. Source: docs/rules/quality.md#identities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chungtay.analytics.quality.codes import WarningKind
from chungtay.analytics.quality.facts import Catalogue, Oddity, Report
from chungtay.reporting.queries.bands import BANDS

# What is asked for a figure of a cell: None where it was not given exactly.
Value = Callable[[int | None], int | None]

# The first is never more than the second: each holds one of the other at least, or is a part of it.
AT_MOST = (
    ("CAM_NEW", "CAM_EYES"),
    ("CAM_POINTS", "CAM_EYES"),
    ("CNF_MEETINGS", "CNF_ATT"),
    ("DIG_ZALO_GROUPS", "DIG_ZALO_MEMBERS"),
    ("GRP_SELF", "GRP_SELF_MEMBERS"),
    ("LAW_AID_SESSIONS", "LAW_AID_ATT"),
    ("MOD_DVK", "MOD_MODELS"),
    ("MOD_NEW", "MOD_MODELS"),
    ("MOD_RATED", "MOD_MODELS"),
    ("MOD_TEAMS", "MOD_MEMBERS"),
    ("OUT_CONTESTS", "OUT_CONTEST_ENTRIES"),
    ("PAT_TURNS", "PAT_ATT"),
)


@dataclass(frozen=True)
class Sum:
    """A whole that is the sum of its parts."""

    code: str
    whole: str
    parts: tuple[str, ...]


SUMS = (Sum("festival_places", "FES_PTS_ALL", ("FES_PTS_COM", "FES_PTS_RA")),)


@dataclass(frozen=True)
class Balance:
    """A stock that is the one of the period before, with what came and without what went.

    `may_add` names what comes in some places and is counted elsewhere in others; `takes` is None where the
    catalogue does not ask what went.
    """

    code: str
    stock: str
    adds: str
    may_add: str | None = None
    takes: str | None = None


BALANCES = (
    Balance("models", "MOD_MODELS", "MOD_NEW", may_add="MOD_REPLICATED", takes="MOD_RETIRED"),
    Balance("cameras", "CAM_EYES", "CAM_NEW"),
)


def identities_of(value: Value, catalogue: Catalogue) -> Iterator[Oddity]:
    """What does not fit together among the figures of one place and period."""
    yield from _bands(value, catalogue)
    yield from _parts(value, catalogue)
    yield from _categories(value, catalogue)
    yield from _sums(value, catalogue)


def balance_of(report: Report, before: Sequence[Report], catalogue: Catalogue) -> Iterator[Oddity]:
    """Stocks that cannot follow from the period right before; nothing is said where a figure needed is blank.

    What came and went bounds the stock from above and from below, and each bound needs only its own figures: a blank
    is not zero.
    """
    if not before or not report.window.follows(before[-1].window):
        return
    for balance in BALANCES:
        cell = catalogue.total(balance.stock)
        stands, last = report.exact(cell), before[-1].exact(cell)
        if cell is None or stands is None or last is None:
            continue
        low, high = _bounds(report, balance, catalogue, last)
        if (low is not None and stands < low) or (high is not None and stands > high):
            numbers = {"value": stands, "last": last} | {
                name: bound for name, bound in (("low", low), ("high", high)) if bound is not None
            }
            yield Oddity(WarningKind.BALANCE, balance.code, cell, numbers, f"{last}:{stands}")


def _bounds(report: Report, balance: Balance, catalogue: Catalogue, last: int) -> tuple[int | None, int | None]:
    """The least and the most that can stand; None where that is not known."""
    added = report.exact(catalogue.total(balance.adds))
    taken = report.exact(catalogue.total(balance.takes)) if balance.takes else None
    perhaps_cell = catalogue.total(balance.may_add) if balance.may_add else None
    asks = perhaps_cell is not None and perhaps_cell in report.cells
    perhaps = report.exact(perhaps_cell) if asks else 0
    low = None if taken is None else last + (added or 0) - taken
    high = None if added is None or perhaps is None else last + added + perhaps - (taken or 0)
    return low, high


def _bands(value: Value, catalogue: Catalogue) -> Iterator[Oddity]:
    for band in BANDS:
        cell = catalogue.total(band.numerator)
        numerator, denominator = value(cell), value(catalogue.total(band.denominator))
        if cell is None or numerator is None or denominator is None or numerator == denominator == 0:
            continue
        if not band.low * denominator <= numerator <= band.high * denominator:
            numbers = {"numerator": numerator, "denominator": denominator, "low": band.low, "high": band.high}
            yield _identity(band.code, cell, numbers, numerator, denominator)


def _parts(value: Value, catalogue: Catalogue) -> Iterator[Oddity]:
    for part_cell, whole_cell in catalogue.ratios:
        yield from _above("part_above_whole", part_cell, whole_cell, value)
    for part, whole in AT_MOST:
        part_total, whole_total = catalogue.total(part), catalogue.total(whole)
        if part_total is not None and whole_total is not None:
            yield from _above("above_another", part_total, whole_total, value)


def _above(code: str, part_cell: int, whole_cell: int, value: Value) -> Iterator[Oddity]:
    part, whole = value(part_cell), value(whole_cell)
    if part is not None and whole is not None and part > whole:
        yield _identity(code, part_cell, {"numerator": part, "denominator": whole, "of": whole_cell}, part, whole)


def _categories(value: Value, catalogue: Catalogue) -> Iterator[Oddity]:
    for total, cells in catalogue.categories.items():
        whole, parts = value(total), [value(cell) for cell in cells]
        added = sum(part for part in parts if part is not None)
        if whole is not None and added > whole:
            yield _identity("categories_above_total", total, {"sum": added, "value": whole}, whole, added)


def _sums(value: Value, catalogue: Catalogue) -> Iterator[Oddity]:
    for each in SUMS:
        cell = catalogue.total(each.whole)
        whole, parts = value(cell), [value(catalogue.total(part)) for part in each.parts]
        given = [part for part in parts if part is not None]
        if cell is not None and whole is not None and len(given) == len(parts) and whole != sum(given):
            yield _identity(each.code, cell, {"value": whole, "sum": sum(given)}, whole, *given)


def _identity(code: str, cell: int, numbers: dict[str, int], *figures: int) -> Oddity:
    return Oddity(WarningKind.IDENTITY, code, cell, dict(numbers), ":".join(map(str, figures)))
