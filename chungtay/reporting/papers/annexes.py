"""The annexes of the annual report. Tables print the exact sums; "-" is not reported, which is not zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from chungtay.reporting.codes import CellPart, IndicatorKind, Section
from chungtay.reporting.models import Cell
from chungtay.reporting.papers.words import NOT_REPORTED, change, counted, percent, remark, table_figure
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedFigure, ConsolidatedYear
from narrative.numbers import format_number
from officialdoc import (
    Align,
    Annex,
    Column,
    Inline,
    Row,
    RowKind,
    Run,
    Table,
    figure,
    official_number,
    row,
)

SECTION_TITLES = {
    Section.ADVICE: "Tham mưu, lãnh đạo, chỉ đạo",
    Section.OUTREACH: "Tuyên truyền, phổ biến, giáo dục pháp luật",
    Section.MODELS: "Xây dựng, củng cố, nhân rộng mô hình, điển hình",
    Section.SAFE: "Đạt chuẩn An toàn về an ninh, trật tự; phân loại phong trào",
    Section.FORCE: "Lực lượng nòng cốt",
    Section.FESTIVAL: "Ngày hội; gắn với các cuộc vận động",
    Section.MEDIATION: "Hòa giải, hương ước, quy ước, nguồn lực",
    Section.TRAINING: "Tập huấn",
    Section.AWARDS: "Khen thưởng",
}
# The figures of Annex II and V, one line a unit: what a leader looks for first. One that nobody reported is left out.
BY_UNIT = (
    ("OUT_SESSIONS", "Buổi tuyên truyền"),
    ("OUT_ATTENDANCES", "Lượt dự"),
    ("OUT_BANNERS", "Băng zôn, pa nô"),
    ("OUT_NEWS", "Tin, bài"),
    ("OUT_MATERIALS", "Tài liệu"),
    ("MOV_LAUNCHES", "Đợt phát động"),
    ("MOD_MODELS", "Mô hình"),
    ("MOD_POINTS", "Điểm mô hình"),
    ("MOD_NEW", "Mô hình mới"),
    ("FRC_TEAMS", "Tổ bảo vệ ANTT"),
    ("GRP_PEOPLE_SEC", "Tổ an ninh nhân dân"),
    ("PAT_TURNS", "Lượt tuần tra"),
    ("AWD_COLLECTIVES", "Tập thể được khen"),
)
FESTIVAL_BY_UNIT = (
    ("FES_PTS_COM", "Điểm cấp xã"),
    ("FES_PTS_RA", "Điểm khu dân cư"),
    ("FES_ATT", "Lượt dự"),
    ("FES_ACTS", "Hoạt động"),
    ("FES_GIFTS", "Suất quà"),
    ("FES_GIFT_VALUE", "Trị giá (đồng)"),
)
_AT_WORK, _IN_THE_YEAR = "Đang hoạt động", "Trong năm"
MODEL_COUNTS = (
    (_AT_WORK, "MOD_TYPES", "Loại"),
    (_AT_WORK, "MOD_MODELS", "Mô hình"),
    (_AT_WORK, "MOD_POINTS", "Điểm"),
    (_AT_WORK, "MOD_TEAMS", "Tổ"),
    (_IN_THE_YEAR, "MOD_NEW", "Mới"),
    (_IN_THE_YEAR, "MOD_REPLICATED", "Nhân rộng"),
    (_IN_THE_YEAR, "MOD_STRENGTHENED", "Củng cố"),
    (_IN_THE_YEAR, "MOD_RETIRED", "Thanh loại"),
)
AWARDS = (("ministry", "Bộ, ngành Trung ương"), ("province", "Cấp tỉnh"), ("commune", "Cấp xã"))


@dataclass(frozen=True)
class UnitFigures:
    """One line of the annex by unit: a unit right below, and its figures by cell."""

    name: str
    figures: Mapping[int, ConsolidatedFigure]


@dataclass(frozen=True)
class Timeliness:
    """How the reports of one line came in."""

    name: str
    owed: int
    on_time: int
    late: int


@dataclass(frozen=True)
class TypeUse:
    """A type of model and in how many units it is at work."""

    name: str
    unit_count: int


def summary_annex(
    year: ConsolidatedYear,
    before: ConsolidatedYear | None,
    catalogue: CatalogueCells,
    targets: Mapping[str, Decimal],
) -> Annex:
    """Annex I: every figure beside that of the year before, and beside the target that the joint plan set for it."""
    rows: list[Row] = []
    number = 0
    for section in Section:
        lines = [
            (cells, row_cells)
            for cells in catalogue.by_indicator.values()
            if cells[0].indicator.section == section and (row_cells := _summary_cells(year, before, cells, targets))
        ]
        if not lines:
            continue
        rows.append(row(SECTION_TITLES[section], kind=RowKind.GROUP))
        for cells, row_cells in lines:
            number += 1
            indicator = cells[0].indicator
            rows.append(row(str(number), indicator.label_vi, indicator.unit_vi, *row_cells))
    columns = (
        Column("STT", 4, Align.CENTRE),
        Column("Nội dung", 30),
        Column("ĐVT", 9, Align.CENTRE),
        Column(f"Năm {year.year - 1}", 13, Align.RIGHT),
        Column(f"Năm {year.year}", 13, Align.RIGHT),
        Column("Số", 11, Align.RIGHT, group="Tăng, giảm"),
        Column("%", 9, Align.RIGHT, group="Tăng, giảm"),
        Column("Chỉ tiêu", 8, Align.RIGHT),
        Column("Đạt %", 8, Align.RIGHT),
        Column("Ghi chú (số đơn vị)", 14, Align.CENTRE),
    )
    table = Table(columns, tuple(rows))
    return Annex("Tổng hợp kết quả thực hiện Chương trình phối hợp", (table, remark(_summary_note(year, before))))


def _summary_note(year: ConsolidatedYear, before: ConsolidatedYear | None) -> str:
    """What a dash means; why a whole column may be dashes."""
    absent = "" if before else f"; chưa có số liệu năm {year.year - 1} để so sánh"
    return (
        f'dấu "-" là chưa có số liệu{absent}, hoặc kế hoạch phối hợp năm {year.year} không giao chỉ tiêu; '
        f"cột ghi chú là số đơn vị đã báo cáo đủ trên số đơn vị phải báo cáo"
    )


def _summary_cells(
    year: ConsolidatedYear, before: ConsolidatedYear | None, cells: Sequence[Cell], targets: Mapping[str, Decimal]
) -> tuple[Inline, ...] | None:
    indicator = cells[0].indicator
    now = year.figure(cells[0].number)
    if now is None:
        return None
    share, target = f"{now.reported}/{now.expected}", targets.get(indicator.code)
    if indicator.kind == IndicatorKind.RATIO:
        of = year.figure(cells[1].number)
        shown = Run(NOT_REPORTED) if of is None else figure(percent(now.value, of.value), now.code)
        old = before and before.figure(cells[0].number)
        old_of = before and before.figure(cells[1].number)
        earlier = percent(old.value, old_of.value) if old and old_of else NOT_REPORTED
        reached = Fraction(now.value) * 100 / of.value if of and of.value else None
        return earlier, shown, NOT_REPORTED, NOT_REPORTED, *_target_cells(target, reached), share
    old = before.figure(cells[0].number) if before else None
    earlier_run = table_figure(old, indicator)
    up, up_percent = change(now.value, old.value) if old else (NOT_REPORTED, NOT_REPORTED)
    reached = Fraction(now.value, 10**indicator.scale)
    return earlier_run, table_figure(now, indicator), up, up_percent, *_target_cells(target, reached), share


def _target_cells(target: Decimal | None, reached: Fraction | None) -> tuple[str, str]:
    """What was asked, and how much of it was reached in percent; "-" where nothing was asked or nothing is known."""
    if target is None:
        return NOT_REPORTED, NOT_REPORTED
    return format_number(target), NOT_REPORTED if reached is None else percent(reached, Fraction(target))


def unit_annex(
    title: str,
    units: Sequence[UnitFigures],
    year: ConsolidatedYear,
    catalogue: CatalogueCells,
    wanted: Sequence[tuple[str, str]] = BY_UNIT,
    *,
    is_withheld: bool = False,
) -> Annex:
    """Annexes II and V: one line a unit right below, and the total of the whole."""
    wanted = [(code, label) for code, label in wanted if _is_reported(catalogue.number(code), year, units)]
    cells = [catalogue.by_indicator[code][0] for code, _ in wanted]
    rows = [
        row(str(number), unit.name, *(table_figure(unit.figures.get(cell.number), cell.indicator) for cell in cells))
        for number, unit in enumerate(units, start=1)
    ]
    total = row(
        "",
        "Tổng",
        *(table_figure(year.figure(cell.number), cell.indicator) for cell in cells),
        kind=RowKind.TOTAL,
    )
    columns = (
        Column("STT", 4, Align.CENTRE),
        Column("Đơn vị", 18),
        *(Column(label, 10, Align.RIGHT) for _, label in wanted),
    )
    dash = 'dấu "-" là chưa báo cáo; dòng Tổng gồm cả số liệu của cấp tổng hợp'
    note = remark(f"số liệu từng đơn vị được in khi hai bên đã chốt; {dash}" if is_withheld else dash)
    return Annex(title, (Table(columns, (*rows, total)), note))


def _is_reported(cell: int, year: ConsolidatedYear, units: Sequence[UnitFigures]) -> bool:
    return year.figure(cell) is not None or any(cell in unit.figures for unit in units)


def model_annex(types: Sequence[TypeUse], year: ConsolidatedYear, catalogue: CatalogueCells) -> Annex:
    """Annex III: types, models, points and teams together, for none of them is another; then the types at work."""
    summary = Table(
        tuple(Column(label, 10, Align.RIGHT, group=group) for group, _code, label in MODEL_COUNTS),
        (row(*(counted(year.figure(catalogue.number(code)), 0) for _group, code, _label in MODEL_COUNTS)),),
        caption="Số lượng chung",
    )
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Tên loại mô hình", 70),
        Column("Số đơn vị có mô hình", 15, Align.RIGHT),
    )
    rows = [row(str(number), each.name, official_number(each.unit_count)) for number, each in enumerate(types, start=1)]
    named = Table(columns, tuple(rows), caption="Các loại mô hình đang hoạt động")
    return Annex("Mô hình tự quản, tự phòng về an ninh, trật tự", (summary, named) if rows else (summary,))


def award_annex(year: ConsolidatedYear, catalogue: CatalogueCells) -> Annex:
    """Annex VI: commendations by authority, counts only."""
    rows = []
    for number, (category, name) in enumerate(AWARDS, start=1):
        both = [
            year.figure(catalogue.number(code, CellPart.CATEGORY, category))
            for code in ("AWD_COLLECTIVES", "AWD_INDIVIDUALS")
        ]
        rows.append(row(str(number), name, *(counted(found, 0) for found in both)))
    whole = [year.figure(catalogue.number(code)) for code in ("AWD_COLLECTIVES", "AWD_INDIVIDUALS")]
    rows.append(row("", "Tổng", *(counted(found, 0) for found in whole), kind=RowKind.TOTAL))
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Cấp khen thưởng", 45),
        Column("Tập thể", 20, Align.RIGHT),
        Column("Cá nhân (số lượng)", 20, Align.RIGHT),
    )
    return Annex("Khen thưởng (số lượng)", (Table(columns, tuple(rows)),))


def timeliness_annex(lines: Sequence[Timeliness]) -> Annex:
    """Annex VIII: the reporting regime, by line: the ranking of units is each line's own matter."""
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Khối", 35),
        Column("Phải gửi", 15, Align.RIGHT),
        Column("Đúng hạn", 15, Align.RIGHT),
        Column("Quá hạn", 15, Align.RIGHT),
        Column("Tỷ lệ đúng hạn (%)", 15, Align.RIGHT),
    )
    rows = [
        row(
            str(number),
            each.name,
            official_number(each.owed),
            official_number(each.on_time),
            official_number(each.late),
            percent(Fraction(each.on_time), Fraction(each.owed)),
        )
        for number, each in enumerate(lines, start=1)
    ]
    return Annex("Thực hiện chế độ báo cáo", (Table(columns, tuple(rows)),))
