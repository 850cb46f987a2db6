"""What this room asks later rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

from chungtay.reporting.codes import CellUse

# Asked which cells a room works with, so that no figure is asked for in vain. A receiver answers with `CellsInUse`.
cells_in_use = Signal()


@dataclass(frozen=True)
class CellsInUse:
    """The numbers of cells that something stands on, and what that is."""

    use: CellUse
    cells: frozenset[int]
