"""Many accounts from one .xlsx: everything that is wrong is said at once, and then nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chungtay.core import clock
from chungtay.core.errors import ChungTayError, InputRefused, ManyProblems
from chungtay.core.scanner import SecretDocument, stamp_refused
from chungtay.organisations.actions.accounts import Desk, NewAccount, Slip, open_accounts
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.sheet import COLUMNS, SheetProblem, SheetRow, read_sheet
from chungtay.territory.models import UnitVersion


class RowRefused(InputRefused):
    """One line of the sheet cannot become an account; says the line, the column and why."""

    code = "organisations.row_refused"
    message = _("Line %(row)s, column “%(column)s”: %(reason)s")


class UnitCodeUnknown(InputRefused):
    """No unit has this code on the day the role begins."""

    code = "organisations.unit_code_unknown"
    message = _("no unit has the code %(unit_code)s on %(on)s; please use the code in force on that day.")


class OfficeUnknown(InputRefused):
    """The unit has no organisation of this kind on that day."""

    code = "organisations.office_unknown"
    message = _("%(unit)s has no office of this kind on %(on)s.")


class SameLineTwice(InputRefused):
    """The same user name, office and role twice."""

    code = "organisations.same_line_twice"
    message = _("the same account, office and role stand in another line already.")


def import_accounts(workbook: bytes, *, by: Membership | None, now: datetime) -> list[Slip]:
    """Open every account of the sheet, or none. Returns the slips to print.

    Columns and words: `sheet.COLUMNS`, docs/roles.md. Raises ManyProblems with one problem a place, in the order of
    the lines; forbidden columns (identity numbers, telephones) refuse the whole file before any line is read; of a
    file under a secrecy stamp only is kept that it was refused.
    """
    try:
        rows, problems = read_sheet(workbook)
    except SecretDocument:
        if by is not None:
            stamp_refused(by.organisation, name=by.organisation.name, now=now)
        raise
    return _open_all(rows, problems, by=by, now=now)


@transaction.atomic
def _open_all(
    rows: list[SheetRow], problems: Sequence[InputRefused], *, by: Membership | None, now: datetime
) -> list[Slip]:
    accounts, found = _accounts_of(rows, by=by, on=clock.local_day(now))
    problems = sorted([*problems, *found], key=lambda problem: problem.data.get("row", 0))
    if problems:
        raise ManyProblems(problems)
    return open_accounts(accounts, by=by, now=now)


def preview_accounts(workbook: bytes, *, by: Membership | None, on: date) -> tuple[list[SheetRow], list[InputRefused]]:
    """What the sheet would open and everything that is wrong with it, storing nothing."""
    rows, problems = read_sheet(workbook)
    _accounts, found = _accounts_of(rows, by=by, on=on)
    return rows, sorted([*problems, *found], key=lambda problem: problem.data.get("row", 0))


def _accounts_of(
    rows: list[SheetRow], *, by: Membership | None, on: date
) -> tuple[list[NewAccount], list[InputRefused]]:
    """The accounts of the rows that could be opened, and what is wrong with the others. A handful of queries."""
    placed, problems = _placed(rows)
    desk = Desk.of([new for _row, new in placed], by=by, on=on)
    accounts: list[NewAccount] = []
    for row, new in placed:
        try:
            desk.require_openable(new)
        except ChungTayError as refused:
            problems.append(_at(row, refused))
        else:
            accounts.append(new)
    return accounts, problems


def _placed(rows: list[SheetRow]) -> tuple[list[tuple[SheetRow, NewAccount]], list[InputRefused]]:
    """The rows with their offices found, and those that name none or stand twice."""
    offices = _Offices(rows)
    seen: Counter[tuple[str, str, str, str]] = Counter()
    placed: list[tuple[SheetRow, NewAccount]] = []
    problems: list[InputRefused] = []
    for row in rows:
        seen[row.key] += 1
        try:
            if seen[row.key] > 1:
                raise SameLineTwice(field="username")
            new = NewAccount(row.username, row.display_name, offices.of(row), row.role, row.from_on)
        except InputRefused as refused:
            problems.append(_at(row, refused))
        else:
            placed.append((row, new))
    return placed, problems


def _at(row: SheetRow, refused: ChungTayError) -> RowRefused:
    column = COLUMNS.get(str(refused.data.get("field")), COLUMNS["unit_code"])
    return RowRefused(row=row.number, column=column, reason=refused.sentence)


class _Offices:
    """The offices that the rows name, found with two queries however many rows there are."""

    def __init__(self, rows: list[SheetRow]) -> None:
        codes = {row.unit_code for row in rows}
        self.versions = list(UnitVersion.objects.filter(code__in=codes))
        units = {version.unit_id for version in self.versions}
        self.organisations = list(Organisation.objects.filter(unit_id__in=units))

    def of(self, row: SheetRow) -> Organisation:
        """The office of a row, or what is wrong with its unit or kind."""
        day = f"{row.from_on:%d/%m/%Y}"
        version = next((v for v in self.versions if v.code == row.unit_code and _holds(v.validity, row.from_on)), None)
        if version is None:
            raise UnitCodeUnknown(field="unit_code", unit_code=row.unit_code, on=day)
        for office in self.organisations:
            if office.unit_id == version.unit_id and self._is(office, row) and _holds(office.validity, row.from_on):
                return office
        raise OfficeUnknown(field="kind", unit=version.name, on=day)

    @staticmethod
    def _is(office: Organisation, row: SheetRow) -> bool:
        return office.kind == row.kind and office.kind not in (OrganisationKind.AGENCY, OrganisationKind.SCHOOL)


def _holds(validity: object, on: date) -> bool:
    return on in validity  # type: ignore[operator]  # a date range


__all__ = ["OfficeUnknown", "RowRefused", "SameLineTwice", "SheetProblem", "UnitCodeUnknown", "import_accounts"]
