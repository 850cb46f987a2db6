"""Targets: who sets them, what is kept, what they stand beside."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chungtay.analytics.actions.targets import set_target, withdraw_target
from chungtay.analytics.errors import TargetNotHere, TargetUnreadable
from chungtay.analytics.forms import read_value
from chungtay.analytics.models import Target
from chungtay.core.errors import NotPermitted
from chungtay.core.models import Deed
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.models import Cell, Indicator
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit
from tests.analytics.test_pivot import client_of, rows
from tests.reporting.stage import NOON, SESSIONS, Stage, hat
from tests.reporting.test_consolidation import report

pytestmark = pytest.mark.usefixtures("ticking_clock")
TARGETS = reverse("analytics:targets")


@pytest.fixture
def coordinator(stage: Stage) -> Membership:
    """The coordinator of the province's police."""
    return hat(stage.police.organisation, Role.COORDINATOR)


def put(stage: Stage, by: Membership, value: int = 20, *, source: str = "Kế hoạch 12/KH", **where: object) -> Target:
    unit = where.get("unit", stage.province)
    assert isinstance(unit, AdministrativeUnit)
    return set_target(unit, Cell.objects.get(pk=SESSIONS), 2026, value=value, source=source, by=by, now=NOON)


def test_setting_again_replaces_and_the_log_keeps_what_it_was(stage: Stage, coordinator: Membership) -> None:
    put(stage, coordinator, 20)
    put(stage, coordinator, 25)

    assert [target.value for target in Target.objects.all()] == [25]
    told = Deed.objects.filter(verb="target_set").order_by("id").values_list("details", flat=True)
    assert list(told) == [{"value": 20, "before": None}, {"value": 25, "before": 20}]


def test_only_coordinators_of_the_province_set_and_withdraw(stage: Stage, coordinator: Membership) -> None:
    target = put(stage, coordinator)
    for other in (
        stage.police.consolidator,
        stage.dong_thanh.reporter,
        hat(stage.dong_thanh.organisation, Role.COORDINATOR),
    ):
        with pytest.raises(NotPermitted):
            put(stage, other)
        with pytest.raises(NotPermitted):
            withdraw_target(target, by=other, now=NOON)

    withdraw_target(target, by=coordinator, now=NOON)

    assert Target.objects.count() == 0


def test_not_for_units_of_others_nor_with_forbidden_words(stage: Stage, coordinator: Membership) -> None:
    nation = AdministrativeUnit.objects.get(level=Level.NATION)
    with pytest.raises(TargetNotHere):
        put(stage, coordinator, unit=nation)
    with pytest.raises(ForbiddenMatter):
        put(stage, coordinator, source="Gọi ông Nguyễn Văn An, 0912 345 678")

    assert Target.objects.count() == 0


@pytest.mark.parametrize(("typed", "scale", "value"), [("1.234", 0, 1234), ("1 234,5", 1, 12345), ("7", 2, 700)])
def test_a_value_is_read_in_vietnamese_notation(typed: str, scale: int, value: int) -> None:
    assert read_value(typed, Indicator(scale=scale)) == value


@pytest.mark.parametrize("typed", ["", "1,5", "-3", "hơn 40", "1.23", "=1+1"])
def test_what_is_no_number_of_the_indicator_is_refused(typed: str) -> None:
    with pytest.raises(TargetUnreadable):
        read_value(typed, Indicator(scale=0))


def test_a_target_stands_beside_what_is_reached(stage: Stage, coordinator: Membership) -> None:
    report(stage, stage.dong_thanh, 5)
    put(stage, coordinator, 20)

    page = client_of(stage.police.consolidator).get(f"{TARGETS}?nam=2026").content.decode()

    assert rows(page) == [["Chỉ tiêu OUT_SESSIONS (đơn vị)", "Tỉnh Xứ Thanh", "20", "5", "25 %", "Kế hoạch 12/KH"]]


def test_a_commune_reads_the_target_but_not_the_total_of_both_sides(stage: Stage, coordinator: Membership) -> None:
    report(stage, stage.dong_thanh, 5)
    put(stage, coordinator, 20)

    page = client_of(stage.dong_thanh.reporter).get(f"{TARGETS}?nam=2026").content.decode()

    assert [row[2:5] for row in rows(page)] == [["20", "×", "–"]]


def test_the_coordinator_sets_a_target_on_the_page(stage: Stage, coordinator: Membership) -> None:
    client = client_of(coordinator)
    given = {"unit": stage.province.pk, "measure": "OUT_SESSIONS", "year": 2026, "value": "1.200", "source": "KH 12"}

    wrong = client.post(reverse("analytics:set-target"), {**given, "value": "nhiều"})
    right = client.post(reverse("analytics:set-target"), given)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert [(target.value, target.source) for target in Target.objects.all()] == [(1200, "KH 12")]
    client.post(reverse("analytics:withdraw-target", args=[Target.objects.get().pk]))
    assert Target.objects.count() == 0
