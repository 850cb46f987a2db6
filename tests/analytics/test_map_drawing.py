"""Maps: exact places, classes by rule, sizes as values, and a shape for everything a figure can be."""

from __future__ import annotations

import re
from fractions import Fraction
from math import cos, radians
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.analytics.drawing.map_areas import areas, path_of, shade
from chungtay.analytics.drawing.map_circles import circle, circles, largest_radius, radius, samples
from chungtay.analytics.drawing.map_classes import equal_steps, quantiles
from chungtay.analytics.drawing.map_frame import MARGIN, WIDTH, cosine, frame_of, scale_bar
from chungtay.analytics.drawing.map_marks import SHADES, Key, Mark, State, sign
from chungtay.analytics.drawing.map_sheet import Sheet, map_sheet, names_of

SVG = "{http://www.w3.org/2000/svg}"
SOUTH_WEST, NORTH_EAST = (19_000_000, 104_000_000), (20_000_000, 106_000_000)
FRAME = frame_of([SOUTH_WEST, NORTH_EAST])


def mark(name: str, value: int | None, state: State = State.SURE, **more: object) -> Mark:
    place = {"latitude": 19_500_000, "longitude": 105_000_000} | more
    return Mark(name, f"{name}: {value}", state=state, value=None if value is None else Fraction(value), **place)


@pytest.mark.parametrize("latitude", [0, 8_500_000, 16_000_000, 19_800_000, 23_400_000])
def test_the_cosine_is_exact_to_a_millionth(latitude: int) -> None:
    assert abs(cosine(latitude) - 1_000_000 * cos(radians(latitude / 1_000_000))) <= 1


def test_a_frame_holds_its_places_inside_its_margin_and_keeps_their_shape() -> None:
    left, bottom = FRAME.place(*SOUTH_WEST)
    right, top = FRAME.place(*NORTH_EAST)

    assert (left, right) == (MARGIN * 10, (WIDTH - MARGIN) * 10)
    assert 0 < top < bottom < FRAME.height * 10
    # Two degrees of longitude are shorter than two of latitude by the cosine.
    assert Fraction(right - left, 2 * (bottom - top)) == pytest.approx(cosine(19_500_000) / 1_000_000, abs=0.001)


def test_a_single_place_stands_in_the_middle() -> None:
    frame = frame_of([SOUTH_WEST])

    assert frame.place(*SOUTH_WEST) == pytest.approx((WIDTH * 5, frame.height * 5), abs=1)


def test_the_bar_of_kilometres_is_as_long_as_it_says() -> None:
    kilometres, length = scale_bar(FRAME)

    # A degree of latitude is 111.19 km.
    degree = FRAME.place(*SOUTH_WEST)[1] - FRAME.place(*NORTH_EAST)[1]
    assert kilometres == 20
    assert Fraction(length * 10, degree) == pytest.approx(20 / 111.19, abs=0.003)


def test_quantiles_hold_as_many_places_each_and_keep_equal_values_together() -> None:
    classes = quantiles([Fraction(value) for value in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)])
    tied = quantiles([Fraction(value) for value in (0, 0, 0, 0, 0, 0, 7, 9)])

    assert (classes.bounds, classes.counts) == ((2, 4, 6, 8, 10), (2, 2, 2, 2, 2))
    assert (tied.bounds, tied.counts) == ((0, 7, 9), (6, 1, 1))
    assert [tied.place(Fraction(value)) for value in (0, 7, 9)] == [0, 1, 2]


def test_equal_steps_have_one_width_and_may_be_empty() -> None:
    classes = equal_steps([Fraction(value) for value in (0, 1, 2, 50)])
    single = equal_steps([Fraction(3), Fraction(3)])

    assert (classes.bounds, classes.counts) == ((10, 20, 30, 40, 50), (3, 0, 0, 0, 1))
    assert (single.bounds, single.counts) == ((3,), (2,))


@given(st.lists(st.fractions(min_value=0, max_value=10**6), min_size=1, max_size=40))
def test_every_value_has_its_class(values: list[Fraction]) -> None:
    for classes in (quantiles(values), equal_steps(values)):
        assert sum(classes.counts) == len(values)
        assert len(classes.bounds) <= 5
        assert {classes.place(value) for value in values} <= set(range(len(classes.bounds)))


def test_no_value_has_no_class() -> None:
    assert quantiles([]).bounds == equal_steps([]).bounds == ()


def test_areas_of_circles_are_as_their_values() -> None:
    assert [radius(Fraction(value), Fraction(100), 200) for value in (100, 25, 1)] == [200, 100, 20]
    assert radius(Fraction(1, 1000), Fraction(100), 200) == 18


def test_many_large_circles_are_drawn_smaller() -> None:
    few, many = ([Fraction(5)] * count for count in (3, 300))

    assert largest_radius(few, 600) == 400
    # A seventh of 760 by 600, divided among 300 circles of radius r.
    assert largest_radius(many, 600) == 83


def test_samples_of_the_legend_are_round() -> None:
    assert samples(Fraction(3_224), whole=True) == [2_000, 500, 100]
    assert samples(Fraction(3), whole=True) == [2]
    assert samples(Fraction(3), whole=False) == [2, Fraction(1, 2), Fraction(1, 10)]


def test_signs_are_drawn_over_circles() -> None:
    marks = [mark("C", 9), mark("B", None, State.MISSING), mark("A", 1)]

    drawn = [ElementTree.fromstring(piece) for piece in circles("k", marks, FRAME, Fraction(9), 100)]

    assert [each[0].text for each in drawn] == ["C: 9", "A: 1", "B: None"]


def test_each_state_has_a_shape_of_its_own() -> None:
    sized = [circle("k", state, 0, 0, 90) for state in (State.SURE, State.ESTIMATE, State.BOUND)]
    signs = [sign(state, 0, 0) for state in (State.ZERO, State.MISSING, State.CLOSED, State.SMALL)]

    assert len({*sized, *signs}) == 7
    assert "url(#k-estimate)" in sized[1]


def test_areas_take_the_shade_of_their_class_and_a_pattern_when_not_sure() -> None:
    ring = [10400000, 1900000, 10500000, 1900000, 10500000, 1950000]
    marks = [
        mark("A", 1, rings=[ring]),
        mark("B", 9, State.ESTIMATE, rings=[ring]),
        mark("C", None, State.MISSING, rings=[ring]),
        mark("D", 9),
    ]

    drawn = [
        re.findall(r'fill="([^"]*)"', piece)
        for piece in areas("k", marks, quantiles([Fraction(1), Fraction(9)]), FRAME)
    ]

    assert drawn == [[SHADES[0]], [SHADES[4], "url(#k-estimate)"], ["#ffffff"], [SHADES[4]]]


def test_shades_of_few_classes_are_far_apart() -> None:
    assert [shade(place, 2) for place in range(2)] == [SHADES[0], SHADES[4]]
    assert [shade(place, 3) for place in range(3)] == [SHADES[0], SHADES[2], SHADES[4]]
    assert shade(0, 1) == SHADES[2]


def test_a_path_walks_its_ring_and_closes_it() -> None:
    ring = [10400000, 2000000, 10600000, 2000000, 10600000, 1900000]
    left, top = FRAME.place(NORTH_EAST[0], SOUTH_WEST[1])
    right, bottom = FRAME.place(SOUTH_WEST[0], NORTH_EAST[1])

    assert path_of([ring], FRAME) == f"M{left} {top}l{right - left} 0 0 {bottom - top}z"
    assert path_of([[10400000, 2000000] * 3], FRAME) == ""


def test_names_do_not_cover_each_other() -> None:
    drawn = list(names_of([("Đông Thanh", 3000, 3000), ("Hạc Thành", 3100, 3050), ("Yên An", 3000, 4000)]))

    assert [re.sub("<[^>]*>", "", piece) for piece in drawn[::2]] == ["Đông Thanh", "Yên An"]


def test_a_sheet_is_a_group_with_words_and_no_markup_of_others() -> None:
    sheet = Sheet("Số <buổi>", "Tỉnh & ngày", "Hai nơi.", "20 km", [Key("<circle/>", "đúng"), Key("<rect/>", "ước")])

    svg = map_sheet("k", sheet, FRAME, circles("k", [mark("Xã <A>", 4, href="/a?b&c")], FRAME, Fraction(4), 90), [])

    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "group"
    assert [node.text for node in list(root)[:2]] == ["Số <buổi>", "Hai nơi."]
    (link,) = root.iter(f"{SVG}a")
    assert (link.attrib["href"], link.attrib["aria-label"]) == ("/a?b&c", "Xã <A>: 4")
    assert not re.search(r"style=|<style|<script", svg)
