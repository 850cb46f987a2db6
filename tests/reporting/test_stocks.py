"""Stocks in rows of their own: what stands from when until when, whatever is accepted in which order."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chungtay.reporting import totals as engine
from chungtay.reporting.figures import contributions
from chungtay.reporting.models import ReportTask, StockSpan, SubmissionVersion
from tests.reporting.test_totals import accept, play, report
from tests.reporting.world import HANDLED, MEMBERS, SESSIONS, World, build_world, mark_accepted, version_of

Standing = tuple[int, date, date]


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def standing(world: World, code: str, cell: int = MEMBERS) -> list[Standing]:
    """Value, first day and the day it ends, of a unit with one office."""
    spans = StockSpan.objects.filter(unit=world.unit(code), cell=cell).order_by("as_of")
    return [(span.value, span.validity.lower, span.validity.upper) for span in spans]


def test_value_stands_until_the_next_one_and_a_year_at_most(world: World) -> None:
    report(world.task("10007", world.base(2025, 3)), {MEMBERS: 42})
    report(world.task("10007", world.base(2025, 1)), {MEMBERS: 40})

    assert standing(world, "10007") == [
        (40, date(2025, 1, 14), date(2025, 3, 14)),
        (42, date(2025, 3, 14), date(2026, 3, 15)),
    ]


def test_blank_and_a_flow_leave_the_value_before_standing(world: World) -> None:
    report(world.task("10007", world.base(2025, 1)), {MEMBERS: 40, SESSIONS: 3})
    report(world.task("10007", world.base(2025, 2)), {MEMBERS: None, SESSIONS: 5})

    assert standing(world, "10007") == [(40, date(2025, 1, 14), date(2026, 1, 15))]
    assert standing(world, "10007", SESSIONS) == []


def test_reopening_and_a_correction_that_leaves_blank_give_the_days_back(world: World) -> None:
    report(world.task("10007", world.base(2025, 1)), {MEMBERS: 40, HANDLED: 4})
    last = world.task("10007", world.base(2025, 2))
    report(last, {MEMBERS: 41, HANDLED: 5})

    report(last, {MEMBERS: None, HANDLED: 6})
    after_correction = standing(world, "10007"), standing(world, "10007", HANDLED)
    accept(last, None)

    assert after_correction == (
        [(40, date(2025, 1, 14), date(2026, 1, 15))],
        [(4, date(2025, 1, 14), date(2025, 2, 14)), (6, date(2025, 2, 14), date(2026, 2, 15))],
    )
    assert standing(world, "10007", HANDLED) == [(4, date(2025, 1, 14), date(2026, 1, 15))]


def test_spans_are_the_same_before_and_after_marking_the_version_accepted(world: World) -> None:
    task = world.task("10007", world.base(2025, 1))
    version = version_of(task, {MEMBERS: 40})

    with transaction.atomic():
        engine.write_delta(old=None, new=version, task=task)
        mark_accepted(task, version)

    assert standing(world, "10007") == [(40, date(2025, 1, 14), date(2026, 1, 15))]


def test_incremental_spans_equal_those_made_from_all_accepted_versions(world: World) -> None:
    dice = random.Random(11)
    tasks = [world.task("10007", world.base(2025, month)) for month in range(1, 13)]
    tasks += [world.task("10007", world.base(2025, month), line="women") for month in (1, 6)]

    play(dice, tasks, turns=60)

    incremental = everything()
    accepted = SubmissionVersion.objects.filter(pk__in=ReportTask.objects.values("submission__accepted_version"))
    StockSpan.objects.all().delete()
    engine.write_deltas(added=accepted.values_list("pk", flat=True))
    assert incremental == everything()
    assert len(incremental) > 10


def everything() -> list[tuple[object, ...]]:
    names = [field.attname for field in StockSpan._meta.fields if field.name != "id"]
    return list(StockSpan.objects.order_by("organisation", "unit", "cell", "as_of").values_list(*names))


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_of_an_acceptance_does_not_grow(world: World, number: int) -> None:
    tasks = [world.task(code, world.base(2025, 1)) for code in ("10007", "10011", "10003")[:number]]
    versions = [version_of(task, {MEMBERS: 1}) for task in tasks]

    with CaptureQueriesContext(connection) as found:
        engine.write_deltas(added=[version.pk for version in versions])

    assert len(found) == 6
    assert StockSpan.objects.count() == number


def test_pedigree_of_a_carried_stock_names_the_version_that_stands(world: World) -> None:
    report(world.task("10007", world.base(2025, 1)), {MEMBERS: 40}, no_joint_work=True)
    newest = report(world.task("10007", world.base(2025, 3)), {MEMBERS: 42}, no_joint_work=True)

    found = contributions(world.unit("10007"), world.month(2025, 6), MEMBERS)

    assert [(row.version, row.counted) for row in found.versions] == [(newest, 42)]
