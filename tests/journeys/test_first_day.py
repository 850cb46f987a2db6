"""The first day of an installation, in a real browser: an empty database, a one-time link, a printed code, a report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from chungtay.core import clock
from chungtay.core.models import Installation
from chungtay.organisations.actions import first_administrator_link
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mot-hai-ba-bon-5"


def test_an_empty_installation_gets_its_province_and_its_first_officer(
    transactional_db: None, ticking_clock: Callable[[], object], visit: Visit
) -> None:
    token = first_administrator_link(now=clock.now())
    page = visit.page

    visit.open(reverse("organisations:first-administrator", args=[token]))
    page.select_option("[name=province_code]", "38")
    page.fill("[name=username]", "quantri")
    page.fill("[name=display_name]", "Quản trị tỉnh")
    # The ledger of a whole province is loaded behind this press.
    page.set_default_timeout(90_000)
    choose_password(visit)
    page.wait_for_url(f"**{reverse('today')}")
    visit.require_fit()
    for name in ("territory:units", "organisations:offices", "organisations:accounts"):
        visit.open(reverse(name))
    visit.open(f"{reverse('organisations:open-account')}?q=cong an xa dong thanh")
    page.fill("[name=username]", "ca.dongthanh")
    page.fill("[name=display_name]", "Công an xã Đông Thành")
    page.select_option("[name=role]", Role.REPORTER)
    visit.press()
    code = page.inner_text(".slip__code")
    page.context.clear_cookies()
    visit.open(reverse("organisations:redeem"))
    page.fill("[name=code]", code)
    choose_password(visit)
    page.wait_for_url(f"**{reverse('today')}")
    visit.require_fit()

    assert Installation.objects.get().province_code == "38"
    hat = Membership.objects.select_related("organisation").get(user__username="ca.dongthanh")
    assert (hat.organisation.name, hat.role) == ("Công an xã Đông Thành", Role.REPORTER)


def choose_password(visit: Visit) -> None:
    """Type it twice and press Enter."""
    visit.page.fill("[name=new_password]", PASSWORD)
    visit.page.fill("[name=repeated]", PASSWORD)
    visit.page.press("[name=repeated]", "Enter")
