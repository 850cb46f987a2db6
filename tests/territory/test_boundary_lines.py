"""Thinning of outlines: neighbours still meet, nothing moves further than it may."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chungtay.territory.boundary_lines import Point, thinned

LEFT = [(0, 0), (500, 3), (1000, 0), (1004, 500), (1000, 1000), (0, 1000)]
RIGHT = [(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (1004, 500)]


def test_points_on_a_nearly_straight_line_go_and_corners_stay() -> None:
    (ring,) = thinned([LEFT])

    assert sorted(ring) == [(0, 0), (0, 1000), (1000, 0), (1000, 1000)]


def test_a_line_between_two_areas_is_thinned_once() -> None:
    left, right = thinned([LEFT, RIGHT], tolerance=3)

    assert (1004, 500) in left
    assert (1004, 500) in right
    assert (500, 3) not in left


def test_a_bend_above_the_tolerance_stays() -> None:
    ring = [(0, 0), (500, 81), (1000, 0), (500, 1000)]

    assert thinned([ring], tolerance=80) == [ring]
    assert (500, 81) not in thinned([ring], tolerance=82)[0]


def test_an_island_smaller_than_the_tolerance_is_left_as_it_is() -> None:
    island = [(0, 0), (10, 0), (10, 10), (0, 10)]

    assert thinned([island]) == [island]


@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=4, max_size=40, unique=True))
def test_a_ring_keeps_its_own_points_in_their_order(ring: list[Point]) -> None:
    (thin,) = thinned([ring])

    places = [ring.index(point) for point in thin]
    turns = sum(after < before for before, after in pairwise([*places, places[0]]))
    assert turns == 1
    assert len(set(thin)) == len(thin) >= 3
