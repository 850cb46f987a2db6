"""The page of a map, as each reader sees it: the same figures as in the table, no further than they may be seen."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.analytics.actions.saved_views import clean_query
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.codes import IndicatorKind, Section
from chungtay.reporting.models import Cell, Indicator
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitBoundary, UnitVersion
from tests.analytics.test_pivot import client_of, rows
from tests.reporting.stage import ALWAYS, NOON, Stage, hat, make_office, make_unit
from tests.reporting.test_consolidation import report

pytestmark = pytest.mark.usefixtures("ticking_clock")
MAP = reverse("analytics:map")
# What boundaries below circles are painted with.
GROUND = 'fill="#f7f2e7" stroke="#857869"'


@pytest.fixture
def placed(stage: Stage) -> Stage:
    """Two communes with centre points."""
    for number, office in enumerate((stage.dong_thanh, stage.hac_thanh)):
        centre = {"latitude_e6": 19_800_000 + 90_000 * number, "longitude_e6": 105_700_000}
        UnitVersion.objects.filter(unit=office.organisation.unit_id).update(**centre)
    return stage


def draw_boundaries(stage: Stage) -> None:
    for number, office in enumerate((stage.dong_thanh, stage.hac_thanh)):
        west = 10_570_000 + 9_000 * number
        ring = [west, 1_980_000, west + 9_000, 1_980_000, west + 9_000, 1_990_000]
        UnitBoundary.objects.create(
            unit_id=office.organisation.unit_id, drawn_on=NOON.date(), validity=ALWAYS, rings=[ring]
        )


def look(worn: Membership, query: str = "") -> str:
    answer = client_of(worn).get(f"{MAP}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def marks(html: str) -> list[tuple[str, str]]:
    """The places of the drawing: words and address of each that leads somewhere, words alone of the others."""
    found = re.findall(r'<(?:a href="([^"]*)" aria-label="[^"]*"|g)><title>([^<]*)</title>', html)
    return [(unescape(words), unescape(href)) for href, words in found]


def test_each_place_is_drawn_with_the_figure_of_its_row_and_leads_to_the_same_pedigree(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 1_012)

    html = look(placed.police.consolidator)

    table = dict(rows(html))
    hrefs = re.findall(r'class="figure" href="([^"]*)">1\.012<', html)
    assert table == {"Tổng: Tỉnh Xứ Thanh": "1.012", "Xã Hạc Thành": "–", "Xã Đông Thanh": "1.012"}
    assert [words for words, _href in marks(html)] == ["Xã Đông Thanh: 1.012 đơn vị", "Xã Hạc Thành: chưa có số liệu"]
    assert marks(html)[0][1] in hrefs
    assert marks(html)[1][1] == ""


def test_a_larger_circle_lies_below_a_smaller_one(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 7)
    report(placed, placed.hac_thanh, 70)

    html = look(placed.auditor)

    assert [words for words, _href in marks(html)] == ["Xã Hạc Thành: 70 đơn vị", "Xã Đông Thanh: 7 đơn vị"]


def test_the_period_drawn_is_the_last_or_the_one_that_is_asked(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 5)
    span = "tu=2026-10&den=2026-11"

    assert "Xã Đông Thanh: 5 đơn vị" in look(placed.auditor, span)
    placed.task(placed.dong_thanh, index=10)
    assert "Xã Đông Thanh: 5 đơn vị" not in look(placed.auditor, f"{span}&ky=2026-10")


def test_what_may_not_be_seen_is_not_drawn(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 4_711)
    government = make_office(OrganisationKind.GOVERNMENT, placed.province, "Ủy ban nhân dân tỉnh")
    query = "khoi=police&chi-tieu=OUT_SESSIONS"

    html = look(government.consolidator, query)

    assert "4.711" in look(placed.police.consolidator, query)
    assert "4.711" not in html
    assert {words.partition(": ")[2] for words, _href in marks(html)} == {"không dành cho vai này"}
    assert client_of(hat(placed.police.organisation, Role.ACCOUNT_KEEPER)).get(MAP).status_code == 404


def test_areas_are_offered_where_most_units_have_a_boundary(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 5)
    before = look(placed.auditor, "kieu=vung-mau")

    draw_boundaries(placed)
    html = look(placed.auditor, "kieu=vung-mau")

    assert "Vùng tô màu" not in before
    assert "Vùng tô màu" in html
    assert [words for words, _href in marks(html)] == ["Xã Hạc Thành: chưa có số liệu", "Xã Đông Thanh: 5 đơn vị"]
    assert html.count('fill-rule="evenodd"') == 2


def test_the_lowest_class_of_a_rating_is_in_the_table_alone(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 5)
    Cell.objects.filter(indicator__code="OUT_SESSIONS", category="workers").update(category="weak")

    html = look(placed.auditor, "chi-tieu=OUT_SESSIONS.weak")

    assert "Số liệu này không vẽ trên bản đồ" in html
    assert "<svg xmlns" not in html
    files = client_of(placed.auditor).get(reverse("analytics:map-file", args=["svg"]) + "?chi-tieu=OUT_SESSIONS.weak")
    assert files.status_code == 404


def test_of_recognitions_only_places_that_have_some_are_drawn(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 5)
    draw_boundaries(placed)
    ratio = Indicator.objects.filter(kind=IndicatorKind.RATIO).first()
    assert ratio is not None
    Indicator.objects.filter(pk=ratio.pk).update(section=Section.MODELS)
    query = f"chi-tieu={ratio.code}&kieu=vung-mau"
    shaded = marks(look(placed.auditor, query))
    assert GROUND in look(placed.auditor, f"chi-tieu={ratio.code}&kieu=vong-tron")
    Indicator.objects.filter(pk=ratio.pk).update(section=Section.SAFE)

    html = look(placed.auditor, query)

    assert [words for words, _href in shaded] == ["Xã Hạc Thành: chưa có số liệu", "Xã Đông Thanh: chưa có số liệu"]
    assert marks(html) == []
    assert "chỉ vẽ những nơi đã có" in html
    assert GROUND not in html


def test_which_communes_are_recognised_is_in_the_table_alone(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 5)
    Indicator.objects.filter(code="OUT_SESSIONS").update(code="NTM_192")

    html = look(placed.auditor, "chi-tieu=NTM_192")

    assert "Số liệu này không vẽ trên bản đồ" in html
    assert marks(html) == []
    assert dict(rows(html))["Xã Đông Thanh"] == "5"


def test_before_anything_is_owed_there_is_nothing_to_draw(stage: Stage) -> None:
    assert "Ở đây chưa có số liệu" in look(stage.auditor)
    assert client_of(stage.auditor).get(reverse("analytics:map-file", args=["svg"])).status_code == 404


def test_units_without_a_centre_point_are_counted_and_stand_in_the_table(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 5)
    UnitVersion.objects.filter(unit=stage.dong_thanh.organisation.unit_id).update(
        latitude_e6=19_800_000, longitude_e6=105_700_000
    )

    html = look(stage.auditor)

    assert re.findall(r"(\d+) đơn vị chưa có điểm trung tâm", html) == ["1"], html[html.index("chart--map") :][
        4000:9000
    ]
    assert len(marks(html)) == 1
    assert [row[0] for row in rows(html)] == ["Tổng: Tỉnh Xứ Thanh", "Xã Hạc Thành", "Xã Đông Thanh"]


def test_the_map_is_taken_away_as_drawing_and_as_tables(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 12)
    client = client_of(placed.police.consolidator)
    svg, xlsx, text = (client.get(reverse("analytics:map-file", args=[format_])) for format_ in ("svg", "xlsx", "csv"))

    assert svg["Content-Type"] == "image/svg+xml; charset=utf-8"
    ((words, href), _other) = marks(svg.content.decode())
    assert words == "Xã Đông Thanh: 12 đơn vị"
    assert href.startswith("http://testserver/")
    lines = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert lines == [["Hàng", "11/2026"], ["Tổng: Tỉnh Xứ Thanh", "12"], ["Xã Hạc Thành", ""], ["Xã Đông Thanh", "12"]]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).worksheets[0]
    assert [cell.value for cell in sheet["B"]] == ["11/2026", 12, None, 12]
    assert client.get(reverse("analytics:map-file", args=["exe"])).status_code == 404


def test_a_view_keeps_how_the_map_is_drawn(db: None) -> None:
    assert clean_query("theo=nam&kieu=vung-mau&chia=buoc-deu&la=1") == "theo=nam&kieu=vung-mau&chia=buoc-deu"


def test_nonsense_is_refused_with_a_sentence(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 12)

    answer = client_of(placed.auditor).get(f"{MAP}?kieu=hinh-cau")

    assert answer.status_code == 400
    assert "hinh-cau" in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_places(placed: Stage) -> None:
    report(placed, placed.dong_thanh, 12)
    client = client_of(placed.auditor)

    def count() -> int:
        client.get(MAP)  # the way of units over the map is kept between questions until the ledger moves
        with CaptureQueriesContext(connection) as queries:
            client.get(MAP)
        return len(queries)

    with_two = count()
    report(placed, placed.hac_thanh, 3)
    for number in range(3):
        unit = make_unit(Level.COMMUNE, f"Xã số {number}", f"1700{number}", placed.province, ALWAYS)
        UnitVersion.objects.filter(unit=unit).update(latitude_e6=19_900_000 + number, longitude_e6=105_000_000)

    assert count() == with_two
