"""What the exported tables hold: one fact a stated figure, and the dimensions around it. Data alone.

Values are exact integers in the scale of their indicator; NULL is not reported, 0 a stated zero. Nothing about
persons is in any table: no accounts, no names of officers, no texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from chungtay.organisations.codes import Line

HIDDEN_FROM, HIDDEN_TO = 1, 4
"""Counts within these bounds are left out where an indicator is sensitive when small."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in Parquet (as DuckDB writes it), and what it means in both languages."""

    name: str
    type: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, and the SQL that answers them in that order."""

    name: str
    vi: str
    en: str
    columns: tuple[Column, ...]
    query: str


def _valid(what_vi: str, what_en: str) -> tuple[Column, Column]:
    return (
        Column("valid_from", "DATE", f"Ngày đầu {what_vi}; trống: từ trước", f"First day {what_en}; blank: before"),
        Column("valid_to", "DATE", f"Ngày sau ngày cuối {what_vi}; trống: đến nay", f"Day after the last {what_en}"),
    )


_UNIT = Column("unit_id", "BIGINT", "Đơn vị", "Unit")
_PERIOD = Column("period_id", "BIGINT", "Kỳ báo cáo", "Period")
_LINE = Column("line", "VARCHAR", "Hệ thống", "Line")
_CELL = Column("cell_id", "INTEGER", "Ô số liệu", "Cell")
_PLACE = (Column("task_id", "BIGINT", "Báo cáo", "Report"), _UNIT, _PERIOD, _LINE, _CELL)

# The part that is counted for all lines may be small where the whole is not; a range tells its value by its upper end.
_SMALL = (
    f"i.is_sensitive_when_small AND (o.value BETWEEN {HIDDEN_FROM} AND {HIDDEN_TO}"
    f" OR o.counted BETWEEN {HIDDEN_FROM} AND {HIDDEN_TO})"
)


def _unless_small(column: str) -> str:
    return f"CASE WHEN NOT ({_SMALL}) THEN o.{column} END"


TABLES = (
    Table(
        "unit",
        "Đơn vị hành chính theo thời gian",
        "Administrative units over time",
        (
            Column("unit_id", "BIGINT", "Khóa của lãnh thổ, không đổi", "Key of the territory, never changed"),
            Column("code", "VARCHAR", "Mã đơn vị", "Code of the unit"),
            Column("name", "VARCHAR", "Tên đơn vị", "Name of the unit"),
            Column("kind", "VARCHAR", "Loại đơn vị", "Kind of unit"),
            Column("level", "SMALLINT", "Cấp: 0 cả nước, 1 tỉnh, 2 huyện, 3 xã", "Level, from the nation down"),
            Column("parent_id", "BIGINT", "Đơn vị cấp trên trực tiếp", "Unit directly above"),
            *_valid("có hiệu lực", "of validity"),
        ),
        """SELECT v.unit_id, v.code, v.name, v.kind, v.level, v.parent_id, lower(v.validity), upper(v.validity)
        FROM territory_unitversion v WHERE NOT isempty(v.validity) ORDER BY 1, 7""",
    ),
    Table(
        "unit_ancestor",
        "Đơn vị nằm dưới đơn vị nào, theo thời gian",
        "Which unit stood under which, over time",
        (
            _UNIT,
            Column("ancestor_id", "BIGINT", "Đơn vị phía trên, hoặc chính nó", "Unit above, or itself"),
            Column("depth", "SMALLINT", "Số bậc; 0 là chính nó", "Steps between; 0 is itself"),
            *_valid("có hiệu lực", "of validity"),
        ),
        """SELECT unit_id, ancestor_id, depth, lower(validity), upper(validity)
        FROM territory_unitancestor WHERE NOT isempty(validity) ORDER BY 1, 3, 4""",
    ),
    Table(
        "succession",
        "Sáp nhập, chia tách: phần của đơn vị cũ về đơn vị mới",
        "Mergers and splits: the share of a unit that went to another",
        (
            Column("from_unit_id", "BIGINT", "Đơn vị cũ", "Former unit"),
            Column("to_unit_id", "BIGINT", "Đơn vị mới", "New unit"),
            Column("effective_on", "DATE", "Ngày có hiệu lực", "First day"),
            Column("share_millionths", "INTEGER", "Phần triệu của đơn vị cũ", "Millionths of the former unit"),
            Column("is_reviewed", "BOOLEAN", "Tỷ lệ đã được thẩm định", "Whether the share was reviewed"),
            Column("is_default_target", "BOOLEAN", "Nơi nhận mặc định", "Whether what is not divided goes here"),
        ),
        """SELECT s.from_unit_id, s.to_unit_id, e.effective_on, s.share_millionths, s.is_reviewed, s.is_default_target
        FROM territory_unitsuccession s JOIN territory_unitevent e ON e.id = s.event_id AND e.voided_at IS NULL
        ORDER BY 3, 1, 2""",
    ),
    Table(
        "period",
        "Kỳ báo cáo",
        "Reporting periods",
        (
            Column("period_id", "BIGINT", "Khóa của kỳ", "Key of the period"),
            Column("indicator_set", "VARCHAR", "Bộ chỉ tiêu", "Set of indicators"),
            Column("grain", "VARCHAR", "Tháng, quý, nửa năm, năm", "Month, quarter, half, year"),
            Column("year", "SMALLINT", "Năm báo cáo", "Reporting year"),
            Column("index", "SMALLINT", "Thứ tự trong năm", "Place within the year"),
            Column("first_day", "DATE", "Ngày đầu lấy số liệu", "First day of the window"),
            Column("last_day", "DATE", "Ngày cuối lấy số liệu", "Last day of the window"),
            Column("year_period_id", "BIGINT", "Kỳ của cả năm", "Period of the whole year"),
        ),
        """SELECT p.id, s.code, p.grain, p.year, p.index, lower(p.window), upper(p.window) - 1,
               coalesce(p.parent_id, p.id)
        FROM reporting_reportingperiod p JOIN reporting_indicatorset s ON s.id = p.indicator_set_id ORDER BY 1""",
    ),
    Table(
        "cell",
        "Ô số liệu: chỉ tiêu và phần của chỉ tiêu",
        "Cells: indicators and their parts",
        (
            Column("cell_id", "INTEGER", "Số của ô, không bao giờ dùng lại", "Number of the cell, never used again"),
            Column("indicator", "VARCHAR", "Mã chỉ tiêu", "Code of the indicator"),
            Column("part", "VARCHAR", "Tổng, loại, tử số, mẫu số", "Total, category, numerator, denominator"),
            Column("category", "VARCHAR", "Loại", "Category"),
            Column("kind", "VARCHAR", "Cách cộng của ô", "How the cell is totalled"),
            Column("scale", "SMALLINT", "Số chữ số thập phân của giá trị", "Digits after the comma in the value"),
            Column("label_vi", "VARCHAR", "Tên tiếng Việt", "Vietnamese name"),
            Column("label_en", "VARCHAR", "Tên tiếng Anh", "English name"),
            Column("unit_vi", "VARCHAR", "Đơn vị tính", "Unit of counting"),
            Column("legal_source", "VARCHAR", "Căn cứ", "Legal source"),
        ),
        """SELECT c.number, i.code, c.part, c.category,
               CASE c.part WHEN 'numerator' THEN i.numerator_kind WHEN 'denominator' THEN i.denominator_kind
                    ELSE i.kind END,
               i.scale, concat_ws(': ', i.label_vi, nullif(c.label_vi, '')),
               concat_ws(': ', i.label_en, nullif(c.label_en, '')), i.unit_vi, i.legal_source
        FROM reporting_cell c JOIN reporting_indicator i ON i.id = c.indicator_id ORDER BY 1""",
    ),
    Table(
        "task",
        "Báo cáo phải nộp, đúng hạn hay chưa",
        "Reports that are owed, and whether they came",
        (
            Column("task_id", "BIGINT", "Khóa của báo cáo phải nộp", "Key of the report owed"),
            _UNIT,
            _PERIOD,
            _LINE,
            Column("form", "VARCHAR", "Biểu mẫu", "Form"),
            Column("is_claim", "BOOLEAN", "Số khai cho cả địa bàn, không cộng", "Stated for a whole area, never added"),
            Column("due_on", "DATE", "Hạn nộp", "Deadline"),
            Column("submitted_on", "DATE", "Ngày nộp gần nhất", "Day on which it was last sent"),
            Column("is_accepted", "BOOLEAN", "Đã được duyệt", "Whether it was accepted"),
        ),
        """SELECT t.id, t.unit_id, t.period_id, t.line, f.code, t.is_claim, t.due_on,
               (s.submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, s.accepted_version_id IS NOT NULL
        FROM reporting_reporttask t
        JOIN reporting_formversion v ON v.id = t.form_version_id JOIN reporting_form f ON f.id = v.form_id
        LEFT JOIN reporting_submission s ON s.task_id = t.id ORDER BY 1""",
    ),
    Table(
        "observation",
        "Số liệu đã duyệt, mỗi dòng một ô",
        "Accepted figures, one a row",
        (
            *_PLACE,
            Column("value", "BIGINT", "Giá trị; trống khi được giấu", "Value; blank where it is hidden"),
            Column(
                "counted",
                "BIGINT",
                "Phần được cộng vào số chung của các hệ thống",
                f"The part that is added on the line “{Line.ALL}”",
            ),
            Column("qualifier", "SMALLINT", "Mức chính xác: 0 đúng, 1 hơn, 2 gần, …", "How exact: 0 equal, 1 more, …"),
            Column("high", "BIGINT", "Đầu trên của khoảng", "Upper end of a range"),
            Column("is_nil", "BOOLEAN", "Không phát sinh", "Stated as not arisen"),
            Column("is_estimate", "BOOLEAN", "Số ước", "An estimate"),
            Column("is_addable", "BOOLEAN", "Được cộng vào tổng", "Whether it enters totals; else it is a claim"),
            Column("is_hidden", "BOOLEAN", "Giấu vì quá nhỏ", "Hidden because it is small"),
        ),
        f"""SELECT o.task_id, o.unit_id, o.period_id, o.line, o.cell_id,
               {_unless_small("value")}, {_unless_small("counted")}, o.qualifier, {_unless_small("high")}, o.is_nil,
               o.certainty = 'estimate', o.is_addable, {_SMALL}
        FROM reporting_observation o
        JOIN reporting_cell c ON c.number = o.cell_id JOIN reporting_indicator i ON i.id = c.indicator_id
        WHERE o.is_accepted ORDER BY o.cell_id, o.period_id, o.unit_id, o.line""",
    ),
    Table(
        "named",
        "Tên được đếm của chỉ tiêu đếm theo tên",
        "Names that a distinct indicator counts",
        (
            *_PLACE,
            Column("key", "VARCHAR", "Mã loại mô hình", "Code of the type of model"),
        ),
        """SELECT t.id, t.unit_id, t.period_id, t.line, k.cell_id, k.key
        FROM reporting_versionkey k
        JOIN reporting_submission s ON s.accepted_version_id = k.version_id
        JOIN reporting_reporttask t ON t.id = s.task_id ORDER BY 1, 5, 6""",
    ),
)
