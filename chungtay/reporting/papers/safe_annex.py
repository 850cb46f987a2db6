"""Annex IV of the annual report: the safe standard (An toàn về an ninh, trật tự), registered and recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chungtay.reporting.codes import CellPart
from chungtay.reporting.papers.annexes import UnitFigures
from chungtay.reporting.papers.words import NOT_REPORTED, counted, percent, remark, scaled
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedFigure, ConsolidatedYear
from officialdoc import Align, Annex, Column, Row, Run, Table, official_number, row

# The two parts of a ratio in the order in which a table prints them: of how many, then how many.
RATIO_PARTS = (CellPart.DENOMINATOR, CellPart.NUMERATOR)
SAFE_LINES = (
    ("Khu dân cư", "SAF_RA_OK"),
    ("Xã, phường, thị trấn", "SAF_COM_OK"),
    ("Cơ quan, doanh nghiệp, cơ sở giáo dục", "SAF_ORG_OK"),
)


@dataclass(frozen=True)
class Counted:
    """A number as it is printed, and its value to divide by: None where nobody reported it."""

    value: Fraction | None
    run: Run


@dataclass(frozen=True)
class CommuneKind:
    """The communes of one kind: how many there are, registered and recognised ones added up from their own reports."""

    name: str
    count: int
    registered: Counted
    recognised: Counted


def safe_annex(
    year: ConsolidatedYear,
    catalogue: CatalogueCells,
    communes: Sequence[CommuneKind],
    by_unit: Sequence[UnitFigures],
) -> Annex:
    """Annex IV: all there are, registered and recognised, with both denominators that published ratios use.

    How many communes there are stands in the ledger; how many residential areas, agencies, firms and schools there are
    is reported by nobody. Where the level itself reported agencies, they stand apart from those of the units below.
    """
    rows: list[Row] = []
    for number, (name, code) in enumerate(SAFE_LINES, start=1):
        recognised = year.figure(catalogue.number(code, CellPart.NUMERATOR))
        registered = year.figure(catalogue.number(code, CellPart.DENOMINATOR))
        whole = sum(each.count for each in communes) if code == "SAF_COM_OK" else None
        if code == "SAF_COM_OK" and communes:
            name = ", ".join(each.name.lower() for each in communes).capitalize()
        rows.append(_safe_row(str(number), name, whole, _printed(registered), _printed(recognised)))
        if code == "SAF_COM_OK":
            rows += [_safe_row("", f"- {each.name}", each.count, each.registered, each.recognised) for each in communes]
        if code == "SAF_ORG_OK":
            rows += _by_category(year, catalogue)
            rows += _by_level(registered, recognised, by_unit, catalogue)
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Loại đơn vị", 32),
        Column("Tổng số", 11, Align.RIGHT),
        Column("Đăng ký", 11, Align.RIGHT),
        Column("Đạt chuẩn", 11, Align.RIGHT),
        Column("Đạt/ đăng ký (%)", 11, Align.RIGHT),
        Column("Đạt/ tổng số (%)", 11, Align.RIGHT),
        Column("Số quyết định", 13, Align.CENTRE),
    )
    note = 'dấu "-" là chưa có số liệu; tổng số xã, phường, thị trấn lấy theo địa giới ngày cuối kỳ báo cáo'
    return Annex("Kết quả đạt chuẩn An toàn về an ninh, trật tự", (Table(columns, tuple(rows)), remark(note)))


def _safe_row(number: str, name: str, whole: int | None, registered: Counted, recognised: Counted) -> Row:
    return row(
        number,
        name,
        NOT_REPORTED if whole is None else official_number(whole),
        registered.run,
        recognised.run,
        _share(recognised.value, registered.value),
        _share(recognised.value, whole),
        NOT_REPORTED,
    )


def _share(part: Fraction | int | None, of: Fraction | int | None) -> str:
    return NOT_REPORTED if part is None or not of else percent(Fraction(part), Fraction(of))


def _by_category(year: ConsolidatedYear, catalogue: CatalogueCells) -> list[Row]:
    """Registered agencies, firms and schools, where the reports tell them apart; recognised ones they never do."""
    nobody = Counted(None, Run(NOT_REPORTED))
    cells = [each for each in catalogue.by_indicator["SAF_ORG_REG"] if each.part == CellPart.CATEGORY]
    found = [(each.label_vi, year.figure(each.number)) for each in cells]
    return [_safe_row("", f"- {label}", None, _printed(given), nobody) for label, given in found if given]


def _by_level(
    registered: ConsolidatedFigure | None,
    recognised: ConsolidatedFigure | None,
    by_unit: Sequence[UnitFigures],
    catalogue: CatalogueCells,
) -> list[Row]:
    """Those that the level itself manages and those of the units below; nothing where the level reported none."""
    if registered is None or recognised is None or not by_unit:
        return []
    below = [
        sum((each.figures[cell].value for each in by_unit if cell in each.figures), Fraction(0))
        for cell in (catalogue.number("SAF_ORG_OK", part) for part in RATIO_PARTS)
    ]
    own = [registered.value - below[0], recognised.value - below[1]]
    if not any(own):
        return []
    lines = (("- Cấp tổng hợp quản lý", own), ("- Cấp dưới quản lý", below))
    return [
        _safe_row("", name, None, *(Counted(each, Run(scaled(each, 0))) for each in values)) for name, values in lines
    ]


def added(figures: Sequence[ConsolidatedFigure]) -> Counted:
    """Figures of several units as one number; nothing where none of them reported."""
    value = sum((each.value for each in figures), Fraction(0)) if figures else None
    return Counted(value, Run(NOT_REPORTED if value is None else scaled(value, 0)))


def _printed(found: ConsolidatedFigure | None) -> Counted:
    return Counted(found.value if found else None, counted(found, 0))
