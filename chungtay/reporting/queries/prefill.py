"""What the activities of a period would put into a report, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chungtay.programmes.queries.activities import Counted, counted_activities, village_order
from chungtay.reporting.codes import Source
from chungtay.reporting.contents import Contents
from chungtay.reporting.counting import FromActivities, figures_from
from chungtay.reporting.layout import FormLayout
from chungtay.reporting.models import ReportTask


@dataclass(frozen=True)
class PrefillRow:
    """One cell: what activities give, what stands there, and whether filling in would write it."""

    label: str
    unit: str
    value: int
    joint: int | None
    activity_count: int
    stands: int | None
    is_kept: bool

    @property
    def differs(self) -> bool:
        """A figure of another source stands there and says something else."""
        return self.is_kept and self.stands != self.value


@dataclass(frozen=True)
class VillageRow:
    """One row of the sheet by hamlets; the name is empty for what was held for the whole commune."""

    village: str
    times: int
    attendance: int
    leaflets: int


@dataclass(frozen=True)
class Prefill:
    """What activities say of a report: cell by cell, and hamlet by hamlet."""

    rows: Sequence[PrefillRow]
    villages: Sequence[VillageRow]
    total: VillageRow
    activity_count: int

    @property
    def writes(self) -> int:
        """How many cells filling in would write."""
        return sum(not row.is_kept for row in self.rows)


def counted_of(task: ReportTask) -> list[Counted]:
    """The activities that the office of a report counts in the report's own days. Two queries."""
    return counted_activities(task.organisation_id, task.days)


def prefill_of(task: ReportTask, contents: Contents, layout: FormLayout) -> Prefill:
    """What the activities of `task` would put beside `contents`. Two queries."""
    counted = counted_of(task)
    rows = [_row(found, contents) for found in figures_from(counted, layout).values()]
    villages = _villages(counted)
    total = VillageRow(
        "",
        sum(row.times for row in villages),
        sum(row.attendance for row in villages),
        sum(row.leaflets for row in villages),
    )
    return Prefill(rows, villages, total, len(counted))


def is_free(contents: Contents, cell: int) -> bool:
    """Blank, or filled from activities before: what a person typed, read or copied is never written over."""
    known = contents.evidence.get(cell)
    return contents.value(cell) is None or (known is not None and known.source == Source.ACTIVITY)


def _row(found: FromActivities, contents: Contents) -> PrefillRow:
    figure, cell = found.figure, found.row.number
    return PrefillRow(
        label=found.row.label,
        unit=found.row.unit,
        value=figure.value or 0,
        joint=figure.joint,
        activity_count=len(found.shares),
        stands=contents.value(cell),
        is_kept=not is_free(contents, cell),
    )


def _villages(counted: Sequence[Counted]) -> list[VillageRow]:
    sums: dict[str, list[int]] = {}
    for one in counted:
        held = one.activity
        figures = sums.setdefault(held.village, [0, 0, 0])
        for place, amount in enumerate((held.times, held.attendance, held.leaflets)):
            figures[place] += amount
    return [
        VillageRow(name, *figures) for name, figures in sorted(sums.items(), key=lambda item: village_order(item[0]))
    ]
