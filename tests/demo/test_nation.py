"""The nation of the large benchmarks: complete, and only in a database of its own."""

from __future__ import annotations

import pytest

from chungtay.demo.bench.nation import CELLS, DatabaseInUse, make_nation
from chungtay.reporting.codes import Grain
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import ReportTask
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitAncestor

pytestmark = pytest.mark.django_db


def test_every_commune_stands_under_its_province_and_the_nation() -> None:
    nation = make_nation(provinces=2, communes=5)

    top, provinces, communes = (nation.units[level] for level in (Level.NATION, Level.PROVINCE, Level.COMMUNE))
    above = {(row.unit_id, row.depth): row.ancestor_id for row in UnitAncestor.objects.all()}
    assert [above[commune.pk, 1] for commune in communes] == [provinces[place % 2].pk for place in range(5)]
    assert {above[commune.pk, 2] for commune in communes} == {top[0].pk}
    assert len(layout_of(nation.form_version).rows) == CELLS


def test_tasks_go_to_the_police_of_the_province() -> None:
    nation = make_nation(provinces=2, communes=3)
    months = nation.months(2026)

    tasks = nation.make_tasks(months[:2])

    assert [(month.grain, month.index) for month in months] == [(Grain.MONTH, index) for index in range(1, 13)]
    assert [task.period for task in tasks] == [month for month in months[:2] for _commune in range(3)]
    receivers = [hat.organisation for hat in nation.consolidators]
    assert [task.receiver for task in tasks[:3]] == [receivers[0], receivers[1], receivers[0]]
    assert ReportTask.objects.count() == 6


def test_a_database_with_units_is_refused() -> None:
    make_nation(provinces=1, communes=1)

    with pytest.raises(DatabaseInUse):
        make_nation(provinces=1, communes=1)
