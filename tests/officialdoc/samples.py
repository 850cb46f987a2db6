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
    commune_police_signature,
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
    for n in range(1, 13):
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
    rows.append(row("", "Tổng", "", "457.248", "483.744", "+26.496", "5,8", "", "", kind=RowKind.TOTAL))
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


def spoken_report() -> Document:
    """The short version for the speaker."""
    return replace(
        joint_report(),
        rendering=Rendering.READ_ALOUD,
        subject="Tóm tắt kết quả thực hiện Chương trình phối hợp năm 2021",
        blocks=(
            paragraph("Kính thưa các đồng chí đại biểu! Năm 2021, hai cơ quan đã phối hợp chặt chẽ, đồng bộ."),
            Heading(1, "Kết quả chính"),
            paragraph(("Toàn tỉnh tổ chức ", figure("hơn 40.000", "SL-7K3Q2"), " buổi tuyên truyền.")),
            Heading(1, "Nhiệm vụ thời gian tới"),
            paragraph("Tiếp tục thực hiện Chương trình phối hợp. Xin trân trọng cảm ơn."),
        ),
    )


def two_block_report() -> Document:
    """The joint report with each agency under its own parent, numbered and issued."""
    return replace(joint_report(), two_blocks=True, number="7", issued_on=date(2021, 12, 5))


def report_sent_up() -> Document:
    """A police report to its superior, with "Kính gửi" to several, numbered and dated in February."""
    return Document(
        profile=Profile.POLICE,
        issuers=(POLICE,),
        symbol="BC-CAT-PV05",
        place="Thanh Hóa",
        number="5",
        issued_on=date(2022, 2, 8),
        type_name="Báo cáo",
        subject="Kết quả phong trào toàn dân bảo vệ an ninh Tổ quốc tháng 01 năm 2022",
        addressees=("Bộ Công an (qua V05)", "Ủy ban nhân dân tỉnh"),
        blocks=(
            Heading(1, "Kết quả"),
            clause("Công an các xã, phường đã tổ chức 1.204 buổi tuyên truyền, 86.310 lượt người dự."),
            clause("Duy trì hoạt động của 76 loại mô hình."),
            units_table(),
            Heading(1, "Nhiệm vụ"),
            paragraph("Tiếp tục thực hiện kế hoạch năm 2022."),
        ),
        signatures=(police_signature(deputy=True, name="Đại tá Nguyễn Văn Mẫu"),),
        recipients=("Các phòng nghiệp vụ",),
        filed_by="PV05",
    )


def front_plan() -> Document:
    """A plan of the Front, with legal bases."""
    return Document(
        profile=Profile.FRONT,
        issuers=(Issuer("Ban Thường trực", parent="Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Thanh Hóa"),),
        symbol="KH-MTTQ-BTT",
        place="Thanh Hóa",
        expected_on=date(2022, 3, 1),
        type_name="Kế hoạch",
        subject="Phối hợp tổ chức Ngày hội toàn dân bảo vệ an ninh Tổ quốc năm 2022",
        blocks=(
            basis("Căn cứ Luật Mặt trận Tổ quốc Việt Nam ngày 09 tháng 6 năm 2015"),
            basis("Căn cứ Chương trình phối hợp số 01/CTrPH-CAT-MTTQT ngày 15 tháng 3 năm 2012"),
            paragraph("Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh ban hành Kế hoạch với các nội dung sau:"),
            Heading(1, "Mục đích, yêu cầu"),
            clause("Phát huy sức mạnh của khối đại đoàn kết toàn dân tộc."),
            clause("Tổ chức thiết thực, tiết kiệm, an toàn."),
            Heading(1, "Nội dung"),
            Heading(2, "Phần lễ"),
            clause("Báo cáo kết quả phong trào;", level=3),
            clause("Trao danh hiệu cho khu dân cư;", level=3),
            clause("Ký cam kết;", level=3),
            clause("Phát động thi đua;", level=3),
            clause("Khen thưởng tập thể.", level=3),
            Heading(2, "Phần hội"),
            paragraph("Thi đấu thể thao, văn nghệ quần chúng."),
            Heading(1, "Tổ chức thực hiện"),
            paragraph("Các địa phương, đơn vị căn cứ Kế hoạch này tổ chức thực hiện."),
        ),
        signatures=(front_signature(deputy=True, name="Trần Thị Mẫu"),),
        recipients=("Công an tỉnh", "Mặt trận các xã, phường"),
        filed_by="Ban PT",
    )


def letter() -> Document:
    """A công văn to one addressee."""
    return Document(
        profile=Profile.STATE,
        issuers=(Issuer("Ủy ban nhân dân xã Đông Thanh", parent="Ủy ban nhân dân tỉnh Thanh Hóa"),),
        symbol="UBND-VX",
        place="Đông Thanh",
        expected_on=date(2026, 11, 20),
        subject="báo cáo số liệu phong trào năm 2026",
        addressees=("Công an tỉnh Thanh Hóa",),
        blocks=(
            paragraph(
                "Thực hiện Công văn số 112/CAT-PV05 ngày 02 tháng 11 năm 2026 của Công an tỉnh, Ủy ban nhân dân xã "
                "Đông Thanh gửi số liệu phong trào toàn dân bảo vệ an ninh Tổ quốc năm 2026."
            ),
            paragraph("Đề nghị Công an tỉnh tổng hợp."),
        ),
        signatures=(head_signature("Chủ tịch", deputy="Phó Chủ tịch", name="Lê Văn Mẫu"),),
        recipients=("Ban Chỉ đạo 138 xã",),
        filed_by="VX",
    )


def conclusion_notice() -> Document:
    """A notice of conclusions by the steering committee."""
    return Document(
        profile=Profile.STATE,
        issuers=(COMMITTEE,),
        symbol="TB-BCĐ",
        place="Thanh Hóa",
        number="31",
        issued_on=date(2026, 1, 12),
        type_name="Thông báo",
        subject="Kết luận của Trưởng ban tại hội nghị tổng kết năm 2025",
        blocks=(
            paragraph("Ngày 10 tháng 01 năm 2026, Trưởng ban Chỉ đạo chủ trì hội nghị và kết luận như sau:"),
            Heading(2, "Công an tỉnh"),
            clause("Chủ trì rà soát mô hình, hoàn thành trước ngày 31 tháng 3;", level=3),
            clause("Báo cáo Ban Chỉ đạo kết quả.", level=3),
            Heading(2, "Ủy ban MTTQ Việt Nam tỉnh"),
            paragraph("Chủ trì vận động các tổ chức thành viên tham gia."),
        ),
        signatures=(committee_signature(deputy=True, name="Phạm Văn Mẫu"),),
        recipients=("Thành viên Ban Chỉ đạo",),
        filed_by="NC",
    )


def guidance() -> Document:
    """A guidance of the police."""
    return Document(
        profile=Profile.POLICE,
        issuers=(POLICE,),
        symbol="HD-CAT-PV05",
        place="Thanh Hóa",
        expected_on=date(2026, 2, 1),
        type_name="Hướng dẫn",
        subject="Lập phiếu số liệu hằng tháng",
        blocks=(
            Heading(1, "Nội dung"),
            Heading(2, "Thời gian chốt số liệu"),
            paragraph("Số liệu tính từ ngày 15 tháng trước đến hết ngày 14 của tháng báo cáo."),
            Heading(2, "Cách ghi"),
            paragraph("Không phát sinh thì ghi số 0; chưa có số liệu thì để trống."),
        ),
        signatures=(police_signature(),),
        recipients=("Công an các xã, phường",),
        filed_by="PV05",
    )


def programme() -> Document:
    """A coordination programme of police and Front."""
    return Document(
        profile=Profile.STATE,
        issuers=(POLICE, FRONT),
        symbol="CTr-CAT-MTTQ",
        place="Thanh Hóa",
        expected_on=date(2026, 10, 1),
        type_name="Chương trình",
        subject="Phối hợp hành động giai đoạn 2026 - 2030",
        blocks=(
            basis("Căn cứ Luật Công an nhân dân ngày 20 tháng 11 năm 2018"),
            basis("Căn cứ Luật Mặt trận Tổ quốc Việt Nam ngày 09 tháng 6 năm 2015"),
            Part("Quy định chung"),
            Heading(1, "Mục đích"),
            paragraph("Nâng cao hiệu quả phối hợp."),
            Part("Nội dung phối hợp"),
            Heading(1, "Tuyên truyền"),
            paragraph("Hai cơ quan phối hợp tuyên truyền theo các Phụ lục kèm theo."),
        ),
        signatures=(police_signature(), front_signature()),
        recipients=("Tỉnh ủy",),
        filed_by="PV05",
        annexes=(Annex("Phân công thực hiện", (units_table(),)),),
    )


def commune_report() -> Document:
    """A commune police report with a single addressee."""
    return Document(
        profile=Profile.POLICE,
        issuers=(Issuer("Công an xã Đông Thanh", parent="Công an tỉnh Thanh Hóa"),),
        symbol="BC-CAX",
        place="Đông Thanh",
        expected_on=date(2026, 11, 14),
        type_name="Báo cáo",
        subject="Kết quả phong trào tháng 11 năm 2026",
        addressees=("Công an tỉnh Thanh Hóa",),
        blocks=(
            Heading(2, "Tuyên truyền"),
            paragraph("Tổ chức 03 buổi, 215 lượt người dự."),
            Heading(2, "Mô hình"),
            paragraph("Duy trì 04 mô hình; không phát sinh mô hình mới."),
        ),
        signatures=(commune_police_signature(deputy=True),),
        filed_by="CAX",
    )


SAMPLES = {
    make.__name__: make
    for make in (
        joint_report,
        lookup_report,
        spoken_report,
        two_block_report,
        report_sent_up,
        front_plan,
        letter,
        conclusion_notice,
        guidance,
        programme,
        commune_report,
    )
}
