"""Who reported when, of the own line alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from chungtay.analytics.asking import Asked
from chungtay.analytics.queries.completeness import Receipt, receipts, together
from chungtay.analytics.queries.question import question_for
from chungtay.analytics.queries.unit_rows import unit_rows
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.models import ReportTask
from tests.analytics.test_pivot import client_of
from tests.reporting.stage import NOON, Stage
from tests.reporting.test_consolidation import report

TODAY = date(2026, 11, 20)


def states(stage: Stage, worn: Membership, line: Line = Line.ALL) -> dict[str, tuple[str, int, int]]:
    """State, received and expected of November, by the name of the unit."""
    asked = Asked(units=(stage.province.pk,), first=(2026, 11), last=(2026, 11), line=line)
    question = question_for(worn, asked, TODAY)
    units = unit_rows(question, cursor=None, size=None).parts
    found = receipts(worn, question, units, TODAY)
    by_unit = {unit.name: found.get((unit.unit_id, (2026, 11)), Receipt({})) for unit in units}
    return {name: (each.state, each.received, each.expected) for name, each in by_unit.items()}


def test_a_place_shows_the_worst_of_its_reports(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 3)
    stage.task(stage.dong_thanh_front)
    report(stage, stage.hac_thanh, 3)
    ReportTask.objects.filter(unit=stage.hac_thanh.organisation.unit).update(due_on=NOON.date().replace(day=15))

    assert states(stage, stage.auditor) == {"Hạc Thành": ("late", 1, 1), "Đông Thanh": ("overdue", 1, 2)}
    assert states(stage, stage.auditor, Line.POLICE)["Đông Thanh"] == ("on_time", 1, 1)


def test_nobody_sees_how_the_other_side_kept_time(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 3)
    stage.task(stage.dong_thanh_front)

    assert states(stage, stage.front.consolidator)["Đông Thanh"] == ("overdue", 0, 1)
    assert states(stage, stage.police.consolidator)["Đông Thanh"] == ("on_time", 1, 1)
    assert states(stage, stage.hac_thanh.reporter) == {"Hạc Thành": ("", 0, 0), "Đông Thanh": ("", 0, 0)}


def test_receipts_add_up() -> None:
    both = together([Receipt({"on_time": 2, "late": 1}), Receipt({"overdue": 1, "on_time": 1})])

    assert (both.received, both.expected, both.state) == (4, 5, "overdue")


@pytest.mark.usefixtures("ticking_clock")
def test_the_page_is_a_grid_of_units_and_periods(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 3)
    stage.task(stage.hac_thanh)

    html = client_of(stage.police.consolidator).get(reverse("analytics:completeness")).content.decode()

    assert re.findall(r'<span class="receipt is-(\w+)" title', html) == ["overdue", "on_time"]
    assert "1/2" in html
