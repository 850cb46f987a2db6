"""The plan of a province: who exists when, what it is called, under whom it stands."""

from __future__ import annotations

from collections import Counter
from datetime import date

from chungtay.organisations.codes import MEMBER_KINDS, OrganisationKind
from chungtay.organisations.founding import (
    KINDS_IN_EVERY_UNIT,
    POLICE_LEAVES_DISTRICTS_ON,
    Plan,
    UnitState,
    plan_province,
)
from chungtay.organisations.names import official_name
from chungtay.organisations.spans import Span
from chungtay.territory.codes import Level, UnitKind

MERGER = date(2025, 7, 1)
STATES = [
    UnitState(1, None, Level.PROVINCE, UnitKind.PROVINCE, "Lam Sơn", Span()),
    UnitState(2, 1, Level.DISTRICT, UnitKind.RURAL_DISTRICT, "Thọ Hạc", Span(None, MERGER)),
    UnitState(3, 2, Level.COMMUNE, UnitKind.RURAL_COMMUNE, "Đông Thanh", Span(None, MERGER)),
    UnitState(4, 2, Level.COMMUNE, UnitKind.RURAL_COMMUNE, "Yên Thọ", Span(None, MERGER)),
    UnitState(4, 1, Level.COMMUNE, UnitKind.WARD, "Yên Thọ", Span(MERGER, None)),
]


def tree(plan: Plan, unit_id: int, kind: OrganisationKind) -> list[tuple[int, Span]]:
    by_key = {organisation.key: organisation for organisation in plan.organisations}
    return [
        (by_key[link.parent].unit_id, link.span)
        for link in plan.parents
        if (by_key[link.key].unit_id, by_key[link.key].kind) == (unit_id, kind)
    ]


def test_every_unit_has_every_kind_and_the_province_its_own_bodies() -> None:
    plan = plan_province(STATES, 1)
    counts = Counter(organisation.unit_id for organisation in plan.organisations)

    assert len(KINDS_IN_EVERY_UNIT) == 9
    assert counts == {1: 9 + 7, 2: 9, 3: 9, 4: 9}


def test_police_leave_the_districts_and_nobody_else_does() -> None:
    plan = plan_province(STATES, 1)
    ends = {
        organisation.kind: organisation.span.upper for organisation in plan.organisations if organisation.unit_id == 2
    }

    assert ends.pop(OrganisationKind.POLICE) == POLICE_LEAVES_DISTRICTS_ON == date(2025, 3, 1)
    assert set(ends.values()) == {MERGER}


def test_trees_follow_unit_and_kind() -> None:
    plan = plan_province(STATES, 1)

    assert tree(plan, 4, OrganisationKind.POLICE) == [
        (2, Span(None, POLICE_LEAVES_DISTRICTS_ON)),
        (1, Span(POLICE_LEAVES_DISTRICTS_ON, None)),
    ]
    assert tree(plan, 4, OrganisationKind.WOMEN) == [(2, Span(None, MERGER)), (1, Span(MERGER, None))]
    assert tree(plan, 3, OrganisationKind.FRONT) == [(2, Span(None, MERGER))]
    assert tree(plan, 1, OrganisationKind.POLICE) == []


def test_state_bodies_report_to_nobody_here() -> None:
    plan = plan_province(STATES, 1)
    kinds = {organisation.key: organisation.kind for organisation in plan.organisations}

    assert {kinds[link.key] for link in plan.parents if link.reports} == {
        OrganisationKind.POLICE,
        OrganisationKind.FRONT,
        *MEMBER_KINDS,
    }


def test_organisation_is_called_as_its_unit_was_last() -> None:
    plan = plan_province(STATES, 1, committee="Ban Chỉ đạo 799")
    names = {(body.unit_id, body.kind): body.name for body in plan.organisations}

    assert names[4, OrganisationKind.POLICE].name == "Công an phường Yên Thọ"
    assert names[4, OrganisationKind.POLICE].symbol == "CAP"
    assert names[3, OrganisationKind.FRONT].name == "Ủy ban Mặt trận Tổ quốc Việt Nam xã Đông Thanh"
    assert names[1, OrganisationKind.COMMITTEE].name == "Ban Chỉ đạo 799 tỉnh Lam Sơn"
    assert names[1, OrganisationKind.POLICE].symbol == "CAT"


def test_federation_of_unions_only_above_communes() -> None:
    district = official_name(OrganisationKind.UNION, Level.DISTRICT, UnitKind.TOWN, "Bỉm Sơn")
    commune = official_name(OrganisationKind.UNION, Level.COMMUNE, UnitKind.RURAL_COMMUNE, "Yên Thọ")

    assert (district.name, commune.name) == ("Liên đoàn Lao động thị xã Bỉm Sơn", "Công đoàn xã Yên Thọ")


def test_unit_words_are_not_said_twice() -> None:
    name = official_name(OrganisationKind.POLICE, Level.PROVINCE, UnitKind.CENTRAL_CITY, "Thành phố Huế")

    assert name.name == "Công an thành phố Huế"
