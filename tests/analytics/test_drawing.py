"""Drawings: round scales, gaps that stay gaps, words for those who do not see them."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.analytics.drawing.axis import STEPS, place_on, ticks
from chungtay.analytics.drawing.bar_chart import Bar, bar_chart
from chungtay.analytics.drawing.line_chart import Line, Point, line_chart
from chungtay.analytics.drawing.mini import mini_line
from chungtay.analytics.drawing.svg import stacked

SVG = "{http://www.w3.org/2000/svg}"


def lines(*values: int | None, label: str = "Xã <A>") -> Line:
    return Line(label, [Point(None if value is None else Fraction(value)) for value in values])


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


@pytest.mark.parametrize(
    ("highest", "scale"),
    [
        (0, [0, 1]),
        (1, [0, Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5), 1]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 2, 4, 6, 8, 10]),
        (3_224, [0, 1_000, 2_000, 3_000, 4_000]),
        (40_312, [0, 10_000, 20_000, 30_000, 40_000, 50_000]),
    ],
)
def test_a_scale_has_round_steps(highest: int, scale: list[Fraction]) -> None:
    assert ticks(Fraction(highest)) == scale


@given(st.fractions(min_value=Fraction(1, 1000), max_value=10**15))
def test_a_scale_holds_its_highest_value_in_few_steps(highest: Fraction) -> None:
    scale = ticks(highest)

    assert scale[0] == 0
    assert scale[-2] < highest <= scale[-1]
    assert len(scale) <= STEPS + 1


def test_places_are_proportional() -> None:
    assert [place_on(Fraction(value), Fraction(10), 220) for value in (0, 5, 10)] == [0, 110, 220]


def test_a_gap_breaks_the_line_and_has_no_point() -> None:
    svg = drawn(line_chart("k", "Số buổi", "…", ["1", "2", "3", "4"], [lines(4, None, 2, 3)], str))

    runs = [line.attrib["points"].split() for line in svg.iter(f"{SVG}polyline")]
    assert [len(run) for run in runs] == [1, 2]
    assert len(list(svg.iter(f"{SVG}circle"))) == 3


def test_bounds_and_estimates_are_hollow() -> None:
    line = Line("Tỉnh", [Point(Fraction(3)), Point(Fraction(4), is_sure=False)])

    svg = drawn(line_chart("k", "Số buổi", "…", ["1", "2"], [line], str))

    first, second = svg.iter(f"{SVG}circle")
    assert (first.attrib["fill"], second.attrib["fill"]) == (first.attrib["stroke"], "#ffffff")


def test_a_drawing_has_a_title_and_a_description_and_no_markup_of_others() -> None:
    two = [lines(1), lines(2, label="Xã B")]
    svg = line_chart("k", 'Số "buổi" & lượt', "Xã <A>: 1", ["1"], two, str)

    root = drawn(svg)
    assert root.attrib["aria-labelledby"] == "k-title k-desc"
    assert [node.text for node in list(root)[:2]] == ['Số "buổi" & lượt', "Xã <A>: 1"]
    assert [text.text for text in root.iter(f"{SVG}text")][-2:] == ["Xã <A>", "Xã B"]
    assert not re.search(r"style=|<style|<script", svg)


def test_series_are_told_apart_without_colours() -> None:
    svg = drawn(line_chart("k", "t", "d", ["1", "2"], [lines(1, 2), lines(2, 3), lines(3, 4)], str))

    dashes = {line.attrib.get("stroke-dasharray", "") for line in svg.iter(f"{SVG}polyline")}
    assert len(dashes) == 3


def test_bars_are_as_long_as_their_values_and_a_target_is_marked() -> None:
    bars = [
        Bar("Xã A", Fraction(10), "10"),
        Bar("Xã B", Fraction(5), "5", target=Fraction(10)),
        Bar("Xã C", None, "–"),
    ]

    svg = drawn(bar_chart("k", "t", "d", bars))

    lengths = [int(bar.attrib["width"]) for bar in svg.iter(f"{SVG}rect")][1:]
    assert lengths == [400, 200]
    (mark,) = svg.iter(f"{SVG}line")
    assert mark.attrib["x1"] == str(230 + 400)


def test_a_small_line_breaks_at_a_gap() -> None:
    svg = mini_line("k", "Xã A", [Fraction(1), None, Fraction(2), Fraction(4)], Fraction(4))

    assert len(re.findall("<polyline", svg)) == 1
    assert len(re.findall("<circle", svg)) == 3


def test_several_drawings_stand_below_each_other() -> None:
    one = bar_chart("k", "t", "d", [Bar("Xã A", Fraction(1), "1")])

    root = drawn(stacked([(one, 42), (one, 42)], width=760))

    assert [child.attrib["y"] for child in root] == ["0", "42"]
    assert root.attrib["viewBox"] == "0 0 760 84"
