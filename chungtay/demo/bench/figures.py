"""`./ct bench totals`: the totals engine beside a plain GROUP BY over one row a figure, on the same data.

The plain side adds sums alone; ours also says how many reported, how each was stated and how exactly it stands. Both
must give the same sums before anything is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection

from chungtay.demo.bench.rows import Row, percentile, timed
from chungtay.demo.story import HISTORY_YEAR, MONTHS_REPORTED, PROVINCE_CODE, THIS_YEAR
from chungtay.organisations.codes import Line
from chungtay.reporting.codes import Grain, IndicatorKind
from chungtay.reporting.figures import totals
from chungtay.reporting.models import ReportingPeriod
from chungtay.reporting.queries.consolidation import catalogue_cells, last_day, year_period
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit
from chungtay.territory.queries import unit_by_code, units_on

Places = dict[tuple[int, int, int], Fraction]
PEER = "plain GROUP BY"

# One row for each figure of an accepted report of own work, as a plain schema would hold it.
MAKE_FACTS = f"""
CREATE TEMPORARY TABLE bench_fact ON COMMIT DROP AS
SELECT t.unit_id, t.period_id, o.number AS cell, upper(p.window) - 1 AS last_day,
       v.values[o.ordinal] - CASE WHEN i.is_shared_work THEN coalesce(v.led_elsewhere[o.ordinal], 0) ELSE 0 END AS value
FROM reporting_submission s
JOIN reporting_submissionversion v ON v.id = s.accepted_version_id AND v.covers = 'own'
JOIN reporting_reporttask t ON t.id = s.task_id AND NOT t.is_claim
JOIN reporting_reportingperiod p ON p.id = t.period_id
JOIN reporting_formversion f ON f.id = v.form_version_id
CROSS JOIN LATERAL unnest(f.cells) WITH ORDINALITY AS o(number, ordinal)
JOIN reporting_cell c ON c.number = o.number
JOIN reporting_indicator i ON i.id = c.indicator_id AND i.kind = '{IndicatorKind.FLOW}'
WHERE v.values[o.ordinal] IS NOT NULL;
CREATE INDEX ON bench_fact (period_id, cell);
CREATE INDEX ON bench_fact (unit_id, period_id);
ANALYZE bench_fact"""
ADD_UP = """
SELECT a.ancestor_id, f.period_id, f.cell, sum(f.value)::bigint
FROM bench_fact f
JOIN territory_unitancestor a ON a.unit_id = f.unit_id AND a.validity @> f.last_day
WHERE a.ancestor_id = ANY(%s) AND f.period_id = ANY(%s) AND f.cell = ANY(%s)
GROUP BY 1, 2, 3"""


class ResultsDiffer(Exception):
    """Ours and the peer's sums are not the same, so that their times cannot be compared."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; without a peer where plain SQL has no short answer."""

    name: str
    units: Sequence[int]
    periods: Sequence[int]
    cells: Sequence[int]
    map_day: date | None = None
    has_peer: bool = True


def measure_totals(*, times: int, progress: Callable[[str], None]) -> list[Row]:
    """Rows of every question, at p50. Must run inside a transaction: the facts are dropped at its end."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE_FACTS)
    rows = []
    for asked in questions():
        progress(asked.name)
        rows.append(_measure(asked, times=times))
    return rows


def questions() -> list[Asked]:
    """The questions of a consolidation, at the size of the demo province."""
    year, this_year = _year(HISTORY_YEAR), _year(THIS_YEAR)
    then, now = last_day(year), last_day(this_year)
    province = [unit_by_code(PROVINCE_CODE, now).pk]
    communes = _communes(then)
    flows = _cells(IndicatorKind.FLOW)
    months = ReportingPeriod.objects.filter(
        indicator_set=this_year.indicator_set_id, year=THIS_YEAR, grain=Grain.MONTH, index__lte=MONTHS_REPORTED
    )
    today = _communes(now)
    return [
        Asked("province × year, one indicator", province, [year.pk], flows[:1]),
        Asked("province × year, every flow", province, [year.pk], flows),
        Asked("its communes × year, every flow", communes, [year.pk], flows),
        Asked("province × months, every flow", province, [month.pk for month in months], flows),
        Asked("one commune × year, every flow", communes[:1], [year.pk], flows),
        Asked("province × year, every stock", province, [year.pk], _cells(IndicatorKind.STOCK), has_peer=False),
        Asked("year on the map of today", today, [year.pk], flows[:1], map_day=now, has_peer=False),
    ]


def _measure(asked: Asked, *, times: int) -> Row:
    ours, peer = _ours(asked), _peer(asked)
    name = f"{asked.name}: p50"
    if not asked.has_peer:
        return Row(name, percentile(timed(ours, times=times), 50), "ms")
    if ours() != peer():
        raise ResultsDiffer(asked.name)
    taken = percentile(timed(ours, times=times), 50)
    return Row(name, taken, "ms", percentile(timed(peer, times=times), 50), PEER)


def _ours(asked: Asked) -> Callable[[], Places]:
    def ask() -> Places:
        found = totals(asked.units, asked.periods, asked.cells, line=Line.ALL, map_day=asked.map_day)
        return {place: total.value for place, total in found.items()}

    return ask


def _peer(asked: Asked) -> Callable[[], Places]:
    def ask() -> Places:
        with connection.cursor() as cursor:
            cursor.execute(ADD_UP, [list(asked.units), list(asked.periods), list(asked.cells)])
            return {(unit, period, cell): Fraction(value) for unit, period, cell, value in cursor.fetchall()}

    return ask


def _year(year: int) -> ReportingPeriod:
    found = year_period(year)
    if found is None:
        raise ReportingPeriod.DoesNotExist(f"no programme year {year}")
    return found


def _communes(day: date) -> list[int]:
    province: AdministrativeUnit = unit_by_code(PROVINCE_CODE, day)
    found = units_on(day, level=Level.COMMUNE, under=province)
    return list(found.values_list("unit_id", flat=True))


def _cells(kind: IndicatorKind) -> list[int]:
    return [
        cell.number
        for cell in catalogue_cells().cells
        if cell.indicator.kind == kind and cell.indicator.indicator_set.code == "programme"
    ]
