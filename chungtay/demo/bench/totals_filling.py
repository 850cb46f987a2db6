"""A decade of an invented nation in the product's own tables: reports of communes by month, mergers and splits.

The leaf is the commune, because a thôn is a row of a sheet and never a unit; two lines report, so that ten years of
every commune are some fifty million figures. Fewer cells mean fewer reports of the same nation, not fewer units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction

from chungtay.demo.bench.nation import ALWAYS, CELLS, COMMUNES, PROVINCES, Nation, analyze, make_nation
from chungtay.organisations.codes import Line, OrganisationKind
from chungtay.organisations.models import Organisation
from chungtay.reporting.models import ReportingPeriod
from chungtay.territory.actions import replay_ledger
from chungtay.territory.codes import EventKind, Level, UnitKind
from chungtay.territory.ledger import Part, Step, UnitData, whole
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitVersion

FIRST_YEAR, YEARS = 2026, 10
# The first day of a reporting year: no period of this nation has a change inside.
CHANGED_ON = date(2032, 12, 15)
# Of so many communes two merge, and one is divided.
MERGED_OF, SPLIT_OF = 55, 165
BASIS = "Số liệu thử"
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

# Triggers that tell of what is owed are left out: the rebuild counts everything anyway.
_QUIET = """
ALTER TABLE reporting_reporttask {0} TRIGGER tasks_owed;
ALTER TABLE reporting_submission {0} TRIGGER task_answered_at_once"""
_TASKS = """
INSERT INTO reporting_reporttask
    (period_id, organisation_id, receiver_id, unit_id, line, form_version_id, days, due_on, is_claim)
SELECT p.id, o.id, o.id, o.unit_id, o.kind, %(form)s, p.window, upper(p.window) + 5, false
FROM reporting_reportingperiod p
JOIN territory_administrativeunit u ON u.level = %(level)s AND u.validity @> (upper(p.window) - 1)
JOIN organisations_organisation o ON o.unit_id = u.id
WHERE p.year = %(year)s AND p.grain = 'month'"""
# Every task is owed; this many of ten thousand have an accepted report, spread over units and months.
_CHOSEN = """
FROM reporting_reporttask t JOIN reporting_reportingperiod p ON p.id = t.period_id
WHERE p.year = %(year)s AND p.grain = 'month' AND (t.id * 7919) %% 10000 < %(per_ten_thousand)s"""
_SUBMISSIONS = f"""
INSERT INTO reporting_submission
    (id, task_id, status, accepted_version_id, current_version_id, return_reason, updated_at)
SELECT t.id, t.id, 'accepted', t.id, t.id, '', %(moment)s {_CHOSEN}"""
_VERSIONS = f"""
INSERT INTO reporting_submissionversion
    (id, submission_id, number, form_version_id, covers, certainty, days, values, qualifiers, nil_cells,
     no_joint_work, warnings, warnings_answered, reason, created_at, sealed_at)
SELECT t.id, t.id, 1, %(form)s, 'own', 'final', t.days,
       ARRAY(SELECT (t.id * 7919 + g * 104729) %% 997 FROM generate_series(1, {CELLS}) AS g),
       CASE WHEN t.id %% 50 = 0 THEN '\\x01'::bytea ELSE ''::bytea END, '{{}}', true, '[]', '{{}}', '',
       %(moment)s, %(moment)s {_CHOSEN}"""


@dataclass(frozen=True)
class Decade:
    """The nation with its years; `cells` are the figures that were accepted, `owed` all report tasks."""

    nation: Nation
    years: dict[int, ReportingPeriod] = field(default_factory=dict)
    cells: int = 0
    owed: int = 0

    @property
    def last_map_day(self) -> date:
        """The map after every merger and split."""
        return date(max(self.years), 12, 14)

    def provinces(self) -> list[int]:
        """Keys of the provinces."""
        return [unit.pk for unit in self.nation.units[Level.PROVINCE]]

    def communes_of(self, province: int, day: date) -> list[int]:
        """Keys of the communes of a province on a day."""
        found = UnitAncestor.objects.filter(ancestor=province, depth=1, validity__contains=day)
        return list(found.order_by("unit").values_list("unit", flat=True))

    def months(self, year: int) -> list[int]:
        """Keys of the months of a year."""
        found = ReportingPeriod.objects.filter(year=year, grain="month").order_by("index")
        return list(found.values_list("pk", flat=True))


def fill(
    cells: int,
    progress: Callable[[str], None],
    *,
    provinces: int = PROVINCES,
    communes: int = COMMUNES,
    years_filled: Iterable[int] = range(FIRST_YEAR, FIRST_YEAR + YEARS),
) -> Decade:
    """A nation with about `cells` accepted figures. Raises `DatabaseInUse` where there is something already."""
    progress("the nation")
    nation = make_nation(provinces=provinces, communes=communes)
    years = {}
    for year in years_filled:
        nation.months(year)
        years[year] = ReportingPeriod.objects.get(year=year, grain="year")
    _merge_and_split(nation)
    _second_line()
    with connection.cursor() as cursor:
        cursor.execute(_QUIET.format("DISABLE"))
    owed = sum(_owe(year, nation) for year in years)
    share = min(10_000, cells * 10_000 // (owed * CELLS))
    given = 0
    for year in years:
        progress(f"reports of {year}")
        given += _report(year, share, nation)
    with connection.cursor() as cursor:
        cursor.execute(_QUIET.format("ENABLE"))
        for table in ("submission", "submissionversion"):
            sequence = f"pg_get_serial_sequence('reporting_{table}', 'id')"
            cursor.execute(f"SELECT setval({sequence}, (SELECT max(id) FROM reporting_{table}))")
    analyze()
    return Decade(nation, years, given * CELLS, owed)


def _owe(year: int, nation: Nation) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TASKS, {"year": year, "form": nation.form_version.pk, "level": Level.COMMUNE})
        return int(cursor.rowcount)


def _report(year: int, share: int, nation: Nation) -> int:
    parameters: dict[str, Any] = {
        "year": year,
        "per_ten_thousand": share,
        "form": nation.form_version.pk,
        "moment": _MOMENT,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SUBMISSIONS, parameters)
        cursor.execute(_VERSIONS, parameters)
        return int(cursor.rowcount)


def _merge_and_split(nation: Nation) -> None:
    """Pairs of communes of one province become one; others are divided between two provinces by reviewed shares."""
    versions = UnitVersion.objects.filter(level=Level.COMMUNE).order_by("sort_key").select_related("parent")
    codes = dict(UnitVersion.objects.filter(level=Level.PROVINCE).values_list("unit", "code"))
    by_province: dict[str, list[str]] = {}
    for version in versions:
        by_province.setdefault(codes[version.parent_id or 0], []).append(version.code)
    provinces = sorted(by_province)
    steps = []
    for number in range(len(versions) // MERGED_OF):
        province = provinces[number % len(provinces)]
        pair = (by_province[province].pop(), by_province[province].pop())
        made = UnitData(f"M{number:04d}", UnitKind.RURAL_COMMUNE, f"Hợp nhất {number + 1}", province)
        steps.append(Step(EventKind.MERGE, CHANGED_ON, BASIS, ends=pair, starts=(made,), parts=whole(pair, made.code)))
    for number in range(len(versions) // SPLIT_OF):
        province, other = provinces[number % len(provinces)], provinces[(number + 1) % len(provinces)]
        divided = by_province[province].pop()
        kept = UnitData(f"S{number:04d}", UnitKind.RURAL_COMMUNE, f"Phần một {number + 1}", province)
        given = UnitData(f"T{number:04d}", UnitKind.RURAL_COMMUNE, f"Phần hai {number + 1}", other)
        parts = (
            Part(divided, kept.code, 600_000),
            Part(divided, given.code, 400_000, is_default_target=False),
        )
        steps.append(Step(EventKind.SPLIT, CHANGED_ON, BASIS, ends=(divided,), starts=(kept, given), parts=parts))
    replay_ledger(steps, by=None, now=_MOMENT)
    made_units = AdministrativeUnit.objects.filter(level=Level.COMMUNE).exclude(
        pk__in=Organisation.objects.values("unit")
    )
    _open_offices(OrganisationKind.POLICE, list(made_units))


def _second_line() -> None:
    _open_offices(OrganisationKind.FRONT, list(AdministrativeUnit.objects.filter(level=Level.COMMUNE)))


def _open_offices(kind: OrganisationKind, units: list[AdministrativeUnit]) -> None:
    assert kind.value in (Line.POLICE, Line.FRONT)
    Organisation.objects.bulk_create(
        [
            Organisation(
                kind=kind,
                level=Level.COMMUNE,
                unit=unit,
                name=f"{kind.label} {unit.pk}",
                short_name=str(unit.pk),
                validity=ALWAYS,
                sort_key="",
                search_text="",
            )
            for unit in units
        ],
        batch_size=5000,
    )
