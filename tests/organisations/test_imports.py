"""Accounts from a sheet: all problems at once, nothing half, no column about the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from pytest_django import DjangoAssertNumQueries

from chungtay.core.errors import ManyProblems
from chungtay.core.models import Deed
from chungtay.core.scanner import SecretDocument
from chungtay.organisations.actions import import_accounts, preview_accounts
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, OneTimeCode, User
from chungtay.organisations.sheet import COLUMNS, KIND_WORDS, ROLE_WORDS, model_sheet, read_sheet
from tests.organisations.conftest import NOW, TODAY, Place

HEADS = list(COLUMNS.values())
GOOD = ["ca.donghac", "Công an phường Đông Hạc", "14801", "Công an", "Người báo cáo", datetime(2026, 11, 20)]


def workbook(*lines: Sequence[object], heads: Sequence[str] = HEADS) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(list(heads))
    for line in lines:
        book.active.append(list(line))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def keeper(place: Place) -> Membership:
    return place.hat(place.province, OrganisationKind.POLICE, Role.ACCOUNT_KEEPER, username="tk.catinh")


def problems_of(sheet: bytes, keeper: Membership) -> list[tuple[str, object, object]]:
    with pytest.raises(ManyProblems) as refused:
        import_accounts(sheet, by=keeper, now=NOW)
    return [(problem.code, problem.data.get("row"), problem.data.get("column")) for problem in refused.value.problems]


def test_import_opens_accounts_and_prints_slips(keeper: Membership, place: Place) -> None:
    second = ["ca2.yentho", "Công an xã Yên Thọ", 14803, "cong an", "nguoi duyet", "20/11/2026"]

    slips = import_accounts(workbook(GOOD, second), by=keeper, now=NOW)

    assert [(slip.username, slip.office) for slip in slips] == [
        ("ca.donghac", "Công an phường Đông Hạc"),
        ("ca2.yentho", "Công an xã Yên Thọ"),
    ]
    assert Membership.objects.get(user__username="ca2.yentho").role == Role.APPROVER
    assert OneTimeCode.objects.count() == 2


def test_import_says_every_problem_at_once_and_stores_nothing(keeper: Membership, place: Place) -> None:
    sheet = workbook(
        GOOD,
        ["Công An", "Tên", "14801", "Công an", "Người báo cáo", TODAY],
        ["ca.x", "Tên", "99999", "Công an", "Người báo cáo", TODAY],
        ["ca.y", "Tên", "14801", "Hải quan", "Trưởng phòng", "mai"],
        ["ca.z", "", "14801", "Công an", "Người báo cáo", TODAY],
        ["mt.x", "Tên", "14801", "Mặt trận", "Người báo cáo", TODAY],
        ["ca.w", "Tên", "14802", "Công an", "Người báo cáo", TODAY],
        ["ca.v", "Tên", "14801", "Công an", "Quản trị hệ thống", TODAY],
        GOOD,
        ["tk.catinh", "Tên", "14801", "Công an", "Người báo cáo", TODAY],
    )

    found = problems_of(sheet, keeper)

    assert found == [
        ("organisations.row_refused", 3, "Tên đăng nhập"),
        ("organisations.row_refused", 4, "Mã đơn vị"),
        ("organisations.cell_problem", 5, "Loại tổ chức"),
        ("organisations.cell_problem", 5, "Vai"),
        ("organisations.cell_problem", 5, "Từ ngày"),
        ("organisations.cell_missing", 6, "Tên hiển thị"),
        ("organisations.row_refused", 7, "Mã đơn vị"),
        ("organisations.row_refused", 8, "Mã đơn vị"),
        ("organisations.row_refused", 9, "Vai"),
        ("organisations.row_refused", 10, "Tên đăng nhập"),
        ("organisations.row_refused", 11, "Tên đăng nhập"),
    ]
    assert list(User.objects.values_list("username", flat=True)) == ["tk.catinh"]


def test_import_refuses_columns_about_the_person_before_reading_a_line(keeper: Membership, place: Place) -> None:
    sheet = workbook([*GOOD, "038099123456", "0912 345 678", "x"], heads=[*HEADS, "Số CCCD", "SĐT", "Chức danh"])

    found = problems_of(sheet, keeper)

    assert found == [
        ("organisations.forbidden_column", None, "Số CCCD"),
        ("organisations.forbidden_column", None, "SĐT"),
        ("organisations.unknown_column", None, "Chức danh"),
    ]


def test_import_names_missing_columns(keeper: Membership, place: Place) -> None:
    sheet = workbook(GOOD[:4], heads=HEADS[:4])

    assert problems_of(sheet, keeper) == [
        ("organisations.missing_column", None, "Vai"),
        ("organisations.missing_column", None, "Từ ngày"),
    ]


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 not a workbook", b"Ten dang nhap;Vai\n"])
def test_import_of_something_else_is_refused(keeper: Membership, place: Place, broken: bytes) -> None:
    assert problems_of(broken, keeper) == [("organisations.not_a_sheet", None, None)]


def test_import_of_a_bomb_or_a_giant_is_refused(keeper: Membership, place: Place) -> None:
    bomb = BytesIO(workbook(GOOD))
    with ZipFile(bomb, "a", ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b" " * (33 * 1024 * 1024))

    assert len(bomb.getvalue()) < 100_000
    assert problems_of(bomb.getvalue(), keeper) == [("organisations.sheet_too_large", None, None)]
    assert problems_of(b"PK" * (1024 * 1024 + 1), keeper) == [("organisations.sheet_too_large", None, None)]


def test_import_never_raises_on_damaged_files(keeper: Membership, place: Place) -> None:
    whole = workbook(GOOD)

    for cut in range(0, len(whole), 211):
        rows, problems = read_sheet(whole[:cut] + b"\x00" * 7 + whole[cut + 7 :])
        assert rows or problems


def test_import_of_an_empty_sheet(keeper: Membership, place: Place) -> None:
    assert problems_of(workbook(), keeper) == [("organisations.empty_sheet", None, None)]
    assert problems_of(workbook([None] * 6, heads=[""]), keeper) == [("organisations.empty_sheet", None, None)]


def test_import_uses_the_map_of_the_day_on_which_the_role_begins(keeper: Membership, place: Place) -> None:
    """14801 is the ward Đông Hạc today and was the commune Đông Thanh before the merger."""
    past = [*GOOD[:5], date(2025, 3, 1)]

    import_accounts(workbook(past), by=keeper, now=NOW)

    assert Membership.objects.get(user__username="ca.donghac").organisation.name == "Công an xã Đông Thanh"


def test_preview_stores_nothing(keeper: Membership, place: Place) -> None:
    rows, problems = preview_accounts(workbook(GOOD), by=keeper, on=TODAY)

    assert ([row.username for row in rows], problems) == (["ca.donghac"], [])
    assert User.objects.count() == 1


@pytest.mark.parametrize("lines", [1, 40])
def test_preview_costs_the_same_queries_however_many_lines(
    keeper: Membership, place: Place, lines: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sheet = workbook(*([f"ca{number}.donghac", *GOOD[1:]] for number in range(lines)))

    # units, offices, taken names, offices in care
    with django_assert_num_queries(4):
        preview_accounts(sheet, by=keeper, on=TODAY)


def test_model_sheet_is_a_sheet_we_read() -> None:
    rows, problems = read_sheet(model_sheet())

    assert (rows, [problem.code for problem in problems]) == ([], ["organisations.empty_sheet"])


def test_every_role_and_office_has_its_word() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert set(KIND_WORDS) == set(OrganisationKind) - {OrganisationKind.AGENCY, OrganisationKind.SCHOOL}


def test_excel_may_have_eaten_leading_zeros() -> None:
    rows, _problems = read_sheet(workbook(["a.b.c", "Tên", 1234.0, "Công an", "Văn thư", TODAY]))

    assert [row.unit_code for row in rows] == ["01234"]


def test_a_sheet_under_a_secrecy_stamp_is_refused_and_only_that_is_kept(keeper: Membership) -> None:
    sheet = workbook(HEADS, GOOD, heads=["TUYỆT MẬT"])
    people = User.objects.count()

    with pytest.raises(SecretDocument):
        import_accounts(sheet, by=keeper, now=NOW)

    deed = Deed.objects.latest("id")
    assert (deed.verb, deed.office) == ("refused_secret", keeper.organisation.name)
    assert (deed.user_id, deed.details) == (None, {})
    assert User.objects.count() == people


def test_a_head_that_holds_a_telephone_number_is_not_repeated(keeper: Membership) -> None:
    sheet = workbook(GOOD, heads=[*HEADS, "Gọi 0912 345 678"])

    assert problems_of(sheet, keeper) == [("organisations.unknown_column", None, "…")]
