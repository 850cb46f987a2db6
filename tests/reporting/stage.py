"""A small stage for reports: one province with a handful of communes, their offices and people, and a short form.

Names are invented. Yên Lạc and Yên Bình merge into Yên An in the middle of the year 2025.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.organisations.codes import LINE_OF_KIND, OrganisationKind, Role
from chungtay.organisations.models import (
    Membership,
    Organisation,
    OrganisationAncestor,
    OrganisationParent,
    ReportingLine,
    User,
)
from chungtay.registry.models import ModelType
from chungtay.reporting.codes import Calendar, CellPart, Grain, IndicatorKind
from chungtay.reporting.layout import FormLayout, layout_of
from chungtay.reporting.models import (
    Cell,
    Form,
    FormVersion,
    Indicator,
    IndicatorKey,
    IndicatorSet,
    IndicatorSetGrain,
    ReportingPeriod,
    ReportTask,
)
from chungtay.reporting.windows import window
from chungtay.territory.codes import EventKind, Level, UnitKind
from chungtay.territory.models import (
    AdministrativeUnit,
    UnitAncestor,
    UnitEvent,
    UnitSuccession,
    UnitVersion,
)

ALWAYS = DateRange(None, None)
MERGED_ON = date(2025, 7, 1)
# The days before the merger, those after it, and noon of the last day of November's window.
BEFORE_MERGER = DateRange(date(2025, 1, 1), MERGED_ON)
AFTER_MERGER = DateRange(MERGED_ON, None)
NOON = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)

SESSIONS, WORKERS, ATTENDANCES, TYPES, MODELS, POINTS, TEAMS, MEMBERS, AREAS_OK, AREAS, FUNDS, AWARDS = range(12)


@dataclass(frozen=True)
class Office:
    """An organisation and its people: the reporter, and the consolidator who receives for it."""

    organisation: Organisation
    reporter: Membership
    consolidator: Membership


@dataclass(frozen=True)
class Stage:
    """The people and places of a test."""

    province: AdministrativeUnit
    police: Office  # the province's police: receives what the communes' police send
    front: Office  # the province's Front: receives from the communes' Front
    dong_thanh: Office  # police of a commune
    hac_thanh: Office  # police of another commune
    dong_thanh_front: Office  # the Front beside the police of Đông Thanh
    auditor: Membership  # reads everything
    layout: FormLayout
    indicator_set: IndicatorSet

    @property
    def form_version(self) -> FormVersion:
        """The one version of the short form."""
        return FormVersion.objects.get(pk=self.layout.form_version_id)

    def period(self, year: int = 2026, index: int = 11, grain: Grain = Grain.MONTH) -> ReportingPeriod:
        """A reporting period, made when missing, with the year it is part of."""
        whole = None if grain == Grain.YEAR else self.period(year, 1, Grain.YEAR)
        first, end = window(Calendar.ADMINISTRATIVE, grain, year, index)
        period, _made = ReportingPeriod.objects.get_or_create(
            indicator_set=self.indicator_set,
            grain=grain,
            year=year,
            index=index,
            defaults={"window": DateRange(first, end), "parent": whole},
        )
        return period

    def task(
        self, office: Office, *, year: int = 2026, index: int = 11, grain: Grain = Grain.MONTH, is_claim: bool = False
    ) -> ReportTask:
        """The report `office` owes for a period."""
        period = self.period(year, index, grain)
        organisation = office.organisation
        receiver = self.front if organisation.kind == OrganisationKind.FRONT else self.police
        task, _made = ReportTask.objects.get_or_create(
            period=period,
            organisation=organisation,
            form_version=self.form_version,
            is_claim=is_claim,
            defaults={
                "receiver": receiver.organisation,
                "unit": organisation.unit,
                "line": LINE_OF_KIND[OrganisationKind(organisation.kind)],
                "days": period.window,
                "due_on": date(period.window.upper.year, period.window.upper.month, 18),
            },
        )
        return task


def make_unit(
    level: Level, name: str, code: str, parent: AdministrativeUnit | None, days: DateRange
) -> AdministrativeUnit:
    """A unit with one version and its ancestors."""
    unit = AdministrativeUnit.objects.create(level=level, validity=days)
    event = UnitEvent.objects.create(
        kind=EventKind.CREATE, effective_on=days.lower or date(1900, 1, 1), legal_basis="Nghị quyết"
    )
    kind = {Level.NATION: UnitKind.NATION, Level.PROVINCE: UnitKind.PROVINCE}.get(level, UnitKind.RURAL_COMMUNE)
    UnitVersion.objects.create(
        unit=unit,
        parent=parent,
        event=event,
        code=code,
        name=name,
        kind=kind,
        level=level,
        validity=days,
        sort_key=name,
        search_text=name.lower(),
    )
    above = list(UnitAncestor.objects.filter(unit=parent)) if parent else []
    UnitAncestor.objects.bulk_create(
        [
            UnitAncestor(unit=unit, ancestor=unit, depth=0, validity=days),
            *(
                UnitAncestor(unit=unit, ancestor_id=row.ancestor_id, depth=row.depth + 1, validity=days)
                for row in above
            ),
        ]
    )
    return unit


def make_office(
    kind: OrganisationKind, unit: AdministrativeUnit, name: str, above: Office | None = None, days: DateRange = ALWAYS
) -> Office:
    """An organisation with a reporter and a consolidator, under `above` in its line."""
    organisation = Organisation.objects.create(
        kind=kind,
        level=unit.level,
        unit=unit,
        name=name,
        short_name=name,
        validity=days,
        sort_key=name,
        search_text=name.lower(),
    )
    if above is not None:
        parent = above.organisation
        OrganisationParent.objects.create(organisation=organisation, parent=parent, validity=days)
        OrganisationAncestor.objects.create(organisation=organisation, ancestor=parent, depth=1, validity=days)
        ReportingLine.objects.create(from_organisation=organisation, to_organisation=parent, validity=days)
    roles = (Role.REPORTER, Role.CONSOLIDATOR)
    users = User.objects.bulk_create(
        User(username=f"{role}-{organisation.pk}", display_name=f"Cán bộ {role} {organisation.pk}") for role in roles
    )
    hats = Membership.objects.bulk_create(
        Membership(user=user, organisation=organisation, role=role, validity=days)
        for user, role in zip(users, roles, strict=True)
    )
    return Office(organisation, *hats)


def hat(organisation: Organisation, role: Role, *, user: User | None = None, days: DateRange = ALWAYS) -> Membership:
    """A new person, or `user`, in a role of `organisation`."""
    username = f"{role}-{organisation.pk}-{User.objects.count()}"
    user = user or User.objects.create_user(username, display_name=f"Cán bộ {username}")
    return Membership.objects.create(user=user, organisation=organisation, role=role, validity=days)


def _indicator(indicator_set: IndicatorSet, position: int, code: str, kind: str, **more: object) -> Indicator:
    parts = ("numerator_kind", "denominator_kind")
    return Indicator(
        indicator_set=indicator_set,
        code=code,
        kind=kind,
        label_vi=f"Chỉ tiêu {code}",
        label_en=code,
        unit_vi="đơn vị",
        unit_en="units",
        section=more.get("section", "outreach"),
        legal_source="Chương trình 07",
        is_shared_work=bool(more.get("shared")),
        scale=more.get("scale", 0),
        validity=ALWAYS,
        position=position,
        **{name: more[name] for name in parts if name in more},
    )


def _form(indicator_set: IndicatorSet) -> FormVersion:
    flow, stock = IndicatorKind.FLOW, IndicatorKind.STOCK
    sessions = _indicator(indicator_set, 0, "OUT_SESSIONS", flow, shared=True)
    attendances = _indicator(indicator_set, 1, "OUT_ATTENDANCES", flow, shared=True)
    types = _indicator(indicator_set, 2, "MOD_TYPES", IndicatorKind.DISTINCT, section="models")
    models = _indicator(indicator_set, 3, "MOD_MODELS", stock, section="models")
    points = _indicator(indicator_set, 4, "MOD_POINTS", stock, section="models")
    teams = _indicator(indicator_set, 5, "FRC_TEAMS", stock, section="force")
    members = _indicator(indicator_set, 6, "FRC_MEMBERS", stock, section="force")
    areas = _indicator(
        indicator_set,
        7,
        "SAF_RA_OK",
        IndicatorKind.RATIO,
        section="safe",
        numerator_kind=stock,
        denominator_kind=stock,
    )
    funds = _indicator(indicator_set, 8, "MOD_FUNDS", flow, section="mediation", scale=1)
    awards = _indicator(indicator_set, 9, "AWD_COLLECTIVES", flow, section="awards")
    Indicator.objects.bulk_create([sessions, attendances, types, models, points, teams, members, areas, funds, awards])
    cells = [
        Cell(number=SESSIONS, indicator=sessions, part=CellPart.TOTAL),
        Cell(number=WORKERS, indicator=sessions, part=CellPart.CATEGORY, category="workers", label_vi="Công nhân"),
        Cell(number=ATTENDANCES, indicator=attendances, part=CellPart.TOTAL),
        Cell(number=TYPES, indicator=types, part=CellPart.TOTAL),
        Cell(number=MODELS, indicator=models, part=CellPart.TOTAL),
        Cell(number=POINTS, indicator=points, part=CellPart.TOTAL),
        Cell(number=TEAMS, indicator=teams, part=CellPart.TOTAL),
        Cell(number=MEMBERS, indicator=members, part=CellPart.TOTAL),
        Cell(number=AREAS_OK, indicator=areas, part=CellPart.NUMERATOR),
        Cell(number=AREAS, indicator=areas, part=CellPart.DENOMINATOR),
        Cell(number=FUNDS, indicator=funds, part=CellPart.TOTAL),
        Cell(number=AWARDS, indicator=awards, part=CellPart.TOTAL),
    ]
    Cell.objects.bulk_create(cells)
    keys = ((sessions, "outreach_sessions"), (attendances, "outreach_attendances"))
    IndicatorKey.objects.bulk_create(IndicatorKey(indicator=it, key=key, is_first_choice=True) for it, key in keys)
    form = Form.objects.create(indicator_set=indicator_set, code="ngan", label_vi="Phiếu ngắn", label_en="Short form")
    return FormVersion.objects.create(form=form, cells=[cell.number for cell in cells], validity=ALWAYS)


@pytest.fixture
def stage(db: None) -> Stage:
    """The province with two communes, their police and Front, and a form of twelve cells by month."""
    nation = make_unit(Level.NATION, "Việt Nam", "00", None, ALWAYS)
    province = make_unit(Level.PROVINCE, "Xứ Thanh", "38", nation, ALWAYS)
    dong_thanh = make_unit(Level.COMMUNE, "Đông Thanh", "16001", province, ALWAYS)
    hac_thanh = make_unit(Level.COMMUNE, "Hạc Thành", "16002", province, ALWAYS)
    indicator_set = IndicatorSet.objects.create(
        code="programme", label_vi="Chương trình", label_en="Programme", calendar=Calendar.ADMINISTRATIVE
    )
    IndicatorSetGrain.objects.create(indicator_set=indicator_set, grain=Grain.MONTH, validity=ALWAYS)
    names = {"K01": "Camera an ninh", "K02": "Tiếng kẻng an ninh", "K03": "Tổ tự quản"}
    ModelType.objects.bulk_create(ModelType(code=code, name=name, sort_key=name) for code, name in names.items())
    police = make_office(OrganisationKind.POLICE, province, "Công an tỉnh")
    front = make_office(OrganisationKind.FRONT, province, "Mặt trận tỉnh")
    return Stage(
        province=province,
        police=police,
        front=front,
        dong_thanh=make_office(OrganisationKind.POLICE, dong_thanh, "Công an xã Đông Thanh", police),
        hac_thanh=make_office(OrganisationKind.POLICE, hac_thanh, "Công an phường Hạc Thành", police),
        dong_thanh_front=make_office(OrganisationKind.FRONT, dong_thanh, "Mặt trận xã Đông Thanh", front),
        auditor=hat(police.organisation, Role.AUDITOR),
        layout=layout_of(_form(indicator_set)),
        indicator_set=indicator_set,
    )


@dataclass(frozen=True)
class Merger:
    """Two communes that became one on 1 July 2025, with their police."""

    yen_lac: Office
    yen_binh: Office
    yen_an: Office


@pytest.fixture
def merger(stage: Stage) -> Merger:
    """Yên Lạc and Yên Bình, merged into Yên An."""
    nation = AdministrativeUnit.objects.get(level=Level.NATION)
    assert nation is not None
    lac = make_unit(Level.COMMUNE, "Yên Lạc", "16003", stage.province, BEFORE_MERGER)
    binh = make_unit(Level.COMMUNE, "Yên Bình", "16004", stage.province, BEFORE_MERGER)
    an = make_unit(Level.COMMUNE, "Yên An", "16003", stage.province, AFTER_MERGER)
    event = UnitEvent.objects.create(kind=EventKind.MERGE, effective_on=MERGED_ON, legal_basis="Nghị quyết 1686")
    for old in (lac, binh):
        UnitSuccession.objects.create(
            event=event, from_unit=old, to_unit=an, share_millionths=1_000_000, is_default_target=True
        )
    return Merger(
        *(
            make_office(OrganisationKind.POLICE, unit, f"Công an {name}", stage.police, days)
            for unit, name, days in (
                (lac, "xã Yên Lạc", BEFORE_MERGER),
                (binh, "xã Yên Bình", BEFORE_MERGER),
                (an, "xã Yên An", AFTER_MERGER),
            )
        )
    )
