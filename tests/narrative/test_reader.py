"""Sentences of our own, each for a rule of reading; then what holds for any text."""

import textwrap
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrative import Context, TextTooLong, read_text
from narrative.forbidden import scan
from narrative.indicators import load_indicators
from narrative.lexicon import load_lexicon
from narrative.reader import MAX_CHARACTERS
from narrative.rules import Surroundings, load_rules

HEAD = "UBND XÃ ĐÔNG THANH\nBÁO CÁO NĂM 2022\n\n"


def _facts(sentence):
    return read_text(HEAD + sentence + "\n").facts


def _brief(sentence):
    """value, qualifier, indicator of each fact; the kind instead where there is no indicator."""
    return [(fact.value, fact.qualifier, fact.indicator or fact.kind) for fact in _facts(sentence)]


RESULTS = {
    "Xã tổ chức 35 buổi tuyên truyền với 2.140 lượt người tham dự.": [
        (35, "eq", "outreach_sessions"),
        (2140, "eq", "outreach_attendances"),
    ],
    "Phát động phong trào 4 đợt, 860 lượt người hưởng ứng.": [
        (4, "eq", "movement_launches"),
        (860, "eq", "outreach_attendances"),
    ],
    "In và cấp phát 1.500 tờ rơi, 300 tài liệu; treo gần 45 băng rôn.": [
        (1500, "eq", "leaflets_distributed"),
        (300, "eq", "materials_compiled"),
        (45, "lt", "banners_and_posters"),
    ],
    "Cấp phát 500 tài liệu cho các hộ dân.": [(500, "eq", "leaflets_distributed")],
    "Có 12 mô hình, 3 câu lạc bộ, 27 điểm mô hình; trong năm xây dựng mới 2 mô hình, giải thể 1 câu lạc bộ.": [
        (12, "eq", "models_active"),
        (3, "eq", "model_clubs"),
        (27, "eq", "model_points"),
        (2, "eq", "models_new"),
        (1, "eq", "models_dissolved"),
    ],
    "Tiếp nhận 21 vụ mâu thuẫn, hòa giải thành 18 vụ, không thành 3 vụ, đạt tỷ lệ 85,7%.": [
        (21, "eq", "disputes_handled"),
        (18, "eq", "disputes_settled"),
        (3, "eq", "result"),
        (Decimal("85.7"), "eq", "result"),
    ],
    "Có 8/9 thôn đạt chuẩn an toàn về an ninh, trật tự, đạt 88,9%; 5 cơ quan, doanh nghiệp đạt chuẩn.": [
        (8, "eq", "safe_residential_areas"),
        (Decimal("88.9"), "eq", "safe_units_rate"),
        (5, "eq", "safe_agencies"),
    ],
    "1.250 hộ ký cam kết, đạt 97%; 85 hộ kinh doanh ký cam kết.": [
        (1250, "eq", "households_pledged"),
        (97, "eq", "pledge_rate"),
        (85, "eq", "pledges_signed"),
    ],
    "Vận động giao nộp 3 khẩu súng tự chế, 2 kg pháo nổ.": [
        (3, "eq", "weapons_handed_in"),
        (2, "eq", "weapons_handed_in"),
    ],
    "Ủng hộ 45 triệu đồng, tặng 60 suất quà, mỗi suất 300.000 đồng.": [
        (45_000_000, "eq", "funds_raised_vnd"),
        (60, "eq", "gifts_given"),
        (300_000, "eq", "result"),
    ],
    "Kiện toàn 9 tổ bảo vệ an ninh, trật tự với 27 thành viên, tuần tra 410 buổi với 1.230 lượt người tham gia.": [
        (9, "eq", "core_force_teams"),
        (27, "eq", "core_force_members"),
        (410, "eq", "patrols_conducted"),
        (1230, "eq", "patrol_participants"),
    ],
    "Duy trì 15 nhóm Zalo với 4.500 thành viên, đăng 320 bài, 120.000 lượt xem.": [
        (15, "eq", "social_media_groups"),
        (4500, "eq", "social_media_members"),
        (320, "eq", "social_media_posts"),
        (120_000, "eq", "social_media_reach"),
    ],
    "Tổ chức Ngày hội tại 9/9 khu dân cư với hơn 2 nghìn lượt người dự.": [
        (9, "eq", "festival_events"),
        (2000, "gt", "festival_attendances"),
    ],
    "Mô hình “5 không, 3 sạch” được nhân ra 7 thôn.": [(7, "eq", "model_points")],
    "Đạt 115% kế hoạch năm.": [(115, "eq", "result")],
    "Tổ chức 50 buổi tuyên truyền, trong đó Công an chủ trì 30 buổi, Mặt trận 20 buổi.": [
        (50, "eq", "outreach_sessions"),
        (30, "eq", "outreach_sessions"),
        (20, "eq", "outreach_sessions"),
    ],
    "Thành lập được ba câu lạc bộ với bảy tám chục thành viên.": [
        (3, "eq", "models_new"),
        (70, "range", "model_members"),
    ],
    "Đăng tải 1OO tin, bài; phát l.200 tờ gấp; tổ chức 1 250 buổi tuyên truyền.": [
        (100, "eq", "news_items"),
        (1200, "eq", "leaflets_distributed"),
        (1250, "eq", "outreach_sessions"),
    ],
    "Số buổi tuyên truyền: 45; số lượt người tham gia: 3.200.": [
        (45, "eq", "outreach_sessions"),
        (3200, "eq", "outreach_attendances"),
    ],
    "Xe loa tuyên truyền 35 giờ, phát thanh 120 giờ.": [(35, "eq", "broadcasts"), (120, "eq", "broadcasts")],
    "Mở từ 12 buổi đến 15 buổi tuyên truyền.": [(12, "range", "outreach_sessions")],
}
OUT_OF_SCOPE = {
    "Công an xã bắt 4 vụ, 6 đối tượng trộm cắp.": [(4, "eq", "case"), (6, "eq", "case")],
    "Nhân dân cung cấp 15 nguồn tin, giúp làm rõ 3 vụ.": [(15, "eq", "case"), (3, "eq", "case")],
    "Quần chúng báo 12 tin.": [(12, "eq", "case")],
    "Cảm hóa, giáo dục 4 người lầm lỗi.": [(4, "eq", "case")],
    "Phấn đấu có 95% khu dân cư đạt chuẩn, xây dựng mới 3 mô hình.": [(95, "eq", "target"), (3, "eq", "target")],
    "Xã có 9 thôn, 2.450 hộ dân.": [(9, "eq", "background"), (2450, "eq", "background")],
    "Mỗi tổ tuần tra 2-3 buổi một tuần.": [(2, "range", "background")],
    "Có quá nửa số hộ tham gia.": [(50, "gt", "background")],
}
NOT_FIGURES = [
    "Thực hiện Kế hoạch số 44/KH-UBND ngày 18/6/2021, Thông tư 124/2021/TT-BCA và Nghị quyết 05.",
    "Điện thoại 0912.345.678, họp lúc 7 giờ 30 ngày 20 hằng tháng.",
    "Ông Sáu, 66 tuổi, ở thôn 3, nhà số 12, ngõ 5.",
    "Mô hình “3 không”, “5 tự quản”, cơn bão số 5, tiêu chí 19.2, trang 7.",
    "Kỷ niệm 78 năm truyền thống; hoạt động 5 năm, thu hút hàng trăm người, hàng nghìn hộ.",
    "Hai bên thống nhất; quý II và tháng 6 năm 2022; năm học 2021-2022.",
]


@pytest.mark.parametrize("sentence", RESULTS)
def test_results_are_read_with_their_indicator(sentence):
    assert _brief(sentence) == RESULTS[sentence]


@pytest.mark.parametrize("sentence", OUT_OF_SCOPE)
def test_what_is_not_ours_is_marked_and_never_leaks(sentence):
    assert _brief(sentence) == OUT_OF_SCOPE[sentence]
    assert [fact.in_scope for fact in _facts(sentence)] == [False] * len(OUT_OF_SCOPE[sentence])


@pytest.mark.parametrize("sentence", NOT_FIGURES)
def test_dates_numbers_of_documents_and_names_are_no_figures(sentence):
    reading = read_text(sentence)

    assert [fact.text for fact in reading.facts] == []
    assert reading.discarded != ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Tổ chức 40 buổi tuyên truyền, tăng 5 buổi so với năm 2021.",
            [(40, False, "năm 2022"), (5, True, "năm 2022")],
        ),
        ("Tổ chức 40 buổi tuyên truyền (cùng kỳ: 32 buổi).", [(40, False, "năm 2022"), (32, True, "năm 2021")]),
        ("Có 40 mô hình (năm 2021: 32 mô hình).", [(40, False, "năm 2022"), (32, True, "năm 2021")]),
        ("Số mô hình tăng từ 12 mô hình lên 15 mô hình.", [(12, True, "năm 2022"), (15, False, "năm 2022")]),
    ],
)
def test_comparisons_are_flagged_and_keep_their_period(sentence, expected):
    facts = _facts(sentence)

    assert [(fact.value, fact.comparison, fact.period) for fact in facts] == expected
    assert len({fact.indicator for fact in facts}) == 1


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (HEAD + "Đến nay, xã có 12 mô hình; tổ chức 5 buổi tuyên truyền.", ["đến nay", "năm 2022"]),
        (HEAD + "Từ đầu năm 2022 đến nay tổ chức 5 buổi tuyên truyền.", ["từ đầu năm 2022 đến nay"]),
        (
            "UBND XÃ A\nBÁO CÁO QUÝ II/2023\n\nMở 5 buổi tuyên truyền; lũy kế 6 tháng 9 buổi.",
            ["quý II năm 2023", "6 tháng đầu năm 2023"],
        ),
        (
            "Giai đoạn 2013-2023, mở 50 buổi tuyên truyền. Riêng năm 2019 mở 12 buổi.",
            ["giai đoạn 2013-2023", "năm 2019"],
        ),
        ("Trong năm 2021, phong trào phát triển. Đã mở 50 buổi tuyên truyền.", ["năm 2021"]),
        ("Tính đến ngày 30/6/2023, có 12 mô hình.", ["đến tháng 6 năm 2023"]),
        (
            "Sáng 12/4/2023, Công an huyện và Mặt trận huyện tổ chức hội nghị triển khai chương trình phối hợp “Toàn "
            "dân giữ gìn an ninh trong tình hình mới” năm 2023.\n\nBáo cáo tại hội nghị nêu rõ: Trong năm 2022, phong "
            "trào phát triển mạnh. Các đơn vị phối hợp tổ chức 310 buổi tuyên truyền, phát 4.500 tờ rơi.",
            ["năm 2022", "năm 2022"],
        ),
    ],
)
def test_periods_come_from_the_words_the_paragraph_or_the_title(text, periods):
    assert [fact.period for fact in read_text(text).facts] == periods


def test_scope_is_the_place_named_before_else_that_of_the_report():
    facts = _facts("Tổ chức 45 buổi tuyên truyền. Thôn 3 có 12 camera, thôn Bắc Sơn có 9 camera.")

    assert [fact.scope for fact in facts] == ["xã Đông Thanh", "thôn 3", "thôn Bắc Sơn"]


def test_the_context_fills_what_the_text_does_not_say():
    reading = read_text("Mở 5 buổi tuyên truyền.", context=Context(scope="xã Hạ Trung", period="năm 2024"))

    assert [(fact.scope, fact.period) for fact in reading.facts] == [("xã Hạ Trung", "năm 2024")]


def test_the_header_is_recognised():
    header = read_text(
        "UBND XÃ HẠ TRUNG\nSố: 12/BC-UBND\nHạ Trung, ngày 05 tháng 12 năm 2023\nBÁO CÁO\n"
        "Kết quả phong trào năm 2023\nKính gửi: UBND huyện\nMở 5 buổi."
    ).header

    assert (header.agency, header.number, header.title) == (
        "UBND XÃ HẠ TRUNG",
        "12/BC-UBND",
        "BÁO CÁO Kết quả phong trào năm 2023",
    )
    assert (header.dated, header.recipient, header.scope, header.period) == (
        "ngày 05 tháng 12 năm 2023",
        "UBND huyện",
        "xã Hạ Trung",
        "năm 2023",
    )


@pytest.mark.parametrize(
    "head",
    [
        "CÔNG AN TỈNH BÌNH MINH\nCÔNG AN XÃ HẠ TRUNG\nSố: 12/BC-CAX\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nCÔNG AN TỈNH BÌNH MINH\nCÔNG AN XÃ HẠ TRUNG",
        "CÔNG AN TỈNH BÌNH MINH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCÔNG AN XÃ HẠ TRUNG\tĐộc lập - Tự do - Hạnh phúc",
        "CÔNG AN TỈNH BÌNH MINH CÔNG AN XÃ HẠ TRUNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "CÔNG AN XÃ HẠ TRUNG, HUYỆN BÌNH AN",
    ],
)
def test_the_unit_is_that_of_the_office_below_its_parent_not_of_the_nation(head):
    reading = read_text(f"{head}\nBÁO CÁO\nKết quả tháng 11 năm 2026\nCông an xã Hạ Trung mở 5 buổi tuyên truyền.")

    assert reading.header.scope == "xã Hạ Trung"


def test_doubt_is_kept_as_a_second_reading_with_less_confidence():
    sure, doubtful = _facts("Quyên góp 25 triệu đồng; chi 1.2 tỷ đồng.")

    assert [other.value for other in doubtful.alternatives if other.value] == [12_000_000_000]
    assert doubtful.confidence < sure.confidence


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spans_quote_the_composed_text_and_lie_in_their_sentence(form):
    reading = read_text(unicodedata.normalize(form, HEAD + "\n".join([*RESULTS, *OUT_OF_SCOPE])))

    assert len(reading.facts) > 60
    for fact in reading.facts:
        assert reading.text[fact.start : fact.end] == fact.text
        assert fact.sentence_start <= fact.start < fact.end <= fact.sentence_end


def test_old_and_new_tone_placement_blanks_and_case_read_alike():
    plain = _brief("Hòa giải thành 18 vụ, tỷ lệ 85%; treo 12 băng rôn, 3 pa nô.")
    other = _brief("HOÀ GIẢI THÀNH 18 VỤ, TỈ LỆ 85%; TREO 12 BĂNG-RÔN, 3 PANÔ.")

    assert plain == other


def test_as_json_has_the_fields_of_the_format():
    (fact,) = _facts("Tổ chức hơn 35,5 nghìn buổi tuyên truyền.")

    assert fact.as_json() == {
        "start": len(HEAD) + len("Tổ chức "),
        "end": len(HEAD) + len("Tổ chức hơn 35,5 nghìn buổi"),
        "text": "hơn 35,5 nghìn buổi",
        "value": 35500,
        "value_high": None,
        "qualifier": "gt",
        "unit": "buổi",
        "counted": "buổi tuyên truyền",
        "indicator": "outreach_sessions",
        "scope": "xã Đông Thanh",
        "period": "năm 2022",
        "comparison": False,
        "in_scope": True,
        "kind": "result",
        "denominator": None,
        "cumulative": False,
        "confidence": 0.9,
        "reason": fact.reason,
    }


def test_rules_name_only_indicators_and_concepts_that_exist():
    keys = set(load_indicators())
    known = load_lexicon().concepts | {
        "is_per_item",
        "is_frequency",
        "is_named",
        "is_of_it",
        "is_plan_share",
    }

    assert {rule.key for rule in load_rules()} - keys == {None}
    for rule in load_rules():
        assert rule.units <= known, rule.units
        for place, concepts in rule.wants:
            field = Surroundings._fields[place]
            assert concepts <= (keys | {"case", "share_of_areas"} if field == "prev" else known), (field, concepts)
        assert rule.not_near | rule.not_lead <= known
    assert keys - {rule.key for rule in load_rules()} == set()


def test_a_text_past_the_bound_is_refused():
    with pytest.raises(TextTooLong):
        read_text("a" * (MAX_CHARACTERS + 1))


_PIECES = st.sampled_from(
    [
        *("12", "1.200", "l5", "hai", "mươi", "triệu", "từ", "đến", "-", "/", "%", "buổi", "lượt người", "tăng"),
        *("(", ")", ",", ".", ";", ":", "\n", "|", "\t", "“", "”", "năm 2021", "trong đó", "tuyên truyền"),
        *("thôn 3", "I. ", "số", "\u0301", "İ"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=6), max_size=40).map(" ".join))
def test_no_text_raises_and_every_span_quotes_its_source(text):
    reading = read_text(text)

    assert reading.text == unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    for fact in reading.facts:
        assert reading.text[fact.start : fact.end] == fact.text
        assert Decimal(0) <= fact.confidence <= 1
    for passed in reading.discarded:
        assert 0 <= passed.start < passed.end <= len(reading.text)


@pytest.mark.parametrize(
    "piece",
    [
        "12 buổi, ",
        "1.",
        "1/",
        "\n",
        " ",
        "hai ",
        "một triệu ",
        "“",
        "từ 1 đến ",
        "Nguyễn Văn An ",
        "xã là ",
        "1 | ",
        "1\t",
    ],
)
def test_endless_repetition_is_read_and_scanned_to_its_end(piece):
    text = piece * 1000

    assert read_text(text).text == text
    assert all(passage.end <= len(text) for passage in scan(text))


def test_text_broken_at_a_fixed_width_reads_as_if_it_were_not():
    sentences = " ".join(RESULTS)
    broken = "\n".join(textwrap.wrap(sentences, 84))

    whole, wrapped = read_text(HEAD + sentences).facts, read_text(HEAD + broken).facts

    assert [(fact.value, fact.indicator) for fact in wrapped] == [(fact.value, fact.indicator) for fact in whole]
