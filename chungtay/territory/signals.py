"""What the territory tells later rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

# Asked before an event is undone. Sent with `event` and `units` (keys of the units that the event made or changed).
# A receiver answers with a list of `Blocker`, empty when nothing of its room stands on them.
unit_event_undo = Signal()


@dataclass(frozen=True)
class Blocker:
    """One thing that stands on a unit and forbids an undo: what it is, in the reader's words, and on which unit."""

    what: str
    unit_id: int
