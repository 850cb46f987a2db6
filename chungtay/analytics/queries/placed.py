"""The units of a map with the places they have on the earth, and the one figure of each that is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chungtay.analytics.asking import Month
from chungtay.analytics.codes import Axis
from chungtay.analytics.queries.question import Question
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import boundaries_on

Rings = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Placed:
    """A unit with its centre point in millionths of a degree, and the rings of its boundary where one is loaded."""

    unit: UnitVersion
    latitude: int
    longitude: int
    rings: Rings = ()


def placed(units: Sequence[UnitVersion], day: date) -> list[Placed]:
    """The units that have a place: the centre point of the ledger, else the middle of the boundary. One query."""
    boundaries = boundaries_on([unit.unit_id for unit in units], day)
    found = []
    for unit in units:
        rings = boundaries.get(unit.unit_id, ())
        centre = _centre(unit, rings)
        if centre is not None:
            found.append(Placed(unit, *centre, rings))
    return found


def of_one_figure(question: Question, month: Month | None) -> Question:
    """The same question about its first indicator and one period alone: that which holds `month`, else the last."""
    slot = next((slot for slot in question.slots if month in slot.months), question.slots[-1])
    measure = question.measures[0]
    asked = question.asked.changed(
        first=slot.months[0],
        last=slot.months[-1],
        measures=(measure.code,),
        rows=Axis.UNITS,
        columns=Axis.PERIODS,
    )
    return replace(question, asked=asked, slots=(slot,), measures=(measure,))


def _centre(unit: UnitVersion, rings: Rings) -> tuple[int, int] | None:
    if unit.latitude_e6 is not None and unit.longitude_e6 is not None:
        return unit.latitude_e6, unit.longitude_e6
    if not rings:
        return None
    longest = max(rings, key=len)
    longitudes, latitudes = longest[::2], longest[1::2]
    return 5 * (min(latitudes) + max(latitudes)), 5 * (min(longitudes) + max(longitudes))
