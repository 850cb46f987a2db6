"""The targets of a plan beside the figures that were reported, and as targets of the year."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from chungtay.analytics.actions.targets import take_targets_of_plan
from chungtay.analytics.models import Target
from chungtay.analytics.queries.plan_targets import planned_and_reached, plans_with_targets
from chungtay.core.errors import NotPermitted
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.programmes.models import PlanVersion
from chungtay.programmes.queries.plans import plans_for
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.totals import fold
from tests.analytics.test_pivot import client_of
from tests.cast import DONG_THANH, NOW, POLICE, PROVINCE, TODAY, Cast, build_cast, cell_of, month
from tests.programmes.plans import YEAR, Year, build_year

pytestmark = pytest.mark.usefixtures("ticking_clock")


@pytest.fixture
def cast(db: None) -> Cast:
    """The province and its people."""
    return build_cast()


@pytest.fixture
def top(cast: Cast) -> tuple[Year, PlanVersion]:
    """The province's plan is sent down; one commune has reported 300 sessions."""
    year = build_year(cast)
    version = year.top()
    task = cast.task(DONG_THANH, POLICE, month(10))
    contents = Contents({cell_of("OUT_SESSIONS"): CellFigure(300, joint=0, led_elsewhere=0)})
    submit_in_bulk([Entry(task, contents, year.police, NOW, "Đã đối chiếu")])
    accept(task, by=cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), now=NOW)
    fold()
    return year, version


def told(hat: Membership, version: PlanVersion) -> list[tuple[int, Decimal | None, Fraction | None, Fraction | None]]:
    plan = plans_for(hat, TODAY).get(pk=version.plan_id)
    rows = planned_and_reached(hat, plan, version, TODAY)
    return [(row.item.number, row.item.target, row.value, row.percent) for row in rows]


def test_each_target_stands_beside_the_total_of_its_unit_and_year(top: tuple[Year, PlanVersion]) -> None:
    year, version = top

    assert told(year.coordinator, version) == [
        (1, Decimal(401), Fraction(300), Fraction(30_000, 401)),
        (2, Decimal("85.5"), None, None),
    ]


def test_the_page_opens_the_pedigree_and_lists_the_plan_among_targets(top: tuple[Year, PlanVersion]) -> None:
    year, version = top
    page = reverse("analytics:plan-targets", args=[version.plan_id])

    rows = client_of(year.coordinator).get(page).context["rows"]

    assert [(row["asked"], row["shown"], row["percent"]) for row in rows] == [
        ("401", "300", "74,8 %"),
        ("85,5", "", "–"),
    ]
    assert [plan.pk for plan in plans_with_targets(year.coordinator, YEAR, TODAY)] == [version.plan_id]
    assert client_of(year.cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR)).get(page).status_code == 404


def test_a_plan_in_draft_has_no_page_of_targets(cast: Cast) -> None:
    year = build_year(cast)
    draft = year.top_draft()

    answer = client_of(year.writer).get(reverse("analytics:plan-targets", args=[draft.plan_id]))

    assert answer.status_code == 404
    assert plans_with_targets(year.writer, YEAR, TODAY) == []


def test_targets_are_taken_over_with_their_source_and_shares_are_left_away(top: tuple[Year, PlanVersion]) -> None:
    year, version = top

    with pytest.raises(NotPermitted):
        take_targets_of_plan(version.plan, version, by=year.writer, now=NOW)
    count = take_targets_of_plan(version.plan, version, by=year.coordinator, now=NOW)

    assert count == 1
    assert [(each.unit, each.cell_id, each.year, each.value, each.source) for each in Target.objects.all()] == [
        (version.plan.unit, cell_of("OUT_SESSIONS"), YEAR, 401, "Kế hoạch năm 2026, Công an tỉnh Lâm Giang")
    ]
