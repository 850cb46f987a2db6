"""Two people in one draft: what each changed is joined cell by cell; where both changed a cell, a person chooses.

Pure: no query. A page carries what it showed (`packed`), so that what its reader changed is known from what she left.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chungtay.reporting.codes import Certainty, Qualifier
from chungtay.reporting.contents import CellFigure, Contents

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Said:
    """What one person states in a cell: the figure, and the names a distinct indicator counts."""

    figure: CellFigure
    names: tuple[str, ...] = ()

    def as_json(self) -> list[Any]:
        """Exact integers and names, for a column or a page."""
        figure = self.figure
        numbers = [figure.value, figure.high, figure.joint, figure.led_elsewhere, figure.cumulative]
        return [*numbers, int(figure.qualifier), figure.is_nil, list(self.names)]

    @classmethod
    def from_json(cls, kept: list[Any]) -> Said:
        """The same back; ValueError or TypeError for anything else."""
        *numbers, qualifier, is_nil, names = kept
        if len(numbers) != 5 or any(type(each) is not int and each is not None for each in numbers):
            raise ValueError("five whole numbers or blanks")
        value, high, joint, led, cumulative = numbers
        figure = CellFigure(value, Qualifier(qualifier), high, joint, led, cumulative, is_nil is True)
        return cls(figure, tuple(str(name) for name in names))


@dataclass(frozen=True, slots=True)
class Contest:
    """A cell that two people changed differently: what stands, and what the later one states."""

    cell: int
    stands: Said
    offered: Said


def said(contents: Contents, cell: int) -> Said:
    """What `contents` state in `cell`."""
    return Said(contents.figure(cell), contents.keys.get(cell, ()))


def merged(was: Contents, typed: Contents, stands: Contents) -> tuple[Contents, list[Contest]]:
    """`typed` by somebody who saw `was`, joined with what `stands` now; contested cells keep what stands.

    A cell left as it was keeps what stands; one that was changed is written, unless somebody else changed it too.
    """
    figures: dict[int, CellFigure] = {}
    names: dict[int, tuple[str, ...]] = {}
    contests = []
    for cell in sorted({*was.figures, *typed.figures, *stands.figures, *was.keys, *typed.keys, *stands.keys}):
        base, mine, theirs = said(was, cell), said(typed, cell), said(stands, cell)
        if mine not in (base, theirs) and theirs != base:
            contests.append(Contest(cell, theirs, mine))
        kept = mine if mine != base and theirs == base else theirs
        figures[cell] = kept.figure
        if kept.names:
            names[cell] = kept.names
    return replace(
        typed,
        figures={cell: figure for cell, figure in figures.items() if not figure.is_blank},
        keys=names,
        certainty=stands.certainty if typed.certainty == was.certainty else typed.certainty,
        no_joint_work=stands.no_joint_work if typed.no_joint_work == was.no_joint_work else typed.no_joint_work,
    ), contests


def left_alone(typed: Contents, was: Contents, cells: Collection[int]) -> Contents:
    """`typed`, but with `cells`, which could not be read, as they were."""
    if not cells:
        return typed
    figures = {cell: figure for cell, figure in typed.figures.items() if cell not in cells}
    return replace(typed, figures={**figures, **{cell: was.figures[cell] for cell in cells if cell in was.figures}})


def cells_moved(shown: Contents, stored: Contents) -> set[int]:
    """The cells in which what is stored is not what a page shows."""
    cells = {*shown.figures, *stored.figures, *shown.keys, *stored.keys}
    return {cell for cell in cells if said(shown, cell) != said(stored, cell)}


def packed(contents: Contents) -> str:
    """What a page shows, to be sent back with it."""
    cells = sorted({*contents.figures, *contents.keys})
    told: Mapping[str, Any] = {
        "figures": {str(cell): said(contents, cell).as_json() for cell in cells},
        "certainty": contents.certainty,
        "no_joint_work": contents.no_joint_work,
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


def unpacked(text: str) -> Contents | None:
    """What `packed` wrote; None for anything else."""
    if not text or len(text) > LONGEST:
        return None
    try:
        told = json.loads(text)
        kept = {int(cell): Said.from_json(each) for cell, each in told["figures"].items()}
        return Contents(
            figures={cell: each.figure for cell, each in kept.items() if not each.figure.is_blank},
            keys={cell: each.names for cell, each in kept.items() if each.names},
            certainty=Certainty(told["certainty"]),
            no_joint_work=told["no_joint_work"] is True,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
