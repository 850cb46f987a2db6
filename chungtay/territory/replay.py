"""Replays steps of the ledger in memory and writes the outcome in bulk: a whole nation in seconds.

One event entered by a person takes the same road, so there is one reading of the rules (docs/rules/territory.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from chungtay.core.bulk import write_many
from chungtay.territory.ancestry import rebuild_ancestors, rebuild_ancestors_below
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.errors import (
    CodeTaken,
    UnitHasLaterEvents,
    UnitStillHasChildren,
    UnknownUnit,
    WrongParent,
)
from chungtay.territory.ledger import Change, Part, Step, UnitData, changed, fields_of
from chungtay.territory.models import AdministrativeUnit, UnitEvent, UnitSuccession, UnitVersion
from chungtay.territory.spans import opened_by, until

BATCH = 2000
Progress = Callable[[str, int, int], None]


@dataclass(eq=False)
class StandingUnit:
    """A unit while the ledger is replayed: what it is now, and its open version."""

    row: AdministrativeUnit
    data: UnitData
    version: UnitVersion
    children: set[StandingUnit] = field(default_factory=set)


class Replay:
    """Applies steps in order of time, keeping every row that the database will hold.

    It begins with the versions that are open in the database, each with its unit.
    """

    def __init__(self, standing: Iterable[UnitVersion] = ()) -> None:
        self.standing = _standing(standing)
        self.ended_versions: list[UnitVersion] = []
        self.ended_units: list[AdministrativeUnit] = []
        self.events: list[UnitEvent] = []
        self.units: list[AdministrativeUnit] = []
        self.versions: list[UnitVersion] = []
        self.successions: list[UnitSuccession] = []

    def apply(self, step: Step) -> None:
        """Add one step. Errors are those of the actions: unknown code, taken code, wrong parent, children left."""
        event = UnitEvent(
            kind=step.kind,
            effective_on=step.effective_on,
            date_is_known=step.date_is_known,
            legal_basis=step.legal_basis,
            note=step.note,
        )
        self.events.append(event)
        before = {code: self._unit(code, step.effective_on) for code in step.ends}
        orphans = self._end(before, event)
        for data in step.starts:
            self._start(_located(data, before), event)
        for part in step.parts:
            self._succeed(part, before, event)
        for child in orphans:
            self._adopt(child, step, event)
        for change in step.changes:
            self._change(self._unit(change.code, step.effective_on), change, event)

    def write(self, progress: Progress | None = None) -> None:
        """Store everything that was replayed, inside the caller's transaction.

        Old rows are closed before new ones open, so that the exclusion constraints can watch every step.
        """
        self._store(UnitEvent, self.events, progress)
        write_many(self.ended_versions, ["validity", "ended_by"])
        write_many(self.ended_units, ["validity"])
        self._require_codes_free()
        self._store(AdministrativeUnit, self.units, progress)
        self._store(UnitVersion, self.versions, progress)
        self._store(UnitSuccession, self.successions, progress)
        rebuild_ancestors(unit.pk for unit in self.units)
        if self.ended_versions:
            rebuild_ancestors_below(version.unit_id for version in self.ended_versions)

    def _store(self, model: type[Model], rows: Sequence[Model], progress: Progress | None) -> None:
        for start in range(0, len(rows), BATCH):
            model._default_manager.bulk_create(rows[start : start + BATCH])
            if progress:
                progress(model.__name__, min(start + BATCH, len(rows)), len(rows))

    def _require_codes_free(self) -> None:
        """No code may be opened on days on which the database already has it for a unit that has since ended."""
        first_days = {version.code: version.event.effective_on for version in reversed(self.versions)}
        taken = UnitVersion.objects.filter(code__in=first_days, validity__endswith__isnull=False)
        for version in taken.exclude(validity__isempty=True):
            if version.validity.upper > first_days[version.code]:
                raise CodeTaken(unit=version.code, day=f"{first_days[version.code]:%d/%m/%Y}")

    def _unit(self, code: str, day: date) -> StandingUnit:
        if code not in self.standing:
            raise UnknownUnit(unit=code, day=f"{day:%d/%m/%Y}")
        return self.standing[code]

    def _start(self, data: UnitData, event: UnitEvent) -> None:
        self._require_free(data.code, event)
        row = AdministrativeUnit(level=data.kind.level, validity=opened_by(event))
        self.units.append(row)
        unit = StandingUnit(row, data, self._opened(row, data, event))
        self.standing[data.code] = unit
        self._hang(unit)

    def _opened(self, row: AdministrativeUnit, data: UnitData, event: UnitEvent) -> UnitVersion:
        parent = self._unit(data.parent, event.effective_on) if data.parent else None
        if (parent is None) != (row.level == Level.NATION) or (parent and parent.row.level >= row.level):
            raise WrongParent(unit=data.name)
        span = opened_by(event)
        if parent and not _reaches_back(parent.row.validity, span):
            raise WrongParent(unit=data.name)
        version = UnitVersion(
            **fields_of(data), unit=row, parent=parent.row if parent else None, event=event, validity=span
        )
        self.versions.append(version)
        return version

    def _hang(self, unit: StandingUnit) -> None:
        if unit.data.parent:
            self.standing[unit.data.parent].children.add(unit)

    def _close(self, unit: StandingUnit, event: UnitEvent) -> None:
        first_day = unit.version.validity.lower
        if first_day and first_day > event.effective_on:
            raise UnitHasLaterEvents(unit=unit.version.official_name, day=f"{event.effective_on:%d/%m/%Y}")
        unit.version.validity = until(unit.version.validity, event.effective_on)
        unit.version.ended_by = event
        if unit.version.pk:
            self.ended_versions.append(unit.version)
        if unit.data.parent in self.standing:
            self.standing[unit.data.parent].children.discard(unit)

    def _end(self, ending: dict[str, StandingUnit], event: UnitEvent) -> list[StandingUnit]:
        """End units; their children that stay come back, to be adopted by what follows."""
        for code, unit in ending.items():
            self._close(unit, event)
            unit.row.validity = until(unit.row.validity, event.effective_on)
            if unit.row.pk:
                self.ended_units.append(unit.row)
            del self.standing[code]
        leaving = set(ending.values())
        staying = {child for unit in ending.values() for child in unit.children} - leaving
        return sorted(staying, key=lambda child: child.data.code)

    def _adopt(self, child: StandingUnit, step: Step, event: UnitEvent) -> None:
        heirs = {part.from_code: part.to_code for part in step.parts if part.is_default_target}
        if child.data.parent not in heirs:
            raise UnitStillHasChildren(unit=", ".join(step.ends))
        self._change(child, Change(child.data.code, parent=heirs[child.data.parent]), event)

    def _change(self, unit: StandingUnit, change: Change, event: UnitEvent) -> None:
        data = changed(unit.data, change)
        if data.kind.level != unit.row.level:
            raise WrongParent(unit=data.name)
        if data.code != unit.data.code:
            self._require_free(data.code, event)
        self._close(unit, event)
        del self.standing[unit.data.code]
        self.standing[data.code] = unit
        unit.data = data
        for child in unit.children:
            child.data = replace(child.data, parent=data.code)
        unit.version = self._opened(unit.row, data, event)
        self._hang(unit)

    def _require_free(self, code: str, event: UnitEvent) -> None:
        if code in self.standing:
            raise CodeTaken(unit=code, day=f"{event.effective_on:%d/%m/%Y}")

    def _succeed(self, part: Part, before: dict[str, StandingUnit], event: UnitEvent) -> None:
        self.successions.append(
            UnitSuccession(
                event=event,
                from_unit=before[part.from_code].row,
                to_unit=self._unit(part.to_code, event.effective_on).row,
                share_millionths=part.share_millionths,
                is_reviewed=part.is_reviewed,
                is_default_target=part.is_default_target,
            )
        )


def _standing(versions: Iterable[UnitVersion]) -> dict[str, StandingUnit]:
    """Units that stand in the database, by code, with what hangs below each."""
    by_key = {version.unit_id: version for version in versions}
    standing = {}
    for version in by_key.values():
        parent = by_key[version.parent_id].code if version.parent_id else None
        data = UnitData(
            version.code,
            UnitKind(version.kind),
            version.name,
            parent,
            version.latitude_e6,
            version.longitude_e6,
        )
        standing[version.code] = StandingUnit(version.unit, data, version)
    for unit in standing.values():
        if unit.data.parent:
            standing[unit.data.parent].children.add(unit)
    return standing


def _located(data: UnitData, before: dict[str, StandingUnit]) -> UnitData:
    """`data`, with the centre of the ending unit of the same code where it has none of its own."""
    if data.latitude_e6 is not None or data.code not in before:
        return data
    old = before[data.code].data
    return replace(data, latitude_e6=old.latitude_e6, longitude_e6=old.longitude_e6)


def _reaches_back(parent: DateRange, child: DateRange) -> bool:
    """Whether a parent stands from the first day of its child on."""
    return parent.lower is None or (child.lower is not None and parent.lower <= child.lower)
