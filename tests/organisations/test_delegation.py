"""Delegating a role: by whom, to whom, for which days; and that two persons stay two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from chungtay.core.errors import ChungTayError
from chungtay.core.models import Deed
from chungtay.organisations.actions import close_account, delegate, end_delegation, end_role
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.errors import (
    AlreadyHolds,
    DelegatedFurther,
    DelegationDays,
    NotYoursToDelegate,
    RoleNotDelegated,
    SameOfficeOnly,
)
from chungtay.organisations.models import Delegation, Membership
from chungtay.organisations.queries import hats_of, stands_behind
from tests.organisations.conftest import NOW, TODAY, Place

POLICE, FRONT = OrganisationKind.POLICE, OrganisationKind.FRONT
TOMORROW, IN_A_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


@pytest.fixture
def holder(place: Place) -> Membership:
    return place.hat(place.province, POLICE, Role.CONSOLIDATOR)


@pytest.fixture
def colleague(place: Place) -> Membership:
    return place.hat(place.province, POLICE, Role.REPORTER)


def given(holder: Membership, colleague: Membership, by: Membership | None = None) -> Delegation:
    return delegate(holder, colleague, first=TOMORROW, last=IN_A_WEEK, by=by or holder, now=NOW)


def test_the_colleague_wears_the_role_on_these_days_alone(holder: Membership, colleague: Membership) -> None:
    delegation = given(holder, colleague)

    worn = {
        day: [hat.role for hat in hats_of(colleague.user, day)]
        for day in (TODAY, TOMORROW, IN_A_WEEK, IN_A_WEEK + timedelta(days=1))
    }
    both, one = [Role.REPORTER, Role.CONSOLIDATOR], [Role.REPORTER]
    assert {day: sorted(roles) for day, roles in worn.items()} == {
        TODAY: one, TOMORROW: sorted(both), IN_A_WEEK: sorted(both), IN_A_WEEK + timedelta(days=1): one
    }  # fmt: skip
    deed = Deed.objects.get(subject_id=delegation.pk, verb="delegated")
    assert deed.details == {"first": "2026-11-21", "last": "2026-11-27"}


def test_the_holder_and_leaders_delegate_and_nobody_else(
    place: Place, holder: Membership, colleague: Membership
) -> None:
    others = [
        colleague,
        place.hat(place.yen_tho, POLICE, Role.APPROVER),
        place.hat(place.province, FRONT, Role.APPROVER),
    ]
    for by in others:
        with pytest.raises(NotYoursToDelegate):
            given(holder, colleague, by)

    leader = place.hat(place.province, POLICE, Role.COORDINATOR)
    assert given(holder, colleague, leader).by == leader


def test_a_leader_above_delegates_for_an_office_below_in_the_line(place: Place) -> None:
    leader = place.hat(place.province, POLICE, Role.COORDINATOR)
    sick, colleague = (place.hat(place.yen_tho, POLICE, role) for role in (Role.APPROVER, Role.REPORTER))

    assert given(sick, colleague, leader).membership.role == Role.APPROVER


def test_what_a_delegation_cannot_be(place: Place, holder: Membership, colleague: Membership) -> None:
    def refused(error: type[ChungTayError], to: Membership = colleague, **days: object) -> None:
        wanted = {"first": TOMORROW, "last": IN_A_WEEK, **days}
        with pytest.raises(error):
            delegate(holder, to, by=holder, now=NOW, **wanted)  # type: ignore[arg-type]

    refused(SameOfficeOnly, place.hat(place.province, FRONT))
    refused(SameOfficeOnly, holder)
    refused(AlreadyHolds, place.hat(place.province, POLICE, Role.CONSOLIDATOR, username="ca.khac"))
    refused(DelegationDays, first=TODAY - timedelta(days=1))
    refused(DelegationDays, last=TODAY)
    refused(DelegationDays, last=TOMORROW + timedelta(days=92))
    auditor = place.hat(place.province, POLICE, Role.AUDITOR)
    with pytest.raises(RoleNotDelegated):
        given(auditor, colleague)
    further = given(holder, colleague).membership
    third = place.hat(place.province, POLICE, Role.DRAFTING_HEAD)
    with pytest.raises(DelegatedFurther):
        given(further, third)


def test_it_ends_when_taken_back_and_with_the_role_or_the_account_of_the_holder(
    place: Place, holder: Membership, colleague: Membership
) -> None:
    ways = (
        lambda one: end_delegation(one, by=holder, now=NOW),
        lambda one: end_delegation(one, by=colleague, now=NOW),
        lambda one: end_role(holder, last_on=TODAY, by=None, now=NOW),
        lambda one: close_account(holder.user, by=None, now=NOW),
    )
    left = []
    for way in ways:
        way(given(holder, colleague))
        left.append([hat.role for hat in hats_of(colleague.user, TOMORROW)])
        Membership.objects.filter(pk=holder.pk).update(validity=holder.validity)

    assert left == [[Role.REPORTER]] * 4


def test_holder_and_delegate_stand_behind_each_other(place: Place, holder: Membership, colleague: Membership) -> None:
    worn = given(holder, colleague).membership
    stranger = place.hat(place.province, POLICE, Role.DRAFTING_HEAD)

    assert stands_behind(worn).is_one_with(holder)
    assert stands_behind(worn).is_one_with(colleague)
    assert stands_behind(holder).is_one_with(worn)
    assert not stands_behind(holder).is_one_with(colleague)
    assert not stands_behind(stranger).is_one_with(worn)


def test_the_page_delegates_says_so_and_takes_back(
    client: Client, holder: Membership, colleague: Membership, ticking_clock: object
) -> None:
    client.force_login(holder.user)
    page = f"/to-chuc/vai/{holder.pk}/uy-quyen/"
    days = {"first": "2027-01-04", "last": "2027-01-08"}

    made = client.post(page, {"to": colleague.pk, **days})
    shown = client.get(page).content.decode()
    wrong = client.post(page, {"to": colleague.pk, **days})
    delegation = Delegation.objects.get()
    client.post(f"/to-chuc/uy-quyen/{delegation.pk}/thoi/")

    assert (made.status_code, wrong.status_code) == (302, 422)
    assert "04/01/2027" in shown
    delegation.membership.refresh_from_db()
    assert delegation.membership.validity.isempty


def test_the_page_of_a_role_of_others_is_not_found(client: Client, place: Place, holder: Membership) -> None:
    client.force_login(place.hat(place.province, FRONT, Role.APPROVER).user)

    assert client.get(f"/to-chuc/vai/{holder.pk}/uy-quyen/").status_code == 404
