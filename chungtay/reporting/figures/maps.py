"""Where the figures of a unit stand on a later map: through successions, in exact shares.

Values never move; this says where they are *shown*. A unit has one way from its last day to any later map, so a move
depends on the unit and the map alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction

from django.db.models import F

from chungtay.territory.codes import MILLION, EventKind
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitEvent, UnitSuccession

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


def moves(after: date, until: date) -> dict[int, Move]:
    """The way of each unit that ended after the day `after`, up to the map of the day `until`.

    Only reviewed shares divide; a split with any share not reviewed sends everything to its default target.
    """
    rows: dict[int, list[UnitSuccession]] = defaultdict(list)
    found = UnitSuccession.objects.filter(
        event__voided_at=None, event__effective_on__gt=after, event__effective_on__lte=until
    )
    for row in found.order_by("event__effective_on", "id"):
        rows[row.from_unit_id].append(row)
    for unit, parent in _parents_of_abolished(rows, after, until):
        rows[unit] = [UnitSuccession(to_unit_id=parent, share_millionths=MILLION, is_default_target=True)]
    known: dict[int, Move] = {}
    for unit in list(rows):
        _follow(unit, rows, known)
    return {unit: known[unit] for unit in rows}


def _parents_of_abolished(with_successors: Collection[int], after: date, until: date) -> list[tuple[int, int]]:
    """Units that ended without a successor, as districts did with their level, each with its parent of the last day.

    What was reported for such a unit itself stays in the sums of those above it.
    """
    ended = AdministrativeUnit.objects.filter(
        validity__isempty=False, validity__endswith__gt=after, validity__endswith__lte=until
    ).exclude(id__in=list(with_successors))
    above = UnitAncestor.objects.filter(unit__in=ended, depth=1, validity__endswith=F("unit__validity__endswith"))
    return list(above.values_list("unit_id", "ancestor_id"))


def _follow(unit: int, rows: Mapping[int, list[UnitSuccession]], known: dict[int, Move]) -> Move:
    """The move of `unit`; successions lead forward in time only, so this ends."""
    if unit in known:
        return known[unit]
    if unit not in rows:
        return Move({unit: WHOLE}, unit, frozenset([unit]), Splitting.NONE)
    nexts = {row.to_unit_id: _follow(row.to_unit_id, rows, known) for row in rows[unit]}
    default = next((row.to_unit_id for row in rows[unit] if row.is_default_target), _largest(rows[unit]))
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


def _largest(rows: list[UnitSuccession]) -> int:
    return max(rows, key=lambda row: row.share_millionths).to_unit_id


def _shares(rows: list[UnitSuccession]) -> dict[int, Fraction]:
    """Shares in parts of their own sum, so that nothing is lost should they not reach a million."""
    whole = sum(row.share_millionths for row in rows)
    return {row.to_unit_id: Fraction(row.share_millionths, whole) for row in rows}


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
