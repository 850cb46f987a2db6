"""Ways in, in a real browser, by keyboard where it matters, with an accessibility pass on each page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core import clock
from chungtay.organisations.actions import first_administrator_link, found_province, issue_one_time_code
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, User
from tests.organisations.conftest import NOW, Place, all_units

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("width", [360, 1280]),
]
PASSWORD = "mot-hai-ba-bon-5"


@pytest.fixture
def land(settings: Any) -> None:
    """Land on a page of this room, so that the journey tells of this room alone."""
    settings.LOGIN_REDIRECT_URL = "organisations:hats"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"


@pytest.fixture
def units(transactional_db: None) -> Place:
    """Seen by the server's thread too, so not inside a transaction."""
    return all_units()


@pytest.fixture
def wide(page: Any, width: int) -> Any:
    """The page at the width of a telephone and of a desk."""
    page.set_viewport_size({"width": width, "height": 800})
    page.set_default_timeout(10_000)
    return page


def require_accessible(page: Any) -> None:
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_first_administrator_then_an_officer_with_a_printed_code(
    wide: Any, live_server: Any, units: Place, land: None
) -> None:
    token = first_administrator_link(now=clock.now())
    wide.goto(f"{live_server.url}/to-chuc/khoi-tao/{token}/")
    require_accessible(wide)
    wide.select_option("[name=province_code]", "38")
    wide.fill("[name=username]", "quantri")
    wide.fill("[name=display_name]", "Quản trị tỉnh")
    wide.fill("[name=new_password]", PASSWORD)
    wide.fill("[name=repeated]", PASSWORD)
    wide.press("[name=repeated]", "Enter")
    wide.wait_for_url("**/to-chuc/vai/")
    require_accessible(wide)

    for path in ("?q=yen tho", "lap/"):
        wide.goto(f"{live_server.url}/to-chuc/{path}")
        require_accessible(wide)
    wide.goto(f"{live_server.url}/to-chuc/?q=cong an xa yen tho")
    wide.click("main table a")
    require_accessible(wide)
    wide.click("main a[href$='truc-thuoc/']")
    require_accessible(wide)

    wide.goto(f"{live_server.url}/to-chuc/tai-khoan/mo/?q=cong an xa yen tho")
    require_accessible(wide)
    wide.fill("[name=username]", "ca.yentho")
    wide.fill("[name=display_name]", "Công an xã Yên Thọ")
    wide.select_option("[name=role]", Role.REPORTER)
    wide.click("main form[method=post] button")
    require_accessible(wide)
    code = wide.inner_text(".slip__code")

    wide.context.clear_cookies()
    wide.goto(f"{live_server.url}/to-chuc/ma-in-san/")
    require_accessible(wide)
    wide.fill("[name=code]", code.lower())
    wide.fill("[name=new_password]", "12345")
    wide.fill("[name=repeated]", "12345")
    wide.press("[name=repeated]", "Enter")
    wide.wait_for_selector("[aria-invalid=true]")
    require_accessible(wide)
    wide.fill("[name=new_password]", PASSWORD)
    wide.fill("[name=repeated]", PASSWORD)
    wide.press("[name=repeated]", "Enter")
    wide.wait_for_url("**/to-chuc/vai/")

    hat = Membership.objects.get(user__username="ca.yentho")
    assert (hat.organisation.name, hat.role) == ("Công an xã Yên Thọ", Role.REPORTER)
    assert hat.user.check_password(PASSWORD)


def test_sign_in_wear_another_hat_and_hand_over(wide: Any, live_server: Any, units: Place, land: None) -> None:
    found_province(units.province, by=None, now=NOW)
    user = User.objects.create_user("mt.yentho", PASSWORD, display_name="Cán bộ MTTQ Yên Thọ")
    front = units.hat(units.yen_tho, OrganisationKind.FRONT, user=user)
    units.hat(units.yen_tho, OrganisationKind.WOMEN, user=user)
    colleague = units.hat(units.yen_tho, OrganisationKind.FRONT, username="mt2.yentho")

    wide.goto(f"{live_server.url}/dang-nhap/")
    require_accessible(wide)
    wide.fill("[name=login]", "mt.yentho")
    wide.press("[name=login]", "Tab")
    wide.keyboard.type("sai-mat-khau")
    wide.keyboard.press("Enter")
    wide.wait_for_selector(".error-summary, [role=alert]")
    require_accessible(wide)
    wide.fill("[name=password]", PASSWORD)
    wide.press("[name=password]", "Enter")
    wide.wait_for_url("**/to-chuc/vai/")
    wide.click(f"main button[value='{front.pk}']")
    wide.wait_for_url("**/to-chuc/vai/")
    wide.click(f"main a[href*='{front.pk}/ban-giao']")
    require_accessible(wide)
    wide.select_option("[name=to_membership]", str(colleague.pk))
    wide.click("main form button")
    wide.wait_for_url("**/to-chuc/vai/")

    front.refresh_from_db()
    assert front.validity == DateRange(date(2026, 1, 1), clock.today() + timedelta(days=1))


def test_keeper_lists_imports_and_resets(wide: Any, live_server: Any, units: Place, land: None) -> None:
    found_province(units.province, by=None, now=NOW)
    keeper = units.hat(units.province, OrganisationKind.POLICE, Role.ACCOUNT_KEEPER, username="tk.catinh")
    officer = units.hat(units.yen_tho, OrganisationKind.POLICE, username="ca.yentho")
    code = issue_one_time_code(keeper.user, by=None, now=clock.now())
    wide.goto(f"{live_server.url}/to-chuc/ma-in-san/?ma={code}")
    wide.fill("[name=new_password]", PASSWORD)
    wide.fill("[name=repeated]", PASSWORD)
    wide.press("[name=repeated]", "Enter")
    wide.wait_for_url("**/to-chuc/vai/")

    wide.goto(f"{live_server.url}/to-chuc/tai-khoan/nhap/")
    require_accessible(wide)
    sheet = {"name": "x.xlsx", "mimeType": "application/octet-stream", "buffer": b"not a sheet"}
    wide.set_input_files("[name=sheet]", files=[sheet])
    wide.click("main form button")
    wide.wait_for_selector(".error-summary, [role=alert]")
    require_accessible(wide)
    wide.goto(f"{live_server.url}/to-chuc/tai-khoan/")
    require_accessible(wide)
    wide.click("main table a >> text=ca.yentho")
    require_accessible(wide)
    wide.click("form[action$='cap-ma/'] button")
    wide.click("dialog[open] button[value=yes]")
    wide.wait_for_selector(".slip__code")

    officer.user.refresh_from_db()
    assert officer.user.one_time_codes.filter(used_at__isnull=True).count() == 1
