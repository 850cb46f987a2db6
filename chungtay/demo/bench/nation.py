"""An invented nation for benchmarks: 34 provinces, 3,321 communes, their police, and a form of sixty flows by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import RuleBroken
from chungtay.core.models import Installation
from chungtay.organisations.codes import LINE_OF_KIND, OrganisationKind, Role
from chungtay.organisations.models import (
    Membership,
    Organisation,
    OrganisationAncestor,
    OrganisationParent,
    ReportingLine,
    User,
)
from chungtay.reporting.actions.catalogue import open_year
from chungtay.reporting.codes import Calendar, CellPart, Grain, IndicatorKind, Section
from chungtay.reporting.models import (
    Cell,
    Form,
    FormVersion,
    Indicator,
    IndicatorSet,
    IndicatorSetGrain,
    ReportingPeriod,
    ReportTask,
)
from chungtay.territory.codes import EventKind, Level, UnitKind
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitEvent, UnitVersion

ALWAYS = DateRange(None, None)
PROVINCES = 34
COMMUNES = 3321
CELLS = 60
BATCH = 5000
_LEVELS = {Level.NATION: UnitKind.NATION, Level.PROVINCE: UnitKind.PROVINCE, Level.COMMUNE: UnitKind.RURAL_COMMUNE}


class DatabaseInUse(RuleBroken):
    """There is something in this database; a benchmark of this size fills one of its own."""

    code = "demo.database_in_use"
    message = _(
        "A benchmark of this size fills an empty database, and this one is not empty. Please give an empty one."
    )


@dataclass(frozen=True)
class Nation:
    """What was made: units of each level in order, the police of each, and who reports and receives there."""

    units: dict[Level, list[AdministrativeUnit]]
    offices: dict[Level, list[Organisation]]
    reporters: list[Membership]  # one for each commune
    consolidators: list[Membership]  # one for each province
    form_version: FormVersion
    indicator_set: IndicatorSet

    def province_of(self, commune: int) -> int:
        """The place of the province of the commune at place `commune`."""
        return commune % len(self.units[Level.PROVINCE])

    def months(self, year: int) -> list[ReportingPeriod]:
        """The months of a reporting year, made when missing, in their order."""
        whole = open_year(self.indicator_set, year)
        return list(whole.parts.filter(grain=Grain.MONTH).order_by("index"))

    def make_tasks(self, periods: Sequence[ReportingPeriod]) -> list[ReportTask]:
        """What the police of every commune owe for `periods`, in the order of periods, then communes."""
        provinces = self.offices[Level.PROVINCE]
        return ReportTask.objects.bulk_create(
            [
                ReportTask(
                    period=period,
                    organisation=office,
                    receiver=provinces[self.province_of(place)],
                    unit_id=office.unit_id,
                    line=LINE_OF_KIND[OrganisationKind(office.kind)],
                    form_version=self.form_version,
                    days=period.window,
                    due_on=period.window.upper,
                )
                for period in periods
                for place, office in enumerate(self.offices[Level.COMMUNE])
            ],
            batch_size=BATCH,
        )


@transaction.atomic
def make_nation(*, provinces: int = PROVINCES, communes: int = COMMUNES) -> Nation:
    """Fill an empty database with a nation; raises `DatabaseInUse` for any other. Communes go round the provinces."""
    if User.objects.exists() or UnitVersion.objects.exists():
        raise DatabaseInUse
    if not Installation.objects.exists():
        Installation.objects.create(is_demo=True)
    units = {
        Level.NATION: _units(Level.NATION, 1),
        Level.PROVINCE: _units(Level.PROVINCE, provinces),
        Level.COMMUNE: _units(Level.COMMUNE, communes),
    }
    _place(units)
    offices = {level: _offices(level, units[level]) for level in (Level.PROVINCE, Level.COMMUNE)}
    _put_under(offices[Level.COMMUNE], offices[Level.PROVINCE])
    indicator_set, form_version = _catalogue()
    return Nation(
        units=units,
        offices=offices,
        reporters=_people(offices[Level.COMMUNE], Role.REPORTER),
        consolidators=_people(offices[Level.PROVINCE], Role.CONSOLIDATOR),
        form_version=form_version,
        indicator_set=indicator_set,
    )


def analyze() -> None:
    """Tell the planner what is there, as autovacuum would some minutes later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _units(level: Level, count: int) -> list[AdministrativeUnit]:
    return AdministrativeUnit.objects.bulk_create(
        [AdministrativeUnit(level=level, validity=ALWAYS) for _each in range(count)], batch_size=BATCH
    )


def _place(units: dict[Level, list[AdministrativeUnit]]) -> None:
    """Names, codes and ancestors: communes go round the provinces."""
    event = UnitEvent.objects.create(kind=EventKind.CREATE, effective_on=date(1900, 1, 1), legal_basis="Số liệu thử")
    versions, ancestors = [], []
    above: dict[Level, list[AdministrativeUnit]] = {Level.NATION: []}
    above |= {Level.PROVINCE: units[Level.NATION], Level.COMMUNE: units[Level.PROVINCE]}
    for level, kind in _LEVELS.items():
        for place, unit in enumerate(units[level]):
            parents = above[level]
            parent = parents[place % len(parents)] if parents else None
            line = [unit, *([parent] if parent else []), *(units[Level.NATION] if level == Level.COMMUNE else [])]
            ancestors += [
                UnitAncestor(unit=unit, ancestor=one, depth=depth, validity=ALWAYS) for depth, one in enumerate(line)
            ]
            name = f"{kind.label} {place + 1}"
            versions.append(
                UnitVersion(
                    unit=unit,
                    parent=parent,
                    event=event,
                    code=f"{ {Level.NATION: '', Level.PROVINCE: 'P', Level.COMMUNE: 'C'}[level] }{place:04d}",
                    name=name,
                    kind=kind,
                    level=level,
                    validity=ALWAYS,
                    sort_key=f"{level}{place:06d}",
                    search_text=name.lower(),
                )
            )
    UnitVersion.objects.bulk_create(versions, batch_size=BATCH)
    UnitAncestor.objects.bulk_create(ancestors, batch_size=BATCH)


def _offices(level: Level, units: Sequence[AdministrativeUnit]) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        [
            Organisation(
                kind=OrganisationKind.POLICE,
                level=level,
                unit=unit,
                name=f"Công an {level.label} {place + 1}",
                short_name=f"CA {place + 1}",
                validity=ALWAYS,
                sort_key=f"{level}{place:06d}",
                search_text=f"cong an {place + 1}",
            )
            for place, unit in enumerate(units)
        ],
        batch_size=BATCH,
    )


def _put_under(offices: Sequence[Organisation], above: Sequence[Organisation]) -> None:
    pairs = [(office, above[place % len(above)]) for place, office in enumerate(offices)]
    OrganisationParent.objects.bulk_create(
        [OrganisationParent(organisation=one, parent=top, validity=ALWAYS) for one, top in pairs], batch_size=BATCH
    )
    OrganisationAncestor.objects.bulk_create(
        [OrganisationAncestor(organisation=one, ancestor=top, depth=1, validity=ALWAYS) for one, top in pairs],
        batch_size=BATCH,
    )
    ReportingLine.objects.bulk_create(
        [ReportingLine(from_organisation=one, to_organisation=top, validity=ALWAYS) for one, top in pairs],
        batch_size=BATCH,
    )


def _people(offices: Sequence[Organisation], role: Role) -> list[Membership]:
    users = User.objects.bulk_create(
        [User(username=f"{role}-{office.pk}", display_name=f"Cán bộ {office.pk}", password="!") for office in offices],
        batch_size=BATCH,
    )
    return Membership.objects.bulk_create(
        [
            Membership(user=user, organisation=office, role=role, validity=ALWAYS)
            for user, office in zip(users, offices, strict=True)
        ],
        batch_size=BATCH,
    )


def _catalogue() -> tuple[IndicatorSet, FormVersion]:
    """Sixty flows, a quarter of them shared work, counted by month."""
    indicator_set = IndicatorSet.objects.create(
        code="programme", label_vi="Chương trình", label_en="Programme", calendar=Calendar.ADMINISTRATIVE
    )
    IndicatorSetGrain.objects.create(indicator_set=indicator_set, grain=Grain.MONTH, validity=ALWAYS)
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(
                indicator_set=indicator_set,
                code=f"BENCH_{place:02d}",
                kind=IndicatorKind.FLOW,
                label_vi=f"Chỉ tiêu {place + 1}",
                label_en=f"Indicator {place + 1}",
                unit_vi="lượt",
                unit_en="times",
                section=Section.OUTREACH,
                legal_source="Số liệu thử",
                is_shared_work=place % 4 == 0,
                scale=0,
                validity=ALWAYS,
                position=place,
            )
            for place in range(CELLS)
        ]
    )
    Cell.objects.bulk_create(
        [Cell(number=place, indicator=one, part=CellPart.TOTAL) for place, one in enumerate(indicators)]
    )
    form = Form.objects.create(indicator_set=indicator_set, code="ct-phoi-hop", label_vi="Phiếu", label_en="Form")
    return indicator_set, FormVersion.objects.create(form=form, cells=list(range(CELLS)), validity=ALWAYS)
