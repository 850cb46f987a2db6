"""The first hour of an empty installation: its province and its first administrator."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from chungtay.core import clock
from chungtay.core.errors import require
from chungtay.core.models import Installation
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.core.vietnamese import normalise
from chungtay.organisations.actions.accounts import USER_NAME
from chungtay.organisations.actions.founding import found_province
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.errors import (
    AlreadyNamed,
    LinkNotValid,
    PasswordRefused,
    ProvinceUnknown,
    ShownNameMissing,
    UserNameMalformed,
    UserNameTaken,
)
from chungtay.organisations.models import Membership, Organisation, SetupLink, User
from chungtay.organisations.names import COMMITTEE_NAME
from chungtay.organisations.printed_codes import digest_of
from chungtay.territory.actions import load_units
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit, UnitVersion
from chungtay.territory.queries import loadable_provinces

LINK_VALID_FOR = timedelta(minutes=30)


@transaction.atomic
def first_administrator_link(*, now: datetime, valid_for: timedelta = LINK_VALID_FOR) -> str:
    """The token of a one-time link with which the installation is named; links made before become void.

    Raises AlreadyNamed once somebody administers this installation.
    """
    require(not has_administrator(), AlreadyNamed())
    SetupLink.objects.filter(used_at__isnull=True).delete()
    token = secrets.token_hex(16)
    SetupLink.objects.create(digest=digest_of(token), expires_at=now + valid_for)
    return token


def require_setup_link(token: str, *, now: datetime) -> SetupLink:
    """The unused link of `token`, or LinkNotValid."""
    link = SetupLink.objects.filter(digest=digest_of(token), used_at__isnull=True, expires_at__gt=now).first()
    if link is None:
        raise LinkNotValid(field="token")
    return link


@transaction.atomic
def name_installation(
    province_code: str, *, by: Membership | None, now: datetime, committee: str = COMMITTEE_NAME
) -> Organisation:
    """Say which province this installation serves and found its organisations; returns its provincial police.

    Repeating it with the same code changes nothing. Raises ProvinceUnknown when no province has the code today, and
    AlreadyNamed when the installation already serves another one.
    """
    province = province_of(province_code, now=now)
    require_clean(committee, field="committee")
    installation, _created = Installation.objects.select_for_update().get_or_create(pk=True)
    if installation.province_code not in ("", province_code):
        raise AlreadyNamed
    installation.province_code = province_code
    installation.named_at = installation.named_at or now
    installation.save(update_fields=["province_code", "named_at"])
    found_province(province, by=by, now=now, committee=committee)
    return Organisation.objects.get(
        unit=province, kind=OrganisationKind.POLICE, validity__contains=clock.local_day(now)
    )


@transaction.atomic
def create_first_administrator(
    token: str,
    *,
    province_code: str,
    username: str,
    display_name: str,
    password: str,
    now: datetime,
    committee: str = COMMITTEE_NAME,
) -> User:
    """Use the one-time link: name the province, found its organisations, open the first administrator's account.

    The administrator stands in the provincial police, which runs the programme's office, and sees no data there.
    """
    link = SetupLink.objects.select_for_update().get(pk=require_setup_link(token, now=now).pk)
    require(not has_administrator(), AlreadyNamed())
    user = _new_administrator(username, display_name, password)
    office = name_installation(province_code, by=None, now=now, committee=committee)
    user.created_at = now
    user.save()
    hat = Membership.objects.create(
        user=user,
        organisation=office,
        role=Role.ADMINISTRATOR,
        validity=DateRange(clock.local_day(now), office.validity.upper),
    )
    link.used_at = now
    link.save(update_fields=["used_at"])
    record(hat, "first_administrator_created", by=None, at=now, province=province_code)
    return user


def province_of(province_code: str, *, now: datetime) -> AdministrativeUnit:
    """The province that has `province_code` today; its ledger is loaded when it comes with the product.

    Raises ProvinceUnknown for a code that no province has.
    """
    if not _provinces(province_code, now).exists() and province_code in dict(loadable_provinces()):
        load_units([province_code], by=None, now=now)
    version = _provinces(province_code, now).select_related("unit").first()
    if version is None:
        raise ProvinceUnknown(field="province_code", province_code=province_code)
    return version.unit


def _provinces(province_code: str, now: datetime) -> QuerySet[UnitVersion]:
    return UnitVersion.objects.filter(code=province_code, level=Level.PROVINCE, validity__contains=clock.local_day(now))


def has_administrator() -> bool:
    """Whether anybody was ever made administrator here."""
    return Membership.objects.filter(role=Role.ADMINISTRATOR).exists()


def _new_administrator(username: str, display_name: str, password: str) -> User:
    require_clean(username, field="username")
    if not USER_NAME.fullmatch(username):
        raise UserNameMalformed(field="username", username=username)
    if User.objects.filter(username=username).exists():
        raise UserNameTaken(field="username", username=username)
    if not display_name.strip():
        raise ShownNameMissing(field="display_name")
    require_clean(display_name, field="display_name")
    name = normalise(display_name)
    user = User(username=username, display_name=name)
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise PasswordRefused(field="new_password", reasons=" ".join(problem.messages)) from problem
    user.set_password(password)
    return user
