"""`./ct bench totals --cells N`: the six questions of a nation, beside plain rows and wide tables of the same run.

Ours answers with every exact value and how each figure was stated; the peers with sums alone. Who reported is asked
when somebody looks: the last question, and a row of its own in the others. Results are compared before anything is
timed, then asked in turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from chungtay.core.warm import warm_up
from chungtay.demo.bench.figures import ResultsDiffer
from chungtay.demo.bench.nation import CELLS
from chungtay.demo.bench.rows import Row, percentile
from chungtay.demo.bench.totals_filling import Decade, fill
from chungtay.demo.bench.totals_peers import Facts, Wide, build_facts, build_wide, plain_rows, size_of
from chungtay.organisations.codes import Line
from chungtay.reporting import totals as engine
from chungtay.reporting.figures import completeness, totals
from chungtay.reporting.figures.rows import rows_of
from chungtay.reporting.models import Submission, SubmissionVersion
from chungtay.territory.codes import MILLION

P95_BUDGET_MS = 50
# A question is asked this often at most, and while this many seconds last; three times at least.
TIMES, SECONDS = 40, 6.0
LEAST_TIMES = 3
KEY_READ = "the same rows by primary key"
WHO_REPORTED = "who reported there"
# The primary key of each table that answers, with the types of its columns; those that are arrays travel as words.
_KEYS = {
    "reporting_totals": {
        "unit_id": "bigint",
        "period_id": "bigint",
        "line": "text",
        "block": "smallint",
        "is_own": "boolean",
    },
    "reporting_owedcount": {"period_id": "bigint", "unit_id": "bigint", "line": "text", "form_version_id": "bigint"},
    "reporting_completedunits": {
        "period_id": "bigint",
        "line": "text",
        "unit_id": "bigint",
        "owed_forms": "bigint[]",
        "open_forms": "bigint[]",
    },
}
_KEPT = ("reporting_totals", "reporting_totalskey", "reporting_owedcount", "reporting_completedunits")
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Stored:
    """Rows of a table of ours that answer a question: `columns` are what is read, `condition` finds them."""

    table: str
    columns: str
    condition: str


@dataclass(frozen=True)
class Case:
    """One question as we answer it and as each peer does; of sums, `wanted` are the units and periods they are of."""

    name: str
    ours: Callable[[], Iterable[Sequence[Any]]]
    facts: Callable[[], Iterable[Sequence[Any]]]
    wide: Callable[[], Iterable[Sequence[Any]]]
    wanted: tuple[Sequence[int], Sequence[int]] | None = None
    stored: Sequence[Stored] = ()


def measure_nation(cells: int, *, progress: Callable[[str], None]) -> list[Row]:
    """Fill, build, compare, time. Needs an empty database, and leaves it full."""
    began = perf_counter()
    decade = fill(cells, progress)
    rows = [
        Row("shape: accepted figures", decade.cells, "cells"),
        Row("shape: accepted reports of sixty figures, two lines", decade.cells // CELLS, "reports"),
        Row("shape: reports owed by 3,321 communes in 120 months", decade.owed, "reports"),
        Row("time to fill", perf_counter() - began, "s"),
    ]
    progress("one row a figure")
    rows.append(Row("build: one row a figure", build_facts(), "s"))
    progress("wide tables")
    wide = build_wide(decade.years)
    progress("rebuild")
    ours = _rebuild()
    rows.append(Row("build: totals with lines and counts", ours, "s", wide, f"{Wide.name}, from the rows"))
    rows += _sizes()
    # As in a server: a full collection would walk the invented nation in the middle of a question.
    warm_up()
    for case in cases(decade):
        progress(case.name)
        rows += _measure(case)
    progress("acceptance to visible")
    return [*rows, *_acceptance(decade)]


def _rebuild() -> float:
    began = perf_counter()
    engine.rebuild()
    taken = perf_counter() - began
    with connection.cursor() as cursor:
        for table in (*_KEPT, "reporting_deltapending", "reporting_owedpending"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return taken


def _sizes() -> Iterator[Row]:
    ours = size_of(*_KEPT) / _MEGABYTE
    yield Row("size: totals with lines and counts", ours, "MB", size_of("bench_wide%") / _MEGABYTE, Wide.name)
    yield Row("size: totals beside one row a figure", ours, "MB", size_of("bench_fact") / _MEGABYTE, Facts.name)
    yield Row("size: reports as they were sent", size_of("reporting_submissionversion") / _MEGABYTE, "MB")


def cases(decade: Decade) -> Iterator[Case]:
    """The six questions, of a year before the mergers."""
    facts, wide, cells = Facts(), Wide(), list(range(CELLS))
    year = sorted(decade.years)[len(decade.years) // 3]
    whole, months, provinces = decade.years[year].pk, decade.months(year), decade.provinces()
    province = provinces[0]
    communes = decade.communes_of(province, decade.years[year].window.lower)
    years = [period.pk for period in decade.years.values()]
    year_of = {period.pk: number for number, period in decade.years.items()}
    units = [unit.pk for each in decade.nation.units.values() for unit in each]
    yield Case(
        "province × year, one indicator",
        lambda: [(cell, value) for _, _, cell, value in _asked([province], [whole], [0])],
        lambda: facts.province_year(province, [0], year),
        lambda: wide.province_year(province, [0], year),
        ([province], [whole]),
        (_sums_of([province], [whole]),),
    )
    yield Case(
        "34 provinces × 12 months × 60 indicators",
        lambda: _asked(provinces, months, cells),
        lambda: facts.provinces(provinces, months, cells, year),
        lambda: wide.provinces(provinces, months, cells, year),
        (provinces, months),
        (_sums_of(provinces, months),),
    )
    yield Case(
        "communes of a province × 60 indicators, a year",
        lambda: [(unit, cell, value) for unit, _, cell, value in _asked(communes, [whole], cells)],
        lambda: facts.communes_year(province, cells, year),
        lambda: wide.communes_year(province, cells, year),
        (communes, [whole]),
        (_sums_of(communes, [whole]),),
    )
    yield Case(
        "one commune, ten years × 60 indicators",
        lambda: [(year_of[period], cell, value) for _, period, cell, value in _asked(communes[:1], years, cells)],
        lambda: facts.commune_decade(communes[0], cells),
        lambda: wide.commune_decade(communes[0], cells),
        (communes[:1], years),
        (_sums_of(communes[:1], years),),
    )
    yield Case(
        "a year on a later map, 34 provinces × 60 indicators",
        lambda: [
            (unit, cell, value * MILLION)
            for unit, _, cell, value in _asked(provinces, [whole], cells, map_day=decade.last_map_day)
        ],
        lambda: facts.rebased_year(cells, year),
        lambda: wide.rebased_year(cells, year),
    )
    yield Case(
        "completeness of every unit, a year",
        lambda: _complete(units, whole),
        lambda: facts.complete_units(year),
        lambda: wide.complete_units(year),
        stored=(
            Stored("reporting_owedcount", "owed, accepted", f"period_id = {whole}"),
            Stored("reporting_completedunits", "units", f"period_id = {whole} AND line = '{Line.ALL}'"),
        ),
    )


def _sums_of(units: Sequence[int], periods: Sequence[int]) -> Stored:
    asked = " AND ".join(
        f"{name} IN ({', '.join(map(str, keys))})" for name, keys in (("unit_id", units), ("period_id", periods))
    )
    return Stored("reporting_totals", "sums, n", f"{asked} AND line = '{Line.ALL}'")


def _by_key(stored: Stored) -> tuple[str, dict[str, list[str]]]:
    """A statement that reads the rows of `stored` by their primary keys, and those keys."""
    types = _KEYS[stored.table]
    shown = ", ".join(f"{name}::text" for name in types)
    rows = rows_of(f"SELECT {shown} FROM {stored.table} WHERE {stored.condition}")
    keys = {
        name: [f'"{value}"' for value in column] for name, column in zip(types, zip(*rows, strict=True), strict=True)
    }
    given = ", ".join(f"%({name})s::{'text' if '[' in kind else kind}[]" for name, kind in types.items())
    same = " AND ".join(f"t.{name} = k.{name}::{kind}" for name, kind in types.items())
    return (
        f"SELECT {', '.join(f't.{name}' for name in types)}, {stored.columns} "
        f"FROM unnest({given}) AS k({', '.join(types)}) JOIN {stored.table} t ON {same}",
        keys,
    )


def _asked(
    units: Sequence[int], periods: Sequence[int], cells: Sequence[int], **options: Any
) -> list[tuple[int, int, int, Any]]:
    return [
        (row.unit, row.period, cell, value)
        for row in totals(units, periods, cells, line=Line.ALL, **options).rows()
        for cell, value in zip(cells, row.values, strict=True)
        if value is not None
    ]


def _complete(units: Sequence[int], period: int) -> list[tuple[int, int, int]]:
    told = completeness(None, [period], [0], line=Line.ALL)
    found = ((unit, *told.of(unit, period, 0)) for unit in units)
    return [(unit, complete, owed) for unit, complete, owed in found if owed]


def require_same_answers(case: Case) -> None:
    """Raise `ResultsDiffer` unless we and both peers answer the same, and something."""
    ours = plain_rows(case.ours())
    if not ours or ours != plain_rows(case.facts()) or ours != plain_rows(case.wide()):
        raise ResultsDiffer(case.name)


def _measure(case: Case) -> Iterator[Row]:
    require_same_answers(case)
    asked: dict[str, Callable[[], object]] = {"ours": case.ours, Facts.name: case.facts, Wide.name: case.wide}
    if case.stored:
        reads = [_by_key(stored) for stored in case.stored]
        asked[KEY_READ] = lambda: [rows_of(*read) for read in reads]
    if case.wanted is not None:
        units, periods = case.wanted
        asked[WHO_REPORTED] = lambda: completeness(units, periods, range(CELLS))
    taken = _in_turns(asked)
    ours = taken.pop("ours")
    if WHO_REPORTED in taken:
        yield Row(f"{case.name}: {WHO_REPORTED}, p50", percentile(taken.pop(WHO_REPORTED), 50), "ms")
    for name, peer in taken.items():
        yield Row(f"{case.name}: p50", percentile(ours, 50), "ms", percentile(peer, 50), name)
    yield Row(f"{case.name}: p95", percentile(ours, 95), "ms", P95_BUDGET_MS, "budget", is_limit=True)
    for name in (Facts.name, Wide.name):
        yield Row(f"{case.name}: p95 beside {name}", percentile(ours, 95), "ms", percentile(taken[name], 95), name)


def _in_turns(asked: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Milliseconds of each, asked one after another in rounds; the slow ones drop out when their time is over."""
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(TIMES):
        for name, ask in asked.items():
            if turn >= LEAST_TIMES and sum(taken[name]) > SECONDS * 1000:
                continue
            began = perf_counter()
            ask()
            taken[name].append((perf_counter() - began) * 1000)
    return taken


def _acceptance(decade: Decade) -> Iterator[Row]:
    """How long from the beginning of an acceptance until its figures are read in the province's total."""
    year = sorted(decade.years)[len(decade.years) // 3]
    period = decade.years[year].pk
    waiting = list(
        Submission.objects.filter(task__period__year=year, task__line=Line.POLICE, accepted_version__isnull=False)
        .select_related("task", "accepted_version")
        .order_by("pk")[:TIMES]
    )
    written, seen = [], []
    for submission in waiting:
        province = rows_of(
            "SELECT province_id FROM bench_unit WHERE unit_id = %(unit)s", {"unit": submission.task.unit_id}
        )
        place = (int(province[0][0]), period, 0)
        old = submission.accepted_version
        assert old is not None
        before = totals([place[0]], [period], [0])[place].value
        new = SubmissionVersion.objects.get(pk=old.pk)
        new.pk, new.number, new.sealed_at, new.values = None, 2, None, [(value or 0) + 1 for value in old.values]
        new.save(force_insert=True)
        began = perf_counter()
        with transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(accepted_version=new, current_version=new)
            engine.write_delta(old=old, new=new, task=submission.task)
        written.append((perf_counter() - began) * 1000)
        after = totals([place[0]], [period], [0])[place].value
        seen.append((perf_counter() - began) * 1000)
        if after != before + 1:
            raise ResultsDiffer("acceptance to visible")
    yield Row("acceptance: written, p50", percentile(written, 50), "ms")
    yield Row("acceptance: until read in the province's year, p50", percentile(seen, 50), "ms")
    yield Row("acceptance: until read in the province's year, p95", percentile(seen, 95), "ms")
