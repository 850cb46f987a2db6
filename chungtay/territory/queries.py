"""Questions about administrative units, each on a day, and about what became of them between two days.

The ledger is the same for everybody who is signed in: names and dates of units are public facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Round

from chungtay.core.vietnamese import normalise
from chungtay.territory.codes import EstimateReason, Level
from chungtay.territory.errors import OlderMap, UnknownUnit
from chungtay.territory.models import AdministrativeUnit, UnitEvent, UnitSuccession, UnitVersion


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


@dataclass(frozen=True)
class MapDate:
    """A day on which the map changed, and how many events of the ledger took effect then."""

    day: date
    event_count: int
    date_is_known: bool


def units_on(on: date, *, level: Level | None = None, under: AdministrativeUnit | None = None) -> QuerySet[UnitVersion]:
    """The units that stand on a day, as they are called then, in dictionary order; each with its `unit`.

    `under` leaves those below that unit on that day, at any depth, without itself.
    """
    found = UnitVersion.objects.filter(validity__contains=on).select_related("unit")
    if level is not None:
        found = found.filter(level=level)
    if under is not None:
        found = found.filter(
            unit__ancestors__ancestor=under, unit__ancestors__depth__gt=0, unit__ancestors__validity__contains=on
        )
    return found.order_by("sort_key", "id")


def search_units(
    text: str, on: date, *, level: Level | None = None, under: AdministrativeUnit | None = None
) -> QuerySet[UnitVersion]:
    """The units of a day whose name, kind and name, or code resembles `text`, whatever its marks; best first.

    Ordered by ("rank", "sort_key", "id"), which is also the order to page by; rank 0 is a perfect match.
    """
    wanted: Any = Func(Value(normalise(text)), function="public.f_unaccent", output_field=TextField())
    distance = Round((Value(1.0) - TrigramWordSimilarity(wanted, "search_text")) * Value(1000.0))
    found = units_on(on, level=level, under=under).filter(
        Q(search_text__trigram_word_similar=wanted) | Q(search_text__contains=wanted)
    )
    return found.annotate(rank=Cast(distance, IntegerField())).order_by("rank", "sort_key", "id")


def unit_by_code(code: str, on: date) -> AdministrativeUnit:
    """The unit that `code` stands for on a day. Raises UnknownUnit."""
    return version_by_code(code, on).unit


def version_by_code(code: str, on: date) -> UnitVersion:
    """The unit that `code` stands for on a day, as it is called then. Raises UnknownUnit."""
    version = UnitVersion.objects.filter(code=code, validity__contains=on).select_related("unit").first()
    if version is None:
        raise UnknownUnit(unit=code, day=f"{on:%d/%m/%Y}")
    return version


def version_on(unit: AdministrativeUnit, on: date) -> UnitVersion:
    """What `unit` is called on a day. Raises UnknownUnit on days on which it does not stand."""
    version = unit.versions.filter(validity__contains=on).select_related("unit").first()
    if version is None:
        raise UnknownUnit(unit=_any_code(unit), day=f"{on:%d/%m/%Y}")
    return version


def versions_on(units: Iterable[AdministrativeUnit | int], on: date) -> dict[int, UnitVersion]:
    """What these units are called on a day, by key, in one query; units that do not stand then are left out."""
    keys = {unit if isinstance(unit, int) else unit.pk for unit in units}
    return {row.unit_id: row for row in UnitVersion.objects.filter(unit__in=keys, validity__contains=on)}


def names_at_last(units: Iterable[AdministrativeUnit | int]) -> dict[int, UnitVersion]:
    """The last version of each of these units, by key: the name under which a unit of the past is known."""
    keys = {unit if isinstance(unit, int) else unit.pk for unit in units}
    rows = UnitVersion.objects.filter(unit__in=keys).order_by("unit_id", "validity__isempty", F("validity").desc())
    return {row.unit_id: row for row in rows.distinct("unit_id")}


def ancestors_on(unit: AdministrativeUnit, on: date) -> list[UnitVersion]:
    """What stands above `unit` on a day, the nearest first, the nation last."""
    above = UnitVersion.objects.filter(
        unit__descendants__unit=unit,
        unit__descendants__depth__gt=0,
        unit__descendants__validity__contains=on,
        validity__contains=on,
    )
    return list(above.select_related("unit").order_by("unit__descendants__depth"))


def children_on(unit: AdministrativeUnit, on: date) -> QuerySet[UnitVersion]:
    """The units that stand directly below `unit` on a day, in dictionary order."""
    return units_on(on).filter(parent=unit)


def map_dates(under: AdministrativeUnit | None = None) -> list[date]:
    """The days on which the map (below `under`) changed, oldest first; the first is that of the first list."""
    return [found.day for found in map_changes(under)]


def map_changes(under: AdministrativeUnit | None = None) -> list[MapDate]:
    """The days on which the map (below `under`) changed, oldest first, with the number of events."""
    rows = (
        events(under)
        .values("effective_on")
        .annotate(event_count=Count("id", distinct=True), known=BoolAnd("date_is_known"))
        .order_by("effective_on")
    )
    return [MapDate(row["effective_on"], row["event_count"], row["known"]) for row in rows]


def events(under: AdministrativeUnit | None = None) -> QuerySet[UnitEvent]:
    """The ledger (below `under`, with itself), latest first by ("-effective_on", "-id"), without what was voided."""
    found = UnitEvent.objects.filter(voided_at=None).order_by("-effective_on", "-id")
    if under is None:
        return found
    below = under.descendants.values("unit_id")
    opened = UnitVersion.objects.filter(unit__in=below).values("event_id")
    closed = UnitVersion.objects.filter(unit__in=below, ended_by__isnull=False).values("ended_by_id")
    return found.filter(Q(pk__in=opened) | Q(pk__in=closed))


def history(unit: AdministrativeUnit) -> QuerySet[UnitVersion]:
    """What `unit` was called over time, oldest first, each with the event that opened it and its parent."""
    found = unit.versions.filter(validity__isempty=False).select_related("event", "ended_by", "parent")
    return found.order_by(F("validity").asc())


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


def _any_code(unit: AdministrativeUnit) -> str:
    version = unit.versions.order_by("-id").first()
    return version.code if version else str(unit.pk)
