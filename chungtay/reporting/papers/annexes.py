"""The annexes of the annual report. Tables print the exact sums; "-" is not reported, which is not zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, IndicatorKind, Section
from chungtay.reporting.models import Cell
from chungtay.reporting.papers.words import NOT_REPORTED, change, percent, scaled, table_figure
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedFigure, ConsolidatedYear
from officialdoc import (
    Align,
    Annex,
    Column,
    Inline,
    Paragraph,
    Row,
    RowKind,
    Run,
    Table,
    figure,
    official_number,
    paragraph,
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
# The two parts of a ratio in the order in which a table prints them: of how many, then how many.
RATIO_PARTS = (CellPart.DENOMINATOR, CellPart.NUMERATOR)
SAFE_LINES = (
    ("Khu dân cư", "SAF_RA_OK"),
    ("Xã, phường, thị trấn", "SAF_COM_OK"),
    ("Cơ quan, doanh nghiệp, cơ sở giáo dục", "SAF_ORG_OK"),
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
ADVICE_COUNTS = (("ADV_DOCS", "Văn bản đã tham mưu"), ("ADV_AGREEMENTS", "Chương trình, quy chế còn hiệu lực"))
LINE_NAMES = {
    Line.ALL: "Tất cả",
    Line.POLICE: "Công an",
    Line.FRONT: "Mặt trận Tổ quốc",
    Line.FARMERS: "Hội Nông dân",
    Line.WOMEN: "Hội Liên hiệp Phụ nữ",
    Line.VETERANS: "Hội Cựu chiến binh",
    Line.YOUTH: "Đoàn Thanh niên",
    Line.UNION: "Công đoàn",
}
OVERLAPPING = "số liệu của các khối có phần trùng nhau; dòng Tổng tính mỗi văn bản một lần"
AWARDS = (("ministry", "Bộ, ngành Trung ương"), ("province", "Cấp tỉnh"), ("commune", "Cấp xã"))


@dataclass(frozen=True)
class Counted:
    """A number as it is printed, and its value to divide by: None where nobody reported it."""

    value: Fraction | None
    run: Run


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


@dataclass(frozen=True)
class CommuneKind:
    """The communes of one kind: how many there are, registered and recognised ones added up from their own reports."""

    name: str
    count: int
    registered: Counted
    recognised: Counted


@dataclass(frozen=True)
class Issued:
    """A line of the list of documents, all as printed."""

    symbol: str
    day: str
    office: str
    subject: str


def summary_annex(year: ConsolidatedYear, before: ConsolidatedYear | None, catalogue: CatalogueCells) -> Annex:
    """Annex I: every figure beside that of the year before."""
    rows: list[Row] = []
    number = 0
    for section in Section:
        lines = [
            (cells, row_cells)
            for cells in catalogue.by_indicator.values()
            if cells[0].indicator.section == section and (row_cells := _summary_cells(year, before, cells))
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
    return Annex("Tổng hợp kết quả thực hiện Chương trình phối hợp", (table, _remark(_summary_note(year, before))))


def _remark(words: str) -> Paragraph:
    """What stands under a table: "Ghi chú: ..."."""
    return paragraph(f"Ghi chú: {words}.")


def _summary_note(year: ConsolidatedYear, before: ConsolidatedYear | None) -> str:
    """What a dash means; why a whole column may be dashes."""
    absent = "" if before else f"; chưa có số liệu năm {year.year - 1} để so sánh"
    return f'dấu "-" là chưa có số liệu{absent}; cột ghi chú là số đơn vị đã báo cáo đủ trên số đơn vị phải báo cáo'


def _summary_cells(
    year: ConsolidatedYear, before: ConsolidatedYear | None, cells: Sequence[Cell]
) -> tuple[Inline, ...] | None:
    indicator = cells[0].indicator
    now = year.figure(cells[0].number)
    if now is None:
        return None
    share = f"{now.reported}/{now.expected}"
    if indicator.kind == IndicatorKind.RATIO:
        of = year.figure(cells[1].number)
        shown = Run(NOT_REPORTED) if of is None else figure(percent(now.value, of.value), now.code)
        old = before and before.figure(cells[0].number)
        old_of = before and before.figure(cells[1].number)
        earlier = percent(old.value, old_of.value) if old and old_of else NOT_REPORTED
        return earlier, shown, NOT_REPORTED, NOT_REPORTED, NOT_REPORTED, NOT_REPORTED, share
    old = before.figure(cells[0].number) if before else None
    earlier_run = table_figure(old, indicator)
    up, up_percent = change(now.value, old.value) if old else (NOT_REPORTED, NOT_REPORTED)
    return earlier_run, table_figure(now, indicator), up, up_percent, NOT_REPORTED, NOT_REPORTED, share


def unit_annex(
    title: str,
    units: Sequence[UnitFigures],
    year: ConsolidatedYear,
    catalogue: CatalogueCells,
    wanted: Sequence[tuple[str, str]] = BY_UNIT,
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
    note = _remark('dấu "-" là chưa báo cáo; dòng Tổng gồm cả số liệu của cấp tổng hợp')
    return Annex(title, (Table(columns, (*rows, total)), note))


def _is_reported(cell: int, year: ConsolidatedYear, units: Sequence[UnitFigures]) -> bool:
    return year.figure(cell) is not None or any(cell in unit.figures for unit in units)


def model_annex(types: Sequence[TypeUse], year: ConsolidatedYear, catalogue: CatalogueCells) -> Annex:
    """Annex III: types, models, points and teams together, for none of them is another; then the types at work."""
    summary = Table(
        tuple(Column(label, 10, Align.RIGHT, group=group) for group, _code, label in MODEL_COUNTS),
        (row(*(_count(year.figure(catalogue.number(code)), 0) for _group, code, _label in MODEL_COUNTS)),),
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
    return Annex("Kết quả đạt chuẩn An toàn về an ninh, trật tự", (Table(columns, tuple(rows)), _remark(note)))


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
    return Counted(found.value if found else None, _count(found, 0))


def _count(found: ConsolidatedFigure | None, scale: int) -> Run:
    return Run(NOT_REPORTED) if found is None else figure(scaled(found.value, scale), found.code)


def document_annex(
    frameworks: Sequence[Issued], sent: Sequence[Issued], year: ConsolidatedYear, catalogue: CatalogueCells
) -> Annex:
    """Annex VII: the programme's documents by name, and how many each line advised on and keeps in force.

    `frameworks` are those the year stands on, `sent` those in the registers of the two agencies.
    """
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Số, ký hiệu", 20),
        Column("Ngày", 12, Align.CENTRE),
        Column("Cơ quan ban hành", 28),
        Column("Trích yếu", 35),
    )
    rows: list[Row] = []
    for title, group in (("Văn bản khung", frameworks), ("Văn bản của hai cơ quan trong kỳ báo cáo", sent)):
        if group:
            rows.append(row(title, kind=RowKind.GROUP))
        first = sum(each.kind is RowKind.PLAIN for each in rows) + 1
        rows += [
            row(str(number), each.symbol, each.day, each.office, each.subject)
            for number, each in enumerate(group, start=first)
        ]
    named = Table(columns, tuple(rows), caption="Danh mục văn bản")
    none_sent = "" if sent else "trong sổ đăng ký của hai cơ quan chưa có văn bản nào của kỳ báo cáo; "
    note = _remark(f"{none_sent}{OVERLAPPING}")
    return Annex("Văn bản lãnh đạo, chỉ đạo, phối hợp", (named, _advice_by_line(year, catalogue), note))


def _advice_by_line(year: ConsolidatedYear, catalogue: CatalogueCells) -> Table:
    cells = [catalogue.number(code) for code, _label in ADVICE_COUNTS]
    given = [(line, [year.figure(cell, line) for cell in cells]) for line in LINE_NAMES if line is not Line.ALL]
    rows = [
        row(str(number), LINE_NAMES[line], *(_count(found, 0) for found in figures))
        for number, (line, figures) in enumerate([each for each in given if any(each[1])], start=1)
    ]
    total = row("", "Tổng", *(_count(year.figure(cell), 0) for cell in cells), kind=RowKind.TOTAL)
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Khối", 45),
        *(Column(label, 25, Align.RIGHT) for _code, label in ADVICE_COUNTS),
    )
    return Table(columns, (*rows, total), caption="Số lượng văn bản theo khối")


def award_annex(year: ConsolidatedYear, catalogue: CatalogueCells) -> Annex:
    """Annex VI: commendations by authority, counts only."""
    rows = []
    for number, (category, name) in enumerate(AWARDS, start=1):
        both = [
            year.figure(catalogue.number(code, CellPart.CATEGORY, category))
            for code in ("AWD_COLLECTIVES", "AWD_INDIVIDUALS")
        ]
        rows.append(row(str(number), name, *(_count(found, 0) for found in both)))
    whole = [year.figure(catalogue.number(code)) for code in ("AWD_COLLECTIVES", "AWD_INDIVIDUALS")]
    rows.append(row("", "Tổng", *(_count(found, 0) for found in whole), kind=RowKind.TOTAL))
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
