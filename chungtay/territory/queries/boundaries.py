"""Boundaries of units on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from chungtay.territory.models import UnitBoundary


def boundaries_on(units: Collection[int], on: date) -> dict[int, Sequence[Sequence[int]]]:
    """The rings of these units' boundaries on a day, by key; units without one are left out. One query.

    A ring is flat: longitude, latitude, longitude … in hundred-thousandths of a degree, open.
    """
    found = UnitBoundary.objects.filter(unit__in=units, validity__contains=on)
    return dict(found.values_list("unit_id", "rings"))
