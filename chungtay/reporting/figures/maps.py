"""Where the figures of a unit stand on a later map: through successions, in exact shares. Pure.

Values never move; this says where they are *shown*. A unit has one way from its last day to any later map, so a move
depends on the unit and the map alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

WHOLE = Fraction(1)


class Splitting(IntEnum):
    """Whether a unit met a split on its way, and how it was passed."""

    NONE = 0
    BY_SHARES = 1
    DEFAULT_TARGET = 2


class Way(NamedTuple):
    """How a unit's figures arrive under an asked unit: which share of them, and through what splitting.

    A share of zero says that nothing of them does, though a reviewed share might have brought some.
    """

    share: Fraction
    splitting: Splitting


ITSELF = Way(WHOLE, Splitting.NONE)


@dataclass(frozen=True, slots=True)
class Move:
    """Where an ended unit went: `parts` of its flows, `default` for what is never divided, `possible` targets."""

    parts: Mapping[int, Fraction]
    default: int
    possible: frozenset[int]
    splitting: Splitting

    @property
    def undivided(self) -> Move:
        """The same for stock, distinct and ratio, which are never divided: all of it goes with the default target."""
        return Move({self.default: WHOLE}, self.default, self.possible, self.splitting)


class LedgerRow(NamedTuple):
    """One row of the ledger: what of a unit went where, on which day."""

    effective_on: date
    from_unit: int
    to_unit: int
    share_millionths: int
    is_default_target: bool
    is_reviewed: bool


def moves_by(steps: Sequence[LedgerRow]) -> dict[int, Move]:
    """The way of each unit that ended in one of `steps`, through all of them.

    Only reviewed shares divide; a split with any share not reviewed sends everything to its default target.
    """
    rows: dict[int, list[LedgerRow]] = defaultdict(list)
    for step in steps:
        rows[step.from_unit].append(step)
    known: dict[int, Move] = {}
    for unit in list(rows):
        _follow(unit, rows, known)
    return {unit: known[unit] for unit in rows}


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


def ways_of(move: Move, above: Callable[[int], Iterable[int]]) -> dict[int, Way]:
    """How a moved unit's figures arrive under every unit of the map, `above` whose units it may have gone to.

    Where all of its possible targets lie under a unit, everything arrives there and no splitting shows.
    """
    if len(move.possible) == 1:
        (final,) = move.possible
        return dict.fromkeys(above(final), ITSELF)
    shares: dict[int, Fraction] = defaultdict(Fraction)
    possible: dict[int, int] = defaultdict(int)
    for final in move.possible:
        for unit in above(final):
            shares[unit] += move.parts.get(final, Fraction(0))
            possible[unit] += 1
    return {
        unit: Way(shares[unit], Splitting.NONE if count == len(move.possible) else move.splitting)
        for unit, count in possible.items()
    }
