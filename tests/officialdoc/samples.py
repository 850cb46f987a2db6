"""Documents of different shapes, for the writers and the checker. Figures and names are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from officialdoc import (
    Align,
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Issuer,
    Note,
    Part,
    Profile,
    Rendering,
    RowKind,
    Source,
    Table,
    basis,
    clause,
    committee_signature,
    figure,
    front_signature,
    head_signature,
    paragraph,
    police_signature,
    row,
)

POLICE = Issuer("Công an tỉnh Thanh Hóa", parent="Bộ Công an")
FRONT = Issuer("Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Thanh Hóa")
COMMITTEE = Issuer("Ban Chỉ đạo 138", parent="Ủy ban nhân dân tỉnh Thanh Hóa")


def totals_table() -> Table:
    """Annex I of the annual report: nine columns, two of them groups."""
    centre, right = Align.CENTRE, Align.RIGHT
    columns = (
        Column("STT", 5, centre),
        Column("Nội dung", 40),
        Column("ĐVT", 8, centre),
        Column("Năm 2020", 11, right),
        Column("Năm 2021", 11, right),
        Column("Số", 9, right, group="Tăng, giảm"),
        Column("%", 8, right, group="Tăng, giảm"),
        Column("Đạt %", 9, right),
        Column("Ghi chú", 16),
    )
    rows = [row("I. Tuyên truyền", kind=RowKind.GROUP)]
    for n in range(1, 41):
        rows.append(
            row(
                str(n),
                "Buổi tuyên truyền tập trung tại khu dân cư",
                "buổi",
                "38.104",
                figure("40.312", "SL-7K3Q2"),
                "+2.208",
                "5,8",
                "100,8",
                "558/559 đơn vị",
            )
        )
    rows.append(row("", "Tổng", "", "1.524.160", "1.612.480", "+88.320", "5,8", "", "", kind=RowKind.TOTAL))
    return Table(columns, tuple(rows))


def units_table() -> Table:
    """A narrow table: four columns, by unit."""
    columns = (
        Column("STT", 6, Align.CENTRE),
        Column("Xã, phường", 40),
        Column("Phải gửi", 12, Align.RIGHT),
        Column("Đúng hạn", 12, Align.RIGHT),
    )
    names = ("Đông Thanh", "Hạc Thành", "Quảng Phú", "Sầm Sơn", "Nghi Sơn")
    rows = tuple(row(str(n), name, "12", "11") for n, name in enumerate(names, start=1))
    return Table(columns, (*rows, row("", "Tổng", "60", "55", kind=RowKind.TOTAL)))


def report_body() -> tuple[Block, ...]:
    """Body of an annual report in small: two parts, three levels, a note, figures with codes."""
    return (
        paragraph(
            "Thực hiện Chương trình phối hợp số 01/CTrPH-CAT-MTTQT ngày 15 tháng 3 năm 2012 về đẩy mạnh phong trào "
            "toàn dân bảo vệ an ninh Tổ quốc trong tình hình mới, Công an tỉnh và Ban Thường trực Ủy ban MTTQ Việt Nam "
            "tỉnh báo cáo kết quả như sau:"
        ),
        Part("Kết quả năm 2021"),
        Heading(1, "Đặc điểm tình hình"),
        paragraph("Toàn tỉnh có 27 huyện, thị xã, thành phố và 559 xã, phường, thị trấn."),
        Note("Phần này để trống; hai cơ quan tự viết về tình hình an ninh, trật tự"),
        Heading(1, "Kết quả thực hiện"),
        Heading(2, "Tuyên truyền, phổ biến, giáo dục pháp luật"),
        paragraph(
            (
                "Các đơn vị đã tổ chức ",
                figure("hơn 40.000", "SL-7K3Q2"),
                " buổi tuyên truyền với ",
                figure("hơn 1,2 triệu", "SL-9M4T6"),
                " lượt người dự; treo ",
                figure("17.254", "SL-2B8X1"),
                " băng rôn, khẩu hiệu (Phụ lục I).",
            )
        ),
        paragraph("- Tại xã Đông Thanh: 04 buổi, 312 lượt người dự;"),
        paragraph("- Tại phường Hạc Thành: 12 buổi, 1.045 lượt người dự."),
        Heading(2, "Xây dựng, củng cố, nhân rộng mô hình"),
        Heading(3, "Mô hình mới"),
        paragraph("Toàn tỉnh có 76 loại mô hình; chế độ báo cáo của các đơn vị thể hiện tại Phụ lục II."),
        Heading(3, "Mô hình nhân rộng"),
        paragraph("Các đơn vị nhân rộng 05 mô hình."),
        Part("Phương hướng, nhiệm vụ năm 2022"),
        Heading(1, "Nhiệm vụ trọng tâm"),
        clause("Tiếp tục quán triệt các văn bản của Trung ương và của tỉnh về phong trào."),
        clause("Nâng cao chất lượng mô hình tự quản ở khu dân cư."),
        Heading(1, "Đề xuất, kiến nghị"),
        paragraph("Đề nghị các cấp ủy, chính quyền tiếp tục quan tâm chỉ đạo. Trên đây là báo cáo kết quả năm 2021."),
    )


def joint_report() -> Document:
    """The joint annual report: one left block, two signatures, two annexes, one on its side."""
    return Document(
        profile=Profile.STATE,
        issuers=(POLICE, FRONT),
        symbol="BC-CAT-MTTQ",
        place="Thanh Hóa",
        expected_on=date(2021, 12, 14),
        type_name="Báo cáo",
        subject=(
            "Kết quả thực hiện Chương trình phối hợp giữa Công an tỉnh và Ủy ban MTTQ Việt Nam tỉnh năm 2021; "
            "phương hướng, nhiệm vụ năm 2022"
        ),
        blocks=report_body(),
        signatures=(front_signature(), police_signature(deputy=True)),
        recipients=("Thường trực Tỉnh ủy", "UBND tỉnh", "Công an, Ủy ban MTTQ các xã, phường"),
        filed_by="PV05",
        annexes=(
            Annex("Tổng hợp kết quả năm 2021", (totals_table(),)),
            Annex("Chế độ báo cáo của các đơn vị", (units_table(),)),
        ),
        sources=(
            Source(
                "SL-7K3Q2", "Buổi tuyên truyền", "40.312", "Tổng của 558 đơn vị", "558 phiếu số liệu, đến 14/12/2021"
            ),
        ),
    )


def lookup_report() -> Document:
    """The same report as look-up copy with codes and sources, figures not frozen."""
    return replace(joint_report(), rendering=Rendering.LOOKUP, page_line="Số hiện tại, chưa chốt")
