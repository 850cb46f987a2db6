"""Where the figures of a unit stand on a later map: through successions, in exact shares.

Values never move; this says where they are *shown*. A unit has one way from its last day to any later map, so a move
depends on the unit and the map alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from django.db.models import F

from chungtay.territory.codes import MILLION, EventKind
from chungtay.territory.models import UnitAncestor, UnitEvent, UnitSuccession

# A new name, kind or code moves no figure, nor does a unit that nobody had before.
_LEAVES_THE_MAP = (EventKind.CREATE, EventKind.RENAME, EventKind.RETYPE, EventKind.RECODE)
WHOLE = Fraction(1)


class Splitting(IntEnum):
    """Whether a unit met a split on its way, and how it was passed."""

    NONE = 0
    BY_SHARES = 1
    DEFAULT_TARGET = 2


@dataclass(frozen=True, slots=True)
class Move:
    """Where an ended unit went: `parts` of its flows, `default` for what is never divided, `possible` targets."""

    parts: Mapping[int, Fraction]
    default: int
    possible: frozenset[int]
    splitting: Splitting


@dataclass(frozen=True, slots=True)
class Reach:
    """What of an ended unit's figures is shown under an asked unit; `splitting` when only a part of it may be.

    A share of zero says that nothing of it is, though a reviewed share might have brought some.
    """

    from_unit: int
    asked_unit: int
    share: Fraction
    splitting: Splitting


def change_days() -> list[date]:
    """Every day on which figures may have moved between units, in order."""
    events = UnitEvent.objects.filter(voided_at=None).exclude(kind__in=_LEAVES_THE_MAP)
    return list(events.order_by("effective_on").values_list("effective_on", flat=True).distinct())


def has_change(days: Iterable[date], after: date, until: date) -> bool:
    """Whether the map of `until` may differ from that of `after`."""
    return any(after < day <= until for day in days)


class LedgerRow(NamedTuple):
    """One row of the ledger: what of a unit went where, on which day."""

    effective_on: date
    from_unit: int
    to_unit: int
    share_millionths: int
    is_default_target: bool
    is_reviewed: bool


def moves(after: date, until: date) -> dict[int, Move]:
    """The way of each unit that ended after the day `after`, up to the map of the day `until`.

    Only reviewed shares divide; a split with any share not reviewed sends everything to its default target.
    """
    return moves_to([until], after)[until]


def moves_to(days: Collection[date], after: date) -> dict[date, dict[int, Move]]:
    """The same to the map of each of `days`. Two queries whatever their number; maps that are alike are made once."""
    steps = _steps(after, max(days))
    made: dict[int, dict[int, Move]] = {}
    found = {}
    for day in days:
        count = sum(step.effective_on <= day for step in steps)
        if count not in made:
            made[count] = _moves_by(steps[:count])
        found[day] = made[count]
    return found


def _moves_by(steps: Sequence[LedgerRow]) -> dict[int, Move]:
    rows: dict[int, list[LedgerRow]] = defaultdict(list)
    for step in steps:
        rows[step.from_unit].append(step)
    known: dict[int, Move] = {}
    for unit in list(rows):
        _follow(unit, rows, known)
    return {unit: known[unit] for unit in rows}


def _steps(after: date, until: date) -> list[LedgerRow]:
    """Successions after the one day and up to the other, the earliest first.

    A unit that ended without a successor, as districts did with their level, goes to its parent of the last day: what
    was reported for such a unit itself stays in the sums of those above it.
    """
    found = UnitSuccession.objects.filter(
        event__voided_at=None, event__effective_on__gt=after, event__effective_on__lte=until
    ).order_by("event__effective_on", "id")
    columns = ("event__effective_on", "from_unit", "to_unit", "share_millionths", "is_default_target", "is_reviewed")
    steps = [LedgerRow(*row) for row in found.values_list(*columns)]
    with_successors = {step.from_unit for step in steps}
    above = UnitAncestor.objects.filter(
        depth=1,
        unit__validity__isempty=False,
        unit__validity__endswith__gt=after,
        unit__validity__endswith__lte=until,
        validity__endswith=F("unit__validity__endswith"),
    )
    steps += [
        LedgerRow(ended_on, unit, parent, MILLION, is_default_target=True, is_reviewed=False)
        for unit, parent, ended_on in above.values_list("unit", "ancestor", "unit__validity__endswith")
        if unit not in with_successors
    ]
    return sorted(steps, key=lambda step: step.effective_on)


def _follow(unit: int, rows: Mapping[int, list[LedgerRow]], known: dict[int, Move]) -> Move:
    """The move of `unit`; successions lead forward in time only, so this ends."""
    if unit in known:
        return known[unit]
    if unit not in rows:
        return Move({unit: WHOLE}, unit, frozenset([unit]), Splitting.NONE)
    nexts = {row.to_unit: _follow(row.to_unit, rows, known) for row in rows[unit]}
    default = next((row.to_unit for row in rows[unit] if row.is_default_target), _largest(rows[unit]))
    by_shares = len(nexts) > 1 and all(row.is_reviewed for row in rows[unit])
    shares = _shares(rows[unit]) if by_shares else {default: WHOLE}
    parts: dict[int, Fraction] = defaultdict(Fraction)
    for target, share in shares.items():
        for final, part in nexts[target].parts.items():
            parts[final] += share * part
    own = Splitting.NONE if len(nexts) == 1 else Splitting.BY_SHARES if by_shares else Splitting.DEFAULT_TARGET
    known[unit] = Move(
        parts=dict(parts),
        default=nexts[default].default,
        possible=frozenset().union(*(move.possible for move in nexts.values())),
        splitting=max(own, *(move.splitting for move in nexts.values())),
    )
    return known[unit]


def _largest(rows: list[LedgerRow]) -> int:
    return max(rows, key=lambda row: row.share_millionths).to_unit


def _shares(rows: list[LedgerRow]) -> dict[int, Fraction]:
    """Shares in parts of their own sum, so that nothing is lost should they not reach a million."""
    whole = sum(row.share_millionths for row in rows)
    return {row.to_unit: Fraction(row.share_millionths, whole) for row in rows}


def asked_above(moved: Mapping[int, Move], asked_units: Collection[int], day: date) -> Mapping[int, list[int]]:
    """Which of `asked_units` stand above each unit that figures may have moved to, on the map of `day`."""
    finals = {final for move in moved.values() for final in move.possible}
    above: dict[int, list[int]] = defaultdict(list)
    rows = UnitAncestor.objects.filter(unit__in=finals, ancestor__in=asked_units, validity__contains=day)
    for unit, ancestor in rows.values_list("unit_id", "ancestor_id"):
        above[unit].append(ancestor)
    return above


def reaches(moved: Mapping[int, Move], above: Mapping[int, list[int]]) -> list[Reach]:
    """How the moved units stand under the asked ones (`asked_above`), where flows are divided."""
    found = []
    for unit, move in moved.items():
        shares: dict[int, Fraction] = defaultdict(Fraction)
        possible: dict[int, int] = defaultdict(int)
        for final in move.possible:
            for asked in above.get(final, ()):
                shares[asked] += move.parts.get(final, Fraction(0))
                possible[asked] += 1
        found += [
            Reach(unit, asked, shares[asked], Splitting.NONE if count == len(move.possible) else move.splitting)
            for asked, count in possible.items()
        ]
    return found


def whole_reaches(moved: Mapping[int, Move], above: Mapping[int, list[int]]) -> list[Reach]:
    """The same for stock, distinct and ratio, which are never divided: all of it goes with the default target."""
    undivided = {
        unit: Move({move.default: WHOLE}, move.default, move.possible, move.splitting) for unit, move in moved.items()
    }
    return reaches(undivided, above)
