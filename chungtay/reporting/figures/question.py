"""A question of the readers: plans of the periods and cells by how they are totalled, looked up once in the frame."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from chungtay.reporting.codes import IndicatorKind
from chungtay.reporting.figures.frame import Frame, PlacedCell
from chungtay.reporting.figures.ledger import Term
from chungtay.reporting.figures.maps import ITSELF
from chungtay.reporting.figures.plan import PeriodPlan, plans_for


@dataclass(frozen=True)
class Question:
    """What is asked, looked up once in the frame: plans of the periods, cells by how they are totalled."""

    frame: Frame
    units: tuple[int, ...]
    plans: tuple[PeriodPlan, ...]
    cells: tuple[PlacedCell, ...]
    line: str

    @classmethod
    def of(
        cls,
        frame: Frame,
        units: Iterable[int],
        periods: Iterable[int],
        cells: Iterable[int],
        *,
        line: str,
        map_day: date | None,
    ) -> Question:
        """From what a reader was given; periods and cells that the frame does not know are left out."""
        known = tuple(frame.cells[number] for number in cells if number in frame.cells)
        return cls(frame, tuple(units), tuple(plans_for(frame, periods, map_day)), known, str(line))

    def cells_of(self, kind: IndicatorKind) -> list[PlacedCell]:
        """The cells that are totalled as `kind`."""
        return [cell for cell in self.cells if cell.kind == kind]

    @cached_property
    def flow_extents(self) -> dict[int, tuple[int, int]]:
        """The first and the last asked place of each block in which flows are asked for."""
        places: dict[int, list[int]] = {}
        for cell in self.cells_of(IndicatorKind.FLOW):
            places.setdefault(cell.block, []).append(cell.place)
        return {block: (min(asked), max(asked)) for block, asked in places.items()}

    def terms(self, *, is_divided: bool) -> Iterator[tuple[int, PeriodPlan, Term]]:
        """The stored rows that each asked unit is made of in each period."""
        for plan in self.plans:
            for unit in self.units:
                if not plan.is_carried:
                    yield unit, plan, Term(unit, True, ITSELF)
                    continue
                for term in self.frame.ledger.terms(unit, plan.last_day, plan.map_day, is_divided=is_divided):
                    yield unit, plan, term

    @cached_property
    def later(self) -> frozenset[int]:
        """The periods that lie after the map that was chosen."""
        return frozenset(plan.period_id for plan in self.plans if plan.is_later)

    @cached_property
    def standing(self) -> Collection[tuple[int, int]] | None:
        """The places that are shown where a period lies after the chosen map: units that stand on both days.

        None when no period does, and every place is shown.
        """
        if not self.later:
            return None
        days = self.frame.ledger.units
        return {
            (unit, plan.period_id)
            for plan in self.plans
            for unit in self.units
            if not plan.is_later or (unit in days and plan.asked_day in days[unit] and plan.last_day in days[unit])
        }


def wanted(rows: Iterable[tuple[int, int, bool]]) -> dict[str, list[Any]]:
    """Each stored row once: whole where anybody wants it whole."""
    found: dict[tuple[int, int], bool] = {}
    for unit, period, is_whole in rows:
        found[unit, period] = is_whole or found.get((unit, period), False)
    return {
        "units": [unit for unit, _ in found],
        "periods": [period for _, period in found],
        "wholes": list(found.values()),
    }
