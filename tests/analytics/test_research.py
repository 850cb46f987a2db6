"""The exported star schema: questions to it give what the live totals give, on every engine that is here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from chungtay.analytics.research import questions
from chungtay.analytics.research.export import DICTIONARY, FolderInUse, export
from chungtay.analytics.research.schema import TABLES
from chungtay.organisations.codes import Line
from chungtay.reporting.figures import totals
from chungtay.reporting.models import Indicator, SubmissionVersion
from chungtay.reporting.totals import fold_everything, write_delta
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion
from tests.reporting.world import (
    FLOWS,
    POSTS,
    SESSIONS,
    SETTLED,
    TYPES,
    World,
    build_world,
    mark_accepted,
    version_of,
)

LAST_OF_2025 = date(2025, 12, 14)
ALL_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


def accept(version: SubmissionVersion) -> None:
    """Make `version` the accepted one, in the totals at once."""
    task = version.submission.task
    write_delta(old=mark_accepted(task, version), new=version, task=task)
    fold_everything()


@pytest.fixture
def world(db: None) -> World:
    """Reports of two lines, before and after a merger, some of them claims, one of them never accepted."""
    made = build_world()
    for code, value in (("10001", 12), ("10002", 30), ("10004", 7)):
        for line, more in (("police", 0), ("front", 100)):
            task = made.task(code, made.base(2021), line=line)
            accept(version_of(task, {SESSIONS: value + more, POSTS: value}, led={SESSIONS: 3}, keys=("K01", code)))
    made.task("10005", made.base(2021))
    accept(version_of(made.task("10004", made.base(2021), is_claim=True), {SESSIONS: 999}))
    for month in (1, 2, 9):
        code = "10011" if month < 9 else "10023"
        accept(version_of(made.task(code, made.base(2025, month)), {SESSIONS: month, SETTLED: 5}, keys=("K02",)))
    version_of(made.task("10024", made.base(2025, 9)), {SESSIONS: 77})
    return made


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """The world, exported."""
    target = tmp_path / "parquet"
    export(target, progress=lambda _name: None)
    return target


def live_sums(world: World, level: Level, year: int, line: str) -> dict[tuple[int, int], int]:
    """What the engine says for the units that stand on the last day of each base period of the year."""
    found: dict[tuple[int, int], int] = {}
    periods = [world.base(year)] if year < 2025 else [world.base(year, month) for month in (1, 2, 9)]
    for period in periods:
        last = period.window.upper.replace(day=14)
        units = UnitVersion.objects.filter(level=level, validity__contains=last).values_list("unit_id", flat=True)
        for (unit, _period, cell), total in totals(units, [period.pk], FLOWS, line=line).items():
            found[unit, cell] = found.get((unit, cell), 0) + int(total.value)
    return found


def check(tables: questions.Tables, world: World) -> None:
    """All three questions, against the live figures."""
    for year in (2021, 2025):
        for level in ALL_LEVELS:
            for line in (Line.ALL, Line.POLICE):
                asked = questions.sums(tables, level=level, year=year, cells=FLOWS, line=line).to_pyarrow().to_pylist()
                assert {(row["ancestor_id"], row["cell_id"]): row["total"] for row in asked} == live_sums(
                    world, level, year, line
                )
    province = world.unit("38")
    named = questions.names_counted(tables, level=Level.PROVINCE, year=2021, cell=TYPES).to_pyarrow().to_pylist()
    live = totals([province], [world.year(2021)], [TYPES])
    assert named == [{"ancestor_id": province, "names": int(live[province, world.year(2021), TYPES].value)}]
    form = world.form.form.code
    answered = questions.completeness(tables, level=Level.PROVINCE, year=2021, form=form).to_pyarrow().to_pylist()
    sessions = totals([province], [world.year(2021)], [SESSIONS])[province, world.year(2021), SESSIONS]
    assert (
        [(row["reported"], row["expected"]) for row in answered] == [(sessions.reported, sessions.expected)] == [(3, 4)]
    )


def test_duckdb_answers_what_the_live_figures_say(world: World, folder: Path) -> None:
    check(questions.on_duckdb(str(folder)), world)


@pytest.fixture
def spark(tmp_path: Path) -> Iterator[object]:
    """A session of Spark on this machine, where Java and PySpark are."""
    if shutil.which("java") is None or find_spec("pyspark") is None:
        pytest.skip("Java or PySpark is not on this machine: the questions were not asked of Spark")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.sql.warehouse.dir", str(tmp_path / "warehouse")).config("spark.ui.enabled", "false")
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_spark_answers_what_the_live_figures_say(world: World, folder: Path, spark: object) -> None:
    check(questions.on_spark(str(folder), spark), world)


def test_the_dictionary_tells_every_column_and_the_rows(folder: Path) -> None:
    told = json.loads((folder / DICTIONARY).read_text(encoding="utf-8"))

    assert [one["table"] for one in told] == [table.name for table in TABLES]
    tables = questions.on_duckdb(str(folder))
    for one in told:
        assert list(tables[one["table"]].columns) == [column["name"] for column in one["columns"]]
        assert tables[one["table"]].count().to_pyarrow().as_py() == one["rows"]
        assert all(column["vi"] and column["en"] for column in one["columns"])


def test_small_counts_of_sensitive_indicators_are_hidden(world: World, tmp_path: Path) -> None:
    Indicator.objects.filter(cells__number=SETTLED).update(is_sensitive_when_small=True)
    accept(version_of(world.task("10005", world.base(2021)), {SETTLED: 4, SESSIONS: 4}))
    accept(version_of(world.task("10006", world.base(2021)), {SETTLED: 0}))
    export(tmp_path / "x", progress=lambda _name: None)

    rows = questions.on_duckdb(str(tmp_path / "x"))["observation"]
    kept = rows.filter(rows["cell_id"] == SETTLED).to_pyarrow().to_pylist()

    assert sorted((-1 if row["value"] is None else row["value"], row["is_hidden"]) for row in kept) == [
        (-1, True),
        (0, False),
        (5, False),
        (5, False),
        (5, False),
    ]


def test_neither_a_part_nor_the_end_of_a_range_tells_a_small_count(world: World, tmp_path: Path) -> None:
    Indicator.objects.filter(cells__number__in=(SESSIONS, POSTS)).update(is_sensitive_when_small=True)
    Indicator.objects.filter(cells__number=POSTS).update(is_shared_work=True)
    task = world.task("10005", world.base(2021))
    accept(version_of(task, {SESSIONS: 2, POSTS: 9}, highs={SESSIONS: 4}, led={POSTS: 6}))
    export(tmp_path / "x", progress=lambda _name: None)

    rows = questions.on_duckdb(str(tmp_path / "x"))["observation"]
    kept = rows.filter(rows["unit_id"] == world.unit("10005")).to_pyarrow().to_pylist()

    assert [(row["cell_id"], row["value"], row["counted"], row["high"], row["is_hidden"]) for row in kept] == [
        (SESSIONS, None, None, None, True),
        (POSTS, None, None, None, True),
    ]


def test_a_folder_with_something_in_it_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(FolderInUse):
        export(tmp_path, progress=lambda _name: None)

    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
