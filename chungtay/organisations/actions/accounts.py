"""Accounts of officers, the roles they hold, and the printed codes with which they sign in first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from chungtay.core import clock
from chungtay.core.errors import require
from chungtay.core.record import record, record_many
from chungtay.core.scanner import require_clean
from chungtay.core.vietnamese import fold, normalise
from chungtay.organisations import rules
from chungtay.organisations.codes import Role
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
from chungtay.organisations.lockout import open_all_doors
from chungtay.organisations.models import Handover, Membership, OneTimeCode, Organisation, User
from chungtay.organisations.printed_codes import digest_of, new_code
from chungtay.organisations.queries import organisations_kept_by
from chungtay.organisations.signals import handed_over

USER_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,58}[a-z0-9]")
CODE_VALID_FOR = timedelta(days=14)


@dataclass(frozen=True)
class NewAccount:
    """An account to open, with its first role."""

    username: str
    display_name: str
    organisation: Organisation
    role: Role
    from_on: date


@dataclass(frozen=True)
class Slip:
    """What is printed for an officer once: `code` is kept nowhere else."""

    username: str
    display_name: str
    office: str
    role: str
    code: str
    expires_at: datetime


@transaction.atomic
def open_account(new: NewAccount, *, by: Membership | None, now: datetime) -> Slip:
    """Open one account with its first role; the slip holds the code for the first sign-in.

    Raises UserNameTaken, UserNameMalformed, ShownNameMissing, OfficeNotThere, NotInYourCare, RoleNotYoursToGive.
    """
    return open_accounts([new], by=by, now=now)[0]


@transaction.atomic
def open_accounts(
    accounts: Sequence[NewAccount],
    *,
    by: Membership | None,
    now: datetime,
    is_demo: bool = False,
    valid_for: timedelta = CODE_VALID_FOR,
) -> list[Slip]:
    """Open many accounts at once, all or none. A user name that stands twice gets both roles in one account.

    Demo accounts get no code: their way in is one press of a button, on a demo database alone.
    """
    desk = Desk.of(accounts, by=by, on=clock.local_day(now))
    for new in accounts:
        desk.require_openable(new)
    users = _stored_users(accounts, is_demo=is_demo, now=now)
    memberships = Membership.objects.bulk_create(
        [_first_role(new, users[new.username]) for new in accounts], batch_size=1000
    )
    record_many([(membership, by, now) for membership in memberships], "account_opened")
    if is_demo:
        return []
    codes = _stored_codes(list(users.values()), by=by, now=now, valid_for=valid_for)
    first = {new.username: new for new in reversed(accounts)}
    return [_slip(users[name], new, codes[name], now + valid_for) for name, new in reversed(first.items())]


@dataclass(frozen=True)
class Desk:
    """What must be known to judge many accounts at once, asked in two queries however many there are."""

    by: Membership | None
    taken: frozenset[str]
    kept: frozenset[int]

    @classmethod
    def of(cls, accounts: Sequence[NewAccount], *, by: Membership | None, on: date) -> Desk:
        """The desk for `accounts`: which of their user names are taken, which of their offices `by` keeps."""
        names = {new.username for new in accounts}
        offices = {new.organisation.pk for new in accounts}
        taken = User.objects.filter(username__in=names).values_list("username", flat=True)
        kept = organisations_kept_by(by, on).filter(pk__in=offices).values_list("pk", flat=True) if by else ()
        return cls(by, frozenset(taken), frozenset(kept))

    def require_openable(self, new: NewAccount) -> None:
        """Raise what stands against opening `new`: its names, its office, the rights of who opens it."""
        require_clean(new.username, field="username")
        if not USER_NAME.fullmatch(new.username):
            raise UserNameMalformed(field="username", username=new.username)
        if not new.display_name.strip():
            raise ShownNameMissing(field="display_name")
        require_clean(new.display_name, field="display_name")
        if new.username in self.taken:
            raise UserNameTaken(field="username", username=new.username)
        _require_living(new.organisation, new.from_on)
        if self.by is not None:
            _require_givable(new.role, by=self.by)
            require(new.organisation.pk in self.kept, NotInYourCare())


@transaction.atomic
def grant_role(
    user: User, organisation: Organisation, *, role: Role, from_on: date, by: Membership | None, now: datetime
) -> Membership:
    """Give `user` a role in `organisation` from `from_on` on, as long as the organisation lives.

    Raises NotInYourCare, RoleNotYoursToGive, OfficeNotThere, RoleAlreadyHeld.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    on = clock.local_day(now)
    require(by is None or rules.can_keep_account(by, user, on), NotInYourCare())
    _require_living(organisation, from_on)
    if by is not None:
        _require_givable(role, by=by)
        require(rules.can_keep_accounts_of(by, organisation, on), NotInYourCare())
    until = organisation.validity.upper
    held = Membership.objects.filter(user=user, organisation=organisation, role=role)
    if held.filter(validity__overlap=DateRange(from_on, until)).exists():
        raise RoleAlreadyHeld(name=user.display_name, role=str(role.label))
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=role, validity=DateRange(from_on, until)
    )
    record(membership, "role_granted", by=by, at=now, role=str(role), from_on=from_on.isoformat())
    return membership


@transaction.atomic
def end_role(membership: Membership, *, last_on: date, by: Membership | None, now: datetime) -> Membership:
    """End a role after its last day; one that ends before it began was a mistake and was never in force.

    Raises RoleHasEnded when it is over already, NotInYourCare when the account is not kept by `by`.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    on = clock.local_day(now)
    require(by is None or rules.can_keep_account(by, membership.user, on), NotInYourCare())
    return _ended(membership, last_on=last_on, by=by, now=now)


@transaction.atomic
def close_account(user: User, *, by: Membership | None, now: datetime) -> User:
    """Close an account: it can no longer sign in, its open sessions end, its codes are void; its deeds stay."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or rules.can_keep_account(by, user, clock.local_day(now)), NotInYourCare())
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    _void_codes([user], now=now)
    _end_delegations(Membership.objects.filter(user=user), last_on=clock.local_day(now), by=by, now=now)
    record(user, "account_closed", by=by, at=now)
    return user


@transaction.atomic
def issue_one_time_code(
    user: User, *, by: Membership | None, now: datetime, valid_for: timedelta = CODE_VALID_FOR
) -> str:
    """A code with which `user` signs in once and chooses a password. It is returned here and kept only as a digest.

    Codes issued before become void. `by` is None when the command line on the machine itself issues it.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or rules.can_reset(by, user, clock.local_day(now)), NotInYourCare())
    require(user.is_active, AccountClosed(username=user.username))
    code = _stored_codes([user], by=by, now=now, valid_for=valid_for)[user.username]
    record(user, "one_time_code_issued", by=by, at=now, expires_at=(now + valid_for).isoformat())
    return code


@transaction.atomic
def reset_account(user: User, *, by: Membership | None, now: datetime) -> Slip:
    """Replace a forgotten password by a printed code: the old password and all open sessions end at once."""
    user = User.objects.select_for_update().get(pk=user.pk)
    code = issue_one_time_code(user, by=by, now=now)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record(user, "account_reset", by=by, at=now)
    hats = Membership.objects.filter(user=user).select_related("organisation").order_by("-id")
    return slip_of(user, code, expires_at=now + CODE_VALID_FOR, hat=hats.first())


@transaction.atomic
def redeem_code(code: str, *, new_password: str, now: datetime) -> User:
    """Use a printed code once: its account gets `new_password` and every closed door of it opens.

    Raises CodeNotValid (one answer for unknown, used and too old), AccountClosed, PasswordRefused; then the code
    stays good.
    """
    held = OneTimeCode.objects.select_for_update().filter(digest=digest_of(code)).first()
    if held is None or held.used_at is not None or held.expires_at <= now:
        raise CodeNotValid(field="code")
    user = User.objects.select_for_update().get(pk=held.user_id)
    require(user.is_active, AccountClosed(username=user.username))
    try:
        validate_password(new_password, user)
    except ValidationError as problem:
        raise PasswordRefused(field="new_password", reasons=" ".join(problem.messages)) from problem
    held.used_at = now
    held.save(update_fields=["used_at"])
    user.set_password(new_password)
    user.save(update_fields=["password"])
    _void_codes([user], now=now)
    open_all_doors(user.username)
    record(user, "one_time_code_used", by=None, at=now)
    return user


@transaction.atomic
def hand_over(
    from_membership: Membership, to_membership: Membership, *, by: Membership, now: datetime, note: str = ""
) -> Handover:
    """Pass open work to another officer of the same office; the role of the first ends with today.

    Sends `handed_over` inside the transaction, so that drafts and tasks of later rooms follow or nothing happens.
    Source: Nghị định 30/2020/NĐ-CP, Art. 31(3): whoever leaves hands over the files in his care.
    """
    both = Membership.objects.select_for_update().filter(pk__in=[from_membership.pk, to_membership.pk]).order_by("pk")
    locked = {membership.pk: membership for membership in both}
    from_membership, to_membership = locked[from_membership.pk], locked[to_membership.pk]
    on = clock.local_day(now)
    require(rules.can_hand_over(by, from_membership, on), NotInYourCare())
    same_office = from_membership.organisation_id == to_membership.organisation_id
    require(same_office and from_membership.user_id != to_membership.user_id, HandOverToSelf())
    require(_is_in_force(from_membership, on) and _is_in_force(to_membership, on), RoleHasEnded())
    require_clean(note, field="note")
    handover = Handover.objects.create(
        from_membership=from_membership, to_membership=to_membership, by=by, at=now, note=note
    )
    handed_over.send(Handover, from_membership=from_membership, to_membership=to_membership, by=by, at=now)
    record(handover, "handed_over", by=by, at=now, to=to_membership.pk)
    _ended(from_membership, last_on=on, by=by, now=now)
    return handover


def slip_of(user: User, code: str, *, expires_at: datetime, hat: Membership | None) -> Slip:
    """The slip to print for `user`, under the name of the office of `hat`."""
    office = hat.organisation.name if hat else ""
    role = str(Role(hat.role).label) if hat else ""
    return Slip(user.username, user.display_name, office, role, code, expires_at)


def _require_living(organisation: Organisation, on: date) -> None:
    lives = on in organisation.validity
    require(lives, OfficeNotThere(field="from_on", office=organisation.short_name, on=f"{on:%d/%m/%Y}"))


def _require_givable(role: Role, *, by: Membership) -> None:
    require(rules.can_give_role(by, role), RoleNotYoursToGive(field="role", role=str(role.label)))


def _first_role(new: NewAccount, user: User) -> Membership:
    validity = DateRange(new.from_on, new.organisation.validity.upper)
    return Membership(user=user, organisation=new.organisation, role=new.role, validity=validity)


def _stored_users(accounts: Sequence[NewAccount], *, is_demo: bool, now: datetime) -> dict[str, User]:
    users: dict[str, User] = {}
    for new in accounts:
        name = normalise(new.display_name)
        user = users.setdefault(
            new.username,
            User(username=new.username, display_name=name, search_text=fold(name), is_demo=is_demo, created_at=now),
        )
        user.set_unusable_password()
    User.objects.bulk_create(users.values(), batch_size=1000)
    return users


def _stored_codes(
    users: Sequence[User], *, by: Membership | None, now: datetime, valid_for: timedelta
) -> dict[str, str]:
    """A fresh code for each of `users` by user name; older ones become void."""
    _void_codes(users, now=now)
    codes = {user.username: new_code() for user in users}
    OneTimeCode.objects.bulk_create(
        [
            OneTimeCode(
                user=user,
                digest=digest_of(codes[user.username]),
                issued_by=by,
                issued_at=now,
                expires_at=now + valid_for,
            )
            for user in users
        ],
        batch_size=1000,
    )
    return codes


def _void_codes(users: Sequence[User], *, now: datetime) -> None:
    OneTimeCode.objects.filter(user__in=users, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)


def _slip(user: User, new: NewAccount, code: str, expires_at: datetime) -> Slip:
    return Slip(user.username, user.display_name, new.organisation.name, str(new.role.label), code, expires_at)


def _is_in_force(membership: Membership, on: date) -> bool:
    lower, upper = membership.validity.lower, membership.validity.upper
    if membership.validity.isempty:
        return False
    return (lower is None or lower <= on) and (upper is None or on < upper)


def _ended(membership: Membership, *, last_on: date, by: Membership | None, now: datetime) -> Membership:
    upper = membership.validity.upper
    require(not membership.validity.isempty and (upper is None or last_on < upper), RoleHasEnded())
    lower = membership.validity.lower
    after = last_on + timedelta(days=1)
    never = lower is not None and after <= lower
    membership.validity = DateRange(empty=True) if never else DateRange(lower, after)
    membership.save(update_fields=["validity"])
    record(membership, "role_ended", by=by, at=now, last_on=last_on.isoformat())
    _end_delegations(Membership.objects.filter(pk=membership.pk), last_on=last_on, by=by, now=now)
    return membership


def _end_delegations(holders: QuerySet[Membership], *, last_on: date, by: Membership | None, now: datetime) -> None:
    """Nobody acts for a holder whose role is over."""
    after = last_on + timedelta(days=1)
    for worn in Membership.objects.filter(delegation__from_membership__in=holders, validity__endswith__gt=after):
        _ended(worn, last_on=last_on, by=by, now=now)
