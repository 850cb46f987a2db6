"""A layer of boundaries as provinces have it: GeoJSON or TopoJSON in degrees (WGS84), each area with its code.

Read strictly, with everything that is wrong told at once. Nothing of the file but codes and lines is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from chungtay.core.errors import InputRefused
from chungtay.territory.boundary_lines import Point
from chungtay.territory.codes import BoundaryProblem
from chungtay.territory.errors import BoundaryFileRefused, BoundaryRefused

# What layers call the code and the name of a unit, in small letters.
CODE_NAMES = ("code", "ma", "ma_xa", "maxa", "ma_dvhc", "madvhc")
NAME_NAMES = ("name", "ten", "ten_xa", "tenxa", "ten_dvhc", "tendvhc")
LARGEST_BYTES = 64 * 1024 * 1024
_STEPS = 100_000  # in a degree

Line = Sequence[Any]


@dataclass(frozen=True)
class Area:
    """One area of a layer: where it stands in the file, what it calls itself, and its rings, open, in 1/100,000°."""

    number: int
    code: str
    name: str
    rings: tuple[tuple[Point, ...], ...]


class _Broken(Exception):
    def __init__(self, problem: BoundaryProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_boundaries(content: bytes) -> tuple[list[Area], list[InputRefused]]:
    """The areas of a layer that can be read, and what is wrong with the others, in the order of the file.

    Raises BoundaryFileRefused for what is no layer at all. A code written as a number gets back the zeros of its head.
    """
    layer = _layer(content)
    is_topology = layer.get("type") == "Topology"
    try:
        features = list(_of_topology(layer) if is_topology else _of_collection(layer))
        arcs = _arcs(layer) if is_topology else []
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as problem:
        raise BoundaryFileRefused(field="file") from problem
    if not features:
        raise BoundaryFileRefused(field="file")
    areas: list[Area] = []
    problems: list[InputRefused] = []
    for number, feature in enumerate(features, start=1):
        code = _called(feature, CODE_NAMES) or _text(feature.get("id"))
        try:
            rings = _rings(feature.get("geometry"), lambda line: _joined(line, arcs) if is_topology else line)
            if not code:
                raise _Broken(BoundaryProblem.NO_CODE)
        except _Broken as broken:
            problems.append(BoundaryRefused(field="file", number=number, unit=code[:20], problem=broken.problem.label))
        else:
            areas.append(Area(number, code, _called(feature, NAME_NAMES), rings))
    return areas, problems


def _layer(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST_BYTES:
        raise BoundaryFileRefused(field="file")
    try:
        layer = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        raise BoundaryFileRefused(field="file") from problem
    if not isinstance(layer, dict):
        raise BoundaryFileRefused(field="file")
    return layer


def _of_collection(layer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    features = [layer] if layer.get("type") == "Feature" else layer["features"]
    yield from (feature if isinstance(feature, dict) else {} for feature in features)


def _of_topology(layer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The objects of a topology as features whose lines are numbers of its arcs."""
    for thing in layer["objects"].values():
        for geometry in thing.get("geometries", [thing]):
            yield {
                "id": geometry.get("id"),
                "properties": geometry.get("properties"),
                "geometry": {"type": geometry.get("type"), "coordinates": geometry.get("arcs")},
            }


def _arcs(layer: Mapping[str, Any]) -> list[list[tuple[Decimal, Decimal]]]:
    """The arcs of a topology in degrees; with a `transform` they are written in steps from point to point."""
    transform = layer.get("transform")
    if not transform:
        return [[(Decimal(point[0]), Decimal(point[1])) for point in arc] for arc in layer["arcs"]]
    (width, height), (west, south) = transform["scale"], transform["translate"]
    arcs = []
    for arc in layer["arcs"]:
        x, y, line = 0, 0, []
        for point in arc:
            x, y = x + point[0], y + point[1]
            line.append((x * Decimal(width) + Decimal(west), y * Decimal(height) + Decimal(south)))
        arcs.append(line)
    return arcs


def _joined(numbers: Line, arcs: Sequence[Line]) -> Line:
    """Arcs one after the other; ~n is arc n walked backwards. Each begins where the one before it ends."""
    line: list[Any] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += arc[1:] if line else arc
    return line


def _rings(geometry: Any, points_of: Callable[[Line], Line]) -> tuple[tuple[Point, ...], ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Broken(BoundaryProblem.NO_AREA)
    try:
        polygons = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
        rings = tuple(_ring(points_of(line)) for polygon in polygons for line in polygon)
    except (KeyError, TypeError, ValueError, IndexError, InvalidOperation) as problem:
        raise _Broken(BoundaryProblem.BROKEN_LINE) from problem
    if not rings:
        raise _Broken(BoundaryProblem.NO_AREA)
    return rings


def _ring(line: Line) -> tuple[Point, ...]:
    points: list[Point] = []
    for longitude, latitude, *_height in line:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise _Broken(BoundaryProblem.NOT_DEGREES)
        point = (round(Decimal(longitude) * _STEPS), round(Decimal(latitude) * _STEPS))
        if not points or point != points[-1]:
            points.append(point)
    if len(points) < 4 or points[0] != points[-1]:
        raise _Broken(BoundaryProblem.BROKEN_LINE)
    return tuple(points[:-1])


def _called(feature: Mapping[str, Any], names: Sequence[str]) -> str:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return ""
    small = {str(key).lower(): value for key, value in properties.items()}
    return next((_text(small[name]) for name in names if small.get(name) not in (None, "")), "")


def _text(value: Any) -> str:
    return f"{value:05d}" if isinstance(value, int) else str(value).strip() if isinstance(value, str) else ""
