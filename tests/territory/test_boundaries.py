"""Layers of boundaries: matched by code and day, everything that does not fit told at once."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from chungtay.core.errors import ChungTayError, ManyProblems, NotPermitted
from chungtay.core.models import Deed
from chungtay.territory.actions import load_boundaries
from chungtay.territory.boundary_file import read_boundaries
from chungtay.territory.codes import BoundaryProblem
from chungtay.territory.models import UnitBoundary
from chungtay.territory.queries import boundaries_on, unit_by_code
from tests.territory.conftest import NOW, REPORTER

DAY = date(2026, 1, 5)
SQUARE = [[105.0, 19.0], [105.5, 19.0], [105.5, 19.5], [105.0, 19.5], [105.0, 19.0]]
# 14758 is Hàm Rồng since 1 July 2025, and was Đông Thọ before; 14797 is Nguyệt Viên.
HAM_RONG, NGUYET_VIEN = "14758", "14797"


def feature(code: Any, ring: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry}


def layer(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def problems(content: bytes, on: date = DAY) -> list[tuple[int, str]]:
    """Each area that does not fit, and why."""
    with pytest.raises(ManyProblems) as refusal:
        load_boundaries(content, on=on, by=None, now=NOW)
    return [(problem.data["number"], str(problem.data["problem"])) for problem in refusal.value.problems]


def test_a_boundary_stands_on_every_day_of_its_unit(province_38: None) -> None:
    loaded = load_boundaries(layer(feature(HAM_RONG, name="Phường Hàm Rồng")), on=DAY, by=None, now=NOW)

    key = unit_by_code(HAM_RONG, DAY).pk
    square = [[10500000, 1900000, 10550000, 1900000, 10550000, 1950000, 10500000, 1950000]]
    assert (loaded.stored, loaded.unchanged, list(loaded.refused)) == (1, 0, [])
    assert boundaries_on([key], date(2025, 7, 1)) == {key: square}
    deed = Deed.objects.get(verb="boundaries_loaded")
    assert deed.details == {"count": 1, "on": "2026-01-05"}


def test_the_same_layer_again_changes_nothing(province_38: None) -> None:
    content = layer(feature(HAM_RONG))
    load_boundaries(content, on=DAY, by=None, now=NOW)

    loaded = load_boundaries(content, on=date(2026, 3, 1), by=None, now=NOW)

    assert (loaded.stored, loaded.unchanged, UnitBoundary.objects.count()) == (0, 1, 1)


def test_a_later_layer_holds_from_its_day_and_the_earlier_one_until_then(province_38: None) -> None:
    smaller = [[105.0, 19.0], [105.25, 19.0], [105.25, 19.25], [105.0, 19.0]]
    load_boundaries(layer(feature(HAM_RONG, smaller)), on=date(2026, 3, 1), by=None, now=NOW)

    load_boundaries(layer(feature(HAM_RONG)), on=DAY, by=None, now=NOW)

    rows = UnitBoundary.objects.order_by("drawn_on").values_list("drawn_on", "validity")
    march = date(2026, 3, 1)
    assert list(rows) == [(DAY, DateRange(None, march)), (march, DateRange(march, None))]
    key = unit_by_code(HAM_RONG, DAY).pk
    assert [len(boundaries_on([key], day)[key][0]) // 2 for day in (DAY, march)] == [4, 3]


def test_the_database_keeps_one_boundary_a_day(province_38: None) -> None:
    load_boundaries(layer(feature(HAM_RONG)), on=DAY, by=None, now=NOW)
    row = UnitBoundary.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        UnitBoundary.objects.create(
            unit=row.unit, drawn_on=date(2026, 6, 1), validity=DateRange(DAY, None), rings=row.rings
        )


def test_everything_that_does_not_fit_is_told_at_once_and_nothing_is_stored(province_38: None) -> None:
    open_ring, metres = SQUARE[:-1], [[580000, 2190000], [580100, 2190000], [580100, 2190100], [580000, 2190000]]
    point = {"type": "Feature", "properties": {"code": NGUYET_VIEN}, "geometry": {"type": "Point"}}

    found = problems(
        layer(
            feature(HAM_RONG),
            feature("99999"),
            feature(None),
            feature(NGUYET_VIEN, name="Xã Khác"),
            feature(HAM_RONG),
            feature(NGUYET_VIEN, open_ring),
            feature(NGUYET_VIEN, metres),
            point,
        )
    )

    assert found == [
        (2, BoundaryProblem.UNKNOWN_CODE.label),
        (3, BoundaryProblem.NO_CODE.label),
        (4, BoundaryProblem.OTHER_NAME.label),
        (5, BoundaryProblem.TWICE.label),
        (6, BoundaryProblem.BROKEN_LINE.label),
        (7, BoundaryProblem.NOT_DEGREES.label),
        (8, BoundaryProblem.NO_AREA.label),
    ]
    assert UnitBoundary.objects.count() == 0


def test_a_code_of_today_is_not_taken_for_the_unit_that_had_it_before(province_38: None) -> None:
    content = layer(feature(HAM_RONG, name="Phường Hàm Rồng"))

    assert problems(content, on=date(2022, 1, 1)) == [(1, BoundaryProblem.OTHER_NAME.label)]


def test_partial_stores_what_fits_and_tells_the_rest(province_38: None) -> None:
    content = layer(feature("99999"), feature(int(HAM_RONG)))

    loaded = load_boundaries(content, on=DAY, by=None, now=NOW, is_partial=True)

    assert (loaded.stored, [problem.data["unit"] for problem in loaded.refused]) == (1, ["99999"])


def test_only_who_keeps_the_ledger_loads_boundaries(province_38: None) -> None:
    with pytest.raises(NotPermitted):
        load_boundaries(layer(feature(HAM_RONG)), on=DAY, by=REPORTER, now=NOW)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b"{}", b'{"features": []}', b'{"type": "Topology", "objects": 1}', b"[" * 9999]
)
def test_what_is_no_layer_is_refused(content: bytes) -> None:
    with pytest.raises(ChungTayError) as refusal:
        read_boundaries(content)

    assert refusal.value.code == "territory.boundary_file_refused"


def test_a_topology_is_read_with_its_steps_and_turned_arcs() -> None:
    """Two squares side by side share the arc in the middle, which the second one walks backwards."""
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [105, 19]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 1], [1, 0], [0, -1], [-1, 0]]],
        "objects": {
            "communes": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"MA_XA": "00001"}},
                    {"type": "MultiPolygon", "arcs": [[[~0, ~2]]], "properties": {"ma": 2, "ten": "Hai"}},
                ],
            }
        },
    }

    areas, refused = read_boundaries(json.dumps(topology).encode())

    corners = [10500000, 10550000, 10600000]
    assert refused == []
    assert [(area.number, area.code, area.name) for area in areas] == [(1, "00001", ""), (2, "00002", "Hai")]
    assert areas[0].rings == (
        ((corners[1], 1900000), (corners[1], 1950000), (corners[0], 1950000), (corners[0], 1900000)),
    )
    assert sorted(areas[1].rings[0]) == [(x, y) for x in corners[1:] for y in (1900000, 1950000)]


def run(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        call_command("units", "load", *words, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def test_the_command_loads_a_layer_of_a_day(province_38: None, tmp_path: Path) -> None:
    path = tmp_path / "ranh-gioi.geojson"
    path.write_bytes(layer(feature(HAM_RONG), feature("99999")))

    with translation.override("en"), pytest.raises(CommandError) as refusal:
        run("--boundaries", str(path), "--on", "2026-01-05")
    told, left_out = run("--boundaries", str(path), "--on", "2026-01-05", "--partial")

    sentence = "Area 2 of the file, code 99999: no unit has this code on that day."
    assert str(refusal.value).splitlines() == ["1 places need a correction before this can be stored.", sentence]
    assert left_out == sentence
    assert told == "Stored 1 boundaries; 0 stood so already; 1 areas did not fit."
