"""Accounts, roles, printed codes, hand-over: who may, what happens, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.errors import NotPermitted
from chungtay.core.models import Deed
from chungtay.organisations.actions import (
    NewAccount,
    close_account,
    end_role,
    grant_role,
    hand_over,
    issue_one_time_code,
    open_account,
    open_accounts,
    redeem_code,
    reset_account,
)
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.errors import (
    AccountClosed,
    CodeNotValid,
    HandOverToSelf,
    NotInYourCare,
    OfficeNotThere,
    PasswordRefused,
    RoleAlreadyHeld,
    RoleHasEnded,
    RoleNotYoursToGive,
    ShownNameMissing,
    UserNameMalformed,
    UserNameTaken,
)
from chungtay.organisations.models import Handover, Membership, OneTimeCode, User
from chungtay.organisations.queries import accounts_for, accounts_resettable_by, organisations_kept_by
from chungtay.organisations.signals import handed_over
from tests.organisations.conftest import NOW, TODAY, Place

POLICE, FRONT, WOMEN = OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.WOMEN
PASSWORD = "mot-hai-ba-bon-5"


@pytest.fixture
def police_keeper(place: Place) -> Membership:
    """Keeps the accounts of the provincial police and of the police below."""
    return place.hat(place.province, POLICE, Role.ACCOUNT_KEEPER, username="tk.catinh")


@pytest.fixture
def front_keeper(place: Place) -> Membership:
    """Keeps the accounts of the Front and its members, in the province and below."""
    return place.hat(place.province, FRONT, Role.ACCOUNT_KEEPER, username="tk.mttinh")


@pytest.fixture
def administrator(place: Place) -> Membership:
    """Keeps every account and sees no data."""
    return place.hat(place.province, POLICE, Role.ADMINISTRATOR, username="quantri")


@pytest.fixture
def reporter(place: Place) -> Membership:
    """Police of Yên Thọ."""
    return place.hat(place.yen_tho, POLICE, username="ca.yentho")


def new_account(place: Place, *, role: Role = Role.REPORTER, **changes: object) -> NewAccount:
    given = {
        "username": "ca.donghac",
        "display_name": "Công an phường Đông Hạc",
        "organisation": place.office(place.dong_hac, POLICE),
        "role": role,
        "from_on": TODAY,
    }
    return NewAccount(**{**given, **changes})


def test_open_account_gives_a_slip_and_keeps_only_a_digest(place: Place, police_keeper: Membership) -> None:
    slip = open_account(new_account(place), by=police_keeper, now=NOW)

    user = User.objects.get(username="ca.donghac")
    held = OneTimeCode.objects.get()
    assert (slip.office, slip.expires_at) == ("Công an phường Đông Hạc", NOW + timedelta(days=14))
    assert (held.user, held.issued_by, held.expires_at) == (user, police_keeper, slip.expires_at)
    assert slip.code.replace("-", "") not in f"{held.digest}{Deed.objects.values_list('details', flat=True)}"
    assert not user.has_usable_password()
    assert [(hat.role, hat.validity) for hat in user.memberships.all()] == [(Role.REPORTER, DateRange(TODAY, None))]
    assert Deed.objects.filter(verb="account_opened", user_id=police_keeper.user_id).count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"username": "Công An"}, UserNameMalformed),
        ({"username": "ab"}, UserNameMalformed),
        ({"username": "ca.yentho"}, UserNameTaken),
        ({"display_name": "  "}, ShownNameMissing),
        ({"from_on": date(2025, 6, 30)}, OfficeNotThere),
    ],
)
def test_open_account_refuses(
    place: Place, police_keeper: Membership, reporter: Membership, changes: dict, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        open_account(new_account(place, **changes), by=police_keeper, now=NOW)

    assert not User.objects.filter(username="ca.donghac").exists()


def test_open_accounts_are_all_or_none(place: Place, police_keeper: Membership) -> None:
    good = new_account(place)
    bad = new_account(place, username="mt.donghac", organisation=place.office(place.dong_hac, FRONT))

    with pytest.raises(NotInYourCare):
        open_accounts([good, bad], by=police_keeper, now=NOW)

    assert list(User.objects.values_list("username", flat=True)) == ["tk.catinh"]


def test_open_accounts_puts_two_roles_into_one_account(place: Place, front_keeper: Membership) -> None:
    offices = [place.office(place.yen_tho, kind) for kind in (FRONT, WOMEN)]
    both = [new_account(place, username="mt.yentho", organisation=office) for office in offices]

    slips = open_accounts(both, by=front_keeper, now=NOW)

    hats = Membership.objects.filter(user__username="mt.yentho").order_by("id")
    assert [slip.username for slip in slips] == ["mt.yentho"]
    assert [hat.organisation for hat in hats] == offices


def test_keeper_gives_no_auditor_and_no_administrator(place: Place, police_keeper: Membership) -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(RoleNotYoursToGive):
            open_account(new_account(place, role=role), by=police_keeper, now=NOW)


def test_reporter_keeps_no_accounts(place: Place, reporter: Membership) -> None:
    with pytest.raises(NotInYourCare):
        open_account(new_account(place, organisation=reporter.organisation), by=reporter, now=NOW)

    assert list(organisations_kept_by(reporter, TODAY)) == []


def test_keepers_keep_their_own_side(
    place: Place, police_keeper: Membership, front_keeper: Membership, reporter: Membership
) -> None:
    women = place.hat(place.yen_tho, WOMEN, username="pn.yentho")

    assert set(accounts_for(police_keeper, TODAY)) == {police_keeper.user, reporter.user}
    assert set(accounts_for(front_keeper, TODAY)) == {front_keeper.user, women.user}


def test_account_that_also_works_elsewhere_is_the_administrators(
    place: Place, police_keeper: Membership, administrator: Membership, reporter: Membership
) -> None:
    """Whoever resets an account can become it: a keeper must not reach a hat outside his care through it."""
    place.hat(place.yen_tho, FRONT, user=reporter.user)

    assert reporter.user not in accounts_for(police_keeper, TODAY)
    assert reporter.user in accounts_for(administrator, TODAY)
    with pytest.raises(NotInYourCare):
        reset_account(reporter.user, by=police_keeper, now=NOW)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_protected_account_is_never_a_keepers(place: Place, police_keeper: Membership, role: Role) -> None:
    hat = place.hat(place.yen_tho, POLICE, role)

    assert hat.user not in accounts_for(police_keeper, TODAY)


def test_hat_of_the_future_elsewhere_counts_too(place: Place, police_keeper: Membership, reporter: Membership) -> None:
    other = place.hat(place.yen_tho, FRONT, user=reporter.user)
    other.validity = DateRange(date(2027, 1, 1), None)
    other.save(update_fields=["validity"])

    assert reporter.user not in accounts_for(police_keeper, TODAY)


def test_account_without_roles_is_kept_where_it_last_worked(
    place: Place, police_keeper: Membership, front_keeper: Membership, reporter: Membership
) -> None:
    end_role(reporter, last_on=date(2026, 11, 1), by=police_keeper, now=NOW)

    assert reporter.user in accounts_for(police_keeper, TODAY)
    assert reporter.user not in accounts_for(front_keeper, TODAY)


def test_leader_above_resets_below_but_not_beside(place: Place, reporter: Membership) -> None:
    above = place.hat(place.province, POLICE, Role.COORDINATOR, username="dm.catinh")
    beside = place.hat(place.province, POLICE, Role.REPORTER, username="bc.catinh")
    same_office = place.hat(place.yen_tho, POLICE, Role.APPROVER, username="tr.yentho")

    assert set(accounts_resettable_by(above, TODAY)) == {reporter.user, same_office.user}
    assert beside.user not in accounts_resettable_by(above, TODAY)
    assert list(accounts_resettable_by(same_office, TODAY)) == []


def test_reset_ends_the_password_and_gives_a_slip(
    place: Place, police_keeper: Membership, reporter: Membership
) -> None:
    reporter.user.set_password(PASSWORD)
    reporter.user.save(update_fields=["password"])

    slip = reset_account(reporter.user, by=police_keeper, now=NOW)

    reporter.user.refresh_from_db()
    assert not reporter.user.has_usable_password()
    assert redeem_code(slip.code, new_password=PASSWORD, now=NOW) == reporter.user


def test_reset_out_of_scope_is_refused_and_changes_nothing(
    place: Place, front_keeper: Membership, reporter: Membership
) -> None:
    reporter.user.set_password(PASSWORD)
    reporter.user.save(update_fields=["password"])

    with pytest.raises(NotInYourCare):
        reset_account(reporter.user, by=front_keeper, now=NOW)

    reporter.user.refresh_from_db()
    assert reporter.user.check_password(PASSWORD)
    assert OneTimeCode.objects.count() == 0


def test_nobody_resets_the_own_account(place: Place, police_keeper: Membership, administrator: Membership) -> None:
    for hat in (police_keeper, administrator):
        with pytest.raises(NotInYourCare):
            reset_account(hat.user, by=hat, now=NOW)


def test_code_works_once(reporter: Membership) -> None:
    code = issue_one_time_code(reporter.user, by=None, now=NOW)

    user = redeem_code(code.lower().replace("-", " "), new_password=PASSWORD, now=NOW)

    assert user.check_password(PASSWORD)
    with pytest.raises(CodeNotValid):
        redeem_code(code, new_password="khac-hoan-toan-9", now=NOW)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_code_ends_at_its_moment(reporter: Membership) -> None:
    code = issue_one_time_code(reporter.user, by=None, now=NOW, valid_for=timedelta(days=3))

    with pytest.raises(CodeNotValid):
        redeem_code(code, new_password=PASSWORD, now=NOW + timedelta(days=3))

    assert redeem_code(code, new_password=PASSWORD, now=NOW + timedelta(days=3, seconds=-1)) == reporter.user


def test_new_code_voids_the_one_before(reporter: Membership) -> None:
    first = issue_one_time_code(reporter.user, by=None, now=NOW)
    issue_one_time_code(reporter.user, by=None, now=NOW + timedelta(hours=1))

    with pytest.raises(CodeNotValid):
        redeem_code(first, new_password=PASSWORD, now=NOW + timedelta(hours=2))


def test_easy_password_is_refused_and_the_code_stays_good(reporter: Membership) -> None:
    code = issue_one_time_code(reporter.user, by=None, now=NOW)

    with pytest.raises(PasswordRefused) as refused:
        redeem_code(code, new_password="12345", now=NOW)

    assert refused.value.field == "new_password"
    assert redeem_code(code, new_password=PASSWORD, now=NOW) == reporter.user


def test_close_account_ends_password_and_codes(place: Place, police_keeper: Membership, reporter: Membership) -> None:
    code = issue_one_time_code(reporter.user, by=None, now=NOW)

    user = close_account(reporter.user, by=police_keeper, now=NOW + timedelta(hours=1))

    assert (user.is_active, user.has_usable_password()) == (False, False)
    with pytest.raises(CodeNotValid):
        redeem_code(code, new_password=PASSWORD, now=NOW + timedelta(hours=2))
    with pytest.raises(AccountClosed):
        issue_one_time_code(user, by=None, now=NOW + timedelta(hours=2))


def test_grant_role_lasts_as_long_as_the_office(place: Place, administrator: Membership, reporter: Membership) -> None:
    office = place.office(place.district, FRONT)

    hat = grant_role(reporter.user, office, role=Role.REPORTER, from_on=date(2025, 1, 1), by=administrator, now=NOW)

    assert hat.validity == DateRange(date(2025, 1, 1), date(2025, 7, 1))


def test_grant_role_twice_is_refused(place: Place, police_keeper: Membership, reporter: Membership) -> None:
    with pytest.raises(RoleAlreadyHeld):
        grant_role(reporter.user, reporter.organisation, role=Role.REPORTER, from_on=TODAY, by=police_keeper, now=NOW)


def test_database_itself_refuses_the_same_role_twice(place: Place, reporter: Membership) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=reporter.user,
            organisation=reporter.organisation,
            role=reporter.role,
            validity=DateRange(TODAY, None),
        )


def test_end_role_keeps_its_last_day(place: Place, police_keeper: Membership, reporter: Membership) -> None:
    ended = end_role(reporter, last_on=TODAY, by=police_keeper, now=NOW)

    assert ended.validity == DateRange(date(2026, 1, 1), date(2026, 11, 21))
    with pytest.raises(RoleHasEnded):
        end_role(ended, last_on=date(2026, 11, 30), by=police_keeper, now=NOW)


def test_role_given_by_mistake_was_never_in_force(
    place: Place, police_keeper: Membership, reporter: Membership
) -> None:
    hat = grant_role(reporter.user, reporter.organisation, role=Role.APPROVER, from_on=TODAY, by=police_keeper, now=NOW)

    ended = end_role(hat, last_on=date(2026, 11, 19), by=police_keeper, now=NOW)
    ended.refresh_from_db()

    assert ended.validity.isempty
    again = grant_role(
        reporter.user, reporter.organisation, role=Role.APPROVER, from_on=TODAY, by=police_keeper, now=NOW
    )
    assert again.validity == DateRange(TODAY, None)


def test_hand_over_tells_later_rooms_and_ends_the_role(place: Place, reporter: Membership) -> None:
    colleague = place.hat(place.yen_tho, POLICE, username="ca2.yentho")
    told: list[tuple[Membership, Membership]] = []

    def listen(sender: object, from_membership: Membership, to_membership: Membership, **extra: object) -> None:
        told.append((from_membership, to_membership))

    handed_over.connect(listen)
    try:
        hand_over(reporter, colleague, by=reporter, now=NOW, note="Sổ ở ngăn bên trái")
    finally:
        handed_over.disconnect(listen)

    reporter.refresh_from_db()
    assert told == [(reporter, colleague)]
    assert reporter.validity.upper == date(2026, 11, 21)
    assert Handover.objects.get().note == "Sổ ở ngăn bên trái"


def test_hand_over_fails_whole_when_a_later_room_refuses(place: Place, reporter: Membership) -> None:
    colleague = place.hat(place.yen_tho, POLICE, username="ca2.yentho")

    def refuse(sender: object, **extra: object) -> None:
        raise RoleHasEnded

    handed_over.connect(refuse)
    try:
        with pytest.raises(RoleHasEnded):
            hand_over(reporter, colleague, by=reporter, now=NOW)
    finally:
        handed_over.disconnect(refuse)

    reporter.refresh_from_db()
    assert (reporter.validity.upper, Handover.objects.count()) == (None, 0)


def test_hand_over_stays_in_the_office(place: Place, reporter: Membership) -> None:
    elsewhere = place.hat(place.dong_hac, POLICE, username="ca.donghac")
    myself = place.hat(place.yen_tho, POLICE, Role.APPROVER, user=reporter.user)

    for other in (elsewhere, myself):
        with pytest.raises(HandOverToSelf):
            hand_over(reporter, other, by=reporter, now=NOW)


def test_hand_over_by_a_stranger_is_refused(place: Place, reporter: Membership, front_keeper: Membership) -> None:
    colleague = place.hat(place.yen_tho, POLICE, username="ca2.yentho")

    with pytest.raises(NotPermitted):
        hand_over(reporter, colleague, by=front_keeper, now=NOW)
