"""What became of units between two days: the shares in which figures move from one map to a later one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from chungtay.territory.codes import EstimateReason, Level
from chungtay.territory.errors import OlderMap
from chungtay.territory.models import AdministrativeUnit, UnitSuccession


@dataclass(frozen=True)
class Share:
    """What goes from a unit of one map to a unit of a later map.

    Exactly `numerator / denominator` of the unit. `is_exact` is false where a split on the way has no reviewed shares:
    then everything stands with the default target, the other targets get 0, and both are marked with `reason`.
    """

    from_unit_id: int
    to_unit_id: int
    numerator: int
    denominator: int
    is_exact: bool
    reason: EstimateReason

    @property
    def fraction(self) -> Fraction:
        """The share as an exact fraction of the unit it comes from."""
        return Fraction(self.numerator, self.denominator)


def origins_of(unit: AdministrativeUnit) -> QuerySet[UnitSuccession]:
    """The successions that `unit` was made of, directly, each with its event."""
    found = unit.predecessions.filter(event__voided_at=None).select_related("event")
    return found.order_by("-event__effective_on", "from_unit_id")


def heirs_of(unit: AdministrativeUnit) -> QuerySet[UnitSuccession]:
    """The successions in which `unit` ended, directly, each with its event; the default target first."""
    found = unit.successions.filter(event__voided_at=None).select_related("event")
    return found.order_by("-is_default_target", "to_unit_id")


def composed_successions(from_day: date, to_day: date, *, level: Level | None = Level.COMMUNE) -> list[Share]:
    """Where each unit of the map of `from_day` stands on the map of `to_day`, through all events between.

    The shares of one unit add up to exactly 1, except of units abolished with their level, which have none. A unit
    that stands on both days goes to itself. `COMPOSED_SUCCESSIONS_SQL` is the same as a query to join.
    Raises OlderMap when `to_day` is the earlier one.
    """
    _require_not_older(from_day, to_day)
    return _shares(COMPOSED_SUCCESSIONS_SQL, from_day=from_day, to_day=to_day, level=level)


def successors_of(units: Collection[AdministrativeUnit], to_day: date) -> list[Share]:
    """Where `units`, whenever they stood, stand on the map of `to_day`; a unit that still stands goes to itself."""
    return _shares(_SUCCESSIONS_OF_SQL, units=[unit.pk for unit in units], to_day=to_day)


def successors(unit: AdministrativeUnit, to_day: date) -> list[Share]:
    """Where `unit` stands on the map of `to_day`, largest share first."""
    return sorted(successors_of([unit], to_day), key=lambda share: (-share.fraction, share.to_unit_id))


def predecessors(unit: AdministrativeUnit, from_day: date) -> list[Share]:
    """Which units of the map of `from_day` went into `unit`, and with what share of themselves."""
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINS_SQL, {"unit": unit.pk, "from_day": from_day})
        origins = [row[0] for row in cursor.fetchall()]
    day = unit.validity.lower or from_day
    shares = _shares(_SUCCESSIONS_OF_SQL, units=origins, to_day=max(day, from_day))
    return [share for share in shares if share.to_unit_id == unit.pk]


# Shares are millionths, so their products are exact decimals: numeric keeps every digit.
_COMPOSED = """
WITH RECURSIVE step AS (
    SELECT unit.id AS from_unit_id, unit.id AS at_unit_id, 1::numeric AS share, TRUE AS is_exact
      FROM territory_administrativeunit unit
     WHERE {start}
    UNION ALL
    SELECT step.from_unit_id,
           succession.to_unit_id,
           step.share * CASE WHEN succession.is_reviewed THEN succession.share_millionths * 0.000001
                             WHEN succession.is_default_target THEN 1 ELSE 0 END,
           step.is_exact AND succession.is_reviewed
      FROM step
      JOIN territory_administrativeunit here ON here.id = step.at_unit_id AND NOT here.validity @> %(to_day)s::date
      JOIN territory_unitsuccession succession ON succession.from_unit_id = here.id
      JOIN territory_unitevent event ON event.id = succession.event_id
       AND event.voided_at IS NULL AND event.effective_on <= %(to_day)s
)
SELECT step.from_unit_id, step.at_unit_id AS to_unit_id, sum(step.share) AS share, bool_and(step.is_exact) AS is_exact
  FROM step
  JOIN territory_administrativeunit there ON there.id = step.at_unit_id AND there.validity @> %(to_day)s::date
 GROUP BY step.from_unit_id, step.at_unit_id
"""

COMPOSED_SUCCESSIONS_SQL = _COMPOSED.format(
    start="unit.validity @> %(from_day)s::date AND (%(level)s::int IS NULL OR unit.level = %(level)s)"
)
"""A query with the columns from_unit_id, to_unit_id, share (numeric, exact), is_exact; it wants the parameters
from_day, to_day and level (None for all) and may stand in parentheses inside another query."""

_SUCCESSIONS_OF_SQL = _COMPOSED.format(start="unit.id = ANY(%(units)s::bigint[])")

_ORIGINS_SQL = """
WITH RECURSIVE origin AS (
    SELECT %(unit)s::bigint AS unit_id
    UNION
    SELECT succession.from_unit_id
      FROM origin
      JOIN territory_unitsuccession succession ON succession.to_unit_id = origin.unit_id
      JOIN territory_unitevent event ON event.id = succession.event_id AND event.voided_at IS NULL
)
SELECT origin.unit_id
  FROM origin
  JOIN territory_administrativeunit unit ON unit.id = origin.unit_id AND unit.validity @> %(from_day)s::date
"""


def _shares(sql: str, **parameters: Any) -> list[Share]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1, 2", parameters)
        rows = cursor.fetchall()
    return [_share(*row) for row in rows]


def _share(from_unit_id: int, to_unit_id: int, share: Decimal, is_exact: bool) -> Share:
    reason = EstimateReason.NONE if is_exact else EstimateReason.SPLIT_NOT_REVIEWED
    exact = Fraction(share)
    return Share(from_unit_id, to_unit_id, exact.numerator, exact.denominator, is_exact, reason)


def _require_not_older(from_day: date, to_day: date) -> None:
    if to_day < from_day:
        raise OlderMap(day=f"{from_day:%d/%m/%Y}", map_day=f"{to_day:%d/%m/%Y}")
