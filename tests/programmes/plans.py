"""The year of plans that tests of this room begin with: a framework, a programme, and the plan at the top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from chungtay.organisations.actions import NewAccount, open_accounts
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.plans import agree, approve, lay, save_draft, send_down, start_plan
from chungtay.programmes.actions.programmes import FrameworkWords, open_programme, record_framework
from chungtay.programmes.codes import Campaign
from chungtay.programmes.items import ItemDraft, draft_of
from chungtay.programmes.models import Plan, PlanVersion, Programme
from chungtay.programmes.queries.plans import items_of
from chungtay.territory.models import AdministrativeUnit
from tests.cast import DONG_THANH, FOUNDED, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, Cast

YEAR = 2026
WORDS = FrameworkWords(
    symbol="01/CTrPH-CAT-MTTQT",
    dated=date(2024, 1, 10),
    bodies="Công an tỉnh và Ủy ban MTTQ Việt Nam tỉnh",
    subject="Đẩy mạnh phong trào Toàn dân bảo vệ an ninh Tổ quốc",
    first_year=2024,
    last_year=2033,
)
# Four items under two objectives: with a target that is divided, one in percent, one without, one led by members.
ITEMS = (
    ItemDraft(
        "Tổ chức các buổi tuyên truyền, phổ biến pháp luật ở khu dân cư",
        "police",
        date(YEAR, 11, 30),
        objective=1,
        cooperating=("women", "front"),
        indicator="OUT_SESSIONS",
        target=Decimal(401),
    ),
    ItemDraft(
        "Hòa giải thành các vụ việc ở cơ sở",
        "front",
        date(YEAR, 12, 5),
        objective=1,
        indicator="MED_RATE",
        target=Decimal("85.5"),
    ),
    ItemDraft(
        "Tổ chức Ngày hội Toàn dân bảo vệ an ninh Tổ quốc",
        "police",
        date(YEAR, 8, 19),
        objective=2,
        campaign=Campaign.SECURITY_DAY.value,
    ),
    ItemDraft("Ra mắt mô hình tự quản của hội viên", "women", date(YEAR, 1, 3), objective=2, cooperating=("agency",)),
)
OBJECTIVES = {1: "Nhân dân hiểu và chấp hành pháp luật", 2: "Phong trào ở cơ sở có nền nếp"}


@dataclass
class Year:
    """The cast with its programme, and the hats that tests name most."""

    cast: Cast
    programme: Programme

    @property
    def writer(self) -> Membership:
        """Writes the plan of the province."""
        return self.cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)

    @property
    def coordinator(self) -> Membership:
        """Approves it."""
        return self.cast.hat(PROVINCE, POLICE, Role.COORDINATOR)

    @property
    def partner(self) -> Membership:
        """Agrees to it."""
        return self.cast.hat(PROVINCE, FRONT, Role.COORDINATOR)

    @property
    def police(self) -> Membership:
        """The police officer of Đông Thanh, where nobody else sits."""
        return self.cast.hat(DONG_THANH, POLICE)

    @property
    def front(self) -> Membership:
        """The Front officer of Đông Thanh."""
        return self.cast.hat(DONG_THANH, FRONT)

    @property
    def neighbour(self) -> Membership:
        """The police officer of Hạc Thành."""
        return self.cast.hat(HAC_THANH, POLICE)

    def unit(self, code: str) -> AdministrativeUnit:
        """A unit by its code."""
        return self.cast.units[code]

    def top_draft(self) -> PlanVersion:
        """The province's joint plan as its writer drafts it."""
        version = start_plan(self.programme, joint=True, by=self.writer, now=NOW)
        items = [replace(item, due_on=item.due_on.replace(year=self.programme.year)) for item in ITEMS]
        return save_draft(version, items, objectives=OBJECTIVES, by=self.writer, now=NOW)

    def top(self) -> PlanVersion:
        """The province's joint plan, sent down."""
        return send_down(self.approved(self.top_draft()), by=self.writer, now=NOW)

    def approved(self, version: PlanVersion) -> PlanVersion:
        """Laid by its writer, agreed to where it is joint, approved by the coordinator of the province."""
        version = lay(version, by=version.written_by, now=NOW)
        partner = version.plan.partner
        if partner is not None:
            hats = [hat for hat in self.cast.hats.values() if hat.organisation_id == partner.pk]
            by = next(hat for hat in hats if hat.role in (Role.COORDINATOR, Role.REPORTER))
            version = agree(version, by=by, now=NOW)
        kind = OrganisationKind(version.plan.organisation.kind)
        return approve(version, by=self.cast.hat(PROVINCE, kind, Role.COORDINATOR), now=NOW)

    def local(self, by: Membership, *, without: tuple[int, ...] = ()) -> PlanVersion:
        """The joint plan of a commune as it is proposed, but for the items of the plan above in `without`; approved."""
        version = start_plan(self.programme, joint=True, by=by, now=NOW)
        items = [draft_of(item) for item in items_of(version) if item.parent_number not in without]
        return self.approved(save_draft(version, items, by=by, now=NOW))


def build_year(cast: Cast, year: int = YEAR) -> Year:
    """A framework of the province and the programme of a year, 2026 without."""
    province = cast.units[PROVINCE]
    by = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    words = replace(WORDS, first_year=min(WORDS.first_year, year))
    record_framework(words, unit=province, above=None, by=by, now=NOW)
    return Year(cast, open_programme(year, by=by, now=NOW))


def seat(cast: Cast, code: str, kind: OrganisationKind, role: Role) -> Membership:
    """One more officer, with an account of its own."""
    account = NewAccount(f"them-{kind.value}-{code}-{role.value}", "Cán bộ", cast.office(code, kind), role, FOUNDED)
    open_accounts([account], by=None, now=NOW, is_demo=True)
    return Membership.objects.select_related("user", "organisation").get(user__username=account.username)


def changed(version: PlanVersion, number: int, **changes: object) -> list[ItemDraft]:
    """The items of a version with one of them changed."""
    drafts = [draft_of(item) for item in items_of(version)]
    return [replace(item, **changes) if item.number == number else item for item in drafts]  # type: ignore[arg-type]


def last_version(plan: Plan) -> PlanVersion:
    """The latest version of a plan."""
    return plan.versions.latest("number")
