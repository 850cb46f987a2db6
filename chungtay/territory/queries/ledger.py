"""The ledger as people read it: days, events, and the story of one unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, F, Q, QuerySet

from chungtay.territory.codes import EventKind
from chungtay.territory.models import AdministrativeUnit, UnitEvent, UnitSuccession, UnitVersion
from chungtay.territory.phrases import span_text
from chungtay.territory.queries.successions import heirs_of, origins_of
from chungtay.territory.queries.units import ancestors_on, children_on, names_at_last, versions_on
from chungtay.territory.spans import holds

SHOWN = 12  # units named in one line of the ledger; of more, only the number is told


@dataclass(frozen=True)
class MapDate:
    """A day on which the map changed, and how many events of the ledger took effect then."""

    day: date
    event_count: int
    date_is_known: bool


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


@dataclass(frozen=True)
class LedgerLine:
    """One event as a sentence needs it: the first units before and after, and how many more there are."""

    event: UnitEvent
    before: tuple[UnitVersion, ...]
    after: tuple[UnitVersion, ...]
    unnamed_count: int


def ledger_lines(rows: Sequence[UnitEvent]) -> list[LedgerLine]:
    """The events of one page with the units they are about; the number of queries does not grow with them.

    Units that only follow their parent in a merger are not told; of long lists the first in dictionary order are named,
    and of a first list of units only the number is told.
    """
    parties = _parties(rows)
    listed = [event for event in rows if event.kind == EventKind.CREATE and not parties[event.pk]]
    sizes = UnitVersion.objects.filter(event__in=listed).order_by().values_list("event_id").annotate(Count("id"))
    unnamed = dict(sizes)
    told = [event for event in rows if event not in listed]
    before, after = _told("ended_by_id", told, parties), _told("event_id", told, parties)
    _tell_parents(told, after)
    return [_line(event, before[event.pk], after[event.pk], unnamed.get(event.pk, 0)) for event in rows]


def _line(event: UnitEvent, before: list[UnitVersion], after: list[UnitVersion], unnamed: int) -> LedgerLine:
    rest = max(unnamed, len(before) - SHOWN, len(after) - SHOWN, 0)
    return LedgerLine(event, tuple(before[:SHOWN]), tuple(after[:SHOWN]), rest)


def _tell_parents(rows: Sequence[UnitEvent], after: dict[int, list[UnitVersion]]) -> None:
    """Of a change of parent, the line says where the units went, not their unchanged names once more."""
    moved = {event.pk: event.effective_on for event in rows if event.kind == EventKind.REPARENT}
    parents = {version.parent_id for key in moved for version in after[key]}
    names = UnitVersion.objects.filter(unit__in=parents, validity__isempty=False).order_by("sort_key", "id")
    rows_of = list(names) if parents else []
    for key, day in moved.items():
        wanted = {version.parent_id for version in after[key]}
        after[key] = [name for name in rows_of if name.unit_id in wanted and holds(name.validity, day)]


def _parties(rows: Sequence[UnitEvent]) -> dict[int, set[int]]:
    """By event, the units of its successions; empty where it has none and every unit is told."""
    parties: dict[int, set[int]] = defaultdict(set)
    pairs = UnitSuccession.objects.filter(event__in=rows).values_list("event_id", "from_unit_id", "to_unit_id")
    for event_id, from_unit_id, to_unit_id in pairs:
        parties[event_id] |= {from_unit_id, to_unit_id}
    return parties


def _told(column: str, rows: Sequence[UnitEvent], parties: dict[int, set[int]]) -> dict[int, list[UnitVersion]]:
    """By event, the versions in dictionary order that it opened or closed and that its line is about."""
    found: dict[int, list[UnitVersion]] = defaultdict(list)
    versions = UnitVersion.objects.filter(**{f"{column}__in": [event.pk for event in rows]})
    for version in versions.order_by("sort_key", "id"):
        event_id = getattr(version, column)
        if not parties[event_id] or version.unit_id in parties[event_id]:
            found[event_id].append(version)
    return found


@dataclass(frozen=True)
class Spell:
    """A span in which a unit was called one thing and stood below one parent."""

    version: UnitVersion
    parent: UnitVersion | None

    @property
    def span(self) -> str:
        """The days of the spell in the reader's words."""
        return span_text(self.version.validity)


@dataclass(frozen=True)
class Link:
    """A unit at the other end of a succession."""

    version: UnitVersion
    succession: UnitSuccession


@dataclass(frozen=True)
class UnitStory:
    """One territory: its spells, what stands above and below it on its last day (or today), its origins and heirs."""

    unit: AdministrativeUnit
    last: UnitVersion
    day: date
    spells: tuple[Spell, ...]
    above: tuple[UnitVersion, ...]
    children: tuple[UnitVersion, ...]
    origins: tuple[Link, ...]
    heirs: tuple[Link, ...]

    @property
    def span(self) -> str:
        """The days of the unit in the reader's words."""
        return span_text(self.unit.validity)


def story(unit: AdministrativeUnit, today: date) -> UnitStory:
    """Everything that the ledger tells about `unit`."""
    versions = list(history(unit))
    origins, heirs = list(origins_of(unit)), list(heirs_of(unit))
    names = names_at_last(
        [row.from_unit_id for row in origins]
        + [row.to_unit_id for row in heirs]
        + [version.parent_id for version in versions if version.parent_id]
    )
    day = _last_day(unit, today)
    return UnitStory(
        unit,
        versions[-1],
        day,
        tuple(Spell(version, names.get(version.parent_id or 0)) for version in versions),
        tuple(ancestors_on(unit, day)),
        tuple(children_on(unit, day)),
        tuple(Link(names[row.from_unit_id], row) for row in origins),
        tuple(Link(names[row.to_unit_id], row) for row in heirs),
    )


def with_parents(versions: Iterable[UnitVersion], on: date) -> list[tuple[UnitVersion, UnitVersion | None]]:
    """Each version with what its parent is called on that day, in one query."""
    rows = list(versions)
    parents = versions_on([row.parent_id for row in rows if row.parent_id], on)
    return [(row, parents.get(row.parent_id or 0)) for row in rows]


def _last_day(unit: AdministrativeUnit, today: date) -> date:
    """Today, or the nearest day to it on which the unit stands."""
    span = unit.validity
    if span.upper and span.upper <= today:
        return span.upper - timedelta(days=1)
    return max(span.lower or today, today)
