"""`./ct bench`: what it says, and where it refuses to measure. Nothing here looks at how long anything takes."""

from __future__ import annotations

import gzip
import json
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from chungtay.core.models import Installation
from chungtay.demo.bench.excel import WRITERS, measure_excel
from chungtay.demo.bench.pages import Weights
from chungtay.demo.bench.rows import Row, as_json, as_table, percentile
from chungtay.demo.management.commands import bench


def test_row_beside_a_peer_says_how_many_times_better() -> None:
    row = Row("province", ours=4.0, unit="ms", peer=10.0, peer_name="plain GROUP BY")

    assert row.as_json() == {
        "case": "province", "ours": 4.0, "unit": "ms", "peer": 10.0, "peer_name": "plain GROUP BY", "ratio": 2.5,
    }  # fmt: skip


def test_row_beside_a_limit_says_which_share_is_reached() -> None:
    row = Row("page", ours=40.0, unit="ms", peer=100.0, peer_name="budget", is_limit=True)

    assert row.as_json()["ratio"] == 0.4


def test_row_of_a_rate_is_better_when_it_is_more() -> None:
    row = Row("intake", ours=500.0, unit="/s", peer=5000.0, peer_name="pgbench", is_rate=True)

    assert row.as_json()["ratio"] == 0.1


def test_row_without_a_peer_leaves_its_keys_out() -> None:
    assert Row("page", ours=7, unit="queries").as_json() == {"case": "page", "ours": 7, "unit": "queries"}


def test_answer_has_name_machine_and_rows() -> None:
    answer = as_json("pages", [Row("page", ours=7, unit="queries")])

    assert list(answer) == ["name", "machine", "rows"]
    assert "cores" in answer["machine"]
    assert len(answer["rows"]) == 1


def test_table_names_each_case_on_a_line_of_its_own() -> None:
    lines = as_table([Row("a", 7, "queries"), Row("longer", 40.0, "ms", 100.0, "budget", is_limit=True)])

    assert [line.split() for line in lines] == [
        ["a", "7.0", "queries"],
        ["longer", "40.0", "ms", "40%", "of", "budget", "(100.0)"],
    ]


@pytest.mark.parametrize(("percent", "value"), [(50, 10.0), (95, 19.0), (100, 20.0), (1, 1.0)])
def test_percentile_is_a_value_that_was_measured(percent: int, value: float) -> None:
    assert percentile([float(number) for number in range(20, 0, -1)], percent) == value


def test_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 50)


def test_weight_counts_the_page_as_sent_and_each_linked_file_once_with_its_fonts() -> None:
    link = '<link rel="stylesheet" href="/static/web/tokens.css">'
    plain, twice = HttpResponse(link), HttpResponse(link * 2)
    packed = HttpResponse(gzip.compress(link.encode()), headers={"Content-Encoding": "gzip"})
    weights = Weights()

    linked = weights.of(plain, "/") - len(link)

    assert linked > sum(size for name, size in weights.known.items() if name.endswith(".css")) > 0
    assert weights.of(twice, "/") == linked + 2 * len(link)
    assert weights.of(packed, "/") == linked + len(packed.content)


@pytest.mark.django_db
def test_database_that_is_not_a_demo_is_refused_before_anything_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    monkeypatch.setattr(bench, "BENCHMARKS", {"pages": lambda **_options: measured.append("pages")})
    Installation.objects.update(is_demo=False)

    with pytest.raises(CommandError):
        call_command("bench", "pages")

    assert measured == []


@pytest.mark.django_db
def test_json_of_a_demo_is_what_programs_expect_and_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    Installation.objects.all().delete()
    Installation.objects.create(is_demo=True)

    def measure(**_options: Any) -> list[Row]:
        Installation.objects.update(province_code="99")
        assert Client().get("/").status_code == 200
        return [Row("page", ours=7, unit="queries")]

    monkeypatch.setattr(bench, "BENCHMARKS", {"pages": measure})
    said = StringIO()

    call_command("bench", "pages", "--json", stdout=said)

    answer = json.loads(said.getvalue())
    assert (answer["name"], answer["rows"]) == ("pages", [{"case": "page", "ours": 7, "unit": "queries"}])
    assert not Installation.objects.filter(province_code="99").exists()


def test_excel_is_measured_beside_both_ways_of_the_peer() -> None:
    told: list[str] = []

    rows = measure_excel(progress=told.append, rows=20, columns=4)

    assert told == list(WRITERS)
    assert [(row.peer_name, row.is_limit) for row in rows] == [
        ("openpyxl, plain", False),
        ("openpyxl, write-only", False),
        ("budget", True),
        ("openpyxl, plain", False),
        ("openpyxl, write-only", False),
        ("openpyxl, plain", False),
    ]
    assert min(row.ours for row in rows) > 0


@pytest.mark.parametrize("name", WRITERS)
def test_each_writer_of_the_excel_benchmark_writes_the_same_cells(name: str) -> None:
    rows = list(openpyxl.load_workbook(BytesIO(WRITERS[name](30, 5))).worksheets[0].values)

    assert rows[0] == ("Đơn vị", "Chỉ tiêu 1", "Chỉ tiêu 2", "Chỉ tiêu 3", "Chỉ tiêu 4")
    assert (len(rows), rows[1][0], rows[30][0]) == (31, "Xã thứ 1", "Xã thứ 30")
    assert rows[5][1:] == tuple((4 * 7919 + column * 104_729) % 10 ** (1 + column % 7) for column in range(1, 5))
