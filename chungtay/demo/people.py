"""The people of the demo: a named cast to sign in as, and the officers who report. Posts, not persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from chungtay.demo.story import BEGINNING
from chungtay.organisations.actions.accounts import NewAccount, open_accounts
from chungtay.organisations.codes import MEMBER_KINDS, OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion


@dataclass(frozen=True)
class Post:
    """A named account: user name, name to show, and its hats as (kind, role)."""

    username: str
    shown: str
    hats: tuple[tuple[OrganisationKind, Role], ...]


_POLICE, _FRONT = OrganisationKind.POLICE, OrganisationKind.FRONT
PROVINCE_POSTS = (
    Post("dieuphoi.congan", "Đầu mối phối hợp Công an tỉnh", ((_POLICE, Role.COORDINATOR),)),
    Post(
        "dieuphoi.mattran",
        "Đầu mối phối hợp Mặt trận tỉnh",
        ((_FRONT, Role.COORDINATOR), *((kind, Role.CONSOLIDATOR) for kind in MEMBER_KINDS)),
    ),
    Post("tonghop.congan", "Cán bộ tổng hợp Công an tỉnh", ((_POLICE, Role.CONSOLIDATOR), (_POLICE, Role.REPORTER))),
    Post(
        "tonghop.mattran",
        "Cán bộ tổng hợp Mặt trận tỉnh",
        ((_FRONT, Role.CONSOLIDATOR), (_FRONT, Role.REPORTER), *((kind, Role.REPORTER) for kind in MEMBER_KINDS)),
    ),
    Post("truongphong.congan", "Trưởng phòng soạn thảo Công an tỉnh", ((_POLICE, Role.DRAFTING_HEAD),)),
    Post("thethuc.congan", "Người kiểm tra thể thức Công an tỉnh", ((_POLICE, Role.FORM_CHECKER),)),
    Post("ky.congan", "Giám đốc Công an tỉnh (người ký)", ((_POLICE, Role.SIGNER),)),
    Post("ky.mattran", "Chủ tịch Mặt trận tỉnh (người ký)", ((_FRONT, Role.SIGNER),)),
    Post("vanthu.congan", "Văn thư Công an tỉnh", ((_POLICE, Role.REGISTRY_CLERK),)),
    Post("giupviec.congan", "Người giúp việc lãnh đạo Công an tỉnh", ((_POLICE, Role.AIDE),)),
    Post("taikhoan.congan", "Người phụ trách tài khoản Công an tỉnh", ((_POLICE, Role.ACCOUNT_KEEPER),)),
    Post("bientap.mattran", "Biên tập viên trang công khai", ((_FRONT, Role.EDITOR),)),
    Post("kiemtra", "Kiểm tra viên (chỉ đọc)", ((_POLICE, Role.AUDITOR),)),
    Post("quantri", "Quản trị hệ thống", ((_POLICE, Role.ADMINISTRATOR),)),
)
COMMUNE_POSTS = (
    Post("congan.xa", "Cán bộ Công an cấp xã", ((_POLICE, Role.REPORTER),)),
    Post(
        "mattran.xa",
        "Cán bộ Mặt trận cấp xã",
        ((_FRONT, Role.REPORTER), *((kind, Role.REPORTER) for kind in MEMBER_KINDS)),
    ),
)
MERGED_ON = date(2025, 7, 1)


def open_cast(province_id: int, commune_id: int, *, now: datetime) -> None:
    """The named accounts: at the province, and in one commune of today."""
    accounts = [
        NewAccount(post.username, post.shown, office, role, _first_day(office))
        for posts, unit_id in ((PROVINCE_POSTS, province_id), (COMMUNE_POSTS, commune_id))
        for post in posts
        for kind, role in post.hats
        for office in Organisation.objects.filter(unit=unit_id, kind=kind)
    ]
    open_accounts(accounts, by=None, now=now, is_demo=True)


def open_officers(organisations: Iterable[Organisation], *, now: datetime) -> None:
    """One police officer and one Front officer a unit; the Front officer wears the hats of the members too.

    At a district both consolidate what the communes send.
    """
    versions = UnitVersion.objects.order_by("unit_id", "-validity").distinct("unit_id")
    words = {version.unit_id: (version.code, version.name) for version in versions}
    accounts = []
    for office in organisations:
        code, name = words[office.unit_id]
        prefix, shown = ("ca", "Công an") if office.kind == _POLICE else ("mt", "Mặt trận")
        roles = (Role.REPORTER, Role.CONSOLIDATOR) if office.level == Level.DISTRICT else (Role.REPORTER,)
        accounts += [
            NewAccount(f"{prefix}-{code}-{office.unit_id}", f"Cán bộ {shown} {name}", office, role, _first_day(office))
            for role in roles
        ]
    open_accounts(accounts, by=None, now=now, is_demo=True)


def reporting_offices(unit_ids: Iterable[int]) -> QuerySet[Organisation]:
    """Police, Front and members that ever worked in these units."""
    kinds = [_POLICE, _FRONT, *MEMBER_KINDS]
    return Organisation.objects.filter(unit__in=list(unit_ids), kind__in=kinds).order_by("id")


def hats_by_office(role: Role) -> dict[int, Membership]:
    """The first hat of `role` in each office."""
    hats = Membership.objects.filter(role=role).select_related("organisation", "user").order_by("-id")
    return {hat.organisation_id: hat for hat in hats}


def _first_day(office: Organisation) -> date:
    return max(office.validity.lower or BEGINNING, BEGINNING)
