"""The totals engine: incremental = rebuild = oracle, whoever writes, whenever the folder dies."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.organisations.codes import Line
from chungtay.reporting import totals as engine
from chungtay.reporting.codes import Certainty, Covers, EstimateMark, Grain, Qualifier
from chungtay.reporting.figures import Total, claims, completeness, contributions, names_given, ratios, totals
from chungtay.reporting.figures.ledger import Ledger
from chungtay.reporting.models import CompletedUnits, Indicator, OwedCount, ReportTask, SubmissionVersion, Totals
from chungtay.reporting.totals.statements import FOLDER_LOCK
from chungtay.territory.actions import Entry, merge_units, undo_latest_event
from chungtay.territory.codes import UnitKind
from chungtay.territory.ledger import UnitData
from chungtay.territory.models import AdministrativeUnit, UnitAncestor
from chungtay.territory.queries import composed_successions
from chungtay.territory.spans import NO_DAYS
from tests.reporting.oracle import COUNTED, Answer, Oracle
from tests.reporting.world import (
    CELLS,
    FLOWS,
    HANDLED,
    LAST_OF_2021,
    MEMBERS,
    MERGED,
    NOW,
    POSTS,
    RECORD,
    SESSIONS,
    SESSIONS_YOUNG,
    SETTLED,
    STOCKS,
    TWO_TIERS,
    TYPES,
    World,
    build_world,
    mark_accepted,
    version_of,
)

NEXT_MERGER = date(2026, 2, 1)
MAP_DAYS = (LAST_OF_2021, MERGED, TWO_TIERS)
LINES = (Line.ALL, Line.POLICE)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def accept(task: ReportTask, version: SubmissionVersion | None) -> None:
    """What an acceptance does to the totals (None: what a reopening does), under the lock of the task's row."""
    with transaction.atomic():
        ReportTask.objects.select_for_update().get(pk=task.pk)
        old = mark_accepted(task, version)
        engine.write_delta(old=old, new=version, task=task)


def report(task: ReportTask, figures: dict[int, int | None], **fields: object) -> SubmissionVersion:
    """A version of the task's answer, accepted; written under the lock, so that no two get one number."""
    with transaction.atomic():
        ReportTask.objects.select_for_update().get(pk=task.pk)
        version = version_of(task, figures, **fields)
        accept(task, version)
    return version


def asked_periods(world: World) -> list[int]:
    """Both grains, with and without a merger inside; a quarter, which has no stored row."""
    return [
        world.year(2021),
        world.year(2025),
        world.periods[Grain.QUARTER, 2025, 3].pk,
        world.month(2025, 7),
    ]


def everything(world: World, map_days: Iterable[date | None] = MAP_DAYS) -> dict[object, Total]:
    """Each total that can be asked for."""
    periods, units = asked_periods(world), list(world.units.values())
    return {
        (day, line, *place): total
        for day in map_days
        for line in LINES
        for place, total in totals(units, periods, CELLS, line=line, map_day=day).items()
    }


def as_answer(total: Total) -> Answer:
    counts = tuple(getattr(total, name) for name in COUNTED)
    return Answer(
        total.value,
        counts,
        total.mark,
        total.reported,
        total.expected,
        total.qualifier,
        total.as_of,
        total.fresh,
    )


def by_oracle(world: World, map_days: Iterable[date | None] = MAP_DAYS) -> dict[object, Answer]:
    oracle = Oracle()
    found = {
        (day, line, unit, period, cell): oracle.answer(unit, period, cell, line=line, map_day=day)
        for day in map_days
        for line in LINES
        for unit in world.units.values()
        for period in asked_periods(world)
        for cell in CELLS
    }
    return {place: answer for place, answer in found.items() if answer is not None}


def tasks_to_play_with(world: World) -> list[ReportTask]:
    """Tasks of communes and districts as they stood, of two schools of the province, and of claims."""
    old, middle, new = (set(world.codes_on(day)) - {"VN", "38"} for day in (LAST_OF_2021, MERGED, TWO_TIERS))
    tasks = [world.task(code, world.base(2021)) for code in sorted(old)]
    tasks += [world.task(code, world.base(2021), line="women") for code in ("10001", "10004")]
    # Predecessors report their own days of the month in which they end.
    for index, codes in ((1, old | middle), (6, middle), (7, middle | new), (8, new)):
        tasks += [world.task(code, world.base(2025, index)) for code in sorted(codes)]
        tasks += [world.task("10007", world.base(2025, index), line="farmers")]
    tasks += [world.task("10021", world.base(2026, 1)), world.task("10024", world.base(2026, 1), line="women")]
    for number in (1, 2):
        tasks += [world.task("38", world.base(2021), line="state", number=number)]
        tasks += [world.task("38", world.base(2025, index), line="state", number=number) for index in (1, 7)]
    tasks += [world.task("380", world.base(2021), is_claim=True), world.task("38", world.periods[Grain.YEAR, 2025, 1])]
    return tasks


def play(dice: random.Random, tasks: list[ReportTask], *, turns: int) -> None:
    """Accept, correct and reopen at random; a version accepted once may come back after a later one."""
    for _ in range(turns):
        task = dice.choice(tasks)
        turn = dice.random()
        known = list(SubmissionVersion.objects.filter(submission__task=task).order_by("id"))
        if turn < 0.12 and known:
            accept(task, None)
        elif turn < 0.25 and known:
            accept(task, dice.choice(known))
        else:
            report_at_random(dice, task)


def report_at_random(dice: random.Random, task: ReportTask) -> None:
    """A version with blanks, zeros, qualifiers, ranges, estimates and names, accepted."""
    figures = {cell: dice.choice((None, 0, dice.randrange(1, 500))) for cell in CELLS}
    given = [cell for cell, value in figures.items() if value is not None]
    qualifiers = {cell: dice.choice(list(Qualifier)) for cell in given if dice.random() < 0.2}
    led = {cell: dice.randrange(figures[cell] + 1) for cell in given if dice.random() < 0.5}  # type: ignore[operator]  # given
    report(
        task,
        figures,
        qualifiers=qualifiers,
        highs={cell: figures[cell] + 9 for cell, word in qualifiers.items() if word is Qualifier.RANGE},  # type: ignore[operator]  # given
        led=dice.choice((None, led)),
        no_joint_work=dice.random() < 0.4,
        certainty=dice.choice(list(Certainty)),
        covers=Covers.OWN_AND_BELOW if dice.random() < 0.1 else Covers.OWN,
        keys=dice.sample(["B01", "B02", "B03", "B04"], dice.randrange(3)),
    )


def assert_like_the_oracle(world: World, map_days: Iterable[date | None] = MAP_DAYS) -> None:
    found = {place: as_answer(total) for place, total in everything(world, map_days).items()}
    wanted = by_oracle(world, map_days)
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert [(place, found[place], wanted[place]) for place in wanted if found[place] != wanted[place]] == []


def assert_completeness_like_the_oracle(world: World) -> None:
    """n of N of every place, asked unit by unit and for every unit at once."""
    oracle, units, periods = Oracle(), list(world.units.values()), asked_periods(world)
    for day in (None, *MAP_DAYS):
        for line in LINES:
            places = [(unit, period, cell) for unit in units for period in periods for cell in CELLS]
            wanted = {place: oracle.completeness(*place, line=line, map_day=day) for place in places}
            for asked in (units, None):
                told = completeness(asked, periods, CELLS, line=line, map_day=day)
                found = {place: told.of(*place) for place in places}
                assert [(day, line, place) for place in places if found[place] != wanted[place]] == []


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def test_totals_while_pending_and_folded_equal_the_oracle(world: World, seed: int) -> None:
    dice = random.Random(seed)
    tasks = tasks_to_play_with(world)

    play(dice, tasks, turns=60)
    engine.fold(limit=40)
    play(dice, tasks, turns=60)

    assert engine.pending_count() > 0
    assert_like_the_oracle(world)
    assert_completeness_like_the_oracle(world)
    pending = everything(world)
    engine.fold_everything()
    assert engine.pending_count() == 0
    assert everything(world) == pending
    assert_completeness_like_the_oracle(world)


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_a_killed_folder_and_a_rebuild_lose_nothing() -> None:
    world = build_world()
    tasks = tasks_to_play_with(world)
    shares = [tasks[start::3] for start in range(3)]
    is_over = threading.Event()
    folder = Folder(is_over)

    with ThreadPoolExecutor(5) as pool:
        # The first and the last writer share their tasks: the lock of the row decides who comes first.
        writing = [
            pool.submit(on_own_connection, play, random.Random(seed), shares[seed % 3], turns=25) for seed in range(4)
        ]
        folding = pool.submit(on_own_connection, folder.work)
        try:
            for _ in range(6):
                folder.kill()
                time.sleep(0.05)
            merge_twice_and_undo_once(world)
            for _ in range(6):
                folder.kill()
                time.sleep(0.05)
            engine.rebuild()
            for writer in writing:
                writer.result(timeout=60)
        finally:
            is_over.set()
        folding.result(timeout=60)

    assert folder.killed > 0
    assert_like_the_oracle(world, (MERGED, NEXT_MERGER))
    incremental = everything(world, (MERGED, NEXT_MERGER))
    engine.fold_everything()
    assert everything(world, (MERGED, NEXT_MERGER)) == incremental
    engine.rebuild()
    assert engine.pending_count() == 0
    assert everything(world, (MERGED, NEXT_MERGER)) == incremental
    assert_completeness_like_the_oracle(world)


@pytest.mark.django_db(transaction=True)
def test_rebuild_counts_a_unit_whose_founding_was_voided_nowhere() -> None:
    world = build_world()
    play(random.Random(1), tasks_to_play_with(world), turns=60)
    engine.rebuild()
    unit = Totals.objects.filter(is_own=True).values_list("unit_id", flat=True)[0]

    UnitAncestor.objects.filter(unit_id=unit).delete()
    AdministrativeUnit.objects.filter(pk=unit).update(validity=NO_DAYS)
    engine.rebuild()

    assert not Totals.objects.filter(unit_id=unit, is_own=True).exists()
    assert Totals.objects.filter(is_own=True).exists()


@pytest.mark.django_db(transaction=True)
def test_rebuild_mends_what_is_wrong_and_writes_no_row_that_is_right() -> None:
    world = build_world()
    play(random.Random(1), tasks_to_play_with(world), turns=60)
    engine.rebuild()
    right, stored = everything(world), stored_rows()
    place = {"unit_id": world.unit("38"), "period_id": world.month(2025, 7)}

    for model in (Totals, OwedCount, CompletedUnits):
        mistaken = model.objects.filter(**place).order_by("pk").first()
        assert mistaken is not None
        mistaken.line = "invented"
        mistaken.save(force_insert=True)
    Totals.objects.filter(**place, line=Line.ALL).update(sums=[7])
    OwedCount.objects.filter(**place).exclude(line="invented").update(owed=70)
    CompletedUnits.objects.filter(**place).exclude(line="invented").delete()
    engine.rebuild()
    mended = stored_rows()

    assert everything(world) == right
    assert_completeness_like_the_oracle(world)
    assert not Totals.objects.filter(line="invented").exists()
    here = (place["unit_id"], place["period_id"])
    assert {row for row in stored if row[1:3] != here} == {row for row in mended if row[1:3] != here}


def stored_rows() -> set[tuple[Any, ...]]:
    """Table, unit, period and place of every row; a row that is written again stands elsewhere in its table."""
    return {
        (model.__name__, *row)
        for model in (Totals, OwedCount, CompletedUnits)
        for row in model.objects.values_list("unit_id", "period_id", RawSQL("ctid::text", ()))
    }


def merge_twice_and_undo_once(world: World) -> None:
    """While others write: two communes become one, and so do two more, of which the last is undone."""
    entry = Entry(NEXT_MERGER, "Nghị quyết 01/NQ-HĐND")
    for pair, code in ((("10021", "10022"), "10031"), (("10023", "10024"), "10032")):
        units = [AdministrativeUnit.objects.get(pk=world.unit(each)) for each in pair]
        into = UnitData(code, UnitKind.RURAL_COMMUNE, f"Hợp nhất {code}", "38")
        world.units[code] = merge_units(units, into=into, entry=entry, by=None, now=NOW).pk
    undo_latest_event(by=None, now=NOW)
    del world.units["10032"]


@pytest.mark.django_db(transaction=True)
def test_reader_never_sees_a_figure_twice_or_not_at_all_while_it_is_folded() -> None:
    world = build_world()
    for code in ("10001", "10002", "10003", "10004"):
        report(world.task(code, world.base(2021)), {POSTS: 1})
    place = (world.unit("38"), world.year(2021), POSTS)
    seen = []

    with ThreadPoolExecutor(1) as pool:
        folding = pool.submit(on_own_connection, fold_row_by_row)
        while not folding.done():
            seen.append(totals([place[0]], [place[1]], [place[2]])[place].value)
        folding.result()

    assert engine.pending_count() == 0
    assert set(seen) == {4}


class Folder:
    """A folder at work on its own connection, whose backend can be killed at any moment."""

    def __init__(self, is_over: threading.Event) -> None:
        self.is_over = is_over
        self.backend = 0
        self.killed = 0

    def work(self) -> None:
        """Fold little by little until it is over; a killed backend is replaced by another."""
        while not self.is_over.is_set():
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    self.backend = cursor.fetchone()[0]
                engine.fold(limit=5)
            except (OperationalError, InterfaceError):
                self.killed += 1
                connection.close()

    def kill(self) -> None:
        """Kill the backend at whatever it is doing."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [self.backend])


def fold_row_by_row() -> None:
    while engine.fold(limit=1):
        pass


def on_own_connection(work: Callable[..., None], *args: Any, **options: Any) -> None:
    """Do `work` in this thread, whose connection is its own and is closed afterwards."""
    try:
        work(*args, **options)
    finally:
        connection.close()


# Kinds and lines, one short truth each


def one(world: World, code: str, period: int, cell: int, **options: Any) -> Total:
    """The total of one place that must have one."""
    return totals([world.unit(code)], [period], [cell], **options)[world.unit(code), period, cell]


def value(world: World, code: str, period: int, cell: int, **options: Any) -> Fraction | None:
    """The value of one place, or None where it has no total."""
    found = totals([world.unit(code)], [period], [cell], **options)
    return found[world.unit(code), period, cell].value if found else None


def test_blank_gives_no_total_and_a_stated_zero_gives_zero(world: World) -> None:
    report(world.task("10001", world.base(2021)), {POSTS: None, SESSIONS: 0}, no_joint_work=True)

    assert value(world, "10001", world.year(2021), POSTS) is None
    assert value(world, "10001", world.year(2021), SESSIONS) == 0


def test_joint_activity_counts_once_on_all_and_in_full_on_each_line(world: World) -> None:
    year = world.year(2021)
    report(world.task("10001", world.base(2021)), {SESSIONS: 10}, led={SESSIONS: 0})
    report(world.task("10001", world.base(2021), line="women"), {SESSIONS: 10}, led={SESSIONS: 4})

    assert value(world, "380", year, SESSIONS, line="police") == 10
    assert value(world, "380", year, SESSIONS, line="women") == 10
    assert value(world, "380", year, SESSIONS) == 16


def test_blank_led_elsewhere_makes_the_total_at_most_until_no_joint_work_is_ticked(world: World) -> None:
    year, task = world.year(2021), world.task("10001", world.base(2021))

    report(task, {SESSIONS: 10, POSTS: 3})
    unknown = one(world, "38", year, SESSIONS)
    not_shared = one(world, "38", year, POSTS)
    report(task, {SESSIONS: 10}, no_joint_work=True)
    ticked = one(world, "38", year, SESSIONS)

    assert (unknown.qualifier, unknown.reasons) == (Qualifier.AT_MOST, ("led_elsewhere_unknown",))
    assert not_shared.qualifier == Qualifier.EQ
    assert ticked.qualifier == Qualifier.EQ


def test_at_most_with_a_missing_report_is_about_for_both_reasons(world: World) -> None:
    report(world.task("10001", world.base(2021)), {SESSIONS: 10})
    world.task("10002", world.base(2021))

    found = one(world, "380", world.year(2021), SESSIONS)

    assert found.qualifier == Qualifier.APPROX
    assert found.reasons == ("missing", "led_elsewhere_unknown")
    assert (found.reported, found.expected) == (1, 2)


def test_correction_changes_nothing_until_it_is_accepted_and_reopening_takes_all_out(world: World) -> None:
    year, task = world.year(2021), world.task("10001", world.base(2021))
    report(task, {POSTS: 5})

    correction = version_of(task, {POSTS: 8})
    before = value(world, "38", year, POSTS)
    accept(task, correction)
    after = value(world, "38", year, POSTS)
    accept(task, None)

    assert (before, after) == (5, 8)
    assert value(world, "38", year, POSTS) is None


def test_a_count_that_nobody_gave_takes_no_room_beside_one_that_somebody_gave(world: World) -> None:
    report(world.task("10001", world.base(2021)), {POSTS: 5}, qualifiers={POSTS: Qualifier.GT})
    report(world.task("10002", world.base(2021)), {POSTS: 3})
    engine.fold_everything()

    kept = Totals.objects.filter(line=Line.POLICE, period=world.year(2021)).values_list("unit", "gt")

    assert {unit for unit, gt in kept if gt is not None} == {world.unit(code) for code in ("10001", "380", "38", "VN")}
    assert [one(world, code, world.year(2021), POSTS).gt for code in ("10001", "10002", "380")] == [1, 0, 1]


def test_stock_is_carried_a_year_at_most_and_never_summed_over_months(world: World) -> None:
    report(world.task("10007", world.base(2025, 1)), {MEMBERS: 40}, no_joint_work=True)
    report(world.task("10007", world.base(2025, 3)), {MEMBERS: 42}, no_joint_work=True)

    june = one(world, "38", world.month(2025, 6), MEMBERS)
    assert (june.value, june.as_of, june.fresh, june.given) == (42, date(2025, 3, 14), 0, 1)
    assert value(world, "38", world.year(2025), MEMBERS) == 42
    assert value(world, "38", world.month(2026, 3), MEMBERS) == 42
    assert value(world, "38", world.month(2026, 4), MEMBERS) is None


def test_stock_ends_with_its_unit_unless_the_map_moves_it_to_the_default_target(world: World) -> None:
    june, july = world.month(2025, 6), world.month(2025, 7)
    report(world.task("10004", world.base(2025, 6)), {MEMBERS: 10}, no_joint_work=True)

    assert value(world, "38", july, MEMBERS) is None
    assert value(world, "10023", june, MEMBERS, map_day=TWO_TIERS) == 10
    assert value(world, "10024", june, MEMBERS, map_day=TWO_TIERS) is None
    moved = one(world, "10023", june, MEMBERS, map_day=TWO_TIERS)
    assert moved.mark == EstimateMark.NOT_SPLIT


def test_distinct_counts_names_once_and_a_count_without_names_not_at_all(world: World) -> None:
    report(world.task("10001", world.base(2021)), {TYPES: 2}, keys=["B01", "B02"])
    report(world.task("10002", world.base(2021)), {TYPES: 2}, keys=["B02", "B03"])
    report(world.task("10003", world.base(2021)), {TYPES: 90})

    assert value(world, "380", world.year(2021), TYPES) == 3
    assert value(world, "10003", world.year(2021), TYPES) is None


def test_names_given_say_how_many_units_gave_each(world: World) -> None:
    year = world.year(2021)
    report(world.task("10001", world.base(2021)), {TYPES: 2}, keys=["B01", "B02"])
    report(world.task("10001", world.base(2021), line="women"), {TYPES: 1}, keys=["B02"])
    engine.fold_everything()
    report(world.task("10002", world.base(2021)), {TYPES: 2}, keys=["B02", "B03"])
    report(world.task("10002", world.base(2021)), {TYPES: 1}, keys=["B02"])

    assert names_given(world.unit("38"), year, TYPES) == {"B01": 1, "B02": 2}
    assert names_given(world.unit("38"), year, TYPES, line="women") == {"B02": 1}
    assert names_given(world.unit("10011"), year, TYPES, map_day=MERGED) == {"B01": 1, "B02": 2}


def test_highest_value_of_one_event_is_never_totalled(world: World) -> None:
    report(world.task("10001", world.base(2021)), {RECORD: 900})

    assert value(world, "10001", world.year(2021), RECORD) is None


def test_reviewed_shares_divide_flows_exactly_and_the_province_is_the_same_on_each_map(world: World) -> None:
    year = world.year(2021)
    report(world.task("10004", world.base(2021)), {POSTS: 10})

    first = one(world, "10023", year, POSTS, map_day=TWO_TIERS)
    second = one(world, "10024", year, POSTS, map_day=TWO_TIERS)
    whole_province = one(world, "38", year, POSTS, map_day=TWO_TIERS)

    assert (first.value, second.value) == (Fraction(333_333, 100_000), Fraction(666_667, 100_000))
    assert first.mark == second.mark == EstimateMark.SHARED
    assert (whole_province.value, whole_province.mark) == (10, EstimateMark.EXACT)


def test_split_without_review_stays_with_its_default_target_and_marks_both(world: World) -> None:
    year = world.year(2021)
    report(world.task("10003", world.base(2021)), {POSTS: 10})
    report(world.task("10022", world.base(2025, 8)), {POSTS: 1})

    kept = one(world, "10021", year, POSTS, map_day=TWO_TIERS)

    assert (kept.value, kept.mark) == (10, EstimateMark.DEFAULT_TARGET)
    assert value(world, "10022", year, POSTS, map_day=TWO_TIERS) is None


def test_own_work_of_an_abolished_district_stays_in_the_province(world: World) -> None:
    report(world.task("380", world.base(2021)), {POSTS: 7})

    assert value(world, "38", world.year(2021), POSTS, map_day=TWO_TIERS) == 7


def test_later_figures_on_an_earlier_map_exist_only_for_units_of_both(world: World) -> None:
    month = world.month(2025, 8)
    report(world.task("10023", world.base(2025, 8)), {POSTS: 7})

    province = one(world, "38", month, POSTS, map_day=LAST_OF_2021)

    assert (province.value, province.reasons) == (7, ("later_map",))
    assert value(world, "10005", month, POSTS, map_day=LAST_OF_2021) is None
    assert value(world, "10023", month, POSTS, map_day=LAST_OF_2021) is None


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 10**12), code=st.sampled_from(["VN", "38", "380", "10001"]))
def test_claims_at_any_level_change_no_total(world: World, number: int, code: str) -> None:
    report(world.task("10001", world.base(2021)), {POSTS: 5})
    before = values_of_everything(world)

    report(world.task(code, world.base(2021), line="women", is_claim=True), {POSTS: number})
    report(world.task(code, world.periods[Grain.YEAR, 2025, 1], line="women"), {POSTS: number})
    report(world.task(code, world.base(2025, 2), line="youth"), {POSTS: number}, covers=Covers.OWN_AND_BELOW)

    assert values_of_everything(world) == before


def values_of_everything(world: World) -> dict[object, Fraction]:
    return {place: total.value for place, total in everything(world, [TWO_TIERS]).items()}


def test_children_and_own_versions_sum_to_the_whole(world: World) -> None:
    dice, year = random.Random(4), world.year(2021)
    for task in tasks_to_play_with(world):
        report_at_random(dice, task)

    for code, map_day in (("38", None), ("380", None), ("38", TWO_TIERS), ("10023", TWO_TIERS)):
        for cell in (*FLOWS, *STOCKS):
            whole = value(world, code, year, cell, map_day=map_day) or 0
            found = contributions(world.unit(code), year, cell, map_day=map_day)
            parts = [child.total.value for child in found.children] + [row.counted for row in found.versions]
            assert sum(parts) == whole


def test_leaf_opens_to_the_accepted_version_with_what_it_stated(world: World) -> None:
    version = report(
        world.task("10001", world.base(2021)), {SESSIONS: 10}, led={SESSIONS: 3}, qualifiers={SESSIONS: Qualifier.GT}
    )

    (row,) = contributions(world.unit("10001"), world.year(2021), SESSIONS).versions

    assert (row.version, row.value, row.counted, row.qualifier, row.line) == (version, 10, 7, Qualifier.GT, "police")


def test_claims_stand_beside_the_computed_total_with_the_difference(world: World) -> None:
    report(world.task("10001", world.base(2021)), {POSTS: 5, TYPES: 4})
    report(world.task("380", world.base(2021), is_claim=True), {POSTS: 40})

    (district,) = claims([world.unit("380")], [world.year(2021)], [POSTS])
    (nameless,) = claims([world.unit("10001")], [world.year(2021)], CELLS)

    assert (district.value, district.difference) == (40, 35)
    assert district.computed == one(world, "380", world.year(2021), POSTS)
    assert (nameless.cell, nameless.value, nameless.difference) == (TYPES, 4, None)


def test_ratio_divides_its_totals_last_and_has_no_value_over_nothing(world: World) -> None:
    year = world.year(2021)
    report(world.task("10001", world.base(2021)), {SETTLED: 1, HANDLED: 2})
    report(world.task("10002", world.base(2021)), {SETTLED: 8, HANDLED: 10})
    report(world.task("10003", world.base(2021)), {SETTLED: 0, HANDLED: 0})
    rate = Indicator.objects.get(code="RATE").pk

    found = ratios([world.unit("380"), world.unit("10003")], [year], [rate])

    assert {place: ratio.value for place, ratio in found.items()} == {(world.unit("380"), year, rate): Fraction(9, 12)}


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow(world: World, number: int) -> None:
    for code in ("10001", "10002", "10003"):
        report(world.task(code, world.base(2021)), {SESSIONS: 1, MEMBERS: 1, TYPES: 1}, keys=["B01"])
    units = [world.unit(code) for code in ("10011", "10021", "38")][:number]
    periods = [world.year(2021), world.month(2025, 1), world.month(2025, 2)][:number]
    cells = [SESSIONS, MEMBERS, TYPES, SESSIONS_YOUNG, POSTS, HANDLED][: number + 3]

    totals(units, periods, cells, map_day=TWO_TIERS)  # from now on the frame is known
    with CaptureQueriesContext(connection) as found:
        table = totals(units, periods, cells, map_day=TWO_TIERS)
        rows = list(table.rows())
    with CaptureQueriesContext(connection) as looked_at:
        figures = list(table.values())

    assert (len(found), bool(rows)) == (3, True)
    # Who reported is asked when somebody looks, once.
    assert (len(looked_at), bool(figures)) == (1, True)


@pytest.mark.parametrize("units", [None, ["10001", "10002", "380", "38"]])
def test_completeness_is_one_statement_for_every_unit(world: World, units: list[str] | None) -> None:
    for code in ("10001", "10002"):
        report(world.task(code, world.base(2021)), {SESSIONS: 1})
    world.task("10003", world.base(2021))
    engine.fold_everything()
    asked = units and [world.unit(code) for code in units]
    completeness(asked, [world.year(2021)], [SESSIONS])  # from now on the frame is known

    with CaptureQueriesContext(connection) as found:
        told = completeness(asked, [world.year(2021)], [SESSIONS])

    assert [told.of(world.unit(code), world.year(2021), SESSIONS) for code in ("10001", "38")] == [(1, 1), (2, 3)]
    assert len(found) == 1


def test_moves_agree_with_the_ledger_of_the_territory(world: World) -> None:
    moved = Ledger.load().moves(TWO_TIERS)

    ledger = {
        (share.from_unit_id, share.to_unit_id): share.fraction
        for share in composed_successions(LAST_OF_2021, TWO_TIERS)
        if share.from_unit_id != share.to_unit_id and share.fraction
    }

    communes = {unit: move for unit, move in moved.items() if unit not in (world.unit("380"), world.unit("381"))}
    assert {
        (unit, target): part
        for unit, move in communes.items()
        for target, part in move.parts.items()
        if unit != world.unit("10011")
    } == ledger


def test_second_folder_leaves_the_work_to_the_first(world: World) -> None:
    report(world.task("10001", world.base(2021)), {POSTS: 5})
    url = connection.settings_dict
    with psycopg.connect(
        host=url["HOST"], port=url["PORT"], user=url["USER"], password=url["PASSWORD"], dbname=url["NAME"]
    ) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDER_LOCK])
        moved = engine.fold()

    assert (moved, engine.pending_count()) == (0, 4)
