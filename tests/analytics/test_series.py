"""Charts of a question, and the tables below them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from chungtay.analytics.actions.targets import set_target
from chungtay.analytics.layout import TableCell
from chungtay.analytics.series import change_text
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.models import Cell
from tests.analytics.test_pivot import client_of, rows
from tests.reporting.stage import NOON, SESSIONS, Stage, hat
from tests.reporting.test_consolidation import report

pytestmark = pytest.mark.usefixtures("ticking_clock")
SERIES = reverse("analytics:series")
NOVEMBER = "tu=2026-11&den=2026-11&chi-tieu=OUT_SESSIONS"


def look(worn: Membership, query: str) -> str:
    answer = client_of(worn).get(f"{SERIES}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (15, 12, "+3 (+25 %)"),
        (9, 12, "−3 (−25 %)"),
        (5, 0, "+5"),
        (7, 7, "0 (0 %)"),
        (None, 7, ""),
        (7, None, ""),
    ],
)
def test_a_change_is_told_as_number_and_percent(now: int | None, before: int | None, words: str) -> None:
    cells = [TableCell("", number=number) for number in (now, before)]

    with translation.override("vi"):
        assert change_text(*cells) == words


def test_each_chart_stands_over_a_table_with_the_same_figures(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 1_012)

    html = look(stage.police.consolidator, NOVEMBER)

    assert rows(html) == [["Tỉnh Xứ Thanh", "1.012"]]
    assert "<title" in html
    assert "Tỉnh Xứ Thanh: 11/2026 1.012" in html


def test_the_year_before_stands_below_with_the_change(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 15)
    before = stage.task(stage.dong_thanh, year=2025)
    assert before.period.year == 2025

    html = look(stage.police.consolidator, f"{NOVEMBER}&so=cung-ky")

    assert rows(html) == [["Năm nay", "15"], ["Tăng, giảm", "–"], ["Cùng kỳ năm trước", "–"]]


def test_years_stand_side_by_side(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 15)
    stage.period(2025, 11)

    html = look(stage.police.consolidator, f"{NOVEMBER}&so=cac-nam")

    assert rows(html) == [["2025", "–"], ["2026", "15"]]


def test_units_are_sorted_and_those_without_a_figure_are_counted(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 3)
    report(stage, stage.hac_thanh, 9)

    highest = look(stage.police.consolidator, f"{NOVEMBER}&so=don-vi")
    lowest = look(stage.police.consolidator, f"{NOVEMBER}&so=don-vi&xep=thap")

    assert rows(highest) == [["Xã Hạc Thành", "9"], ["Xã Đông Thanh", "3"]]
    assert rows(lowest) == [["Xã Đông Thanh", "3"], ["Xã Hạc Thành", "9"]]


def test_a_target_is_marked_where_years_are_compared(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 3)
    coordinator = hat(stage.police.organisation, Role.COORDINATOR)
    cell = Cell.objects.get(pk=SESSIONS)
    set_target(stage.dong_thanh.organisation.unit, cell, 2026, value=9, source="Kế hoạch 12", by=coordinator, now=NOON)
    query = "theo=nam&tu=2026-01&den=2026-12&chi-tieu=OUT_SESSIONS&so=don-vi"

    html = look(stage.police.consolidator, query)

    # The bar of 3 is a third as long as the mark of 9 stands away.
    assert re.search(r'<rect x="230" y="12" width="133"', html)
    assert re.search(r'<line x1="630"', html)


def test_each_unit_has_a_small_line(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 3)

    html = look(stage.police.consolidator, f"{NOVEMBER}&so=tung-don-vi")

    assert re.findall(r'multiples__name">([^<]*)', html) == ["Xã Hạc Thành", "Xã Đông Thanh"]


def test_what_is_closed_is_neither_drawn_nor_described(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 4_711)

    html = look(stage.front.consolidator, f"{NOVEMBER}&khoi=police&so=don-vi")

    assert "4.711" in look(stage.police.consolidator, f"{NOVEMBER}&khoi=police&so=don-vi")
    assert "4.711" not in html


def test_the_drawing_is_taken_away_as_svg(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 1_012)

    answer = client_of(stage.police.consolidator).get(f"{reverse('analytics:series-file')}?{NOVEMBER}")

    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer.content.decode().startswith("<svg")
    assert "1.012" in answer.content.decode()
