"""Scope over a small province: who sees whose matter, in SQL and one by one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.organisations.codes import Matter, OrganisationKind, Reach, Relation, Role, Sight, Stage
from chungtay.organisations.models import Membership, Organisation, User
from chungtay.organisations.queries import (
    Scope,
    hats_of,
    inherited_units,
    organisation_of,
    parent_on,
    reach_of,
    receiver_of,
    relation_of,
    reporters_to,
    scope_of,
    sight_of,
    visible_organisations,
    with_relation,
)
from chungtay.territory.codes import MILLION, Level
from chungtay.territory.models import AdministrativeUnit, UnitEvent, UnitSuccession
from tests.organisations.conftest import MERGER, NOW, TODAY, Place

POLICE, FRONT, WOMEN = OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.WOMEN
GOVERNMENT = OrganisationKind.GOVERNMENT
STAGES = tuple(Stage)


def scope(place: Place, unit: object, kind: OrganisationKind, role: Role | str = Role.REPORTER) -> Scope:
    return scope_of(place.hat(unit, kind, role), TODAY)


def test_relation_of_commune_police(place: Place) -> None:
    mine = scope(place, place.yen_tho, POLICE)

    assert relation_of(mine, place.office(place.yen_tho, POLICE)) is Relation.OWN
    assert relation_of(mine, place.office(place.yen_tho, FRONT)) is Relation.OTHER_LINE_SAME_UNIT
    assert relation_of(mine, place.office(place.yen_tho, WOMEN)) is Relation.OTHER_LINE_SAME_UNIT
    assert relation_of(mine, place.office(place.dong_hac, POLICE)) is Relation.PUBLIC
    assert relation_of(mine, place.office(place.province, POLICE)) is Relation.PUBLIC
    assert relation_of(mine, place.office(place.province, FRONT)) is Relation.PUBLIC


def test_relation_of_provincial_police(place: Place) -> None:
    mine = scope(place, place.province, POLICE, Role.COORDINATOR)

    assert relation_of(mine, place.office(place.yen_tho, POLICE)) is Relation.OWN_LINE_ABOVE
    assert relation_of(mine, place.office(place.yen_tho, FRONT)) is Relation.OTHER_LINE_ABOVE
    assert relation_of(mine, place.office(place.province, FRONT)) is Relation.OTHER_LINE_SAME_UNIT


def test_relation_of_front_to_members_is_the_side(place: Place) -> None:
    at_commune = scope(place, place.yen_tho, FRONT)
    at_province = scope(place, place.province, FRONT, Role.COORDINATOR)
    women = place.office(place.yen_tho, WOMEN)

    assert relation_of(at_commune, women) is Relation.SAME_SIDE_SAME_UNIT
    assert relation_of(at_province, women) is Relation.SAME_SIDE_ABOVE
    assert sight_of(at_commune, women, Matter.WORKING, Stage.RELEASED) is Sight.NONE
    assert sight_of(at_province, women, Matter.WORKING, Stage.RELEASED) is Sight.NONE
    assert sight_of(at_province, women, Matter.FIGURES_NOT_JOINT, Stage.OPEN) is Sight.FULL


def test_relation_of_state_is_released_matter_only(place: Place) -> None:
    mine = scope(place, place.province, GOVERNMENT, Role.AIDE)
    police = place.office(place.yen_tho, POLICE)

    assert relation_of(mine, police) is Relation.STATE
    assert sight_of(mine, police, Matter.JOINT_ACCEPTED, Stage.CONSOLIDATED) is Sight.NONE
    assert sight_of(mine, police, Matter.JOINT_ACCEPTED, Stage.RELEASED) is Sight.FULL


def test_province_keeps_sight_of_what_was_merged_away(place: Place) -> None:
    mine = scope(place, place.province, POLICE, Role.COORDINATOR)

    assert relation_of(mine, place.office(place.dong_thanh, POLICE)) is Relation.OWN_LINE_ABOVE
    assert relation_of(mine, place.office(place.district, POLICE)) is Relation.OWN_LINE_ABOVE
    assert relation_of(mine, place.office(place.district, FRONT)) is Relation.OTHER_LINE_ABOVE


def test_heir_of_a_merged_office_keeps_sight_of_its_papers(place: Place) -> None:
    mine = scope(place, place.dong_hac, POLICE)
    beside = scope(place, place.yen_tho, POLICE)
    merged = place.office(place.dong_thanh, POLICE)

    assert relation_of(mine, merged) is Relation.OWN_LINE_ABOVE
    assert relation_of(mine, place.office(place.dong_thanh, FRONT)) is Relation.PUBLIC
    assert relation_of(beside, merged) is Relation.PUBLIC


def test_inherited_units_follow_several_mergers_and_no_voided_one(place: Place) -> None:
    event = UnitEvent.objects.get(effective_on=MERGER)
    oldest, older = (AdministrativeUnit.objects.create(level=Level.COMMUNE, validity=DateRange()) for _ in range(2))
    given_back = AdministrativeUnit.objects.create(level=Level.COMMUNE, validity=DateRange())
    voided = UnitEvent.objects.create(kind="merge", effective_on=TODAY, legal_basis="Nghị quyết thử", voided_at=NOW)
    for gone, heir, why in ((oldest, older, event), (older, place.dong_thanh, event), (given_back, older, voided)):
        UnitSuccession.objects.create(
            event=why, from_unit=gone, to_unit=heir, share_millionths=MILLION, is_default_target=True
        )

    found = {row["from_unit_id"] for row in inherited_units(place.dong_hac.pk)}

    assert found == {place.dong_thanh.pk, place.hac_thanh.pk, older.pk, oldest.pk}


def test_office_that_lost_a_commune_sees_no_more_of_it(place: Place) -> None:
    """On a day when the district still stood it saw Yên Thọ; Yên Thọ's papers of today are not its own."""
    office = place.office(place.district, FRONT)
    user = User.objects.create_user("mt.thohac", display_name="Cán bộ thử")
    hat = Membership.objects.create(
        user=user, organisation=office, role=Role.COORDINATOR, validity=DateRange(date(2024, 1, 1), None)
    )
    yen_tho, dong_thanh = place.office(place.yen_tho, FRONT), place.office(place.dong_thanh, FRONT)

    assert relation_of(scope_of(hat, date(2025, 5, 1)), yen_tho) is Relation.OWN_LINE_ABOVE
    assert relation_of(scope_of(hat, TODAY), yen_tho) is Relation.PUBLIC
    assert relation_of(scope_of(hat, TODAY), dong_thanh) is Relation.OWN_LINE_ABOVE


@pytest.mark.parametrize("role", [Role.ACCOUNT_KEEPER, Role.ADMINISTRATOR, "a_role_nobody_granted"])
def test_scope_of_roles_without_data_sees_nothing(place: Place, role: str) -> None:
    mine = scope(place, place.province, POLICE, role)

    for matter in Matter:
        for stage in STAGES:
            assert list(visible_organisations(mine, matter, stage)) == []
    assert relation_of(mine, place.office(place.province, POLICE)) is Relation.NOBODY


def test_every_role_has_a_stated_reach() -> None:
    assert {role for role in Role if reach_of(role) is Reach.NONE} == {Role.ACCOUNT_KEEPER, Role.ADMINISTRATOR}


def test_scope_of_auditor_sees_all(place: Place) -> None:
    mine = scope(place, place.province, POLICE, Role.AUDITOR)

    assert visible_organisations(mine, Matter.WORKING, Stage.OPEN).count() == Organisation.objects.count()


def test_scope_of_office_roles_is_their_own_office(place: Place) -> None:
    mine = scope(place, place.province, POLICE, Role.REGISTRY_CLERK)

    assert list(visible_organisations(mine, Matter.WORKING, Stage.OPEN)) == [place.office(place.province, POLICE)]


@pytest.mark.parametrize(
    ("unit", "kind", "role"),
    [
        ("yen_tho", POLICE, Role.REPORTER),
        ("yen_tho", FRONT, Role.REPORTER),
        ("yen_tho", WOMEN, Role.APPROVER),
        ("province", POLICE, Role.CONSOLIDATOR),
        ("province", FRONT, Role.COORDINATOR),
        ("province", WOMEN, Role.COORDINATOR),
        ("province", GOVERNMENT, Role.AIDE),
        ("province", POLICE, Role.FORM_CHECKER),
    ],
)
def test_visible_organisations_are_those_with_sight(
    place: Place, unit: str, kind: OrganisationKind, role: Role
) -> None:
    """The subquery of lists and the sight of one object never disagree."""
    mine = scope(place, getattr(place, unit), kind, role)
    relations = dict(with_relation(Organisation.objects.all(), mine).values_list("pk", "relation"))
    from chungtay.organisations.sight import sight

    for matter in Matter:
        for stage in STAGES:
            listed = set(visible_organisations(mine, matter, stage).values_list("pk", flat=True))
            seen = {pk for pk, relation in relations.items() if sight(matter, Relation(relation), stage) != Sight.NONE}
            assert listed == seen


def test_visible_organisations_of_other_line_above_before_consolidation(place: Place) -> None:
    mine = scope(place, place.province, POLICE, Role.CONSOLIDATOR)
    front = place.office(place.yen_tho, FRONT)

    assert front not in visible_organisations(mine, Matter.FIGURES_NOT_JOINT, Stage.OPEN)
    assert front in visible_organisations(mine, Matter.FIGURES_NOT_JOINT, Stage.CONSOLIDATED)
    full = frozenset({Sight.FULL})
    assert front not in visible_organisations(mine, Matter.FIGURES_NOT_JOINT, Stage.CONSOLIDATED, at_least=full)


def test_with_relation_over_a_path(place: Place) -> None:
    hat = place.hat(place.yen_tho, POLICE)
    other = place.hat(place.yen_tho, FRONT)
    rows = with_relation(Membership.objects.all(), scope_of(hat, TODAY), path="organisation")

    assert dict(rows.values_list("pk", "relation")) == {
        hat.pk: Relation.OWN,
        other.pk: Relation.OTHER_LINE_SAME_UNIT,
    }


def test_trees_change_separately(place: Place) -> None:
    """Police of a commune stand under the province four months before everybody else does."""
    police, front = place.office(place.yen_tho, POLICE), place.office(place.yen_tho, FRONT)
    at_district = {kind: place.office(place.district, kind) for kind in (POLICE, FRONT)}
    at_province = {kind: place.office(place.province, kind) for kind in (POLICE, FRONT)}

    assert parent_on(police, date(2025, 2, 28)) == at_district[POLICE]
    assert parent_on(police, date(2025, 3, 1)) == at_province[POLICE]
    assert parent_on(front, date(2025, 6, 30)) == at_district[FRONT]
    assert parent_on(front, date(2025, 7, 1)) == at_province[FRONT]
    assert receiver_of(police, date(2025, 3, 1)) == at_province[POLICE]
    assert receiver_of(front, date(2025, 3, 1)) == at_district[FRONT]
    assert receiver_of(at_province[POLICE], TODAY) is None
    assert receiver_of(place.office(place.yen_tho, GOVERNMENT), TODAY) is None


def test_reporters_to_the_province_before_and_after(place: Place) -> None:
    police = place.office(place.province, POLICE)

    assert list(reporters_to(police, date(2021, 12, 14))) == [place.office(place.district, POLICE)]
    assert set(reporters_to(police, date(2025, 4, 1))) == {
        place.office(unit, POLICE) for unit in (place.dong_thanh, place.hac_thanh, place.yen_tho)
    }
    assert set(reporters_to(police, TODAY)) == {
        place.office(place.yen_tho, POLICE),
        place.office(place.dong_hac, POLICE),
    }


def test_organisation_of_police_district_after_its_end(place: Place) -> None:
    assert organisation_of(place.district.pk, POLICE, date(2025, 3, 1)) is None
    assert organisation_of(place.district.pk, FRONT, date(2025, 3, 1)) == place.office(place.district, FRONT)


def test_hats_of_are_today_only_and_in_order(place: Place) -> None:
    keeper = place.hat(place.yen_tho, FRONT, Role.ACCOUNT_KEEPER, username="mt.yentho")
    reporter = place.hat(place.yen_tho, FRONT, Role.REPORTER, user=keeper.user)
    women = place.hat(place.yen_tho, WOMEN, Role.REPORTER, user=keeper.user)
    past = place.hat(place.dong_hac, FRONT, Role.REPORTER, user=keeper.user)
    past.validity = DateRange(date(2026, 1, 1), date(2026, 11, 20))
    past.save(update_fields=["validity"])

    assert hats_of(keeper.user, TODAY) == [women, reporter, keeper]


def test_rights_are_of_the_worn_hat_never_the_union(place: Place) -> None:
    """One officer of Front and Women's Union: as Women's Union she does not see the Front's drafts."""
    front = place.hat(place.yen_tho, FRONT, username="mt.yentho")
    women = place.hat(place.yen_tho, WOMEN, user=front.user)
    drafts = {
        hat: set(visible_organisations(scope_of(hat, TODAY), Matter.WORKING, Stage.OPEN)) for hat in (front, women)
    }

    assert drafts == {front: {front.organisation}, women: {women.organisation}}
