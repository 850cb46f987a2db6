"""What an amending report would say of an issued one: each figure that it prints and that is another one now, and why.

Source: Nghị định 30/2020/NĐ-CP, Art. 18(3): wrong content is amended by a document of equal form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document
from chungtay.documents.queries import printed_codes
from chungtay.organisations.codes import Line
from chungtay.reporting.addresses import FigureAddress, address_of
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.models import Cell, Consolidation
from chungtay.reporting.queries.changes import cells_of_change, versions_moved
from chungtay.reporting.queries.consolidation import (
    ConsolidatedFigure,
    ConsolidatedYear,
    catalogue_cells,
    frozen_year,
)
from chungtay.reporting.queries.papers import consolidation_of, said_by
from chungtay.reporting.queries.parts import figures_below
from chungtay.territory.queries import versions_on

# A short version gives rounded figures: what it never said is not added to it.
_ADDED_TO = (PaperKind.ANNUAL, PaperKind.DATA_ANNEX)


@dataclass(frozen=True)
class AmendedFigure:
    """A printed figure that is another one now; `now` is None where nobody states it any more.

    `unit` is the name of the unit below whose figure it is, empty for the whole; `offices` are those whose reports
    changed.
    """

    cell: Cell
    line: Line
    unit: str
    issued: ConsolidatedFigure | None
    now: ConsolidatedFigure | None
    offices: tuple[str, ...]


@dataclass(frozen=True)
class Amendment:
    """What is amended: the report as issued, the freeze it says, the one in force, and the figures between them."""

    document: Document
    said: Consolidation
    in_force: Consolidation
    figures: tuple[AmendedFigure, ...]


def amendment_of(document: Document, in_force: Consolidation) -> Amendment | None:
    """The figures of an issued report that are others in the freeze `in_force`; None for papers of other rooms.

    An earlier amendment counts: what it said is amended now.
    """
    made_from, said = consolidation_of(document), said_by(document)
    if made_from is None or said is None:
        return None
    printed = list(_printed(document, made_from))
    units = {address.unit_id for address in printed}
    before, after = _Frozen(said, units), _Frozen(in_force, units)
    offices = offices_behind(said)
    figures = [
        each
        for address in (*printed, *_added(document, made_from, before, after))
        if (each := _amended(address, before, after, offices)) is not None
    ]
    return Amendment(document, said, in_force, tuple(figures))


def offices_behind(consolidation: Consolidation) -> dict[int, tuple[str, ...]]:
    """The offices whose reports are others than the freeze stands on, by the cells that moved in them.

    Names of offices alone: once both sides froze anew, each may know of the other's that much.
    """
    named: dict[int, list[str]] = defaultdict(list)
    for task, before, after in versions_moved(consolidation):
        for cell in cells_of_change(before, after):
            named[cell].append(task.organisation.name)
    return {cell: tuple(dict.fromkeys(names)) for cell, names in named.items()}


class _Frozen:
    """The figures of one freeze: of the whole and of those `units` that stand below it."""

    def __init__(self, consolidation: Consolidation, units: Collection[int]) -> None:
        self.year: ConsolidatedYear = frozen_year(consolidation)
        self.unit_id = consolidation.unit_id
        self.cells = {cell.number: cell for cell in catalogue_cells().cells}
        below = [unit for unit in units if unit != self.unit_id]
        self._below = figures_below(self.year, below, list(self.cells)) if below else {}
        self._names = {unit: named.name for unit, named in versions_on(below, self.year.map_day).items()}

    def figure(self, address: FigureAddress) -> ConsolidatedFigure | None:
        """The figure at a place, in whichever freeze the address was printed."""
        if address.unit_id == self.unit_id:
            return self.year.figure(address.cell, address.line)
        return self._below.get((address.unit_id, address.cell))

    def name_of(self, unit_id: int) -> str:
        """The name of a unit below on the map of the year, empty for the whole."""
        return "" if unit_id == self.unit_id else self._names[unit_id]


def _printed(document: Document, made_from: Consolidation) -> Iterator[FigureAddress]:
    """The places of the figures that a document prints of its own freeze; figures of other years stay what they are."""
    for code in printed_codes(document):
        address = address_of(code)
        if address.consolidation_id == made_from.pk:
            yield address


def _added(document: Document, made_from: Consolidation, before: _Frozen, after: _Frozen) -> Iterator[FigureAddress]:
    """The places of the whole that were blank and are stated now: a report that came later adds them (bổ sung)."""
    if document.kind not in _ADDED_TO:
        return
    for cell in before.cells:
        found = after.year.figure(cell, Line.ALL)
        if found is not None and before.year.figure(cell, Line.ALL) is None:
            yield replace(found.address, consolidation_id=made_from.pk)


def _amended(
    address: FigureAddress, before: _Frozen, after: _Frozen, offices: Mapping[int, tuple[str, ...]]
) -> AmendedFigure | None:
    issued, now = before.figure(address), after.figure(address)
    if _says(issued) == _says(now):
        return None
    return AmendedFigure(
        before.cells[address.cell],
        address.line,
        before.name_of(address.unit_id),
        issued,
        now,
        offices.get(address.cell, ()),
    )


def _says(figure: ConsolidatedFigure | None) -> tuple[Fraction, Qualifier] | None:
    return (figure.value, figure.qualifier) if figure else None
