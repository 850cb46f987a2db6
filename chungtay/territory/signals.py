"""What the territory tells later rooms, and asks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.dispatch import Signal

from chungtay.territory.codes import FindingKind, RunStage
from chungtay.territory.models import LedgerProposal, UnitEvent

# Asked once before events are taken back together. Sent with `made` (keys of the units that they made), `units` (keys
# of those that they made or changed) and `proposal` (whose events they are, None for an event that was entered alone).
# A receiver answers with a list of `Blocker`, empty when nothing of its room stands on them.
unit_event_undo = Signal()

# Asked with `hat` (a key of the room of memberships) when a run begins in the worker: who wears that hat today? One
# receiver answers with an officer, or None when nobody does any more.
hat_asked = Signal()

# Sent with `change` (`LedgerChange`) inside the transaction that applies or rehearses a proposal, after the ledger was
# written: rooms let their things follow, in the order of the rooms, and answer with a list of `Finding`.
ledger_changed = Signal()

# Sent with `change` inside the transaction that takes a proposal back, after the ledger and the traced rows are again
# what they were: rooms make anew what is derived from them.
ledger_taken_back = Signal()


@dataclass(frozen=True)
class Blocker:
    """One thing that stands on a unit and forbids an undo: what it is, in the reader's words, and on which unit.

    `unit_id` is None for what stands on no unit of its own.
    """

    what: str
    unit_id: int | None


@dataclass(frozen=True)
class Finding:
    """One row of a rehearsal: something before, what becomes of it, of which kind, how many. Names, never figures."""

    kind: FindingKind
    before: str = ""
    after: str = ""
    what: str = ""
    count: int = 1

    def as_json(self) -> dict[str, Any]:
        """The row as it is kept."""
        return asdict(self)


# Told at the beginning of each stage; raises to break off what is under way.
Reached = Callable[[RunStage], None]


def reached_unwatched(stage: RunStage) -> None:
    """For whoever carries out a proposal while nobody looks on."""


@dataclass(frozen=True)
class LedgerChange:
    """What a proposal did to the map. Units are keys.

    `heirs` leads from each unit that ended to where everything of it stands by default, through all events of the
    proposal; None when it ended with its level. `targets` are all units that got a part of it. `begun` are the units
    that it made, `changed` those that only got another name, kind, code or parent. `tracing` remembers what happens to
    the rows of tables, so that they can be given back; its querysets must not filter by what changes. `reached` is told
    by each room when it begins.
    """

    proposal: LedgerProposal
    events: tuple[UnitEvent, ...]
    heirs: Mapping[int, int | None]
    targets: Mapping[int, frozenset[int]]
    begun: frozenset[int]
    changed: frozenset[int]
    now: datetime
    tracing: Callable[..., AbstractContextManager[None]]
    reached: Reached = reached_unwatched

    @property
    def first_day(self) -> date:
        """The day of its first event."""
        return min(event.effective_on for event in self.events)

    @property
    def last_day(self) -> date:
        """The day of its last event."""
        return max(event.effective_on for event in self.events)

    @property
    def units(self) -> frozenset[int]:
        """Every unit that it touched."""
        return self.begun | self.changed | frozenset(self.heirs)
