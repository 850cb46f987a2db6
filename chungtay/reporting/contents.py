"""What stands in one version of a submission, as values: between the arrays of the table and the people who fill it.

Pure: no query. `None` is blank (not reported), 0 is a stated zero, and a zero with `is_nil` is *không phát sinh*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chungtay.reporting.codes import Certainty, Qualifier, Source
from chungtay.reporting.models import CellEvidence, SubmissionVersion, VersionKey


@dataclass(frozen=True, slots=True)
class CellFigure:
    """The figure of one cell, in integers of the indicator's scale.

    `joint` is *trong đó phối hợp*, `led_elsewhere` *trong đó bên khác chủ trì*; `cumulative` is the *lũy kế* the
    office wrote itself, a check that is never added.
    """

    value: int | None = None
    qualifier: Qualifier = Qualifier.EQ
    high: int | None = None
    joint: int | None = None
    led_elsewhere: int | None = None
    cumulative: int | None = None
    is_nil: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing was written in any place of the cell."""
        return self.value is None and self.has_value_alone and self.qualifier is Qualifier.EQ

    @property
    def has_value_alone(self) -> bool:
        """No range, no part of joint work and no cumulative figure stands beside the value."""
        return self.high is None and self.joint is None and self.led_elsewhere is None and self.cumulative is None


BLANK = CellFigure()
NIL = CellFigure(value=0, is_nil=True)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the figure of a cell stands when it was not typed by hand."""

    source: Source
    text_id: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything an office states in one version.

    `keys` names what a distinct indicator counts (codes of model types); `answers` gives a reason for each warning.
    A cell without evidence was typed by hand. `reason` says why a correction was made.
    """

    figures: Mapping[int, CellFigure] = field(default_factory=dict)
    certainty: Certainty = Certainty.FINAL
    no_joint_work: bool = False
    keys: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    evidence: Mapping[int, Evidence] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    def figure(self, cell: int) -> CellFigure:
        """The figure of `cell`, blank when nothing was written."""
        return self.figures.get(cell, BLANK)

    def value(self, cell: int | None) -> int | None:
        """The value of `cell`; None when blank, and for no cell."""
        return None if cell is None else self.figure(cell).value

    def with_figures(self, figures: Mapping[int, CellFigure], evidence: Mapping[int, Evidence]) -> Contents:
        """These contents with `figures` written over theirs; evidence of each written cell is what is given."""
        kept = {cell: known for cell, known in self.evidence.items() if cell not in figures}
        return replace(self, figures={**self.figures, **figures}, evidence={**kept, **evidence})

    def typed_over(self, newer: Contents) -> Contents:
        """`newer`, typed by hand over these: a cell whose figure did not change keeps its evidence."""
        kept = {
            cell: known
            for cell, known in self.evidence.items()
            if newer.figure(cell).value is not None and _stated(newer.figure(cell)) == _stated(self.figure(cell))
        }
        return replace(newer, evidence={**kept, **newer.evidence})


def _stated(figure: CellFigure) -> tuple[int | None, Qualifier, int | None]:
    return figure.value, figure.qualifier, figure.high


def arrays_of(contents: Contents, cells: Sequence[int]) -> dict[str, Any]:
    """The columns of `SubmissionVersion` that hold `contents`, in the order of `cells`."""
    places = {cell: place for place, cell in enumerate(cells)}
    columns: dict[str, list[int | None]] = {}
    qualifiers = bytearray(len(cells))
    values: list[int | None] = [None] * len(cells)
    for cell, figure in contents.figures.items():
        place = places[cell]
        values[place] = figure.value
        qualifiers[place] = figure.qualifier
        if figure.has_value_alone:
            continue
        for name in ("high", "joint", "led_elsewhere", "cumulative"):
            number = getattr(figure, name)
            if number is not None:
                columns.setdefault(name, [None] * len(cells))[place] = number
    return {
        "values": values,
        "qualifiers": bytes(qualifiers),
        "highs": columns.get("high"),
        "joint": columns.get("joint"),
        "led_elsewhere": columns.get("led_elsewhere"),
        "cumulative": columns.get("cumulative"),
        "nil_cells": sorted(cell for cell, figure in contents.figures.items() if figure.is_nil),
    }


def contents_of(
    version: SubmissionVersion,
    cells: Sequence[int],
    *,
    keys: Iterable[VersionKey] = (),
    evidence: Iterable[CellEvidence] = (),
) -> Contents:
    """The contents that `version` holds, given the `cells` of its form and its loaded keys and evidence."""
    return Contents(
        figures=dict(_figures(version, cells)),
        certainty=Certainty(version.certainty),
        no_joint_work=version.no_joint_work,
        keys=_keys_by_cell(keys),
        evidence={row.cell_id: Evidence(Source(row.source), row.text_id, row.start, row.end) for row in evidence},
        answers=dict(version.warnings_answered),
        reason=version.reason,
    )


def _figures(version: SubmissionVersion, cells: Sequence[int]) -> Iterable[tuple[int, CellFigure]]:
    blank: list[int | None] = [None] * len(cells)
    nil = set(version.nil_cells)
    rows = zip(
        cells,
        version.values,
        bytes(version.qualifiers),
        version.highs or blank,
        version.joint or blank,
        version.led_elsewhere or blank,
        version.cumulative or blank,
        strict=True,
    )
    for cell, value, qualifier, high, joint, led_elsewhere, cumulative in rows:
        figure = CellFigure(value, Qualifier(qualifier), high, joint, led_elsewhere, cumulative, cell in nil)
        if not figure.is_blank:
            yield cell, figure


def _keys_by_cell(keys: Iterable[VersionKey]) -> dict[int, tuple[str, ...]]:
    named: dict[int, tuple[str, ...]] = {}
    for row in sorted(keys, key=lambda row: (row.cell_id, row.key)):
        named[row.cell_id] = (*named.get(row.cell_id, ()), row.key)
    return named
