"""Points for keeping the reporting regime: the rule as data, and who sees whose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chungtay.core import clock
from chungtay.organisations.models import Organisation
from chungtay.reporting.codes import Timeliness
from chungtay.reporting.models import ObservanceRule
from chungtay.reporting.queries.observance import Observance, observances, offices_scored
from chungtay.reporting.views.observance import hundredths
from tests.reporting.stage import NOON, Stage
from tests.reporting.test_submissions import contents, sent

RULE = ObservanceRule(full_points=3, late_percent=50, legal_basis="QĐ 510", validity=DateRange(None, None))
ON = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _two_days_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is a true border: pages are looked at on 20 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(day=20))


@pytest.fixture
def rule(db: None) -> ObservanceRule:
    """Three points, a late report earns half."""
    return ObservanceRule.objects.create(
        full_points=3, late_percent=50, legal_basis="QĐ 510", validity=DateRange(None, None)
    )


def observance(on_time: int, late: int, overdue: int, due: int = 0) -> Observance:
    """The observance of an office with so many reports."""
    states = (Timeliness.ON_TIME, Timeliness.LATE, Timeliness.OVERDUE, Timeliness.DUE)
    return Observance(Organisation(name="Xã"), dict(zip(states, (on_time, late, overdue, due), strict=True)), RULE)


@pytest.mark.parametrize(
    ("counts", "points", "shown"),
    [
        ((4, 0, 0), Fraction(3), "3"),
        ((2, 2, 0), Fraction(9, 4), "2,25"),
        ((1, 1, 1), Fraction(3, 2), "1,5"),
        ((2, 0, 1), Fraction(2), "2"),
        ((0, 0, 2), Fraction(0), "0"),
        ((1, 0, 2), Fraction(1), "1"),
        ((5, 0, 2), Fraction(15, 7), "2,14"),
    ],
)
def test_points_are_exact_and_rounded_once(counts: tuple[int, int, int], points: Fraction, shown: str) -> None:
    found = observance(*counts).points

    assert found == points
    assert found is not None
    assert hundredths(found) == shown


def test_what_is_not_due_yet_says_nothing() -> None:
    assert observance(0, 0, 0, due=3).points is None
    assert observance(1, 0, 0, due=3).points == 3


@given(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)))
def test_points_lie_between_none_and_all_and_late_is_worse_than_in_time(counts: tuple[int, int, int]) -> None:
    on_time, late, overdue = counts
    points = observance(*counts).points

    assert points is None or 0 <= points <= 3
    if late and points is not None:
        better = observance(on_time + 1, late - 1, overdue).points
        assert better is not None
        assert points < better


def test_an_office_and_its_line_see_the_points_and_nobody_else(
    stage: Stage, rule: ObservanceRule, client: Client
) -> None:
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    stage.task(stage.hac_thanh)
    stage.task(stage.dong_thanh_front)

    def seen(office: Sequence[str]) -> list[str]:
        return sorted(office)

    shown = {}
    for name, hat in (
        ("own", stage.dong_thanh.reporter),
        ("beside", stage.dong_thanh_front.reporter),
        ("above", stage.police.consolidator),
        ("other above", stage.front.consolidator),
        ("auditor", stage.auditor),
    ):
        client.force_login(hat.user)
        answer = client.get(reverse("reporting:observance"))
        shown[name] = {row["name"]: row["points"] for row in answer.context["rows"]}

    dong, hac, front = "Công an xã Đông Thanh", "Công an phường Hạc Thành", "Mặt trận xã Đông Thanh"
    assert shown["own"] == {dong: "3"}
    assert shown["beside"] == {front: "0"}
    assert shown["above"] == {dong: "3", hac: "0"}
    assert shown["other above"] == {front: "0"}
    assert seen(shown["auditor"]) == seen([dong, hac, front])


def test_scores_ask_the_same_questions_for_one_office_and_for_three(
    stage: Stage, rule: ObservanceRule, django_assert_num_queries: object
) -> None:
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    stage.task(stage.hac_thanh)
    hat = stage.police.consolidator

    for count in (1, 2):
        offices = list(offices_scored(hat, 2026, ON).order_by("pk")[:count])
        with django_assert_num_queries(2):  # type: ignore[operator]  # a context manager of pytest-django
            assert len(observances(hat, offices, 2026, ON)) == count
