"""What the province plans: its objectives, its items with their targets then and now, and how communes word them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chungtay.programmes.actions.programmes import FrameworkWords
from chungtay.programmes.codes import Campaign
from chungtay.programmes.items import ItemDraft

_BODIES = "Bộ Công an và Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"
_SUBJECT = "Đẩy mạnh phong trào Toàn dân bảo vệ an ninh Tổ quốc trong tình hình mới"
FORMER = FrameworkWords("09/CTrPH-BCA-MTTW", date(2013, 8, 1), _BODIES, _SUBJECT, 2013, 2023)
PRESENT = FrameworkWords("07/CTrPH-BCA-MTTW", date(2023, 10, 17), _BODIES, _SUBJECT, 2023, 2033)
OWN = FrameworkWords(
    "01/CTrPH-CAT-MTTQT",
    date(2024, 1, 10),
    "Công an tỉnh và Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    _SUBJECT,
    2024,
    2033,
)
OBJECTIVES = {
    1: "Nâng cao nhận thức, trách nhiệm của Nhân dân trong phong trào Toàn dân bảo vệ an ninh Tổ quốc",
    2: "Củng cố, nâng chất lượng các mô hình tự quản về an ninh, trật tự",
    3: "Xây dựng khu dân cư, xã, phường, cơ quan, doanh nghiệp, nhà trường an toàn về an ninh, trật tự",
    4: "Gắn phong trào với các cuộc vận động và ngày hội của Nhân dân",
    5: "Nâng chất lượng phối hợp, chỉ đạo và chế độ báo cáo",
}


@dataclass(frozen=True)
class Work:
    """One item of the province: under which objective, who leads and helps, its day, its target then and now.

    `words` are further ways in which communes say the same.
    """

    objective: int
    text: str
    lead: str
    helps: tuple[str, ...]
    month: int
    day: int
    words: tuple[str, ...] = ()
    indicator: str = ""
    then: int | None = None
    now: int | None = None
    campaign: str = ""


WORK = (
    Work(1, "Tổ chức các buổi tuyên truyền, phổ biến pháp luật ở khu dân cư", "police", ("front", "women", "youth"), 11,
         30, ("Tuyên truyền pháp luật tại từng thôn, tổ dân phố", "Lồng ghép tuyên truyền vào các buổi họp dân"),
         "OUT_SESSIONS", 38_000, 9_000),
    Work(1, "Phát thanh các bản tin về phong trào trên hệ thống loa truyền thanh", "front", ("government",), 11, 30,
         ("Phát bản tin trên loa truyền thanh thôn mỗi tuần",), "OUT_BULLETINS", 24_000, 6_000),
    Work(1, "Đăng tin, bài về phong trào trên các trang thông tin của đơn vị", "youth", ("police", "front"), 11, 30,
         ("Đăng tin, bài trên trang của xã, nhóm của thôn",), "DIG_POSTS", 50_000, 12_000, Campaign.DIGITAL.value),
    Work(1, 'Tổ chức diễn đàn "Công an lắng nghe ý kiến nhân dân"', "police", ("front",), 10, 31,
         ('Mở diễn đàn "Công an lắng nghe ý kiến nhân dân" tại nhà văn hóa',), "FOR_COUNT", 559, 166),
    Work(2, "Ra mắt mô hình mới phù hợp với địa bàn", "police", ("front", "veterans"), 9, 30,
         ("Khảo sát, ra mắt mô hình tự quản mới",), "MOD_NEW", 60, 20),
    Work(2, "Nhân rộng mô hình hoạt động có hiệu quả", "front", ("police", "farmers"), 10, 31,
         ("Mở thêm điểm của mô hình đang hoạt động tốt",), "MOD_REPLICATED", 80, 30),
    Work(2, "Củng cố mô hình hoạt động còn hình thức", "front", ("police", "veterans", "women"), 8, 31,
         ("Kiện toàn, củng cố mô hình hiện có",), "MOD_STRENGTHENED", 500, 170, Campaign.SKILFUL.value),
    Work(3, "Vận động hộ gia đình đăng ký, ký cam kết xây dựng khu dân cư an toàn", "police",
         ("front", "government", "farmers"), 3, 31, ("Vận động các hộ ký cam kết ngay trong quý I",),
         "SAF_HH_COMMIT", 400_000, 410_000),
    Work(3, "Xây dựng khu dân cư đạt tiêu chuẩn An toàn về an ninh, trật tự", "front", ("police", "government"), 11, 15,
         ("Xét, đề nghị công nhận khu dân cư an toàn",), "SAF_RA_OK", 70, 75, Campaign.CULTURE.value),
    Work(4, "Tổ chức Ngày hội Toàn dân bảo vệ an ninh Tổ quốc", "police", ("front", "youth", "women"), 8, 19,
         ("Tổ chức Ngày hội 19/8 ở khu dân cư",), "FES_PTS_RA", 3_900, 4_000, Campaign.SECURITY_DAY.value),
    Work(4, "Tổ chức Ngày hội Đại đoàn kết toàn dân tộc", "front", ("police", "government"), 11, 18,
         ("Tổ chức Ngày hội 18/11 ở từng thôn, tổ dân phố",), campaign=Campaign.UNITY_DAY.value),
    Work(4, "Gắn phong trào với xây dựng nông thôn mới, đô thị văn minh", "front", ("farmers", "women"), 11, 30,
         ("Đưa tiêu chí an ninh, trật tự vào việc xây dựng nông thôn mới",), campaign=Campaign.NEW_RURAL.value),
    Work(5, "Tập huấn nghiệp vụ cho cán bộ làm phong trào", "police", ("front",), 6, 30,
         ("Cử cán bộ tập huấn, hướng dẫn cho tổ tự quản",), "TRN_CLASSES", 400, 170),
    Work(5, "Sơ kết, tổng kết và báo cáo đúng kỳ", "police", ("front", "union"), 12, 14,
         ("Sơ kết 6 tháng, tổng kết năm, gửi báo cáo đúng hạn",)),
)  # fmt: skip
# What communes add of their own.
ADDITIONS = (
    ("Thắp sáng đường làng, ngõ xóm do Nhân dân đóng góp", "youth"),
    ("Mỗi chi hội nhận một tuyến đường tự quản", "women"),
    ("Giúp hộ cao tuổi lắp bình chữa cháy", "veterans"),
    ("Mở góc pháp luật ở nhà văn hóa thôn", "front"),
)
BASES = {
    True: (
        (
            "178/KH-BCĐ",
            date(2020, 12, 28),
            "Ban Chỉ đạo Trung ương",
            "Phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2021",
        ),
        ("05/NQ-TU", date(2021, 1, 4), "Tỉnh ủy", "Nhiệm vụ năm 2021"),
    ),
    False: (
        ("612/KH-BCA-V05", date(2025, 10, 10), "Bộ Công an", "Xây dựng xã, cơ quan, nhà trường điển hình"),
        ("2447/QĐ-TTg", date(2025, 11, 6), "Thủ tướng Chính phủ", "Phong trào thi đua Toàn dân bảo vệ an ninh Tổ quốc"),
    ),
}


def items_of_province(year: int, *, past: bool) -> list[ItemDraft]:
    """The items of the province's plan of a year, with the targets of the past or of the present."""
    return [
        ItemDraft(
            text=work.text,
            lead=work.lead,
            due_on=date(year, work.month, work.day),
            objective=work.objective,
            cooperating=work.helps,
            indicator=work.indicator,
            target=None if (target := work.then if past else work.now) is None else Decimal(target),
            campaign="" if past and work.campaign == Campaign.DIGITAL else work.campaign,
        )
        for work in WORK
    ]
