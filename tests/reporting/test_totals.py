"""The totals engine: incremental = rebuild = oracle, whoever writes, whenever the folder dies."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date

import pytest
from django.db import transaction

from chungtay.organisations.codes import Line
from chungtay.reporting import totals as engine
from chungtay.reporting.codes import Certainty, Covers, Grain, Qualifier
from chungtay.reporting.figures import Total, totals
from chungtay.reporting.models import ReportTask, SubmissionVersion
from tests.reporting.oracle import COUNTED, Answer, Oracle
from tests.reporting.world import (
    CELLS,
    FLOWS,
    LAST_OF_2021,
    MEMBERS,
    MERGED,
    POSTS,
    SESSIONS,
    STOCKS,
    TWO_TIERS,
    TYPES,
    World,
    build_world,
    mark_accepted,
    version_of,
)

MAP_DAYS = (None, LAST_OF_2021, MERGED, TWO_TIERS)
LINES = (Line.ALL, Line.POLICE, Line.STATE)


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
    """A version of the task's answer, accepted."""
    version = version_of(task, figures, **fields)
    accept(task, version)
    return version


def asked_periods(world: World) -> list[int]:
    """Years and months of both grains, with and without a merger inside."""
    return [
        world.year(2021),
        world.year(2025),
        world.periods[Grain.QUARTER, 2025, 3].pk,
        world.month(2025, 1),
        world.month(2025, 6),
        world.month(2025, 7),
        world.month(2026, 1),
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


def assert_like_the_oracle(world: World) -> None:
    found = {place: as_answer(total) for place, total in everything(world).items()}
    wanted = by_oracle(world)
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert {place: (found[place], wanted[place]) for place in wanted if found[place] != wanted[place]} == {}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_totals_while_pending_and_folded_equal_the_oracle(world: World, seed: int) -> None:
    dice = random.Random(seed)
    tasks = tasks_to_play_with(world)

    play(dice, tasks, turns=60)
    engine.fold(limit=40)
    play(dice, tasks, turns=60)

    assert engine.pending_count() > 0
    assert_like_the_oracle(world)
    pending = everything(world)
    engine.fold_everything()
    assert engine.pending_count() == 0
    assert everything(world) == pending
