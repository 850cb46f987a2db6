"""What may happen to administrative units. Each act is one event of the ledger.

Acts are entered in order of time for the units they touch; only the latest can be undone.
Source: docs/rules/territory.md
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q

from chungtay.core.bulk import write_many
from chungtay.core.errors import require
from chungtay.core.record import Actor, record
from chungtay.core.scanner import require_clean
from chungtay.territory import rules
from chungtay.territory.ancestry import rebuild_ancestors_below
from chungtay.territory.codes import MILLION, NATION_CODE, EventKind, UnitKind
from chungtay.territory.errors import (
    NothingToUndo,
    PartOfProposal,
    SharesDoNotAddUp,
    UndoBlocked,
    UnitHasLaterEvents,
)
from chungtay.territory.ledger import Change, Part, Step, UnitData, whole
from chungtay.territory.ledger_file import read_ledger
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitEvent, UnitSuccession, UnitVersion
from chungtay.territory.replay import Progress, Replay
from chungtay.territory.signals import Blocker, unit_event_undo
from chungtay.territory.sources import HISTORY_WITNESSED_ON, TWO_TIERS_ON, july_provinces, shipped_steps
from chungtay.territory.spans import NO_DAYS, opened_by

LEDGER_LOCK = 0x7E22170  # one writer of the ledger at a time; any number no other advisory lock uses

_IS_OPEN = Q(validity__endswith__isnull=True, validity__isempty=False)

NATION = Step(
    EventKind.CREATE,
    HISTORY_WITNESSED_ON,
    "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam",
    date_is_known=False,
    starts=(UnitData(NATION_CODE, UnitKind.NATION, "Việt Nam", None),),
)


@dataclass(frozen=True)
class Entry:
    """When an event takes effect and what it stands on: the first day, the legal basis as text, and a note."""

    effective_on: date
    legal_basis: str
    date_is_known: bool = True
    note: str = ""


@dataclass(frozen=True)
class Loaded:
    """What a load added."""

    events: int
    units: int


def load_units(
    provinces: Collection[str] | None = None, *, by: Actor | None, now: datetime, progress: Progress | None = None
) -> Loaded:
    """Load the ledger that comes with the product: the whole nation, or those `provinces` and the nation above them.

    Codes are those of the map since 1 July 2025. What is there already is left alone, so a second load adds nothing.
    """
    wanted = set(july_provinces()) if provinces is None else set(provinces)
    with transaction.atomic():
        lock_ledger()
        there = UnitVersion.objects.filter(code__in=[*wanted, NATION_CODE], validity__contains=TWO_TIERS_ON)
        known = set(there.values_list("code", flat=True))
        steps = shipped_steps(wanted - known)
        if NATION_CODE not in known:
            steps = [NATION, *steps]
        return replay_ledger(steps, by=by, now=now, progress=progress)


def replay_ledger(
    steps: Sequence[Step], *, by: Actor | None, now: datetime, progress: Progress | None = None
) -> Loaded:
    """Write many steps at once, in order of time, on top of what stands. All of them or none.

    Raises what the single acts raise: unknown or taken code, wrong parent, units left without a parent, and
    `UnitHasLaterEvents` when a step is older than what the ledger already says about its units.
    """
    replay = write_steps(steps, by=by, now=now, progress=progress)
    return Loaded(len(replay.events), len(replay.units))


def enter_ledger(text: str, *, by: Actor | None, now: datetime) -> Loaded:
    """Enter the events of a ledger file (see `ledger_file`), all of them or none.

    Raises ManyProblems with every cell that cannot be right; then what `replay_ledger` raises.
    """
    require(rules.can_keep_ledger(by))
    return replay_ledger(read_ledger(text), by=by, now=now)


def create_units(
    units: Sequence[UnitData], *, entry: Entry, by: Actor | None, now: datetime
) -> list[AdministrativeUnit]:
    """Establish units, parents before children. An entry whose date is not known leaves their start open."""
    return _write(_step(EventKind.CREATE, entry, starts=tuple(units)), by=by, now=now).units


def merge_units(
    units: Sequence[AdministrativeUnit], *, into: UnitData, entry: Entry, by: Actor | None, now: datetime
) -> AdministrativeUnit:
    """End `units` and start one unit made of all of them; it may carry the code of one of them.

    The unit that absorbs another is named among `units` too: its territory is not what it was, so its key ends.
    Units that stood below follow. Returns the new unit.
    """
    codes = tuple(_open_version(unit, entry).code for unit in units)
    step = _step(EventKind.MERGE, entry, ends=codes, starts=(into,), parts=whole(codes, into.code))
    return _write(step, by=by, now=now).units[0]


def split_unit(
    unit: AdministrativeUnit,
    *,
    into: Sequence[UnitData],
    default_target: str,
    shares: Mapping[str, int] | None = None,
    entry: Entry,
    by: Actor | None,
    now: datetime,
) -> list[AdministrativeUnit]:
    """End `unit` and start several in its place.

    `shares` are reviewed millionths by code of the new unit. Without them everything goes to `default_target`, marked
    as estimated, until `review_shares`. Units that stood below follow the default target.
    Raises SharesDoNotAddUp unless the shares of all new units make a million and the default target is one of them.
    """
    code = _open_version(unit, entry).code
    targets = [data.code for data in into]
    _require_shares(code, targets, default_target, shares)
    given = shares or {target: MILLION if target == default_target else 0 for target in targets}
    parts = tuple(
        Part(code, target, given[target], is_reviewed=shares is not None, is_default_target=target == default_target)
        for target in targets
    )
    step = _step(EventKind.SPLIT, entry, ends=(code,), starts=tuple(into), parts=parts)
    return _write(step, by=by, now=now).units


@transaction.atomic
def review_shares(
    event: UnitEvent, unit: AdministrativeUnit, *, shares: Mapping[int, int], by: Actor | None, now: datetime
) -> None:
    """Give the shares (millionths by key of the successor) in which `unit` was divided in `event`; from now on they
    divide flows.

    Raises SharesDoNotAddUp unless there is one share for each successor and they make a million.
    """
    lock_ledger()
    require(rules.can_keep_ledger(by))
    successions = list(UnitSuccession.objects.filter(event=event, from_unit=unit, event__voided_at=None))
    if {row.to_unit_id for row in successions} != set(shares) or sum(shares.values()) != MILLION:
        raise SharesDoNotAddUp(unit=_last_name(unit), field="shares")
    for row in successions:
        row.share_millionths = shares[row.to_unit_id]
        row.is_reviewed = True
        row.save(update_fields=["share_millionths", "is_reviewed"])
    record(event, "shares_reviewed", by=by, at=now, unit=unit.pk, shares={str(k): v for k, v in shares.items()})


def rename_unit(unit: AdministrativeUnit, *, name: str, entry: Entry, by: Actor | None, now: datetime) -> UnitVersion:
    """Give `unit` another name from a day on; the key stays."""
    return _change(EventKind.RENAME, unit, Change("", name=name), entry, by=by, now=now)


def retype_unit(
    unit: AdministrativeUnit, *, kind: UnitKind, entry: Entry, by: Actor | None, now: datetime
) -> UnitVersion:
    """Give `unit` another kind of the same level from a day on; the key stays."""
    return _change(EventKind.RETYPE, unit, Change("", kind=kind), entry, by=by, now=now)


def recode_unit(unit: AdministrativeUnit, *, code: str, entry: Entry, by: Actor | None, now: datetime) -> UnitVersion:
    """Give `unit` another code from a day on; the key stays. Raises CodeTaken."""
    return _change(EventKind.RECODE, unit, Change("", new_code=code), entry, by=by, now=now)


def reparent_unit(
    unit: AdministrativeUnit, *, parent: AdministrativeUnit, entry: Entry, by: Actor | None, now: datetime
) -> UnitVersion:
    """Put `unit`, and all that stands below it, below another unit of a higher level from a day on; the key stays."""
    parent_code = _open_version(parent, entry).code
    return _change(EventKind.REPARENT, unit, Change("", parent=parent_code), entry, by=by, now=now)


def abolish_units(units: Sequence[AdministrativeUnit], *, entry: Entry, by: Actor | None, now: datetime) -> UnitEvent:
    """End units together with their level, with nothing to follow them; nothing may stand below them any more."""
    codes = tuple(_open_version(unit, entry).code for unit in units)
    return _write(_step(EventKind.ABOLISH, entry, ends=codes), by=by, now=now).events[0]


@transaction.atomic
def undo_latest_event(*, by: Actor | None, now: datetime, under: AdministrativeUnit | None = None) -> UnitEvent:
    """Void the event that takes effect last (below `under`, if given) and bring the units back to what they were.

    Nothing is deleted: what the event opened keeps its rows with no days. Raises NothingToUndo, and UndoBlocked with
    the list of what already stands on the units, as later rooms answer to `signals.unit_event_undo`.
    """
    lock_ledger()
    require(rules.can_keep_ledger(by))
    event = _latest_event(under)
    require(event.proposal_id is None, PartOfProposal())
    if blockers := blockers_of([event]):
        raise UndoBlocked(blockers)
    rebuild_ancestors_below(void([event], now=now))
    record(event, "undone", by=by, at=now, kind=event.kind, effective_on=event.effective_on.isoformat())
    return event


def blockers_of(events: Sequence[UnitEvent]) -> list[Blocker]:
    """What stands on the units that `events`, of one proposal or a single one, made or changed, as the rooms answer."""
    if not events:
        return []
    touched = UnitVersion.objects.filter(Q(event__in=events) | Q(ended_by__in=events))
    founding = [event for event in events if event.kind == EventKind.CREATE]
    made = {
        *UnitSuccession.objects.filter(event__in=events).values_list("to_unit_id", flat=True),
        *UnitVersion.objects.filter(event__in=founding).values_list("unit_id", flat=True),
    }
    units = set(touched.values_list("unit_id", flat=True))
    sent = unit_event_undo.send(sender=UnitEvent, made=made, units=units, proposal=events[0].proposal)
    answers = cast("list[tuple[Any, list[Blocker] | None]]", sent)  # a signal does not know what it is answered with
    return [blocker for _, answer in answers for blocker in answer or ()]


def void(events: Sequence[UnitEvent], *, now: datetime) -> set[int]:
    """Bring the units of `events` back to what they were before them; returns them. Their ancestors are to be rebuilt.

    Raises UnitHasLaterEvents when an event that stays stands on them. The caller holds the ledger.
    """
    keys = {event.pk for event in events}
    opened = list(UnitVersion.objects.filter(event__in=keys))
    closed = list(UnitVersion.objects.filter(ended_by__in=keys).select_related("event", "ended_by"))
    older = [version for version in closed if version.event_id not in keys]
    founded = {version.unit_id for version in opened} - {version.unit_id for version in older}
    _require_nothing_built_on(events, opened, founded)
    _take_back(opened, older, founded)
    for event in events:
        event.voided_at = now
    write_many(events, ["voided_at"])
    return {version.unit_id for version in (*opened, *closed)}


def _require_nothing_built_on(events: Sequence[UnitEvent], opened: Sequence[UnitVersion], founded: set[int]) -> None:
    """The latest event of one area may still have a later one outside it that stands on the same units."""
    keys = {event.pk for event in events}
    below = UnitVersion.objects.filter(parent__in=founded, validity__isempty=False).exclude(event__in=keys)
    outlived = (version for version in opened if version.ended_by_id and version.ended_by_id not in keys)
    if later := next(outlived, below.first()):
        raise UnitHasLaterEvents(unit=later.official_name, day=f"{events[0].effective_on:%d/%m/%Y}")


def _take_back(opened: Sequence[UnitVersion], older: Sequence[UnitVersion], founded: set[int]) -> None:
    """Empty what was opened, then let what stood before stand again: the database watches that no two meet."""
    UnitVersion.objects.filter(pk__in=[version.pk for version in opened]).update(validity=NO_DAYS, ended_by=None)
    AdministrativeUnit.objects.filter(pk__in=founded).update(validity=NO_DAYS)
    ends = {version.unit_id: version.ended_by for version in older}
    for version in older:
        version.validity = opened_by(version.event)
        version.ended_by = None
    write_many(older, ["validity", "ended_by"])
    units = list(AdministrativeUnit.objects.filter(pk__in=ends, validity__upper_inf=False))
    for unit in units:
        # A unit that began and ended on one day lost both bounds: it began on the day of the event.
        end = ends[unit.pk]
        first_day = end.effective_on if end is not None and unit.validity.isempty else unit.validity.lower
        unit.validity = DateRange(first_day, None)
    write_many(units, ["validity"])


def _latest_event(under: AdministrativeUnit | None) -> UnitEvent:
    events = UnitEvent.objects.filter(voided_at=None)
    if under is not None:
        # Asked of one event after another, the latest first: it is among the first few.
        inside = UnitAncestor.objects.filter(unit=OuterRef("unit_id"), ancestor=under)
        versions = UnitVersion.objects.filter(Exists(inside))
        opened, closed = versions.filter(event=OuterRef("pk")), versions.filter(ended_by=OuterRef("pk"))
        events = events.filter(Exists(opened) | Exists(closed))
    event = events.order_by("-effective_on", "-id").first()
    if event is None:
        raise NothingToUndo()
    return event


def _change(
    kind: EventKind, unit: AdministrativeUnit, change: Change, entry: Entry, *, by: Actor | None, now: datetime
) -> UnitVersion:
    code = _open_version(unit, entry).code
    return _write(_step(kind, entry, changes=(replace(change, code=code),)), by=by, now=now).versions[0]


def _write(step: Step, *, by: Actor | None, now: datetime) -> Replay:
    """One step that a person typed: its texts pass the scanner first."""
    require_clean(step.legal_basis, field="legal_basis")
    require_clean(step.note, field="note")
    for name in [data.name for data in step.starts] + [change.name or "" for change in step.changes]:
        require_clean(name, field="name")
    return write_steps([step], by=by, now=now)


@transaction.atomic
def write_steps(steps: Sequence[Step], *, by: Actor | None, now: datetime, progress: Progress | None = None) -> Replay:
    """The one way into the ledger: all steps or none. Returns the rows that were written."""
    lock_ledger()
    require(rules.can_keep_ledger(by))
    replay = Replay(UnitVersion.objects.filter(_IS_OPEN).select_related("unit"))
    for step in steps:
        replay.apply(step)
    replay.write(progress)
    if replay.events:
        record(replay.events[-1], "entered", by=by, at=now, events=len(replay.events), units=len(replay.units))
    return replay


def _step(
    kind: EventKind,
    entry: Entry,
    *,
    ends: tuple[str, ...] = (),
    starts: tuple[UnitData, ...] = (),
    parts: tuple[Part, ...] = (),
    changes: tuple[Change, ...] = (),
) -> Step:
    return Step(
        kind, entry.effective_on, entry.legal_basis, entry.date_is_known, entry.note, ends, starts, parts, changes
    )


def _require_shares(code: str, targets: Sequence[str], default_target: str, shares: Mapping[str, int] | None) -> None:
    if default_target not in targets:
        raise SharesDoNotAddUp(unit=code, field="default_target")
    if shares is not None and (
        set(shares) != set(targets) or sum(shares.values()) != MILLION or min(shares.values()) < 0
    ):
        raise SharesDoNotAddUp(unit=code, field="shares")


def _open_version(unit: AdministrativeUnit, entry: Entry) -> UnitVersion:
    version = unit.versions.filter(_IS_OPEN).first()
    if version is None:
        raise UnitHasLaterEvents(unit=_last_name(unit), day=f"{entry.effective_on:%d/%m/%Y}")
    return version


def _last_name(unit: AdministrativeUnit) -> str:
    return unit.versions.order_by("-id")[0].official_name


def lock_ledger() -> None:
    """Be the only writer of the ledger until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
