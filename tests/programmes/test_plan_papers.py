"""The papers of a plan: what they say, and that their layout breaks no rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chungtay.core.errors import ManyProblems, NotPermitted
from chungtay.core.scanner import ForbiddenMatter
from chungtay.documents import actions as documents
from chungtay.documents.codes import DocumentStatus, FileFormat, PaperKind
from chungtay.documents.errors import NotYourStep
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.programmes.actions.bases import record_basis
from chungtay.programmes.actions.bulk import ApprovedPlan, approve_in_bulk
from chungtay.programmes.actions.papers import draft_plan_paper, paper_of, rendered
from chungtay.programmes.actions.plans import amend, ground_of, start_plan
from chungtay.programmes.codes import PlanStatus
from chungtay.programmes.errors import NotYourAgreement, NotYourApproval, PlanOutOfOrder
from chungtay.programmes.matter import plan_matter
from chungtay.programmes.models import Plan, PlanItem
from chungtay.programmes.papers import PAPERS, PlanMatter, plan_paper
from chungtay.programmes.queries.papers import cited_paper
from chungtay.programmes.queries.plans import items_of
from officialdoc import Profile
from officialdoc.check import check
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, PROVINCE, TODAY, WOMEN
from tests.programmes.plans import ITEMS, YEAR, Year

pytestmark = pytest.mark.usefixtures("ticking_clock")


def test_no_paper_breaks_a_rule_of_layout(year: Year) -> None:
    top = year.top()
    record_basis(
        symbol="178/KH-BCĐ", dated=date(YEAR, 1, 5), body="Ban Chỉ đạo Trung ương", summary="Phong trào năm nay",
        plan=top.plan, by=year.writer, now=NOW,
    )  # fmt: skip
    women = start_plan(year.programme, joint=False, by=year.cast.hat(DONG_THANH, WOMEN), now=NOW)

    for version in (top, year.local(year.police), women):
        for kind in PAPERS:
            paper = paper_of(version, PaperKind(kind), now=NOW)
            findings = check(rendered(paper, FileFormat.DOCX), profile=paper.profile.value)
            assert (version.plan.organisation.name, kind, [each.as_data()["rule"] for each in findings]) == (
                version.plan.organisation.name,
                kind,
                [],
            )


def test_a_plan_cites_what_it_rests_on_and_who_answers_for_each_item(year: Year) -> None:
    top = year.top()
    record_basis(
        symbol="05/NQ-TU", dated=date(YEAR, 1, 5), body="Tỉnh ủy", summary="Nhiệm vụ năm nay.", plan=top.plan,
        by=year.writer, now=NOW,
    )  # fmt: skip

    paper = paper_of(top, PaperKind.PLAN, now=NOW)

    words = repr(paper)
    assert (paper.symbol, paper.type_name, paper.profile) == ("KH-CAT-MTTQ", "Kế hoạch", Profile.STATE)
    assert "Căn cứ Nghị quyết số 05/NQ-TU ngày 05 tháng 01 năm 2026 của Tỉnh ủy về nhiệm vụ năm nay'" in words
    assert "Căn cứ Chương trình phối hợp số 01/CTrPH-CAT-MTTQT ngày 10 tháng 01 năm 2024" in words
    assert (
        "Tổ chức các buổi tuyên truyền, phổ biến pháp luật ở khu dân cư. Chỉ tiêu: 401 buổi. "
        "Chủ trì: Công an tỉnh Lâm Giang; phối hợp: MTTQ tỉnh Lâm Giang, Hội LHPN tỉnh Lâm Giang; "
        "hoàn thành trước ngày 30/11/2026."
    ) in words
    assert "Hòa giải thành các vụ việc ở cơ sở: 85,5%" in words


def test_a_local_plan_names_the_plan_above(year: Year) -> None:
    year.top()
    local = year.local(year.police)

    assert "thực hiện Kế hoạch năm 2026 của tỉnh Lâm Giang" in repr(paper_of(local, PaperKind.PLAN, now=NOW))


@pytest.mark.parametrize(
    ("kind", "symbol", "profile"),
    [
        (OrganisationKind.POLICE, "KH-CAX", Profile.POLICE),
        (OrganisationKind.FRONT, "KH-MTTQ", Profile.FRONT),
        (OrganisationKind.WOMEN, "KH-HLHPN", Profile.STATE),
    ],
)
def test_a_plan_of_one_line_carries_its_own_symbol(
    year: Year, kind: OrganisationKind, symbol: str, profile: Profile
) -> None:
    matter = _matter(year)

    paper = plan_paper(
        replace(matter, agencies=[replace(matter.agencies[0], kind=kind, symbol=symbol.partition("-")[2])])
    )

    assert (paper.symbol, paper.profile) == (symbol, profile)


def _matter(year: Year) -> PlanMatter:
    year.top()
    return plan_matter(year.local(year.police), TODAY)


def test_the_document_takes_its_steps_and_is_cited_afterwards(year: Year) -> None:
    top = year.top()
    for other in (year.partner, year.police):
        with pytest.raises(NotYourStep):
            draft_plan_paper(top, PaperKind.PLAN, by=other, now=NOW)
    document = draft_plan_paper(top, PaperKind.PLAN, by=year.writer, now=NOW)
    assert (document.status, document.partner, cited_paper(top.plan)) == (
        DocumentStatus.DRAFT,
        year.partner.organisation,
        "",
    )

    police = {role: year.cast.hat(PROVINCE, POLICE, role) for role in (
        Role.DRAFTING_HEAD, Role.FORM_CHECKER, Role.SIGNER, Role.REGISTRY_CLERK)}  # fmt: skip
    documents.check_content(document, by=police[Role.DRAFTING_HEAD], now=NOW)
    documents.check_form(document, by=police[Role.FORM_CHECKER], now=NOW)
    documents.agree(document, by=year.partner, now=NOW)
    documents.sign(document, by=police[Role.SIGNER], now=NOW)
    documents.sign(document, by=year.cast.hat(PROVINCE, FRONT, Role.SIGNER), now=NOW)
    documents.number_document(document, number=8, dated=TODAY, by=police[Role.REGISTRY_CLERK], now=NOW)
    documents.issue(document, by=police[Role.REGISTRY_CLERK], now=NOW)

    assert cited_paper(top.plan) == "Kế hoạch số 08/KH-CAT-MTTQ ngày 20 tháng 11 năm 2026"
    second = amend(top.plan, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)
    with pytest.raises(PlanOutOfOrder):
        draft_plan_paper(second, PaperKind.PLAN, by=year.writer, now=NOW)
    approved = year.approved(second)
    following = draft_plan_paper(approved, PaperKind.PLAN, by=year.writer, now=NOW)
    assert following.replaces == document
    assert "(thay Kế hoạch số 08/KH-CAT-MTTQ" in following.title


def taken_over(year: Year, **changes: object) -> ApprovedPlan:
    top = year.top()
    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)
    ground = ground_of(version.plan, TODAY)
    version.items.all().delete()
    version.delete()
    Plan.objects.filter(pk=version.plan_id).delete()
    items = [replace(ITEMS[0], parent_number=1), replace(ITEMS[2], parent_number=3)]
    given = ApprovedPlan(year.police, year.front, year.coordinator, NOW, top.plan, items, ground)
    return replace(given, **changes)  # type: ignore[arg-type]


def test_plans_in_bulk_stand_as_single_ones_would(year: Year) -> None:
    given = taken_over(year)

    plan = approve_in_bulk(year.programme, [given])[0]

    version = plan.versions.get()
    assert (version.status, version.approved_by, plan.partner) == (
        PlanStatus.APPROVED,
        year.coordinator,
        year.front.organisation,
    )
    assert [(item.number, item.parent_number, item.target, item.target_unit) for item in items_of(version)] == [
        (1, 1, Decimal(401), "buổi"),
        (2, 3, None, ""),
    ]


def test_plans_in_bulk_are_refused_as_single_ones_would_be(year: Year) -> None:
    given = taken_over(year)
    late = replace(ITEMS[0], parent_number=1, due_on=date(YEAR, 12, 31))
    for changed, error in (
        (replace(given, items=[late]), ManyProblems),
        (replace(given, items=[replace(late, text="Gọi 0987123456")]), ForbiddenMatter),
        (replace(given, agreed_by=year.neighbour), NotYourAgreement),
        (replace(given, approved_by=year.police), NotYourApproval),
        (replace(given, written_by=year.cast.hat(PROVINCE, POLICE, Role.SIGNER)), NotPermitted),
    ):
        with pytest.raises(error):
            approve_in_bulk(year.programme, [changed])

    assert PlanItem.objects.filter(version__plan__parent__isnull=False).count() == 0
