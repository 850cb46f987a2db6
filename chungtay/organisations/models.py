"""Organisations with their own dated trees, the accounts of officers, and the hats they wear."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from chungtay.core.vietnamese import fold
from chungtay.organisations.codes import (
    LINE_OF_KIND,
    SIDE_OF_KIND,
    Line,
    OrganisationKind,
    Regime,
    Role,
    Side,
)
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit


# What it was before each change; what it is now is the row itself. A province is founded in seconds that way.
# Once a statement and without a condition, as for units.
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, condition=None, level=pghistory.Statement),
    pghistory.DeleteEvent(level=pghistory.Statement),
)
class Organisation(models.Model):
    """A body that plans, reports, signs (tổ chức, cơ quan); it is not a unit, though most work in one.

    `unit` is where it works: the commune, district or province. Agencies and schools managed by the province stand
    on the province's unit and belong to no commune.
    """

    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    level = models.SmallIntegerField(choices=Level.choices)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120)
    symbol = models.CharField(max_length=30, blank=True)
    validity = DateRangeField()
    sort_key = models.CharField(max_length=600)
    search_text = models.CharField(max_length=500)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["unit", "kind"]),
        ]
        constraints = [
            ExclusionConstraint(
                name="organisation_of_a_kind_once_a_unit",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=~Q(kind__in=[OrganisationKind.AGENCY, OrganisationKind.SCHOOL]),
            )
        ]

    @property
    def side(self) -> Side:
        """Whose eyes this organisation has."""
        return SIDE_OF_KIND[OrganisationKind(self.kind)]

    @property
    def line(self) -> Line:
        """The column in which its figures stand."""
        return LINE_OF_KIND[OrganisationKind(self.kind)]


class OrganisationParent(models.Model):
    """`organisation` stood under `parent` over a span of days (hệ thống dọc)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="children")
    validity = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_has_one_parent_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=~Q(organisation=F("parent")), name="organisation_is_not_its_own_parent"),
        ]


class OrganisationAncestor(models.Model):
    """`ancestor` stands above `organisation` in its own line over a span of days; kept by the actions of the tree.

    `depth` is 1 for the parent. The organisation itself is not a row.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ancestors")
    ancestor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="descendants")
    depth = models.SmallIntegerField()
    validity = DateRangeField()

    class Meta:
        indexes = [models.Index(fields=["ancestor", "organisation"]), models.Index(fields=["organisation"])]


class ReportingLine(models.Model):
    """`from_organisation` reports to `to_organisation` (tuyến báo cáo); the target accepts its submissions."""

    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports_to")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="receives_from")
    regime = models.CharField(max_length=12, choices=Regime.choices, default=Regime.PROGRAMME)
    validity = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="reporting_line_one_target_at_a_time",
                expressions=[
                    ("from_organisation", RangeOperators.EQUAL),
                    ("regime", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=~Q(from_organisation=F("to_organisation")),
                name="reporting_line_to_another_organisation",
            ),
        ]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no e-mail and no superuser."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """An account with a usable password when one is given; otherwise it waits for a one-time code."""
        fields.setdefault("search_text", fold(fields.get("display_name", "")))
        user = self.model(username=username, **fields)
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.save(using=self._db)
        return user


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """The account of an officer (tài khoản): a name to show and a name to sign in, nothing more about the person."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    search_text = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(null=True)

    # Set on an account that signed in (`backends`), which is asked for its hats in the same query.
    hats_today: list[Membership]

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = UserManager()

    # Django's own screens ask these; nobody here is staff or superuser.
    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return self.display_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Never: rights are those of the hat."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Never: rights are those of the hat."""
        return False


@pghistory.track(
    pghistory.InsertEvent(level=pghistory.Statement),
    pghistory.UpdateEvent(condition=None, level=pghistory.Statement),
)
class Membership(models.Model):
    """A role of a person in an organisation over a span of days (vai): the hat worn in a request."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    validity = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            )
        ]

    @property
    def office(self) -> str:
        """The name of the organisation, as the log of deeds keeps it."""
        return self.organisation.name


class OneTimeCode(models.Model):
    """A printed code with which an account is opened or reset once (mã đăng nhập một lần); only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="one_time_codes")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInLock(models.Model):
    """Failed sign-ins of one account on one kind of device, and until when it is closed.

    `device` is the digest of a device on which this account has signed in before, or empty for all devices it has
    never used: a stranger who tries passwords closes only his own door, not the officer's. Addresses are not kept:
    a whole office sits behind one.
    """

    account = models.CharField(max_length=64)
    device = models.CharField(max_length=64, blank=True)
    failed_count = models.SmallIntegerField(default=0)
    first_failed_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "device"], name="sign_in_lock_once_a_device")]


class SetupLink(models.Model):
    """A one-time link with which an empty installation gets its name and first administrator; digest only."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Handover(models.Model):
    """Open work passed from one officer to another when the first moves (bàn giao; Nghị định 30 Art. 31(3))."""

    from_membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="handed_over")
    to_membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="taken_over")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)


class Delegation(models.Model):
    """A role worn for some days in the place of its holder, by a colleague of the same office (ủy quyền).

    `membership` is what the colleague wears: its validity are the days. `by` is the holder, or who leads above.
    """

    from_membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="delegations")
    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="delegation")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("from_membership")), name="a_delegation_is_to_another"
            )
        ]
