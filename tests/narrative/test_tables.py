"""Tables in text: by indicator, by place, with comparison columns, money scales and running totals."""

from narrative import read_text

# Two ways to say that what stands in brackets is of the year before; the third says something else.
_TOLD_IN_BRACKETS = (
    "số trong ngoặc là của cùng kỳ",
    "trong ngoặc đơn: 6 tháng đầu năm 2021",
    "trong ngoặc là kế hoạch",
)
HEAD = "UBND XÃ TÂN PHÚ\nBÁO CÁO 6 THÁNG ĐẦU NĂM 2022\n\n"


def _cells(table, *fields):
    return [tuple(getattr(fact, field) for field in fields) for fact in read_text(HEAD + table).facts]


def test_rows_of_indicators_with_units_signs_and_earlier_columns():
    table = (
        "STT | Nội dung | Đơn vị tính | Kết quả | Cùng kỳ | Tăng (+), giảm (-)\n"
        "1 | Tổ chức tuyên truyền | buổi | 45 | 40 | +5\n"
        "2 | Số người tham gia | lượt | 3.200 | 3.350 | -150\n"
        "3 | Tỷ lệ hộ ký cam kết | % | 96,5 | 94 | 2,5\n"
    )

    assert _cells(table, "text", "value", "indicator", "comparison") == [
        ("45", 45, "outreach_sessions", False),
        ("40", 40, "outreach_sessions", True),
        ("+5", 5, "outreach_sessions", True),
        ("3.200", 3200, "outreach_attendances", False),
        ("3.350", 3350, "outreach_attendances", True),
        ("-150", -150, "outreach_attendances", True),
        ("96,5", read_text("96,5%").facts[0].value, "pledge_rate", False),
        ("94", 94, "pledge_rate", True),
        ("2,5", read_text("2,5%").facts[0].value, "pledge_rate", True),
    ]


def test_columns_of_years_decide_the_period_and_triệu_đồng_the_scale():
    table = "Nội dung\tĐVT\tNăm 2021\tNăm 2022\nXã hội hóa\ttriệu đồng\t110\t167,5\n"

    assert _cells(table, "value", "unit", "indicator", "period", "comparison") == [
        (110_000_000, "đồng", "funds_raised_vnd", "năm 2021", True),
        (167_500_000, "đồng", "funds_raised_vnd", "năm 2022", False),
    ]


def test_rows_of_places_give_the_scope_and_columns_what_is_counted():
    table = (
        "TT | Đơn vị | Số buổi tuyên truyền | Tờ rơi (tờ)\n1 | Thôn Đông Hải | 12 | 500\n2 | Thôn Tây Hải | 15 | 650\n"
    )

    assert _cells(table, "value", "indicator", "scope") == [
        (12, "outreach_sessions", "Thôn Đông Hải"),
        (500, "leaflets_distributed", "Thôn Đông Hải"),
        (15, "outreach_sessions", "Thôn Tây Hải"),
        (650, "leaflets_distributed", "Thôn Tây Hải"),
    ]


def test_plans_are_targets_and_shares_of_a_plan_have_no_indicator():
    table = "| STT | Nội dung | Kế hoạch | Thực hiện | Đạt tỷ lệ (%) |\n| 1 | Buổi tuyên truyền | 100 | 115 | 115 |\n"

    assert _cells(table, "value", "unit", "indicator", "kind") == [
        (100, "buổi", None, "target"),
        (115, "buổi", "outreach_sessions", "result"),
        (115, "%", None, "result"),
    ]


def test_running_totals_and_cases_in_columns_of_blanks():
    table = (
        "STT    Nội dung    ĐVT    Trong kỳ    Lũy kế từ đầu năm\n"
        "1    Buổi tuyên truyền    buổi    12    40\n"
        "2    Số vụ phạm pháp hình sự    vụ    3    9\n"
    )

    assert _cells(table, "value", "indicator", "cumulative", "kind") == [
        (12, "outreach_sessions", False, "result"),
        (40, "outreach_sessions", True, "result"),
        (3, None, False, "case"),
        (9, None, True, "case"),
    ]


def test_the_line_of_an_annex_with_places_left_open_is_no_row():
    table = (
        "Phụ lục\nTỔNG HỢP SỐ LIỆU\n(Kèm theo Báo cáo số      /BC-UBND ngày      tháng      năm 2022)\n"
        "TT | Nội dung | Đơn vị tính | Kết quả\n"
        "1 | Số buổi tuyên truyền | buổi | 45\n"
    )

    assert _cells(table, "value", "indicator") == [(45, "outreach_sessions")]


def test_an_empty_first_cell_keeps_the_columns_of_a_total_in_line():
    table = "TT | Địa bàn | Số buổi tuyên truyền | Số tờ rơi\n1 | Thôn 1 | 5 | 80\n | Tổng cộng | 5 | 80\n"

    assert _cells(table, "value", "indicator") == [
        (5, "outreach_sessions"),
        (80, "leaflets_distributed"),
        (5, "outreach_sessions"),
        (80, "leaflets_distributed"),
    ]


def test_tables_cut_by_semicolons_are_tables_and_lists_of_figures_are_none():
    head = "XÃ ĐÔNG THANH\nBÁO CÁO NĂM 2024\n\n"
    table = "TT; Nội dung; ĐVT; Năm 2023; Năm 2024\n1; Lớp tập huấn; lớp; 31; 38\n2; Hộ ký cam kết; hộ; 148; 151\n"
    listed = "- Xã A: 12 buổi; 340 lượt người.\n- Xã B: 9 buổi; 210 lượt người.\n- Xã C: 7 buổi; 180 lượt người.\n"

    facts = read_text(head + table).facts
    assert [(int(it.value), it.indicator, it.comparison) for it in facts] == [
        (31, "training_sessions", True),
        (38, "training_sessions", False),
        (148, "households_pledged", True),
        (151, "households_pledged", False),
    ]
    assert [fact.unit for fact in read_text(head + listed).facts] == ["buổi", "lượt người"] * 3


def test_a_row_that_names_a_group_is_no_head():
    text = (
        "XÃ ĐÔNG THANH\nBÁO CÁO NĂM 2024\n\nSTT | Nội dung | Đơn vị tính | Năm 2024\nI | TUYÊN TRUYỀN | |\n"
        "1 | Số buổi tuyên truyền | Buổi | 45\nII | AN TOÀN | |\n2 | Khu dân cư đạt chuẩn | Khu | 12\n"
    )

    assert [(int(it.value), it.indicator) for it in read_text(text).facts] == [
        (45, "outreach_sessions"),
        (12, "safe_residential_areas"),
    ]


def test_the_column_of_next_years_targets_is_not_the_period_of_a_table_without_a_title():
    table = (
        "Nội dung | Đơn vị tính | Năm 2022 | Năm 2023 | Chỉ tiêu năm 2024\n"
        "Buổi tuyên truyền | buổi | 388 | 421 | 450\n"
        "Mô hình xây dựng mới | mô hình | 6 | 8 | 4\n"
    )
    assert [(fact.period, fact.kind) for fact in read_text(table).facts] == [
        ("năm 2022", "comparison"),
        ("năm 2023", "result"),
        (None, "target"),
    ] * 2


def test_what_the_line_above_says_of_brackets_holds_for_every_cell():
    rows = (
        "Đơn vị | Hộ ký cam kết (hộ) | Vụ việc hòa giải thành (vụ)\n"
        "Thôn Đông Hải | 240 (185) | 9 (14)\n"
        "Thôn Tây Hải | 186 (202) | 12 (11)\n"
    )
    fields = ("value", "indicator", "comparison", "period", "scope")
    now, then = "6 tháng đầu năm 2022", "6 tháng đầu năm 2021"

    found = [_cells(f"Biểu 1. Kết quả ({words})\n\n{rows}", *fields) for words in _TOLD_IN_BRACKETS]

    first = [
        (240, "households_pledged", False, now, "Thôn Đông Hải"),
        (185, "households_pledged", True, then, "Thôn Đông Hải"),
        (9, "disputes_settled", False, now, "Thôn Đông Hải"),
        (14, "disputes_settled", True, then, "Thôn Đông Hải"),
    ]
    assert [[cell for cell in cells if cell[-1] == "Thôn Đông Hải"] for cells in found] == [first, first, first[::2]]
