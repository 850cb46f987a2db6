"""Every table of the product is taken away as .xlsx, by whoever sees its page; inside chat programs the way is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from chungtay.core.workbook import MEDIA_TYPE
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Organisation
from chungtay.reporting.actions import decisions
from chungtay.reporting.actions.submissions import save_draft, submit
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.web.in_app import program_of
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, PROVINCE, TODAY, Cast, build_cast, cell_of, month, tick

ROOMS = Path("chungtay")
# Tables that are no lists to take away: parts of one sheet of paper, of a page that has a file of its own, of a
# question that is asked again with each file, or of the style guide.
NO_LISTS = {
    "reporting/_sheet_table.html",
    "reporting/form_file.html",
    "territory/proposal.html",
    "territory/proposals.html",
    "territory/rehearsal.html",
    "territory/undo_proposal.html",
    "territory/unit.html",
    "organisations/_ties.html",
    "organisations/account.html",
    "documents/check.html",
    "documents/_differences.html",
    "analytics/_claims.html",
    "reporting/from_activities.html",
    "analytics/plan_targets.html",
    "programmes/activity_sheet.html",
    "programmes/alignment.html",
    "programmes/_above_changes.html",
    "programmes/plan.html",
    "reporting/burden.html",
    "reporting/front_week.html",
    "reporting/issued_now.html",
    "reporting/observance.html",
    "reporting/_periods_asked.html",
    "reporting/_deadline_moves.html",
}
ZALO = (
    "Mozilla/5.0 (Linux; Android 13; SM-A145F; wv) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36 Zalo android/1"
)
CHROME = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36"


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The province, made once inside a transaction that is taken back; each test has a savepoint in it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        ticking = tick(patch)
        next(ticking)
        yield reported()
        transaction.set_rollback(True)


@pytest.fixture
def cast(province: Cast, db: None) -> Cast:
    """The province, for one test."""
    return province


def reported() -> Cast:
    """The police of Đông Thanh have an accepted report, the Front a sent one."""
    cast = build_cast()
    for kind, is_accepted in ((POLICE, True), (FRONT, False)):
        task = cast.task(DONG_THANH, kind, month(11))
        figures = {cell_of("OUT_SESSIONS"): CellFigure(1234), cell_of("TRN_CLASSES"): CellFigure(0)}
        save_draft(task, contents=Contents(figures), by=cast.hat(DONG_THANH, kind), now=NOW)
        submit(task, by=cast.hat(DONG_THANH, kind), now=NOW)
        if is_accepted:
            decisions.accept(task, by=cast.hat(PROVINCE, kind, Role.CONSOLIDATOR), now=NOW)
    return cast


def as_(cast: Cast, code: str, kind: Any, role: Role = Role.REPORTER) -> Client:
    client = Client()
    client.force_login(cast.hat(code, kind, role).user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def taken(client: Client, path: str, *, what: str = "xlsx") -> list[tuple[Any, ...]]:
    """The rows of the first sheet of the table at `path`, its heads first."""
    answer = client.get(f"{path}{'&' if '?' in path else '?'}tai={what}")
    assert (answer.status_code, answer["Content-Type"]) == (200, MEDIA_TYPE)
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    return list(book.worksheets[0].values)


def templates() -> list[Path]:
    return list(ROOMS.glob("*/templates/*/*.html"))


def templates_with_tables() -> dict[str, str]:
    found = {}
    for path in templates():
        text = path.read_text(encoding="utf-8")
        if "{% data_table" in text:
            found[f"{path.parent.name}/{path.name}"] = text
    return found


def test_every_page_with_a_list_offers_it_as_a_table() -> None:
    offered = r"{% download_table|download_link file_href \".xlsx\""
    without = {name for name, text in templates_with_tables().items() if not re.search(offered, text)}

    assert without == NO_LISTS


def test_no_link_to_a_file_goes_round_the_component() -> None:
    """A link that names a file's address by hand would say nothing inside a chat program."""
    direct = re.compile(r'<a [^>]*href="{% url "[a-z]+:[a-z-]*(?:file|sheet|template|live-paper)"')
    printed = {"reporting:version-sheet", "reporting:pedigree-sheet", "reporting:retype-sheet", "web:help-sheet"}
    found = {
        (path.name, match[0])
        for path in templates()
        for match in direct.finditer(path.read_text(encoding="utf-8"))
        if not any(name in match[0] for name in printed)
    }

    assert found == set()


def test_reports_of_an_office_with_days_as_days(cast: Cast) -> None:
    rows = taken(as_(cast, DONG_THANH, POLICE), reverse("reporting:tasks"))

    task = cast.task(DONG_THANH, POLICE, month(11))
    (row,) = [row for row in rows if row[1] == "tháng 11/2026"]
    assert rows[0][:5] == ("Phiếu", "Kỳ báo cáo", "Cơ quan báo cáo", "Gửi tới", "Hạn gửi")
    assert row[2:4] == (task.organisation.name, task.receiver.name)
    assert row[4] == datetime(task.due_on.year, task.due_on.month, task.due_on.day)
    assert row[5:] == ("Đã chấp nhận", datetime(2026, 11, 20, 10, 0), 0)


def test_the_list_that_waits_and_the_board(cast: Cast) -> None:
    client = as_(cast, PROVINCE, FRONT, Role.CONSOLIDATOR)

    waiting = taken(client, reverse("reporting:review"))
    board = taken(client, f"{reverse('reporting:board')}?ky={month(11).pk}")

    office = cast.office(DONG_THANH, FRONT).name
    assert [row[2] for row in waiting[1:]] == [office]
    assert [(row[1], row[2]) for row in board[1:] if row[1] == office] == [(office, "Đã gửi")]


def test_the_figures_of_every_accepted_report_of_a_board(cast: Cast) -> None:
    path = f"{reverse('reporting:board')}?ky={month(11).pk}"

    rows = taken(as_(cast, PROVINCE, POLICE, Role.CONSOLIDATOR), path, what="so-lieu")
    none = as_(cast, PROVINCE, FRONT, Role.CONSOLIDATOR).get(f"{path}&tai=so-lieu")

    (row,) = rows[1:]
    assert row[1] == cast.office(DONG_THANH, POLICE).name
    stated = {head: cell for head, cell in zip(rows[0][3:], row[3:], strict=True) if cell is not None}
    assert sorted(stated.values()) == [0, 1234]
    assert none.status_code == 404


def test_the_figures_of_one_report(cast: Cast) -> None:
    task = cast.task(DONG_THANH, POLICE, month(11))

    rows = taken(as_(cast, DONG_THANH, POLICE), reverse("reporting:version", args=[task.pk, 1]))

    assert [row[4] for row in rows[1:] if row[4] is not None] == [1234, 0]


def test_a_year_beside_the_year_before_with_its_codes(cast: Cast) -> None:
    path = reverse("reporting:consolidation", args=[2026])

    rows = taken(as_(cast, PROVINCE, POLICE, Role.CONSOLIDATOR), path)

    (sessions,) = [row for row in rows if row[6] == 1234]
    code = sessions[10]
    assert code.startswith("SL-")
    stands = as_(cast, PROVINCE, POLICE, Role.CONSOLIDATOR).get(
        f"{reverse('reporting:pedigree', args=[code])}?tai=xlsx"
    )
    book = openpyxl.load_workbook(BytesIO(stands.getvalue()))
    assert [sheet["A1"].value for sheet in book.worksheets] == ["Đơn vị", "Cơ quan báo cáo"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("documents:documents", Role.REGISTRY_CLERK),
        ("documents:register", Role.REGISTRY_CLERK),
        ("territory:ledger", Role.CONSOLIDATOR),
        ("organisations:accounts", Role.ACCOUNT_KEEPER),
        ("programmes:plans", Role.CONSOLIDATOR),
        ("programmes:bases", Role.CONSOLIDATOR),
        ("programmes:activities", Role.CONSOLIDATOR),
        ("analytics:completeness", Role.CONSOLIDATOR),
        ("analytics:targets", Role.CONSOLIDATOR),
        ("analytics:not-reached", Role.CONSOLIDATOR),
    ],
)
def test_each_list_has_heads_in_vietnamese(cast: Cast, name: str, role: Role) -> None:
    heads = taken(as_(cast, PROVINCE, POLICE, role), reverse(name))[0]

    assert all(heads)
    assert re.search("[ạảấầẩậắẵặẽếềểệịọỏốồổộớờởợụủứừửữựỳỵỹđ]", " ".join(map(str, heads)))


def test_units_of_a_day_and_offices_are_all_there(cast: Cast) -> None:
    client = as_(cast, PROVINCE, POLICE, Role.CONSOLIDATOR)

    units = taken(client, f"{reverse('territory:units')}?on={TODAY.isoformat()}")
    offices = taken(client, reverse("organisations:offices"))

    assert {(row[1], row[3]) for row in units[1:]} >= {("16001", "Tỉnh Lâm Giang"), ("16002", "Tỉnh Lâm Giang")}
    assert len(offices) - 1 == Organisation.objects.count()


def test_accounts_are_taken_without_codes(cast: Cast) -> None:
    rows = taken(as_(cast, PROVINCE, POLICE, Role.ACCOUNT_KEEPER), reverse("organisations:accounts"))

    assert "police-16001-reporter" in {row[0] for row in rows}
    assert {row[0] for row in rows} & {"front-16001-reporter"} == set()
    assert not any("mã" in str(head).casefold() for head in rows[0])


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        (ZALO, "Zalo"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 [FBAN/MessengerForiOS;FBAV/1]", "Facebook"),
        ("Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/119.0 Mobile", ""),
        (CHROME, None),
        ("", None),
    ],
)
def test_a_program_is_known_by_its_user_agent(agent: str, program: str | None) -> None:
    assert program_of(agent) == program


def test_inside_a_chat_program_a_download_says_how_to_come_to_a_browser(cast: Cast) -> None:
    client = as_(cast, DONG_THANH, POLICE)
    path = reverse("reporting:bring-form-in", args=[cast.task(DONG_THANH, POLICE, month(10)).pk])
    file = reverse("reporting:form-file", args=[cast.task(DONG_THANH, POLICE, month(10)).pk])

    inside = client.get(path, headers={"user-agent": ZALO}).content.decode()
    outside = client.get(path, headers={"user-agent": CHROME}).content.decode()

    assert "Mở bằng trình duyệt…" in inside
    assert f'data-copy="http://testserver{file}"' in inside
    assert "Mở bằng trình duyệt…" not in outside
    assert "_blank" not in inside
