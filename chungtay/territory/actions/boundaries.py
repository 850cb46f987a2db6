"""Boundaries of units, from the layer of the province: all areas that fit, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.errors import InputRefused, ManyProblems, require
from chungtay.core.record import Actor, record
from chungtay.core.vietnamese import fold
from chungtay.territory import rules
from chungtay.territory.actions.events import lock_ledger
from chungtay.territory.boundary_file import Area, read_boundaries
from chungtay.territory.boundary_lines import Ring, thinned
from chungtay.territory.codes import BoundaryProblem
from chungtay.territory.errors import BoundaryRefused
from chungtay.territory.models import UnitBoundary, UnitVersion

Rings = list[list[int]]


@dataclass(frozen=True)
class LoadedBoundaries:
    """What a layer brought: boundaries stored, boundaries that stood so already, and areas that did not fit."""

    stored: int
    unchanged: int
    refused: Sequence[InputRefused]


@transaction.atomic
def load_boundaries(
    content: bytes, *, on: date, by: Actor | None, now: datetime, is_partial: bool = False
) -> LoadedBoundaries:
    """Store the boundaries of a layer, its areas matched to units by the codes (and names) of the day `on`.

    A boundary holds from `on` until that of a later layer; the first one of a unit also for the days before, because
    a territory does not change while its key stands. The same layer again changes nothing.
    Raises BoundaryFileRefused, and ManyProblems with every area that does not fit; with `is_partial` those are left
    out and told.
    """
    require(rules.can_keep_ledger(by))
    lock_ledger()
    areas, problems = read_boundaries(content)
    matched, refused = _matched(areas, on)
    problems = [*problems, *refused]
    if problems and not is_partial:
        raise ManyProblems(sorted(problems, key=lambda problem: problem.data["number"]))
    written = _write(_thin(matched), on)
    if written:
        record(written[0], "boundaries_loaded", by=by, at=now, count=len(written), on=on.isoformat())
    return LoadedBoundaries(len(written), len(matched) - len(written), tuple(problems))


def _matched(areas: Iterable[Area], on: date) -> tuple[dict[int, Area], list[InputRefused]]:
    """Areas by the key of their unit, and those whose code stands for no unit, for another one, or came before."""
    areas = list(areas)
    found = UnitVersion.objects.filter(code__in=[area.code for area in areas], validity__contains=on)
    standing = {version.code: version for version in found}
    matched: dict[int, Area] = {}
    refused: list[InputRefused] = []
    for area in areas:
        version = standing.get(area.code)
        problem = None
        if version is None:
            problem = BoundaryProblem.UNKNOWN_CODE
        elif area.name and not _is_called(version, area.name):
            problem = BoundaryProblem.OTHER_NAME
        elif version.unit_id in matched:
            problem = BoundaryProblem.TWICE
        if version is None or problem:
            told = (problem or BoundaryProblem.UNKNOWN_CODE).label
            refused.append(BoundaryRefused(field="file", number=area.number, unit=area.code[:20], problem=told))
        else:
            matched[version.unit_id] = area
    return matched, refused


def _is_called(version: UnitVersion, name: str) -> bool:
    """Whether a layer means this unit: codes are used again, so a name that is given must fit, marks or not."""
    return fold(name) in (fold(version.name), fold(version.official_name))


def _thin(matched: dict[int, Area]) -> dict[int, Rings]:
    """The rings of each unit, thinned together so that neighbours still meet, as flat lists."""
    owners = [unit for unit, area in matched.items() for _ring in area.rings]
    every: list[Ring] = [ring for area in matched.values() for ring in area.rings]
    thin: dict[int, Rings] = defaultdict(list)
    for unit, ring in zip(owners, thinned(every), strict=True):
        thin[unit].append([number for point in ring for number in point])
    return dict(thin)


def _write(drawn: dict[int, Rings], on: date) -> list[UnitBoundary]:
    """Store what differs from the boundary of the day, and give each layer of a unit its days anew."""
    layers: dict[int, dict[date, Rings]] = defaultdict(dict)
    for row in UnitBoundary.objects.filter(unit__in=drawn).order_by("drawn_on"):
        layers[row.unit_id][row.drawn_on] = row.rings
    new = [unit for unit, rings in drawn.items() if _on(layers[unit], on) != rings]
    UnitBoundary.objects.filter(unit__in=new).delete()
    rows = []
    for unit in new:
        layers[unit][on] = drawn[unit]
        days = sorted(layers[unit])
        for place, day in enumerate(days):
            span = DateRange(day if place else None, days[place + 1] if place + 1 < len(days) else None)
            rows.append(UnitBoundary(unit_id=unit, drawn_on=day, validity=span, rings=layers[unit][day]))
    UnitBoundary.objects.bulk_create(rows)
    return [row for row in rows if row.drawn_on == on]


def _on(layers: dict[date, Rings], day: date) -> Rings | None:
    """The rings that hold on a day: of the last layer until then, else of the first one."""
    before = [drawn_on for drawn_on in layers if drawn_on <= day]
    return layers[max(before) if before else min(layers)] if layers else None
