"""Sentences as offices of many places write them, each with its figures: value, and indicator or kind; + compares."""

import pytest

from narrative import read_text

HEAD = "UBND XÃ ĐÔNG THANH\nBÁO CÁO NĂM 2022\n\n"


def _said(sentence):
    return "; ".join(
        f"{fact.value:f}{f'-{fact.value_high:f}' if fact.value_high else ''} "
        f"{'+' if fact.comparison else ''}{fact.indicator or fact.kind}"
        for fact in read_text(HEAD + sentence + "\n").facts
    )


SENTENCES = {
    "Hội Nông dân xã mở 18 buổi trò chuyện pháp luật ngoài ruộng, lôi cuốn 940 bà con.": (
        "18 outreach_sessions; 940 outreach_attendances"
    ),
    "Ra quân tuần tra vũ trang nhân dân 212 lượt, có 1.060 lượt dân quân, tự vệ cùng đi.": (
        "212 patrols_conducted; 1060 patrol_participants"
    ),
    "Đã hàn gắn được 17/20 vụ xích mích trong xóm; 3 vụ còn lại phải chuyển tòa.": ("17 disputes_settled; 3 result"),
    "Dân tự nguyện mang nộp 4 khẩu súng kíp, 11 dao găm và gần 3 kg thuốc pháo.": (
        "4 weapons_handed_in; 11 weapons_handed_in; 3 weapons_handed_in"
    ),
    "Toàn xã gắn 64 mắt camera bằng nguồn dân góp 212 triệu đồng.": (
        "64 cameras_in_models; 212000000 funds_raised_vnd"
    ),
    "Mỗi hộ nghèo được tặng 10 kg gạo, 300 nghìn đồng; tổng cộng 45 hộ.": (
        "10 background; 300000 result; 45 households_supported"
    ),
    "Có 96% số hộ (1.820/1.896 hộ) ký giao ước không tàng trữ pháo nổ.": ("96 pledge_rate; 1820 households_pledged"),
    "UBND huyện tặng Giấy khen cho 3 tập thể và 7 cá nhân có thành tích.": (
        "3 commendations_collective; 7 commendations_individual"
    ),
    'Nhóm Zalo "An ninh thôn" có 12 nhóm với 3.400 người tham gia, đăng 210 tin cảnh báo, 45 nghìn lượt xem.': (
        "12 social_media_groups; 3400 social_media_members; 210 social_media_posts; 45000 social_media_reach"
    ),
    "Phát thanh 365 lượt trên loa thôn; viết 24 tin, bài đăng cổng thông tin điện tử huyện.": (
        "365 broadcasts; 24 news_items"
    ),
    'Tổ chức 2 hội thi "Tìm hiểu Luật An ninh mạng", có 180 bài dự thi.': ("2 contests_held; 180 contest_entries"),
    "Tập huấn nghiệp vụ cho 27 tổ viên tổ bảo vệ an ninh, trật tự trong 2 lớp.": (
        "27 training_participants; 2 training_sessions"
    ),
    "Trong năm ra mắt 3 mô hình mới, nâng tổng số mô hình của xã lên 14; giải tán 1 mô hình kém hiệu quả.": (
        "3 models_new; 14 models_active; 1 models_dissolved"
    ),
    "8/8 thôn, 5/5 cơ quan, trường học được công nhận đạt chuẩn an toàn về an ninh, trật tự.": (
        "8 safe_residential_areas; 5 safe_agencies"
    ),
    "Bắt quả tang 2 vụ đánh bạc, 9 đối tượng, thu 14,5 triệu đồng.": ("2 case; 9 case; 14500000 case"),
    "Nhân dân cung cấp 31 nguồn tin có giá trị, giúp lực lượng công an làm rõ 6 vụ.": ("31 case; 6 case"),
    "Năm 2023 phấn đấu 100% thôn đạt chuẩn, mở 20 buổi tuyên truyền.": ("100 target; 20 target"),
    "Số buổi tuyên truyền là 35, nhiều hơn cùng kỳ 6 buổi.": ("35 outreach_sessions; 6 +outreach_sessions"),
    "So với năm 2021, số lượt người dự giảm 4,5%.": ("4.5 +outreach_attendances"),
    "Kiểm tra, phúc tra 12 đợt tại 26 cơ sở.": ("12 inspections_held; 26 result"),
    'Diễn đàn "Công an lắng nghe ý kiến nhân dân" tổ chức 2 lần, tiếp thu 57 ý kiến, đã trả lời 49 ý kiến.': (
        "2 dialogues_held; 57 opinions_received; 49 opinions_received"
    ),
    "Vận động cán bộ, công nhân ủng hộ Quỹ vì người nghèo được một trăm hai mươi triệu đồng.": (
        "120000000 funds_raised_vnd"
    ),
    "Xây mới 4 nhà tình thương, sửa 6 nhà, kinh phí 540 triệu đồng.": (
        "4 houses_built; 6 houses_built; 540000000 support_amount_vnd"
    ),
    "Hội Phụ nữ đỡ đầu 11 cháu mồ côi, cho 35 chị vay 1,4 tỷ đồng.": (
        "11 households_supported; 35 households_supported; 1400000000 support_amount_vnd"
    ),
    "Đội dân phòng có 9 đội, 90 đội viên; tổ hòa giải 9 tổ với 63 hòa giải viên.": (
        "9 core_force_teams; 90 core_force_members; 9 mediation_teams; 63 result"
    ),
    "Lập 5 điểm chữa cháy công cộng, 12 tổ liên gia an toàn phòng cháy, chữa cháy gồm 168 hộ.": (
        "5 fire_points; 12 fire_safety_teams; 168 result"
    ),
    "Cấp phát 2.500 tờ rơi, treo 40 băng rôn, khẩu hiệu; biên soạn 300 cuốn cẩm nang.": (
        "2500 leaflets_distributed; 40 banners_and_posters; 300 materials_compiled"
    ),
    "Ban hành 12 kế hoạch, 5 công văn; ký kết 2 quy chế phối hợp với trường học và đồn biên phòng.": (
        "12 documents_issued; 5 documents_issued; 2 programmes_signed"
    ),
    "Ngày hội Toàn dân bảo vệ an ninh Tổ quốc được tổ chức ở 9/9 khu dân cư, có trên 2.700 lượt người dự.": (
        "9 festival_events; 2700 festival_attendances"
    ),
    "Trợ giúp pháp lý lưu động 3 buổi cho 140 người dân.": ("3 legal_aid_sessions; 140 result"),
    "Thắp sáng 7 tuyến đường bằng 156 bóng đèn, trị giá 98 triệu đồng.": (
        "7 model_points; 156 lighting_points; 98000000 support_amount_vnd"
    ),
    'Mô hình "Tiếng kẻng an ninh" có mặt ở 7 thôn, 320 hộ tham gia.': ("7 model_points; 320 model_members"),
    "Câu lạc bộ phòng, chống tội phạm: 4 câu lạc bộ, 118 thành viên.": ("4 model_clubs; 118 model_members"),
    "Sửa đổi 9 bản hương ước; 100% thôn có quy ước.": ("9 conventions_adopted; 100 coverage_rate"),
    "Quyết định số 145/QĐ-UBND ngày 12/3/2022 công nhận 5 thôn đạt chuẩn.": ("5 safe_residential_areas"),
    "Địa bàn xã rộng 21,4 km², có 2.140 hộ với 8.900 nhân khẩu.": ("21.4 background; 2140 background; 8900 background"),
    "Công an xã và Mặt trận xã họp giao ban 4 kỳ; hội nghị sơ kết có 120 đại biểu dự.": (
        "4 conferences_held; 120 conference_participants"
    ),
    "Lắp thêm từ 10 đến 12 camera tại các ngã ba.": ("10-12 cameras_in_models"),
    "Tai nạn giao thông xảy ra 4 vụ, làm chết 1 người, bị thương 5 người.": ("4 case; 1 case; 5 case"),
    "Cảm hóa, giúp đỡ 6 người lầm lỗi, trong đó 4 người tiến bộ.": ("6 case; 4 case"),
    "Có 318/340 hộ ký cam kết không có người vi phạm pháp luật, đạt 93,5%.": (
        "318 households_pledged; 93.5 pledge_rate"
    ),
    "Vận động 45 hộ viết giao ước không chứa chấp tội phạm.": ("45 households_pledged"),
    "Xã ký mới 2 chương trình phối hợp, ra 9 văn bản hướng dẫn thôn.": ("2 programmes_signed; 9 documents_issued"),
    "Hội trao 12 suất học bổng, mỗi suất 500.000 đồng, và 30 bộ sách giáo khoa.": (
        "12 gifts_given; 500000 result; 30 gifts_given"
    ),
    "Xã tặng 15 phần quà và 20 cái đèn pin cho đội tuần tra.": ("15 gifts_given; 20 gifts_given"),
    "Phát 800 tờ rơi, in 120 bản đề cương.": ("800 leaflets_distributed; 120 materials_compiled"),
    "Chuẩn bị Ngày hội, xã cho xe loa chạy 24 lượt.": ("24 broadcasts"),
    "Tổ tuần tra đi được hơn chục lượt.": ("10 patrols_conducted"),
    "Tổ hòa giải nhận ba vụ, giải quyết xong cả ba vụ.": ("3 disputes_handled; 3 disputes_settled"),
    "Xã ban hành 6 kế hoạch; so với năm 2021, số kế hoạch nhiều hơn hai kế hoạch.": (
        "6 documents_issued; 2 +documents_issued"
    ),
    "Năm 2022 có 41 thôn đạt chuẩn an toàn về an ninh, trật tự; năm 2019 là 33 thôn.": (
        "41 safe_residential_areas; 33 +safe_residential_areas"
    ),
    "Chỉ tiêu cả năm là xây dựng 5 mô hình; đến nay thực hiện được 60% kế hoạch.": ("5 target; 60 result"),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_of_many_places_are_read(sentence):
    assert _said(sentence) == SENTENCES[sentence]


PARAGRAPHS = {
    # a title of a paragraph, a list below a line, a heading
    "Nhóm Zalo: hiện có 25 nhóm, 5.300 người.": "25 social_media_groups; 5300 social_media_members",
    "* Hòa giải: nhận 9 vụ, thành 8 vụ.": "9 disputes_handled; 8 disputes_settled",
    "V. An toàn về an ninh, trật tự\nKhu dân cư: 14/15 đạt (93,3%).": "14 safe_residential_areas; 93.3 safe_units_rate",
    "Đã làm được:\n- Tuyên truyền 12 buổi.\nNăm 2023 làm tiếp:\n- Mở 15 buổi.": "12 outreach_sessions; 15 target",
    "6. Việc năm 2023\n- Mở 10 buổi nói chuyện.\n- Lắp 20 camera.": "10 target; 20 target",
    # plans and results side by side
    "Tuyên truyền: chỉ tiêu 90 buổi, thực hiện 103 buổi.": "90 target; 103 outreach_sessions",
    # a state before and one after, comparisons in brackets
    "Mô hình tăng từ 12 mô hình lên 15 mô hình.": "12 +models_active; 15 models_active",
    "Tuyên truyền 35 buổi (năm 2021: 30 buổi, 900 lượt người).": (
        "35 outreach_sessions; 30 +outreach_sessions; 900 +outreach_attendances"
    ),
    "Tỷ lệ ký cam kết đạt 96,5%, bằng 98% so với năm 2021.": "96.5 pledge_rate; 98 +pledge_rate",
    # what is counted stands before the number
    "Pa nô 12 cái; băng rôn 67 chiếc.": "12 banners_and_posters; 67 banners_and_posters",
    # years that outlast the report, hours, roads, hot lines, chains of ordinals
    "Gọi 1900.0000; quốc lộ 47; Đề án 06 gắn với phụ lục 1, 2 và 3; km 12+500.": "",
    "Ký 1 chương trình phối hợp giai đoạn 2021-2026.": "1 programmes_signed",
    # shares in words, bare hundreds, one of a thing
    "Tổ chức một cuộc nói chuyện, ngót trăm người dự.": "1 outreach_sessions; 100 outreach_attendances",
}


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_what_stands_above_and_beside_explains_a_figure(paragraph):
    assert _said(paragraph) == PARAGRAPHS[paragraph]


PERIODS = {
    # a message says it in its first words; below a date "trong tháng" is that month
    "[Nhóm Zalo – 31/5/2024]\nEm gửi các bác số liệu tháng 5/2024 của thôn.\nHọp dân 2 buổi.": "tháng 5 năm 2024",
    "Thôn Gò Dinh, ngày 2/6/2024\nTrong tháng thôn họp dân 2 buổi.": "tháng 6 năm 2024",
    # an annex by the last of its columns
    "PHỤ LỤC\nNội dung | ĐVT | Quý I/2024 | Quý I/2025\nHọp dân | buổi | 12 | 15\n\nHọp dân 2 buổi.": "quý I năm 2025",
    # years in brackets behind the number of a document
    "BÁO CÁO SƠ KẾT QUY CHẾ PHỐI HỢP SỐ 03/QCPH (2018 - 2023)\nHọp dân 2 buổi.": "giai đoạn 2018-2023",
    # a scanner's letters
    "BÁO CÁO 9 THÁNG ĐẦU NĂM 2O2l\nHọp dân 2 buổi, l5 buổi, 1O lượt.": "9 tháng đầu năm 2021",
    # the edge of the report's own year, a year that is left again
    "BÁO CÁO 6 THÁNG ĐẦU NĂM 2023\nĐầu năm 2023, họp dân 2 buổi.": "6 tháng đầu năm 2023",
    "BÁO CÁO NĂM 2023\nTừ 3 tổ năm 2020, riêng năm nay họp dân 2 buổi.": "năm 2023",
}


@pytest.mark.parametrize("text", PERIODS)
def test_the_period_is_found_where_offices_put_it(text):
    figure = next(fact for fact in read_text(text + "\n").facts if fact.text == "2 buổi")

    assert figure.period == PERIODS[text]


STATES = {
    "Năm 2013, toàn tỉnh có 245 mô hình; đến nay có 1.230 mô hình.": "245 +models_active; 1230 models_active",
    "Tỷ lệ thôn đạt chuẩn: 79% (2013), 81% (2014), 90% (2023).": (
        "79 safe_units_rate; 81 safe_units_rate; 90 safe_units_rate"
    ),
    "Nhiệm kỳ 2008-2013 chỉ có 202 đội dân phòng.": "202 +core_force_teams",
    "Giai đoạn 2023-2033: mở 12 lớp tập huấn.": "12 target",
}


@pytest.mark.parametrize("sentence", STATES)
def test_reports_of_several_years_know_where_they_began(sentence):
    text = f"BÁO CÁO TỔNG KẾT 10 NĂM (2013-2023)\n\n{sentence}\n"

    said = [f"{it.value:f} {'+' if it.comparison else ''}{it.indicator or it.kind}" for it in read_text(text).facts]

    assert "; ".join(said) == STATES[sentence]


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("Lũy kế 9 tháng đầu năm 2022: 720 buổi tuyên truyền.", ["9 tháng đầu năm 2022"]),
        ("Cộng dồn 6 tháng năm 2022 tổ chức 310 buổi tuyên truyền.", ["6 tháng đầu năm 2022"]),
        ("Loa phát 670 lượt, gấp 2 lần năm 2020; nhóm Zalo đăng 90 tin.", ["năm 2022", "năm 2022", "năm 2022"]),
        ("Đến hết quý III năm 2022, xã duy trì 12 mô hình.", ["đến hết quý III năm 2022"]),
        ("Loa phát 670 lượt, gấp rưỡi năm 2020, treo 90 băng rôn.", ["năm 2022", "năm 2022"]),
    ],
)
def test_a_running_total_and_what_is_compared_with_keep_their_periods(sentence, periods):
    assert [fact.period for fact in read_text(HEAD + sentence + "\n").facts] == periods
