"""PDF pages: paragraphs joined over lines, tables read by their rules, columns by their gaps."""

from narrative.files.layout import Box, Piece, lay_out


def _line(text, top, *, left=85.0, right=556.0):
    return Piece(left, top - 12, right, top, text)


def _grid(columns, levels):
    upright = [Box(x, min(levels), x, max(levels)) for x in columns]
    return [*upright, *(Box(min(columns), y, max(columns), y) for y in levels)]


def _cells(pieces, boxes=()):
    return [row.cells for row in lay_out(pieces, boxes)]


def test_full_lines_go_on_and_short_ones_end_a_paragraph():
    pieces = [
        _line("Chi hội tổ chức 38 cuộc họp dân, có hơn 52", 780),
        _line("nghìn lượt xem.", 760, right=170),
        _line("Tổ tự quản họp ở 13 xóm.", 740, right=250),
    ]

    assert _cells(pieces) == [
        ("Chi hội tổ chức 38 cuộc họp dân, có hơn 52 nghìn lượt xem.",),
        ("Tổ tự quản họp ở 13 xóm.",),
    ]


def test_items_indents_and_wide_spaces_open_a_paragraph():
    pieces = [
        _line("Dòng thứ nhất đầy đến hết lề phải của trang", 780),
        _line("- Mục thứ nhất đầy đến hết lề phải của trang", 760),
        _line("Thụt đầu dòng đầy đến hết lề phải của trang", 740, left=113),
        _line("Cách xa", 600, right=140),
    ]

    assert [cells[0].split()[0] for cells in _cells(pieces)] == ["Dòng", "-", "Thụt", "Cách"]


def test_a_ruled_table_keeps_its_columns_and_joins_the_lines_of_a_cell():
    pieces = [
        _line("Nội dung", 695, left=90, right=140),
        _line("Kết quả", 695, left=305, right=350),
        _line("Lượt người tham gia", 670, left=90, right=200),
        _line("tuyên truyền", 655, left=90, right=160),
        _line("1.700", 670, left=405, right=430),
    ]

    table = _cells(pieces, _grid([85, 300, 400, 500], [640, 680, 700]))

    assert table == [("Nội dung", "Kết quả", ""), ("Lượt người tham gia tuyên truyền", "", "1.700")]


def test_a_wide_gap_parts_columns_without_rules():
    pieces = [_line("UBND XÃ A", 800, right=150), _line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 800, left=260)]

    assert _cells(pieces) == [("UBND XÃ A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")]


def test_text_before_and_after_a_table_stays_in_order():
    pieces = [
        _line("Trước bảng:", 750, right=150),
        _line("12", 690, left=310, right=330),
        _line("Sau bảng.", 600, right=150),
    ]

    assert _cells(pieces, _grid([85, 300, 400], [680, 700])) == [("Trước bảng:",), ("", "12"), ("Sau bảng.",)]


def test_an_empty_page_has_no_rows():
    assert lay_out([], []) == []
