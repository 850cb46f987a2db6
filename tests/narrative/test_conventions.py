"""What belongs to which indicator: one sentence of our own for each convention that keeps two of them apart."""

from decimal import Decimal

import pytest

from narrative import read_text

HEAD = "UBND HUYỆN ĐÔNG SƠN HẠ\nBÁO CÁO NĂM 2022\n\n"

# (sentence, its figures: value and indicator, or "none", or the kind that is out of scope)
CONVENTIONS = [
    (
        "Câu lạc bộ “Phụ nữ với pháp luật” có ở 14 trường, nhân ra 31 thôn, 5 bến tự quản.",
        "14 model_points; 31 model_points; 5 model_points",
    ),
    (
        "Tổ chức 12 đợt tuyên truyền; 6 buổi lễ phát động với 1.200 người.",
        "12 outreach_sessions; 6 movement_launches; 1200 outreach_attendances",
    ),
    (
        "Biên soạn, cấp phát 1.000 cẩm nang; phát hành 300 đĩa tuyên truyền; in 2.500 tờ khuyến cáo.",
        "1000 materials_compiled; 300 leaflets_distributed; 2500 leaflets_distributed",
    ),
    ("Phát 4.000 tờ rơi, tài liệu cho nhân dân.", "4000 leaflets_distributed"),
    (
        (
            "Toàn huyện có 16/21 xã đạt chuẩn an toàn về ANTT; 47 cơ quan, 16 doanh nghiệp, 58 trường "
            "học đạt chuẩn; 3 xã chưa đạt chuẩn."
        ),
        "16 safe_communes; 47 safe_agencies; 16 safe_agencies; 58 safe_agencies; 3 none",
    ),
    ("95 khu dân cư và cơ quan được công nhận đạt chuẩn an toàn về an ninh, trật tự.", "95 safe_units_mixed"),
    ("15 xã đạt tiêu chí 19.2 về an ninh trật tự.", "15 safe_communes"),
    (
        ("Thành lập tổ công tác kiểm tra tại 12 đơn vị, phát động tại 9 khu dân cư, tuyên truyền tại 15 xóm."),
        "12 none; 9 none; 15 none",
    ),
    (
        "Vận động các nhà hảo tâm tài trợ 250 triệu đồng; trích ngân sách 80 triệu đồng mua camera.",
        "250000000 funds_raised_vnd; 80000000 support_amount_vnd",
    ),
    ("Kinh phí hoạt động 45 triệu đồng.", "45000000 support_amount_vnd"),
    ("Các doanh nghiệp hỗ trợ 120 triệu đồng.", "120000000 funds_raised_vnd"),
    (
        "Thăm, tặng quà 15 gia đình chính sách, tổng trị giá 7,5 triệu đồng.",
        "15 households_supported; 7500000 support_amount_vnd",
    ),
    (
        "Hòa giải thành công 14/16 vụ; đang hòa giải 1 vụ, chuyển cấp trên 1 vụ.",
        "14 disputes_settled; 1 none; 1 none",
    ),
    ("Giải quyết 22 vụ việc mâu thuẫn trong nhân dân.", "22 disputes_handled"),
    ("Người có uy tín trong huyện có 45 người, tổ chức gặp mặt 2 cuộc.", "45 case; 2 dialogues_held"),
    ("Kết quả đạt 112% chỉ tiêu.", "112 none"),
    ("Vượt 3 mô hình so với kế hoạch.", "3 models_active (compared)"),
    ("Số lượt người dự gấp 2 lần năm 2021.", "2 outreach_attendances (compared)"),
    ("Nhiều hơn xã Tân Lập 5 mô hình.", "5 models_active (compared)"),
    ("Mỗi thôn treo 2 băng rôn; bình quân mỗi tổ có 7 thành viên.", "2 none; 7 none"),
    (
        "Có hai nghìn rưỡi lượt người dự 15 buổi tuyên truyền.",
        "2500 outreach_attendances; 15 outreach_sessions",
    ),
    ("Gần một nửa số hộ lắp camera.", "50 background"),
    ("Vận động giao nộp nửa tá dao, kiếm; một đôi súng săn.", "6 weapons_handed_in; 2 weapons_handed_in"),
    ("Đội dân phòng 12 đội với 96 đội viên.", "12 core_force_teams; 96 core_force_members"),
    (
        "Ban bảo vệ dân phố có 8 tổ, 40 thành viên; đội thanh niên xung kích 15 đội.",
        "8 core_force_teams; 40 core_force_members; 15 self_managed_groups",
    ),
    ("34/34 xã kiện toàn tổ bảo vệ an ninh, trật tự.", "34 none"),
    ("Mô hình “Nhà trọ an toàn” thu hút 250 chủ nhà trọ ký cam kết.", "250 pledges_signed"),
    (
        "Vận động 1.250 hội viên ký giao ước thi đua, 45 khu dân cư ký giao ước.",
        "1250 pledges_signed; 45 pledges_signed",
    ),
    ("97,5% hộ gia đình ký cam kết; tỷ lệ khu dân cư đạt chuẩn 94%.", "97.5 pledge_rate; 94 safe_units_rate"),
    ("100% xã tổ chức Ngày hội; 100% khu dân cư có tổ tự quản.", "100 coverage_rate; 100 coverage_rate"),
    ("Đăng ký xây dựng 6 mô hình, đăng ký mới 2 mô hình.", "6 none; 2 models_new"),
    (
        "Xóa tên 3 câu lạc bộ, loại khỏi danh sách 2 mô hình hoạt động kém.",
        "3 models_dissolved; 2 models_dissolved",
    ),
    ("Trợ giúp pháp lý lưu động 8 đợt cho 640 lượt người.", "8 legal_aid_sessions; 640 none"),
    (
        "Tiếp xúc, đối thoại 12 cuộc với 1.450 lượt người, tiếp thu 86 ý kiến, 12 kiến nghị.",
        "12 dialogues_held; 1450 none; 86 opinions_received; 12 opinions_received",
    ),
    (
        "Công an tỉnh và các đoàn thể tổ chức hội nghị sơ kết với 120 đại biểu tham dự.",
        "120 conference_participants",
    ),
    ("Tổ chức 3 hội nghị tập huấn cho 240 cán bộ hòa giải.", "3 training_sessions; 240 training_participants"),
    ("Lực lượng đoàn viên tuần tra 120 đêm, mỗi đêm 5 người.", "120 patrols_conducted; 5 none"),
    (
        ("Tổ chức cuộc thi trực tuyến tìm hiểu pháp luật với 15.600 lượt thí sinh; 12 bài dự thi đạt giải."),
        "15600 contest_entries; 12 contest_entries",
    ),
    (
        "Lắp 45 camera trị giá 350 triệu đồng do nhân dân đóng góp.",
        "45 cameras_in_models; 350000000 funds_raised_vnd",
    ),
    (
        "Duy trì 26 tổ liên gia an toàn PCCC gồm 310 hộ, mua 310 bình chữa cháy.",
        "26 fire_safety_teams; 310 none; 310 none",
    ),
    (
        "Xảy ra 2 vụ cháy, thiệt hại 45 triệu đồng; tai nạn giao thông 5 vụ, chết 2 người.",
        "2 case; 45000000 case; 5 case; 2 case",
    ),
    ("Xử phạt 15 trường hợp, số tiền 35 triệu đồng.", "15 case; 35000000 case"),
    ("Nhân dân phát hiện, tố giác 12 tin, bắt 3 đối tượng.", "12 case; 3 case"),
    ("Quản lý 45 đối tượng tù tha về, giúp đỡ 12 người hoàn lương.", "45 case; 12 case"),
    ("Tặng quà 35 đối tượng chính sách.", "35 households_supported"),
    ("Chỉ tiêu năm 2023: 20 mô hình, 150 buổi tuyên truyền.", "20 target; 150 target"),
    ("Năm 2023, huyện sẽ xây dựng 5 mô hình.", "5 target"),
    (
        "Trang Zalo OA của huyện đăng 450 tin, có 5.600 người quan tâm, 12.000 lượt chia sẻ.",
        "450 social_media_posts; 5600 social_media_reach; 12000 social_media_reach",
    ),
    ("Loa phường phát 2 lần mỗi ngày, cộng 600 lượt.", "2 background; 600 broadcasts"),
    ("Số thành viên câu lạc bộ: 450 người.", "450 model_members"),
    ("Tổ hòa giải: 145 tổ với 870 hòa giải viên.", "145 mediation_teams; 870 none"),
    (
        "Huyện có 20 xã, 158 thôn, 32.000 hộ với 125.000 nhân khẩu; đường biên giới dài 25 km.",
        "20 background; 158 background; 32000 background; 125000 background; 25 background",
    ),
    ("Tăng 12% so với năm 2021 (45/40 buổi).", "12 none (compared)"),
    ("Từ 120 mô hình năm 2021 lên 135 mô hình năm 2022.", "120 models_active (compared); 135 models_active"),
    ("Ra mắt 12 điểm mô hình, nâng tổng số lên 86 điểm.", "12 models_new; 86 model_points"),
    (
        "Tổng số 64 mô hình, trong đó tốt 30, khá 25, trung bình 9.",
        "64 models_active; 30 models_active; 25 models_active; 9 models_active",
    ),
    ("Trong đó, nông thôn 45 mô hình, thành thị 19 mô hình.", "45 models_active; 19 models_active"),
    ("Hội nghị được tổ chức tại 12 điểm cầu.", "12 none"),
    (
        "Khen thưởng đột xuất 4 tập thể, 9 cá nhân; đề nghị Bộ khen 1 đơn vị.",
        "4 commendations_collective; 9 commendations_individual; 1 commendations_collective",
    ),
    ("Tổ chức được 12 buổi, 4.500 lượt người.", "12 outreach_sessions; 4500 outreach_attendances"),
    ("Số buổi họp dân là 36.", "36 outreach_sessions"),
]


@pytest.mark.parametrize(("sentence", "expected"), CONVENTIONS)
def test_figures_go_where_the_convention_says(sentence, expected):
    facts = read_text(HEAD + sentence + "\n").facts

    assert [_words(fact) for fact in facts] == [words for words in expected.split("; ") if words]


def _words(fact):
    goes_to = fact.indicator or ("none" if fact.in_scope else fact.kind)
    return f"{Decimal(fact.value):f} {goes_to}{' (compared)' if fact.comparison else ''}"
