"""The scanner: everything planted is caught, clean pages stay clean, nothing of a passage survives a redaction."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrative.forbidden import KIND_WORDS, find_secrecy_stamp, redact, scan
from tests.narrative.clean_pages import CLEAN_PAGES

PLANTED = {
    "id_number": (
        "Số căn cước 038201004567 của người nộp.",
        "CCCD: 038 201 004 567",
        "CMND số 171 234 567, cấp năm 2012.",
        "Mã định danh 0382.0100.4567.",
        "hộ chiếu số C1234567",
        "0 3 8 2 0 1 0 0 4 5 6 7",
        "038\u200b201\u200b004\u200b567",
    ),
    "phone": (
        "Liên hệ 0912345678.",
        "ĐT: 0912.345.678",
        "gọi 0912 345 678 khi cần",
        "Điện thoại 0237.3852.114",
        "số +84 912 345 678",
        "Zalo: 0 9 1 2 3 4 5 6 7 8",
        "máy ０９１２３４５６７８",
    ),
    "bank_account": ("Số tài khoản 1023456789 tại ngân hàng.",),
    "person_list": (
        "1. Nguyễn Văn An, sinh năm 1985\n2. Trần Thị Bình, sinh năm 1990\n3. Lê Văn Cường, sinh năm 1978",
        "1 | Lò Văn Minh | 1985 | thôn 2\n2 | Hà Thị Nga | 1991 | thôn 3\n3 | Phạm Văn Tú | 1970 | thôn 5",
        "Gồm các ông: Nguyễn Văn An, Trần Văn Bình và Lê Công Cường dự họp.",
    ),
    "person": (
        "Anh Nguyễn Văn Dũng, sinh năm 1988, trú tại thôn 4 tham gia.",
        "Camera ghi được xe mang biển số 36A-123.45 đi qua.",
    ),
    "tip": (
        "Nhân dân cung cấp 35 nguồn tin có giá trị.",
        "Quần chúng báo 12 tin cho Công an xã.",
        "Theo tin báo của quần chúng, đêm 12/3 có nhóm lạ về thôn.",
        "Tin tố giác: nhà ông H. thường tụ tập.",
    ),
    "suspect": (
        "Bắt 3 đối tượng trong đêm.",
        "Đối tượng truy nã lẩn trốn tại xã.",
        "Lực lượng đã bắt giữ 2 đối tượng trộm chó.",
        "Nghi can bị áp giải về trụ sở.",
        "Khởi tố 5 bị can.",
    ),
    "offender": (
        "Cảm hóa 6 người lầm lỗi.",
        "Quản lý 14 người nghiện ma túy.",
        "Còn để xảy ra vụ trộm cắp tài sản do Nguyễn Văn A thực hiện.",
        "Công an xã đã bắt Nguyễn Văn Bình về hành vi đánh bạc.",
        "Bắt quả tang Trần Thị Hoa tàng trữ trái phép chất ma túy.",
        "Hộ ông Hoàng Văn Sơn nghi là điểm tụ tập cờ bạc.",
        "Triệu tập Hà Văn Thắng lên làm việc.",
    ),
    "offender_list": ("Kèm theo danh sách đối tượng nghiện của xã.",),
    "case": (
        "Trong kỳ xảy ra 4 vụ trộm cắp tài sản.",
        "Điều tra làm rõ 17/19 vụ phạm pháp hình sự.",
        "Phá thành công chuyên án về ma túy.",
        "Xử phạt 12 trường hợp vi phạm, thu 45 triệu đồng.",
    ),
    "watch_list": ("Đưa vào diện sưu tra 2 người.", "Danh sách theo dõi được cập nhật."),
    "secret": ("TỐI MẬT\nBáo cáo nội bộ",),
    "religion": ("Thôn có 45 hộ giáo dân.", "Bà con theo đạo Tin Lành ở bản trên.", "Tôn giáo: Công giáo"),
    "ethnicity": ("Các hộ người Mông ở bản trên.", "Dân tộc: Thái", "Vận động đồng bào Dao tham gia."),
    "place_label": (
        "Xã Đông Phú là địa bàn trọng điểm, phức tạp về ma túy.",
        "Các địa bàn phức tạp gồm xã Hải Hà, xã Tân Sơn.",
    ),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PLANTED.items() for text in texts])
def test_planted_matter_is_caught_under_its_kind(kind, text):
    kinds = [passage.kind for passage in scan(text)]

    assert kind in kinds


@pytest.mark.parametrize("text", [text for texts in PLANTED.values() for text in texts])
def test_planted_matter_is_caught_in_the_middle_of_clean_pages_composed_or_not(text):
    page = f"{CLEAN_PAGES[0]}\n{text}\n{CLEAN_PAGES[3]}"

    assert len(scan(page)) >= 1
    assert len(scan(unicodedata.normalize("NFD", page))) >= 1


@pytest.mark.parametrize("page", CLEAN_PAGES)
def test_clean_pages_raise_no_alarm(page):
    assert [(passage.kind, page[passage.start : passage.end]) for passage in scan(page)] == []


@pytest.mark.parametrize(
    "text",
    [
        "đối tượng chính sách",
        "từng đối tượng",
        "phòng, chống tội phạm",
        "tố giác tội phạm",
        "tệ nạn xã hội",
        "bảo mật",
        "Kinh phí 120.000.000.000 đồng, 038.201 lượt xem",
        "Chương trình 130/CP",
        "giáo họ An Bình đạt chuẩn",
        "1\tBuổi tuyên truyền\t08\t120\t340\t5600",
        "Nhóm Zalo\t120\t1900\t45\t300",
        "Mô hình “Xóm đạo bình yên”",
        "Đồng chí Lê Văn Nam phát biểu về phòng chống đánh bạc.",
        "Bà Nguyễn Thị Lan, Chi hội trưởng, tuyên truyền không sử dụng trái phép chất ma túy.",
        "Nhắc nhở người vi phạm trên đường Nguyễn Văn Linh.",
        "Hội thi tại Hà Trung, không có vi phạm.",
        "Chương trình do Đoàn Thanh niên Hồ Chí Minh thực hiện về phòng, chống ma túy.",
        "Công điện 12/CĐ-UBND ngày 23/11/2026",
        "huyện Mường Lát",
        "tỉnh Thái Bình",
    ],
)
def test_topics_and_names_are_clean(text):
    assert scan(text) == ()


def test_numbers_of_persons_and_lists_of_names_are_hard_stops():
    passages = scan("CCCD 038201004567, ĐT 0912345678. Theo tin báo của quần chúng có vụ việc.")

    assert [(passage.kind, passage.hard_stop) for passage in passages] == [
        ("id_number", True),
        ("phone", True),
        ("tip", False),
    ]


def test_redact_replaces_each_passage_by_kind_and_length():
    text = "Liên hệ 0912345678 để biết thêm."

    assert redact(text, scan(text)) == "Liên hệ ⟦lược bỏ: số điện thoại, 10 ký tự⟧ để biết thêm."


@pytest.mark.parametrize("text", [text for texts in PLANTED.values() for text in texts])
def test_redacted_text_is_clean_and_keeps_no_part(text):
    passages = scan(text)
    clean = redact(text, passages)

    assert scan(clean) == ()
    assert all(text[passage.start : passage.end] not in clean for passage in passages)


def test_a_forged_mark_does_not_hide_what_stands_in_it():
    assert [passage.kind for passage in scan("⟦lược bỏ: 0912345678, 3 ký tự⟧")] == ["phone"]


@pytest.mark.parametrize(
    ("head", "level"),
    [
        ("CÔNG AN TỈNH\nMẬT\nBÁO CÁO", "mat"),
        ("M Ậ T", "mat"),
        ("  T Ố I   M Ậ T  ", "toi_mat"),
        ("║ TUYỆT MẬT ║", "tuyet_mat"),
        ("CÔNG AN TỈNH | MẬT", "mat"),
        ("CÔNG AN TỈNH\tTỐI MẬT", "toi_mat"),
        ("Độ mật: Tối mật", "toi_mat"),
        (unicodedata.normalize("NFD", "BÁO CÁO\nTUYỆT MẬT"), "tuyet_mat"),
        ("M\u200bẬ\u200bT", "mat"),
        ("[MẬT]", "mat"),
    ],
)
def test_stamps_are_found_however_they_are_written(head, level):
    stamp = find_secrecy_stamp(head)

    assert stamp is not None
    assert stamp.level == level


@pytest.mark.parametrize(
    "head",
    [
        "BÁO CÁO CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Bảo mật thông tin",
        "mật độ dân số",
        "MẶT TRẬN TỔ QUỐC",
        "Hội nuôi ong lấy mật\nmật",
        "",
    ],
)
def test_ordinary_words_are_no_stamp(head):
    assert find_secrecy_stamp(head) is None


def test_every_kind_has_words_for_its_mark():
    assert set(PLANTED) == set(KIND_WORDS)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("0912 .-\nMẬTđốitượngvụNguyễnVănA⟦⟧,"), max_size=200))
def test_scanning_never_raises_and_passages_are_ordered_apart(text):
    passages = scan(text)

    assert all(before.end <= after.start for before, after in pairwise(passages))
    assert all(passage.length == passage.end - passage.start for passage in passages)


def test_a_stamp_far_down_is_a_passage():
    assert [passage.kind for passage in scan("Dòng.\n" * 100 + "TUYỆT MẬT\n")] == ["secret"]


def test_a_count_takes_its_clause_and_leaves_the_figures_beside_it():
    text = "Các tổ tuần tra 560 buổi, hòa giải 31 vụ mâu thuẫn, bắt 25 đối tượng."

    assert redact(text, scan(text)) == (
        "Các tổ tuần tra 560 buổi, hòa giải 31 vụ mâu thuẫn, ⟦lược bỏ: đối tượng, 16 ký tự⟧."
    )


def test_a_passage_at_the_start_of_a_line_leaves_the_lines_before_it() -> None:
    clean = "Tổ chức 3 buổi tuyên truyền với 210 lượt người dự."
    text = f"{clean}\nLiên hệ ông Trần Văn Chim Yến, sinh năm 1985, trú tại thôn 4."

    redacted = redact(text, scan(text))

    assert redacted.splitlines()[0] == clean
    assert "Chim Yến" not in redacted


def test_a_whole_telephone_number_leaves_the_next_line_alone() -> None:
    text = "Liên hệ 0912 345 678\n12 buổi tuyên truyền"

    (found,) = scan(text)

    assert text[found.start : found.end] == "0912 345 678"
