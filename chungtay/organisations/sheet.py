"""The sheet of accounts: its columns, its words, and reading it with every problem named by line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TypeVar

import openpyxl
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused
from chungtay.core.scanner import SecretDocument, quotable
from chungtay.core.tables import NotATable, is_small, read_sheet_lines
from chungtay.core.vietnamese import fold, normalise
from chungtay.organisations.codes import OrganisationKind, Role
from narrative.columns import PERSONAL_HEADS
from narrative.forbidden import find_secrecy_stamp

Choice = TypeVar("Choice", OrganisationKind, Role)

COLUMNS = {
    "username": "Tên đăng nhập",
    "display_name": "Tên hiển thị",
    "unit_code": "Mã đơn vị",
    "kind": "Loại tổ chức",
    "role": "Vai",
    "from_on": "Từ ngày",
}
OTHER_HEADS = {"ho ten hien thi": "display_name", "ma don vi hanh chinh": "unit_code", "khoi": "kind"}

# The words offices use in the sheet; also the key of the list of choices is taken.
KIND_WORDS = {
    OrganisationKind.POLICE: "Công an",
    OrganisationKind.FRONT: "Mặt trận",
    OrganisationKind.UNION: "Công đoàn",
    OrganisationKind.FARMERS: "Nông dân",
    OrganisationKind.YOUTH: "Đoàn Thanh niên",
    OrganisationKind.WOMEN: "Phụ nữ",
    OrganisationKind.VETERANS: "Cựu chiến binh",
    OrganisationKind.COMMITTEE: "Ban Chỉ đạo",
    OrganisationKind.GOVERNMENT: "Ủy ban nhân dân",
}
ROLE_WORDS = {
    Role.COORDINATOR: "Đầu mối phối hợp",
    Role.REPORTER: "Người báo cáo",
    Role.APPROVER: "Người duyệt",
    Role.CONSOLIDATOR: "Người tổng hợp",
    Role.DRAFTING_HEAD: "Thủ trưởng đơn vị soạn thảo",
    Role.FORM_CHECKER: "Người kiểm tra thể thức",
    Role.SIGNER: "Người ký",
    Role.REGISTRY_CLERK: "Văn thư",
    Role.AIDE: "Người giúp việc lãnh đạo",
    Role.ACCOUNT_KEEPER: "Người phụ trách tài khoản",
    Role.CONFERENCE_SECRETARY: "Thư ký hội nghị",
    Role.DIRECTIVE_OWNER: "Người được giao việc",
    Role.EVALUATOR: "Người thẩm định",
    Role.EDITOR: "Biên tập viên",
    Role.AUDITOR: "Kiểm tra viên",
    Role.ADMINISTRATOR: "Quản trị hệ thống",
}
ROW_LIMIT = 2000


class SheetProblem(InputRefused):
    """The file as a whole, or one cell of it, cannot be read as a list of accounts."""

    code = "organisations.sheet_problem"


class NotASheet(SheetProblem):
    """The file is no .xlsx."""

    code = "organisations.not_a_sheet"
    message = _("This file cannot be read as an Excel sheet (.xlsx). Please save it as .xlsx and try again.")


class SheetTooLarge(SheetProblem):
    """The file, or what it unpacks to, is far more than a list of accounts needs."""

    code = "organisations.sheet_too_large"
    message = _("This file is far too large for a list of accounts. Please copy the lines into the model sheet.")


class EmptySheet(SheetProblem):
    """There is no line below the heads."""

    code = "organisations.empty_sheet"
    message = _("The sheet holds no account. Please write one account a line below the column heads.")


class TooManyRows(SheetProblem):
    """More lines than are read at once."""

    code = "organisations.too_many_rows"
    message = _("The sheet holds more than %(limit)s lines. Please split it.")


class ForbiddenColumn(SheetProblem):
    """A column about the person that must not be kept."""

    code = "organisations.forbidden_column"
    message = _("Column “%(column)s” must not be kept here. Please delete the whole column and try again.")


class UnknownColumn(SheetProblem):
    """A column that the sheet does not have."""

    code = "organisations.unknown_column"
    message = _(
        "Column “%(column)s” is not known here. Please delete it or give it one of the names of the model sheet."
    )


class MissingColumn(SheetProblem):
    """A column that every sheet has."""

    code = "organisations.missing_column"
    message = _("Column “%(column)s” is missing.")


class CellProblem(SheetProblem):
    """One cell cannot be understood."""

    code = "organisations.cell_problem"
    message = _("Line %(row)s, column “%(column)s”: this is not understood. Possible: %(possible)s.")


class CellMissing(SheetProblem):
    """One cell is empty."""

    code = "organisations.cell_missing"
    message = _("Line %(row)s, column “%(column)s”: nothing is written there.")


@dataclass(frozen=True)
class SheetRow:
    """One line of the sheet that could be understood. `number` is the line as Excel counts it."""

    number: int
    username: str
    display_name: str
    unit_code: str
    kind: OrganisationKind
    role: Role
    from_on: date

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What may stand in the sheet once."""
        return self.username, self.unit_code, self.kind, self.role


def read_sheet(workbook: bytes) -> tuple[list[SheetRow], list[InputRefused]]:
    """The rows of the first sheet that could be understood, and every problem of the file, its heads and its cells.

    Wrong heads end the reading: no cell of a file with forbidden columns is looked at. Raises `SecretDocument`.
    """
    if not is_small(workbook):
        return [], [SheetTooLarge()]
    try:
        lines = read_sheet_lines(workbook, row_limit=ROW_LIMIT)
    except NotATable:
        return [], [NotASheet()]
    if not lines:
        return [], [EmptySheet()]
    if find_secrecy_stamp("\n".join(_first_words(lines))):
        raise SecretDocument()
    heads, wrong = _heads(lines[0][1])
    if wrong:
        return [], wrong
    if len(lines) == 1:
        return [], [EmptySheet()]
    if len(lines) > ROW_LIMIT + 1:
        return [], [TooManyRows(limit=ROW_LIMIT)]
    return _rows(lines[1:], heads)


def _first_words(lines: Sequence[tuple[int, Sequence[object]]]) -> list[str]:
    """Each cell of the first lines on a line of its own: where a stamp would stand."""
    return [str(cell) for _number, cells in lines[:10] for cell in cells if str(cell).strip()]


def model_sheet() -> bytes:
    """An .xlsx to fill in: the heads, one invented line, and a second sheet with the words to use."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tài khoản"
    sheet.append(list(COLUMNS.values()))
    words = book.create_sheet("Từ dùng")
    words.append([COLUMNS["kind"], COLUMNS["role"]])
    kinds, roles = list(KIND_WORDS.values()), list(ROLE_WORDS.values())
    for line in range(max(len(kinds), len(roles))):
        words.append([kinds[line] if line < len(kinds) else None, roles[line] if line < len(roles) else None])
    for page in (sheet, words):
        for letter in "ABCDEF":
            page.column_dimensions[letter].width = 26
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _heads(cells: Sequence[object]) -> tuple[dict[str, int], list[InputRefused]]:
    known = {fold(head): name for name, head in COLUMNS.items()} | OTHER_HEADS
    heads: dict[str, int] = {}
    wrong: list[InputRefused] = []
    for place, cell in enumerate(cells):
        words = normalise(str(cell))
        if not words:
            continue
        if any(forbidden in fold(words) for forbidden in PERSONAL_HEADS):
            wrong.append(ForbiddenColumn(column=quotable(words, length=60)))
        elif name := known.get(fold(words)):
            heads[name] = place
        else:
            wrong.append(UnknownColumn(column=quotable(words, length=60)))
    wrong += [MissingColumn(column=head) for name, head in COLUMNS.items() if name not in heads]
    return heads, wrong


def _rows(
    lines: Sequence[tuple[int, Sequence[object]]], heads: dict[str, int]
) -> tuple[list[SheetRow], list[InputRefused]]:
    rows: list[SheetRow] = []
    problems: list[InputRefused] = []
    for number, line in lines:
        cells = {name: line[place] if place < len(line) else "" for name, place in heads.items()}
        read = _Cells(number, cells)
        row = SheetRow(
            number=number,
            username=read.text("username").lower(),
            display_name=read.text("display_name"),
            unit_code=read.unit_code(),
            kind=read.choice("kind", KIND_WORDS, OrganisationKind.POLICE),
            role=read.choice("role", ROLE_WORDS, Role.REPORTER),
            from_on=read.day("from_on"),
        )
        problems += read.problems
        if not read.problems:
            rows.append(row)
    return rows, problems


class _Cells:
    """Reads the cells of one line and keeps what is wrong with them."""

    def __init__(self, number: int, cells: dict[str, object]) -> None:
        self.number = number
        self.cells = cells
        self.problems: list[InputRefused] = []

    def text(self, name: str) -> str:
        """The words of a cell; an empty one is a problem."""
        cell = self.cells[name]
        words = normalise(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))
        if not words:
            self.problems.append(CellMissing(row=self.number, column=COLUMNS[name]))
        return words

    def unit_code(self) -> str:
        """A code whose leading zeros Excel may have eaten: province two digits, district three, commune five."""
        words = self.text("unit_code")
        if not words.isdigit():
            return words
        width = 2 if len(words) <= 2 else 3 if len(words) == 3 else 5
        return words.zfill(width)

    def choice(self, name: str, words: Mapping[Choice, str], fallback: Choice) -> Choice:
        """One of the words of a list, with or without marks; otherwise a problem and `fallback`."""
        found = self.text(name)
        choices = {fold(word): key for key, word in words.items()} | {fold(str(key)): key for key in words}
        if found and fold(found) not in choices:
            self._not_understood(name, ", ".join(words.values()))
        return choices.get(fold(found), fallback)

    def day(self, name: str) -> date:
        """A date cell, or dd/mm/yyyy."""
        cell = self.cells[name]
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        words = self.text(name)
        try:
            return datetime.strptime(words, "%d/%m/%Y").date()
        except ValueError:
            if words:
                self._not_understood(name, "01/07/2025")
            return date.min

    def _not_understood(self, name: str, possible: str) -> None:
        # What was found is not repeated: it may be just what must not be shown.
        self.problems.append(CellProblem(row=self.number, column=COLUMNS[name], possible=possible))
