"""Gather what an annual report is made from: the one place of the papers that asks the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import Count, DateField, F, Q
from django.db.models.functions import Cast

from chungtay.core.errors import NotFound
from chungtay.documents.queries import sent_out_by
from chungtay.organisations.codes import Line, OrganisationKind, Side
from chungtay.organisations.models import Organisation
from chungtay.organisations.queries import organisation_of, parent_on, units_below
from chungtay.programmes.queries.plans import joint_targets
from chungtay.registry.models import ModelType
from chungtay.reporting.models import ReportingPeriod
from chungtay.reporting.papers.annexes import (
    BY_UNIT,
    FESTIVAL_BY_UNIT,
    Timeliness,
    TypeUse,
    UnitFigures,
)
from chungtay.reporting.papers.annual import MEMBER_LINES, AnnualMatter, Bodies
from chungtay.reporting.papers.document_annex import Issued
from chungtay.reporting.papers.passages import PRINTED_OF_ITSELF, Passage, Place, Told, put_together
from chungtay.reporting.papers.safe_annex import RATIO_PARTS, CommuneKind, added
from chungtay.reporting.papers.words import LINE_NAMES
from chungtay.reporting.queries.consolidation import (
    LINES,
    CatalogueCells,
    ConsolidatedYear,
    catalogue_cells,
    consolidated_year,
    last_day,
    tasks_below,
    year_period,
)
from chungtay.reporting.queries.leading import leading_side
from chungtay.reporting.queries.parts import figures_below, names_below
from chungtay.reporting.queries.told import texts_behind
from chungtay.reporting.queries.wording import written_of_sides
from chungtay.reporting.themes import Theme
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.models import AdministrativeUnit, UnitVersion
from chungtay.territory.queries import units_on, version_on, versions_on
from officialdoc import commune_police_signature, police_signature

_KIND_ORDER = [kind.value for kind in UnitKind]
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
    with_words: bool = True,
) -> AnnualMatter:
    """The matter of a unit's annual report: from the freeze, else from live figures.

    `lines` are those whose own figures and timeliness may be shown: before both sides froze, each sees its own.
    Without `with_words` nothing is read for the sections in words.
    """
    now = _only(consolidated_year(unit, year, map_day=map_day, live=live, lines=lines), lines)
    before = consolidated_year(unit, year - 1) if year_period(year - 1) else None
    catalogue = catalogue_cells()
    version = version_on(unit, now.map_day)
    leads = leading_side(unit.pk, now.period)
    following = year_period(year + 1)
    # Figures of both sides together by unit would tell each side, before the freeze, what the other reported there.
    withheld = not now.is_frozen and len(lines) < len(LINES)
    return AnnualMatter(
        year=now,
        before=before if before and before.figures else None,
        catalogue=catalogue,
        bodies=_bodies(unit, version, now.map_day, leads),
        unit_name=version.name,
        unit_sentences=_unit_sentences(version, now.map_day),
        by_unit=[] if withheld else _by_unit(unit, now, catalogue),
        types=_types(now, catalogue),
        timeliness=_timeliness(unit, now.period, lines),
        communes=_communes(unit, now, catalogue, counted=not withheld),
        withholds_units=withheld,
        sent=_sent(unit, now),
        passages=_words(now, lines) if with_words else [],
        targets=joint_targets(unit.pk, year),
        next_days=(following.window.lower, last_day(following)) if following else None,
        leads=leads,
    )


def _only(year: ConsolidatedYear, lines: Collection[Line]) -> ConsolidatedYear:
    if len(lines) == len(LINES):
        return year
    return replace(year, figures={key: found for key, found in year.figures.items() if key[1] in lines})


def _bodies(unit: AdministrativeUnit, version: UnitVersion, day: date, leads: Side) -> Bodies:
    police = _organisation(unit, OrganisationKind.POLICE, day)
    front = _organisation(unit, OrganisationKind.FRONT, day)
    members = [
        (line, found.name)
        for line in MEMBER_LINES
        if (found := organisation_of(unit.pk, KIND_OF_LINE[line], day)) is not None
    ]
    level = Level(version.level)
    above = parent_on(police, day)
    letter = _LEVEL_LETTERS.get(level, "X")
    return Bodies(
        police=police.name,
        police_parent=above.name if above else "Bộ Công an",
        front=front.name,
        place=version.name,
        symbol=f"BC-MTTQ-CA{letter}" if leads is Side.FRONT else f"BC-CA{letter}-MTTQ",
        filed_by="BTT" if leads is Side.FRONT else "PV05" if level is Level.PROVINCE else "CA",
        members=members,
        recipients=_recipients(level, above, parent_on(front, day), leads),
        police_signs=police_signature() if level is Level.PROVINCE else commune_police_signature(),
    )


def _recipients(
    level: Level, police_above: Organisation | None, front_above: Organisation | None, leads: Side
) -> list[str]:
    """Where a report of this level is sent: above the leading body, above the other, Party and State, those below."""
    if level is Level.PROVINCE:
        above = ["Bộ Công an (V05)", "Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam"]
    else:
        above = [each.name for each in (police_above, front_above) if each is not None]
    if leads is Side.FRONT:
        above.reverse()
    place = {Level.PROVINCE: "Tỉnh ủy, UBND tỉnh", Level.DISTRICT: "Huyện ủy, UBND huyện"}.get(level, "Đảng ủy, UBND")
    agencies = ["Ủy ban MTTQ", "Công an"] if leads is Side.FRONT else ["Công an", "Ủy ban MTTQ"]
    below = [f"{', '.join(agencies)} cấp dưới"] if level is not Level.COMMUNE else []
    return [*above, f"Thường trực {place}", "Các tổ chức thành viên", *below]


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
    there = f"Tính đến ngày {day:%d/%m/%Y}, {version.official_name}"
    if by_level.get(Level.DISTRICT):
        sentences.append(
            f"{there} có {by_level[Level.DISTRICT]} đơn vị hành chính cấp huyện "
            f"và {by_level.get(Level.COMMUNE, 0)} đơn vị hành chính cấp xã."
        )
    elif by_level.get(Level.COMMUNE):
        sentences.append(
            f"{there} có {by_level[Level.COMMUNE]} đơn vị hành chính cấp xã, gồm "
            f"{by_kind.get(UnitKind.RURAL_COMMUNE, 0)} xã và {by_kind.get(UnitKind.WARD, 0)} phường."
        )
    return sentences


def _by_unit(unit: AdministrativeUnit, year: ConsolidatedYear, catalogue: CatalogueCells) -> list[UnitFigures]:
    children = list(
        UnitVersion.objects.filter(parent=unit, validity__contains=year.map_day).order_by("sort_key", "unit_id")
    )
    cells = [catalogue.number(code) for code, _ in (*BY_UNIT, *FESTIVAL_BY_UNIT)]
    safe = [catalogue.number("SAF_ORG_OK", part) for part in RATIO_PARTS]
    found, rows = figures_below(year, [child.unit_id for child in children], [*cells, *safe]), []
    for child in children:
        own = {cell: found[child.unit_id, cell] for cell in (*cells, *safe) if (child.unit_id, cell) in found}
        rows.append(UnitFigures(child.name, own))
    return rows


def _communes(
    unit: AdministrativeUnit, year: ConsolidatedYear, catalogue: CatalogueCells, *, counted: bool
) -> list[CommuneKind]:
    """The communes on the map by kind, with how many their reports register and recognise under the safe standard."""
    by_kind: dict[str, list[int]] = {}
    communes = units_on(year.map_day, level=Level.COMMUNE, under=unit)
    for kind, key in communes.order_by("kind", "unit").values_list("kind", "unit"):
        by_kind.setdefault(kind, []).append(key)
    parts = [catalogue.number("SAF_COM_OK", part) for part in RATIO_PARTS]
    keys = [key for units in by_kind.values() for key in units] if counted else []
    found = figures_below(year, keys, parts)
    return [
        CommuneKind(
            UnitKind(kind).word.capitalize(),
            len(units),
            *(added([found[unit, part] for unit in units if (unit, part) in found]) for part in parts),
        )
        for kind, units in sorted(by_kind.items(), key=lambda each: _KIND_ORDER.index(each[0]))
    ]


def _sent(unit: AdministrativeUnit, year: ConsolidatedYear) -> list[Issued]:
    """What the two agencies sent out in the days of the year, as their registers have it."""
    offices = [_organisation(unit, kind, year.map_day).pk for kind in (OrganisationKind.POLICE, OrganisationKind.FRONT)]
    sent = sent_out_by(offices, year.period.window.lower, last_day(year.period))
    return [
        Issued(
            each.full_symbol,
            f"{each.issued_on:%d/%m/%Y}",
            " - ".join(office.name for office in (each.lead, each.partner) if office is not None),
            each.title,
        )
        for each in sent
    ]


def _words(year: ConsolidatedYear, lines: Collection[Line]) -> list[Passage]:
    """What was written for the whole, and under themes that nobody has written of what the machine chooses."""
    written = _written(year, lines)
    begun = {each.theme for each in written}
    if begun.issuperset(PRINTED_OF_ITSELF):
        return written
    return [*written, *(each for each in machine_choice(year, lines) if each.theme not in begun)]


def _written(year: ConsolidatedYear, lines: Collection[Line]) -> list[Passage]:
    if year.consolidation is None:
        return []
    sides = [side for side, its_line in ((Side.POLICE, Line.POLICE), (Side.FRONT, Line.FRONT)) if its_line in lines]
    sentences = written_of_sides(year.consolidation, sides)
    units = {source.text_id: source.text.task.unit_id for each in sentences for source in each.sources.all()}
    names = versions_on(set(units.values()), last_day(year.period))
    return [
        Passage(
            Theme(each.theme),
            each.text,
            tuple(
                dict.fromkeys(
                    names[unit].official_name for one in each.sources.all() if (unit := units[one.text_id]) in names
                )
            ),
            tuple(dict.fromkeys(one.version_id for one in each.sources.all())),
            tuple(Place(one.text_id, one.version_id, one.start, one.end) for one in each.sources.all()),
            code=each.code,
        )
        for each in sentences
    ]


def machine_choice(year: ConsolidatedYear, lines: Collection[Line]) -> list[Passage]:
    """What the accepted reports of `lines` say of each theme, what most units say first, as the machine reads it."""
    told = texts_behind(year, lines)
    names = versions_on({each.unit_id for each in told}, last_day(year.period))
    return put_together(
        Told(names[each.unit_id].official_name, each.version, each.text, each.text_id)
        for each in told
        if each.unit_id in names
    )


def _types(year: ConsolidatedYear, catalogue: CatalogueCells) -> list[TypeUse]:
    """Types named in accepted versions below the unit, each with the number of units that name it."""
    counted = names_below(year, catalogue.number("MOD_TYPES"))
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
