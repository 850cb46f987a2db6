"""A merger in a real browser: proposed by search, rehearsed, applied by another person, refused to be taken back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse

from chungtay.core import clock
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.models import ReportTask
from chungtay.territory import actions
from chungtay.territory.models import LedgerProposal, LedgerRun
from tests.cast import DONG_THANH, FRONT, HAC_THANH, POLICE, PROVINCE, Cast, month
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def do(visit: Visit, action: str) -> None:
    """Press the button of the form of units that does this."""
    visit.follow(visit.page.locator(f"button[name=do][value='{action}']").last)


def test_two_communes_become_one(cast: Cast, visit: Visit) -> None:
    month(11), month(12)
    page = visit.page
    admin = cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR)
    visit.wear(admin)

    visit.open(reverse("territory:propose"))
    page.fill("[name=title]", "Nhập Đông Thanh và Hạc Thành")
    page.fill("[name=day]", "2026-12-01")
    page.fill("[name=basis]", "Nghị quyết thử số 01/NQ")
    visit.press()
    for words, code in (("dong thanh", DONG_THANH), ("hac thanh", HAC_THANH)):
        page.fill("[name=q]", words)
        do(visit, "search")
        do(visit, f"add:{code}")
    page.fill("[name=t0-code]", "16009")
    page.fill("[name=t0-name]", "Đông Hạc")
    page.select_option("[name=t0-unit_kind]", "phuong")
    page.fill("[name=t0-parent]", PROVINCE)
    keep(visit, "edit")
    do(visit, "save")
    keep(visit, "proposal")
    proposal = LedgerProposal.objects.get()
    visit.press(reverse("territory:rehearse-proposal", args=[proposal.pk]))
    keep(visit, "waiting")
    let_work(visit)
    keep(visit, "rehearsal")
    assert "Phường Đông Hạc (16009)" in page.inner_text("main")
    assert page.locator(f"form[action='{reverse('territory:apply-proposal', args=[proposal.pk])}']").count() == 0

    visit.wear(cast.hat(PROVINCE, FRONT, Role.COORDINATOR))
    visit.open(reverse("territory:rehearsal", args=[proposal.rehearsals.get().pk]))
    visit.press(reverse("territory:apply-proposal", args=[proposal.pk]))
    let_work(visit)
    keep(visit, "applied")
    office = Organisation.objects.get(name="Công an phường Đông Hạc")
    assert Membership.objects.filter(organisation=office).count() == 2
    begun = ReportTask.objects.filter(organisation=office).first()
    assert begun is not None
    undo = reverse("territory:undo-proposal", args=[proposal.pk])
    visit.open(undo)
    assert page.locator("main form[method=post]").count() == 1
    Membership.objects.create(
        user=cast.hat(PROVINCE, FRONT, Role.SIGNER).user,
        organisation=office,
        role=Role.APPROVER,
        validity=office.validity,
    )
    visit.press()
    keep(visit, "refused")

    assert "Công an phường Đông Hạc" in page.inner_text("table")
    proposal.refresh_from_db()
    assert proposal.status == "applied"


def let_work(visit: Visit) -> None:
    """Do what the worker would, while the page looks on; it moves to what came of it by itself."""
    with visit.page.expect_navigation():
        actions.carry_out_run(LedgerRun.objects.get(ended_at=None).pk, now=clock.now())
    visit.require_fit()


def keep(visit: Visit, name: str) -> None:
    """Pictures of the page at three widths, where a folder for them is named."""
    if folder := os.environ.get("CHUNGTAY_PICTURES"):
        for width in (360, 768, 1280):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.page.screenshot(path=str(Path(folder) / f"map-{name}-{width}.png"), full_page=True)
