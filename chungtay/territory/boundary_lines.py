"""Outlines with fewer points: a line between two areas is thinned once, so neighbours still meet.

Coordinates are whole hundred-thousandths of a degree (about a metre), longitude first. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Point = tuple[int, int]
Ring = Sequence[Point]
# About 90 m: a third of the finest line on a province drawn across a page.
TOLERANCE = 80


def thinned(rings: Sequence[Ring], tolerance: int = TOLERANCE) -> list[list[Point]]:
    """The rings (open: the first point is not repeated), each within `tolerance` of what it was.

    Points where three lines meet stay. A ring that would lose its area is left as it is.
    """
    joints = _joints(rings)
    known: dict[tuple[Point, ...], list[Point]] = {}
    return [_thin_ring(ring, joints, known, tolerance) for ring in rings]


def _joints(rings: Sequence[Ring]) -> set[Point]:
    """Points that have other neighbours in one ring than in another, or more than two."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for before, here in zip((ring[-1], *ring[:-1]), ring, strict=True):
            beside[here].add(before)
            beside[before].add(here)
    return {point for point, neighbours in beside.items() if len(neighbours) > 2}


def _thin_ring(ring: Ring, joints: set[Point], known: dict[tuple[Point, ...], list[Point]], limit: int) -> list[Point]:
    ends = [place for place, point in enumerate(ring) if point in joints]
    if len(ends) < 2:
        # An island, or one that touches in a single point: cut where it is farthest from where it begins.
        first = ends[0] if ends else min(range(len(ring)), key=ring.__getitem__)
        farthest = max(range(len(ring)), key=lambda place: (_apart(ring[first], ring[place]), ring[place]))
        ends = sorted((first, farthest))
    thin: list[Point] = []
    for start, stop in zip(ends, (*ends[1:], ends[0]), strict=True):
        line = ring[start : stop + 1] if start < stop else (*ring[start:], *ring[: stop + 1])
        thin += _thin_line(tuple(line), known, limit)[:-1]
    return thin if len(thin) > 2 else list(ring)


def _thin_line(line: tuple[Point, ...], known: dict[tuple[Point, ...], list[Point]], limit: int) -> list[Point]:
    """The line with fewer points, the same one whichever way it is walked."""
    back = line[::-1]
    if back < line:
        return _thin_line(back, known, limit)[::-1]
    if line not in known:
        known[line] = _without_small_bends(line, limit)
    return known[line]


def _without_small_bends(line: Sequence[Point], limit: int) -> list[Point]:
    """Douglas and Peucker's rule in whole numbers: a point stays while the line bends by more than `limit` there."""
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        start, stop = waiting.pop()
        if stop - start < 2:
            continue
        (ax, ay), (bx, by) = line[start], line[stop]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        if length:
            bends = [abs(dx * (ay - y) - dy * (ax - x)) for x, y in line[start + 1 : stop]]
            is_far = max(bends) ** 2 > limit * limit * length
        else:
            bends = [_apart(line[start], point) for point in line[start + 1 : stop]]
            is_far = max(bends) > limit * limit
        if is_far:
            middle = start + 1 + bends.index(max(bends))
            kept.add(middle)
            waiting += [(start, middle), (middle, stop)]
    return [line[place] for place in sorted(kept)]


def _apart(one: Point, other: Point) -> int:
    """The square of how far two points are apart."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
