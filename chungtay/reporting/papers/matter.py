"""Gather what an annual report is made from: the one place of the papers that asks the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.db.models import Count, DateField, F, Q
from django.db.models.functions import Cast

from chungtay.core.errors import NotFound
from chungtay.organisations.codes import Line, OrganisationKind
from chungtay.organisations.models import Organisation
from chungtay.organisations.queries import organisation_of, parent_on, units_below
from chungtay.registry.models import ModelType
from chungtay.reporting.figures import names_given, totals
from chungtay.reporting.models import ReportingPeriod
from chungtay.reporting.papers.annexes import BY_UNIT, FESTIVAL_BY_UNIT, Timeliness, TypeUse, UnitFigures
from chungtay.reporting.papers.annual import MEMBER_LINES, AnnualMatter, Bodies
from chungtay.reporting.queries.consolidation import (
    LINES,
    CatalogueCells,
    ConsolidatedFigure,
    ConsolidatedYear,
    FigureAddress,
    catalogue_cells,
    consolidated_year,
    last_day,
    tasks_below,
    year_period,
)
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.models import AdministrativeUnit, UnitVersion
from chungtay.territory.queries import version_on
from officialdoc import commune_police_signature, police_signature

LINE_NAMES = {
    Line.ALL: "Tất cả",
    Line.POLICE: "Công an",
    Line.FRONT: "Mặt trận Tổ quốc",
    Line.FARMERS: "Hội Nông dân",
    Line.WOMEN: "Hội Liên hiệp Phụ nữ",
    Line.VETERANS: "Hội Cựu chiến binh",
    Line.YOUTH: "Đoàn Thanh niên",
    Line.UNION: "Công đoàn",
}
_LEVEL_LETTERS = {Level.PROVINCE: "T", Level.DISTRICT: "H"}
KIND_OF_LINE = {
    Line.FARMERS: OrganisationKind.FARMERS,
    Line.WOMEN: OrganisationKind.WOMEN,
    Line.VETERANS: OrganisationKind.VETERANS,
    Line.YOUTH: OrganisationKind.YOUTH,
    Line.UNION: OrganisationKind.UNION,
}


def annual_matter(
    unit: AdministrativeUnit,
    year: int,
    *,
    map_day: date | None = None,
    live: bool = False,
    lines: Collection[Line] = LINES,
) -> AnnualMatter:
    """The matter of a unit's annual report: from the freeze, else from live figures.

    `lines` are those whose own figures and timeliness may be shown: before both sides froze, each sees its own.
    """
    now = _only(consolidated_year(unit, year, map_day=map_day, live=live, lines=lines), lines)
    before = consolidated_year(unit, year - 1) if year_period(year - 1) else None
    catalogue = catalogue_cells()
    version = version_on(unit, now.map_day)
    return AnnualMatter(
        year=now,
        before=before if before and before.figures else None,
        catalogue=catalogue,
        bodies=_bodies(unit, version, now.map_day),
        unit_name=version.name,
        unit_sentences=_unit_sentences(version, now.map_day),
        by_unit=_by_unit(unit, now, catalogue),
        types=_types(unit, now, catalogue),
        timeliness=_timeliness(unit, now.period, lines),
    )


def _only(year: ConsolidatedYear, lines: Collection[Line]) -> ConsolidatedYear:
    if len(lines) == len(LINES):
        return year
    return replace(year, figures={key: found for key, found in year.figures.items() if key[1] in lines})


def _bodies(unit: AdministrativeUnit, version: UnitVersion, day: date) -> Bodies:
    police = _organisation(unit, OrganisationKind.POLICE, day)
    front = _organisation(unit, OrganisationKind.FRONT, day)
    members = [
        (line, found.name)
        for line in MEMBER_LINES
        if (found := organisation_of(unit.pk, KIND_OF_LINE[line], day)) is not None
    ]
    level = Level(version.level)
    above = parent_on(police, day)
    return Bodies(
        police=police.name,
        police_parent=above.name if above else "Bộ Công an",
        front=front.name,
        place=version.name,
        symbol=f"BC-CA{_LEVEL_LETTERS.get(level, 'X')}-MTTQ",
        filed_by="PV05" if level is Level.PROVINCE else "CA",
        members=members,
        recipients=_recipients(level, above, parent_on(front, day)),
        police_signs=police_signature() if level is Level.PROVINCE else commune_police_signature(),
    )


def _recipients(level: Level, police_above: Organisation | None, front_above: Organisation | None) -> list[str]:
    """Where a report of this level is sent: the lines above both bodies, Party and State of the unit, those below."""
    if level is Level.PROVINCE:
        above = [
            "Bộ Công an (V05)",
            "Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam",
            "Thường trực Tỉnh ủy, UBND tỉnh",
        ]
    else:
        named = [each.name for each in (police_above, front_above) if each is not None]
        place = "Huyện ủy, UBND huyện" if level is Level.DISTRICT else "Đảng ủy, UBND"
        above = [*named, f"Thường trực {place}"]
    below = ["Công an, Ủy ban MTTQ cấp dưới"] if level is not Level.COMMUNE else []
    return [*above, "Các tổ chức thành viên", *below]


def _organisation(unit: AdministrativeUnit, kind: OrganisationKind, day: date) -> Organisation:
    found = organisation_of(unit.pk, kind, day)
    if found is None:
        raise NotFound()
    return found


def _unit_sentences(version: UnitVersion, day: date) -> list[str]:
    rows = (
        UnitVersion.objects.filter(validity__contains=day, unit__in=units_below(version.unit_id, day))
        .values("level", "kind")
        .annotate(count=Count("id"))
    )
    by_level: dict[int, int] = {}
    by_kind: dict[str, int] = {}
    for row in rows:
        by_level[row["level"]] = by_level.get(row["level"], 0) + row["count"]
        by_kind[row["kind"]] = row["count"]
    sentences = []
    if by_level.get(Level.DISTRICT):
        sentences.append(
            f"Tính đến ngày {day:%d/%m/%Y}, {version.name} có {by_level[Level.DISTRICT]} đơn vị hành chính cấp huyện "
            f"và {by_level.get(Level.COMMUNE, 0)} đơn vị hành chính cấp xã."
        )
    elif by_level.get(Level.COMMUNE):
        sentences.append(
            f"Tính đến ngày {day:%d/%m/%Y}, {version.name} có {by_level[Level.COMMUNE]} đơn vị hành chính cấp xã, gồm "
            f"{by_kind.get(UnitKind.RURAL_COMMUNE, 0)} xã và {by_kind.get(UnitKind.WARD, 0)} phường."
        )
    return sentences


def _by_unit(unit: AdministrativeUnit, year: ConsolidatedYear, catalogue: CatalogueCells) -> list[UnitFigures]:
    children = list(
        UnitVersion.objects.filter(parent=unit, validity__contains=year.map_day).order_by("sort_key", "unit_id")
    )
    cells = [catalogue.number(code) for code, _ in (*BY_UNIT, *FESTIVAL_BY_UNIT)]
    other_map = year.map_day if year.map_day != last_day(year.period) else None
    found = totals([child.unit_id for child in children], [year.period.pk], cells, line=Line.ALL, map_day=other_map)
    rows = []
    for child in children:
        figures = {
            cell: ConsolidatedFigure(
                address=FigureAddress(child.unit_id, year.period.pk, Line.ALL, cell),
                value=Fraction(total.value),
                qualifier=total.qualifier,
                reported=total.reported,
                expected=total.expected,
                mark=total.mark,
            )
            for cell in cells
            if (total := found.get((child.unit_id, year.period.pk, cell))) is not None
        }
        rows.append(UnitFigures(child.name, figures))
    return rows


def _types(unit: AdministrativeUnit, year: ConsolidatedYear, catalogue: CatalogueCells) -> list[TypeUse]:
    """Types named in accepted versions below the unit, each with the number of units that name it."""
    counted = names_given(unit.pk, year.period.pk, catalogue.number("MOD_TYPES"))
    types = ModelType.objects.filter(code__in=counted).order_by("sort_key", "id")
    return [TypeUse(each.name, counted[each.code]) for each in types]


def _timeliness(unit: AdministrativeUnit, period: ReportingPeriod, lines: Collection[Line]) -> list[Timeliness]:
    owed = (
        tasks_below(unit.pk, period, Line.ALL)
        .annotate(sent_on=Cast("submission__submitted_at", DateField()))
        .values("line")
        .annotate(
            owed=Count("id"),
            on_time=Count("id", filter=Q(submission__submitted_at__isnull=False, sent_on__lte=F("due_on"))),
        )
    )
    rows = {row["line"]: row for row in owed}
    return [
        Timeliness(
            LINE_NAMES[line], rows[line]["owed"], rows[line]["on_time"], rows[line]["owed"] - rows[line]["on_time"]
        )
        for line in LINES
        if line in rows and line in lines
    ]
