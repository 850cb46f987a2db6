"""What this room asks later rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

from chungtay.reporting.codes import CellUse

# Asked which cells a room works with, so that no figure is asked for in vain. A receiver answers with `CellsInUse`.
cells_in_use = Signal()

# What of a document is public? Sent with `document` and `moved` (codes of the indicators whose figures are others now);
# a room that publishes answers with a `Release`, or None.
release_asked = Signal()


@dataclass(frozen=True)
class CellsInUse:
    """The numbers of cells that something stands on, and what that is."""

    use: CellUse
    cells: frozenset[int]


@dataclass(frozen=True)
class Release:
    """Figures of a document that are public: how many, how many of them are others now, where they are released."""

    year: int
    count: int
    moved_count: int
    url: str
