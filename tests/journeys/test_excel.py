"""The form in Excel out and back, tables taken away, sheets for the systems beside, help, a chat program's browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from chungtay.organisations.codes import Role
from chungtay.reporting.actions.submissions import save_draft
from chungtay.reporting.contents import CellFigure, Contents, contents_of
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import SubmissionVersion
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, PROVINCE, Cast, cell_of, month
from tests.journeys.conftest import Visit
from tests.reporting.form_files import line_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZALO = (
    "Mozilla/5.0 (Linux; Android 13; SM-A145F; wv) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36 Zalo android/1"
)


def saved(visit: Visit, link: str, folder: Path) -> Path:
    """The file that a link gives."""
    with visit.page.expect_download() as download:
        visit.page.locator(f"main a[href='{link}']").first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_form_goes_out_and_comes_back(cast: Cast, visit: Visit, tmp_path: Path) -> None:
    task = cast.task(DONG_THANH, POLICE, month(11))
    layout = layout_of(task.form_version)
    sessions, classes, banners = (cell_of(code) for code in ("OUT_SESSIONS", "TRN_CLASSES", "OUT_BANNERS"))
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("reporting:task", args=[task.pk]))
    visit.follow(visit.page.locator("main a", has_text="Phiếu Excel"))

    file = saved(visit, reverse("reporting:form-file", args=[task.pk]), tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    sheet[f"D{line_of(layout, sessions)}"] = 26
    sheet[f"D{line_of(layout, classes)}"] = "không phát sinh"
    sheet[f"D{line_of(layout, banners)}"] = "vài chục"
    book.save(file)
    visit.page.set_input_files("input[name=file]", file)
    visit.follow(visit.page.locator("main form[enctype] button"))

    expect(visit.page.locator("main")).to_contain_text(f"Phiếu!D{line_of(layout, banners)}")
    expect(visit.page.locator("main")).to_contain_text("vài chục")
    assert SubmissionVersion.objects.count() == 0
    visit.press(reverse("reporting:take-form", args=[task.pk]))
    stored = contents_of(SubmissionVersion.objects.get(), layout.cells).figures
    assert stored == {sessions: CellFigure(26), classes: CellFigure(0, is_nil=True)}
    table = saved_table(visit, reverse("reporting:tasks"), tmp_path)
    assert "tháng 11/2026" in {row[1] for row in table}


def saved_table(visit: Visit, path: str, folder: Path) -> list[tuple[Any, ...]]:
    """The table of a page, as its link gives it."""
    visit.open(path)
    return list(openpyxl.load_workbook(saved(visit, "?tai=xlsx", folder)).worksheets[0].values)


def test_each_line_has_its_figures_ready_for_the_system_beside(cast: Cast, visit: Visit) -> None:
    for kind in (POLICE, FRONT):
        task = cast.task(DONG_THANH, kind, month(12))
        figures = {row.number: CellFigure(row.number + 10) for row in layout_of(task.form_version).rows}
        save_draft(task, contents=Contents(figures), by=cast.hat(DONG_THANH, kind), now=NOW)
    visit.wear(cast.hat(DONG_THANH, FRONT))
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open(reverse("reporting:tasks"))
    visit.follow(visit.page.locator("main a", has_text="Bản tuần cho Mặt trận số"))
    visit.page.locator("main tr", has_text="Số suất quà đã tặng").locator("button").click()
    expect(visit.page.locator("main tr", has_text="Số suất quà đã tặng").locator("button")).to_contain_text("Đã chép")
    assert visit.page.evaluate("navigator.clipboard.readText()") == str(cell_of("FES_GIFTS") + 10)
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("reporting:retype-sheet", args=[cast.task(DONG_THANH, POLICE, month(12)).pk]))
    assert visit.page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_help_is_one_press_away_and_the_sheet_is_one_page(cast: Cast, visit: Visit) -> None:
    visit.wear(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR))
    visit.open(reverse("today"))
    visit.page.locator(".menu summary").click()
    visit.follow(visit.page.locator(".menu__sheet a", has_text="Trợ giúp"))
    expect(visit.page.locator("#own-card")).to_have_text("Người tổng hợp")
    visit.open(reverse("web:help-sheet"))
    assert visit.page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_inside_a_chat_program_nothing_opens_and_the_way_out_is_said(
    cast: Cast, browser: Browser, live_server: Any
) -> None:
    context = browser.new_context(user_agent=ZALO, accept_downloads=False, viewport={"width": 360, "height": 760})
    # Such a program opens no window and asks nobody.
    context.add_init_script("window.open = () => null;")
    visit = Visit(context.new_page(), live_server.url)
    task = cast.task(DONG_THANH, POLICE, month(11))
    visit.wear(cast.hat(DONG_THANH, POLICE))
    visit.open(reverse("reporting:bring-form-in", args=[task.pk]))

    hint = visit.page.locator("main .download__hint").first
    hint.locator("summary").click()
    expect(hint).to_contain_text("Zalo không lưu được tệp")
    visit.require_fit()
    button = hint.locator("button")
    button.click()
    expect(button).to_contain_text("Đã chép")
    visit.page.locator(f"main a[href='{reverse('reporting:form-file', args=[task.pk])}']").click()

    expect(visit.page.locator("h1")).to_contain_text("Phiếu Excel")
    assert button.get_attribute("data-copy") == f"{live_server.url}{reverse('reporting:form-file', args=[task.pk])}"
    assert (len(context.pages), visit.complaints) == (1, [])
    # What a phone is for goes on inside it: the form by hand.
    visit.open(reverse("reporting:entry", args=[task.pk]))
    visit.page.locator("#outreach > summary").click()
    visit.page.fill(f"[name=v-{cell_of('OUT_SESSIONS')}]", "26")
    visit.follow(visit.page.locator("main button[name=do][value=save]").last)
    assert SubmissionVersion.objects.count() == 1
    context.close()
