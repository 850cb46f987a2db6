"""What readers keep in memory is never older than the database: after an event, its undo, and a rolled back write."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from chungtay.reporting import totals as engine
from chungtay.reporting.codes import Grain
from chungtay.reporting.figures import totals
from chungtay.reporting.models import FormVersion, FrameStamp, IndicatorSetGrain, ReportingPeriod
from chungtay.reporting.models.indicators import Cell, Indicator
from chungtay.territory.actions import Entry, merge_units, rename_unit, undo_latest_event
from chungtay.territory.codes import UnitKind
from chungtay.territory.ledger import UnitData
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitEvent, UnitSuccession
from tests.reporting.test_totals import report
from tests.reporting.world import NOW, POSTS, TWO_TIERS, World, build_world

LATER = date(2025, 10, 1)
ENTRY = Entry(LATER, "Nghị quyết 01/NQ-HĐND")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def on_the_map_of(day: date, world: World, unit: int) -> Fraction | None:
    found = totals([unit], [world.year(2021)], [POSTS], map_day=day).get((unit, world.year(2021), POSTS))
    return found.value if found else None


def merged(world: World) -> int:
    units = [AdministrativeUnit.objects.get(pk=world.unit(code)) for code in ("10021", "10022")]
    into = UnitData("10031", UnitKind.RURAL_COMMUNE, "Kim", "38")
    return merge_units(units, into=into, entry=ENTRY, by=None, now=NOW).pk


def test_a_merge_and_its_undo_are_seen_at_once(world: World) -> None:
    report(world.task("10003", world.base(2021)), {POSTS: 10})
    kept = world.unit("10021")

    before = on_the_map_of(LATER, world, kept)
    made = merged(world)
    moved, left = on_the_map_of(LATER, world, made), on_the_map_of(LATER, world, kept)
    undo_latest_event(by=None, now=NOW)

    assert (before, moved, left) == (10, 10, None)
    assert (on_the_map_of(LATER, world, kept), on_the_map_of(LATER, world, made)) == (10, None)


def test_a_rolled_back_event_leaves_no_trace_in_memory(world: World) -> None:
    report(world.task("10003", world.base(2021)), {POSTS: 10})
    kept = world.unit("10021")

    with transaction.atomic():
        made = merged(world)
        inside = on_the_map_of(LATER, world, made)
        transaction.set_rollback(True)
    # A second event after the rollback must not be taken for the first.
    unit = AdministrativeUnit.objects.get(pk=kept)
    rename_unit(unit, name="Kim Long Mới", entry=ENTRY, by=None, now=NOW)

    assert inside == 10
    assert on_the_map_of(LATER, world, kept) == 10


def test_a_period_that_was_unknown_is_found_once_it_is_there(world: World) -> None:
    first = world.periods[Grain.YEAR, 2021, 1]
    window = DateRange(date(2021, 12, 15), date(2022, 12, 15))
    unknown = ReportingPeriod.objects.latest("pk").pk + 1
    assert totals([world.unit("38")], [unknown], [POSTS]) == {}

    period = ReportingPeriod.objects.create(
        pk=unknown, indicator_set=first.indicator_set, grain=Grain.YEAR, year=2022, index=1, window=window
    )
    report(world.task("10003", period), {POSTS: 10})

    assert totals([world.unit("38")], [unknown], [POSTS])[world.unit("38"), unknown, POSTS].value == 10


@pytest.mark.parametrize(
    "table",
    [
        UnitEvent,
        UnitSuccession,
        AdministrativeUnit,
        UnitAncestor,
        IndicatorSetGrain,
        Indicator,
        Cell,
        FormVersion,
        ReportingPeriod,
    ],
)
def test_a_change_of_any_table_of_the_frame_changes_the_stamp(world: World, table: type) -> None:
    before = FrameStamp.objects.get().stamp
    row = table.objects.order_by("pk").last()

    row.save()

    assert FrameStamp.objects.get().stamp != before


def test_a_province_that_changed_only_inside_is_read_from_its_own_row(world: World) -> None:
    for code in ("10001", "10003", "10004", "10007"):
        report(world.task(code, world.base(2021)), {POSTS: 3})
    engine.fold_everything()
    year = world.year(2021)

    found = totals([world.unit("38")], [year], [POSTS], map_day=TWO_TIERS)

    assert found[world.unit("38"), year, POSTS].value == 12
    (part,) = found.flows[world.unit("38"), year]
    assert [len(rows) for rows in part.blocks.values()] == [1]


def test_a_question_again_asks_no_more_of_the_frame(world: World) -> None:
    report(world.task("10001", world.base(2021)), {POSTS: 3})
    question = ([world.unit("38")], [world.year(2021)], [POSTS])
    totals(*question, map_day=TWO_TIERS)

    with CaptureQueriesContext(transaction.get_connection()) as found:
        totals(*question, map_day=TWO_TIERS)

    assert len(found) == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_a_question_once() -> None:
    world = build_world()
    report(world.task("10003", world.base(2021)), {POSTS: 10})
    connection.close()

    for _time in range(3):
        on_the_map_of(date(2021, 12, 1), world, world.unit("10003"))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%JOIN reporting_totals t%'"
        )
        assert cursor.fetchall() == [(3, 0)]
